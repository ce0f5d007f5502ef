from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.evidence import Sufficiency
from schema.evidence import judge
from schema.kinds.activity import Activity
from schema.marks import Flag
from schema.marks import Light
from schema.marks import State
from schema.obligation import Obligation
from schema.obligation import obligations
from schema.obligation import obligations_of
from tests.builders import COUNTS_AFTER_QUARTER
from tests.builders import HALF_YEAR_REPORT
from tests.builders import Data
from tests.builders import RegisterBuilder
from tests.builders import after_event
from tests.builders import at_least
from tests.builders import by_date
from tests.builders import day

DAY = date(2026, 11, 23)
END = date(2026, 12, 31)


def listed(builder: RegisterBuilder, on: date = DAY) -> dict[str, Obligation]:
    """Obligations by `period` or `period/element`."""
    found = obligations(builder.build(), on)
    return {f"{one.period}/{one.element}" if one.element else one.period: one for one in found}


def counts(builder: RegisterBuilder, on: date = END) -> dict[str, int]:
    return {name: one.count for name, one in listed(builder, on).items()}


def states(builder: RegisterBuilder, on: date = DAY) -> dict[str, str]:
    return {name: one.state.value for name, one in listed(builder, on).items()}


def started(*cadence: Data, **fields: object) -> RegisterBuilder:
    return RegisterBuilder().calendar().duty("d", *cadence, **fields)


def test_r1_example_1_a_quarter_without_a_meeting_is_missed_though_the_year_has_four() -> None:
    builder = started(at_least())
    for on in ("2026-03-27", "2026-04-02", "2026-06-24", "2026-10-29"):
        builder.activity(on, "d")
    assert counts(builder) == {"2026-Q1": 1, "2026-Q2": 2, "2026-Q3": 0, "2026-Q4": 1}
    assert states(builder, END) == {"2026-Q1": "done", "2026-Q2": "done", "2026-Q3": "missed", "2026-Q4": "done"}
    builder.duty("d", at_least(4, "year"))
    year = listed(builder, END)["2026"]
    assert (year.count, year.needed, year.state, year.completed_on) == (4, 4, State.DONE, date(2026, 10, 29))


def test_r1_example_2_deliberation_never_counts_as_study() -> None:
    builder = started(at_least(2, "year"), accepts=["study"])
    builder.activity("2026-03-18", "d", type="study").activity("2026-05-12", "d", type="deliberation")
    one = listed(builder, END)["2026"]
    assert (one.count, one.needed - one.count, one.state) == (1, 1, State.NEAR_DUE)
    builder.activity("2026-09-22", "d", type="study")
    assert listed(builder, END)["2026"].state is State.DONE


def test_r2_example_1_a_report_after_the_half_year_is_late() -> None:
    builder = started(HALF_YEAR_REPORT).activity("2026-07-02", "d", period="2026-H1")
    one = listed(builder)["2026-H1"]
    assert (one.due, one.state, one.completed_on) == (date(2026, 6, 30), State.DONE_LATE, date(2026, 7, 2))
    assert one.completed_on is not None
    assert (one.completed_on - one.due).days == 2
    assert builder.build().workdays.between(one.due, one.completed_on) == 2


def test_r2_a_record_before_the_window_does_not_count_unless_it_may() -> None:
    builder = started(HALF_YEAR_REPORT).activity("2026-05-29", "d", period="2026-H1")
    one = listed(builder)["2026-H1"]
    assert (one.count, one.state, one.flags) == (0, State.MISSED, (Flag.EARLY,))
    builder.duty("d", HALF_YEAR_REPORT | {"early_ok": True})
    assert listed(builder)["2026-H1"].state is State.DONE


def test_r3_example_1_an_event_and_five_working_days() -> None:
    event = {"type": "administrator-changed", "date": "2026-09-15"}
    builder = started(after_event("platform.administrator-changed")).platform("account", event=[event])
    name = "event:account/administrator-changed/2026-09-15"
    assert listed(builder, date(2026, 9, 14)) == {}
    before = listed(builder, date(2026, 9, 15))[name]
    assert (before.opens, before.due, before.state) == (date(2026, 9, 15), date(2026, 9, 21), State.NEAR_DUE)
    builder.activity("2026-09-22", "d", period="event:account/platform.administrator-changed/2026-09-15")
    late = listed(builder)[name]
    assert (late.state, late.rolled, late.provisional) == (State.DONE_LATE, False, False)
    builder.activity("2026-09-15", "d", period=name, unit="other").unit("other")
    assert listed(builder)[name].state is State.DONE


