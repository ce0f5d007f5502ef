"""What the views of the responsibility map show: rows of the tree, the groups and the differences, and pages beside them.

All of it is worked out in a thread from one day's map; nothing here touches a widget.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date

from schema.chart import DutyEntry
from schema.chart import GroupEntry
from schema.chart import PostEntry
from schema.chart import Seat
from schema.chart import Snapshot
from schema.chart import UnitEntry
from schema.chart import parts
from schema.chart import seats
from schema.chart import tree
from schema.identity import Place
from schema.map import Changed
from schema.map import Difference
from schema.map import difference
from schema.map import snapshot
from schema.marks import Role
from schema.matrix import Matrix
from schema.matrix import Row
from schema.matrix import Side
from schema.matrix import matrix
from schema.register import Register
from tui.desk import View
from tui.language import _
from tui.language import msgid
from tui.naming import kind_label
from tui.naming import name_of
from tui.naming import refer_all
from tui.pinyin import spell
from tui.record_lines import Line
from tui.screens.map_words import haystack
from tui.screens.map_words import said_title
from tui.screens.map_words import say_change
from tui.screens.map_words import say_counts
from tui.screens.map_words import say_field
from tui.screens.map_words import say_held
from tui.screens.map_words import say_tiers
from tui.screens.map_words import say_words
from tui.screens.year_book import months_done
from tui.screens.year_book import say_signs
from tui.widgets.columns import Column
from tui.widgets.matrix_view import Head
from tui.widgets.row_order import Rows

_INDENT = "  "
_DEPTHS: Mapping[Role, int] = {Role.GROUP_HEAD: 1, Role.GROUP_DEPUTY: 2, Role.GROUP_MEMBER: 3, Role.OFFICE_HEAD: 2}
"""How deep each seat of a group stands in its chart."""
_SEATS: Mapping[Role, str] = {
    Role.GROUP_HEAD: msgid("Head"),
    Role.GROUP_DEPUTY: msgid("Deputy"),
    Role.GROUP_MEMBER: msgid("Member"),
    Role.OFFICE_HEAD: msgid("Office head"),
}
"""What a seat is called below its group: the words of Role say the group too."""


@dataclass(frozen=True)
class Chart:
    """Rows with the record that each is about."""

    rows: Rows = field(default_factory=Rows)
    places: Mapping[str, Place] = field(default_factory=dict)
    """By id of the row."""
    said: Mapping[str, str] = field(default_factory=dict)
    """A row in full, by its id, where its cells may be cut."""


@dataclass(frozen=True)
class Drawn:
    """Everything that the map shows of one day."""

    view: View
    """The register as the map's own day has it."""
    base: View
    """What the app showed when it was drawn."""
    other: date
    """The day that it is compared with."""
    side: Side
    map: Snapshot
    matrix: Matrix
    heads: tuple[Sequence[Head], Sequence[Head]]
    units: Chart
    groups: Chart
    changes: Difference
    done: Mapping[str, str] | None = None
    """How much each unit has done in the year of the map's day, month by month; None where it was not asked for."""


def draw(
    base: View, on: date, other: date, side: Side, *, with_done: bool = True, before: Drawn | None = None
) -> Drawn:
    """Draw the map of a day. May take long: call it in a thread.

    Args:
        base: the register, and the app's day.
        on: the day of the map.
        other: the day that it is compared with.
        side: whose matrix.
        with_done: whether to say how much each unit has done, which costs as much again as everything else.
        before: what was drawn last; of the same day, its obligations are not worked out again.
    """
    register = base.register
    view = base if on == base.on else View(register, on)
    done = None
    if before is not None and before.base is base and before.view.on == on:
        view, done = before.view, before.done
    if with_done and done is None:
        done = months_done(view)
    found = snapshot(register, on)
    shares = matrix(found, view.obligations, side=side)
    rows = [_row_head(register, row) for row in shares.rows]
    columns = [_duty_head(register, duty) for duty in shares.columns]
    # Change is read forward in time, whichever of the two days is chosen first.
    old, new = sorted((found, snapshot(register, other)), key=lambda one: one.on)
    units, groups = chart_of_units(register, found, done or {}), chart_of_groups(register, found)
    return Drawn(view, base, other, side, found, shares, (rows, columns), units, groups, difference(old, new), done)


def _row_head(register: Register, row: Row) -> Head:
    kind, id_ = row.key
    label = name_of(register, kind, id_) if kind in {"unit", "post"} else refer_all(register, [id_], ("unit", "post"))
    return Head(row.key, label, row.depth, bool(row.flags), f"{label} {id_} {spell(label)}".casefold())


def _duty_head(register: Register, duty: DutyEntry) -> Head:
    title = name_of(register, "duty", duty.id)
    label = duty.code or title
    return Head(duty.id, label, 0, bool(duty.flags), f"{haystack(register, duty)} {spell(title)}".casefold())


# --- the tree and the groups --------------------------------------------------------------------------------------


