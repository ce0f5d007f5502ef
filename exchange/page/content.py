"""What the page says: rows of plain text worked out by the rules. How it looks is the template's.

Every text of a record passes `visible` here and is escaped by the template; a figure is the length of a list that
stands on the page too, so that everybody can count it again.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from typing import NamedTuple

from exchange.naming import name_of
from exchange.naming import parties_of
from exchange.naming import party_of
from schema.chart import Party
from schema.chart import PostEntry
from schema.chart import Seat
from schema.chart import UnitEntry
from schema.chart import seats
from schema.chart import tree
from schema.coverage import coverage
from schema.coverage import vacancies
from schema.map import snapshot
from schema.marks import Light
from schema.marks import Standing
from schema.marks import State
from schema.obligation import Obligation
from schema.rectification import rectifications
from schema.register import Register
from schema.urging import letter_of
from schema.urging import rungs
from schema.visible import visible

SOON = 30
"""Days ahead that "coming" looks."""


class Cell(NamedTuple):
    """One cell of a table."""

    text: str
    light: str = ""
    """A light that colours it; its word is in the text."""


class Row(NamedTuple):
    """One row."""

    cells: tuple[Cell, ...]
    anchor: str = ""
    """The place on the page that links to it name; empty for none."""


class Table(NamedTuple):
    """One table; `columns` are names of texts in exchange.page.words."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


