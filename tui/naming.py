"""What things are called on the screen, in the app's language: records, references, periods, cadences, values.

All of it is text of records still: whoever draws it passes it through `tui.text`.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from schema.field import Field
from schema.field import Refers
from schema.field import Word
from schema.heading import heading_of
from schema.identity import Place
from schema.kinds import KINDS
from schema.kinds.base import Table
from schema.kinds.duty import Cadence
from schema.reference import resolve
from schema.register import Register
from schema.vocabulary import CadenceType
from tui.language import _
from tui.language import language
from tui.language import msgid

_KINDS_BESIDE = {"register": msgid("Settings"), "calendar": msgid("Working calendar"), "": msgid("File")}
_SELECTORS = {
    "@sections": msgid("all sections"),
    "@centres": msgid("all centres"),
    "@communities": msgid("all communities and villages"),
    "@party-orgs": msgid("all party organisations"),
    "@party-branches": msgid("all party branches"),
    "@stationed-units": msgid("all stationed units"),
    "@subsidiaries": msgid("all subsidiaries"),
    "@section-heads": msgid("heads of all sections"),
    "@community-secretaries": msgid("secretaries of all communities and villages"),
    "@team": msgid("all team members"),
    "@other-team-members": msgid("other team members"),
    "@in-charge-leaders": msgid("leaders in charge"),
    "@own-sections": msgid("own sections"),
    "@own-communities": msgid("own communities and villages"),
}


def kind_label(kind: str) -> str:
    """What a kind is called, also `register`, `calendar` and a file that is no record."""
    if kind in KINDS:
        return KINDS[kind].label(language())
    return _(_KINDS_BESIDE.get(kind, _KINDS_BESIDE[""]))


def called(kind: str, record: Table | None) -> str:
    """What a record is called, on one line: in English by its English title where it has one."""
    if record is None:
        return ""
    name = KINDS[kind].heading if kind in KINDS else "title"
    english = getattr(record, f"{name}_en", "") if name and language() == "en" else ""
    return " ".join(str(english or heading_of(kind, record)).split())


def name_of(register: Register, kind: str, id: str) -> str:
    """What the record at a place is called; its id where it is not there, can't be read or has no title."""
    return called(kind, register.get(kind, id)) or id


def place_label(register: Register, place: Place) -> str:
    """A record with its kind, for titles: `职责事项 季度例会`."""
    kind, id_ = place
    if kind == "register":
        return kind_label(kind)
    return f"{kind_label(kind)} {name_of(register, kind, id_)}"


def refer(register: Register, target: str, kinds: Sequence[str]) -> str:
    """What a reference points at: its title; a selector in words; the bare text where nothing stands there."""
    if target.startswith("@"):
        return _(_SELECTORS[target]) if target in _SELECTORS else target
    for kind in resolve(register, target, tuple(kinds)):
        if kind == "clause":
            source, clause = register.clauses[target]
            return f"{called('source', source)} {clause.label or clause.path}"
        if kind == "superior":
            return next(superior.title for superior in register.settings.superior if superior.id == target)
        return name_of(register, kind, target)
    if any((kind, target) in register.unreadable for kind in kinds):
        return _("{id} (unreadable)").format(id=target)
    return _("{id} (missing)").format(id=target)


def refer_all(register: Register, targets: Sequence[str], kinds: Sequence[str]) -> str:
    """Several references in a row."""
    return _(", ").join(refer(register, target, kinds) for target in targets)


def say_value(register: Register, field: Field, value: Any) -> str:
    """One value as people read it; empty for a value that is not there. Not for tables."""
    if value is None or value in ((), ""):
        return ""
    if isinstance(value, tuple):
        return _(", ").join(_say(register, one, field.refers) for one in value)
    return _say(register, value, field.refers)


def _say(register: Register, value: Any, refers: Refers | None) -> str:
    if isinstance(value, Word):
        return value.label(language())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:g}"
    if refers is not None:
        return refer(register, str(value), refers.kinds)
    return str(value)


_CADENCES = {
    ("at-least", "year"): msgid("at least {n} a year"),
    ("at-least", "half-year"): msgid("at least {n} a half-year"),
    ("at-least", "quarter"): msgid("at least {n} a quarter"),
    ("at-least", "month"): msgid("at least {n} a month"),
    ("exactly", "year"): msgid("{n} a year"),
    ("exactly", "half-year"): msgid("{n} a half-year"),
    ("exactly", "quarter"): msgid("{n} a quarter"),
    ("exactly", "month"): msgid("{n} a month"),
}


def say_cadence(row: Cadence) -> str:
    """A cadence in a few words: `每季至少 1 次`."""
    match row.type:
        case CadenceType.MONTHS:
            said = _("in months {months}").format(months=_(", ").join(str(month) for month in row.months))
        case CadenceType.BY_DATE:
            day, after, _years = (row.due or "12-31").partition("+")
            said = (_("every year by {due} of the next") if after else _("every year by {due}")).format(due=day)
        case CadenceType.EVENT if row.within_days is not None:
            said = _("within {n} days of an event").format(n=row.within_days)
        case CadenceType.EVENT:
            said = _("within {n} working days of an event").format(n=row.within or 0)
        case CadenceType.UNSET:
            said = row.wording or row.type.label(language())
        case _:
            pattern = _CADENCES.get((row.type.value, row.per.value if row.per else ""))
            said = _(pattern).format(n=row.n) if pattern else row.type.label(language())
    return said


def say_cadences(rows: Sequence[Cadence]) -> str:
    """All cadences of a duty."""
    return _("; ").join(dict.fromkeys(say_cadence(row) for row in rows))
