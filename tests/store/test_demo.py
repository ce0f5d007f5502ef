"""The demonstration as a repository: the same ids everywhere, a history that holds on each of its days, nothing half made."""

import shutil
import tomllib
from collections import Counter
from datetime import date
from datetime import datetime
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from schema.decode import decode
from schema.diagnostic import Severity
from schema.identity import place_of
from schema.kinds import KINDS
from store.failure import ReadOnly
from store.identity import identity
from store.location import find
from store.message import take_apart
from store.sample import demo as demo_module
from store.sample.demo import SAMPLE
from store.sample.demo import NothingByThen
from store.sample.demo import SampleMissing
from store.sample.demo import TargetNotEmpty
from store.sample.demo import build
from store.sample.demo import read_sample
from store.sample.plot import CORRECTIONS
from store.sample.story import tell
from tests.store.repositories import check_whole
from tests.store.repositories import isolated  # noqa: F401  # autouse in this module
from tests.store.repositories import run_git

YEAR_END = date(2026, 12, 31)
DEMO_HEAD = "7bed2e93c30135859ca0302e619da8b6010d0961"
"""The default demonstration's last commit: it changes whenever the sample or its story does, and then belongs here."""


def test_the_default_ends_on_the_sample_s_own_day_with_the_same_ids_everywhere(tmp_path: Path) -> None:
    one, two = build(tmp_path / "one"), build(tmp_path / "two", remote=False)
    assert one.head == two.head == DEMO_HEAD
    assert (one.until, one.commits) == (date(2026, 11, 23), 94)
    assert two.remote is None
    assert not (tmp_path / "two.git").exists()


def test_at_the_year_s_end_the_tree_is_the_sample_byte_for_byte(tmp_path: Path) -> None:
    built = build(tmp_path / "demo", until=YEAR_END)
    assert contents(built.top) == contents(SAMPLE)
    assert run_git(built.top, "status", "--porcelain", "--ignored") == ""
    check_whole(built.top)


@pytest.mark.parametrize("autocrlf", ["true", "input"])
def test_a_clone_keeps_line_ends_whatever_the_user_set(tmp_path: Path, autocrlf: str) -> None:
    built = build(tmp_path / "demo", until=YEAR_END)
    run_git(
        *(tmp_path, "-c", f"core.autocrlf={autocrlf}", "-c", "protocol.file.allow=always"),
        *("clone", "--quiet", f"{built.remote}", "clone"),
    )
    assert {path: data for path, data in contents(tmp_path / "clone").items() if path.endswith(".toml")} == {
        path: data for path, data in contents(SAMPLE).items() if path.endswith(".toml")
    }


def test_the_person_at_the_keyboard_is_the_sample_s(tmp_path: Path) -> None:
    built = build(tmp_path / "demo")
    location = find(built.top)
    assert location.read_only_reasons == ()
    who = identity(location.git())
    assert (who.name, who.email) == ("吴十", "wu-shi@chenhe.example")


def test_the_remote_beside_it_is_followed_and_takes_a_push(tmp_path: Path) -> None:
    built = build(tmp_path / "demo")
    assert built.remote == (tmp_path / "demo.git").resolve()
    assert run_git(built.top, "rev-parse", "origin/main", "@{upstream}") == f"{built.head}\n{built.head}"
    run_git(built.top, "fetch", "--quiet")
    run_git(built.top, "commit", "--quiet", "--allow-empty", "--message=one more")
    run_git(built.top, "push", "--quiet")
    assert run_git(built.remote, "rev-parse", "main^") == built.head
    check_whole(built.remote)


def test_nothing_in_the_tree_is_dated_after_the_day(tmp_path: Path) -> None:
    day = date(2026, 9, 9)
    built = build(tmp_path / "demo", until=day)
    known = {place[0] for path in contents(built.top) if (place := place_of(path)) is not None}
    assert known == {*KINDS, "register", "calendar"} - {*("waiver", "assessment", "case", "finding", "handover")}
    for path, data in contents(built.top).items():
        # What is planned may lie ahead (due days, the calendar); what happened may not.
        if path.startswith(("activities/", "posts/", "units/", "platforms/", "urges/")):
            late = [found for key, found in dates(tomllib.loads(data.decode())) if found > day and "due" not in key]
            assert late == [], path


