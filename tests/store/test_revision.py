"""What a person names as a commit or a day is one commit, and never an option."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from store.git import Git
from store.location import find
from store.past.revision import NoCommitByThen
from store.past.revision import PastCutOff
from store.past.revision import UnknownRevision
from store.past.revision import commit_by
from store.past.revision import resolve
from store.past.revision import zone_of
from tests.store.pasts import DUTY
from tests.store.pasts import Past
from tests.store.pasts import begin
from tests.store.pasts import duty
from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.store.repositories import run_git

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = 86_400
JANUARY = 1767225600 - 8 * 3600
"""2026-01-01 00:00 in Shanghai."""


@pytest.fixture
def past(tmp_path: Path) -> Past:
    return Past(tmp_path / "register")


def clocks(past: Past, *hours: float) -> Git:
    """A main line with commits so many hours after the first of January began."""
    for number, hour in enumerate(hours):
        past.commit({"register.toml": f'format = 1\ntitle = "{number}"\n'}, when=f"{JANUARY + int(hour * 3600)} +0000")
    past.finish()
    return find(past.top).git()


def test_a_day_is_the_last_commit_of_the_main_line_at_its_end(past: Past) -> None:
    git = clocks(past, 1, 23.999, 24, 49)
    wanted = {
        "2026-01-01": 2,
        "2026-01-02": 3,
        "2026-01-03": 4,
        "2030-12-31": 4,
        "2038-01-20": 4,
        "2200-01-01": 4,
        "9999-12-31": 4,
    }
    for day, number in wanted.items():
        assert resolve(git, day, SHANGHAI) == past.ids[number], day
    assert commit_by(git, date(2026, 1, 1), ZoneInfo("UTC")) == past.ids[3]


@pytest.mark.parametrize("day", ["2025-12-31", "1969-12-31", "0001-01-01"])
def test_a_day_before_the_first_commit_has_none(past: Past, day: str) -> None:
    git = clocks(past, 1)
    with pytest.raises(NoCommitByThen) as caught:
        resolve(git, day, SHANGHAI)
    assert caught.value.message == f"The register had no commit yet on {day}."
    (Path(git.run("rev-parse", "--absolute-git-dir").text) / "shallow").write_text(f"{past.ids[1]}\n")
    with pytest.raises(PastCutOff):
        resolve(git, day, SHANGHAI)


def test_a_clock_that_went_wrong_moves_its_own_commit_alone(past: Past) -> None:
    """The third commit claims a day far ahead, the fifth one long gone: order is by ancestry."""
    git = clocks(past, 1, 25, 24 * 400, 49, -24 * 400, 73)
    assert resolve(git, "2026-01-01", SHANGHAI) == past.ids[5], "the newest commit whose own day is not later"
    assert resolve(git, "2026-01-03", SHANGHAI) == past.ids[5]
    assert resolve(git, "2026-01-04", SHANGHAI) == past.ids[6]
    assert resolve(git, "2024-12-31", SHANGHAI) == past.ids[5]


def test_a_day_asks_the_main_line_and_no_branch(past: Past) -> None:
    past.commit({"register.toml": "format = 1\n"}, when=f"{JANUARY} +0000")
    past.commit({DUTY: duty()}, 1, when=f"{JANUARY + 3600} +0000")
    past.commit({"units/x.toml": "a = 1\n"}, 1, when=f"{JANUARY + 7200} +0000")
    past.commit({DUTY: duty(), "units/x.toml": "a = 1\n"}, 2, 3, when=f"{JANUARY + 2 * DAY} +0000")
    past.finish()
    assert resolve(find(past.top).git(), "2026-01-01", SHANGHAI) == past.ids[2]


def test_names_of_git_are_taken(tmp_path: Path) -> None:
    past = begin(tmp_path / "register")
    past.commit({DUTY: duty("Rounds")})
    past.finish()
    run_git(past.top, "tag", "--annotate", "--message=x", "first", past.ids[1])
    run_git(past.top, "branch", "2026-01-01", past.ids[1])
    git = find(past.top).git()
    for name in (
        "HEAD~1",
        "first",
        past.ids[1],
        past.ids[1][:8],
        "main^",
        "refs/tags/first",
        "HEAD@{0}^",
        "HEAD^{/commit 1}",
    ):
        assert resolve(git, name) == past.ids[1], name
    assert resolve(git, "2026-01-01", SHANGHAI) == past.ids[2], "a day goes before a branch of that name"
    assert resolve(git, "refs/heads/2026-01-01") == past.ids[1]


@pytest.mark.parametrize(
    "text",
    [
        "", "nowhere", "--all", "-h", "--help", "--output=/tmp/x", "--upload-pack=x", "--end-of-options", "--",
        "HEAD..HEAD", "HEAD...HEAD~0", "^HEAD", "HEAD:duties/round.toml", "HEAD^{tree}", "HEAD HEAD", "HEAD\nHEAD",
        "a\0b", "x" * 5000, "2026-02-30", "2026-13-01", "$(touch x)", "\udcff", "main.lock", "f" * 40,
    ],
)  # fmt: skip
def test_anything_else_names_no_commit(tmp_path: Path, text: str) -> None:
    past = begin(tmp_path / "register")
    past.finish()
    before = sorted(path.name for path in past.top.iterdir())
    with pytest.raises(UnknownRevision) as caught:
        resolve(find(past.top).git(), text, SHANGHAI)
    assert caught.value.exit_code == 2
    assert len(caught.value.message) < 200
    assert sorted(path.name for path in past.top.iterdir()) == before


def test_an_id_that_several_objects_begin_with_names_none(tmp_path: Path) -> None:
    past = begin(tmp_path / "register")
    past.finish()
    with pytest.raises(UnknownRevision):
        resolve(find(past.top).git(), past.ids[1][:2])


def test_a_zone_that_is_none_is_the_machines() -> None:
    assert zone_of("Asia/Shanghai") == SHANGHAI
    for name in ("", "Nowhere/None", "../../etc/passwd", "Asia", "\0"):
        assert zone_of(name) is None
