"""Sending letters and recording replies: the change sets, and each refusal word for word."""

from datetime import date
from itertools import count
from typing import Any

import pytest

from schema.acts.obligations import NoSuchObligation
from schema.acts.urges import DecisionNeeded
from schema.acts.urges import ElementNeeded
from schema.acts.urges import NoAddressee
from schema.acts.urges import NothingOwed
from schema.acts.urges import NotOverdue
from schema.acts.urges import NotReplied
from schema.acts.urges import Wish
from schema.acts.urges import reply
from schema.acts.urges import urge_all
from schema.acts.urges import urge_finding
from schema.acts.urges import urge_obligation
from schema.change import ChangeSet
from schema.change import RecordChange
from schema.failure import Failure
from schema.kinds.urge import Target
from schema.register import Register
from schema.vocabulary import UrgeLevel
from tests.builders import RegisterBuilder
from tests.builders import by_date
from tests.builders import day

NEW = "2026-11-23-nnnnnn"
FINDING = "2026-10-30-aaaaaa"
PLAN = Target(duty="plan", period="2026")
ROUND = Target(duty="round", period="2026")


def builder(*, language: str = "en", principal: bool = True) -> RegisterBuilder:
    """A finding, a duty and a duty of two elements, all due on Fri 2026-11-20."""
    made = RegisterBuilder(language=language).calendar()
    made.settings["urging"] = {
        "urge_from": 1, "supervise_from": 6, "report_from": 16, "remind_before": 5,
        "letter": [{"level": "L1", "title": "Urging slip", "reply_within": 3}],
    }  # fmt: skip
    made.unit("cranes", title="Cranes").unit("bank", type="community", title="Bank").unit("quay", type="community")
    if principal:
        made.post("secretary", "ada", rank="principal", title="Secretary")
    made.duty("plan", by_date("11-20"), title="Plan", lead=["cranes"])
    made.duty("round", by_date("11-20", each="@communities"), title="Round", lead=["cranes"])
    values = {"inspection": "2026-10-30-iiiiii", "unit": "bank", "text": "A sheet is missing.", "code": "X1"}
    return made.record("finding", FINDING, **values, issued="2026-10-30", due="2026-11-20")


def sent(made: RegisterBuilder, level: str, on: str, **fields: Any) -> RegisterBuilder:
    return made.record("urge", f"{on}-{level.lower()}aaaa", level=level, issued=on, to="bank", **fields)


def data(record: RecordChange) -> dict[str, Any]:
    assert record.kind == "urge"
    return {str(change.key[0]): change.value for change in record.fields}


def of_finding(register: Register, on: str, wish: Wish = Wish()) -> ChangeSet:  # noqa: B008 - a named tuple
    return urge_finding(register, register.findings[FINDING], day(on), wish, id=NEW)


def of_duty(register: Register, target: Target, on: str, wish: Wish = Wish()) -> ChangeSet:  # noqa: B008 - a named tuple
    return urge_obligation(register, target, day(on), wish, id=NEW)


def test_letter_about_a_finding_is_made_from_facts() -> None:
    changes = of_finding(builder().build(), "2026-11-23")
    (record,) = changes.records
    assert record.id == NEW
    assert data(record) == {
        "level": "L1", "issued": date(2026, 11, 23), "to": "bank", "reply_due": date(2026, 11, 26), "finding": FINDING,
        "text": 'The finding "A sheet is missing" at Bank was due on 20 November 2026 and is not done; '
                "please see to it and reply within 3 working day(s).",
    }  # fmt: skip
    assert (changes.action, changes.summary) == ("urge", "")
    assert changes.reason == 'Urging slip about the finding "A sheet is missing" at Bank, to Bank'


def test_letter_about_an_obligation_names_it() -> None:
    (record,) = of_duty(builder().build(), PLAN, "2026-11-30").records
    assert data(record) == {
        "level": "L2", "issued": date(2026, 11, 30), "to": "secretary",
        "obligation": {"duty": "plan", "period": "2026"},
        "text": '"Plan" (2026) is 6 working day(s) overdue; the leader in charge is asked to supervise it.',
    }  # fmt: skip


def test_person_may_choose_everything() -> None:
    wish = Wish(UrgeLevel.L2, "cranes", " In words of one's own. ", "No. 7")
    (record,) = of_finding(sent(builder(), "L3", "2026-12-15", finding=FINDING).build(), "2026-12-16", wish).records
    found = data(record)
    assert (found["level"], found["to"], found["text"], found["number"]) == (
        "L2", "cranes", "In words of one's own.", "No. 7"
    )  # fmt: skip


def test_element_is_named_or_the_only_one_that_is_open() -> None:
    register = builder().build()
    with pytest.raises(ElementNeeded) as caught:
        of_duty(register, ROUND, "2026-11-23")
    assert caught.value.message == 'Several elements of "Round 2026" are open.'
    assert caught.value.hint == "Name one with --element: bank, quay."
    (record,) = of_duty(register, Target(duty="round", period="2026", element="quay"), "2026-11-23").records
    assert (data(record)["to"], data(record)["obligation"]["element"]) == ("quay", "quay")
    alone = builder().activity("2026-11-02", "round", elements=["bank"]).build()
    (record,) = of_duty(alone, ROUND, "2026-11-23").records
    assert data(record)["obligation"] == {"duty": "round", "period": "2026", "element": "quay"}