def test_r3_natural_days_count_all_and_roll_forward() -> None:
    event = {"type": "closed", "date": "2026-09-30"}
    row = after_event("platform.closed", None, within_days=3)
    one = listed(started(row).platform("account", event=[event]))["event:account/closed/2026-09-30"]
    assert (one.due, one.rolled) == (date(2026, 10, 8), True)


def test_r3_a_span_into_a_year_without_calendar_is_provisional() -> None:
    event = {"type": "closed", "date": "2026-12-30"}
    builder = started(after_event("platform.closed")).platform("account", event=[event])
    one = listed(builder, date(2026, 12, 30))["event:account/closed/2026-12-30"]
    assert (one.due, one.provisional) == (date(2027, 1, 6), True)


def test_r4_example_1_a_vague_cadence_is_grey_until_somebody_sets_it() -> None:
    builder = started({"type": "unset", "wording": "定期"}).activity("2026-03-02", "d")
    one = listed(builder)["2026"]
    assert (one.state, one.light, one.needed, one.count, one.is_open) == (State.UNSET, Light.GREY, 0, 1, False)
    builder.duty("d", at_least(wording="定期"))
    assert len(listed(builder)) == 4


def test_r5_example_1_one_of_six_branches_without_a_theme_day() -> None:
    builder = started(at_least(each="@party-orgs"))
    for branch in ("po5", "po6"):
        builder.unit(branch, type="branch", party_org=True)
    builder.activity("2026-09-24", "d", type="theme-day", elements=["po5"])
    found = listed(builder)
    missed, done = found["2026-Q3/po6"], found["2026-Q3/po5"]
    assert (missed.count, missed.needed, missed.due, missed.light) == (0, 1, date(2026, 9, 30), Light.RED)
    assert (done.state, done.light) == (State.DONE, Light.GREEN)
    assert len(found) == 8


def test_r5_example_2_an_approved_extension_shows_only_after_the_old_due_day() -> None:
    builder = started(by_date("11-20")).waiver(
        "d", "2026", type="extend", approved_on="2026-11-17", new_due="2026-11-30"
    )
    assert listed(builder, date(2026, 11, 16))["2026"].extended_to is None
    assert states(builder, date(2026, 11, 20)) == {"2026": "near-due"}
    assert listed(builder)["2026"].light is Light.YELLOW
    assert states(builder) == {"2026": "extended"}
    assert states(builder, date(2026, 12, 1)) == {"2026": "missed"}
    builder.activity("2026-11-27", "d")
    assert states(builder, date(2026, 12, 1)) == {"2026": "done"}


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"approved_on": "2026-10-01"}, "waived"),
        ({}, "missed"),
        ({"approved_on": "2026-11-24"}, "missed"),
        ({"approved_on": "2026-10-01", "expires": "2026-11-23"}, "waived"),
        ({"approved_on": "2026-10-01", "expires": "2026-11-22"}, "missed"),
        ({"approved_on": "2026-10-01", "element": "other"}, "missed"),
    ],
)
def test_r5_waivers_need_approval_and_expire(fields: dict[str, str], state: str) -> None:
    assert states(started(at_least()).waiver("d", "2026-Q3", **fields))["2026-Q3"] == state


def test_an_extension_to_an_earlier_day_extends_nothing() -> None:
    builder = started(by_date("11-20")).waiver(
        "d", "2026", type="extend", approved_on="2026-10-01", new_due="2026-11-01"
    )
    assert listed(builder)["2026"].extended_to is None


def test_a_waiver_of_one_event_may_give_the_sort_in_full() -> None:
    builder = started(after_event("platform.opened")).platform("account", opened="2026-03-02")
    builder.waiver("d", "event:account/platform.opened/2026-03-02", approved_on="2026-03-03")
    assert states(builder) == {"event:account/opened/2026-03-02": "waived"}


