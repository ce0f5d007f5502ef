"""What check says about attachments, and that it reads them no more often than it must."""

import errno
import hashlib
import os
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from store import attachment
from store.cache import Cache
from store.care import verification
from store.care.verification import check_attachments
from store.loading import load
from store.register import RegisterStore
from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.store.repositories import make_register
from tests.store.repositories import run_git

ID = "2026-05-12-aaaaaa"
WORK = f"activities/2026/05/{ID}.toml"
FOUND = "findings/2026/05/2026-05-12-bbbbbb.toml"
SCAN = b"scan"
SHA = hashlib.sha256(SCAN).hexdigest()
PLACE = f"attachments/2026/{SHA}.pdf"
OLD = 1_700_000_000_000_000_000
LATER = 3600 * 1_000_000_000


def work(path: str = PLACE, sha256: str = SHA) -> bytes:
    row = f'[[evidence]]\ntype = "minutes"\npath = "{path}"\n' + (f'sha256 = "{sha256}"\n' if sha256 else "")
    return f'title = "Round"\ntype = "study"\ndate = 2026-05-12\nunit = "office"\nstate = "filed"\n\n{row}'.encode()


@pytest.fixture
def top(tmp_path: Path) -> Path:
    records = {"units/office.toml": b'title = "Office"\ntype = "section"\n', WORK: work(), PLACE: SCAN}
    make_register(tmp_path / "register", records=records)
    os.utime(tmp_path / "register" / PLACE, ns=(OLD, OLD))
    return tmp_path / "register"


@pytest.fixture
def hour_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour has passed since the files were written, so that their times prove something."""
    now = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: now() + LATER)


def found(top: Path) -> list[Diagnostic]:
    return check_attachments(top, load(top).register)


def words(top: Path) -> list[tuple[str, str, str, str]]:
    return [(one.code, one.dotted, one.message, one.message_zh) for one in found(top)]


def test_an_attachment_that_is_as_it_was_attached_needs_no_word(top: Path) -> None:
    assert found(top) == []
    (top / WORK).write_bytes(work(sha256=SHA.upper()))
    assert found(top) == []


def remove(file: Path) -> None:
    file.unlink()


def link(file: Path) -> None:
    file.rename(file.parents[3] / "outside")
    file.symlink_to(file.parents[3] / "outside")


def link_folder(file: Path) -> None:
    file.parent.rename(file.parents[3] / "folder")
    file.parent.symlink_to(file.parents[3] / "folder")


def make_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def make_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


@pytest.mark.parametrize(
    ("act", "what", "what_zh"),
    [
        (remove, "is not there", "不存在"),
        (link, "is or lies behind a symbolic link, which is not followed", "是符号链接或在符号链接之下，不予跟随"),
        (
            link_folder,
            "is or lies behind a symbolic link, which is not followed",
            "是符号链接或在符号链接之下，不予跟随",
        ),
        (make_folder, "is not an ordinary file", "不是普通文件"),
        (make_pipe, "is not an ordinary file", "不是普通文件"),
    ],
)
def test_an_attachment_that_cannot_be_opened(top: Path, act: Callable[[Path], None], what: str, what_zh: str) -> None:
    act(top / PLACE)
    (one,) = found(top)
    assert (one.code, one.severity, one.dotted) == ("DB009", Severity.ERROR, "evidence[0].path")
    assert one.message == f"the attachment `{PLACE}` {what}"
    assert one.message_zh == f"附件 `{PLACE}` {what_zh}"


@pytest.mark.parametrize(
    "path",
    ["register.toml", "../outside", "/etc/passwd", "attachments/../register.toml", "attachments", "attachments/a\\\\b", "attachments/.git/config", "activities/2026/05/2026-05-12-aaaaaa.toml"],
)  # fmt: skip
def test_nothing_outside_attachments_is_looked_at(top: Path, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (top / WORK).write_bytes(work(path))
    monkeypatch.setattr(attachment, "opened", None)
    (one,) = found(top)
    assert one.code == "DB009"
    assert one.message.endswith("does not lie in attachments/")
    assert one.message_zh.endswith("不在 attachments/ 之下")


def test_an_attachment_that_the_system_does_not_let_us_read(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(hashlib, "file_digest", refuse)
    assert words(top) == [
        (
            "DB009",
            "evidence[0].path",
            f"the attachment `{PLACE}` cannot be read: the system refused to read {PLACE}: Input/output error",
            f"附件 `{PLACE}` 无法读取：系统无法读取 {PLACE}：磁盘读写出错",
        )
    ]


def test_an_attachment_that_was_changed_is_told(top: Path) -> None:
    (top / PLACE).write_bytes(b"SCAN")
    assert words(top) == [
        (
            "DB010",
            "evidence[0].sha256",
            f"the attachment `{PLACE}` cannot be relied on: its content is not what was attached",
            f"附件 `{PLACE}` 不可凭信：内容已不是当初所附",
        )
    ]


def test_an_attachment_without_a_fingerprint_proves_nothing(top: Path) -> None:
    (top / WORK).write_bytes(work(sha256=""))
    assert words(top) == [
        (
            "DB010",
            "evidence[0]",
            f"the attachment `{PLACE}` cannot be relied on: the record does not say its fingerprint",
            f"附件 `{PLACE}` 不可凭信：记录没有写文件指纹",
        )
    ]


def test_findings_and_every_row_are_looked_at(top: Path) -> None:
    (top / FOUND).parent.mkdir(parents=True)
    rows = work("attachments/2026/gone").partition(b"\n\n")[2]
    head = b'inspection = "2026-05-12-aaaaaa"\nunit = "office"\ntext = "x"\nissued = 2026-05-12\ndue = 2026-06-12\n\n'
    (top / FOUND).write_bytes(head + b'[[evidence]]\ntype = "text"\n\n' + rows)
    assert [(one.kind, one.code, one.dotted) for one in found(top)] == [("finding", "DB009", "evidence[1].path")]


def test_the_check_of_a_register_says_it_with_path_and_line(top: Path) -> None:
    (top / PLACE).unlink()
    said = [one for one in RegisterStore.open(top).check(date(2026, 6, 1)) if one.code == "DB009"]
    assert [(one.path, one.line) for one in said] == [(WORK, 9)]


def test_paths_are_shown_safely(top: Path) -> None:
    (top / WORK).write_bytes(work("attachments/a\\u202eb"))
    (one,) = found(top)
    assert "<U+202E>" in one.message
    assert "\u202e" not in one.message + one.message_zh


def test_where_no_record_refers_to_a_file_none_is_touched(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (top / WORK).write_bytes(work().partition(b"path")[0])
    monkeypatch.setattr(verification, "look", None)
    monkeypatch.setattr(Cache, "verified", None)
    assert check_attachments(top, load(top).register, Cache(top / ".git/dutybook")) == []


def test_an_attachment_of_several_records_is_read_once(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (top / WORK.replace("aaaaaa", "bbbbbb")).write_bytes(work())
    read = count_reading(monkeypatch)
    assert found(top) == []
    assert read == [PLACE]


def count_reading(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which attachments are read from now on."""
    read: list[str] = []
    digest = hashlib.file_digest

    def note(file: object, name: str) -> object:
        read.append(PLACE)
        return digest(file, name)  # type: ignore[arg-type]

    monkeypatch.setattr(hashlib, "file_digest", note)
    return read


