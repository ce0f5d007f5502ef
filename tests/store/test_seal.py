"""A sealed process reads, and changes nothing. The seal can't be taken off, so a process of its own tries each way to write."""

import subprocess
import sys
from pathlib import Path

from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.store.repositories import make_register
from tests.store.repositories import run_git

TRIES = """
import os, shutil, subprocess, sys, tempfile
from pathlib import Path
from schema.failure import Failure
from store.files import write
from store.register import RegisterStore
from store.seal import seal

top = Path(sys.argv[1])
store = RegisterStore.open(top, read_only=True)
seal()
file = top / "units" / "quay.toml"
start = subprocess.run
tries = {
    "open": lambda: open(top / "new", "w"),
    "append": lambda: open(file, "a"),
    "update": lambda: open(file, "r+b"),
    "descriptor": lambda: os.open(top / "new", os.O_WRONLY | os.O_CREAT),
    "text": lambda: (top / "new").write_text("x"),
    "rename": lambda: file.rename(top / "new"),
    "replace": lambda: os.replace(file, top / "new"),
    "remove": lambda: file.unlink(),
    "folder": lambda: (top / "new").mkdir(),
    "link": lambda: (top / "new").symlink_to(file),
    "truncate": lambda: os.truncate(file, 0),
    "tree": lambda: shutil.rmtree(top / "units"),
    "temporary": lambda: tempfile.mkstemp(),
    "mode": lambda: file.chmod(0o600),
    "shell": lambda: os.system("true"),
    "program": lambda: start(["touch", str(top / "new")]),
    "shell string": lambda: start("git log; touch new", shell=True),
    "commit": lambda: start(["git", "-C", str(top), "commit", "--allow-empty", "-m", "x"]),
    "branch": lambda: start(["git", "-C", str(top), "update-ref", "refs/heads/new", "HEAD"]),
    "head": lambda: start(["git", "symbolic-ref", "HEAD", "refs/heads/new"]),
    "setting": lambda: start(["git", "-C", str(top), "config", "user.name", "x"]),
    "push": lambda: start(["git", "-c", "x.y=log", "push"]),
    "store": lambda: write(top, "new", b"x", expected=None),
    "our git": lambda: store.git.run("update-ref", "refs/heads/new", "HEAD"),
}
for name, attempt in tries.items():
    try:
        attempt()
    except (OSError, Failure):
        continue
    print("not refused:", name)
os.close(os.open(os.devnull, os.O_RDWR))
print(file.read_text().strip(), store.git.run("rev-parse", "--verify", "HEAD").text, store.git.run("symbolic-ref", "HEAD").text)
print(len(RegisterStore.open(top, read_only=True).register.records["unit"]))
"""


def test_a_sealed_process_reads_and_changes_nothing(tmp_path: Path) -> None:
    top = tmp_path / "register"
    make_register(top, records={"units/quay.toml": b'title = "Quay"\ntype = "section"\n'})
    head = run_git(top, "rev-parse", "HEAD")
    words = [sys.executable, "-c", TRIES, str(top)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2], timeout=60)
    assert done.returncode == 0, done.stderr
    read, *rest = done.stdout.splitlines()
    assert read == 'title = "Quay"'
    assert rest == [f'type = "section" {head} refs/heads/main', "1"]
    assert not (top / "new").exists()
    assert run_git(top, "status", "--porcelain") == ""