@pytest.mark.parametrize(
    ("until", "path", "key", "value"),
    [
        (date(2026, 8, 31), "posts/secretary.toml", "holding", [("zhang-san", None)]),
        (date(2026, 9, 9), "posts/secretary.toml", "holding", [("zhang-san", date(2026, 8, 31)), ("li-si", None)]),
        (
            date(2026, 9, 10),
            "posts/secretary.toml",
            "holding",
            [("zhang-san", date(2026, 8, 31)), ("li-si", date(2026, 9, 9)), ("li-si", None)],
        ),
    ],
)
def test_a_succession_is_entered_when_it_happens(
    tmp_path: Path, until: date, path: str, key: str, value: list[tuple[str, date | None]]
) -> None:
    built = build(tmp_path / "demo", until=until, remote=False)
    rows = tomllib.loads((built.top / path).read_text(encoding="utf-8"))[key]
    assert [(row["person"], row.get("to")) for row in rows] == value


def test_a_finding_lives_through_its_states(tmp_path: Path) -> None:
    found = next(path for path, data in contents(SAMPLE).items() if b'code = "X2"' in data)
    seen = []
    for number, day in enumerate((date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 27), date(2026, 11, 30))):
        built = build(tmp_path / str(number), until=day, remote=False)
        data = tomllib.loads((built.top / found).read_text(encoding="utf-8"))
        seen.append(("extension" in data, "done" in data, "verified_on" in data, "verified_by" in data))
    assert seen == [
        (False, False, False, False),
        (True, False, False, False),
        (True, True, False, False),
        (True, True, True, True),
    ]


def test_every_correction_shows_in_the_history_of_its_file(tmp_path: Path) -> None:
    built = build(tmp_path / "demo", remote=False)
    for row in CORRECTIONS:
        log = run_git(built.top, "log", "--format=%ad %s%n%b", "--date=short", "--", row.path)
        assert f"{row.day} " in log
        assert row.reason in log


def test_each_commit_is_by_one_of_the_sample_s_people_in_working_hours(tmp_path: Path) -> None:
    built = build(tmp_path / "demo", until=YEAR_END, remote=False)
    register = read_sample().register
    lines = run_git(built.top, "log", "--reverse", "--format=%an|%ae|%aI|%cn|%ce|%cI").splitlines()
    people = {(person.name, person.emails[0]) for person in register.people.values()}
    times = []
    for line in lines:
        name, email, moment, *committer = line.split("|")
        assert committer == [name, email, moment]
        assert (name, email) in people
        assert moment.endswith("+08:00")
        times.append(datetime.fromisoformat(moment))
        assert time(9) <= times[-1].time() <= time(17, 30)
        assert register.workdays.is_workday(times[-1].date()), line
    assert times == sorted(times)
    assert len(set(times)) == len(times)
    authors = Counter(line.split("|")[0] for line in lines)
    assert len(authors) >= 10
    assert lines[-1].startswith("钱七|")


def test_messages_are_in_the_register_s_own_form(tmp_path: Path) -> None:
    built = build(tmp_path / "demo", until=YEAR_END, remote=False)
    for message in run_git(built.top, "log", "--format=%B%x00").split("\0")[:-1]:
        subject, reason, trailers = take_apart(message)
        assert subject.split("(")[0].split(":")[0] in {*KINDS, "register", "calendar"}
        assert reason
        assert len(trailers["Register-Action"]) == 1
        assert trailers["Register-Record"]
    message = run_git(built.top, "log", "-1", "--format=%B", "--", "duties/quarterly-review.toml")
    assert message == (
        "duty(quarterly-review): cadence[0].per half-year -> quarter\n\n"
        "细则写的是每季一次，录入时误作半年一次。\n\n"
        "Register-Action: set\nRegister-Record: duty/quarterly-review"
    )


def test_every_version_of_every_file_decodes_and_changes_something() -> None:
    sample = read_sample()
    standing: dict[str, bytes] = {}
    for act in tell(sample.files, sample.register):
        assert act.changes
        for path, data in act.changes.items():
            assert standing.get(path) != data, path
            standing[path] = data
            assert data.endswith(b"\n")
            assert not data.endswith(b"\n\n")
            place = place_of(path)
            if place is not None and place[0] in KINDS:
                decoded = decode(KINDS[place[0]], place[1], tomllib.loads(data.decode()))
                assert [found for found in decoded.diagnostics if found.severity is Severity.ERROR] == []
                assert decoded.record is not None
    assert {path: data.decode() for path, data in standing.items()} == sample.files


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "demo"
    target.mkdir()
    (target / "letter.txt").write_text("mine")
    with pytest.raises(TargetNotEmpty) as refused:
        build(target)
    assert refused.value.message == f"The folder {target} is there already and not empty; nothing was changed."
    assert contents(tmp_path) == {"demo/letter.txt": b"mine"}


@pytest.mark.parametrize("name", ["demo", "demo.git"])
def test_a_file_in_the_way_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(TargetNotEmpty):
        build(tmp_path / "demo")
    assert contents(tmp_path) == {name: b"mine"}


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    assert build(tmp_path / "demo").head == DEMO_HEAD


