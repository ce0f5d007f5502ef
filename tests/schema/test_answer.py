from datetime import date

import pytest

from schema.answer import who
from schema.marks import Flag
from schema.marks import Role
from schema.marks import Standing
from schema.register import Register
from schema.vocabulary import Tier
from tests.builders import RegisterBuilder

DAY = date(2026, 10, 1)


@pytest.fixture(scope="module")
def register() -> Register:
    builder = RegisterBuilder(language="zh").unit("body", type="body").unit("party-office").unit("publicity")
    builder.unit("safety").unit("empty")
    builder.post("secretary", "li", unit="body", rank="principal").post("deputy", "wang", unit="body", rank="member")
    gone = [{"person": "zhao", "from": "2024-01-01", "to": "2026-09-09"}]
    builder.post(
        "third", unit="body", rank="member", holding=gone, cover=[{"by": "deputy", "from": "2026-09-10"}]
    ).person("zhao")
    builder.post("office-head", "wu", unit="party-office", rank="section-head")
    builder.post("publicity-head", "zhou", unit="publicity", rank="section-head")
    builder.post("safety-head", "feng", unit="safety", rank="section-head")
    builder.duty("study", bearer="body", lead=["party-office", "safety"], responsible=["@sections", "body"])
    builder.duty("report", bearer="third", tier="first-responsible", tier_wording="第一责任", dual_duty=True, lead=[])
    members = ["third", "@section-heads", "deputy"]
    return builder.group("group", "secretary", deputies=["deputy"], members=members, office_head="deputy").build()


def test_who_holds_a_post(register: Register) -> None:
    (answer,) = who(register, "post", "secretary", DAY)
    assert (answer.role, answer.label, answer.person, answer.manner) == (Role.HOLDER, "任职", "li", Standing.FORMAL)
    assert (answer.tier, answer.since, answer.flags) == (None, date(2020, 1, 1), ())


def test_a_duty_of_a_body_is_answered_by_its_principal_then_leads_then_the_rest(register: Register) -> None:
    found = who(register, "duty", "study", DAY)
    assert [(one.role, one.unit, one.person) for one in found] == [
        (Role.BEARER, "body", "li"),
        (Role.FIRST_LEAD, "party-office", "wu"),
        (Role.LEAD, "safety", "feng"),
        (Role.RESPONSIBLE, "publicity", "zhou"),
        (Role.RESPONSIBLE, "empty", None),
        (Role.RESPONSIBLE, "body", "li"),
    ]
    assert (found[0].tier, found[0].label) == (Tier.MAIN_BODY, "主体责任")
    assert (found[4].post, found[4].manner) == (None, Standing.VACANT)


def test_r6_a_vacant_bearer_is_answered_by_the_covering_posts_holder(register: Register) -> None:
    (answer,) = who(register, "duty", "report", DAY)
    assert (answer.post, answer.person, answer.manner, answer.cover_post) == ("third", "wang", Standing.COVER, "deputy")
    assert (answer.tier, answer.label, answer.flags) == (Tier.FIRST, "第一责任", (Flag.DUAL_DUTY,))
    assert answer.since == date(2026, 9, 10)


def test_a_group_names_every_post_once_and_its_office_head(register: Register) -> None:
    found = who(register, "group", "group", DAY)
    assert [(one.role, one.post) for one in found] == [
        (Role.GROUP_HEAD, "secretary"),
        (Role.GROUP_DEPUTY, "deputy"),
        (Role.GROUP_MEMBER, "third"),
        (Role.GROUP_MEMBER, "office-head"),
        (Role.GROUP_MEMBER, "publicity-head"),
        (Role.GROUP_MEMBER, "safety-head"),
        (Role.OFFICE_HEAD, "deputy"),
    ]


def test_a_unit_is_answered_by_its_head(register: Register) -> None:
    assert [one.person for one in who(register, "unit", "safety", DAY)] == ["feng"]


@pytest.mark.parametrize(("kind", "id_"), [("post", "nobody"), ("duty", "nothing"), ("person", "li"), ("weather", "x")])
def test_what_is_not_there_gets_no_answer(register: Register, kind: str, id_: str) -> None:
    assert who(register, kind, id_, DAY) == []


def test_r8_a_post_and_a_units_head_carry_the_tier_of_the_registers_dialect() -> None:
    builder = RegisterBuilder(language="zh").unit("yard")
    builder.settings["dialect"] = "P3"
    builder.post("secretary", "li", rank="principal").post("yard-head", "wu", unit="yard", rank="section-head")
    builder.post("deputy", "wang", rank="in-charge").post("clerk", "bo")
    register = builder.build()
    found = {post: who(register, "post", post, DAY)[0] for post in ("secretary", "deputy", "clerk")}
    assert {post: (one.tier, one.label, one.flags) for post, one in found.items()} == {
        "secretary": (Tier.FIRST, "第一责任人", ()),
        "deputy": (Tier.MAIN_BODY, "主体责任、领导责任", (Flag.DUAL_DUTY,)),
        "clerk": (None, "任职", ()),
    }
    (head,) = who(register, "unit", "yard", DAY)
    assert (head.tier, head.label, head.unit) == (Tier.MAIN_BODY, "主体责任", "yard")


def test_r8_a_presumed_tier_is_flagged_and_both_duties_alone_are_no_tier() -> None:
    builder = RegisterBuilder().post("secretary", "li", rank="principal").post("other", "wang", rank="member")
    builder.settings["dialect"] = "P6"
    (one,) = who(builder.build(), "post", "secretary", DAY)
    assert (one.tier, one.label, one.flags) == (Tier.FIRST, "First responsible person", (Flag.PRESUMED,))
    builder.settings["dialect"] = "P1"
    (one,) = who(builder.build(), "post", "other", DAY)
    assert (one.tier, one.label, one.flags) == (None, "一岗双责", (Flag.DUAL_DUTY,))


def test_members_of_a_group_and_a_dutys_parties_keep_their_roles_whatever_the_dialect() -> None:
    builder = RegisterBuilder().post("secretary", "li", rank="principal").group("group", "secretary")
    builder.settings["dialect"] = "P2"
    (one,) = who(builder.duty("d", bearer="secretary").build(), "group", "group", DAY)
    assert (one.tier, one.role) == (None, Role.GROUP_HEAD)
    assert who(builder.build(), "duty", "d", DAY)[0].tier is Tier.MAIN_BODY
