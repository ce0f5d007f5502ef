from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.attribution import CaseLater
from schema.attribution import Line
from schema.attribution import ProfileUnknown
from schema.attribution import ProfileUnset
from schema.attribution import attribute
from schema.attribution import decider_of
from schema.attribution import in_charge_of
from schema.attribution import match_decisions
from schema.attribution import members_of
from schema.decode import decode
from schema.kinds import KINDS
from schema.kinds.case import Case
from schema.marks import AttributionFlag
from schema.marks import Outcome
from schema.profile import PROFILES
from schema.register import Register
from schema.vocabulary import Stance
from store.loading import load
from tests.builders import Data
from tests.builders import RegisterBuilder
from tests.builders import plain

SAMPLE = Path(__file__).parents[2] / "sample-repo"
ID = "2026-05-12-q7hm3t"
MEETING = "2026-05-12-vsrbpm"
FACTS: Data = {
    "title": "决策失误",
    "occurred": "2026-05-12",
    "circumstance": "C2",
    "mode": "collective",
    "found_wrong_by": "区委督查组",
    "profile": "company-10",
}
VERIFY = AttributionFlag.TO_VERIFY
SOFT = AttributionFlag.MAY_BE_EXEMPTED


def case(**fields: Any) -> Case:
    """A case of these facts."""
    decoded = decode(KINDS["case"], ID, plain(FACTS | fields))
    assert isinstance(decoded.record, Case), decoded.diagnostics
    return decoded.record


def member(post: str, person: str, stance: str | None = "agreed", **fields: Any) -> Data:
    return {"post": post, "person": person} | ({"stance": stance} if stance else {}) | fields


@cache
def sample() -> Register:
    return load(SAMPLE).register


@cache
def office() -> Register:
    """A secretary, a leader in charge, two other members and a head of section; the duty is led by the yard."""
    builder = RegisterBuilder().unit("yard").unit("store")
    builder.post("secretary", "lin", rank="principal")
    builder.post("in-charge", "mei", rank="in-charge", in_charge_of=["yard"])
    builder.post("third", "tao", rank="member", in_charge_of=["store"]).post("fourth", "wen", rank="member")
    builder.post("head", "bo", unit="yard", rank="section-head")
    builder.post("empty", rank="member", cover=[{"by": "third", "from": "2026-01-01"}])
    builder.post("renamed", rank="member", since="2026-09-10", in_charge_of=["yard"])
    return builder.duty("watch", lead=["yard", "store"]).duty("lone", lead=[]).build()


def lines(register: Register, one: Case) -> dict[str | None, tuple[str, int | None, list[str]]]:
    """The lines by person, as plain values."""
    return {
        line.person: (line.outcome.value, line.row, [flag.value for flag in line.flags])
        for line in attribute(register, one)
    }


SAMPLE_MEMBERS = [
    member("secretary", "zhang-san"),
    member("street-director", "li-si"),
    member("deputy-secretary", "wang-wu"),
    member("discipline-secretary", "zhao-liu", "objected", in_minutes=True),
    member("organisation-member", "qian-qi", "silent"),
    member("publicity-member", "sun-ba", None, present=False),
]


def test_r9_example_1_a_collective_decision_of_the_sample() -> None:
    """2026-05-12 item 2 (matter in Z03's charge): 张三 Z01 agreed, main; 王五 Z03 agreed, main; 赵六 objected, minuted, not adopted, not
    attributed; 钱七 silent, important; 孙八 absent, not applicable; also the team. 李四, secretary later, is judged as Z02 then.
    """
    facts = {"in_charge": "deputy-secretary", "meeting": MEETING, "item": 2}
    found = attribute(sample(), case(**facts, member=SAMPLE_MEMBERS))
    assert found == (
        Line("zhang-san", "secretary", Outcome.MAIN_LEADERSHIP, 3),
        Line("li-si", "street-director", Outcome.IMPORTANT_LEADERSHIP, 4),
        Line("wang-wu", "deputy-secretary", Outcome.MAIN_LEADERSHIP, 3),
        Line("zhao-liu", "discipline-secretary", Outcome.NOT_ATTRIBUTED, 2),
        Line("qian-qi", "organisation-member", Outcome.IMPORTANT_LEADERSHIP, 4),
        Line("sun-ba", "publicity-member", Outcome.NOT_APPLICABLE, 5, (VERIFY,)),
        Line(None, None, Outcome.COLLECTIVE, None),
    )


