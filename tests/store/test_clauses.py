"""What a clause said before, found in the history by its fingerprint (R18)."""

from pathlib import Path

import pytest

from schema.fingerprint import fingerprint
from store.git import Git
from store.past.clauses import Found
from store.past.clauses import Sought
from store.past.clauses import find_texts
from tests.store.repositories import isolated  # noqa: F401  # autouse in this module
from tests.store.repositories import make_register
from tests.store.repositories import run_git
from tests.store.repositories import write

FILE = "sources/rules.toml"


def source(*texts: str) -> bytes:
    rows = "".join(f'\n[[clause]]\npath = "{at}"\ntext = "{text}"\n' for at, text in enumerate(texts, 1))
    return f'title = "Rules"\n{rows}'.encode()


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """A register whose source changed twice, and was torn in between."""
    top = tmp_path / "register"
    make_register(top, records={FILE: source("four times", "a circular")})
    for content in (b"title = \n", source("five  times", "a circular"), source("six times", "a circular")):
        write(top, {FILE: content})
        run_git(top, "commit", "--quiet", "--all", "--message=change")
    return top


def look(top: Path, *sought: Sought) -> dict[Sought, Found]:
    return find_texts(Git(top, top / ".git"), sought)


def test_the_text_of_a_fingerprint_is_found(top: Path) -> None:
    old = Sought(FILE, "1", fingerprint("four times"))
    found = look(top, old)
    assert found[old].text == "four times"
    assert found[old].commit == run_git(top, "rev-parse", "HEAD~3")
    assert found[old].time.isoformat() == "2026-01-01T08:00:00+08:00"


def test_the_newest_text_with_a_fingerprint_is_given(top: Path) -> None:
    wanted = Sought(FILE, "1", fingerprint("five times"))
    assert look(top, wanted)[wanted].text == "five  times"
    same = Sought(FILE, "2", fingerprint("a circular"))
    assert look(top, same)[same].commit == run_git(top, "rev-parse", "HEAD")


def test_what_the_history_does_not_hold_is_left_out(top: Path) -> None:
    assert look(top) == {}
    for one in (
        Sought(FILE, "1", fingerprint("seven times")),
        Sought(FILE, "9", fingerprint("")),
        Sought("sources/other.toml", "1", fingerprint("four times")),
        Sought(FILE, "1", ""),
    ):
        assert look(top, one) == {}


def test_several_are_found_at_once_and_a_file_that_is_gone_too(top: Path) -> None:
    (top / FILE).unlink()
    run_git(top, "commit", "--quiet", "--all", "--message=remove")
    sought = [Sought(FILE, "1", fingerprint(text)) for text in ("four times", "six times", "no times")]
    assert set(look(top, *sought)) == set(sought[:2])


@pytest.mark.parametrize(
    "content", [b'title = "x"\nclause = "none"\n', b'title = "x"\n[[clause]]\npath = 1\n', b"clause = [1, 2]\n"]
)
def test_files_of_another_form_hold_no_clause(top: Path, content: bytes) -> None:
    write(top, {FILE: content})
    run_git(top, "commit", "--quiet", "--all", "--message=odd")
    wanted = Sought(FILE, "1", fingerprint("four times"))
    assert look(top, wanted)[wanted].text == "four times"
