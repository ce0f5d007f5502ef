"""Who set each field of a record last: its value, the commit, the person, the day.

Goes back from the newest state and lets go of a field where an older state held another value. Rows are followed when
others were put in or taken out before them, the record when it was renamed, and a merge hands what it only took over
to the side that it came from.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from typing import NamedTuple

import msgspec

from schema.counterpart import leaves
from schema.counterpart import unchanged
from schema.diagnostic import dotted
from schema.difference import is_same
from schema.identity import Place
from schema.keypath import KeyPath
from schema.kinds import struct_of
from store.git import Git
from store.past.blobs import Blobs
from store.past.chronology import Chronology
from store.past.lineage import find_renaming
from store.past.lineage import former_of
from store.past.lineage import paths_of
from store.past.logbook import LoggedCommit

_AHEAD = 200
"""Revisions that are read together."""

Data = dict[str, Any]


class Blamed(msgspec.Struct, frozen=True, kw_only=True):
    """One field and who set it last."""

    key: KeyPath
    """Where it stands in the newest state."""
    value: Any
    commit: str
    """Full id of the commit."""
    time: datetime
    """The author's time."""
    author: str
    email: str

    @property
    def dotted(self) -> str:
        """The key as people write it: `cadence[0].per`."""
        return dotted(self.key)


class _Open(NamedTuple):
    """A field whose origin is still looked for."""

    key: KeyPath
    """Where it stands in the newest state."""
    here: KeyPath
    """Where it stands in the state at hand."""


def blame(
    git: Git, chronology: Chronology, place: Place, revision: str, paths: Sequence[str] = ()
) -> tuple[Blamed, ...]:
    """Say for each field of a record who set it last.

    Args:
        git: git of the repository.
        chronology: the register's history.
        place: the record.
        revision: full id of the commit as of which it is asked.
        paths: where its file lies; where it lies by its id if left out.

    Returns:
        Its fields in the file's order; each row's fields on their own. Empty where the record is not there, or its
        file can't be read as TOML.
    """
    return _Inquiry(git, chronology, place, tuple(paths) or paths_of(place)).run(revision)


class _Line(NamedTuple):
    """A line of first parents on which fields are to be looked for."""

    place: Place
    """What the record is called at its newest step."""
    steps: list[LoggedCommit]
    """The commits that touched it, newest first; behind the first of them it can be read."""
    fields: list[_Open]


class _Inquiry:
    """One blame under way."""

    def __init__(self, git: Git, chronology: Chronology, place: Place, paths: Sequence[str]) -> None:
        self._chronology = chronology
        self._place = place
        self._paths = paths
        self._struct = struct_of(place[0])
        self._blobs = Blobs(git)
        self._found: dict[KeyPath, LoggedCommit] = {}
        self._waiting: list[_Line] = []

    def run(self, revision: str) -> tuple[Blamed, ...]:
        steps = self._trail(self._place, revision)
        data = self._state(steps)
        if data is None:
            return ()
        values = dict(leaves(data))
        self._waiting.append(_Line(self._place, steps, [_Open(key, key) for key in values]))
        while self._waiting:
            self._follow(self._waiting.pop())
        return tuple(
            Blamed(key=key, value=value, commit=by.commit, time=by.time, author=by.author, email=by.email)
            for key, value in values.items()
            if (by := self._found.get(key)) is not None
        )

    def _trail(self, place: Place, revision: str) -> list[LoggedCommit]:
        paths = self._paths if place == self._place else paths_of(place)
        return self._chronology.trail(paths, revision) if paths else []

    def _state(self, steps: Sequence[LoggedCommit]) -> Data | None:
        """What a record holds behind the newest of some steps; None where it is not there or no TOML."""
        blob = _after(steps[0]) if steps else ""
        if not blob:
            return None
        self._blobs.fetch([blob, *(_before(one) for one in steps[:_AHEAD])])
        return self._blobs.data(blob)

    def _follow(self, line: _Line) -> None:
        """Go back along a line until every field's origin is found, or is to be looked for on another line."""
        suspect: LoggedCommit | None = None
        newer = self._state(line.steps) or {}
        fields = line.fields
        for place, before, step in self._states(line.place, line.steps):
            # What cannot be read tells nothing: its changes are those of the commit that made it readable again.
            suspect = suspect or step
            older = self._blobs.data(before)
            if older is None:
                continue
            fields, changed = self._part(fields, newer, older)
            for one in self._hand_on(place, suspect, changed, newer):
                self._found[one.key] = suspect
            if not fields:
                return
            newer, suspect = older, None
        self._found.update(dict.fromkeys((one.key for one in fields), suspect or line.steps[-1]))

    def _states(self, place: Place, steps: list[LoggedCommit]) -> Iterator[tuple[Place, str, LoggedCommit]]:
        """Each step with what the record is called and the blob before it; a rename leads on to the steps of its former id."""
        number = 0
        while number < len(steps):
            if number and number % _AHEAD == 0:
                self._blobs.fetch(_before(one) for one in steps[number : number + _AHEAD])
            step = steps[number]
            former = former_of(step, place)
            earlier = iter(self._trail(former, step.commit)) if former else iter(())
            renaming = find_renaming(earlier, step)
            yield place, _before(renaming or step), step
            number += 1
            if former is not None and renaming is not None:
                place, steps, number = former, list(earlier), 0

    def _hand_on(self, place: Place, merge: LoggedCommit, fields: list[_Open], newer: Data) -> list[_Open]:
        """Hand fields that a merge took over from another side to that side; gives back those that it set itself."""
        for parent in merge.parents[1:] if fields else ():
            steps = self._trail(place, parent)
            theirs = self._state(steps)
            if theirs is not None:
                same, fields = self._part(fields, newer, theirs)
                if same:
                    self._waiting.append(_Line(place, steps, same))
        return fields

    def _part(self, fields: list[_Open], newer: Data, older: Data) -> tuple[list[_Open], list[_Open]]:
        """Tell fields that an older state holds too, with their keys there, from those that it does not."""
        tops = {str(one.here[0]) for one in fields}
        changed = [key for key in tops if key not in older or _differs(newer[key], older[key])]
        if not changed:
            return fields, []
        kept = unchanged(self._struct, newer, older, changed)
        same, other = [], []
        for one in fields:
            if one.here[0] not in changed:
                same.append(one)
            elif one.here in kept:
                same.append(one._replace(here=kept[one.here]))
            else:
                other.append(one)
        return same, other


def _differs(newer: Any, older: Any) -> bool:
    """As `is_same` says, told quickly for the most: single values, which nearly always stay."""
    if type(newer) is str:
        return bool(newer != older)
    return not is_same(newer, older)


def _before(step: LoggedCommit) -> str:
    """The blob before a commit; a file that it moved was at the other path."""
    return next((file.old for file in step.files if file.old), "")


def _after(step: LoggedCommit) -> str:
    return next((file.new for file in step.files if file.new), "")
