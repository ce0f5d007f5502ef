"""What was written to a register, as facts about records; and which of them must stand in it, given the history.

A fact stands for one value that a person gave one field, in one commit. Whatever comes after that commit and gives the same field another value has
overwritten it, and a person who decides for one side of a merge has overwritten the other's. What is left, the last facts of a field, must agree with
each other and with the register: if they don't, a value was lost without anybody's decision.
"""

import tomllib
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from typing import Final
from typing import NamedTuple

from schema.register import Register
from tests.store.repositories import run_git

MARK: Final = {"unit": "short", "post": "title_en", "source": "number", "group": "title_en"}
"""The field of each kind that says which record it is, whatever id it has by now."""
_LISTS: Final = ("aliases", "clause")

Values = dict[str, Any]
"""Fields of one record by name; each member of a list is a field of its own, `aliases v3`, that is True."""


class Fact(NamedTuple):
    """One value that somebody gave one field of one record."""

    mark: str
    field: str
    """Name of the field; `id` for the record's id, `stands` for whether it is there."""
    value: Any
    commit: str


class Past:
    """The commits of a branch, each after its parents."""

    def __init__(self, folder: Path, branch: str) -> None:
        """Read the history of a branch once."""
        lines = run_git(folder, "rev-list", "--topo-order", "--reverse", "--parents", branch).splitlines()
        self.parents: dict[str, list[str]] = {commit: parents for commit, *parents in map(str.split, lines)}

    def last(self, facts: Sequence[Fact], taken: Mapping[str, str]) -> set[Fact]:
        """The facts of one field that stand at the end.

        A commit's own fact overwrites all before it. In a merge stands what both sides hold, and what one side holds and the other never saw;
        what one side holds and the other overwrote is overwritten.

        Args:
            facts: of the field.
            taken: for commits where a person decided about the field, the commit as of which it is again.
        """
        standing: dict[str, set[Fact]] = {}
        seen: dict[str, set[Fact]] = {}
        for commit, parents in self.parents.items():
            own = {fact for fact in facts if fact.commit == commit}
            seen[commit] = own.union(*(seen[parent] for parent in parents))
            if own or not parents:
                standing[commit] = own
            elif commit in taken or len(parents) == 1:
                standing[commit] = standing[taken.get(commit, parents[0])]
            else:
                ours, theirs = (standing[parent] for parent in parents)
                standing[commit] = ours & theirs | ours - seen[parents[1]] | theirs - seen[parents[0]]
        return standing[next(reversed(self.parents))]


class Facts:
    """All that was said to be saved."""

    def __init__(self) -> None:
        self.all: list[Fact] = []
        self._marks: dict[tuple[str, str], str] = {}
        self._taken: dict[tuple[str, str], dict[str, str]] = {}

    def take(self, mark: str, field: str, commit: str, source: str) -> None:
        """Add that a person decided in a merge that something is as of another commit: a field, or all of a record where it is empty."""
        self._taken.setdefault((mark, field), {})[commit] = source

    def name(self, kind: str, id: str, mark: str) -> None:
        """Remember an id; no id is ever used twice, so it stands for one record for ever."""
        self._marks[kind, id] = mark

    def mark_of(self, kind: str, id: str) -> str:
        """Which record an id stands for, or stood for."""
        return self._marks[kind, id]

    def say(self, mark: str, values: Mapping[str, Any], commit: str) -> None:
        """Add what one commit says of one record."""
        self.all += [Fact(mark, field, value, commit) for field, value in values.items()]

    def say_added(self, kind: str, id: str, text: str, commit: str) -> None:
        """Add what a new record says."""
        values = dict(self.values_of(kind, tomllib.loads(text)))
        self.say(self.mark_of(kind, id), {**values, "id": id, "stands": True}, commit)

    def values_of(self, kind: str, data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """The values of a record's plain data that are watched."""
        yield "title", data["title"]
        if kind == "post":
            yield "unit", self.mark_of("unit", data["unit"])
        for name in _LISTS:
            for one in data.get(name, ()):
                yield f"{name} {one['path'] if isinstance(one, dict) else one}", True

    def require(self, folder: Path, branch: str, register: Register) -> None:
        """Assert that of every field the last facts in the history of a branch stand in the register, and nothing else.

        Where two people decided the same conflict otherwise, each overwrote what the other chose, and none is asked for.
        """
        past = Past(folder, branch)
        here = dict(self._standing(register))
        fields: dict[tuple[str, str], list[Fact]] = {}
        for fact in self.all:
            fields.setdefault((fact.mark, fact.field), []).append(fact)
        for (mark, field), facts in fields.items():
            found = past.last(facts, self._taken.get((mark, ""), {}) | self._taken.get((mark, field), {}))
            if field == "stands" and found:
                assert {one.value for one in found} == {mark in here}, (mark, found)
            elif mark in here and found:
                assert {one.value for one in found} == {here[mark].get(field, False)}, (mark, field, found)

    def _standing(self, register: Register) -> Iterator[tuple[str, Values]]:
        for kind, name in MARK.items():
            for id_, record in register.records.get(kind, {}).items():
                values: Values = {"id": id_, "title": getattr(record, "title", "")}
                if kind == "post":
                    values["unit"] = self.mark_of("unit", getattr(record, "unit", ""))
                for one in getattr(record, "aliases", ()):
                    values[f"aliases {one}"] = True
                for row in getattr(record, "clause", ()):
                    values[f"clause {row.path}"] = True
                yield getattr(record, name), values
