"""The gallery: for every code of the check the smallest register that provokes it, and what is said then, word for word."""

import pytest

from schema.rulebook import RULES
from schema.rules import approvals
from schema.rules import gate
from schema.rules import signatures
from tests.diagnostics.record import EXPECTED
from tests.diagnostics.record import GALLERY
from tests.diagnostics.record import look
from tests.diagnostics.record import render

OF_MERGES = frozenset({"DB921"})
"""Codes that a merge says and no check (schema.breakage)."""
OF_COMMITS = frozenset(rule.code for rule in (*signatures.RULES, *gate.RULES, *approvals.RULES)) - {"DB936"}
"""Codes about commits, which need a history: tests/store/test_signature.py and test_gate*.py provoke each."""
FOLDERS = sorted(folder.name for folder in GALLERY.iterdir() if folder.is_dir())


def test_the_base_says_nothing() -> None:
    assert render(look(None)) == ""


def test_every_code_has_a_folder_and_every_folder_a_code() -> None:
    assert sorted(RULES.keys() - OF_MERGES - OF_COMMITS) == FOLDERS


@pytest.mark.parametrize("code", FOLDERS)
def test_the_check_says_what_is_expected(code: str) -> None:
    """Made by `python -m tests.diagnostics.record CODE`."""
    found = look(GALLERY / code)
    assert render(found) == (GALLERY / code / EXPECTED).read_text("utf-8")
    assert code in {one.code for one in found}
