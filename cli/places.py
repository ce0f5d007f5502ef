"""Which record of a certain kind a person means: an id that several kinds share is of the kind that is asked for."""

from typing import TYPE_CHECKING

from cli.failure import WrongKind
from cli.records import find_place
from cli.records import get_record

if TYPE_CHECKING:
    from store.register import RegisterStore


def find_of(store: "RegisterStore", text: str, *kinds: str) -> tuple[str, str]:
    """The place of a readable record of one of some kinds.

    Args:
        store: the register.
        text: as `cli.records.find_place` takes it.
        kinds: the kinds, the likeliest first.

    Returns:
        Kind and id.

    Raises:
        WrongKind: the record is of another kind.
        NoSuchRecord: there is none; see `find_place` for the others.
        Unreadable: its file can't be read as a record.
    """
    own = next((kind for kind in kinds if "/" not in text and store.register.get(kind, text) is not None), None)
    place = find_place(store, text) if own is None else (own, text)
    if place[0] not in kinds:
        raise WrongKind(text, place[0], kinds)
    get_record(store, place)
    return place
