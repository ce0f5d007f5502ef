"""A cut of power at the moment when a save was reported: what was reported is there, and the repository is whole.

The register lies on a disk of its own, a file behind a loop device. At each acknowledgement that file is copied as it is: what the
system still holds in memory is not in it, as after a cut of power. The copy is mounted, by which its journal is replayed, and looked at.
"""

import os
import shutil
import subprocess  # tests start git and the saver as a user would
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from store.register import RegisterStore
from tests.store.repositories import check_whole
from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.store.repositories import make_register
from tests.store.repositories import run_git

ROOT = Path(__file__).parents[2]
CUTS = int(os.environ.get("DUTYBOOK_POWER_CUTS", "5"))
UNIT = b'title = "Harbour Office"\ntype = "section"\n'
PATH = "units/office.toml"
SAVER = """
import sys
from pathlib import Path
from schema.change import ChangeSet, FieldChange, RecordChange, Verb
from store.register import RegisterStore
store = RegisterStore.open(Path(sys.argv[1]))
for number, _ in enumerate(sys.stdin):
    edit = RecordChange(kind="unit", id="office", verb=Verb.EDIT, fields=(FieldChange(key=("short",), value=f"n{number}"),))
    new = RecordChange(kind="unit", id=f"unit-{number}", verb=Verb.ADD,
                       fields=(FieldChange(key=("title",), value="x"), FieldChange(key=("type",), value="section")))
    print(store.save(ChangeSet(action="set", records=(edit, new), reason="x")).commit, flush=True)
"""
CARELESS = """
import subprocess, sys
from pathlib import Path
top = Path(sys.argv[1])
for number, _ in enumerate(sys.stdin):
    (top / "units/office.toml").write_text(f"n = {number}\\n")
    subprocess.run(["git", "commit", "--quiet", "--all", "--message=x"], cwd=top, check=True)
    print(subprocess.run(["git", "rev-parse", "HEAD"], cwd=top, check=True, capture_output=True, text=True).stdout.strip(), flush=True)
"""


def run(*words: str) -> None:
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    if done.returncode:
        pytest.skip(f"a disk of its own can't be made here: {words[0]}: {done.stderr.strip()}")


@contextmanager
def mounted(image: Path, folder: Path) -> Iterator[Path]:
    """A disk that lies in a file."""
    folder.mkdir(exist_ok=True)
    run("mount", "-o", "loop", str(image), str(folder))
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True, timeout=60)


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """An empty disk with a journal, as a file."""
    if os.getuid() != 0 or shutil.which("mkfs.ext4") is None:
        pytest.skip("a disk of its own needs root and mkfs.ext4")
    image = tmp_path / "disk.img"
    with image.open("wb") as file:
        file.truncate(48 * 1024 * 1024)
    run("mkfs.ext4", "-q", str(image))
    return image


def cut(disk: Path, tmp_path: Path, program: str) -> list[tuple[str, Path]]:
    """Save on the disk, and copy it at each acknowledgement: the commit that was reported, and the copy."""
    found = []
    with mounted(disk, tmp_path / "mounted") as folder:
        top = folder / "register"
        make_register(top, records={PATH: UNIT})
        os.sync()
        saver = subprocess.Popen(
            [sys.executable, "-c", program, str(top)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert saver.stdin is not None
        assert saver.stdout is not None
        for number in range(CUTS):
            saver.stdin.write("go\n")
            saver.stdin.flush()
            commit = saver.stdout.readline().strip()
            copy = tmp_path / f"cut-{number}.img"
            run("cp", "--sparse=always", str(disk), str(copy))
            found.append((commit, copy))
        saver.communicate()
    return found


def test_a_cut_of_power_at_the_acknowledgement_loses_nothing(disk: Path, tmp_path: Path) -> None:
    for number, (commit, copy) in enumerate(cut(disk, tmp_path, SAVER)):
        assert len(commit) == 40
        with mounted(copy, tmp_path / "after") as folder:
            top = folder / "register"
            check_whole(top)
            assert run_git(top, "rev-parse", "HEAD") == commit
            assert run_git(top, "status", "--porcelain") == ""
            store = RegisterStore.open(top)
            assert store.faults == ()
            assert store.register.units["office"].short == f"n{number}"
            assert f"unit-{number}" in store.register.units


def test_negative_control_saves_without_a_flush_are_lost(disk: Path, tmp_path: Path) -> None:
    """The cut is real: plain writing and git as it is by itself lose what they reported."""
    lost = 0
    for commit, copy in cut(disk, tmp_path, CARELESS):
        with mounted(copy, tmp_path / "after") as folder:
            lost += run_git(folder / "register", "rev-parse", "HEAD", ok=False) != commit
    assert lost > 0
