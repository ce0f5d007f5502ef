"""Verifying, sending back and extending findings: the change sets, and each refusal word for word."""

from datetime import date
from typing import Any

import pytest

from schema.acts.approval import ApproverAbsent
from schema.acts.approval import AskedLate
from schema.acts.approval import NotLater
from schema.acts.approval import ReasonMissing
from schema.acts.findings import AlreadyAsked
from schema.acts.findings import AlreadyClosed
from schema.acts.findings import EvidenceMissing
from schema.acts.findings import NotDone
from schema.acts.findings import NotIssued
from schema.acts.findings import SelfVerified
from schema.acts.findings import extend
from schema.acts.findings import send_back
from schema.acts.findings import verify
from schema.change import GONE
from schema.change import ChangeSet
from schema.failure import Failure
from schema.register import Register
from tests.builders import RegisterBuilder
from tests.builders import day

FINDING = "2026-10-30-aaaaaa"
DONE: dict[str, Any] = {"done": "2026-11-18", "evidence": [{"type": "sheet"}]}
CLOSED: dict[str, Any] = DONE | {"verified_on": "2026-11-19", "verified_by": "discipline"}


def build(language: str = "en", **fields: Any) -> Register:
    made = RegisterBuilder(language=language).calendar()
    made.unit("archive", title="Archive").unit("discipline", title="Discipline office")
    made.post("head", "ada", title="Head")
    made.post("vacant", None, title="Deputy", cover=[{"by": "head", "from": "2026-01-01"}])
    made.post("empty", None, title="Empty post")
    values = {
        "code": "X1", "inspection": "2026-10-30-iiiiii", "unit": "archive", "text": "A sheet is missing.",
        "issued": "2026-10-30", "due": "2026-11-20",
    }  # fmt: skip
    return made.record("finding", FINDING, **(values | fields)).build()


def changed(changes: ChangeSet) -> dict[Any, Any]:
    (record,) = changes.records
    assert (record.kind, record.id, record.read_digest, changes.summary) == ("finding", FINDING, "d", "")
    return {change.key: change.value for change in record.fields}


def test_verification_writes_day_and_unit() -> None:
    register = build(**DONE)
    changes = verify(register, register.findings[FINDING], date(2026, 11, 19), "discipline", digest="d")
    assert changed(changes) == {("verified_on",): date(2026, 11, 19), ("verified_by",): "discipline"}
    assert (changes.action, changes.reason) == ("verify", "Verified by Discipline office, closed")


def test_reason_stands_in_the_registers_language_unless_the_person_gives_one() -> None:
    register = build("zh", **DONE)
    finding = register.findings[FINDING]
    assert verify(register, finding, date(2026, 11, 19), "discipline", digest="d").reason == (
        "Discipline office复核通过，销号"
    )
    said = verify(register, finding, date(2026, 11, 19), "discipline", digest="d", why="现场看过")
    assert said.reason == "现场看过"


VERIFICATIONS: list[tuple[dict[str, Any], str, str, type[Failure], str]] = [
    (DONE, "archive", "2026-11-19", SelfVerified, '"Archive" rectifies this finding and can\'t verify it.'),
    ({}, "discipline", "2026-11-19", NotDone, 'The finding "X1" is not rectified by 2026-11-19, or was sent back since.'),
    (DONE, "discipline", "2026-11-17", NotDone, 'The finding "X1" is not rectified by 2026-11-17, or was sent back since.'),
    (DONE | {"return": [{"on": "2026-11-19", "by": "discipline"}]}, "discipline", "2026-11-20", NotDone,
     'The finding "X1" is not rectified by 2026-11-20, or was sent back since.'),
    (CLOSED, "discipline", "2026-11-20", AlreadyClosed, 'The finding "X1" was closed on 2026-11-19.'),
    (DONE, "discipline", "2026-10-29", NotIssued, 'The finding "X1" is issued on 2026-10-30 and does not exist on 2026-10-29.'),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "by", "on", "failure", "message"), VERIFICATIONS)
def test_what_cannot_be_verified_cannot_be_sent_back_either(
    fields: dict[str, Any], by: str, on: str, failure: type[Failure], message: str
) -> None:
    register = build(**fields)
    finding = register.findings[FINDING]
    with pytest.raises(failure) as caught:
        verify(register, finding, day(on), by, digest="d")
    assert caught.value.message == message
    with pytest.raises(failure) as caught:
        send_back(register, finding, day(on), by, "Not signed.", digest="d")
    assert caught.value.message == message


def test_without_evidence_it_is_not_verified_but_may_be_sent_back() -> None:
    register = build(done="2026-11-18", evidence=[{"type": "sheet", "date": "2026-11-20"}])
    finding = register.findings[FINDING]
    with pytest.raises(EvidenceMissing) as caught:
        verify(register, finding, date(2026, 11, 19), "discipline", digest="d")
    assert caught.value.message == 'The rectification of "X1" has no evidence by 2026-11-19.'
    assert send_back(register, finding, date(2026, 11, 19), "discipline", "Show it.", digest="d").records


def test_what_the_rectifying_unit_verified_is_not_closed_and_may_be_verified() -> None:
    register = build(**CLOSED | {"verified_by": "archive"})
    assert verify(register, register.findings[FINDING], date(2026, 11, 20), "discipline", digest="d").records


def test_return_appends_a_row() -> None:
    register = build(**DONE | {"return": [{"on": "2026-11-10", "by": "discipline"}]})
    changes = send_back(
        register, register.findings[FINDING], date(2026, 11, 19), "discipline", " Not signed. ", digest="d"
    )
    assert changed(changes) == {("return", 1): {"on": date(2026, 11, 19), "by": "discipline", "reason": "Not signed."}}
    assert (changes.action, changes.reason) == ("return", "Sent back by Discipline office: Not signed.")


