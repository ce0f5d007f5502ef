"""The table of faults and threats in docs/decisions/0009: every row is there, and every test that it names exists."""

import ast
import re
from pathlib import Path

TESTS = Path(__file__).parent
TABLE = TESTS.parent / "docs/decisions/0009-faults-and-threats.md"
ROW = re.compile(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
NAMED = re.compile(r"`((?:[a-z_]+/)*test_[a-z0-9_]+\.py)::(test_[a-z0-9_]+)`")


def names_in(path: Path) -> set[str]:
    """The names of the tests of a module."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_row_is_there_once_and_in_order() -> None:
    rows = [int(number) for number, _, _ in ROW.findall(TABLE.read_text(encoding="utf-8"))]
    assert rows == [*range(1, 81), *range(102, 115)]


def test_every_row_names_a_test() -> None:
    text = TABLE.read_text(encoding="utf-8")
    assert [number for number, _, proof in ROW.findall(text) if not NAMED.search(proof)] == []
    assert text.count(".py::") == len(NAMED.findall(text)), "each is written so that it can be looked up"


def test_every_test_that_is_named_exists() -> None:
    named = set(NAMED.findall(TABLE.read_text(encoding="utf-8")))
    found = {path: names_in(TESTS / path) if (TESTS / path).is_file() else set() for path, _ in named}
    assert sorted(f"{path}::{name}" for path, name in named if name not in found[path]) == []
