"""Waiving and extending obligations: the change sets, and each refusal word for word."""

from datetime import date
from typing import Any

import pytest

from schema.acts.approval import ApproverAbsent
from schema.acts.approval import AskedLate
from schema.acts.approval import NotLater
from schema.acts.approval import ReasonMissing
from schema.acts.findings import AlreadyAsked
from schema.acts.obligations import NoSuchObligation
from schema.acts.waivers import AlreadySettled
from schema.acts.waivers import ExpiresEarly
from schema.acts.waivers import extend
from schema.acts.waivers import waive
from schema.change import ChangeSet
from schema.change import Verb
from schema.failure import Failure
from schema.kinds.urge import Target
from schema.register import Register
from tests.builders import RegisterBuilder
from tests.builders import after_event
from tests.builders import at_least
from tests.builders import by_date
from tests.builders import day

NEW = "2026-11-17-aaaaaa"
PLAN = Target(duty="plan", period="2026")


def builder() -> RegisterBuilder:
    made = RegisterBuilder().calendar().unit("bank", type="community", title="Bank").unit("quay", type="community")
    made.post("head", "ada", title="Head").post("vacant", None, title="Deputy")
    made.duty("plan", by_date("11-20"), title="Plan").duty("done", by_date("11-20"), title="Done")
    made.duty("round", at_least(1, "quarter", each="@communities"), title="Round")
    made.duty("filing", after_event("platform.closed"), title="Filing")
    made.platform("account", event=[{"type": "closed", "date": "2026-11-16"}])
    return made.activity("2026-11-02", "done")


def data(changes: ChangeSet) -> dict[str, Any]:
    (record,) = changes.records
    assert (record.kind, record.id, record.verb, changes.summary) == ("waiver", NEW, Verb.ADD, "")
    return {str(change.key[0]): change.value for change in record.fields}


def give(register: Register, target: Target = PLAN, on: str = "2026-11-17", **fields: Any) -> ChangeSet:
    return waive(register, target, day(on), id=NEW, **({"reason": "Called off.", "approver": "head"} | fields))


def put_off(
    register: Register, target: Target = PLAN, new_due: str = "2026-12-04", on: str = "2026-11-17", **fields: Any
) -> ChangeSet:
    values = {"reason": "Away."} | fields
    return extend(register, target, day(new_due), day(on), id=NEW, digest_of=lambda id_: f"digest of {id_}", **values)


def test_waiver_is_added_with_its_approval() -> None:
    changes = give(builder().build(), expires=date(2026, 12, 31))
    assert data(changes) == {
        "type": "waive", "reason": "Called off.", "asked_on": date(2026, 11, 17), "approved_by": "head",
        "approved_on": date(2026, 11, 17), "expires": date(2026, 12, 31),
        "obligation": {"duty": "plan", "period": "2026"},
    }  # fmt: skip
    assert (changes.action, changes.reason) == ("waive", "Called off.")


def test_waiver_of_one_element_and_of_an_event() -> None:
    register = builder().build()
    one = give(register, Target(duty="round", period="2026-Q4", element="bank"))
    assert data(one)["obligation"] == {"duty": "round", "period": "2026-Q4", "element": "bank"}
    event = give(register, Target(duty="filing", period="event:account/platform.closed/2026-11-16"))
    assert data(event)["obligation"] == {"duty": "filing", "period": "event:account/closed/2026-11-16"}


WAIVERS: list[tuple[Target, dict[str, Any], type[Failure], str, str]] = [
    (Target(duty="plan", period="2026-Q1"), {}, NoSuchObligation,
     'The duty "Plan" has no obligation for "2026-Q1".', "It has 2026."),
    (Target(duty="round", period="2026-Q4", element="office"), {}, NoSuchObligation,
     'The duty "Round" has no obligation for "office" in "2026-Q4".', "It has bank, quay."),
    (Target(duty="done", period="2026"), {}, AlreadySettled,
     '"Done 2026" needs nothing any more; its state is "done".', ""),
    (PLAN, {"reason": " "}, ReasonMissing, 'No reason is given for "Plan 2026".', "Give one with --reason TEXT."),
    (PLAN, {"approver": "vacant"}, ApproverAbsent,
     'The post "Deputy" has no holder on 2026-11-17 and can approve nothing.', "Name a post that somebody holds."),
    (PLAN, {"expires": date(2026, 11, 16)}, ExpiresEarly,
     "The waiver would expire on 2026-11-16, before its approval on 2026-11-17.",
     "Give a later day with --expires, or none."),
]  # fmt: skip