def chart_of_units(register: Register, drawn: Snapshot, done: Mapping[str, str]) -> Chart:
    """Units below their parents with how much each has done, each with its posts and who holds them."""
    ids: list[str] = []
    cells: list[tuple[str, ...]] = []
    marks: list[str] = []
    places: dict[str, Place] = {}
    for depth, entry in tree(drawn):
        kind = "unit" if isinstance(entry, UnitEntry) else "post"
        id_ = f"{kind}/{entry.id}"
        ids.append(id_)
        places[id_] = (kind, entry.id)
        if isinstance(entry, UnitEntry):
            cells.append(_unit_cells(register, entry, depth, done.get(entry.id, "")))
        else:
            cells.append(_post_cells(register, entry, depth))
        marks.append("warning" if kind == "unit" and entry.flags else _mark(entry))
    for kind, id_ in (place for place in drawn.unreadable if place[0] in {"unit", "post"}):
        ids.append(f"{kind}/{id_}")
        places[f"{kind}/{id_}"] = (kind, id_)
        cells.append((_("{id} (unreadable)").format(id=id_), "", "", "", ""))
        marks.append("error")
    return Chart(Rows(ids=ids, cells=cells, marks=marks, haystacks=_haystacks(cells)), places)


def _unit_cells(register: Register, unit: UnitEntry, depth: int, done: str) -> tuple[str, ...]:
    people = [each for each in (unit.liaison, unit.backup) if each]
    names = _(", ").join(name_of(register, "person", each) for each in people)
    liaison = _("liaison: {names}").format(names=names) if names else ""
    return (_INDENT * depth + said_title(register, "unit", unit), done, "", liaison, say_words(unit.flags))


def _post_cells(register: Register, post: PostEntry, depth: int) -> tuple[str, ...]:
    charge = refer_all(register, (*post.in_charge_of, *post.linked), ("unit",))
    title = f"{_INDENT * depth}- {said_title(register, 'post', post)}"
    return (title, say_held(register, post), say_tiers(post), charge, say_words(post.flags))


def _mark(entry: UnitEntry | PostEntry | Seat) -> str:
    """The letter of a post that is not held formally."""
    return "" if isinstance(entry, UnitEntry) else entry.manner.value


def chart_of_groups(register: Register, drawn: Snapshot) -> Chart:
    """The leading groups, each with its head, deputies, members and office."""
    ids: list[str] = []
    cells: list[tuple[str, ...]] = []
    marks: list[str] = []
    places: dict[str, Place] = {}
    for group in drawn.groups:
        ids.append(f"group/{group.id}")
        places[ids[-1]] = ("group", group.id)
        office = refer_all(register, [group.office_unit], ("unit",)) if group.office_unit else ""
        where = _("office: {unit}").format(unit=office) if office else ""
        cells.append((said_title(register, "group", group), where, say_words(group.flags) or say_counts(group)))
        marks.append("warning" if group.flags else "")
        for at, (role, seat) in enumerate(seats(group)):
            id_ = f"group/{group.id}/{at}/{seat.post}"
            ids.append(id_)
            if seat.post in register.posts:
                places[id_] = ("post", seat.post)
            name = refer_all(register, [seat.post], ("post",))
            title = f"{_INDENT * _DEPTHS[role]}{_(_SEATS[role])}  {name}"
            cells.append((title, say_held(register, seat), say_words(seat.flags)))
            marks.append(_mark(seat))
    for kind, id_ in (place for place in drawn.unreadable if place[0] == "group"):
        ids.append(f"{kind}/{id_}")
        places[ids[-1]] = (kind, id_)
        cells.append((_("{id} (unreadable)").format(id=id_), "", ""))
        marks.append("error")
    return Chart(Rows(ids=ids, cells=cells, marks=marks, haystacks=_haystacks(cells)), places)


def _haystacks(cells: Sequence[Sequence[str]]) -> list[str]:
    return ["\n".join((*row, *(spell(cell) for cell in row if not cell.isascii()))).casefold() for row in cells]


# --- two days -----------------------------------------------------------------------------------------------------


def entry_lines(drawn: Drawn, place: Place) -> tuple[Line, ...]:
    """What the map itself says of a record, to stand over the record's page: flags, a group's numbers, a unit's months."""
    kind, id_ = place
    entries = dict(parts(drawn.map)).get(kind, ())
    entry = next((entry for entry in entries if entry.id == id_), None)
    lines = [Line(say_counts(entry), label=_("Members"))] if isinstance(entry, GroupEntry) else []
    if isinstance(entry, UnitEntry) and (done := (drawn.done or {}).get(id_)):
        lines += [Line(done, label=_("Done by month")), Line(say_signs(), label="", tone="muted")]
    if entry is not None and entry.flags:
        lines.append(Line(say_words(entry.flags), label=_("Remarks"), tone="yellow"))
    return (*lines, Line("")) if lines else ()


