"""Browsing folders for a file to attach: every name as it is, nothing followed, and why a file cannot be taken."""

import os
from pathlib import Path

import pytest

from store import browsing
from store.attachment import LARGEST
from store.attachment import ClassifiedToAttach
from store.attachment import NoSuchFile
from store.attachment import NotOrdinary
from store.attachment import SecretToAttach
from store.attachment import secret_by_name
from store.attachment import take
from store.browsing import complete
from store.browsing import list_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    top = tmp_path / "材料"
    (top / "会议").mkdir(parents=True)
    (top / "会议纪要.pdf").write_bytes(b"minutes")
    (top / "empty.txt").touch()
    (top / "film.mp4").touch()
    os.truncate(top / "film.mp4", LARGEST + 1)
    (top / "link.pdf").symlink_to("会议纪要.pdf")
    (top / "away").symlink_to("会议")
    (top / "gone").symlink_to("nowhere")
    (top / ".env").write_text("x")
    os.mkfifo(top / "pipe")
    return top


def test_a_folder_says_of_each_file_whether_it_can_be_attached(folder: Path) -> None:
    found = list_folder(folder)
    assert [one.name for one in found.entries[:2]] == ["away", "会议"]  # folders first
    assert {one.name: one.why for one in found.entries} == {
        "away": "link", "会议": "", ".env": "secret", "empty.txt": "empty", "film.mp4": "large", "gone": "link",
        "link.pdf": "link", "pipe": "special", "会议纪要.pdf": "",
    }  # fmt: skip
    assert [one.size for one in found.entries if one.name == "会议纪要.pdf"] == [7]
    assert [one.name for one in found.entries if one.is_hidden] == [".env"]
    assert list_folder(folder / "away", resolve=True).folder == folder.resolve() / "会议"


def test_what_is_no_folder_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoSuchFile):
        list_folder(folder / "nowhere")
    with pytest.raises(NotOrdinary):
        list_folder(folder / "会议纪要.pdf")
    monkeypatch.setattr(browsing, "MOST", 3)
    found = list_folder(folder)
    assert (len(found.entries), found.more) == (3, True)


def test_a_name_is_completed_as_far_as_it_is_certain(folder: Path) -> None:
    entries = list_folder(folder).entries
    assert complete(entries, "会") == "会议"
    assert complete(entries, "会议纪") == "会议纪要.pdf"
    assert complete(entries, "AW") == "away/"
    assert complete(entries, "无") == "无"


@pytest.mark.parametrize(
    ("name", "sort"),
    [
        ("机密★5年-方案.pdf", "classified"), ("【秘密】通知.docx", "classified"), ("绝密-1.pdf", "classified"),
        ("（机密）名单.xlsx", "classified"), ("保密检查表.pdf", ""), ("商业秘密保护培训签到.pdf", ""), ("涉密人员管理制度.pdf", ""),
        ("id_ed25519", "key"), (".env.local", "key"), ("passwords.KDBX", "key"), ("id_rsa.pub", ""), ("课件.key", ""),
    ],
)  # fmt: skip
def test_secrets_are_known_by_their_names(name: str, sort: str, tmp_path: Path) -> None:
    assert secret_by_name(name) == sort
    (tmp_path / name).write_bytes(b"x")
    if sort:
        with pytest.raises(ClassifiedToAttach if sort == "classified" else SecretToAttach):
            take(tmp_path, tmp_path / name, 2026)
    else:
        assert take(tmp_path, tmp_path / name, 2026).content == b"x"


@pytest.mark.parametrize("text", [b"-----BEGIN OPENSSH PRIVATE KEY-----\n", b"a\n-----BEGIN PRIVATE KEY-----\n"])
def test_a_private_key_is_refused_under_any_name(text: bytes, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_bytes(text)
    with pytest.raises(SecretToAttach, match="private key"):
        take(tmp_path, tmp_path / "notes.txt", 2026)
    (tmp_path / "public.txt").write_bytes(b"-----BEGIN PUBLIC KEY-----\n")
    assert take(tmp_path, tmp_path / "public.txt", 2026).content
