"""What was asked of `dutybook export`, and what was made."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from typing import NamedTuple

from schema.provenance import Provenance
from store.past.origin import provenance_of

if TYPE_CHECKING:
    from store.register import RegisterStore


class Wish(NamedTuple):
    """What was asked for, the same for all documents."""

    store: "RegisterStore"
    on: date
    language: str
    """`zh` or `en`."""
    targets: tuple[str, ...] = ()
    """What the document is about: records or kinds, as the document takes them."""
    unit: str = ""
    """Id of the unit that it is narrowed to; empty for all."""
    post: str = ""
    """Id of the post that it is narrowed to; empty for all."""
    year: int | None = None
    open: bool = False
    """Only what is not finished."""
    alarms: tuple[int, ...] = ()
    what: str = ""
    """Which document."""
    final: bool = False
    """Whether the draft mark is left out."""
    template: Path | None = None
    """A user's own template of papers."""


class Made(NamedTuple):
    """A document."""

    name: str
    """File name where the person gave none."""
    content: bytes
    entries: int
    """How many entries it holds."""


def provenance(wish: Wish) -> Provenance:
    """Where the document comes from."""
    return provenance_of(wish.store, wish.on, wish.language)
