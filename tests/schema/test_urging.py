"""Which letter is due and to whom: the rows of R11, and its examples on the sample register."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.kinds.settings import Letter
from schema.kinds.settings import Urging
from schema.kinds.urge import Urge
from schema.letter import compose
from schema.marks import UrgeReason
from schema.register import Register
from schema.urging import Facts
from schema.urging import Rung
from schema.urging import letter_of
from schema.urging import level_due
from schema.urging import rungs
from schema.vocabulary import UrgeLevel
from schema.workdays import Workdays
from store.loading import load
from tests.builders import RegisterBuilder
from tests.builders import at_least
from tests.builders import by_date
from tests.builders import day

SAMPLE = Path(__file__).parents[2] / "sample-repo"
URGING = Urging(remind_before=5, urge_from=1, supervise_from=6, report_from=16, unanswered=3, repeated=2)
FINDING = "2026-10-30-aaaaaa"


@pytest.fixture(scope="module")
def sample() -> Register:
    """The sample with the thresholds of R11."""
    found = load(SAMPLE).register
    return replace(found, settings=msgspec.structs.replace(found.settings, urging=URGING))


def without_letters(register: Register) -> Register:
    return replace(register, records={kind: of for kind, of in register.records.items() if kind != "urge"})


def about(register: Register, on: str, subject: str) -> Rung | None:
    """The rung of the finding with a code, or of the obligation of a duty, period and element."""
    for rung in rungs(register, day(on)):
        target = rung.target
        named = f"{target.duty} {target.period} {target.element or ''}".strip() if target is not None else ""
        if subject in {named, rung.finding.code if rung.finding is not None else ""}:
            return rung
    return None


def test_r11_example_1_one_working_day_overdue_is_urged_and_stops_once_filed(sample: Register) -> None:
    """D05/H1 due 06-30: on 07-01 overdue 1, L1 (C1); filed 07-02: stop."""
    owed = about(without_letters(sample), "2026-07-01", "half-year-report 2026-H1")
    assert owed is not None
    assert (owed.level, owed.to, owed.overdue, owed.is_owed) == (UrgeLevel.L1, "party-office", 1, True)
    sent = about(sample, "2026-07-01", "half-year-report 2026-H1")
    assert sent is not None
    assert [urge.code for urge in sent.facts.sent] == ["C1"]
    assert not sent.is_owed
    assert about(sample, "2026-07-02", "half-year-report 2026-H1") is None


def test_r11_example_2_the_unit_is_urged_then_the_post_in_charge_of_it(sample: Register) -> None:
    """X3 due 11-20: 11-23 overdue 1, L1 (C2); 12-01 overdue 7, L2 (C3); done 12-04."""
    bare = without_letters(sample)
    first, second = about(bare, "2026-11-23", "X3"), about(bare, "2026-12-01", "X3")
    assert first is not None and second is not None
    assert (first.level, first.to, first.overdue, first.reason) == (
        UrgeLevel.L1, "pomegranate-village", 1, UrgeReason.DAYS
    )  # fmt: skip
    assert (second.level, second.to, second.overdue, second.reason) == (
        UrgeLevel.L2, "publicity-member", 7, UrgeReason.DAYS
    )  # fmt: skip
    sent = about(sample, "2026-12-01", "X3")
    assert sent is not None and [urge.code for urge in sent.facts.sent] == ["C2", "C3"] and not sent.is_owed
    assert about(sample, "2026-12-04", "X3") is None


def test_letter_that_is_unanswered_for_three_working_days_is_followed_by_the_next(sample: Register) -> None:
    """C2 of Mon 11-23 asks for a reply in three working days: 11-26 is the last of them."""
    third, after = about(sample, "2026-11-26", "X3"), about(sample, "2026-11-27", "X3")
    assert third is not None and after is not None
    assert (third.level, third.is_owed) == (UrgeLevel.L1, False)
    assert (after.level, after.reason, after.to, after.is_owed) == (
        UrgeLevel.L2, UrgeReason.UNANSWERED, "publicity-member", True
    )  # fmt: skip


def test_all_rungs_of_the_sample_on_23_november(sample: Register) -> None:
    assert [
        (one.level.value, one.to, one.overdue, one.is_owed)
        for one in rungs(sample, date(2026, 11, 23))
    ] == [
        ("L3", "secretary", 34, True),  # D12/Q3/PO6
        ("L3", "secretary", 34, True),  # D03/Q3
        ("L0", "public-service-head", -5, True),  # X2, extended to 11-30
        ("L1", "pomegranate-village", 1, False),  # X3
    ]  # fmt: skip


def test_a_rung_whose_number_is_unset_is_never_proposed(sample: Register) -> None:
    nothing = replace(sample, settings=msgspec.structs.replace(sample.settings, urging=Urging()))
    assert rungs(nothing, date(2026, 11, 23)) == []


WORKDAYS = RegisterBuilder().calendar().build().workdays
DUE = date(2026, 11, 20)


def letter(level: str, issued: str, *, reply_due: str | None = None, replied: str | None = None) -> Urge:
    return Urge(
        id=f"{issued}-aaaaaa",
        level=UrgeLevel[level],
        issued=day(issued),
        to="archive",
        finding=FINDING,
        reply_due=day(reply_due) if reply_due else None,
        replied=day(replied) if replied else None,
    )


def due_level(
    on: str, *sent: Urge, missed: int = 0, urging: Urging = URGING, workdays: Workdays = WORKDAYS
) -> tuple[str, str] | None:
    found = level_due(urging, workdays, Facts(due=DUE, sent=sent, missed=missed), day(on))
    return None if found is None else (found[0].value, found[1].value)


@pytest.mark.parametrize(
    ("on", "level"),
    [
        ("2026-11-12", None),
        ("2026-11-13", "L0"),  # five working days before
        ("2026-11-20", "L0"),
        ("2026-11-22", "L0"),  # Sunday: no working day overdue yet
        ("2026-11-23", "L1"),
        ("2026-11-27", "L1"),  # 5
        ("2026-11-30", "L2"),  # 6
        ("2026-12-11", "L2"),  # 15
        ("2026-12-14", "L3"),  # 16
    ],
)
def test_levels_by_days(on: str, level: str | None) -> None:
    assert due_level(on) == (None if level is None else (level, "days"))


@pytest.mark.parametrize(
    ("on", "sent", "found"),
    [
        ("2026-11-26", [letter("L1", "2026-11-23")], ("L1", "days")),
        ("2026-11-27", [letter("L1", "2026-11-23")], ("L2", "unanswered")),
        ("2026-11-27", [letter("L1", "2026-11-23", replied="2026-11-27")], ("L1", "days")),
        ("2026-11-27", [letter("L1", "2026-11-23", replied="2026-11-28")], ("L2", "unanswered")),
        ("2026-11-27", [letter("L0", "2026-11-16")], ("L1", "days")),
        ("2026-12-03", [letter("L2", "2026-11-30", reply_due="2026-12-03")], ("L2", "days")),
        ("2026-12-04", [letter("L2", "2026-11-30", reply_due="2026-12-03")], ("L3", "reply-missed")),
        ("2026-12-04", [letter("L2", "2026-11-30", reply_due="2026-12-03", replied="2026-12-03")], ("L2", "days")),
        ("2026-12-04", [letter("L2", "2026-11-30", reply_due="2026-12-03", replied="2026-12-04")], ("L3", "reply-missed")),
        ("2026-12-04", [letter("L2", "2026-11-30")], ("L2", "days")),  # no deadline was set
        ("2026-11-23", [letter("L3", "2026-11-23")], ("L1", "days")),
        ("2026-11-24", [letter("L3", "2026-11-23")], ("L4", "reported")),  # from the day after the report
    ],
)  # fmt: skip
def test_levels_by_what_was_sent(on: str, sent: list[Urge], found: tuple[str, str]) -> None:
    assert due_level(on, *sent) == found


@pytest.mark.parametrize(("missed", "level"), [(1, "L1"), (2, "L3"), (3, "L3")])
def test_same_duty_missed_twice_goes_to_the_first_responsible_post(missed: int, level: str) -> None:
    found = due_level("2026-11-23", missed=missed)
    assert found is not None and found[0] == level


@pytest.mark.parametrize(
    ("unset", "level"),
    [({"report_from": None}, "L2"), ({"supervise_from": None, "report_from": None}, "L1")],
)
def test_unset_rungs_fall_to_the_one_below(unset: dict[str, None], level: str) -> None:
    urging = msgspec.structs.replace(URGING, **unset)
    found = due_level("2026-12-31", letter("L2", "2026-11-30", reply_due="2026-12-03"), missed=9, urging=urging)
    assert found is not None and found[0] == level


@given(days=st.lists(st.dates(date(2026, 10, 1), date(2026, 12, 31)), min_size=2, max_size=2).map(sorted))
def test_levels_only_climb_while_nothing_is_done(days: list[date]) -> None:
    first, later = (due_level(on.isoformat()) for on in days)
    assert first is None or (later is not None and first[0] <= later[0])


def office(**urging: Any) -> RegisterBuilder:
    """A body with a secretary; a section in the deputy's charge, and a community linked to the member in charge."""
    made = RegisterBuilder().calendar()
    made.settings["urging"] = {"urge_from": 1, "supervise_from": 6, "report_from": 16, "remind_before": 5} | urging
    made.unit("cranes").unit("bank", type="community").unit("loose")
    made.post("secretary", "ada", rank="principal")
    made.post("deputy", "ben", rank="member", in_charge_of=["cranes"])
    made.post("member", "cleo", rank="in-charge", linked=["bank", "cranes"])
    made.post("discipline", "dora", rank="member", supervises=["cranes", "bank"])
    made.post("cranes-head", "ed", unit="cranes", rank="section-head")
    made.post("bank-head", "fay", unit="bank", rank="community-head")
    return made