def test_r9_example_1_from_the_meetings_item_alone() -> None:
    """The stances of W16, item 2, give the same but for the absent member, whom they do not know."""
    found = lines(sample(), case(duty="hazard-counts", meeting=MEETING, item=2))
    assert found == {
        "zhang-san": ("main-leadership", 3, []),
        "li-si": ("important-leadership", 4, []),
        "wang-wu": ("main-leadership", 3, []),
        "zhao-liu": ("not-attributed", 2, []),
        "qian-qi": ("important-leadership", 4, []),
        None: ("collective", None, ["members-incomplete"]),
    }


def test_r9_example_2_one_leader_signed_alone() -> None:
    """2026-09-16 Z02 王五 signed alone: 王五 personal responsibility, the others none."""
    facts = {"occurred": "2026-09-16", "mode": "individual", "decided_by": "street-director"}
    assert attribute(sample(), case(**facts)) == (Line("wang-wu", "street-director", Outcome.PERSONAL, 1),)
    others = [member("secretary", "li-si"), member("street-director", "wang-wu"), member("publicity-member", "sun-ba")]
    assert attribute(sample(), case(**facts, member=others)) == (
        Line("li-si", "secretary", Outcome.NOT_APPLICABLE, 1),
        Line("wang-wu", "street-director", Outcome.PERSONAL, 1),
        Line("sun-ba", "publicity-member", Outcome.NOT_APPLICABLE, 1),
    )


def test_the_holders_are_those_of_the_day_of_the_decision() -> None:
    before = case(occurred="2026-08-31", mode="individual", decided_by="secretary")
    assert decider_of(sample(), before) == "zhang-san"
    assert decider_of(sample(), case(occurred="2026-09-10", mode="individual", decided_by="secretary")) == "li-si"
    late = case(in_charge="deputy-secretary", member=[member("secretary", "li-si")])
    assert lines(sample(), late)["li-si"] == ("main-leadership", 3, ["not-holder"])


# Which row each member comes under; `in-charge` is directly in charge by the duty's first lead unit.
ROWS = [
    (member("secretary", "lin"), "main-leadership", 3, []),
    (member("secretary", "lin", "silent"), "main-leadership", 3, []),
    (member("in-charge", "mei"), "main-leadership", 3, []),
    (member("third", "tao"), "important-leadership", 4, []),
    (member("third", "tao", "silent"), "important-leadership", 4, []),
    # an objection: in the minutes, and not
    (member("third", "tao", "objected", in_minutes=True), "not-attributed", 2, []),
    (member("secretary", "lin", "objected", in_minutes=True), "not-attributed", 2, []),
    (member("in-charge", "mei", "objected", in_minutes=True), "not-attributed", 2, []),
    (member("third", "tao", "objected"), "important-leadership", 4, ["to-verify"]),
    (member("in-charge", "mei", "objected"), "main-leadership", 3, ["to-verify"]),
    # a reservation
    (member("third", "tao", "reserved", in_minutes=True), "important-leadership", 6, ["to-verify"]),
    (member("secretary", "lin", "reserved"), "main-leadership", 6, ["to-verify"]),
    # not there, not a member, nothing noted
    (member("third", "tao", None, present=False), "not-applicable", 5, ["to-verify"]),
    (member("third", "tao", "agreed", present=False), "not-applicable", 5, ["to-verify"]),
    (member("third", "tao", None, observer=True), "not-applicable", 5, ["to-verify"]),
    (member("secretary", "lin", None, observer=True), "not-applicable", 5, ["to-verify"]),
    (member("head", "bo"), "not-applicable", 5, ["to-verify"]),
    (member("third", "tao", None), "important-leadership", 4, ["to-verify"]),
    # row 3 asks of nobody to have been there: somebody must look
    (member("secretary", "lin", None, present=False), "main-leadership", 3, ["to-verify"]),
    (member("in-charge", "mei", None, present=False), "main-leadership", 3, ["to-verify"]),
    # somebody who did not hold the post
    (member("third", "bo"), "important-leadership", 4, ["not-holder"]),
    (member("empty", "tao"), "important-leadership", 4, ["not-holder"]),
    (member("gone", "tao"), "not-applicable", 5, ["to-verify", "not-holder"]),
]


