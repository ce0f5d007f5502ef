"""A year of due days: what is due on each, how much each month and quarter is done, for everything or for one unit.

Worked out in a thread; nothing here touches a widget.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import date

from schema.chart import UnitEntry
from schema.chart import tree
from schema.completion import Tally
from schema.completion import tally
from schema.light import worst
from schema.map import snapshot
from schema.marks import State
from schema.matrix import units_of
from schema.obligation import Obligation
from schema.obligation import obligations
from schema.register import Register
from tui.desk import View
from tui.dialogs.calendar import weekday_names
from tui.language import _
from tui.language import language
from tui.naming import name_of
from tui.naming import refer_all
from tui.pinyin import spell
from tui.record_lines import Line
from tui.record_lines import last_day
from tui.record_lines import say_count
from tui.record_lines import say_period
from tui.widgets.columns import Column
from tui.widgets.row_order import Rows
from tui.widgets.year_grid import Due

ALL = "*"
"""Stands for everything where a unit could stand; no id of a unit."""
_BAR = 20
_SHOWN = 100
QUARTERS: Mapping[str, Sequence[int]] = {f"Q{n + 1}": range(3 * n + 1, 3 * n + 4) for n in range(4)}


@dataclass(frozen=True)
class YearBook:
    """A year, worked out."""

    base: View
    """What the app showed when it was worked out."""
    year: int
    by_unit: Mapping[str, Sequence[Obligation]]
    """What is due in the year by unit, in the order of days; everything under ALL."""
    units: Sequence[tuple[str, int]]
    """The units with how deep each stands in the tree; those that are not on the map come last."""
    rows: Rows = field(default_factory=Rows)
    """How much each unit has done."""
    known: dict[str, Mapping[date, Sequence[Obligation]]] = field(default_factory=dict)
    """What `days` gave."""

    def of(self, unit: str) -> Sequence[Obligation]:
        """What is due for a unit, or all of it."""
        return self.by_unit.get(unit, ())

    def days(self, unit: str) -> Mapping[date, Sequence[Obligation]]:
        """What is due for a unit, by day."""
        found = self.known.get(unit)
        if found is None:
            found = self.known[unit] = by_day(self.of(unit))
        return found

    def due(self, unit: str) -> dict[date, Due]:
        """The worst light and the number of what is due, by day."""
        return {day: Due(worst(one.light for one in found).value, len(found)) for day, found in self.days(unit).items()}

    def sums(self, unit: str) -> dict[int, str]:
        """How much of each month is done, in twelve cells: `86% 12/14`."""
        return {month: _say_sum(counted) for month, counted in self.months(unit).items()}

    def months(self, unit: str) -> dict[int, Tally]:
        """The counts of each month."""
        found: dict[int, list[Obligation]] = {month: [] for month in range(1, 13)}
        for one in self.of(unit):
            found[one.last_day.month].append(one)
        return {month: tally(f"{self.year}-{month:02}", each, self.base.on) for month, each in found.items()}


def write_year(view: View, year: int) -> YearBook:
    """Work out what is due in a year. May take long: call it in a thread.

    Args:
        view: the register, and the day as of which lights are judged.
        year: the year in which the last days lie.
    """
    register = view.register
    found = [one for one in _year_of(view, year) if one.last_day.year == year and one.state is not State.UNSET]
    found.sort(key=lambda one: (one.last_day, one.key))
    by_unit: dict[str, list[Obligation]] = {ALL: found}
    for one in found:
        for unit in units_of(register, one):
            by_unit.setdefault(unit, []).append(one)
    drawn = snapshot(register, view.on)
    units = [(entry.id, depth) for depth, entry in tree(drawn) if isinstance(entry, UnitEntry)]
    known = {unit for unit, _depth in units}
    units += [(unit, 0) for unit in by_unit if unit not in known and unit != ALL]
    book = YearBook(view, year, by_unit, units)
    return replace(book, rows=_rows(book))


def _year_of(view: View, year: int) -> Iterator[Obligation]:
    """The obligations of a year and of the one before, whose last ones are due in this."""
    for each in (year - 1, year):
        if date.min.year <= each <= date.max.year:
            yield from obligations(view.register, view.on, year=each, older=False)


def by_day(found: Iterable[Obligation]) -> dict[date, list[Obligation]]:
    """Obligations by their last day."""
    days: dict[date, list[Obligation]] = {}
    for one in found:
        days.setdefault(one.last_day, []).append(one)
    return days


# --- how much is done ---------------------------------------------------------------------------------------------


def columns() -> list[Column]:
    """The columns of the list that says how much each unit has done."""
    return [
        Column(key="unit", title=_("Unit"), width=14, weight=1),
        Column(key="months", title="1  4  7  10", width=12),
        *(Column(key=name, title=name, width=4, right=True, rank=1) for name in QUARTERS),
        Column(key="year", title=_("Total"), width=5, right=True, rank=2),
        Column(key="done", title=_("Done"), width=7, right=True, rank=3),
    ]


def _rows(book: YearBook) -> Rows:
    ids = [ALL, *(unit for unit, _depth in book.units)]
    cells = [_cells(book, ALL, _("All units"))]
    register = book.base.register
    cells += [_cells(book, unit, "  " * depth + say_unit(register, unit)) for unit, depth in book.units]
    marks = [worst(one.light for one in book.of(unit)).value for unit in ids]
    haystacks = [f"{row[0]}\n{id_}\n{spell(row[0])}".casefold() for id_, row in zip(ids, cells, strict=True)]
    return Rows(ids=ids, cells=cells, marks=marks, haystacks=haystacks)


def say_unit(register: Register, unit: str) -> str:
    """What a unit is called; everything together for ALL."""
    if unit == ALL:
        return _("All units")
    return name_of(register, "unit", unit) if unit in register.units else refer_all(register, [unit], ("unit",))


def _cells(book: YearBook, unit: str, name: str) -> tuple[str, ...]:
    months = book.months(unit)
    quarters = [
        tally(name, (one for m in span for one in months[m].all), book.base.on) for name, span in QUARTERS.items()
    ]
    whole = tally(f"{book.year}", book.of(unit), book.base.on)
    return (
        name,
        _signs(months.values()),
        *(_percent(each) for each in quarters),
        _percent(whole),
        f"{whole.done}/{whole.settled}",
    )


def months_done(view: View) -> dict[str, str]:
    """How much each unit has done in the year of the view's day: `****.**.8*.*  96%`. May take long: call it in a thread."""
    book = write_year(view, view.on.year)
    return {
        unit: f"{_signs(book.months(unit).values())} {_percent(tally(unit, found, view.on)):>4}"
        for unit, found in book.by_unit.items()
    }


