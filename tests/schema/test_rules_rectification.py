"""DB501-DB515: what the check says about findings, word for word, and what it leaves alone."""

import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from schema.rules.rectification import RULES
from schema.rules.rectification import check_finding
from store.loading import load
from tests.builders import RegisterBuilder
from tests.builders import day

FINDING = "2026-10-30-aaaaaa"
SAMPLE = Path(__file__).parents[2] / "sample-repo"
EVIDENCE = [{"type": "sheet", "date": "2026-11-18"}]
DONE = {"done": "2026-11-18", "evidence": EVIDENCE}
CLOSED = DONE | {"verified_on": "2026-11-19", "verified_by": "discipline"}


def found(made: RegisterBuilder, id: str, **fields: Any) -> RegisterBuilder:
    values = {
        "inspection": "2026-10-30-iiiiii", "unit": "archive", "text": "A sheet is missing.", "item": "sheets",
        "issued": id[:10], "due": "2026-11-20",
    }  # fmt: skip
    return made.record("finding", id, **(values | fields))


def builder(**fields: Any) -> RegisterBuilder:
    made = RegisterBuilder().calendar().unit("archive", title="Archive").unit("discipline")
    made.post("head", "ada", title="Head").post("gone", "ben", title="Deputy", to="2026-09-09")
    made.post("vacant", None, title="Vacant", cover=[{"by": "head", "from": "2026-01-01"}])
    made.activity("2026-10-30", type="special-inspection", id="2026-10-30-iiiiii", title="Inspection")
    return found(made, FINDING, **fields)


def say(made: RegisterBuilder, id: str = FINDING, on: str = "2026-12-31") -> list[str]:
    register = made.build()
    found_ = check_finding(register, register.findings[id], day(on))
    return [f"{one.code} {one.dotted}: {one.message}" for one in found_]


def extension(**fields: Any) -> dict[str, Any]:
    values = {
        "asked_on": "2026-11-17", "new_due": "2026-11-30", "reason": "Away.", "approved_by": "head",
        "approved_on": "2026-11-17",
    }  # fmt: skip
    return {"extension": [values | fields]}


