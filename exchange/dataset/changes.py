"""The history of a register as rows of the data set are made from it: one entry for each field that a commit changed."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from exchange.dataset.rows import Past
from schema.difference import FieldDifference


class Commit(Protocol):
    """A commit, as whoever reads git gives it."""

    @property
    def commit(self) -> str:
        """Full id."""

    @property
    def time(self) -> datetime:
        """When it was made."""

    @property
    def author(self) -> str:
        """Who made it."""

    @property
    def action(self) -> str:
        """What was done, as its trailer says; empty for a commit of another program."""

    @property
    def reason(self) -> str:
        """Why, as the person said."""

    @property
    def via(self) -> str:
        """The merge that brought it in; empty on the main line."""


class Difference(Protocol):
    """What a commit did to one record."""

    @property
    def kind(self) -> str:
        """Kind of the record."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def verb(self) -> str:
        """`add`, `edit` or `remove`."""

    @property
    def was(self) -> str:
        """The id that it had before a renaming; empty as a rule."""

    @property
    def fields(self) -> Sequence[FieldDifference]:
        """What became of its fields."""


def read_changes(commits: Iterable[tuple[Commit, Sequence[Difference]]]) -> Iterator[Past]:
    """Every field that some commits changed, in their order; a commit that touched no record stands alone.

    Args:
        commits: each with what it did to each record; read as the entries are asked for.
    """
    for commit, records in commits:
        of_commit = Past(commit.commit, commit.time, commit.author, commit.action, commit.reason, commit.via)
        if not records:
            yield of_commit
        for record in records:
            of_record = of_commit._replace(kind=record.kind, id=record.id, verb=record.verb, was=record.was)
            if not record.fields:
                yield of_record
            for field in record.fields:
                yield of_record._replace(field=field.dotted, old=field.old, new=field.new)