@pytest.mark.parametrize(("row", "outcome", "number", "flags"), ROWS)
def test_each_row_of_the_table(row: Data, outcome: str, number: int, flags: list[str]) -> None:
    assert lines(office(), case(duty="watch", member=[row]))[row["person"]] == (outcome, number, flags)


@pytest.mark.parametrize(
    ("row", "outcome", "number", "flags"),
    [
        (member("third", "tao", "reserved"), "important-leadership", 6, ["may-be-exempted"]),
        (member("secretary", "lin", "reserved"), "main-leadership", 6, ["may-be-exempted"]),
        (member("third", "tao", "objected", in_minutes=True), "not-attributed", 2, ["may-be-exempted"]),
        (member("third", "tao", "objected"), "important-leadership", 4, ["to-verify"]),
        (member("third", "tao"), "important-leadership", 4, []),
        (member("third", "tao", "reserved", present=False), "not-applicable", 5, ["to-verify"]),
    ],
)
def test_the_national_profile_may_exempt_objections_and_reservations(
    row: Data, outcome: str, number: int, flags: list[str]
) -> None:
    one = case(duty="watch", profile="national-2019", member=[row])
    assert lines(office(), one)[row["person"]] == (outcome, number, flags)


def test_who_is_in_charge_is_said_by_the_case_else_by_the_duty_else_flagged() -> None:
    rows = [member("in-charge", "mei"), member("third", "tao")]
    assert in_charge_of(office(), case(duty="watch")) == {"in-charge"}
    assert in_charge_of(office(), case(duty="watch", in_charge="third")) == {"third"}
    assert in_charge_of(office(), case(duty="lone")) == in_charge_of(office(), case()) == frozenset()
    assert lines(office(), case(in_charge="third", duty="watch", member=rows)) == {
        "mei": ("important-leadership", 4, []),
        "tao": ("main-leadership", 3, []),
        None: ("collective", None, []),
    }
    assert lines(office(), case(member=[*rows, member("secretary", "lin")])) == {
        "mei": ("important-leadership", 4, ["in-charge-unknown"]),
        "tao": ("important-leadership", 4, ["in-charge-unknown"]),
        "lin": ("main-leadership", 3, []),
        None: ("collective", None, ["in-charge-unknown"]),
    }


def test_a_post_that_was_set_up_later_was_not_in_charge() -> None:
    assert in_charge_of(office(), case(duty="watch", occurred="2026-09-10")) == {"in-charge", "renamed"}


def test_a_decision_that_nobody_found_wrong_is_flagged_on_every_line() -> None:
    one = case(duty="watch", found_wrong_by="", member=[member("third", "tao"), member("secretary", "lin")])
    assert {line.flags for line in attribute(office(), one)} == {(AttributionFlag.NOT_FOUND_WRONG,)}


