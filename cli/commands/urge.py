"""`dutybook urge`: which letters are owed; `dutybook urge FINDING` or `dutybook urge DUTY PERIOD` sends one."""

from datetime import date
from typing import TYPE_CHECKING
from typing import Annotated

from cyclopts import Parameter

from cli.commands.extend import find_element
from cli.editing import save_change
from cli.exits import Exit
from cli.failure import BadOptions
from cli.language import say
from cli.language import spoken
from cli.opening import day_of
from cli.opening import open_register
from cli.options import JsonOption
from cli.options import OnOption
from cli.options import RegisterOption
from cli.options import YesOption
from cli.output import Row
from cli.output import note
from cli.output import print_json
from cli.output import print_table
from cli.records import Plain
from cli.records import find_id
from cli.records import heading
from cli.records import refer
from schema.acts.urges import Wish
from schema.acts.urges import reply
from schema.acts.urges import urge_all
from schema.acts.urges import urge_finding
from schema.acts.urges import urge_obligation
from schema.change import ChangeSet
from schema.kinds.urge import Target
from schema.register import Register
from schema.urging import Rung
from schema.urging import letter_of
from schema.urging import rungs
from schema.vocabulary import UrgeLevel

if TYPE_CHECKING:
    from store.register import RegisterStore

_WORDS = 2
"""Words that name an obligation: duty and period."""


def run(
    *target: str,
    element: str = "",
    level: UrgeLevel | None = None,
    to: str = "",
    text: str = "",
    number: str = "",
    every: Annotated[bool, Parameter(name="--all")] = False,
    replied: str = "",
    on: OnOption = None,
    why: str = "",
    yes: YesOption = False,
    json: JsonOption = False,
    register: RegisterOption = None,
) -> int:
    """List the letters that are owed, send them, or record a reply."""
    about = bool(element or level or to or text or number)
    _require_one_act(target, about=about, element=element, every=every, replied=replied)
    if not target and not every and not replied:
        return _list(open_register(register), on, json=json)
    store = open_register(register, writing=True)
    day = day_of(store, on)
    if replied:
        urge = store.register.urges[find_id(store, replied, "urge")]
        changes: ChangeSet | None = reply(
            store.register, urge, day, digest=store.read("urge", urge.id).digest, why=why.strip()
        )
    elif every:
        changes = urge_all(store.register, day, lambda: store.new_id("urge", day=day), why=why.strip())
    else:
        addressee = find_id(store, to, "unit", "post") if to else None
        changes = _write(store, target, element, day, Wish(level, addressee, text, number), why.strip())
    if changes is None:
        return _list(store, day, json=json)
    return save_change(store, changes, yes=yes, json=json)


def _require_one_act(target: tuple[str, ...], *, about: bool, element: str, every: bool, replied: str) -> None:
    """Make sure that the words and options ask for one thing.

    Raises:
        BadOptions: they don't.
    """
    if len(target) > _WORDS:
        raise BadOptions("too-many-words", "urge", name=" ".join(target[_WORDS:]))
    if (bool(target) or about) + every + bool(replied) > 1:
        raise BadOptions("one-of-these", "urge", name="TARGET, --all, --replied")
    if about and not target:
        raise BadOptions("missing-argument", "urge", name="TARGET")
    if element and len(target) < _WORDS:
        raise BadOptions("only-for-obligations", "urge", name="--element")


def _write(store: "RegisterStore", words: tuple[str, ...], element: str, day: date, wish: Wish, why: str) -> ChangeSet:
    id_ = store.new_id("urge", day=day)
    if len(words) < _WORDS:
        finding = store.register.findings[find_id(store, words[0], "finding")]
        return urge_finding(store.register, finding, day, wish, id=id_, why=why)
    duty = find_id(store, words[0], "duty")
    target = Target(duty=duty, period=words[1], element=find_element(store, element))
    return urge_obligation(store.register, target, day, wish, id=id_, why=why)


def _list(store: "RegisterStore", on: date | None, *, json: bool) -> int:
    day = day_of(store, on)
    found = [rung for rung in rungs(store.register, day) if rung.is_owed or rung.awaits_decision]
    if json:
        print_json([_entry(rung) for rung in found])
        return Exit.FINE
    names = ["urge-level", "urge-letter", "urge-about", "period", "element"]
    names += ["urge-to", "due-day", "urge-overdue", "urge-because", "urge-sent"]
    print_table([say(name) for name in names], [_row(store.register, rung) for rung in found])
    owed = sum(rung.is_owed for rung in found)
    note(say("urge-summary", day=day.isoformat(), owed=owed, decide=len(found) - owed))
    return Exit.FINE


def _entry(rung: Rung) -> Plain:
    target, finding = rung.target, rung.finding
    return {
        "level": rung.level,
        "reason": rung.reason,
        "duty": target.duty if target is not None else None,
        "period": target.period if target is not None else None,
        "element": target.element if target is not None else None,
        "finding": finding.id if finding is not None else None,
        "to": rung.to,
        "due": rung.facts.due,
        "overdue": rung.overdue,
        "sent": [urge.id for urge in rung.facts.sent],
        "owed": rung.is_owed,
    }


def _row(register: Register, rung: Rung) -> Row:
    target, finding = rung.target, rung.finding
    called = letter_of(register.settings.urging, rung.level).title or rung.level.label(spoken())
    if finding is not None:
        what = [
            f"{finding.code or finding.id} {heading('finding', finding)}",
            "",
            refer(register, ("unit",), finding.unit),
        ]
    elif target is not None:
        element = refer(register, ("unit", "post", "platform"), target.element) if target.element is not None else ""
        what = [heading("duty", register.duties[target.duty]), target.period, element]
    else:
        what = ["", "", ""]
    return [
        rung.level.value,
        called,
        *what,
        refer(register, ("unit", "post"), rung.to) if rung.to is not None else "",
        rung.facts.due.isoformat(),
        str(rung.overdue),
        rung.reason.label(spoken()),
        say("joiner").join(f"{urge.level.value} {urge.issued.isoformat()}" for urge in rung.facts.sent),
    ]