def test_r0_1_nothing_dated_later_exists() -> None:
    builder = started(at_least()).activity("2026-11-24", "d")
    assert counts(builder, date(2026, 11, 23))["2026-Q4"] == 0
    assert counts(builder, date(2026, 11, 24))["2026-Q4"] == 1


def test_r0_1_only_filed_records_count_and_drafts_are_listed() -> None:
    builder = started(at_least()).activity("2026-10-29", "d", state="draft", id="2026-10-29-aaaaaa")
    one = listed(builder)["2026-Q4"]
    assert (one.count, one.awaiting, one.flags) == (0, ("2026-10-29-aaaaaa",), (Flag.DRAFT,))
    builder.activity("2026-10-29", "d", state="withdrawn", id="2026-10-29-aaaaaa")
    assert listed(builder)["2026-Q4"].flags == ()


def test_r0_1_a_corrected_record_is_replaced_by_its_correction() -> None:
    builder = started(at_least()).activity("2026-07-02", "d", id="2026-07-02-aaaaaa")
    builder.activity("2026-06-30", "d", id="2026-06-30-bbbbbb", corrects="2026-07-02-aaaaaa")
    found = listed(builder)
    assert found["2026-Q3"].count == 0
    assert found["2026-Q2"].records == ("2026-06-30-bbbbbb",)


def test_r0_1_a_correction_that_is_not_filed_or_dated_later_replaces_nothing() -> None:
    builder = started(at_least()).activity("2026-07-02", "d", id="2026-07-02-aaaaaa")
    builder.activity("2026-07-03", "d", corrects="2026-07-02-aaaaaa", state="draft")
    builder.activity("2026-12-03", "d", corrects="2026-07-02-aaaaaa")
    assert counts(builder, DAY)["2026-Q3"] == 1
    assert counts(builder, date(2026, 12, 3))["2026-Q3"] == 0


def test_r0_1_filing_later_sets_a_mark_and_never_makes_late() -> None:
    builder = started(at_least()).activity("2026-09-29", "d", filed_on="2026-10-08")
    one = listed(builder)["2026-Q3"]
    assert (one.state, one.count, one.flags) == (State.DONE, 1, (Flag.FILED_LATER,))
    builder = started(at_least()).activity("2026-09-24", "d", filed_on="2026-09-30")
    assert listed(builder)["2026-Q3"].flags == ()


def test_r0_2_work_after_its_period_must_name_the_period() -> None:
    builder = started(COUNTS_AFTER_QUARTER).activity("2026-04-09", "d")
    assert set(counts(builder).values()) == {0}
    assert all(one.flags == () for one in listed(builder).values())
    builder.activity("2026-04-09", "d", period="2026-Q1", unit="other").unit("other")
    assert counts(builder) == {"2026-Q1": 1, "2026-Q2": 0, "2026-Q3": 0, "2026-Q4": 0}
    early = started(COUNTS_AFTER_QUARTER | {"early_ok": True}).activity("2026-04-09", "d")
    assert set(counts(early).values()) == {0}


def test_r0_6_a_duty_makes_nothing_before_its_own_from() -> None:
    register = started(COUNTS_AFTER_QUARTER, by_date("01-31+1y", opens="12-01"), by_date("03-31")).build()
    assert obligations(register, date(2025, 12, 31)) == []
    assert {one.period[:4] for one in obligations(register, date(2026, 1, 15))} == {"2026"}
    begun = started(at_least(), by_date("03-31"), since="2026-05-01")
    assert list(states(begun)) == ["2026-Q2", "2026-Q3", "2026-Q4"]


def test_r0_6_a_duty_makes_nothing_that_begins_after_its_to() -> None:
    ended = started(at_least(), HALF_YEAR_REPORT, COUNTS_AFTER_QUARTER, until="2026-06-30").build()
    found = [(one.row, one.period) for one in obligations(ended, DAY)]
    assert found == [(0, "2026-Q1"), (0, "2026-Q2"), (1, "2026-H1"), (2, "2026-Q1"), (2, "2026-Q2")]


