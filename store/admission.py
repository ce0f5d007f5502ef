"""What a save may bring into the register: no fault that was not there, and nothing that the boundary refuses (R17).

Whoever mends one thing is not held up by another: what stood in the file before, and stands there unchanged, is let pass.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from typing import Any
from typing import NamedTuple

from schema.boundary import refuse_texts
from schema.check import refuse
from schema.decode import UNKNOWN_KEY
from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.diagnostic import Step
from schema.filing import UNPARSABLE
from schema.identity import Place
from schema.keypath import value_at
from schema.register import Register
from store.files import FileFailure
from store.files import read
from store.git import BlobReader
from store.git import Git
from store.loading import Known
from store.loading import Loaded
from store.loading import Stamp
from store.loading import read_one
from store.location import Location
from store.outside import OutsideChange
from store.toml.layout import LayoutError
from store.toml.layout import measure
from store.toml.text import plain

COMMENT = "#"
"""Stands for the key of what a comment says."""


class Candidate(NamedTuple):
    """One file that is to be saved."""

    place: Place
    path: str
    before: str | None
    """Its text as it was; None for a new file."""
    after: str
    """Its text as it would be."""
    result: Known
    """What that text gives."""


def find_faults(candidate: Candidate) -> Iterator[Diagnostic]:
    """The errors of a text that did not stand in it before; one that is no TOML is never let pass."""
    known = () if candidate.before is None else _result(candidate, candidate.before).faults
    stood = {(fault.code, fault.key) for fault in known}
    was_torn = any(fault.code == UNPARSABLE.code for fault in known)
    old, new = plain(candidate.before), plain(candidate.after)
    for fault in candidate.result.faults:
        is_old = was_torn or (fault.code, fault.key) in stood
        if fault.code == UNPARSABLE.code or (
            fault.code == UNKNOWN_KEY.code and value_at(old, fault.key) != value_at(new, fault.key)
        ):
            is_old = False
        if fault.severity is Severity.ERROR and not is_old:
            yield fault


def find_refusals(before: Register, after: Register, candidate: Candidate) -> Iterator[Diagnostic]:
    """What the boundary and the rules for saving refuse, overridden or not (R6, R17).

    Args:
        before: the register as it is.
        after: the register as it would be.
        candidate: the file.
    """
    place, record = candidate.place, candidate.result.record
    if record is not None:
        known = None if candidate.before is None else _result(candidate, candidate.before).record
        stood = {(one.code, one.key) for one in refuse(before, place, known)} if known is not None else set()
        old, new = plain(candidate.before), plain(candidate.after)
        for one in refuse(after, place, record):
            if (one.code, one.key) not in stood or value_at(old, one.key) != value_at(new, one.key):
                yield one
    yield from _outside_record(candidate)


def refuse_outside(
    git: Git, location: Location, loaded: Loaded, changes: Sequence[OutsideChange]
) -> Iterator[Diagnostic]:
    """What the boundary refuses of files that were changed outside, held against the last commit.

    Args:
        git: git of the repository.
        location: where the register lies.
        loaded: the register as the files are now.
        changes: the files.
    """
    with BlobReader(git) as blobs:
        for change in changes:
            result = loaded.files.get(change.path)
            if result is None or result.place is None:
                continue
            before = blobs.read(f"HEAD:{change.path}") if location.head else None
            try:
                after = read(location.top, change.path).decode(errors="replace")
            except FileFailure:
                continue  # it cannot be read here: the loader says so
            text = None if before is None else before.decode(errors="replace")
            candidate = Candidate(result.place, change.path, text, after, result)
            yield from find_refusals(loaded.register, loaded.register, candidate)


def _outside_record(candidate: Candidate) -> Iterator[Diagnostic]:
    """Personal numbers in what no field of the record holds: comments, unknown keys, a record that cannot be read."""
    faults = candidate.result.faults
    unknown = None if candidate.result.record is None else {one.key for one in faults if one.code == UNKNOWN_KEY.code}
    stood = {text for _, text in _loose_texts(candidate.before or "", None)}
    loose = [one for one in _loose_texts(candidate.after, unknown) if one[1] not in stood]
    yield from refuse_texts(candidate.place, loose)


def _loose_texts(text: str, unknown: set[tuple[Step, ...]] | None) -> Iterator[tuple[tuple[Step, ...], str]]:
    """The comments of a text, and the texts and keys below some keys of its data; below all with None."""
    try:
        layout = measure(text)
    except LayoutError:
        yield from (((COMMENT,), line) for line in text.splitlines())
        return
    yield from (((COMMENT,), layout.text[start:end]) for start, end in layout.comments)
    data = plain(text)
    if unknown is None:
        yield from _texts(data, ())
    else:
        for key in unknown:
            yield from _texts({key[-1]: value_at(data, key)}, key[:-1])


def _texts(value: Any, key: tuple[Step, ...]) -> Iterator[tuple[tuple[Step, ...], str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield key, name
            yield from _texts(inner, (*key, name))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _texts(inner, (*key, at))
    elif isinstance(value, str):
        yield key, value
    elif isinstance(value, int):
        yield key, str(value)


def _result(candidate: Candidate, text: str) -> Known:
    return read_one(candidate.path, text.encode(), Stamp(-1, -1))