def to(made: RegisterBuilder, on: str) -> list[tuple[str, str | None]]:
    return [(one.level.value, one.to) for one in rungs(made.build(), day(on))]


LEVELS = [("2026-11-19", 0), ("2026-11-23", 1), ("2026-11-30", 2), ("2026-12-31", 3)]


@pytest.mark.parametrize(("on", "at"), LEVELS)
@pytest.mark.parametrize(
    ("lead", "bearer", "ways"),
    [
        (["cranes"], "office", ["cranes-head", "cranes", "deputy", "secretary"]),
        (["bank"], "office", ["bank-head", "bank", "member", "secretary"]),
        (["loose"], "member", ["loose", "loose", "member", "secretary"]),  # in nobody's charge: who bears the duty
        (["loose"], "office", ["loose", "loose", "secretary", "secretary"]),
        ([], "cranes-head", ["cranes-head", "cranes", "deputy", "secretary"]),
        (["cranes"], "member", ["cranes-head", "cranes", "member", "secretary"]),  # of two in charge, the bearer
    ],
)
def test_addressees_of_a_duty(on: str, at: int, lead: list[str], bearer: str, ways: list[str]) -> None:
    made = office().duty("plan", by_date("11-20"), lead=lead, bearer=bearer)
    assert to(made, on) == [(f"L{at}", ways[at])]


