"""Attachments on real git: named by content, durable before the record, and nothing lost by a kill at any step."""

import errno
import hashlib
import os
import re
from datetime import date
from pathlib import Path

import pytest

from schema.acts.attachments import attach
from schema.change import Attachment
from schema.change import ChangeSet
from schema.kinds.finding import Finding
from schema.vocabulary import EvidenceType
from store import attachment
from store import files
from store.attachment import EmptyFile
from store.attachment import LinkToAttach
from store.attachment import NoSuchFile
from store.attachment import NotOrdinary
from store.attachment import TooLargeToAttach
from store.attachment import ending
from store.attachment import find_copy
from store.attachment import look
from store.attachment import take
from store.files import ChangedOnDisk
from store.files import DiskFull
from store.files import Missing
from store.files import SymlinkRefused
from store.files import Unreadable
from store.journal import Intent
from store.journal import Journal
from store.location import find
from store.register import RegisterStore
from store.rejection import RecordChanged
from store.trust import grant
from tests.store.repositories import add_hook
from tests.store.repositories import check_whole
from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.store.repositories import make_clone
from tests.store.repositories import make_register
from tests.store.repositories import make_remote
from tests.store.repositories import run_git

ID = "2026-05-12-aaaaaa"
WORK = f"activities/2026/05/{ID}.toml"
TEXT = b"""\
# minutes are kept in the archive
title = "Round"
type = "deliberation"
date = 2026-05-12
unit = "office"
state = "filed"

[[evidence]]
type = "minutes"
label = "no. 2"

[[evidence]]
type = "attendance"
"""
FINDING = "findings/2026/05/2026-05-12-bbbbbb.toml"
FOUND = b'inspection = "2026-05-12-aaaaaa"\nunit = "office"\ntext = "x"\nissued = 2026-05-12\ndue = 2026-06-12\n'
SCAN = b"\x00scan of the minutes\r\n"
SHA = hashlib.sha256(SCAN).hexdigest()
PLACE = f"attachments/2026/{SHA}.pdf"


@pytest.fixture
def top(tmp_path: Path) -> Path:
    records = {"units/office.toml": b'title = "Office"\ntype = "section"\n', WORK: TEXT, FINDING: FOUND}
    attributes = {".gitattributes": b"attachments/** binary\n"}
    make_register(tmp_path / "register", records={**records, **attributes})
    return tmp_path / "register"


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    file = tmp_path / "Scan 05-12.PDF"
    file.write_bytes(SCAN)
    return file


def changes(store: RegisterStore, file: Path, type: EvidenceType = EvidenceType.MINUTES) -> ChangeSet:
    record = store.register.activities[ID]
    taken = store.take(file, record.date)
    return attach(record, taken, type=type, read_digest=store.read("activity", ID).digest)