def test_a_day_before_the_beginning_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NothingByThen) as refused:
        build(tmp_path / "demo", until=date(2026, 1, 3))
    assert (
        refused.value.message == "The demonstration register begins on 2026-01-04; on 2026-01-03 there was nothing yet."
    )
    assert list(tmp_path.iterdir()) == []
    assert build(tmp_path / "demo", until=date(2026, 1, 4), remote=False).commits == 2


def test_a_failure_on_the_way_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(demo_module, "_follow", fail)
    with pytest.raises(ReadOnly):
        build(tmp_path / "demo")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("path", "data", "what"),
    [
        ("register.toml", None, "there is no register.toml"),
        ("register.toml", b"format = 1\n", "register.toml is unreadable"),
        ("duties/party-lecture.toml", b"title = 1\n", "duties/party-lecture.toml is unreadable"),
        ("duties/party-lecture.toml", b"\xff", "can't decode byte"),
    ],
)
def test_a_damaged_sample_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, data: bytes | None, what: str
) -> None:
    sample = copy_sample(tmp_path, monkeypatch)
    if data is None:
        (sample / path).unlink()
    else:
        (sample / path).write_bytes(data)
    with pytest.raises(SampleMissing) as refused:
        build(tmp_path / "demo")
    assert what in refused.value.message
    assert not (tmp_path / "demo").exists()


def test_a_sample_without_a_demonstration_day_is_told_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = copy_sample(tmp_path, monkeypatch)
    settings = (sample / "register.toml").read_text(encoding="utf-8")
    lines = [line for line in settings.splitlines() if not line.startswith(("[demo]", "today", "person", "# 演示用"))]
    (sample / "register.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (sample / "notes.swp").write_text("an editor's own")
    built = build(tmp_path / "demo")
    assert (built.until, built.commits) == (date.max, 109)
    assert run_git(built.top, "config", "--local", "user.name", ok=False) == ""
    assert not (built.top / "notes.swp").exists()


def test_what_the_sample_does_not_hold_is_told_by_the_same_rules() -> None:
    texts = dict(read_sample().files)
    texts["units/willow-bank-community.toml"] += (
        '\n[[liaison]]\nperson = "jiang-ding"\nfrom = 2026-06-01\nbasis = "名单第2版"\n'
        '\n[[event]]\ntype = "renamed"\ndate = 2026-05-06\nnote = "更名"\n'
    )
    texts["units/willow-bank-community.toml"] = texts["units/willow-bank-community.toml"].replace(
        "from = 2026-01-01\n", "from = 2026-01-01\nto = 2026-05-31\n", 1
    )
    texts["posts/deputy-secretary.toml"] = texts["posts/deputy-secretary.toml"].replace(
        "from = 2026-09-10\n", "from = 2026-09-10\nto = 2026-12-14\n"
    )
    found: dict[str, list[tuple[date, str, bytes]]] = {}
    for act in tell(texts, demo_module.decode_sample(texts)):
        for path, data in act.changes.items():
            found.setdefault(path, []).append((act.day, act.person, data))
    unit = found["units/willow-bank-community.toml"]
    assert [(day, who) for day, who, _ in unit] == [
        (date(2026, 1, 5), "wu-shi"),
        (date(2026, 5, 6), "wu-shi"),
        (date(2026, 6, 1), "wu-shi"),
    ]
    assert [(data.count(b"[[liaison]]"), data.count(b"to = "), data.count(b"[[event]]")) for *_, data in unit] == [
        (1, 0, 0),
        (1, 0, 1),
        (2, 1, 1),
    ]
    assert [(day, data.count(b"to = ")) for day, _, data in found["posts/deputy-secretary.toml"]] == [
        (date(2026, 1, 6), 0),
        (date(2026, 9, 10), 1),
        (date(2026, 12, 15), 2),
    ]


def copy_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the demonstration be made from a copy of the sample."""
    sample = tmp_path / "sample"
    shutil.copytree(SAMPLE, sample)
    monkeypatch.setattr(demo_module, "SAMPLE", sample)
    return sample


def contents(top: Path) -> dict[str, bytes]:
    """Every file below a folder but git's own."""
    return {
        path.relative_to(top).as_posix(): path.read_bytes()
        for path in sorted(top.rglob("*"))
        if path.is_file() and ".git" not in path.relative_to(top).parts
    }


def dates(value: Any, key: str = "") -> list[tuple[str, date]]:
    """Every date in plain data with its key."""
    if isinstance(value, dict):
        return [found for name, inner in value.items() for found in dates(inner, name)]
    if isinstance(value, list):
        return [found for inner in value for found in dates(inner, key)]
    return [(key, value)] if isinstance(value, date) else []
