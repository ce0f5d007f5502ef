"""What was asked of `dutybook export`, and what was made."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from typing import NamedTuple

from exchange.provenance import Provenance
from store.past.origin import origin_of
from store.past.retrospect import PastRegister

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
    """Where the document comes from; says when files stand changed and uncommitted."""
    settings = wish.store.register.settings
    title = settings.title_en if wish.language == "en" and settings.title_en else settings.title
    commit = wish.store.commit if isinstance(wish.store, PastRegister) else wish.store.location.head or ""
    origin = origin_of(wish.store.git, commit)
    return Provenance(
        title=title,
        on=wish.on,
        commit=origin.commit,
        made=origin.made,
        root=origin.root,
        revision=origin.revision,
        changed=bool(wish.store.outside()),
    )