@pytest.mark.parametrize(("on", "at"), LEVELS)
def test_addressees_of_an_element(on: str, at: int) -> None:
    made = office().duty("round", by_date("11-20", each="@communities"), lead=["cranes"])
    assert to(made, on) == [(f"L{at}", ["bank-head", "bank", "member", "secretary"][at])]
    made = office().duty("statement", by_date("11-20", each="@section-heads"), lead=["bank"])
    assert to(made, on) == [(f"L{at}", ["cranes-head", "cranes-head", "deputy", "secretary"][at])]


def finding(made: RegisterBuilder, **fields: Any) -> RegisterBuilder:
    values = {
        "inspection": "2026-10-30-iiiiii", "unit": "bank", "text": "A sheet is missing.", "issued": "2026-10-30",
        "due": "2026-11-20",
    }  # fmt: skip
    return made.record("finding", FINDING, **(values | fields))


@pytest.mark.parametrize(("on", "at"), LEVELS)
def test_addressees_of_a_finding(on: str, at: int) -> None:
    assert to(finding(office()), on) == [(f"L{at}", ["bank-head", "bank", "member", "secretary"][at])]
    owned = finding(office(), owner="cranes-head")
    assert to(owned, on) == [(f"L{at}", ["cranes-head", "bank", "member", "secretary"][at])]


