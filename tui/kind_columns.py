"""The columns of each kind's list and its rows, made from the schema's fields.

Rows are made in a thread: a hundred thousand of them take about a second, and pinyin as long again.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from schema.field import Field
from schema.field import fields_of
from schema.holding import holder
from schema.kinds import KINDS
from schema.kinds.base import Record
from schema.kinds.base import covers
from schema.kinds.duty import Duty
from schema.kinds.post import Post
from schema.kinds.waiver import Waiver
from schema.light import WORST
from schema.marks import Light
from schema.marks import Standing
from schema.obligation import Obligation
from schema.register import Register
from tui.desk import View
from tui.language import _
from tui.language import language
from tui.language import msgid
from tui.naming import called
from tui.naming import name_of
from tui.naming import say_cadences
from tui.naming import say_value
from tui.pinyin import spell
from tui.text import width
from tui.widgets.columns import Column
from tui.widgets.row_order import Rows

_WIDEST_CHOICE = 16
_CODE = 7

FIELDS: Mapping[str, tuple[str, ...]] = {
    "unit": ("code", "", "type", "parent"),
    "post": ("code", "", "+holder", "unit", "rank"),
    "person": ("code", "", "+posts"),
    "group": ("code", "", "head", "office_unit"),
    "source": ("code", "", "number", "issued", "issuer"),
    "duty": ("code", "", "+cadence", "lead", "tier"),
    "platform": ("code", "", "type", "unit", "administrator"),
    "scheme": ("code", "", "from", "to"),
    "activity": ("date", "", "type", "state", "unit", "code"),
    "finding": ("issued", "", "due", "verified_on", "unit", "code"),
    "urge": ("issued", "level", "to", "reply_due", "replied", "code"),
    "waiver": ("approved_on", "+obligation", "type", "new_due", "", "code"),
    "assessment": ("year", "scheme", "date", "code"),
    "case": ("occurred", "", "circumstance", "mode", "code"),
    "handover": ("date", "post", "outgoing", "incoming", "code"),
}
"""The columns of each kind: TOML keys, an empty one for the heading, a name with `+` for what is worked out."""

_WORKED_OUT = {
    "+holder": msgid("Holder"),
    "+posts": msgid("Posts held"),
    "+cadence": msgid("Cadence"),
    "+obligation": msgid("Obligation"),
}


class _Maker(NamedTuple):
    """How the cells of one column are made."""

    column: Column
    cell: Callable[[Record], str]


def columns_of(kind: str) -> list[Column]:
    """The columns of a kind's list, in the language of the screen."""
    return [_column(kind, key, rank) for rank, key in enumerate(FIELDS[kind])]


def worst_lights(obligations: Iterable[Obligation]) -> dict[str, str]:
    """The worst light of each duty: red, yellow, green, white, grey; duties without a light are left out."""
    found: dict[str, Light] = {}
    for one in obligations:
        if one.light in WORST:
            known = found.get(one.duty)
            if known is None or WORST.index(one.light) < WORST.index(known):
                found[one.duty] = one.light
    return {duty: light.value for duty, light in found.items()}


def worst_of(lights: Iterable[str]) -> str:
    """The worst of several lights; empty for none."""
    found = set(lights)
    return next((light.value for light in WORST if light.value in found), "")


def rows_of(view: View, kind: str, lights: Mapping[str, str]) -> Rows:
    """The rows of a kind's list. May take long: call it in a thread.

    Args:
        view: the register and the day.
        kind: one of KINDS.
        lights: of duties, as `worst_lights` gives them; empty while they are worked out.

    Returns:
        One row a record, newest first for dated kinds, by code and then id for the others; unreadable ones come first.
    """
    makers = [_Maker(_column(kind, key, 0), _cell_maker(view, kind, key)) for key in FIELDS[kind]]
    broken = sorted(id_ for of, id_ in view.register.unreadable if of == kind)
    records = _in_order(kind, view.register.records.get(kind, {}).values())
    cells = [tuple(maker.cell(record) for maker in makers) for record in records]
    heading = FIELDS[kind].index("") if "" in FIELDS[kind] else 0
    unreadable = _("{id} (unreadable)")
    lost = [
        tuple(unreadable.format(id=id_) if place == heading else "" for place in range(len(makers))) for id_ in broken
    ]
    ids = [*broken, *(record.id for record in records)]
    marks: list[str] = []
    if kind == "duty":
        marks = [*("error" for _id in broken), *(lights.get(record.id, "") for record in records)]
    elif broken:
        marks = [*("error" for _id in broken), *("" for _record in records)]
    others = ["" for _id in broken] + [_other_name(kind, record) for record in records]
    haystacks = [
        "\n".join((id_, other, *row)).casefold() for id_, other, row in zip(ids, others, lost + cells, strict=True)
    ]
    return Rows(ids=ids, cells=lost + cells, marks=marks, haystacks=haystacks)


