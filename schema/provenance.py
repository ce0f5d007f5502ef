"""Where a document comes from: which register, as of which day, made from which commit. Every document says it."""

from datetime import date
from datetime import datetime
from typing import NamedTuple


class Provenance(NamedTuple):
    """What a document says of its own making; nothing in it is read from a clock."""

    title: str
    """The register's title."""
    on: date
    """The day as of which everything was worked out."""
    commit: str
    """Full id of the commit that it was made from; empty where there is none."""
    made: datetime
    """When that commit was made, with a zone: the same commit gives the same document."""
    root: str = ""
    """Full id of the register's first commit: what tells this register from every other, whatever it is called."""
    revision: int = 0
    """How many commits stand behind it; grows with every change."""

    changed: bool = False
    """Whether files stood changed and uncommitted beside that commit: the document shows them too."""

    @property
    def short(self) -> str:
        """The commit's id as people quote it, with `+` where uncommitted changes are in the document too."""
        return self.commit[:12] + ("+" if self.changed else "")