def test_a_decider_who_is_unknown_stands_first_and_is_to_be_verified() -> None:
    for post in (None, "empty"):
        one = case(mode="individual", decided_by=post, member=[member("third", "tao")])
        first, second = attribute(office(), one)
        person = "tao" if post else None
        flags = (AttributionFlag.NOT_HOLDER,) if post else (VERIFY,)
        assert first == Line(person, post, Outcome.PERSONAL, 1, flags)
        assert second == Line("tao", "third", Outcome.NOT_APPLICABLE, 1)


def test_without_members_and_meeting_only_the_team_is_left() -> None:
    (team,) = attribute(office(), case(duty="watch"))
    assert team == Line(None, None, Outcome.COLLECTIVE, None, (AttributionFlag.MEMBERS_INCOMPLETE,))


def test_a_stance_without_a_person_is_that_of_the_days_holder() -> None:
    item = {"no": 1, "topic": "值守", "stance": [{"post": "p", "stance": "agreed"}, {"post": "q", "stance": "agreed"}]}
    builder = RegisterBuilder().post("p", "a", rank="member").post("q", rank="member")
    builder.activity("2026-05-12", id=MEETING, meeting={"item": [item]})
    register = builder.build()
    assert [(row.post, row.person) for row in members_of(register, case(meeting=MEETING, item=1))] == [("p", "a")]
    for facts in ({"meeting": MEETING, "item": 7}, {"meeting": MEETING}, {"meeting": "gone", "item": 1}):
        assert members_of(register, case(**facts)) == ()


def test_a_profile_must_be_named_and_known() -> None:
    with pytest.raises(ProfileUnset) as unset:
        attribute(office(), case(profile=""))
    assert unset.value.say("en") == (
        f"The case {ID} names no profile, so nothing says by which rules responsibility is attributed.",
        "Set its `profile` to one of company-10, national-2019.",
    )
    assert unset.value.say("zh") == (
        f"问责 {ID} 没有写认定规则，无从提出责任认定。",
        "把它的 `profile` 填为 company-10、national-2019 之一。",
    )
    with pytest.raises(ProfileUnknown) as unknown:
        attribute(office(), case(profile="our-own"))
    assert unknown.value.message == f"The case {ID} names the profile our-own, which nobody knows."
    assert (unset.value.exit_code, unknown.value.exit_code) == (1, 1)


def test_a_case_of_a_later_day_is_refused_in_both_languages() -> None:
    found = CaseLater(ID, date(2026, 5, 12), date(2026, 5, 1))
    assert found.message == f"The case {ID} was opened on 2026-05-12, after 2026-05-01."
    assert found.message_zh == f"问责 {ID} 2026-05-12 立案，晚于 2026-05-01。"
    assert found.exit_code == 2


# --- laws -----------------------------------------------------------------------------------------------------------

POSTS = {"secretary": "lin", "in-charge": "mei", "third": "tao", "fourth": "wen", "head": "bo", "empty": "tao"}
ROW = st.fixed_dictionaries(
    {
        "post": st.sampled_from(sorted(POSTS)),
        "person": st.sampled_from(["lin", "mei", "tao", "wen", "bo"]),
        "present": st.booleans(),
        "observer": st.booleans(),
        "in_minutes": st.booleans(),
    },
    optional={"stance": st.sampled_from([stance.value for stance in Stance])},
)
MEMBERS = st.lists(ROW, max_size=5, unique_by=lambda row: row["post"])
WHOLE = st.fixed_dictionaries(
    {"profile": st.sampled_from(sorted(PROFILES)), "member": MEMBERS},
    optional={
        "duty": st.sampled_from(["watch", "lone"]),
        "in_charge": st.sampled_from(sorted(POSTS)),
        "found_wrong_by": st.sampled_from(["", "区委督查组"]),
    },
)


@given(WHOLE)
def test_a_collective_decision_covers_each_member_once_and_the_team(facts: Data) -> None:
    found = attribute(office(), case(**facts))
    if facts["member"]:
        assert [(line.person, line.post) for line in found[:-1]] == [
            (row["person"], row["post"]) for row in facts["member"]
        ]
    assert [line.outcome for line in found if line.post is None] == [Outcome.COLLECTIVE]
    assert all(line.outcome is not Outcome.PERSONAL for line in found)
    assert all((line.row is None) == (line.post is None) for line in found)