def test_r18_example_2_a_new_number_from_next_year_leaves_this_year_alone() -> None:
    builder = started(at_least(4, "year"), until="2026-12-31").duty("e", at_least(6, "year"), since="2027-01-01")
    found = obligations(builder.build(), date(2027, 1, 4))
    assert [(one.duty, one.period, one.needed) for one in found] == [("d", "2026", 4), ("e", "2027", 6)]


def test_unfinished_older_obligations_are_listed_and_finished_ones_are_not() -> None:
    builder = started(at_least(per="half-year")).activity("2026-02-03", "d")
    assert list(states(builder, date(2027, 3, 1))) == ["2026-H2", "2027-H1", "2027-H2"]
    register = builder.build()
    assert [one.period for one in obligations(register, date(2027, 3, 1), older=False)] == ["2027-H1", "2027-H2"]
    assert [one.period for one in obligations(register, date(2027, 3, 1), year=2026)] == ["2026-H1", "2026-H2"]


def test_without_a_from_no_earlier_year_is_guessed() -> None:
    builder = RegisterBuilder().record(
        "duty", "d", title="d", tier="main-body", bearer="office", cadence=[at_least(per="year")]
    )
    assert list(states(builder, date(2030, 3, 1))) == ["2030"]


def test_r0_8_elements_of_posts_are_those_in_post_on_the_due_day_or_today() -> None:
    builder = started(by_date("12-31", opens="12-01", each="@team"))
    builder.post("z01", "li", rank="principal").post("z02", "wang", rank="member")
    gone = [{"person": "zhao", "from": "2024-01-01", "to": "2026-09-09"}]
    builder.post("z03", rank="member", holding=gone, cover=[{"by": "z02", "from": "2026-09-10"}])
    builder.post("z04", rank="member", holding=[{"person": "li", "manner": "deputising", "from": "2026-01-01"}])
    assert list(states(builder)) == ["2026/z01", "2026/z02", "2026/z04"]
    assert list(states(builder, date(2026, 9, 9))) == ["2026/z01", "2026/z02", "2026/z03", "2026/z04"]


def test_r1_a_selector_is_expanded_on_the_due_day_once_that_has_passed() -> None:
    builder = started(at_least(each="@sections")).unit("old", until="2026-06-30").unit("new", since="2026-08-01")
    assert list(states(builder)) == ["2026-Q1/old", "2026-Q2/old", "2026-Q3/new", "2026-Q4/new"]


def test_r0_8_units_named_without_each_restrict_nothing() -> None:
    builder = started(at_least()).unit("a").activity("2026-10-29", "d", elements=["a"])
    assert counts(builder)["2026-Q4"] == 1


def test_own_sections_are_those_of_the_bearer() -> None:
    builder = started(at_least(per="year", each="@own-sections"), bearer="z01").unit("a").unit("b")
    builder.post("z01", "li", in_charge_of=["b"])
    assert list(states(builder)) == ["2026/b"]


def test_r0_9_same_unit_day_and_type_count_once() -> None:
    builder = started(at_least(4, "year")).unit("other")
    for _ in range(2):
        builder.activity("2026-10-29", "d")
    builder.activity("2026-10-29", "d", unit="other").activity("2026-10-29", "d", type="study")
    one = listed(builder)["2026"]
    assert (one.count, one.flags) == (3, (Flag.DUPLICATE,))


def test_r0_9_two_units_for_two_elements_on_one_day_are_two() -> None:
    builder = started(at_least(each="@party-orgs"))
    for branch in ("po5", "po6"):
        builder.unit(branch, type="branch", party_org=True)
        builder.activity("2026-10-29", "d", elements=[branch])
    assert [one.count for name, one in listed(builder).items() if name.startswith("2026-Q4")] == [1, 1]


@pytest.mark.parametrize(("distinct", "count"), [("unit", 2), ("date", 3), ("month", 2)])
def test_r0_9_distinct_by_counts_one_for_each_value(distinct: str, count: int) -> None:
    builder = started(at_least(9, "year", distinct_by=distinct)).unit("other")
    for on, unit in (
        ("2026-03-02", "office"),
        ("2026-03-03", "office"),
        ("2026-04-02", "other"),
        ("2026-04-02", "office"),
    ):
        builder.activity(on, "d", unit=unit)
    assert listed(builder)["2026"].count == count


