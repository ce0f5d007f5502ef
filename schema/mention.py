"""Mentions: every way in which a record names another, so that a new id reaches all of them and nothing is removed that is still named.

Besides the references that the kinds declare these are the clause of a source (`source-id#path`), the owner in the name of an event
(`event:owner/sort/day`), and the texts that stand for a record or an obligation (`kind/id`, `duty period element`, an id at the start).
Prose is never looked at: a note or a quotation that happens to hold the word means what its writer meant.
"""

import re
from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from functools import cache
from typing import Any
from typing import Final
from typing import NamedTuple
from typing import cast

import msgspec

from schema.change import FieldChange
from schema.diagnostic import Step
from schema.event import OWNERS
from schema.identity import Place
from schema.kinds import KINDS
from schema.kinds.activity import Figure
from schema.kinds.activity import Fulfils
from schema.kinds.assessment import Bonus
from schema.kinds.handover import Matter
from schema.kinds.urge import Target
from schema.period import EVENT_PREFIX
from schema.period import parse_event
from schema.period import parse_period
from schema.reference import Row
from schema.reference import Shape
from schema.reference import references_of
from schema.reference import resolve
from schema.reference import rows
from schema.reference import shape_of
from schema.register import Register

Key = tuple[Step, ...]


class Mention(NamedTuple):
    """One place at which a record names another."""

    kind: str
    """Kind of the record that names it; `register` for the settings."""
    id: str
    """Its id."""
    key: Key
    """Where in it."""
    text: str
    """The whole text that stands there."""
    start: int
    """Where in the text the id begins."""
    end: int
    """Where it ends."""
    kinds: tuple[str, ...]
    """The kinds of record that may be meant there."""

    @property
    def target(self) -> str:
        """The id that it names."""
        return self.text[self.start : self.end]


class _Span(NamedTuple):
    """An id inside a text, and the kinds that it may be of."""

    start: int
    end: int
    kinds: tuple[str, ...]


_WORD: Final = re.compile(r"\S+")
_ELEMENTS: Final = ("unit", "post", "platform")
"""The kinds of what an obligation is owed for, one by one (R0.8)."""


def find_mentions(register: Register, places: Collection[Place], *, known: Register | None = None) -> Iterator[Mention]:
    """Every place that names one of some records, or may name it.

    Args:
        register: where to look; the records themselves need not be there any more.
        places: kind and id of each record.
        known: the register by which an id that stands alone is understood; the same where it is left out.

    Returns:
        In the order of the register, the settings last; where an id may be of several kinds, `Mention.kinds` has them.
    """
    wanted = frozenset(places)
    kinds = {kind for kind, _ in wanted}
    ids = frozenset(id_ for _, id_ in wanted)
    for of, record in register.everything():
        if not kinds.isdisjoint(_named_by(type(record))):
            yield from _mentions_in(of, record.id, record, wanted, ids, known or register)
    yield from _mentions_in("register", "", register.settings, wanted, ids, known or register)


def find_mentions_in(
    place: Place, record: msgspec.Struct, places: Collection[Place], *, known: Register
) -> Iterator[Mention]:
    """Every place in one record that names one of some records, or may name it.

    Args:
        place: kind and id of the record; the settings are of the kind `register`.
        record: the record.
        places: kind and id of each record that is asked for.
        known: the register by which an id that stands alone is understood.
    """
    yield from _mentions_in(*place, record, frozenset(places), frozenset(id_ for _, id_ in places), known)


def rename_mentions(mentions: Iterable[Mention], new: str) -> dict[Place, tuple[FieldChange, ...]]:
    """The changes that put another id into every mention, by the record that names it.

    Args:
        mentions: all of them; one text may hold several.
        new: the id to put in.
    """
    texts: dict[tuple[Place, Key], list[Mention]] = {}
    for mention in mentions:
        texts.setdefault(((mention.kind, mention.id), mention.key), []).append(mention)
    found: dict[Place, list[FieldChange]] = {}
    for (place, key), several in texts.items():
        text = several[0].text
        for mention in sorted(several, key=_start, reverse=True):
            text = text[: mention.start] + new + text[mention.end :]
        found.setdefault(place, []).append(FieldChange(key=key, value=text))
    return {place: tuple(changes) for place, changes in found.items()}


def _start(mention: Mention) -> int:
    return mention.start


def _mentions_in(
    of: str, own: str, record: msgspec.Struct, wanted: frozenset[Place], ids: frozenset[str], known: Register
) -> Iterator[Mention]:
    for row in rows(record):
        for key, text, span in _spans(row, ids, known):
            name = text[span.start : span.end]
            if any((kind, name) in wanted for kind in span.kinds):
                yield Mention(of, own, key, text, *span)