def look(on: str) -> dict[str, Any]:
    return {"look_back": [{"on": on, "by": "discipline", "holds": True}]}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (CLOSED | {"verified_by": "archive"},
         'DB501 verified_by: the rectification of "Archive" is verified by the unit itself'),
        (CLOSED | {"verified_on": "2026-11-17"},
         "DB502 verified_on: it was verified on 2026-11-17, before it was done on 2026-11-18"),
        ({"verified_on": "2026-11-17", "verified_by": "discipline"},
         "DB502 verified_on: it was verified on 2026-11-17, though it is not done"),
        (CLOSED | {"return": [{"on": "2026-11-19", "by": "discipline"}]},
         "DB502 verified_on: it was verified on 2026-11-19, after it was sent back and before it was done again"),
        ({"done": "2026-10-18", "evidence": [{"type": "sheet"}]},
         "DB503 done: it was done on 2026-10-18, before it was issued on 2026-10-30"),
        ({"done": "2026-11-18"},
         "DB504 done: it was done on 2026-11-18, but no evidence stands beside it"),
        ({"done": "2026-11-18", "evidence": [{"type": "sheet", "date": "2027-01-04"}]},
         "DB504 done: it was done on 2026-11-18, but no evidence stands beside it"),
        ({"due": "2026-10-29"},
         "DB505 due: it was due on 2026-10-29, before it was issued on 2026-10-30"),
        (extension(asked_on="2026-11-21", approved_on="2026-11-21"),
         ("DB506 extension[0].asked_on: the extension was asked for on 2026-11-21, after the due day 2026-11-20, "
         "and is not accepted")),
        (extension(reason=" "),
         "DB507 extension[0]: the extension to 2026-11-30 has no effect: the reason is missing"),
        (extension(approved_by=None),
         "DB507 extension[0]: the extension to 2026-11-30 has no effect: the approving post is missing"),
        (extension(approved_on=None),
         "DB507 extension[0]: the extension to 2026-11-30 has no effect: the day of the approval is missing"),
        (extension(approved_by=None, approved_on=None),
         "DB507 extension[0]: the extension to 2026-11-30 has no effect: the approval is missing"),
        (extension(new_due="2026-11-20"),
         "DB508 extension[0].new_due: the extension to 2026-11-20 has no effect: the due day was 2026-11-20 already"),
        (extension(approved_on="2026-11-16"),
         "DB509 extension[0].approved_on: the extension was approved on 2026-11-16, before it was asked for on 2026-11-17"),
        (extension(approved_by="gone"),
         'DB510 extension[0].approved_by: the extension was approved by the post "Deputy", which nobody held on 2026-11-17'),
        (extension(approved_by="vacant"),
         'DB510 extension[0].approved_by: the extension was approved by the post "Vacant", which nobody held on 2026-11-17'),
        ({"recurrence_of": FINDING},
         'DB512 recurrence_of: it is no recurrence of "2026-10-30-aaaaaa": that was not issued before'),
        (CLOSED | look("2026-11-18"),
         "DB514 look_back[0].on: it was looked back at on 2026-11-18, before it was closed"),
        (DONE | {"verified_on": "2026-11-19"},
         "DB515 verified_on: the verification has no effect: the unit is missing"),
        (DONE | {"verified_by": "discipline"},
         "DB515 verified_by: the verification has no effect: the day is missing"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_said_once(fields: dict[str, Any], said: str) -> None:
    assert say(builder(**fields)) == [said]


def test_inspection_after_the_issue_is_said() -> None:
    made = builder().activity("2026-11-02", type="special-inspection", id="2026-10-30-iiiiii", title="Inspection")
    assert say(made) == [
        'DB513 inspection: it was issued on 2026-10-30, before its inspection "Inspection" on 2026-11-02'
    ]


@pytest.mark.parametrize(
    ("fields", "on"),
    [
        ({}, "2026-12-31"),
        (CLOSED, "2026-12-31"),
        (CLOSED | look("2026-11-19"), "2026-12-31"),
        (extension(), "2026-12-31"),
        (extension(asked_on="2026-11-20", approved_on="2026-11-24"), "2026-12-31"),
        (extension(approved_by=None, approved_on=None), "2026-11-20"),  # it awaits approval
        (DONE | extension(approved_by=None, approved_on=None), "2026-12-31"),  # and is not needed any more
        # what is dated later does not exist yet
        ({"done": "2026-11-18"}, "2026-11-17"),
        (CLOSED | {"verified_by": "archive"}, "2026-11-18"),
        (extension(asked_on="2026-11-21", approved_on="2026-11-21"), "2026-11-20"),
        (extension(approved_by="gone"), "2026-11-16"),
        ({"due": "2026-10-29"}, "2026-10-29"),
        (look("2026-12-01"), "2026-11-30"),
    ],
)
def test_what_is_in_order_or_later_is_left_alone(fields: dict[str, Any], on: str) -> None:
    assert say(builder(**fields), on=on) == []


LATER = "2027-03-05-bbbbbb"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, [('DB511 recurrence_of: "sheets" is found again at "Archive" within 12 months of the closing of '
              '"2026-10-30-aaaaaa", and is not linked to it')]),
        ({"recurrence_of": FINDING}, []),
        ({"item": "slides"}, []),
        ({"unit": "discipline"}, []),
        ({"item": ""}, []),
        ({"item": "slides", "recurrence_of": FINDING},
         ['DB512 recurrence_of: it is no recurrence of "2026-10-30-aaaaaa": that is about another item']),
        ({"unit": "discipline", "recurrence_of": FINDING},
         ['DB512 recurrence_of: it is no recurrence of "2026-10-30-aaaaaa": that is a finding of another unit']),
        ({"recurrence_of": "2026-09-01-nowher"}, []),  # what is not there is said by DB101
    ],
)  # fmt: skip
def test_recurrences_are_linked_and_links_are_recurrences(fields: dict[str, Any], said: list[str]) -> None:
    made = found(builder(**CLOSED), LATER, due="2027-03-31", **fields)
    assert say(made, LATER, "2027-04-01") == said


@pytest.mark.parametrize(
    ("old", "id", "why"),
    [
        (CLOSED, "2027-12-01-bbbbbb", "that was closed on 2026-11-19, more than 12 months before"),
        ({}, "2026-12-01-bbbbbb", "that was not closed yet"),
        (CLOSED, "2026-10-01-bbbbbb", "that was not issued before"),
    ],
)
def test_link_to_what_was_not_closed_in_the_twelve_months_before_is_said(
    old: dict[str, Any], id: str, why: str
) -> None:
    made = found(builder(**old), id, due="2027-12-31", recurrence_of=FINDING, inspection="2026-01-02-nowher")
    assert say(made, id, "2027-12-31") == [f'DB512 recurrence_of: it is no recurrence of "{FINDING}": {why}']


def test_ids_and_titles_are_made_visible() -> None:
    made = builder(**CLOSED | {"verified_by": "archive"}).unit("archive", title="Arch\u202eive")
    assert say(made) == ['DB501 verified_by: the rectification of "Arch<U+202E>ive" is verified by the unit itself']


def test_codes_run_on_without_a_gap() -> None:
    assert [rule.code for rule in RULES] == [f"DB{number}" for number in range(501, 516)]


@pytest.mark.parametrize("on", [date(2026, 7, 1), date(2026, 11, 23), date(2026, 12, 31)])
def test_sample_is_clean(on: date) -> None:
    register = load(SAMPLE).register
    assert [one for finding in register.findings.values() for one in check_finding(register, finding, on)] == []


def test_many_findings_of_one_matter_are_checked_in_one_pass() -> None:
    """Findings that look at each other cost a lookup, not a walk."""
    made = builder()
    for number in range(3000):
        found(made, f"2026-10-30-{number:06}", **CLOSED, **({} if number % 2 else {"item": ""}))
    register = made.build()
    begun = time.perf_counter()
    said = [
        one for finding in register.findings.values() for one in check_finding(register, finding, date(2026, 12, 31))
    ]
    assert said == []
    assert time.perf_counter() - begun < 2