class Reader:
    """Makes the tables of one register as of one day in one language."""

    def __init__(self, register: Register, found: Sequence[Obligation], on: date, language: str) -> None:
        self._register = register
        self._found = found
        self._on = on
        self._language = language
        self._joiner = "、" if language == "zh" else ", "
        self._map = snapshot(register, on)
        self._rungs = rungs(register, on)

    # --- what leaders ask first ------------------------------------------------------------------------------------

    def overdue(self) -> Table:
        """What is missed and not done, the longest overdue first."""
        missed = sorted((one for one in self._found if one.state is State.MISSED), key=lambda one: one.last_day)
        rows = [
            Row((*self._name(one), _day(one), Cell(f"{(self._on - one.last_day).days}"), self._leads(one)))
            for one in missed
        ]
        return Table(("light", "code", "duty", "period", "element", "due", "days", "lead"), tuple(rows))

    def coming(self) -> Table:
        """What is open and falls due soon."""
        last = self._on + timedelta(days=SOON)
        soon = [one for one in self._found if one.is_open and self._on <= one.last_day <= last]
        soon += [one for one in self._found if one.state is State.NEAR_DUE and one.last_day > last]
        rows = [
            Row((*self._name(one), _day(one), Cell(f"{(one.last_day - self._on).days}"), self._leads(one)))
            for one in sorted(soon, key=lambda one: one.last_day)
        ]
        return Table(("light", "code", "duty", "period", "element", "due", "days-left", "lead"), tuple(rows))

    def findings(self) -> Table:
        """Findings that are not closed."""
        rows = []
        for one in rectifications(self._register, self._on):
            if one.is_open:
                light = Cell(one.light.label(self._language), one.light.value)
                words = (
                    one.state.label(self._language),
                    visible(one.finding.text),
                    self._party(one.finding.unit),
                    self._party(one.finding.owner) if one.finding.owner else "",
                    one.due.isoformat(),
                    f"{one.returned}",
                )
                rows.append(Row((light, *map(Cell, words))))
        return Table(("light", "state", "finding", "unit", "owner", "due", "returned"), tuple(rows))

    def letters(self) -> Table:
        """Letters that are owed, and evaluations that a person must decide about."""
        rows = []
        for one in self._rungs:
            if one.is_owed or one.awaits_decision:
                title = letter_of(self._register.settings.urging, one.level).title or one.level.label(self._language)
                about = one.finding.text if one.finding is not None else self._called(one.obligation)
                to = self._party(one.to) if one.to else ""
                words = (visible(title), to, visible(about), one.reason.label(self._language))
                rows.append(Row(tuple(map(Cell, words))))
        return Table(("level", "addressee", "about", "reason"), tuple(rows))

    def gaps(self) -> Table:
        """What the map lacks: vacant posts, duties without a lead, clauses without a duty (R16)."""
        found = [*vacancies(self._register, self._on), *coverage(self._register, self._on).gaps]
        rows = [
            Row(
                (
                    Cell(gap.type.label(self._language)),
                    Cell(name_of(self._register, gap.kind, gap.id, self._language)),
                    Cell(visible(gap.clause or f"{gap.kind}/{gap.id}")),
                )
            )
            for gap in found
        ]
        return Table(("gap", "subject", "record"), tuple(rows))

    # --- the map ---------------------------------------------------------------------------------------------------

    def posts(self) -> Table:
        """Units with their posts and who holds them that day."""
        rows = []
        unit: UnitEntry | None = None
        for depth, entry in tree(self._map):
            if isinstance(entry, UnitEntry):
                unit = entry
                name = "　" * depth + name_of(self._register, "unit", unit.id, self._language)
                rows.append(Row((Cell(name), *self._post(None))))
            elif unit is not None and entry.unit == unit.id and rows[-1].cells[1].text == "":
                rows[-1] = Row((rows[-1].cells[0], *self._post(entry)))
            else:
                rows.append(Row((Cell(""), *self._post(entry))))
        return Table(("unit", "post", "holder", "manner", "tier"), tuple(rows))

    def groups(self) -> Table:
        """Leading groups, seat by seat."""
        rows = []
        for group in self._map.groups:
            for at, (role, seat) in enumerate(seats(group)):
                title = name_of(self._register, "group", group.id, self._language) if at == 0 else ""
                rows.append(Row((Cell(title), Cell(role.label(self._language)), *self._seat(seat))))
        return Table(("group", "role", "post", "holder", "manner"), tuple(rows))

    def duties(self) -> Table:
        """Duties with who bears, leads and takes part, and the worst light of each."""
        worst = _worst(self._found)
        rows = []
        for duty in self._map.duties:
            light = worst.get(duty.id)
            rows.append(
                Row(
                    (
                        Cell(light.label(self._language), light.value) if light is not None else Cell(""),
                        Cell(visible(duty.code)),
                        Cell(name_of(self._register, "duty", duty.id, self._language)),
                        Cell(visible(duty.wording) or duty.tier.label(self._language)),
                        Cell(self._parties(duty.bearer)),
                        Cell(self._parties(duty.lead)),
                        Cell(self._parties(duty.responsible)),
                    )
                )
            )
        return Table(("light", "code", "duty", "tier", "bearer", "lead", "responsible"), tuple(rows))

    def every(self, found: Iterable[Obligation]) -> Table:
        """Obligations with what was done."""
        rows = [
            Row(
                (
                    *self._name(one),
                    _day(one),
                    Cell(one.state.label(self._language)),
                    Cell(f"{one.count}/{one.needed}" if one.needed else ""),
                    self._leads(one),
                    Cell(self._joiner.join(visible(each) for each in one.records)),
                )
            )
            for one in found
        ]
        return Table(
            ("light", "code", "duty", "period", "element", "due", "state", "count", "lead", "records"), tuple(rows)
        )

    # --- parts of rows ---------------------------------------------------------------------------------------------

    def _name(self, one: Obligation) -> tuple[Cell, ...]:
        return (
            Cell(one.light.label(self._language), one.light.value),
            Cell(visible(self._register.duties[one.duty].code)),
            Cell(name_of(self._register, "duty", one.duty, self._language)),
            Cell(visible(one.period)),
            Cell(self._party(one.element) if one.element else ""),
        )

    def _called(self, one: Obligation | None) -> str:
        return " ".join(cell.text for cell in self._name(one)[1:] if cell.text) if one is not None else ""

    def _leads(self, one: Obligation) -> Cell:
        return Cell(parties_of(self._register, one.lead, self._language))

    def _party(self, id_: str) -> str:
        return party_of(self._register, id_, self._language)

    def _parties(self, parties: Iterable[Party]) -> str:
        return self._joiner.join(self._party(party.id) for party in parties)

    def _post(self, post: PostEntry | None) -> tuple[Cell, ...]:
        if post is None:
            return Cell(""), Cell(""), Cell(""), Cell("")
        tier = visible(post.wording) or self._joiner.join(tier.label(self._language) for tier in post.tiers)
        title = name_of(self._register, "post", post.id, self._language)
        return (Cell(title), *self._holder(post.person, post.manner, post.cover_post), Cell(tier))

    def _seat(self, seat: Seat) -> tuple[Cell, ...]:
        return (Cell(self._party(seat.post)), *self._holder(seat.person, seat.manner, seat.cover_post))

    def _holder(self, person: str | None, manner: Standing, cover: str | None) -> tuple[Cell, Cell]:
        name = name_of(self._register, "person", person, self._language) if person else ""
        if cover is not None:
            name = f"{name} ({self._party(cover)})".strip()
        light = (
            "" if manner is Standing.FORMAL else "red" if manner in {Standing.VACANT, Standing.CONFLICT} else "yellow"
        )
        return Cell(name), Cell(manner.label(self._language), light)


def unreadable(register: Register) -> list[str]:
    """Records that could not be read and are in no figure, as `kind/id`."""
    return [visible(f"{kind}/{id_}") for kind, id_ in sorted(register.unreadable)]


def _day(one: Obligation) -> Cell:
    return Cell(one.last_day.isoformat() + (" *" if one.provisional else ""))


def _worst(found: Iterable[Obligation]) -> Mapping[str, Light]:
    order = [Light.RED, Light.YELLOW, Light.WHITE, Light.GREEN, Light.GREY, Light.NONE]
    worst: dict[str, Light] = {}
    for one in found:
        if one.duty not in worst or order.index(one.light) < order.index(worst[one.duty]):
            worst[one.duty] = one.light
    return worst
