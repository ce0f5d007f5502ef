"""DB521-DB533: what the check says about letters and waivers, word for word, and what it leaves alone."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from schema.rules.urging import RULES
from schema.rules.urging import check_urge
from schema.rules.urging import check_waiver
from store.loading import load
from tests.builders import HALF_YEAR_REPORT
from tests.builders import RegisterBuilder
from tests.builders import after_event
from tests.builders import at_least
from tests.builders import by_date
from tests.builders import day

SAMPLE = Path(__file__).parents[2] / "sample-repo"
FINDING = "2026-10-30-aaaaaa"
URGE, WAIVER = "2026-11-23-uuuuuu", "2026-11-02-wwwwww"


def builder() -> RegisterBuilder:
    made = RegisterBuilder().calendar().unit("archive").unit("bank", type="community").unit("old", to="2026-06-30")
    made.post("head", "ada", title="Head", unit="archive", rank="section-head").post(
        "gone", "ben", title="Deputy", to="2026-09-09"
    )
    made.duty("report", HALF_YEAR_REPORT, title="Report")
    made.duty("round", at_least(1, "quarter", each="@communities"), title="Round")
    made.duty("filing", after_event("platform.closed"), title="Filing")
    made.duty("plan", by_date("11-20"), title="Plan")
    made.duty("statement", by_date("11-20", each="@section-heads"), title="Statement")
    made.duty("short", at_least(1, "quarter"), title="Short", since="2026-05-01", until="2026-08-31")
    made.duty("vague", {"type": "at-least"}, title="Vague")
    made.platform("account", event=[{"type": "closed", "date": "2026-09-15"}])
    values = {"inspection": "2026-10-30-iiiiii", "unit": "archive", "text": "A sheet is missing."}
    return made.record("finding", FINDING, **values, issued="2026-10-30", due="2026-11-20")


def target(duty: str, period: str, element: str | None = None) -> dict[str, Any]:
    return {"obligation": {"duty": duty, "period": period, "element": element}}


def urge(made: RegisterBuilder, id: str = URGE, **fields: Any) -> RegisterBuilder:
    return made.record("urge", id, **({"level": "L1", "issued": id[:10], "to": "archive"} | fields))


def said_of_urge(made: RegisterBuilder, id: str = URGE, on: str = "2026-12-31") -> list[str]:
    register = made.build()
    return [f"{one.code} {one.dotted}: {one.message}" for one in check_urge(register, register.urges[id], day(on))]


def waiver(**fields: Any) -> RegisterBuilder:
    values = {
        "type": "waive", "reason": "Called off.", "asked_on": "2026-11-02", "approved_by": "head",
        "approved_on": "2026-11-02", **target("plan", "2026"),
    }  # fmt: skip
    return builder().record("waiver", WAIVER, **(values | fields))


def said_of_waiver(made: RegisterBuilder, on: str = "2026-12-31") -> list[str]:
    register = made.build()
    found = check_waiver(register, register.waivers[WAIVER], day(on))
    return [f"{one.code} {one.dotted}: {one.message}" for one in found]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "DB521 : the letter is about neither a finding nor an obligation"),
        ({"finding": FINDING, **target("plan", "2026")},
         "DB521 finding: the letter is about a finding and an obligation at once"),
        ({"finding": FINDING, "replied": "2026-11-20"},
         "DB523 replied: `replied` is 2026-11-20, before the letter was issued on 2026-11-23"),
        ({"finding": FINDING, "reply_due": "2026-11-20"},
         "DB523 reply_due: `reply_due` is 2026-11-20, before the letter was issued on 2026-11-23"),
        (target("report", "2026-Q2"), 'DB524 obligation.period: the duty "Report" has no obligation for "2026-Q2"'),
        (target("report", "June"), 'DB524 obligation.period: the duty "Report" has no obligation for "June"'),
        (target("report", "2025-H2"), 'DB524 obligation.period: the duty "Report" has no obligation for "2025-H2"'),
        (target("report", "2026-H1", "bank"),
         'DB524 obligation.element: the duty "Report" has no obligation for "bank" in "2026-H1"'),
        (target("round", "2026-Q3", "archive"),
         'DB524 obligation.element: the duty "Round" has no obligation for "archive" in "2026-Q3"'),
        (target("statement", "2026", "gone"),
         'DB524 obligation.element: the duty "Statement" has no obligation for "gone" in "2026"'),
        (target("short", "2026-Q4"), 'DB524 obligation.period: the duty "Short" has no obligation for "2026-Q4"'),
        (target("short", "2026-Q1"), 'DB524 obligation.period: the duty "Short" has no obligation for "2026-Q1"'),
        (target("filing", "event:account/closed/2026-09-16"),
         'DB524 obligation.period: the duty "Filing" has no obligation for "event:account/closed/2026-09-16"'),
        (target("filing", "event:other/closed/2026-09-15"),
         'DB524 obligation.period: the duty "Filing" has no obligation for "event:other/closed/2026-09-15"'),
        (target("filing", "event:account/opened/2026-09-15"),
         'DB524 obligation.period: the duty "Filing" has no obligation for "event:account/opened/2026-09-15"'),
        ({"finding": FINDING, "level": "L2"},
         "DB525 level: a letter of level L2 was sent without one of a lower level before it"),
    ],
)  # fmt: skip
def test_letters_that_contradict_themselves_are_said_once(fields: dict[str, Any], said: str) -> None:
    assert said_of_urge(urge(builder(), **fields)) == [said]


@pytest.mark.parametrize(
    "fields",
    [
        {"finding": FINDING},
        {"finding": FINDING, "reply_due": "2026-11-23", "replied": "2026-11-23"},
        target("report", "2026-H1"),
        target("round", "2026-Q3"),
        target("round", "2026-Q3", "bank"),
        target("statement", "2026", "head"),
        target("short", "2026-Q2"),
        target("short", "2026-Q3"),
        target("filing", "event:account/closed/2026-09-15"),
        target("filing", "event:account/platform.closed/2026-09-15"),
        target("vague", "2026-Q9"),  # whose cadence cannot be read, which is said of the duty
        target("nowhere", "2026-Q1"),  # whose duty is not there, which is said by DB101
        {"finding": "2026-10-30-nowher"},
    ],
)
def test_letters_in_order_are_left_alone(fields: dict[str, Any]) -> None:
    assert said_of_urge(urge(builder(), **fields)) == []


@pytest.mark.parametrize(("on", "said"), [("2026-06-30", []), ("2026-07-01", ["DB524"])])
def test_element_is_looked_for_on_the_day_of_the_letter_and_not_after_the_due_day(on: str, said: list[str]) -> None:
    made = builder().unit("old", type="community", to="2026-06-30")
    made = urge(made, f"{on}-uuuuuu", level="L0", **target("round", "2026-Q3", "old"))
    assert [one[:5] for one in said_of_urge(made, f"{on}-uuuuuu")] == said
    late = urge(made, **target("round", "2026-Q2", "old"))
    assert said_of_urge(late) == []


@pytest.mark.parametrize(
    ("level", "issued", "due", "fields"),
    [
        ("L1", "2026-11-20", "2026-11-20", {"finding": FINDING}),
        ("L1", "2026-11-20", "2026-11-20", target("plan", "2026")),
        ("L1", "2026-09-30", "2026-09-30", target("round", "2026-Q3", "bank")),
    ],
)
def test_letter_before_the_due_day_has_passed_is_said(
    level: str, issued: str, due: str, fields: dict[str, Any]
) -> None:
    made = urge(builder(), f"{issued}-uuuuuu", level=level, **fields)
    assert said_of_urge(made, f"{issued}-uuuuuu") == [
        f"DB522 issued: a letter of level {level} was issued on {issued}, but it was due only on {due}"
    ]
    assert said_of_urge(urge(builder(), f"{issued}-uuuuuu", level="L0", **fields), f"{issued}-uuuuuu") == []


@pytest.mark.parametrize(("approved", "said"), [("2026-11-19", ["DB522"]), ("2026-11-24", [])])
def test_extension_counts_for_a_letter_only_where_it_was_approved_by_then(approved: str, said: list[str]) -> None:
    row = {"asked_on": "2026-11-17", "new_due": "2026-11-30", "reason": "Away.", "approved_by": "head"}
    made = builder()
    made.records["finding", FINDING]["extension"] = [
        {key: day(value) if key in {"asked_on", "new_due"} else value for key, value in row.items()}
        | {"approved_on": day(approved)}
    ]
    assert [one[:5] for one in said_of_urge(urge(made, finding=FINDING))] == said
    later = builder().waiver("plan", "2026", type="extend", new_due="2026-11-30", approved_on=approved)
    assert [one[:5] for one in said_of_urge(urge(later, **target("plan", "2026")))] == said


def test_letter_of_a_lower_level_about_the_same_comes_before() -> None:
    made = urge(urge(builder(), finding=FINDING), "2026-12-01-uuuuuu", level="L2", finding=FINDING)
    assert said_of_urge(made, "2026-12-01-uuuuuu") == []
    about_all = urge(builder(), "2026-10-09-uuuuuu", **target("round", "2026-Q3"))
    made = urge(about_all, level="L2", **target("round", "2026-Q3", "bank"))
    assert said_of_urge(made) == []
    reminded = urge(urge(builder(), "2026-11-19-uuuuuu", level="L0", finding=FINDING), level="L2", finding=FINDING)
    assert [one[:5] for one in said_of_urge(reminded)] == ["DB525"]


def test_letter_of_a_later_day_does_not_exist() -> None:
    assert said_of_urge(urge(builder()), on="2026-11-22") == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"approved_by": None},
         "DB526 approved_on: it is approved on 2026-11-02, but nobody is said to have approved it"),
        ({"type": "extend"}, "DB527 new_due: the extension says no new due day"),
        ({"type": "extend", "new_due": "2026-11-20"},
         "DB528 new_due: the extension to 2026-11-20 has no effect: the due day is 2026-11-20"),
        ({"type": "extend", "new_due": "2026-12-04", "asked_on": "2026-11-23", "approved_on": "2026-11-23"},
         "DB529 asked_on: the extension was asked for on 2026-11-23, after the due day 2026-11-20"),
        ({"expires": "2026-11-01"},
         "DB530 expires: it expires on 2026-11-01, before its approval on 2026-11-02, and never has effect"),
        (target("report", "2026"), 'DB531 obligation.period: the duty "Report" has no obligation for "2026"'),
        (target("plan", "2026", "bank"),
         'DB531 obligation.element: the duty "Plan" has no obligation for "bank" in "2026"'),
        ({"asked_on": "2026-11-03"},
         "DB532 approved_on: it was approved on 2026-11-02, before it was asked for on 2026-11-03"),
        ({"approved_by": "gone"},
         'DB533 approved_by: it was approved by the post "Deputy", which nobody held on 2026-11-02'),
    ],
)  # fmt: skip
def test_waivers_that_contradict_themselves_are_said_once(fields: dict[str, Any], said: str) -> None:
    assert said_of_waiver(waiver(**fields)) == [said]


@pytest.mark.parametrize(
    ("fields", "on"),
    [
        ({}, "2026-12-31"),
        ({"expires": "2026-11-02"}, "2026-12-31"),
        ({"asked_on": None}, "2026-12-31"),
        ({"approved_on": None, "approved_by": None}, "2026-12-31"),
        (
            {"type": "extend", "new_due": "2026-12-04", "asked_on": "2026-11-20", "approved_on": "2026-11-20"},
            "2026-11-20",
        ),
        (target("round", "2026-Q3", "bank"), "2026-12-31"),
        (target("nowhere", "2026"), "2026-12-31"),
        ({"approved_by": None}, "2026-11-01"),  # later
        ({"type": "extend"}, "2026-11-01"),
        ({"asked_on": "2026-10-30", "approved_by": "gone"}, "2026-11-01"),  # asked for, approved later
    ],
)
def test_waivers_in_order_or_later_are_left_alone(fields: dict[str, Any], on: str) -> None:
    assert said_of_waiver(waiver(**fields), on) == []


def test_extension_of_an_extension_is_asked_for_before_the_day_in_force() -> None:
    fields = {"type": "extend", "new_due": "2026-12-18", "asked_on": "2026-11-30", "approved_on": "2026-11-30"}
    assert [one[:5] for one in said_of_waiver(waiver(**fields))] == ["DB529"]
    made = waiver(**fields).waiver("plan", "2026", type="extend", new_due="2026-12-04", approved_on="2026-11-19")
    assert said_of_waiver(made) == []


def test_codes_run_on_without_a_gap() -> None:
    assert [rule.code for rule in RULES] == [f"DB{number}" for number in range(521, 534)]


@pytest.mark.parametrize("on", [date(2026, 7, 1), date(2026, 11, 23), date(2026, 12, 31)])
def test_sample_is_clean(on: date) -> None:
    register = load(SAMPLE).register
    assert [one for urge in register.urges.values() for one in check_urge(register, urge, on)] == []
    assert [one for each in register.waivers.values() for one in check_waiver(register, each, on)] == []