def listed(top: Path) -> list[str]:
    """Every file below attachments/, hidden ones and temporary ones too."""
    folder = top / "attachments"
    return sorted(path.relative_to(top).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_file_is_copied_under_its_content_and_committed_with_the_record(top: Path, scan: Path) -> None:
    store = RegisterStore.open(top)
    saved = store.save(changes(store, scan))
    assert saved.paths == (WORK,)
    assert (top / PLACE).read_bytes() == SCAN
    assert run_git(top, "show", "--name-only", "--format=").splitlines() == [WORK, PLACE]
    assert run_git(top, "rev-parse", "HEAD") == saved.commit
    assert run_git(top, "status", "--porcelain") == ""
    row = store.register.activities[ID].evidence[0]
    assert (row.label, row.path, row.sha256) == ("no. 2", PLACE, SHA)
    added = f'label = "no. 2"\npath = "{PLACE}"\nsha256 = "{SHA}"\n'.encode()
    assert (top / WORK).read_bytes() == TEXT.replace(b'label = "no. 2"\n', added)
    assert run_git(top, "log", "-1", "--format=%(trailers:key=Register-Action,valueonly)") == "attach\n".strip()
    assert [one.code for one in store.check(date(2026, 6, 1)) if one.code in {"DB009", "DB010"}] == []


def test_a_finding_takes_a_file_too(top: Path, scan: Path) -> None:
    store = RegisterStore.open(top)
    record = store.register.findings["2026-05-12-bbbbbb"]
    assert isinstance(record, Finding)
    store.save(attach(record, store.take(scan, record.issued), type=EvidenceType.SHEET))
    assert [row.path for row in store.register.findings[record.id].evidence] == [PLACE]
    assert run_git(top, "status", "--porcelain") == ""


def test_the_file_goes_to_others_byte_for_byte(top: Path, scan: Path, tmp_path: Path) -> None:
    store = RegisterStore.open(top)
    store.save(changes(store, scan))
    clone = make_clone(make_remote(tmp_path / "remote.git", top), tmp_path / "clone")
    assert (clone.top / PLACE).read_bytes() == SCAN


def test_where_git_would_change_line_ends_a_note_keeps_it_from_that(tmp_path: Path) -> None:
    top = make_register(tmp_path / "plain", records={WORK: TEXT}).top
    run_git(top, "config", "core.autocrlf", "true")
    text = tmp_path / "minutes.txt"
    text.write_bytes(b"one\r\ntwo\r\n")
    store = RegisterStore.open(top)
    store.save(changes(store, text))
    path = store.register.activities[ID].evidence[0].path
    assert run_git(top, "show", "--name-only", "--format=").splitlines() == [WORK, "attachments/.gitattributes", path]
    assert (top / "attachments/.gitattributes").read_bytes() == b"* binary\n"
    assert run_git(top, "cat-file", "-s", f"HEAD:{path}") == "10"
    store.save(changes(store, text, EvidenceType.ATTENDANCE))
    assert run_git(top, "show", "--name-only", "--format=").splitlines() == [WORK]


def test_a_note_of_the_user_s_own_is_left_alone(tmp_path: Path, scan: Path) -> None:
    note = "attachments/.gitattributes"
    top = make_register(tmp_path / "own", records={WORK: TEXT, note: b"*.pdf filter=lfs\n"}).top
    store = RegisterStore.open(top)
    store.save(changes(store, scan))
    assert (top / note).read_bytes() == b"*.pdf filter=lfs\n"


def test_the_same_content_twice_is_one_file(top: Path, scan: Path, tmp_path: Path) -> None:
    store = RegisterStore.open(top)
    store.save(changes(store, scan))
    before = (top / PLACE).stat()
    other = tmp_path / "copy.jpeg"
    other.write_bytes(SCAN)
    store.save(changes(store, other, EvidenceType.ATTENDANCE))
    assert [row.path for row in store.register.activities[ID].evidence] == [PLACE, PLACE]
    assert listed(top) == [PLACE]
    after = (top / PLACE).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert take(top, other, 2027).path == PLACE


def test_an_orphan_of_a_kill_is_taken_up_by_the_next_attempt(top: Path, scan: Path) -> None:
    (top / "attachments/2026").mkdir(parents=True)
    (top / PLACE).write_bytes(SCAN)
    store = RegisterStore.open(top)
    store.save(changes(store, scan))
    assert run_git(top, "ls-files", "attachments") == PLACE
    assert run_git(top, "status", "--porcelain") == ""


def test_another_content_under_the_same_name_is_never_overwritten(top: Path, scan: Path) -> None:
    (top / "attachments/2026").mkdir(parents=True)
    (top / PLACE).write_bytes(b"torn")
    store = RegisterStore.open(top)
    with pytest.raises(ChangedOnDisk, match=SHA):
        store.save(changes(store, scan))
    assert (top / PLACE).read_bytes() == b"torn"
    assert (top / WORK).read_bytes() == TEXT
    assert store.unfinished() == []


def test_what_was_read_is_what_is_kept_though_the_file_changes_meanwhile(top: Path, scan: Path) -> None:
    store = RegisterStore.open(top)
    made = changes(store, scan)
    scan.write_bytes(b"something else")
    store.save(made)
    assert (top / PLACE).read_bytes() == SCAN


# What cannot be attached


def refusal(top: Path, file: Path) -> tuple[str, str, str]:
    with pytest.raises((NoSuchFile, NotOrdinary, EmptyFile, TooLargeToAttach, LinkToAttach, Unreadable)) as caught:
        take(top, file, 2026)
    assert listed(top) == []
    failure = caught.value
    return failure.code, failure.message.replace(str(file), "F"), failure.message_zh.replace(str(file), "F")


def test_only_ordinary_files_that_hold_something_are_attached(top: Path, scan: Path, tmp_path: Path) -> None:
    empty, link, pipe, behind = (tmp_path / name for name in ("empty", "link", "pipe", "behind"))
    empty.touch()
    link.symlink_to(scan)
    os.mkfifo(pipe)
    behind.symlink_to("/nowhere")
    assert refusal(top, tmp_path / "gone") == ("F946", "There is no file F.", "没有文件 F。")
    assert refusal(top, scan / "below")[0] == "F945"
    assert refusal(top, empty) == ("F947", "The file F is empty and shows nothing.", "文件 F 是空的，不能作佐证。")
    for path in (pipe, tmp_path, Path("/dev/null")):
        assert refusal(top, path) == (
            "F945",
            "Only an ordinary file can be attached, and F is none.",
            "只能附上普通文件，而 F 不是。",
        )
    for path in (link, behind):
        assert refusal(top, path) == (
            "F949",
            "The file F is a symbolic link, and links are not followed.",
            "F 是符号链接，不予跟随。",
        )


def test_a_file_is_not_attached_beyond_the_limit(top: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    big = tmp_path / "big.pdf"
    with big.open("wb") as file:
        file.truncate(attachment.LARGEST + 1)
    code, message, message_zh = refusal(top, big)
    assert code == "F948"
    assert message == "The file F has 52428801 bytes; an attachment has at most 52428800."
    assert message_zh == "文件 F 有 52428801 字节；附件至多 52428800 字节。"


def test_a_file_that_grows_while_it_is_read_is_caught(top: Path, scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachment, "LARGEST", 5)
    status = scan.stat()
    monkeypatch.setattr(os, "fstat", lambda _: os.stat_result((status.st_mode, 0, 0, 1, 0, 0, 3, 0, 0, 0)))
    assert refusal(top, scan)[:2] == ("F948", "The file F has 6 bytes; an attachment has at most 5.")


def test_an_attachment_of_the_full_size_is_kept_whole(top: Path, tmp_path: Path) -> None:
    big = tmp_path / "big.bin"
    big.write_bytes(os.urandom(1024) * (attachment.LARGEST // 1024))
    store = RegisterStore.open(top)
    store.save(changes(store, big))
    path = store.register.activities[ID].evidence[0].path
    assert (top / path).stat().st_size == attachment.LARGEST
    assert run_git(top, "cat-file", "-s", f"HEAD:{path}") == str(attachment.LARGEST)
    assert [one.code for one in store.check(date(2026, 6, 1)) if one.code in {"DB009", "DB010"}] == []


@pytest.mark.parametrize("broken", ["open", "fdopen"])
def test_a_file_that_the_system_does_not_let_us_read(
    top: Path, scan: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(os, broken, refuse)
        with pytest.raises(Unreadable) as caught:
            take(top, scan, 2026)
    assert caught.value.message == f"The system refused to read {scan}: Permission denied."


# Names


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("minutes.pdf", ".pdf"),
        ("MINUTES.PDF", ".pdf"),
        ("archive.tar.GZ", ".gz"),
        ("x.abcdefgh", ".abcdefgh"),
        ("x.abcdefghi", ""),
        ("noending", ""),
        (".bashrc", ""),
        ("x.", ""),
        ("x. pdf", ""),
        ("纪要.纪要", ""),
        ("x.p\u202edf", ""),
        ("x.pdf ", ""),
        ("x.pdf\n", ""),
        ("x.p/../../df", ""),
        ("line\nbreak.pdf", ".pdf"),
        ("..pdf", ""),
        ("", ""),
    ],
)
def test_of_a_name_nothing_but_a_plain_ending_is_kept(name: str, kept: str) -> None:
    assert ending(name) == kept


@pytest.mark.parametrize(
    "name",
    ["-rf.pdf", "--force", "con.pdf", "a:b.pdf", "$(id).pdf", ";x.pdf", "a\nb.pdf", "\u202efdp.exe", "%s%n.pdf", ".git", "[x].pdf", b"\xff\xfe.pdf"],
)  # fmt: skip
def test_names_of_files_are_never_obeyed(top: Path, tmp_path: Path, name: str | bytes) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    file = folder / os.fsdecode(name)
    file.write_bytes(SCAN)
    store = RegisterStore.open(top)
    store.save(changes(store, file))
    assert [re.sub(r"\.\w+$", "", path) for path in listed(top)] == [f"attachments/2026/{SHA}"]
    assert os.fsdecode(name).encode("utf-8", "surrogateescape") not in (top / WORK).read_bytes()
    check_whole(top)


def test_what_lies_strangely_among_attachments_is_no_copy(top: Path, scan: Path, tmp_path: Path) -> None:
    folder = top / "attachments"
    (folder / "2024").mkdir(parents=True)
    (folder / "2024" / f"{SHA}.pdf").symlink_to(scan)
    (folder / "2025" / f"{SHA}.txt").mkdir(parents=True)
    (folder / "old").mkdir()
    (folder / "old" / SHA).write_bytes(SCAN)
    (folder / "2023").write_bytes(b"no folder")
    assert find_copy(top, SHA) is None
    (folder / "2022").mkdir()
    (folder / "2022" / SHA).write_bytes(SCAN)
    assert find_copy(top, SHA) == f"attachments/2022/{SHA}"


def test_a_folder_of_attachments_that_is_a_link_is_not_followed(top: Path, scan: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (top / "attachments").symlink_to(outside)
    store = RegisterStore.open(top)
    with pytest.raises(SymlinkRefused):
        store.save(changes(store, scan))
    assert list(outside.iterdir()) == []
    assert (top / WORK).read_bytes() == TEXT


# What goes wrong on the way


class Cut(BaseException):
    """Stands for a kill."""


STEPS = {
    "keep": ("store.writing", "keep"),
    "begin": ("store.journal", "Journal.begin"),
    "write": ("store.writing", "write"),
    "commit": ("store.writing", "commit_paths"),
    "done": ("store.journal", "Journal.done"),
}


@pytest.mark.parametrize("finish", [True, False])
@pytest.mark.parametrize("step", list(STEPS))
def test_a_kill_at_any_step_loses_nothing_and_leaves_at_most_a_file_that_nothing_refers_to(
    top: Path, scan: Path, monkeypatch: pytest.MonkeyPatch, step: str, finish: bool
) -> None:
    def cut(*_: object, **__: object) -> None:
        raise Cut

    store = RegisterStore.open(top)
    made = changes(store, scan)
    module, name = STEPS[step]
    with monkeypatch.context() as patch, pytest.raises(Cut):
        patch.setattr(f"{module}.{name}", cut)
        store.save(made)
    monkeypatch.setattr(Intent, "alive", property(lambda _: False))
    assert ((top / WORK).read_bytes() == TEXT) == (step in {"keep", "begin", "write"})
    assert (top / PLACE).exists() == (step != "keep"), "the attachment comes before whatever refers to it"
    again = RegisterStore.open(top)
    left = again.unfinished()
    assert len(left) == (0 if step in {"keep", "begin"} else 1)
    for intent in left:
        if finish:
            again.finish(intent)
        else:
            again.roll_back(intent)
    assert again.unfinished() == []
    committed = step == "done" or (finish and step in {"write", "commit"})
    assert (run_git(top, "rev-list", "--count", "HEAD") == "2") == committed
    assert bool(again.register.activities[ID].evidence[0].path) == committed
    orphan = step == "begin"
    assert listed(top) == ([PLACE] if committed or orphan else [])
    assert run_git(top, "status", "--porcelain") == ("?? attachments/" if orphan else "")
    if committed:
        assert run_git(top, "cat-file", "blob", f"HEAD:{PLACE}").encode() == SCAN.rstrip(b"\n")


def test_a_temporary_file_of_a_killed_copy_is_swept_away(top: Path) -> None:
    (top / "attachments/2026").mkdir(parents=True)
    left = top / "attachments/2026/.dutybook-1-999999999-0123456789abcdef.tmp"
    left.write_bytes(b"half")
    RegisterStore.open(top)
    assert not left.exists()


def cut_off(top: Path, scan: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[RegisterStore, Intent]:
    """Leave a save that was killed before its commit."""

    def cut(*_: object, **__: object) -> None:
        raise Cut

    store = RegisterStore.open(top)
    with monkeypatch.context() as patch, pytest.raises(Cut):
        patch.setattr("store.writing.commit_paths", cut)
        store.save(changes(store, scan))
    monkeypatch.setattr(Intent, "alive", property(lambda _: False))
    again = RegisterStore.open(top)
    return again, again.unfinished()[0]


@pytest.mark.parametrize("content", [None, b"another"])
def test_a_save_whose_attachment_is_gone_is_not_finished_but_can_be_put_back(
    top: Path, scan: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    store, intent = cut_off(top, scan, monkeypatch)
    (top / PLACE).unlink()
    if content is not None:
        (top / PLACE).write_bytes(content)
    with pytest.raises(ChangedOnDisk, match=SHA):
        store.finish(intent)
    assert store.unfinished() == [intent]
    store.roll_back(intent)
    assert (top / WORK).read_bytes() == TEXT
    assert ((top / PLACE).read_bytes() if content else None) == content, "what somebody else put there stays"


def test_putting_back_leaves_an_attachment_that_another_record_refers_to(
    top: Path, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, intent = cut_off(top, scan, monkeypatch)
    record = store.register.findings["2026-05-12-bbbbbb"]
    store.save(attach(record, store.take(scan, record.issued), type=EvidenceType.SHEET))
    store.roll_back(intent)
    assert (top / WORK).read_bytes() == TEXT
    assert (top / PLACE).read_bytes() == SCAN
    assert run_git(top, "status", "--porcelain") == ""


def test_a_journal_without_attachments_is_read_as_before(top: Path) -> None:
    folder = top / ".git/dutybook/saves"
    journal = Journal(folder)
    intent = journal.begin("unit: x", [])
    (note,) = folder.glob("*.json")
    note.write_bytes(note.read_bytes().replace(b',"attached":[]', b""))
    assert journal.unfinished() == [intent]
    assert intent.attached == ()


def test_a_hook_that_says_no_leaves_neither_record_nor_attachment(top: Path, scan: Path) -> None:
    add_hook(top / ".git", "pre-commit", "exit 1")
    grant(find(top))
    store = RegisterStore.open(top)
    with pytest.raises(Exception, match="pre-commit"):
        store.save(changes(store, scan))
    assert listed(top) == []
    assert (top / WORK).read_bytes() == TEXT
    assert run_git(top, "status", "--porcelain") == ""
    assert store.unfinished() == []


def test_a_hook_that_says_no_leaves_a_file_that_was_there_before(top: Path, scan: Path) -> None:
    store = RegisterStore.open(top)
    store.save(changes(store, scan))
    add_hook(top / ".git", "pre-commit", "exit 1")
    grant(find(top))
    again = RegisterStore.open(top)
    with pytest.raises(Exception, match="pre-commit"):
        again.save(changes(again, scan, EvidenceType.ATTENDANCE))
    assert listed(top) == [PLACE]
    assert run_git(top, "status", "--porcelain") == ""


def test_a_note_that_cannot_be_written_leaves_no_attachment(
    top: Path, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise DiskFull("note", OSError(errno.ENOSPC, "No space left on device"))

    store = RegisterStore.open(top)
    made = changes(store, scan)
    monkeypatch.setattr("store.journal.write", full)
    with pytest.raises(DiskFull):
        store.save(made)
    assert listed(top) == []


def test_of_several_attachments_none_is_left_if_one_cannot_be_written(
    top: Path, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(folder: Path, path: str, data: bytes, **given: str | None) -> None:
        if data == b"second":
            raise DiskFull(path, OSError(errno.ENOSPC, "No space left on device"))
        files.write(folder, path, data, expected=given["expected"])

    monkeypatch.setattr(attachment, "write", write)
    second = Attachment(path="attachments/2026/second", sha256="0" * 64, content=b"second")
    store = RegisterStore.open(top)
    with pytest.raises(DiskFull):
        attachment.keep(top, store.git, [store.take(scan, date(2026, 5, 12)), second])
    assert listed(top) == []


def test_a_record_that_changed_meanwhile_keeps_the_attachment_out(top: Path, scan: Path) -> None:
    store = RegisterStore.open(top)
    made = changes(store, scan)
    (top / WORK).write_bytes(TEXT.replace(b"Round", b"Tour"))
    with pytest.raises(RecordChanged):
        store.save(made)
    assert listed(top) == []


def test_read_only_attaches_nothing(top: Path, scan: Path) -> None:
    store = RegisterStore.open(top, read_only=True)
    made = changes(store, scan)
    with pytest.raises(Exception, match="read-only"):
        store.save(made)
    assert listed(top) == []


def test_the_index_free_way_commits_the_attachment_too(top: Path, scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.commit.LARGE_INDEX", 0)
    store = RegisterStore.open(top)
    store.save(changes(store, scan))
    assert run_git(top, "show", "--name-only", "--format=").splitlines() == [WORK, PLACE]
    store.save(changes(store, scan, EvidenceType.ATTENDANCE))
    assert run_git(top, "status", "--porcelain") == ""
    check_whole(top)


def test_what_an_attachment_holds_is_seen_and_taken_from_before_where_nothing_changed(top: Path, scan: Path) -> None:
    store = RegisterStore.open(top)
    store.save(changes(store, scan))
    seen = look(top, PLACE)
    assert seen.sha256 == SHA
    assert look(top, PLACE, seen) is seen
    assert look(top, PLACE, seen._replace(ctime_ns=0)) == seen
    with pytest.raises(Missing):
        look(top, "attachments/2026/gone")