def test_of_several_posts_in_charge_the_one_that_bears_the_inspections_duty_is_asked() -> None:
    made = office().duty("inspect", at_least(1, "year"), bearer="member")
    made.activity("2026-10-30", "inspect", type="special-inspection", id="2026-10-30-iiiiii")
    assert to(finding(made, unit="cranes"), "2026-11-30") == [("L2", "member")]
    assert to(finding(office(), unit="cranes"), "2026-11-30") == [("L2", "deputy")]


def test_letter_goes_to_the_post_that_covers_a_vacant_one() -> None:
    made = office()
    made.post("deputy", None, rank="member", in_charge_of=["cranes"], cover=[{"by": "member", "from": "2026-09-10"}])
    assert to(finding(made, unit="cranes"), "2026-11-30") == [("L2", "member")]


def test_after_the_report_the_supervising_post_is_proposed_and_a_person_decides() -> None:
    made = finding(office())
    made.record("urge", "2026-12-14-aaaaaa", level="L3", issued="2026-12-14", to="secretary", finding=FINDING)
    (rung,) = rungs(made.build(), date(2026, 12, 15))
    assert (rung.level, rung.to, rung.reason, rung.is_owed, rung.awaits_decision) == (
        UrgeLevel.L4, "discipline", UrgeReason.REPORTED, False, True
    )  # fmt: skip
    made.record("urge", "2026-12-16-aaaaaa", level="L4", issued="2026-12-16", to="discipline", finding=FINDING)
    (rung,) = rungs(made.build(), date(2026, 12, 16))
    assert not rung.awaits_decision


def test_what_is_not_open_or_not_begun_is_not_urged() -> None:
    made = office().duty("plan", by_date("11-20"), lead=["cranes"])
    assert to(made.waiver("plan", "2026", approved_on="2026-11-01"), "2026-12-31") == []
    late = office().duty("plan", by_date("11-20", opens="11-19"), lead=["cranes"])
    assert to(late, "2026-11-18") == []
    assert to(late, "2026-11-19") == [("L0", "cranes-head")]
    done = {"done": "2026-11-19", "evidence": [{"type": "sheet"}]}
    assert to(finding(office(), **done), "2026-12-31") == []
    assert to(finding(office()), "2026-10-29") == []


def test_days_overdue_count_from_an_approved_later_due_day() -> None:
    made = office().duty("plan", by_date("11-20"), lead=["cranes"])
    made.waiver("plan", "2026", type="extend", new_due="2026-12-04", approved_on="2026-11-19")
    assert to(made, "2026-11-25") == []
    assert to(made, "2026-11-30") == [("L0", "cranes-head")]
    (rung,) = rungs(made.build(), date(2026, 12, 7))
    assert (rung.level, rung.overdue, rung.facts.due) == (UrgeLevel.L1, 1, date(2026, 12, 4))


def test_letter_about_the_whole_obligation_counts_for_each_element() -> None:
    made = office().unit("bank-2", type="community").duty("round", by_date("11-20", each="@communities"))
    target = {"duty": "round", "period": "2026"}
    made.record("urge", "2026-11-23-aaaaaa", level="L1", issued="2026-11-23", to="office", obligation=target)
    one = {"duty": "round", "period": "2026", "element": "bank"}
    made.record("urge", "2026-11-30-aaaaaa", level="L2", issued="2026-11-30", to="member", obligation=one)
    found = {rung.target.element: rung for rung in rungs(made.build(), date(2026, 11, 30)) if rung.target is not None}
    assert (found["bank"].is_owed, found["bank-2"].is_owed) == (False, True)
    assert found["bank-2"].highest_sent is UrgeLevel.L1


def test_same_duty_and_element_missed_twice_in_the_year_is_reported() -> None:
    made = office(repeated=2).duty("round", at_least(1, "quarter"), lead=["cranes"])
    made.activity("2026-02-02", "round")
    found = {one.obligation.period: one for one in rungs(made.build(), date(2026, 10, 9)) if one.obligation is not None}
    assert found["2026-Q3"].facts.missed == 2
    assert (found["2026-Q3"].level, found["2026-Q3"].reason) == (UrgeLevel.L3, UrgeReason.REPEATED)
    made.activity("2026-08-02", "round", period="2026-Q2")
    found = {one.obligation.period: one for one in rungs(made.build(), date(2026, 10, 9)) if one.obligation is not None}
    assert (found["2026-Q3"].level, found["2026-Q3"].facts.missed) == (UrgeLevel.L1, 1)