def test_r0_9_exactly_flags_what_is_too_much_and_fails_nothing() -> None:
    builder = started({"type": "exactly", "n": 1, "per": "quarter"})
    builder.activity("2026-10-12", "d").activity("2026-10-29", "d")
    one = listed(builder)["2026-Q4"]
    assert (one.state, one.count, one.flags, one.completed_on) == (State.DONE, 2, (Flag.EXTRA,), date(2026, 10, 12))


def test_r1_one_record_serves_several_duties_once_each() -> None:
    builder = started(at_least()).duty("e", at_least()).activity("2026-10-29", "d", "e")
    found = obligations(builder.build(), DAY)
    assert [(one.duty, one.count) for one in found if one.period == "2026-Q4"] == [("d", 1), ("e", 1)]


def test_r15_example_1_a_record_without_attendance_is_listed_and_not_counted() -> None:
    builder = started(at_least(4, "year"))
    for on in ("2026-02-10", "2026-08-18", "2026-11-10"):
        builder.activity(on, "d")
    builder.activity("2026-05-12", "d", evidence=["minutes"], id="2026-05-12-aaaaaa")
    one = listed(builder)["2026"]
    assert (one.count, one.needed, one.awaiting) == (3, 4, ("2026-05-12-aaaaaa",))
    assert one.flags == (Flag.EVIDENCE_MISSING,)


def test_r15_example_2_a_report_without_receipt_counts_and_is_flagged() -> None:
    builder = started(HALF_YEAR_REPORT).activity(
        "2026-07-02", "d", period="2026-H1", type="half-year-report", report={"form": "written"}
    )
    one = listed(builder)["2026-H1"]
    assert (one.count, one.flags) == (1, (Flag.NO_RECEIPT,))


def test_a_row_that_cannot_be_read_makes_no_obligation_and_raises_nothing() -> None:
    broken = [
        {"type": "at-least"},
        at_least(due="soon"),
        {"type": "months"},
        after_event("platform.moved"),
        by_date(""),
    ]
    assert obligations(started(*broken).build(), DAY) == []


def test_leads_and_responsible_units() -> None:
    builder = started(
        at_least(per="year"), lead=["a", "b"], responsible=["@sections", "a", "z01", "@community-secretaries", "c"]
    )
    builder.unit("a").unit("b").unit("c", type="community").unit("body", type="body")
    builder.post("z01", "li", unit="body").post("head", "wang", unit="c", rank="community-head")
    (one,) = obligations(builder.build(), DAY)
    assert one.lead == ("a", "b")
    assert one.responsible == ("body", "c")


def test_obligations_of_one_duty_are_those_of_the_whole() -> None:
    builder = started(at_least()).duty("e", by_date("03-31")).activity("2026-03-02", "d", "e")
    register = builder.build()
    whole = [one for one in obligations(register, DAY) if one.duty == "e"]
    assert obligations_of(register, register.duties["e"], DAY) == whole


def test_keys_tell_obligations_apart() -> None:
    found = obligations(started(at_least(), at_least(4, "year"), by_date("03-31")).build(), DAY)
    assert len({one.key for one in found}) == len(found) == 6


rows = st.lists(
    st.sampled_from(
        [
            at_least(),
            at_least(2, "month"),
            at_least(4, "year"),
            {"type": "exactly", "per": "half-year"},
            HALF_YEAR_REPORT,
            COUNTS_AFTER_QUARTER,
            by_date("01-31+1y", opens="12-01"),
            by_date("03-31"),
            at_least(each="@sections"),
            {"type": "unset"},
            after_event("platform.opened"),
        ]
    ),
    min_size=1,
    max_size=4,
)
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def with_work(cadence: list[Data], dates: list[date]) -> RegisterBuilder:
    builder = started(*cadence).unit("a").unit("b").platform("account", opened="2026-05-06")
    for on in dates:
        builder.activity(on, "d")
    return builder


