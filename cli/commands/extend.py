"""`dutybook extend FINDING NEW_DUE`, `dutybook extend DUTY PERIOD NEW_DUE`: ask for a later due day, or approve one."""

from datetime import date
from typing import TYPE_CHECKING

from cli.editing import save_change
from cli.failure import BadOptions
from cli.opening import day_of
from cli.opening import open_register
from cli.options import JsonOption
from cli.options import OnOption
from cli.options import RegisterOption
from cli.options import YesOption
from cli.records import find_id
from schema.acts import findings
from schema.acts import waivers
from schema.change import ChangeSet
from schema.kinds.urge import Target

if TYPE_CHECKING:
    from store.register import RegisterStore

_LEAST, _MOST = 2, 3


def run(
    *target: str,
    element: str = "",
    reason: str = "",
    approve: str = "",
    on: OnOption = None,
    why: str = "",
    yes: YesOption = False,
    json: JsonOption = False,
    register: RegisterOption = None,
) -> int:
    """Ask for a later due day, or approve it."""
    if len(target) < _LEAST:
        raise BadOptions("missing-argument", "extend", name="NEW_DUE" if target else "TARGET")
    if len(target) > _MOST:
        raise BadOptions("too-many-words", "extend", name=" ".join(target[_MOST:]))
    new_due = _read_day(target[-1])
    store = open_register(register, writing=True)
    approver = find_id(store, approve, "post") if approve else None
    day = day_of(store, on)
    said = {"reason": reason, "why": why.strip()}
    if len(target) == _LEAST:
        if element:
            raise BadOptions("only-for-obligations", "extend", name="--element")
        changes = _of_finding(store, target[0], new_due, day, approver, **said)
    else:
        changes = _of_obligation(store, target[0], target[1], element, new_due, day, approver, **said)
    return save_change(store, changes, yes=yes, json=json)


def _of_finding(
    store: "RegisterStore", name: str, new_due: date, day: date, approver: str | None, *, reason: str, why: str
) -> ChangeSet:
    finding = store.register.findings[find_id(store, name, "finding")]
    digest = store.read("finding", finding.id).digest
    return findings.extend(
        store.register, finding, new_due, day, digest=digest, reason=reason, approver=approver, why=why
    )


def _of_obligation(
    store: "RegisterStore",
    duty: str,
    period: str,
    element: str,
    new_due: date,
    day: date,
    approver: str | None,
    *,
    reason: str,
    why: str,
) -> ChangeSet:
    target = Target(duty=find_id(store, duty, "duty"), period=period, element=find_element(store, element))
    return waivers.extend(
        store.register,
        target,
        new_due,
        day,
        id=store.new_id("waiver", day=day),
        digest_of=lambda id_: store.read("waiver", id_).digest,
        reason=reason,
        approver=approver,
        why=why,
    )


def find_element(store: "RegisterStore", element: str) -> str | None:
    """The id of an element that a person names; None for none.

    Raises:
        NoSuchRecord: there is no such unit, post or platform.
        WrongKind: it is none of these.
    """
    return find_id(store, element, "unit", "post", "platform") if element else None


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadOptions("no-day", "extend", name="NEW_DUE", value=text) from None