def _spans(row: Row, ids: frozenset[str], known: Register) -> Iterator[tuple[Key, str, _Span]]:
    """The spans in the texts of one row in which one of some ids may stand."""
    for key, target, refers in references_of(row):
        is_clause = "clause" in refers.kinds
        id_ = target.partition("#")[0] if is_clause else target
        if id_ in ids:
            yield key, target, _Span(0, len(id_), ("source",) if is_clause else refers.kinds)
    for name, read in _FORMS.get(type(row.value), {}).items():
        found = getattr(row.value, name)
        several = [((*row.key, name), found)] if isinstance(found, str) else _numbered(row.key, name, found or ())
        for key, text in several:
            yield from ((key, text, span) for span in read(row.value, text, known))


def _numbered(key: Key, name: str, found: Iterable[str]) -> list[tuple[Key, str]]:
    return [((*key, name, at), text) for at, text in enumerate(found)]


Reader = Callable[[Any, str, Register], Iterator[_Span]]
"""Finds the spans in a text, given the row that it stands in and the register by which ids are understood."""


def _read_period(row: Fulfils | Target, text: str, known: Register) -> Iterator[_Span]:
    yield from _owner(text, 0, row.duty, known)


def _read_record(_: msgspec.Struct, text: str, known: Register) -> Iterator[_Span]:
    """A record or an obligation by its name: what stands behind it is anybody's."""
    words = list(_WORD.finditer(text))
    if not words:
        return
    first, *rest = words
    named = _with_kind(first)
    period = rest[0] if rest else None
    if named is not None:
        yield named
    elif period is not None and _is_period(period[0]):
        yield _Span(*first.span(), ("duty",))
        yield from _owner(period[0], period.start(), first[0], known)
        if len(rest) > 1:
            yield _Span(*rest[1].span(), _standing(known, rest[1][0], _ELEMENTS))
    else:
        yield _Span(*first.span(), _standing(known, first[0], tuple(KINDS)))


def _read_basis(row: msgspec.Struct, text: str, known: Register) -> Iterator[_Span]:
    """A basis is a document's number as a rule: it names a record only where nothing else stands there."""
    if len(text.split()) == 1:
        yield from _read_record(row, text, known)


_FORMS: Final[dict[type[msgspec.Struct], dict[str, Reader]]] = {
    Fulfils: {"period": _read_period},
    Target: {"period": _read_period},
    Figure: {"records": _read_record},
    Matter: {"reference": _read_record},
    Bonus: {"basis": _read_basis},
}
"""The texts that name records without being declared as references, by the table that they stand in."""


def _with_kind(word: re.Match[str]) -> _Span | None:
    """The id in `kind/id`; None where a word is not of that form."""
    kind, slash, _ = word[0].partition("/")
    return _Span(word.start() + len(kind) + 1, word.end(), (kind,)) if slash and kind in KINDS else None


def _is_period(text: str) -> bool:
    return parse_period(text) is not None or parse_event(text) is not None


def _owner(text: str, at: int, duty: str, known: Register) -> Iterator[_Span]:
    """The owner in an event's name; where the name leaves out its kind, the duty's own cadence says it."""
    name = parse_event(text)
    if name is None:
        return
    start = at + len(EVENT_PREFIX)
    yield _Span(start, start + len(name.owner), (name.kind,) if name.kind else _kinds_of(name.sort, duty, known))


def _kinds_of(sort: str, duty: str, known: Register) -> tuple[str, ...]:
    found = known.duties.get(duty)
    sorts = [row.on for row in found.cadence if row.on] if found is not None else []
    kinds = {kind for kind, _, token in (on.partition(".") for on in sorts) if token == sort}
    return tuple(kind for kind in OWNERS if kind in kinds) or OWNERS


def _standing(known: Register, id: str, kinds: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(kind for kind in kinds if stands(known, kind, id))


def stands(register: Register, kind: str, id: str) -> bool:
    """Whether a record is there, readable or not; a superior body counts as one."""
    return bool(resolve(register, id, (kind,))) or (kind, id) in register.unreadable


@cache
def _named_by(struct: type[msgspec.Struct]) -> frozenset[str]:
    """The kinds that a record of some kind can name at all, so that the others are not walked."""
    return frozenset(_kinds_in(struct, shape_of(struct)))


def _kinds_in(struct: type[msgspec.Struct], shape: Shape) -> Iterator[str]:
    for field in shape.references:
        kinds = field.refers.kinds if field.refers is not None else ()
        yield from ("source",) if "clause" in kinds else kinds
    readers = _FORMS.get(struct, {}).values()
    if _read_period in readers:
        yield from OWNERS
    if any(reader is not _read_period for reader in readers):
        yield from KINDS
    for field, inner in shape.tables:
        yield from _kinds_in(cast("type[msgspec.Struct]", field.table), inner)