def test_return_on_the_day_it_was_done_takes_the_day_away() -> None:
    register = build(**DONE)
    changes = send_back(register, register.findings[FINDING], date(2026, 11, 18), "discipline", "Again.", digest="d")
    assert changed(changes)[("done",)] is GONE
    assert list(changed(changes)) == [("done",), ("return", 0)]


def test_return_needs_a_reason() -> None:
    register = build(**DONE)
    with pytest.raises(ReasonMissing) as caught:
        send_back(register, register.findings[FINDING], date(2026, 11, 19), "discipline", "  ", digest="d")
    assert caught.value.message == 'No reason is given for "X1".'


ASKED = {"asked_on": "2026-11-17", "new_due": "2026-11-30", "reason": "Away."}
APPROVED = ASKED | {"approved_by": "head", "approved_on": "2026-11-17"}


def test_extension_is_asked_for() -> None:
    register = build()
    changes = extend(
        register, register.findings[FINDING], date(2026, 11, 30), date(2026, 11, 20), digest="d", reason="Away."
    )
    assert changed(changes) == {
        ("extension", 0): {"asked_on": date(2026, 11, 20), "new_due": date(2026, 11, 30), "reason": "Away."}
    }
    assert (changes.action, changes.reason) == ("extend", "Extension to 2026-11-30 asked for: Away.")


def test_extension_is_asked_for_and_approved_at_once() -> None:
    register = build(extension=[APPROVED])
    changes = extend(
        register, register.findings[FINDING], date(2026, 12, 11), date(2026, 11, 30), digest="d", reason="Still away.",
        approver="head",
    )  # fmt: skip
    assert changed(changes) == {
        ("extension", 1): {
            "asked_on": date(2026, 11, 30), "new_due": date(2026, 12, 11), "reason": "Still away.",
            "approved_by": "head", "approved_on": date(2026, 11, 30),
        }
    }  # fmt: skip
    assert changes.reason == "Extension to 2026-12-11 approved: Still away."


def test_extension_that_was_asked_for_is_approved_even_after_the_due_day() -> None:
    register = build(extension=[ASKED])
    changes = extend(
        register, register.findings[FINDING], date(2026, 11, 30), date(2026, 11, 24), digest="d", approver="head"
    )
    assert changed(changes) == {
        ("extension", 0, "approved_by"): "head", ("extension", 0, "approved_on"): date(2026, 11, 24)
    }  # fmt: skip


def test_approval_fills_in_a_reason_that_was_left_out() -> None:
    register = build(extension=[ASKED | {"reason": ""}])
    finding = register.findings[FINDING]
    changes = extend(
        register, finding, date(2026, 11, 30), date(2026, 11, 18), digest="d", approver="head", reason="Away."
    )
    assert changed(changes)[("extension", 0, "reason")] == "Away."
    with pytest.raises(ReasonMissing):
        extend(register, finding, date(2026, 11, 30), date(2026, 11, 18), digest="d", approver="head")


EXTENSIONS: list[tuple[dict[str, Any], str, str, str | None, type[Failure], str]] = [
    ({}, "2026-11-30", "2026-11-21", None, AskedLate,
     'An extension of "X1" is asked for on 2026-11-21, after the due day 2026-11-20, and is not accepted.'),
    ({"extension": [ASKED | {"asked_on": "2026-11-21"}]}, "2026-11-30", "2026-11-23", "head", AskedLate,
     'An extension of "X1" is asked for on 2026-11-21, after the due day 2026-11-20, and is not accepted.'),
    ({}, "2026-11-20", "2026-11-17", None, NotLater,
     'The new due day 2026-11-20 of "X1" is not later than the one in force, 2026-11-20.'),
    ({"extension": [APPROVED]}, "2026-11-30", "2026-11-24", "head", NotLater,
     'The new due day 2026-11-30 of "X1" is not later than the one in force, 2026-11-30.'),
    ({"extension": [ASKED]}, "2026-11-30", "2026-11-18", None, AlreadyAsked,
     'The extension of "X1" to 2026-11-30 was asked for on 2026-11-17 already.'),
    ({}, "2026-11-30", "2026-11-17", "vacant", ApproverAbsent,
     'The post "Deputy" has no holder on 2026-11-17 and can approve nothing.'),
    ({}, "2026-11-30", "2026-11-17", "empty", ApproverAbsent,
     'The post "Empty post" has no holder on 2026-11-17 and can approve nothing.'),
    (CLOSED, "2026-11-30", "2026-11-19", None, AlreadyClosed, 'The finding "X1" was closed on 2026-11-19.'),
    ({}, "2026-11-30", "2026-10-29", None, NotIssued,
     'The finding "X1" is issued on 2026-10-30 and does not exist on 2026-10-29.'),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "new_due", "on", "approver", "failure", "message"), EXTENSIONS)
def test_extensions_that_are_refused(
    fields: dict[str, Any], new_due: str, on: str, approver: str | None, failure: type[Failure], message: str
) -> None:
    register = build(**fields)
    with pytest.raises(failure) as caught:
        extend(
            register, register.findings[FINDING], day(new_due), day(on), digest="d", reason="Away.", approver=approver
        )
    assert caught.value.message == message


def test_vacant_approver_is_told_who_covers_it() -> None:
    register = build()
    with pytest.raises(ApproverAbsent) as caught:
        extend(
            register, register.findings[FINDING], date(2026, 11, 30), date(2026, 11, 17), digest="d", reason="Away.",
            approver="vacant",
        )  # fmt: skip
    assert caught.value.hint == 'Name the post that covers it, "Head".'