FINDINGS: list[tuple[str, str, Wish, type[Failure], str]] = [
    ("", "2026-11-02", Wish(), NothingOwed,
     'No letter about "X1" is due on 2026-11-02: it is settled, or no rung of urging is reached.'),
    ("L1", "2026-11-24", Wish(), NothingOwed,
     'No letter about "X1" is due on 2026-11-24: a letter of level L1 was sent.'),
    ("L3", "2026-12-16", Wish(), DecisionNeeded,
     'What comes next for "X1" is evaluation by the supervising post (L4), which a person decides.'),
    ("", "2026-11-20", Wish(UrgeLevel.L1), NotOverdue,
     '"X1" is due on 2026-11-20; a letter of level L1 can\'t be sent before it is a working day overdue.'),
    ("", "2026-11-21", Wish(UrgeLevel.L2), NotOverdue,
     '"X1" is due on 2026-11-20; a letter of level L2 can\'t be sent before it is a working day overdue.'),
    ("", "2026-11-23", Wish(UrgeLevel.L4), NoAddressee,
     'Nobody is found to whom a letter of level L4 about "X1" would go.'),
    ("", "2026-11-30", Wish(), NoAddressee,
     'Nobody is found to whom a letter of level L2 about "X1" would go.'),
]  # fmt: skip


@pytest.mark.parametrize(("level", "on", "wish", "failure", "message"), FINDINGS)
def test_letters_that_are_refused(level: str, on: str, wish: Wish, failure: type[Failure], message: str) -> None:
    made = builder(principal=False)
    before = "2026-11-23" if level == "L1" else "2026-12-15"
    register = (sent(made, level, before, finding=FINDING) if level else made).build()
    with pytest.raises(failure) as caught:
        of_finding(register, on, wish)
    assert caught.value.message == message


def test_settled_and_unknown_obligations_are_not_urged() -> None:
    register = builder().activity("2026-11-02", "plan").build()
    with pytest.raises(NothingOwed):
        of_duty(register, PLAN, "2026-11-23", Wish(UrgeLevel.L1))
    with pytest.raises(NoSuchObligation):
        of_duty(register, Target(duty="plan", period="2026-H1"), "2026-11-23")


def test_reminder_may_be_chosen_any_day() -> None:
    (record,) = of_finding(builder().build(), "2026-11-02", Wish(UrgeLevel.L0)).records
    assert (data(record)["level"], data(record)["to"]) == ("L0", "bank")


def test_decided_evaluation_goes_to_the_supervising_post() -> None:
    made = sent(builder(), "L3", "2026-12-15", finding=FINDING)
    made.post("discipline", "bea", supervises=["bank"])
    (record,) = of_finding(made.build(), "2026-12-16", Wish(UrgeLevel.L4)).records
    assert (data(record)["level"], data(record)["to"]) == ("L4", "discipline")


def test_all_letters_owed_are_one_act_and_none_is_sent_twice() -> None:
    made = sent(builder(), "L1", "2026-11-23", finding=FINDING)
    numbers = count()
    changes = urge_all(made.build(), date(2026, 11, 23), lambda: f"2026-11-23-{next(numbers) // 2:06}")
    assert changes is not None
    assert [(record.id, data(record)["obligation"]) for record in changes.records] == [
        ("2026-11-23-000000", {"duty": "plan", "period": "2026"}),
        ("2026-11-23-000001", {"duty": "round", "period": "2026", "element": "bank"}),
        ("2026-11-23-000002", {"duty": "round", "period": "2026", "element": "quay"}),
    ]
    assert changes.reason == "All 3 letters owed on the day"
    for record in changes.records:
        made.record("urge", record.id, **data(record))
    assert urge_all(made.build(), date(2026, 11, 23), lambda: NEW) is None


def test_what_only_a_person_decides_is_not_sent_with_the_others() -> None:
    made = sent(builder(), "L3", "2026-12-15", finding=FINDING)
    made.without("duty", "plan").without("duty", "round").post("discipline", "bea", supervises=["bank"])
    assert urge_all(made.build(), date(2026, 12, 16), lambda: NEW) is None


def test_reason_stands_in_the_registers_language() -> None:
    assert of_finding(builder(language="zh").build(), "2026-11-23").reason == (
        "Bank的问题“A sheet is missing”：Urging slip，发给Bank"
    )
    changes = urge_all(builder(language="zh").build(), date(2026, 11, 23), lambda: NEW[:11] + f"{next(IDS):06}")
    assert changes is not None and changes.reason == "发出当日应发的文书 4 件"


IDS = count()


def test_reply_is_recorded_once() -> None:
    register = sent(builder(), "L1", "2026-11-23", finding=FINDING, number="No. 7").build()
    (urge,) = register.urges.values()
    changes = reply(register, urge, date(2026, 11, 23), digest="d")
    (record,) = changes.records
    assert (record.id, record.read_digest, data(record)) == (urge.id, "d", {"replied": date(2026, 11, 23)})
    assert changes.reason == 'The letter "No. 7" was answered'
    with pytest.raises(NotReplied) as caught:
        reply(register, urge, date(2026, 11, 22), digest="d")
    assert caught.value.message == 'The letter "No. 7" is issued on 2026-11-23.'
    answered = sent(builder(), "L1", "2026-11-23", finding=FINDING, replied="2026-11-24").build()
    (urge,) = answered.urges.values()
    with pytest.raises(NotReplied) as caught:
        reply(answered, urge, date(2026, 11, 25), digest="d")
    assert caught.value.message == f'The letter "{urge.id}" was answered on 2026-11-24.'