def chart_of_changes(register: Register, found: Difference, *, stacked: bool) -> Chart:
    """What differs between two days, with both values.

    Args:
        register: where titles are looked up.
        found: the difference.
        stacked: the two values below each other, for a narrow screen; else beside each other.
    """
    ids: list[str] = []
    cells: list[tuple[str, ...]] = []
    marks: list[str] = []
    places: dict[str, Place] = {}

    said_by_id: dict[str, str] = {}

    def add(id_: str, mark: str, place: Place, *row: str) -> None:
        ids.append(id_)
        said_by_id.setdefault(id_, said)
        marks.append(mark)
        places[id_] = place
        cells.append(row)

    whole = [("added", *one) for one in found.added] + [("removed", *one) for one in found.removed]
    for mark, kind, entry in whole:
        title = f"{kind_label(kind)} {said_title(register, kind, entry)}"
        was, now = ("-", _("is there")) if mark == "added" else (_("is there"), "-")
        what = _("added") if mark == "added" else _("removed")
        said = f"{title}: {what}"
        add(f"{kind}/{entry.id}", mark, (kind, entry.id), title, what, *(() if stacked else (was, now)))
    for one in found.changed:
        place = (one.kind, one.entry.id)
        title = f"{kind_label(one.kind)} {said_title(register, one.kind, one.entry)}"
        for change in one.fields:
            id_ = f"{one.kind}/{one.entry.id}/{change.key}"
            label = say_field(register, change.key)
            was, now = (say_change(register, change.key, value) for value in (change.old, change.new))
            said = f"{title}, {label}: {was} -> {now}"
            if stacked:
                add(id_, "changed", place, title, label)
                add(f"{id_}/old", "removed", place, f"{_INDENT}{was}", found.old.isoformat())
                add(f"{id_}/new", "added", place, f"{_INDENT}{now}", found.new.isoformat())
            else:
                add(id_, "changed", place, title, label, was, now)
    return Chart(Rows(ids=ids, cells=cells, marks=marks, haystacks=_haystacks(cells)), places, said_by_id)


def change_words(found: Chart, row: str) -> str:
    """A difference on one line, for values that are cut in the list."""
    return found.said.get(row, "")


def change_lines(register: Register, found: Difference, place: Place) -> tuple[Line, ...]:
    """Everything that differs about one record, the two values below each other."""
    kind, id_ = place
    lines: list[Line] = []
    for mark, entries in (("added", found.added), ("removed", found.removed)):
        for entry in (entry for of, entry in entries if (of, entry.id) == place):
            said = _("On the map of {new}, not on that of {old}.")
            said = said if mark == "added" else _("On the map of {old}, not on that of {new}.")
            lines.append(Line(said_title(register, kind, entry), tone="title", mark=mark, place=place))
            lines += [Line(""), Line(said.format(old=found.old.isoformat(), new=found.new.isoformat()))]
    for one in (one for one in found.changed if (one.kind, one.entry.id) == place):
        lines += _changed_lines(register, found, one)
    return tuple(lines) or (Line(name_of(register, kind, id_), tone="title", place=place),)


def _changed_lines(register: Register, found: Difference, one: Changed) -> Iterator[Line]:
    yield Line(said_title(register, one.kind, one.entry), tone="title", mark="changed", place=(one.kind, one.entry.id))
    yield Line(kind_label(one.kind), tone="muted")
    for change in one.fields:
        yield Line("")
        yield Line(say_field(register, change.key), tone="head")
        yield Line(say_change(register, change.key, change.old), label=found.old.isoformat(), mark="removed")
        yield Line(say_change(register, change.key, change.new), label=found.new.isoformat(), mark="added")


# --- columns ----------------------------------------------------------------------------------------------------


def unit_columns() -> list[Column]:
    """The columns of the tree of units."""
    return [
        Column(key="place", title=_("Unit and post"), width=24, weight=4),
        Column(key="holder", title=_("Holder, done"), width=17, weight=3),
        Column(key="tier", title=_("Tier"), width=10, weight=1, rank=2),
        Column(key="charge", title=_("In charge of, liaison"), width=12, weight=2, rank=3),
        Column(key="flags", title=_("Remarks"), width=9, weight=2, rank=1),
    ]


def group_columns() -> list[Column]:
    """The columns of the groups."""
    return [
        Column(key="seat", title=_("Group and seat"), width=28, weight=4),
        Column(key="holder", title=_("Holder, office"), width=14, weight=2),
        Column(key="flags", title=_("Remarks"), width=9, weight=2, rank=1),
    ]


def change_columns(old: str = "", new: str = "", *, stacked: bool) -> list[Column]:
    """The columns of what differs between two days.

    Args:
        old: what stands over the values of the first day.
        new: what stands over those of the second.
        stacked: as `chart_of_changes`.
    """
    first = Column(key="what", title=_("Record"), width=22 if stacked else 18, weight=3)
    if stacked:
        return [first, Column(key="field", title=_("What differs"), width=12, weight=2)]
    return [
        first,
        Column(key="field", title=_("What differs"), width=12, weight=1),
        Column(key="old", title=old, width=12, weight=2),
        Column(key="new", title=new, width=12, weight=2),
    ]
