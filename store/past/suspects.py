"""Duties that are to be reviewed again, each with the text under which it was last reviewed (R18).

The rules say which they are; what a clause said then stands in the history alone. For `check`, `reaffirm` and the app.
"""

from collections.abc import Iterable
from typing import NamedTuple

from schema.failure import Failure
from schema.supersession import Suspect
from store.past.clauses import Found
from store.past.clauses import Sought
from store.past.clauses import find_texts
from store.register import RegisterStore


class Comparison(NamedTuple):
    """A suspect with the text under which it was last reviewed."""

    suspect: Suspect
    old: Found | None
    """From the history; None where the history does not hold it."""


def compare(store: RegisterStore, suspects: Iterable[Suspect]) -> list[Comparison]:
    """Find what the clauses said when the duties were last reviewed; a history that can't be read holds nothing."""
    found = [(suspect, _sought(store, suspect)) for suspect in suspects]
    try:
        known = find_texts(store.git, [sought for _, sought in found if sought.fingerprint]) if found else {}
    except Failure:
        known = {}
    return [Comparison(suspect, known.get(sought)) for suspect, sought in found]


def _sought(store: RegisterStore, suspect: Suspect) -> Sought:
    return Sought(store.path_of("source", suspect.source.id), suspect.clause.path, suspect.basis.fingerprint)
