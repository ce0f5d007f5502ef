"""The merge driver: what git takes, and what it is told to call a conflict."""

from pathlib import Path

import pytest

from store.together.driver import Driven
from store.together.driver import drive
from store.together.driver import merge
from tests.store.repositories import isolated  # noqa: F401  # autouse in this module

PATH = "posts/master.toml"
BASE = 'title = "Harbour master"\nunit = "pier"\nrank = "principal"\n'


def files(folder: Path, base: str, ours: str, theirs: str) -> tuple[Path, Path, Path]:
    found = folder / "base", folder / "ours", folder / "theirs"
    for path, text in zip(found, (base, ours, theirs), strict=True):
        path.write_text(text, encoding="utf-8")
    return found


def test_neighbouring_fields_go_together(tmp_path: Path) -> None:
    base, ours, theirs = files(tmp_path, BASE, BASE.replace("Harbour", "The harbour"), BASE.replace("pier", "quay"))
    assert drive(PATH, base, ours, theirs)
    assert ours.read_text() == 'title = "The harbour master"\nunit = "quay"\nrank = "principal"\n'


def test_lines_that_meet_get_the_usual_markers(tmp_path: Path) -> None:
    base, ours, theirs = files(tmp_path, BASE, BASE.replace("Harbour", "A"), BASE.replace("Harbour", "B"))
    assert not drive(PATH, base, ours, theirs)
    text = ours.read_text()
    assert "<<<<<<< ours\n" in text
    assert 'title = "A master"\n' in text
    assert 'title = "B master"\n' in text


def test_a_merge_by_lines_that_would_be_clean_and_wrong_becomes_a_conflict_of_the_whole_file() -> None:
    ours = BASE.replace('rank = "principal"\n', 'rank = "principal"\ncode = "Z01"\n')
    theirs = 'code = "Z02"\n' + BASE
    assert merge(PATH, BASE, ours, theirs) == Driven(
        is_clean=False, text=f"<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n"
    )


@pytest.mark.parametrize("torn", ["title =\n", "<<<<<<< x\n"])
def test_what_cannot_be_read_is_never_merged_by_guess(torn: str) -> None:
    assert not merge(PATH, BASE, BASE + torn, BASE.replace("pier", "quay")).is_clean


def test_other_files_are_git_s_own_matter(tmp_path: Path) -> None:
    base, ours, theirs = files(tmp_path, "1\n2\n3\n", "one\n2\n3\n", "1\n2\nthree\n")
    assert drive("README.md", base, ours, theirs)
    assert ours.read_text() == "one\n2\nthree\n"


def test_bytes_that_are_no_text_stay_ours(tmp_path: Path) -> None:
    base, ours, theirs = files(tmp_path, "", "", "")
    ours.write_bytes(b"\xff")
    assert not drive(PATH, base, ours, theirs)
    assert ours.read_bytes() == b"\xff"
