"""Odd bytes on their way through a register: line ends of a clone, characters that tools take for line ends, values at the edge of what TOML can say.

The parser alone is tested in test_text.py and the editing of texts in test_edit.py; here registers are cloned, opened, checked and saved.
"""

import os
import re
import shutil
import socket
from datetime import date
from pathlib import Path

import pytest

from cli.app import run
from cli.exits import Exit
from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.failure import Failure
from store.register import RegisterStore
from store.rejection import SaveRefused
from store.sample.demo import SAMPLE
from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.store.repositories import make_register
from tests.store.repositories import make_remote
from tests.store.repositories import run_git
from tests.store.repositories import set_identity
from tests.store.repositories import write

PATH = "units/office.toml"
UNIT = '# 谁来管\ntitle = "Harbour Office"\ntype = "section"\nnote = """\n一\n二\n"""\n'.encode()
ON = date(2026, 11, 23)


def setting(value: object, key: str = "note") -> ChangeSet:
    change = RecordChange(kind="unit", id="office", verb=Verb.EDIT, fields=(FieldChange(key=(key,), value=value),))
    return ChangeSet(action="set", records=(change,), reason="x")


@pytest.fixture
def top(tmp_path: Path) -> Path:
    make_register(tmp_path / "register", records={PATH: UNIT})
    return tmp_path / "register"


@pytest.mark.parametrize("attributes", [b"", b"*.toml text eol=lf\n"], ids=["without attributes", "with attributes"])
@pytest.mark.parametrize("convert", ["true", "input", "false"])
def test_an_edit_in_a_clone_is_one_line_whatever_git_does_to_line_ends(
    tmp_path: Path, convert: str, attributes: bytes
) -> None:
    records = {PATH: UNIT, **({".gitattributes": attributes} if attributes else {})}
    make_register(tmp_path / "register", records=records)
    remote = make_remote(tmp_path / "remote.git", tmp_path / "register")
    top = tmp_path / "clone"
    run_git(tmp_path, "clone", "--quiet", "--template=", "-c", f"core.autocrlf={convert}", str(remote), str(top))
    set_identity(top)
    ends = b"\r\n" if convert == "true" and not attributes else b"\n"
    assert (top / PATH).read_bytes() == UNIT.replace(b"\n", ends)
    store = RegisterStore.open(top)
    assert store.faults == ()
    assert store.register.units["office"].note == "一\n二\n"
    store.save(setting("Pier", "title"))
    assert run_git(top, "show", "--numstat", "--format=") == f"1\t1\t{PATH}"
    assert run_git(top, "status", "--porcelain") == ""
    assert (top / PATH).read_bytes() == UNIT.replace(b"Harbour Office", b"Pier").replace(b"\n", ends)


@pytest.mark.parametrize(
    "text",
    [
        "one\rtwo", "one\r\ntwo", "one\r\ntwo\nthree", "one\n\rtwo", "\r", "\n", "\n\n", "one\n", "one\u2028two", "one\u2029two",
        "one\u0085two", "one\x0btwo", "one\x0ctwo", "\ufeffone", "one\u00a0two", "one\u3000two", "e\u0301", "\u00e9", "\u212b", "ﬁ",
        "one\\", 'one"""two', "one'''two", '"', "\\", "\\u0041", "#", "=", "[x]", "\t", " ", "", "𠀀", "👩\u200d👧",
        "one\x00two", "one\x1b[2Jtwo", "one\x7ftwo", "\uffff", "\U0010ffff", "one\u202etwo", "\u200b", "\ud800",
    ],
    ids=ascii,
)  # fmt: skip
def test_a_text_comes_back_as_it_was_given_or_is_refused(top: Path, text: str) -> None:
    try:
        RegisterStore.open(top).save(setting(text))
    except Failure:
        assert (top / PATH).read_bytes() == UNIT
        assert run_git(top, "status", "--porcelain") == ""
        return
    opened = RegisterStore.open(top)
    assert opened.faults == ()
    assert opened.register.units["office"].note == text
    assert b"\xe8\xb0\x81" in (top / PATH).read_bytes(), "what was not changed stays"
    opened.save(setting("Pier", "title"))
    assert RegisterStore.open(top).register.units["office"].note == text


