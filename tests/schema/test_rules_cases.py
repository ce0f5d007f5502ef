"""Cases of accountability against the register: every code, exactly, and what says nothing."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from schema.check import check
from schema.diagnostic import Diagnostic
from schema.rules import cases
from store.loading import load
from tests.builders import Data
from tests.builders import RegisterBuilder

DAY = date(2026, 11, 23)
SAMPLE = Path(__file__).parents[2] / "sample-repo"
ID = "2026-05-12-abcdef"
MEETING = "2026-05-12-bcdefg"
OURS = {rule.code for rule in cases.RULES}
ITEM = {
    "no": 2,
    "topic": "值守安排",
    "stance": [
        {"post": "secretary", "person": "lin", "stance": "agreed"},
        {"post": "third", "person": "tao", "stance": "objected", "in_minutes": True},
    ],
}
ROWS: list[Data] = [
    {"post": "secretary", "person": "lin", "stance": "agreed"},
    {"post": "third", "person": "tao", "stance": "objected", "in_minutes": True},
]


def office(**fields: Any) -> RegisterBuilder:
    """A case that is all right, but for the fields given."""
    builder = RegisterBuilder().superior("above").unit("yard").person("bo")
    builder.post("secretary", "lin", rank="principal", title="书记")
    builder.post("third", "tao", rank="member", title="副书记", in_charge_of=["yard"])
    builder.post("empty", rank="member", title="委员").post("late", "wen", since="2026-06-01", title="新岗")
    builder.duty("watch", lead=["yard"])
    builder.activity("2026-05-12", id=MEETING, meeting={"item": [ITEM]})
    facts = {
        "title": "值守安排决策失误",
        "occurred": "2026-05-12",
        "circumstance": "C2",
        "mode": "collective",
        "duty": "watch",
        "meeting": MEETING,
        "item": 2,
        "found_wrong_by": "督查组",
        "organ": "above",
        "profile": "company-10",
        "member": ROWS,
    }
    return builder.record("case", ID, **facts | fields)


def found(builder: RegisterBuilder, on: date = DAY) -> list[Diagnostic]:
    return [one for one in check(builder.build(), on) if one.code in OURS]


def said(builder: RegisterBuilder, on: date = DAY) -> list[tuple[str, tuple[str | int, ...], str]]:
    return [(one.code, one.key, one.message) for one in found(builder, on)]


def decision(**fields: Any) -> Data:
    return {"person": "lin", "tier": "main-leadership", "measure": "criticism", "decided_on": "2026-10-20"} | fields


def test_a_case_that_is_all_right_says_nothing() -> None:
    rows = [
        decision(served_on="2026-10-22", appealed_on="2026-10-26", corrected_on="2026-11-02"),
        decision(person="tao", influence_until="2027-04-19"),
        {"unit": "office", "measure": "circular", "decided_on": "2026-10-20"},
    ]
    assert said(office(decision=rows)) == []


@pytest.mark.parametrize(
    ("fields", "code", "key", "message", "message_zh"),
    [
        (
            {"member": [*ROWS, {"post": "late", "person": "wen"}]},
            "DB631",
            ("member", 2, "post"),
            'case before the post existed: the decision is of 2026-05-12, "新岗" was set up on 2026-06-01',
            "问责早于岗位设立：决策日期为 2026-05-12，“新岗”2026-06-01 才设立",
        ),
        (
            {"mode": "individual", "decided_by": "late"},
            "DB631",
            ("decided_by",),
            'case before the post existed: the decision is of 2026-05-12, "新岗" was set up on 2026-06-01',
            "问责早于岗位设立：决策日期为 2026-05-12，“新岗”2026-06-01 才设立",
        ),
        (
            {"member": [ROWS[0] | {"person": "bo"}, ROWS[1]]},
            "DB632",
            ("member", 0, "person"),
            '"bo" did not hold the post "书记" on 2026-05-12: "lin" did',
            "“bo”2026-05-12 不是“书记”的在任者：在任的是“lin”",
        ),
        (
            {"member": [*ROWS, {"post": "empty", "person": "bo"}]},
            "DB632",
            ("member", 2, "person"),
            '"bo" did not hold the post "委员" on 2026-05-12: nobody did',
            "“bo”2026-05-12 不是“委员”的在任者：当日无人在任",
        ),
        (
            {"member": [*ROWS, ROWS[0]]},
            "DB633",
            ("member", 2, "person"),
            '"lin" stands among the members twice',
            "成员中“lin”出现两次",
        ),
        (
            {"member": [], "meeting": None, "item": None},
            "DB634",
            ("member",),
            "a collective decision with neither members nor an item of a meeting",
            "集体决策，却既没有成员也没有会议议题",
        ),
        (
            {"member": [], "item": None},
            "DB634",
            ("member",),
            "a collective decision with neither members nor an item of a meeting",
            "集体决策，却既没有成员也没有会议议题",
        ),
        (
            {"mode": "individual"},
            "DB635",
            ("decided_by",),
            "a decision by one leader, but nobody is named who decided",
            "个人决定，却没有写明由谁决定",
        ),
        (
            {"circumstance": "C9", "explanation": " \n"},
            "DB636",
            ("explanation",),
            "the circumstance is C9 (other), but nothing explains it",
            "情形为 C9（其他），却没有说明",
        ),
        (
            {"item": 7},
            "DB637",
            ("item",),
            f'the meeting "{MEETING}" has no item 7',
            f"会议“{MEETING}”没有第 7 项议题",
        ),
        (
            {"profile": "our-own"},
            "DB640",
            ("profile",),
            'nobody knows the profile "our-own"',
            "没有人认识认定规则“our-own”",
        ),
        (
            {"member": ROWS[:1]},
            "DB641",
            ("member",),
            '"副书记" was directly in charge of the matter and is not among the members',
            "“副书记”直接分管此事，但不在成员之列",
        ),
        (
            {"profile": "national-2019", "decision": [decision()]},
            "DB642",
            ("decision", 0, "measure"),
            'the profile "national-2019" knows no measure "criticism" for a person',
            "认定规则“national-2019”对个人没有“批评教育”这一处理",
        ),
        (
            {
                "profile": "national-2019",
                "decision": [{"unit": "office", "measure": "admonition", "decided_on": "2026-10-20"}],
            },
            "DB642",
            ("decision", 0, "measure"),
            'the profile "national-2019" knows no measure "admonition" for a body',
            "认定规则“national-2019”对集体没有“诫勉”这一处理",
        ),
        (
            {"decision": [decision(tier="direct")]},
            "DB642",
            ("decision", 0, "tier"),
            'the profile "company-10" knows no tier "direct" for a person',
            "认定规则“company-10”对个人没有“直接责任人”这一责任",
        ),
        (
            {"decision": [decision(person=None)]},
            "DB643",
            ("decision", 0),
            "the decision names neither a person nor a body",
            "该决定既没有写人员也没有写集体",
        ),
        (
            {"decision": [decision(unit="office")]},
            "DB643",
            ("decision", 0),
            "the decision names both a person and a body",
            "该决定既写了人员又写了集体",
        ),
        (
            {"decision": [decision(decided_on="2026-05-11")]},
            "DB644",
            ("decision", 0, "decided_on"),
            "`decided_on` is 2026-05-11, before `occurred` on 2026-05-12",
            "`decided_on` 为 2026-05-11，早于 `occurred` 的 2026-05-12",
        ),
        (
            {"opened": "2026-05-11"},
            "DB644",
            ("opened",),
            "`opened` is 2026-05-11, before `occurred` on 2026-05-12",
            "`opened` 为 2026-05-11，早于 `occurred` 的 2026-05-12",
        ),
        (
            {"opened": "2026-10-21", "decision": [decision()]},
            "DB644",
            ("decision", 0, "decided_on"),
            "`decided_on` is 2026-10-20, before `opened` on 2026-10-21",
            "`decided_on` 为 2026-10-20，早于 `opened` 的 2026-10-21",
        ),
        (
            {"decision": [decision(served_on="2026-10-19")]},
            "DB644",
            ("decision", 0, "served_on"),
            "`served_on` is 2026-10-19, before `decided_on` on 2026-10-20",
            "`served_on` 为 2026-10-19，早于 `decided_on` 的 2026-10-20",
        ),
        (
            {"decision": [decision(served_on="2026-10-22", appealed_on="2026-10-21")]},
            "DB644",
            ("decision", 0, "appealed_on"),
            "`appealed_on` is 2026-10-21, before `served_on` on 2026-10-22",
            "`appealed_on` 为 2026-10-21，早于 `served_on` 的 2026-10-22",
        ),
        (
            {"decision": [decision(corrected_on="2026-10-19")]},
            "DB644",
            ("decision", 0, "corrected_on"),
            "`corrected_on` is 2026-10-19, before `decided_on` on 2026-10-20",
            "`corrected_on` 为 2026-10-19，早于 `decided_on` 的 2026-10-20",
        ),
        (
            {"decision": [decision(influence_until="2026-10-19")]},
            "DB644",
            ("decision", 0, "influence_until"),
            "`influence_until` is 2026-10-19, before `decided_on` on 2026-10-20",
            "`influence_until` 为 2026-10-19，早于 `decided_on` 的 2026-10-20",
        ),
        (
            {"decision": [decision(person="bo")]},
            "DB645",
            ("decision", 0, "person"),
            'a decision about "bo", who is not among the members',
            "决定涉及“bo”，但其不在成员之列",
        ),
        (
            {"organ": None, "decision": [decision()]},
            "DB646",
            ("decision",),
            "there is a decision, but not which organ decided",
            "有决定，却没有写决定机关",
        ),
    ],
)
def test_what_contradicts_the_register_is_told(
    fields: Data, code: str, key: tuple[str | int, ...], message: str, message_zh: str
) -> None:
    told = [(one.code, one.kind, one.id, one.key, one.message, one.message_zh) for one in found(office(**fields))]
    assert told == [(code, "case", ID, key, message, message_zh)]


def test_a_post_in_charge_that_was_set_up_later_is_no_missing_member_alone() -> None:
    assert [code for code, _, _ in said(office(in_charge="late"))] == ["DB631", "DB641"]


def test_a_meeting_of_another_day_is_told() -> None:
    builder = office().activity("2026-05-13", id=MEETING, meeting={"item": [ITEM]})
    (one,) = found(builder)
    assert (one.code, one.severity.value, one.key) == ("DB638", "warning", ("occurred",))
    assert one.message == f'the decision is of 2026-05-12, but the meeting "{MEETING}" was on 2026-05-13'
    assert one.message_zh == f"决策日期为 2026-05-12，而会议“{MEETING}”在 2026-05-13 召开"


def test_a_meeting_after_the_day_does_not_exist_yet() -> None:
    builder = office(item=7).activity("2026-05-13", id=MEETING, meeting={"item": [ITEM]})
    assert said(builder, date(2026, 5, 12)) == []
    assert [code for code, _, _ in said(builder, date(2026, 5, 13))] == ["DB638", "DB637"]


def test_an_activity_without_a_meeting_has_no_items() -> None:
    assert [code for code, _, _ in said(office().activity("2026-05-12", id=MEETING))] == ["DB637"]


def test_a_stance_or_minutes_that_differ_from_the_meetings_are_told() -> None:
    rows = [ROWS[0] | {"stance": "reserved"}, ROWS[1] | {"in_minutes": False}]
    told = found(office(member=rows))
    assert [(one.code, one.key, one.message, one.message_zh) for one in told] == [
        (
            "DB639",
            ("member", 0, "stance"),
            f'the case says "Reserved" for "secretary", the meeting "{MEETING}" says "Agreed"',
            f"“secretary”在问责中为“保留意见”，在会议“{MEETING}”中为“同意”",
        ),
        (
            "DB639",
            ("member", 1, "in_minutes"),
            f'the case says "not in the minutes" for "third", the meeting "{MEETING}" says "in the minutes"',
            f"“third”在问责中为“未入纪要”，在会议“{MEETING}”中为“入纪要”",
        ),
    ]


def test_a_member_whom_the_item_does_not_hold_or_whose_stance_is_unset_contradicts_nothing() -> None:
    rows = [{"post": "secretary", "person": "lin"}, ROWS[1], {"post": "empty", "person": "bo", "present": False}]
    assert [code for code, _, _ in said(office(member=rows))] == ["DB632"]


def test_members_may_come_from_the_meeting_alone() -> None:
    assert said(office(member=[], decision=[decision(), decision(person="tao")])) == []
    assert [code for code, _, _ in said(office(member=[], decision=[decision(person="bo")]))] == ["DB645"]


def test_the_decider_of_an_individual_decision_counts_as_a_member() -> None:
    fields: Data = {"mode": "individual", "decided_by": "third", "member": [], "meeting": None, "item": None}
    assert said(office(**fields, decision=[decision(person="tao")])) == []
    assert [code for code, _, _ in said(office(**fields, decision=[decision()]))] == ["DB645"]


def test_without_a_profile_no_measure_is_judged() -> None:
    assert said(office(profile="", decision=[decision(measure="body-reorganisation")])) == []


def test_a_decision_about_nobody_or_both_is_not_judged_by_its_words() -> None:
    rows = [decision(person=None, measure="body-reorganisation", tier="direct")]
    assert [code for code, _, _ in said(office(decision=rows))] == ["DB643"]


def test_r0_1_nothing_is_said_of_what_lies_after_the_day() -> None:
    rows = [decision(served_on="2026-10-19", measure="body-circular")]
    builder = office(organ=None, decision=rows, circumstance="C9")
    assert said(builder, date(2026, 5, 11)) == []
    assert [code for code, _, _ in said(builder, date(2026, 10, 19))] == ["DB636"]
    assert [code for code, _, _ in said(builder, date(2026, 10, 20))] == ["DB636", "DB646", "DB642", "DB644"]


def test_r0_1_a_case_exists_from_the_day_it_was_opened() -> None:
    builder = office(opened="2026-09-21", circumstance="C9")
    assert said(builder, date(2026, 9, 20)) == []
    assert [code for code, _, _ in said(builder, date(2026, 9, 21))] == ["DB636"]


def test_posts_that_are_not_there_are_said_once_and_elsewhere() -> None:
    rows = [*ROWS, {"post": "nowhere", "person": "bo"}]
    told = check(office(member=rows, in_charge="missing", decided_by="absent").build(), DAY)
    assert [(one.code, one.key) for one in told if one.kind == "case"] == [
        ("DB101", ("decided_by",)),
        ("DB101", ("in_charge",)),
        ("DB101", ("member", 2, "post")),
    ]


def test_an_undated_decision_is_taken_as_made() -> None:
    assert [code for code, _, _ in said(office(organ=None, decision=[decision(decided_on=None)]))] == ["DB646"]


def test_text_of_records_is_made_visible() -> None:
    (one,) = found(office(profile="a\u202eb"))
    assert one.message == 'nobody knows the profile "a<U+202E>b"'


def test_an_organ_may_be_a_unit_or_a_superior_body_and_nothing_else() -> None:
    def references(organ: str) -> list[str]:
        return [one.code for one in check(office(organ=organ).build(), DAY) if one.kind == "case"]

    assert references("office") == references("above") == []
    assert references("lin") == ["DB103"]


@cache
def said_of_the_sample() -> list[str]:
    return [one.code for one in check(load(SAMPLE).register, DAY)]


@pytest.mark.parametrize("code", sorted(OURS))
def test_the_sample_gives_none(code: str) -> None:
    assert code not in said_of_the_sample()