def _signs(months: Iterable[Tally]) -> str:
    return "".join(_digit(counted) for counted in months)


def say_signs() -> str:
    """What the signs of the months mean."""
    return _("A sign for each month: * all done, 8 eight tenths, . nothing due yet")


def _digit(counted: Tally) -> str:
    """A month in one cell: tenths done, `*` for all of it, `.` where nothing was due yet."""
    if counted.rate is None:
        return "."
    return "*" if counted.done == counted.settled else f"{10 * counted.done // counted.settled}"


def _percent(counted: Tally) -> str:
    return "" if counted.rate is None else f"{100 * counted.done // counted.settled}%"


def _say_sum(counted: Tally) -> str:
    if not counted.all:
        return ""
    rate = _percent(counted) if counted.settled == len(counted.all) else ""
    return f"{rate:>4} {counted.done}/{len(counted.all)}"


def unit_lines(book: YearBook, unit: str) -> tuple[Line, ...]:
    """What a unit has done, a bar for each month and each quarter."""
    register, months = book.base.register, book.months(unit)
    place = ("unit", unit) if unit in register.units else None
    lines = [Line(say_unit(register, unit), tone="title", place=place), Line(f"{book.year}", tone="muted"), Line("")]
    lines.append(Line(_("Share done of what was due, by month"), tone="head"))
    lines += [_bar(f"{month}", counted) for month, counted in months.items()]
    lines += [Line(""), Line(_("By quarter"), tone="head")]
    for name, span in QUARTERS.items():
        lines.append(_bar(name, tally(name, (one for month in span for one in months[month].all), book.base.on)))
    open_now = [one for one in book.of(unit) if one.is_open and one.last_day < book.base.on]
    if open_now:
        lines += [Line(""), Line(_("Overdue"), tone="head")]
        lines += [line for one in open_now[:_SHOWN] for line in _obligation(register, one, day=True)]
    lines += [Line(""), Line(say_signs(), tone="muted")]
    return tuple(lines)


def _bar(label: str, counted: Tally) -> Line:
    """`######--------------  30%  3/10`."""
    if not counted.settled:
        waiting = _("{n} to come").format(n=len(counted.all)) if counted.all else "-"
        return Line(waiting, label=label, tone="muted")
    filled = _BAR * counted.done // counted.settled
    bar = "#" * filled + "-" * (_BAR - filled)
    tone = "green" if counted.done == counted.settled else "red"
    return Line(f"{bar} {_percent(counted):>4} {counted.done}/{counted.settled}", label=label, tone=tone)


# --- a day --------------------------------------------------------------------------------------------------------


def day_lines(book: YearBook, unit: str, day: date, note: str) -> tuple[Line, ...]:
    """What is due on a day."""
    register = book.base.register
    found = book.days(unit).get(day, [])
    lines = [Line(f"{day.isoformat()} {note}", tone="title")]
    if unit != ALL:
        lines.append(Line(say_unit(register, unit), tone="muted", place=("unit", unit)))
    lines.append(Line(""))
    if not found:
        lines.append(Line(_("Nothing is due on this day."), tone="muted"))
    for one in found[:_SHOWN]:
        lines += _obligation(register, one)
    if len(found) > _SHOWN:
        lines.append(Line(_("and {n} more").format(n=len(found) - _SHOWN), tone="muted"))
    return tuple(lines)


def _obligation(register: Register, one: Obligation, *, day: bool = False) -> list[Line]:
    parts = (
        last_day(one) if day else "",
        say_period(register, one),
        one.state.label(language()),
        say_count(one),
        refer_all(register, one.lead[:1], ("unit",)),
    )
    title = Line(name_of(register, "duty", one.duty), mark=one.light.value, place=("duty", one.duty))
    return [title, Line("  ".join(part for part in parts if part), indent=2, tone="muted")]


def day_words(book: YearBook, unit: str, day: date, note: str) -> str:
    """A day on one line, for a screen without room for the record pane."""
    found = book.days(unit).get(day, [])
    names = dict.fromkeys(name_of(book.base.register, "duty", one.duty) for one in found)
    said = _("{n} due: {names}").format(n=len(found), names=_(", ").join(names)) if found else _("nothing due")
    return f"{day.isoformat()} {note}: {said}"


def year_as_text(book: YearBook, unit: str) -> str:
    """The days with what is due, a line for each obligation, cells with tabs between."""
    register = book.base.register
    lines = [
        (
            one.last_day.isoformat(),
            weekday_names()[one.last_day.weekday()],
            one.light.label(language()),
            name_of(register, "duty", one.duty),
            say_period(register, one),
            one.state.label(language()),
            say_count(one),
            refer_all(register, one.lead, ("unit",)),
        )
        for one in book.of(unit)
    ]
    return "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in lines)
