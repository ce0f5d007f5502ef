"""What the layout of the project promises: names that clash with nobody's, rooms that load what they may, modules that can be read."""

import importlib.metadata
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("schema", "store", "exchange", "cli", "tui", "dutybook")
HEAVY = ("textual", "tomlkit", "git", "rich", "cyclopts", "stdnum")


def loaded_by(module: str) -> set[str]:
    """Top-level names that a fresh interpreter has loaded after importing a module."""
    code = f"import sys, json, {module}; print(json.dumps(sorted({{name.partition('.')[0] for name in sys.modules}})))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, timeout=60)
    return set(json.loads(out.stdout))


def test_no_locked_distribution_provides_a_top_level_name_of_ours() -> None:
    clashes = {
        name: owners
        for name, owners in importlib.metadata.packages_distributions().items()
        if name in ROOMS and set(owners) != {"dutybook"}
    }
    assert clashes == {}


@pytest.mark.parametrize(
    ("module", "never"),
    [
        ("schema.check", {"textual", "tomlkit", "rtoml", "git", "rich", "cyclopts", "store", "cli", "tui", "exchange"}),
        ("schema.rulebook", {"textual", "tomlkit", "rtoml", "git", "rich", "store", "cli", "tui"}),
        ("store.register", {"textual", "git", "rich", "cyclopts", "cli", "tui"}),
        ("cli.app", {"textual", "git", "tomlkit", "tui"}),
        ("dutybook", {*HEAVY, *ROOMS} - {"dutybook"}),
    ],
)
def test_a_room_loads_nothing_that_it_must_not(module: str, never: set[str]) -> None:
    assert loaded_by(module) & never == set()


def test_modules_can_be_read_in_one_sitting() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if (lines := path.read_text(encoding="utf-8").count("\n")) > 450
    }
    assert long == {}


def test_the_version_is_said_before_anything_is_loaded() -> None:
    code = (
        "import sys, runpy; sys.argv = ['dutybook', '--version']\n"
        "try: runpy.run_module('dutybook', run_name='__main__')\n"
        "except SystemExit as left: assert left.code == 0\n"
        "assert not {'cli', 'schema', 'msgspec', 'cyclopts'} & set(sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("dutybook ")