@pytest.mark.parametrize(
    "escaped", ["\\u0000", "\\u001b[2J", "\\u009b2J", "\\u202e", "\\uFFFF", "\\U000E0041", "\\u200b"]
)
def test_a_control_character_in_a_file_is_found_and_shown_as_a_mark(top: Path, escaped: str) -> None:
    write(top, {PATH: f'title = "x{escaped}y"\ntype = "section"\n'.encode()})
    found = RegisterStore.open(top).check(ON)
    seen = [one for one in found if one.path == PATH and one.dotted == "title"]
    if escaped == "\\uFFFF":
        return
    assert seen, escaped
    assert all(character.isprintable() for one in seen for character in one.message)


@pytest.mark.parametrize("escaped", ["\\ud800", "\\U00110000", "\\x41", "\\e"])
def test_an_escape_that_stands_for_no_character_makes_the_record_unreadable(top: Path, escaped: str) -> None:
    write(top, {PATH: f'title = "x{escaped}"\ntype = "section"\n'.encode()})
    assert [fault.code for fault in RegisterStore.open(top).faults] == ["DB001"]


@pytest.mark.parametrize(
    ("value", "sound"),
    [
        ("2026-06-30", True), ("0001-01-01", True), ("9999-12-31", True), ("2028-02-29", True), ("2026-02-29", False), ("2026-02-30", False),
        ("0000-01-01", False), ("2026-13-01", False), ("2026-06-30T24:00:00", False), ("2026-06-30T23:59:60Z", False),
        ("2026-06-30T10:00:00+08:00", False), ("2026-06-30 10:00:00", False), ("10:00:00", False), ('"2026-06-30"', False), ("20260630", False),
        ("2026-6-30", False), ("nan", False), ("-0", False), ("0x7ea0", False), ("[2026-06-30]", False), ("10000-01-01", False),
    ],
)  # fmt: skip
def test_an_odd_day_is_told_at_its_place(top: Path, value: str, *, sound: bool) -> None:
    post = f'title = "Head"\nunit = "office"\nrank = "staff"\n\n[[holding]]\nperson = "ada"\nfrom = {value}\n'
    write(top, {"posts/head.toml": post.encode(), "people/ada.toml": b'name = "Ada"\n'})
    store = RegisterStore.open(top)
    told = [one for one in (*store.faults, *store.check(ON)) if one.path == "posts/head.toml" and one.code < "DB100"]
    assert (not told) is sound, [one.message for one in told]
    assert {one.line for one in told} <= {7}, [one.line for one in told]


FOLDERS = ["duties", "posts", "people", "findings", "activities", "sources", "handovers", "cases", "calendar"]


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("value", ["0001-01-01", "9999-12-31"])
def test_no_rule_and_no_question_stumbles_over_the_ends_of_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: str, value: str
) -> None:
    """The sample with every day of one kind at an end of time, asked about a day at either end and about today."""
    monkeypatch.setenv("DUTYBOOK_STATE_DIR", str(tmp_path / "state"))
    top = tmp_path / "register"
    shutil.copytree(SAMPLE, top)
    for path in (top / folder).rglob("*.toml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-])", value, text), encoding="utf-8")
    monkeypatch.chdir(top)
    for on in ("0001-01-01", "2026-11-23", "9999-12-31"):
        for words in (["check"], ["due"], ["findings"], ["who", "quarterly-review"], ["map"], ["coverage"]):
            if words == ["due"] and (on > "9" or value < "1"):
                continue  # thousands of years of obligations take their time
            assert run([*words, "--on", on]) in (Exit.FINE, Exit.FOUND, Exit.MISUSE), (
                words,
                on,
                capsys.readouterr().err,
            )
    assert not (tmp_path / "state").exists()


@pytest.mark.parametrize("form", ["format = 2", "format = 99", "format = 9223372036854775807"])
def test_settings_of_a_newer_form_are_read_and_not_written(top: Path, form: str) -> None:
    write(top, {"register.toml": f'{form}\ntitle = "x"\nlanguage = "en"\nhue = "blue"\n'.encode()})
    store = RegisterStore.open(top)
    assert set(store.register.units) == {"office"}
    with pytest.raises(Failure, match="newer"):
        store.save(setting("x"))
    assert (top / PATH).read_bytes() == UNIT