@given(cadence=rows, dates=st.lists(days, max_size=6), extra=days, on=days)
def test_counts_never_fall_with_more_records(cadence: list[Data], dates: list[date], extra: date, on: date) -> None:
    fewer = obligations(with_work(cadence, dates).build(), on)
    more = obligations(with_work(cadence, [*dates, extra]).build(), on)
    assert [one.key for one in fewer] == [one.key for one in more]
    assert all(before.count <= after.count for before, after in zip(fewer, more, strict=True))


@given(cadence=rows, on=days, year=st.integers(2025, 2029))
def test_obligations_of_two_years_have_nothing_in_common(cadence: list[Data], on: date, year: int) -> None:
    register = with_work(cadence, []).build()
    first = {one.key for one in obligations(register, on, year=year, older=False)}
    second = {one.key for one in obligations(register, on, year=year + 1, older=False)}
    assert first.isdisjoint(second)


@given(cadence=rows, dates=st.lists(days, max_size=6), on=days)
def test_every_record_counted_is_filed_inside_its_window_or_later(
    cadence: list[Data], dates: list[date], on: date
) -> None:
    register = with_work(cadence, dates).build()
    for one in obligations(register, on):
        assert one.opens <= one.due
        counted = [register.activities[id_].date for id_ in one.records]
        assert counted == sorted(counted)
        assert all(one.opens <= date_ <= on for date_ in counted)
        assert len(counted) == one.count
        if one.completed_on is not None:
            assert one.completed_on == counted[one.needed - 1]


def test_r0_11_closing_a_finding_completes_nothing() -> None:
    builder = started(at_least(each="@sections")).unit("a").activity("2026-10-30", id="2026-10-30-aaaaaa")
    finding = {"inspection": "2026-10-30-aaaaaa", "unit": "a", "text": "三季度未开展", "issued": day("2026-11-02")}
    builder.record(
        "finding", "2026-11-02-aaaaaa", **finding, due="2026-11-20", done="2026-11-18", verified_on="2026-11-19"
    )
    assert states(builder)["2026-Q3/a"] == "missed"


def test_r0_2_a_window_that_ends_before_its_period_needs_the_period_named() -> None:
    builder = started(at_least(opens="01-15", due="02-01")).activity("2026-05-11", "d", filed_on="2026-07-02")
    one = listed(builder)["2026-Q2"]
    assert (one.opens, one.due, one.count, one.flags) == (date(2026, 1, 15), date(2026, 1, 30), 0, ())
    builder.activity("2026-01-20", "d", period="2026-Q2")
    assert listed(builder)["2026-Q2"].state is State.DONE


def test_records_count_in_order_of_day_whatever_order_the_register_has() -> None:
    builder = started(at_least(2, "year"))
    for on in ("2026-09-22", "2026-03-18", "2026-05-12"):
        builder.activity(on, "d")
    builder.activity("2026-04-01", "d", period="2026")
    one = listed(builder, END)["2026"]
    assert [id_[:10] for id_ in one.records] == ["2026-03-18", "2026-04-01", "2026-05-12", "2026-09-22"]
    assert one.completed_on == date(2026, 4, 1)


def test_a_record_that_names_a_duty_twice_counts_once_and_is_no_duplicate() -> None:
    rows = [{"duty": "d"}, {"duty": "d", "period": "2026-Q4"}]
    one = listed(started(at_least()).activity("2026-10-29", fulfils=rows))["2026-Q4"]
    assert (one.count, one.flags) == (1, ())


def test_each_record_is_judged_once_however_many_obligations_it_may_count_for(monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[str] = []

    def judge_and_note(activity: Activity, on: date) -> Sufficiency:
        judged.append(activity.id)
        return judge(activity, on)

    builder = started(at_least(each="@sections"), at_least(2, "month")).duty("e", at_least()).duty("f", at_least())
    for section in ("a", "b", "c"):
        builder.unit(section)
    for month in range(1, 11):
        builder.activity(f"2026-{month:02}-12", "d", "e")
    monkeypatch.setattr("schema.ledger.judge", judge_and_note)
    assert len(obligations(builder.build(), DAY)) == 12 + 12 + 4 + 4
    assert len(judged) == len(set(judged)) == 10