def cells_of(view: View, kind: str, ids: Iterable[str]) -> list[tuple[str, ...]]:
    """The cells of some records of a kind, in the order of the ids; an unreadable or lost one has its id alone."""
    makers = [_cell_maker(view, kind, key) for key in FIELDS[kind]]
    records = view.register.records.get(kind, {})
    lost = _("{id} (unreadable)")
    return [
        tuple(make(record) for make in makers) if (record := records.get(id_)) is not None else (lost.format(id=id_),)
        for id_ in ids
    ]


def with_pinyin(rows: Rows, cancelled: Callable[[], bool]) -> Rows:
    """The same rows, found by pinyin and initials too. May take long: call it in a thread."""
    known: dict[str, str] = {}
    haystacks: list[str] = []
    for plain, cells in zip(rows.haystacks, rows.cells, strict=True):
        if len(haystacks) % 4096 == 0 and cancelled():
            return rows
        spelled = []
        for cell in cells:
            if not cell.isascii():
                if cell not in known:
                    known[cell] = spell(cell)
                spelled.append(known[cell])
        haystacks.append("\n".join((plain, *spelled)))
    return replace(rows, haystacks=haystacks)


def _in_order(kind: str, records: Iterable[Record]) -> list[Record]:
    if KINDS[kind].dated:
        return sorted(records, key=lambda record: record.id, reverse=True)
    return sorted(records, key=lambda record: (not record.code, record.code, record.id))


def _other_name(kind: str, record: Record) -> str:
    """The title in the language that the list does not show, so that both are found."""
    name = KINDS[kind].heading
    return str(getattr(record, f"{name}_en" if language() != "en" else name, "")) if name else ""


def _field(kind: str, key: str) -> Field:
    return next(field for field in fields_of(KINDS[kind].struct) if field.key == key)


def _column(kind: str, key: str, rank: int) -> Column:
    if not key:
        label = _field(kind, KINDS[kind].heading).about.label(language())
        return Column(key="heading", title=label, width=16, weight=4)
    if key.startswith("+"):
        return Column(key=key, title=_(_WORKED_OUT[key]), width=14, weight=2, rank=rank)
    field = _field(kind, key)
    title = field.about.label(language())
    # The first column always stays; a code that stands last goes first.
    rank = 0 if rank == 0 and key != "code" else max(1, rank)
    return Column(key=key, title=title, width=max(_width(field), width(title)), weight=_weight(field), rank=rank)


def _width(field: Field) -> int:
    if field.key == "code":
        return _CODE
    if field.shape == "date":
        return 10
    if field.words is not None:
        return min(_WIDEST_CHOICE, max(width(word.label(language())) for word in field.words))
    return 6 if field.shape in {"integer", "number"} else 12


def _weight(field: Field) -> int:
    return 1 if field.shape in {"reference", "references", "text", "texts"} and field.key != "code" else 0


def _cell_maker(view: View, kind: str, key: str) -> Callable[[Record], str]:
    register = view.register
    if not key:
        return partial(called, kind)
    if key == "+holder":
        return lambda record: say_holder(view, record.id)
    if key == "+posts":
        held = _posts_held(view)
        return lambda record: _(", ").join(held.get(record.id, ()))
    if key == "+cadence":
        return lambda record: say_cadences(record.cadence) if isinstance(record, Duty) else ""
    if key == "+obligation":
        return lambda record: say_target(register, record)
    return _field_cell(register, _field(kind, key))


def _field_cell(register: Register, field: Field) -> Callable[[Record], str]:
    known: dict[object, str] = {}

    def cell(record: Record) -> str:
        value = getattr(record, field.attribute)
        if field.shape == "text":
            return str(value)
        said = known.get(value)
        if said is None:
            said = known[value] = say_value(register, field, value)
        return said

    return cell


def say_holder(view: View, post: str) -> str:
    """Who holds a post on the day, with the manner where it is not the formal one."""
    held = holder(view.register, post, view.on)
    manner = held.manner.label(language())
    if held.person is None:
        return manner
    name = name_of(view.register, "person", held.person)
    return name if held.manner is Standing.FORMAL else _("{name} ({manner})").format(name=name, manner=manner)


def _posts_held(view: View) -> dict[str, list[str]]:
    """The posts that each person holds on the day."""
    found: dict[str, list[str]] = {}
    for post in view.register.posts.values():
        for person in _holders(view, post):
            found.setdefault(person, []).append(called("post", post))
    return found


def _holders(view: View, post: Post) -> set[str]:
    return {row.person for row in post.holding if covers(row.since, row.until, view.on)}


def say_target(register: Register, record: Record) -> str:
    """Which obligation a waiver is about."""
    if not isinstance(record, Waiver):
        return ""
    return f"{name_of(register, 'duty', record.obligation.duty)} {record.obligation.period}"