@pytest.mark.parametrize(
    "form", ['format = "x"', "format = -1", "format = 1.0", "format = true", "format = []", "format = 2026-01-01"]
)
def test_settings_of_no_form_at_all_are_told(top: Path, form: str) -> None:
    write(top, {"register.toml": f'{form}\ntitle = "x"\nlanguage = "en"\n'.encode()})
    try:
        store = RegisterStore.open(top)
    except Failure as failure:
        told = failure.message
    else:
        told = " ".join(one.message for one in (*store.faults, *store.check(ON)))
    assert "format" in told or "register.toml" in told, told


def test_what_is_no_file_at_all_stops_nothing(top: Path) -> None:
    os.mkfifo(top / "units/pipe.toml")
    os.mkdir(top / "units/folder.toml")  # noqa: PTH102
    (top / "units/link.toml").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listening:
        before = Path.cwd()
        os.chdir(top / "units")  # a socket's path must be short
        try:
            listening.bind("socket.toml")
        finally:
            os.chdir(before)
        store = RegisterStore.open(top)
        assert set(store.register.units) == {"office"}
        assert {fault.path for fault in store.faults} == {
            f"units/{name}.toml" for name in ("pipe", "folder", "link", "socket")
        }
        store.save(setting("x"))


ENCODINGS = ["gb18030", "utf-16", "utf-32", "big5", "shift_jis", "iso-8859-2"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_record_in_another_encoding_is_told_with_the_place_and_kept(top: Path, encoding: str) -> None:
    text = 'title = "办公室"\ntype = "section"\n' if encoding != "iso-8859-2" else 'title = "Úřad"\ntype = "section"\n'
    data = text.replace("办", "事").encode(encoding)
    write(top, {PATH: data})
    store = RegisterStore.open(top)
    (fault,) = store.faults
    assert (fault.code, fault.path) == ("DB001", PATH)
    assert "UTF-8" in fault.message
    with pytest.raises(Failure):
        store.save(setting("x"))
    assert (top / PATH).read_bytes() == data


def test_the_same_id_from_two_branches_is_told_with_both_places(top: Path) -> None:
    """A merge by git alone: both branches added a record of one id, in different folders."""
    for branch, path in (("one", "units/a/quay.toml"), ("two", "units/b/quay.toml")):
        run_git(top, "checkout", "--quiet", "-b", branch, "main")
        write(top, {path: b'title = "Quay"\ntype = "section"\n'})
        run_git(top, "add", "--all")
        run_git(top, "commit", "--quiet", f"--message={branch}")
    run_git(top, "merge", "--quiet", "--no-edit", "one")
    (fault,) = [one for one in RegisterStore.open(top).faults if one.code == "DB005"]
    other = {"units/a/quay.toml", "units/b/quay.toml"} - {fault.path}
    assert len(other) == 1
    assert other.pop() in fault.message


@pytest.mark.parametrize("name", ["caf\u00e9", "cafe\u0301"], ids=ascii)
def test_an_id_is_plain_ascii_in_whatever_form_it_is_typed(top: Path, name: str) -> None:
    change = RecordChange(kind="unit", id=name, verb=Verb.ADD, fields=(FieldChange(key=("title",), value="x"),))
    with pytest.raises(Failure):
        RegisterStore.open(top).save(ChangeSet(action="add", records=(change,), reason="x"))
    write(top, {f"units/{name}.toml": b'title = "x"\ntype = "section"\n'})
    assert [fault.code for fault in RegisterStore.open(top).faults if name in fault.path]


def test_a_key_in_two_forms_of_one_letter_is_two_keys_and_both_are_told(top: Path) -> None:
    write(top, {PATH: UNIT + '"caf\u00e9" = 1\n"cafe\u0301" = 2\n'.encode()})
    store = RegisterStore.open(top)
    assert len([one for one in store.check(ON) if one.path == PATH and "caf" in one.message]) == 2
    store.save(setting("Pier", "title"))
    assert '"caf\u00e9" = 1\n"cafe\u0301" = 2\n' in (top / PATH).read_text()


def test_refused_values_are_told_by_rules(top: Path) -> None:
    with pytest.raises(SaveRefused):
        RegisterStore.open(top).save(setting(float("nan"), "code"))