@pytest.mark.parametrize(("target", "fields", "failure", "message", "hint"), WAIVERS)
def test_waivers_that_are_refused(
    target: Target, fields: dict[str, Any], failure: type[Failure], message: str, hint: str
) -> None:
    with pytest.raises(failure) as caught:
        give(builder().build(), target, **fields)
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_waived_obligation_is_not_waived_again() -> None:
    register = builder().waiver("plan", "2026", approved_on="2026-11-02").build()
    with pytest.raises(AlreadySettled) as caught:
        give(register)
    assert caught.value.message == '"Plan 2026" needs nothing any more; its state is "waived".'


def test_missed_obligation_may_be_waived_afterwards_and_one_of_next_year_before() -> None:
    assert give(builder().build(), on="2026-12-31").records
    assert give(builder().build(), Target(duty="plan", period="2027")).records


def test_hint_counts_what_it_does_not_name() -> None:
    made = builder()
    for number in range(9):
        made.unit(f"bank-{number}", type="community")
    with pytest.raises(NoSuchObligation) as caught:
        give(made.build(), Target(duty="round", period="2026-Q4", element="office"))
    assert caught.value.hint == "It has bank, quay, bank-0, bank-1, bank-2, bank-3 and more."
    assert caught.value.hint_zh == "有：bank、quay、bank-0、bank-1、bank-2、bank-3等。"


def test_extension_is_asked_for() -> None:
    changes = put_off(builder().build(), on="2026-11-20")
    assert data(changes) == {
        "type": "extend", "reason": "Away.", "asked_on": date(2026, 11, 20), "new_due": date(2026, 12, 4),
        "obligation": {"duty": "plan", "period": "2026"},
    }  # fmt: skip
    assert (changes.action, changes.reason) == ("extend", 'Extension of "Plan 2026" to 2026-12-04 asked for: Away.')


def test_extension_is_asked_for_and_approved_at_once() -> None:
    changes = put_off(builder().build(), approver="head")
    assert data(changes)["approved_by"] == "head"
    assert data(changes)["approved_on"] == date(2026, 11, 17)
    assert changes.reason == 'Extension of "Plan 2026" to 2026-12-04 approved: Away.'


def pending(**fields: Any) -> Register:
    values = {"asked_on": "2026-11-17", "new_due": "2026-12-04"} | fields
    return builder().waiver("plan", "2026", type="extend", **values).build()


def test_extension_that_was_asked_for_is_approved_even_after_the_due_day() -> None:
    register = pending()
    (id_,) = register.waivers
    changes = put_off(register, on="2026-11-24", approver="head", reason="")
    (record,) = changes.records
    assert (record.id, record.verb, record.read_digest) == (id_, Verb.EDIT, f"digest of {id_}")
    assert {change.key: change.value for change in record.fields} == {
        ("approved_by",): "head", ("approved_on",): date(2026, 11, 24)
    }  # fmt: skip


def test_extension_that_was_asked_for_is_not_asked_for_again() -> None:
    with pytest.raises(AlreadyAsked) as caught:
        put_off(pending())
    assert caught.value.message == 'The extension of "Plan 2026" to 2026-12-04 was asked for on 2026-11-17 already.'


EXTENSIONS: list[tuple[dict[str, Any], type[Failure], str]] = [
    ({"on": "2026-11-21"}, AskedLate,
     'An extension of "Plan 2026" is asked for on 2026-11-21, after the due day 2026-11-20, and is not accepted.'),
    ({"new_due": "2026-11-20"}, NotLater,
     'The new due day 2026-11-20 of "Plan 2026" is not later than the one in force, 2026-11-20.'),
    ({"reason": ""}, ReasonMissing, 'No reason is given for "Plan 2026".'),
    ({"approver": "vacant"}, ApproverAbsent, 'The post "Deputy" has no holder on 2026-11-17 and can approve nothing.'),
    ({"target": Target(duty="done", period="2026")}, AlreadySettled,
     '"Done 2026" needs nothing any more; its state is "done".'),
    ({"target": Target(duty="plan", period="spring")}, NoSuchObligation,
     'The duty "Plan" has no obligation for "spring".'),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "failure", "message"), EXTENSIONS)
def test_extensions_that_are_refused(fields: dict[str, Any], failure: type[Failure], message: str) -> None:
    with pytest.raises(failure) as caught:
        put_off(builder().build(), **fields)
    assert caught.value.message == message


def test_what_was_asked_for_late_is_not_approved() -> None:
    with pytest.raises(AskedLate):
        put_off(pending(asked_on="2026-11-23"), on="2026-11-24", approver="head")


def test_extended_obligation_is_extended_from_the_day_in_force() -> None:
    register = pending(approved_on="2026-11-17")
    assert put_off(register, new_due="2026-12-18", on="2026-12-04").records
    with pytest.raises(NotLater):
        put_off(register, on="2026-12-04")