@pytest.mark.usefixtures("hour_later")
def test_what_was_verified_once_is_not_read_again_until_it_changes(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = count_reading(monkeypatch)
    on = date(2026, 6, 1)
    for _ in range(3):
        assert not [one for one in RegisterStore.open(top).check(on) if one.code == "DB010"]
    assert read == [PLACE]
    (top / PLACE).write_bytes(b"SCAN")
    os.utime(top / PLACE, ns=(OLD, OLD))  # the same size and the same time, as a forger would have it
    for count in (2, 2):
        assert [one for one in RegisterStore.open(top).check(on) if one.code == "DB010"]
        assert len(read) == count


def test_what_was_written_this_moment_is_read_again(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: (top / PLACE).stat().st_ctime_ns)
    read = count_reading(monkeypatch)
    for _ in range(2):
        RegisterStore.open(top).check(date(2026, 6, 1))
    assert read == [PLACE, PLACE]


@pytest.mark.usefixtures("hour_later")
def test_what_a_repository_that_is_not_trusted_remembers_proves_nothing(
    top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    RegisterStore.open(top).check(date(2026, 6, 1))
    run_git(top, "config", "core.sshCommand", "evil")
    read = count_reading(monkeypatch)
    for _ in range(2):
        RegisterStore.open(top).check(date(2026, 6, 1))
    assert read == [PLACE, PLACE]


@pytest.mark.usefixtures("hour_later")
def test_a_cache_that_cannot_be_used_is_left_aside(top: Path) -> None:
    cache = Cache(top / ".git/dutybook")
    assert cache.verified() == {}
    assert check_attachments(top, load(top).register, cache) == []
    assert list(cache.verified()) == [PLACE]
    (top / ".git/dutybook/cache.sqlite").write_bytes(b"torn" * 1000)
    assert cache.verified() == {}
    assert check_attachments(top, load(top).register, cache) == []
    assert check_attachments(top, load(top).register, cache) == []
    assert list(cache.verified()) == [PLACE]


def test_a_check_writes_nothing_into_the_register(top: Path) -> None:
    before = run_git(top, "status", "--porcelain", "--ignored")
    RegisterStore.open(top).check(date(2026, 6, 1))
    assert run_git(top, "status", "--porcelain", "--ignored") == before