def test_letters_are_called_what_the_institution_calls_them() -> None:
    urging = Urging(letter=(Letter(level=UrgeLevel.L2, title="督办单", reply_within=3),))
    assert letter_of(urging, UrgeLevel.L2).title == "督办单"
    assert letter_of(urging, UrgeLevel.L1) == Letter(level=UrgeLevel.L1)


@pytest.mark.parametrize(
    ("on", "subject", "within", "text"),
    [
        ("2026-07-01", "half-year-report 2026-H1", None, "“向区委专题汇报责任制落实情况”（2026-H1）6月30日到期，尚未办结，请即办理并回复。"),
        ("2026-11-23", "X3", 3, "石榴村的问题“主题党日”11月20日到期，尚未整改，请3个工作日内回复。"),
        ("2026-11-27", "X3", None, "石榴村的问题“主题党日”逾期5个工作日，催办没有回复，请分管领导督办。"),
        ("2026-12-01", "X3", 3, "石榴村的问题“主题党日”逾期7个工作日，请分管领导督办，请3个工作日内回复。"),
        ("2026-11-23", "X2", None, "公共服务办公室的问题“平台核对表签字”11月30日到期，请按期整改。"),
        ("2026-11-23", "branch-theme-day 2026-Q3 pomegranate-village", None, "“党支部主题党日列入责任制”（2026-Q3，石榴村）逾期34个工作日，报第一责任人，并予通报。"),
    ],
)  # fmt: skip
def test_text_of_a_letter_in_chinese(sample: Register, on: str, subject: str, within: int | None, text: str) -> None:
    rung = about(sample, on, subject)
    assert rung is not None
    assert compose(sample, rung, day(on), within) == text


@pytest.mark.parametrize(
    ("level", "reason", "within", "text"),
    [
        ("L0", UrgeReason.DAYS, None, 'The finding "A sheet is missing" at bank is due on 20 November 2026; please have it done by then.'),
        ("L1", UrgeReason.DAYS, 3, 'The finding "A sheet is missing" at bank was due on 20 November 2026 and is not done; please see to it and reply within 3 working day(s).'),
        ("L1", UrgeReason.DAYS, None, 'The finding "A sheet is missing" at bank was due on 20 November 2026 and is not done; please see to it and reply.'),
        ("L2", UrgeReason.UNANSWERED, None, 'The finding "A sheet is missing" at bank is 6 working day(s) overdue and the letter was not answered; the leader in charge is asked to supervise it.'),
        ("L3", UrgeReason.REPEATED, None, 'The finding "A sheet is missing" at bank is 6 working day(s) overdue and the same duty was missed 2 times within the year; it is reported to the first responsible person, with a circular.'),
        ("L4", UrgeReason.REPORTED, None, 'The finding "A sheet is missing" at bank is 6 working day(s) overdue and still open after the report; it goes to the supervising post for evaluation.'),
    ],
)  # fmt: skip
def test_text_of_a_letter_in_english(level: str, reason: UrgeReason, within: int | None, text: str) -> None:
    register = finding(office()).build()
    (rung,) = rungs(register, date(2026, 11, 30))
    facts = msgspec.structs.replace(rung.facts, missed=2)
    rung = rung._replace(level=UrgeLevel[level], reason=reason, facts=facts)
    assert compose(register, rung, date(2026, 11, 30), within) == text


def test_text_names_an_events_owner_and_the_year_where_it_is_another() -> None:
    made = office()
    made.settings["language"] = "zh"
    made.platform("account", title="公众号", event=[{"type": "closed", "date": "2026-12-28"}])
    made.duty("filing", {"type": "event", "on": "platform.closed", "within": 1}, lead=["cranes"], title="平台备案")
    register = made.build()
    (rung,) = rungs(register, date(2027, 1, 4))
    assert compose(register, rung, date(2027, 1, 4), None) == (
        "“平台备案”（公众号 2026-12-28）2026年12月29日到期，尚未办结，请即办理并回复。"
    )