@given(WHOLE, st.sampled_from(sorted(POSTS)))
def test_an_individual_decision_covers_each_member_once_and_falls_on_the_decider_alone(facts: Data, by: str) -> None:
    found = attribute(office(), case(**facts, mode="individual", decided_by=by))
    listed = [(row["person"], row["post"]) for row in facts["member"]]
    extra = [] if any(post == by for _, post in listed) else [(POSTS[by], by)]
    assert [(line.person, line.post) for line in found] == [*extra, *listed]
    assert [line.post for line in found if line.outcome is Outcome.PERSONAL] == [by]
    assert {line.outcome for line in found} <= {Outcome.PERSONAL, Outcome.NOT_APPLICABLE}
    assert {line.row for line in found} == {1}


@given(WHOLE)
def test_a_minuted_objection_always_exempts(facts: Data) -> None:
    for row, line in zip(facts["member"], attribute(office(), case(**facts)), strict=False):
        exempted = row.get("stance") == "objected" and row["in_minutes"]
        assert (line.outcome is Outcome.NOT_ATTRIBUTED) == (line.row == 2) == exempted


@given(WHOLE, ROW, st.sampled_from(["collective", "individual"]))
def test_one_member_more_changes_no_others_line(facts: Data, more: Data, mode: str) -> None:
    facts = facts | {"mode": mode, "decided_by": "secretary" if mode == "individual" else None}
    listed = facts["member"]
    if not listed or any(more["post"] in {row["post"], "secretary"} for row in listed):
        return
    before = attribute(office(), case(**facts))
    after = attribute(office(), case(**facts | {"member": [*listed, more]}))
    own = next(line for line in after if (line.post, line.person) == (more["post"], more["person"]))
    assert [line for line in after if line is not own] == list(before)


@given(WHOLE)
def test_nobody_who_was_not_there_but_those_of_row_3_bears_anything(facts: Data) -> None:
    for row, line in zip(facts["member"], attribute(office(), case(**facts)), strict=False):
        if row["observer"] or not row["present"]:
            assert line.row in {2, 3, 5}
            assert line.row == 2 or VERIFY in line.flags


def test_attribution_reads_and_changes_nothing() -> None:
    register = replace(office())
    one = case(duty="watch", member=[member("third", "tao", "reserved")])
    assert attribute(register, one) == attribute(register, one)
    assert one.decision == ()
    assert SOFT not in attribute(register, one)[0].flags


def test_decisions_stand_beside_what_they_are_about_each_once_and_only_by_their_day() -> None:
    one = case(
        member=[member("secretary", "zhang-san"), member("street-director", "li-si")],
        decision=[
            {"person": "zhang-san", "measure": "criticism", "decided_on": date(2026, 10, 20)},
            {"person": "zhang-san", "measure": "reminder", "decided_on": date(2026, 11, 2)},
            {"unit": "party-office", "measure": "circular"},
            {"person": "wu-shi", "measure": "reminder", "decided_on": date(2026, 10, 20)},
        ],
    )
    proposed = attribute(sample(), one)

    def found(on: date) -> list[tuple[str | None, list[str]]]:
        return [
            (each.line.person if each.line is not None else "-", [str(row.measure) for row in each.decisions])
            for each in match_decisions(one, proposed, on)
        ]

    assert found(date(2026, 12, 1)) == [
        ("zhang-san", ["criticism", "reminder"]),
        ("li-si", []),
        (None, ["circular"]),  # the team
        ("-", ["reminder"]),  # nobody proposed anything for this person
    ]
    assert found(date(2026, 10, 1)) == [("zhang-san", []), ("li-si", []), (None, ["circular"])]
