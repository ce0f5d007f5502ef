"""A record as lines to read: every field with its label, references by title, tables indented, and what is worked out.

Pure text without a screen, so that the record pane, the clipboard and tests say the same.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from schema.answer import Answer
from schema.answer import who
from schema.diagnostic import Diagnostic
from schema.field import Field
from schema.field import fields_of
from schema.identity import Place
from schema.kinds import KINDS
from schema.kinds.base import Table
from schema.kinds.person import Person
from schema.marks import Light
from schema.obligation import Obligation
from schema.reference import resolve
from schema.register import Register
from tui.desk import View
from tui.kind_columns import say_holder
from tui.language import _
from tui.language import language
from tui.naming import called
from tui.naming import kind_label
from tui.naming import name_of
from tui.naming import refer_all
from tui.naming import say_cadences
from tui.naming import say_value

_SHOWN_OBLIGATIONS = 60
_ANSWERING = frozenset({"duty", "group", "unit"})


@dataclass(frozen=True)
class Line:
    """One line before it is folded to the width of the screen."""

    text: str
    """Any text, several lines too."""
    label: str = ""
    """What stands left of it; empty for a line of text alone."""
    indent: int = 0
    """Steps to the right."""
    tone: str = ""
    """`title`, `head`, `muted`, or a tone of the theme: red, yellow, green, grey."""
    mark: str = ""
    """A light or a severity that stands before the text (tui.theme.mark_of)."""
    place: Place | None = None
    """The record that the line is about, where one can go there."""


@dataclass(frozen=True)
class Page:
    """What the record pane shows."""

    place: Place | None = None
    """The record; None for a page that is about none."""
    lines: tuple[Line, ...] = ()

    def as_text(self) -> str:
        """The page as plain text, for the clipboard."""
        return "\n".join(_plain(line) for line in self.lines) + "\n"

    def places(self) -> list[Place]:
        """The other records that the page names, in order, each once."""
        found = [line.place for line in self.lines if line.place is not None]
        return [place for place in dict.fromkeys(found) if place != self.place]


def _plain(line: Line) -> str:
    blank = "  " * line.indent
    label = f"{line.label}: " if line.label else ""
    mark = "".join(f"[{light.label(language())}] " for light in Light if light == line.mark)
    return f"{blank}{mark}{label}{line.text}".replace("\n", f"\n{blank}  ")


def record_page(
    view: View,
    place: Place,
    path: str,
    *,
    obligations: Sequence[Obligation] = (),
    faults: Sequence[Diagnostic] = (),
    first: Sequence[Line] = (),
) -> Page:
    """Everything about one record.

    Args:
        view: the register and the day.
        place: the record's kind and id; `register` and `calendar` too. It need not be there any more.
        path: where its file lies.
        obligations: those of the duty, if it is one and they are known.
        faults: what is wrong with its file.
        first: what stands above everything that is worked out or recorded.
    """
    lines = [*_title(view, place), *_faults(faults), *first]
    record = view.register.at(place)
    if record is None:
        unreadable = place in view.register.unreadable
        said = _("The file can't be read as a record.") if unreadable else _("This record is not there any more.")
        lines.append(Line(said, tone="red"))
    else:
        lines += [*_worked_out(view, place, record, obligations), *_fields(view.register, record)]
    lines += [Line(""), Line(path, tone="muted")]
    return Page(place, tuple(lines))


def obligation_page(view: View, one: Obligation) -> Page:
    """Everything about one obligation, with its duty in short."""
    register = view.register
    duty = register.duties.get(one.duty)
    place = ("duty", one.duty)
    lines = [
        Line(called("duty", duty) or one.duty, tone="title", mark=one.light.value, place=place),
        *_obligation_facts(register, one),
    ]
    if duty is not None:
        lines += [Line(""), Line(say_cadences(duty.cadence), label=_("Cadence"))]
        lines += [Line(row.wording, label=_("Wording"), tone="muted") for row in duty.cadence if row.wording]
    lines += [Line(""), Line(_("Who answers on {day}").format(day=view.on), tone="head")]
    lines += [_answer(register, answer) for answer in who(register, "duty", one.duty, view.on)]
    lines += _works(register, _("Records that count"), one.records)
    lines += _works(register, _("Records that do not count yet"), one.awaiting)
    return Page(place, tuple(lines))


def _title(view: View, place: Place) -> Iterator[Line]:
    kind, id_ = place
    record = view.register.get(kind, id_)
    yield Line(called(kind, record) or id_ or kind_label(kind), tone="title")
    code = record.code if record is not None else ""
    yield Line(" ".join(part for part in (kind_label(kind), code, id_) if part), tone="muted")
    yield Line("")


def _faults(faults: Sequence[Diagnostic]) -> Iterator[Line]:
    for fault in faults:
        message, hint = fault.say(language())
        yield Line(f"{fault.code} {message}", mark=fault.severity.value, tone="red")
        if hint:
            yield Line(hint, indent=1, tone="muted")
    if faults:
        yield Line("")


# --- what is worked out ------------------------------------------------------------------------------------------


def _worked_out(view: View, place: Place, record: Table, obligations: Sequence[Obligation]) -> Iterator[Line]:
    kind, id_ = place
    register = view.register
    if kind == "post":
        yield Line(say_holder(view, id_), label=_("Holder on {day}").format(day=view.on))
        yield Line("")
    elif isinstance(record, Person):
        posts = [post for post in register.posts.values() if any(row.person == id_ for row in post.holding)]
        for post in posts:
            yield Line(f"{called('post', post)}  {say_holder(view, post.id)}", label=_("Post"), place=("post", post.id))
        yield from [Line("")] if posts else []
    elif kind in _ANSWERING:
        answers = who(register, kind, id_, view.on)
        if answers:
            yield Line(_("Who answers on {day}").format(day=view.on), tone="head")
            yield from (_answer(register, answer) for answer in answers)
            yield Line("")
    if obligations:
        yield Line(_("Obligations"), tone="head")
        shown = obligations[:_SHOWN_OBLIGATIONS]
        yield from (_obligation(register, one) for one in shown)
        if len(obligations) > len(shown):
            yield Line(_("and {n} more").format(n=len(obligations) - len(shown)), indent=1, tone="muted")
        yield Line("")


def _answer(register: Register, answer: Answer) -> Line:
    post = name_of(register, "post", answer.post) if answer.post else ""
    unit = name_of(register, "unit", answer.unit) if answer.unit else ""
    person = name_of(register, "person", answer.person) if answer.person else answer.manner.label(language())
    manner = "" if answer.person is None or answer.manner == "formal" else answer.manner.label(language())
    flags = " ".join(flag.label(language()) for flag in answer.flags)
    said = "  ".join(part for part in (person, post or unit, manner, flags) if part)
    place = ("post", answer.post) if answer.post else ("unit", answer.unit) if answer.unit else None
    label = answer.tier.label(language()) if answer.tier else answer.role.label(language())
    return Line(said, label=label, indent=1, place=place)


def say_period(register: Register, one: Obligation) -> str:
    """The period and the element of an obligation: `2026-Q3 北坡社区`."""
    element = refer_all(register, [one.element], ("unit", "post", "platform")) if one.element else ""
    return f"{one.period} {element}".strip()


def say_count(one: Obligation) -> str:
    """How many of how many: `1/2`; empty where the cadence is not set."""
    return f"{one.count}/{one.needed}" if one.needed else ""


def last_day(one: Obligation) -> str:
    """The last day, an approved extension included; a `?` where no official calendar stands behind it."""
    return f"{one.last_day.isoformat()}{'?' if one.provisional else ''}"


def _obligation(register: Register, one: Obligation) -> Line:
    parts = (say_period(register, one), last_day(one), one.state.label(language()), say_count(one))
    return Line("  ".join(part for part in parts if part), indent=1, mark=one.light.value)


def _obligation_facts(register: Register, one: Obligation) -> Iterator[Line]:
    yield Line(say_period(register, one), label=_("Period"))
    yield Line(one.state.label(language()), label=_("State"))
    rolled = _("moved to a working day") if one.rolled else ""
    provisional = _("no official calendar") if one.provisional else ""
    notes = " ".join(f"({note})" for note in (rolled, provisional) if note)
    yield Line(f"{one.opens.isoformat()} - {one.due.isoformat()} {notes}".rstrip(), label=_("Window"))
    if one.extended_to is not None:
        yield Line(one.extended_to.isoformat(), label=_("Extended to"))
    if one.needed:
        yield Line(say_count(one), label=_("Done"))
    if one.completed_on is not None:
        yield Line(one.completed_on.isoformat(), label=_("Done on"))
    if one.flags:
        yield Line(_(", ").join(flag.label(language()) for flag in one.flags), label=_("Remarks"), tone="yellow")
    if one.lead:
        yield Line(refer_all(register, one.lead, ("unit",)), label=_("Lead"), place=("unit", one.lead[0]))
    if one.responsible:
        yield Line(refer_all(register, one.responsible, ("unit",)), label=_("Responsible"))


def _works(register: Register, head: str, ids: Sequence[str]) -> Iterator[Line]:
    if ids:
        yield Line("")
        yield Line(head, tone="head")
    for id_ in ids:
        work = register.activities.get(id_)
        day = work.date.isoformat() if work is not None else ""
        yield Line(f"{day} {called('activity', work) or id_}".strip(), indent=1, place=("activity", id_))


# --- the fields themselves ---------------------------------------------------------------------------------------


def _fields(register: Register, table: msgspec.Struct, indent: int = 0) -> Iterator[Line]:
    for field in fields_of(type(table)):
        value = getattr(table, field.attribute)
        if field.table is not None:
            yield from _table(register, field, value, indent)
        elif value not in (None, "", ()) and (field.required or value != field.default):
            yield _field(register, field, value, indent)


def _field(register: Register, field: Field, value: object, indent: int) -> Line:
    place = None
    target = value[0] if isinstance(value, tuple) and value else value
    if field.refers is not None and isinstance(target, str):
        kinds = [kind for kind in resolve(register, target, field.refers.kinds) if kind in KINDS]
        place = (kinds[0], target) if kinds else None
        if "clause" in field.refers.kinds and target in register.clauses:
            place = ("source", register.clauses[target][0].id)
    return Line(say_value(register, field, value), label=field.about.label(language()), indent=indent, place=place)


def _table(register: Register, field: Field, value: object, indent: int) -> Iterator[Line]:
    rows = value if isinstance(value, tuple) else (value,)
    shown = [row for row in rows if isinstance(row, msgspec.Struct) and (field.shape == "rows" or row != field.default)]
    if not shown:
        return
    label = field.about.label(language())
    if not indent:
        yield Line("")
    for place, row in enumerate(shown, 1):
        numbered = f"{label} {place}" if len(shown) > 1 else label
        yield Line(numbered, indent=indent, tone="head")
        yield from _fields(register, row, indent + 1)
