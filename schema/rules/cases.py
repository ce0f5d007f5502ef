"""DB631-DB641: cases of accountability that contradict the register (R9); DB642-DB646, about what was decided, stand in `decisions`."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from schema.attribution import begun
from schema.attribution import in_charge_of
from schema.attribution import item_of
from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.holding import holder
from schema.kinds.activity import MemberStance
from schema.kinds.case import Case
from schema.kinds.case import Member
from schema.profile import PROFILES
from schema.register import Register
from schema.rule import Rule
from schema.rules import decisions
from schema.visible import visible
from schema.vocabulary import Circumstance
from schema.vocabulary import DecisionMode

POST_LATER = Rule(
    code="DB631",
    severity=Severity.ERROR,
    message='case before the post existed: the decision is of {day}, "{post}" was set up on {since}',
    message_zh="问责早于岗位设立：决策日期为 {day}，“{post}”{since} 才设立",
    hint="name the post that the person held that day, or correct the date",
    hint_zh="改填当日所任岗位，或改正日期",
    reason="Nobody can answer from a post that was not there.",
    example='occurred = 2026-05-12\n\n[[member]]\npost = "second-deputy"  # set up on 2026-09-10\nperson = "wang-wu"',
    fix='occurred = 2026-05-12\n\n[[member]]\npost = "deputy-secretary"\nperson = "wang-wu"',
    source="R9",
)
NOT_HOLDER = Rule(
    code="DB632",
    severity=Severity.ERROR,
    message='"{person}" did not hold the post "{post}" on {day}: {holder}',
    message_zh="“{person}”{day} 不是“{post}”的在任者：{holder_zh}",
    hint="name who held it that day, or correct the holdings of the post",
    hint_zh="改填当日在任者，或改正该岗位的任职",
    reason="Responsibility goes by who held the post on the day of the decision, never by who holds it now.",
    example='occurred = 2026-05-12\n\n[[member]]\npost = "secretary"\nperson = "li-si"  # in post since 2026-09-10',
    fix='occurred = 2026-05-12\n\n[[member]]\npost = "secretary"\nperson = "zhang-san"',
    source="R6, R9",
)
PERSON_TWICE = Rule(
    code="DB633",
    severity=Severity.ERROR,
    message='"{person}" stands among the members twice',
    message_zh="成员中“{person}”出现两次",
    hint="keep the post in which the person took part in the decision",
    hint_zh="只保留参加决策时所用的岗位",
    reason="One person has one stance and one responsibility in one decision.",
    example='[[member]]\npost = "organisation-member"\nperson = "qian-qi"\n\n'
    '[[member]]\npost = "party-building-head"\nperson = "qian-qi"',
    fix='[[member]]\npost = "organisation-member"\nperson = "qian-qi"',
    source="R9",
)
NO_MEMBERS = Rule(
    code="DB634",
    severity=Severity.ERROR,
    message="a collective decision with neither members nor an item of a meeting",
    message_zh="集体决策，却既没有成员也没有会议议题",
    hint="list the members, or name the meeting and its item",
    hint_zh="列出成员，或写明会议和议题序号",
    reason="Without members there is nobody to attribute anything to.",
    example='mode = "collective"',
    fix='mode = "collective"\nmeeting = "2026-05-12-vsrbpm"\nitem = 2',
    source="R9",
)
NO_DECIDER = Rule(
    code="DB635",
    severity=Severity.ERROR,
    message="a decision by one leader, but nobody is named who decided",
    message_zh="个人决定，却没有写明由谁决定",
    hint="write the post of whoever decided or approved it in `decided_by`",
    hint_zh="在 `decided_by` 填写决定或批准者的岗位",
    reason="Where one leader decided alone, that leader answers and nobody else.",
    example='mode = "individual"',
    fix='mode = "individual"\ndecided_by = "street-director"',
    source="R9",
)
UNEXPLAINED = Rule(
    code="DB636",
    severity=Severity.ERROR,
    message="the circumstance is C9 (other), but nothing explains it",
    message_zh="情形为 C9（其他），却没有说明",
    hint="say in `explanation` what happened",
    hint_zh="在 `explanation` 写明情况",
    reason="A case that rests on no listed circumstance must say on what it rests.",
    example='circumstance = "C9"',
    fix='circumstance = "C9"\nexplanation = "未按分工会签即印发"',
    source="domain model 2.2",
)
ITEM_UNKNOWN = Rule(
    code="DB637",
    severity=Severity.ERROR,
    message='the meeting "{meeting}" has no item {item}',
    message_zh="会议“{meeting}”没有第 {item} 项议题",
    hint="correct the item's number, or enter the item in the meeting",
    hint_zh="改正议题序号，或在会议里补记该议题",
    reason="The minutes of the item are the only evidence of who objected.",
    example="item = 7  # the meeting has two items",
    fix="item = 2",
    source="R9",
)
MEETING_DAY = Rule(
    code="DB638",
    severity=Severity.WARNING,
    message='the decision is of {day}, but the meeting "{meeting}" was on {found}',
    message_zh="决策日期为 {day}，而会议“{meeting}”在 {found} 召开",
    hint="correct `occurred`, or name the right meeting",
    hint_zh="改正 `occurred`，或改填当日的会议",
    reason="Who held which post is looked up on the day of the decision.",
    example='occurred = 2026-05-21\nmeeting = "2026-05-12-vsrbpm"',
    fix='occurred = 2026-05-12\nmeeting = "2026-05-12-vsrbpm"',
    source="R9",
)
STANCE_DIFFERS = Rule(
    code="DB639",
    severity=Severity.ERROR,
    message='the case says "{own}" for "{post}", the meeting "{meeting}" says "{noted}"',
    message_zh="“{post}”在问责中为“{own_zh}”，在会议“{meeting}”中为“{noted_zh}”",
    hint="take over what the minutes say, or correct the meeting's record with a reason",
    hint_zh="照纪要改，或说明理由后更正会议记录",
    reason="Only what stands in the minutes frees a member; two records must not say two things.",
    example='stance = "objected"  # the meeting\'s item says silent',
    fix='stance = "silent"',
    source="R9",
)
UNKNOWN_PROFILE = Rule(
    code="DB640",
    severity=Severity.ERROR,
    message='nobody knows the profile "{profile}"',
    message_zh="没有人认识认定规则“{profile}”",
    hint="use one of {known}",
    hint_zh="改用 {known} 之一",
    reason="A proposal must rest on rules that can be looked up; a register cannot invent any.",
    example='profile = "our-own"',
    fix='profile = "company-10"',
    source="R9",
)
IN_CHARGE_MISSING = Rule(
    code="DB641",
    severity=Severity.WARNING,
    message='"{post}" was directly in charge of the matter and is not among the members',
    message_zh="“{post}”直接分管此事，但不在成员之列",
    hint="add that member, or correct `in_charge`",
    hint_zh="补列该成员，或改正 `in_charge`",
    reason="Whoever is directly in charge bears main leadership responsibility: the proposal would leave that out.",
    example='in_charge = "deputy-secretary"\n\n[[member]]\npost = "secretary"\nperson = "zhang-san"',
    fix='in_charge = "deputy-secretary"\n\n[[member]]\npost = "secretary"\nperson = "zhang-san"\n\n'
    '[[member]]\npost = "deputy-secretary"\nperson = "wang-wu"',
    source="R9",
)
RULES: Final[tuple[Rule, ...]] = (
    POST_LATER,
    NOT_HOLDER,
    PERSON_TWICE,
    NO_MEMBERS,
    NO_DECIDER,
    UNEXPLAINED,
    ITEM_UNKNOWN,
    MEETING_DAY,
    STANCE_DIFFERS,
    UNKNOWN_PROFILE,
    IN_CHARGE_MISSING,
    *decisions.RULES,
)


def check_case(register: Register, case: Case, on: date) -> Iterator[Diagnostic]:
    """Check one case; one that was opened later does not exist yet (R0.1)."""
    if begun(case) > on:
        return
    yield from _check_facts(case)
    yield from decisions.check_opened(case)
    yield from _check_posts(register, case)
    yield from _check_meeting(register, case, on)
    yield from _check_members(register, case)
    yield from decisions.check_decisions(register, case, on)


def _check_facts(case: Case) -> Iterator[Diagnostic]:
    if case.mode is DecisionMode.COLLECTIVE and not case.member and (case.meeting is None or case.item is None):
        yield NO_MEMBERS.found("case", case.id, ("member",))
    if case.mode is DecisionMode.INDIVIDUAL and case.decided_by is None:
        yield NO_DECIDER.found("case", case.id, ("decided_by",))
    if case.circumstance is Circumstance.C9 and not case.explanation.strip():
        yield UNEXPLAINED.found("case", case.id, ("explanation",))
    if case.profile and case.profile not in PROFILES:
        yield UNKNOWN_PROFILE.found(
            "case", case.id, ("profile",), profile=visible(case.profile), known=", ".join(PROFILES)
        )


def _check_posts(register: Register, case: Case) -> Iterator[Diagnostic]:
    """Posts that were set up later, besides those of members."""
    for key, post in (("decided_by", case.decided_by), ("in_charge", case.in_charge)):
        if post is not None and _is_later(register, case, post):
            yield _post_later(register, case, post, (key,))


def _check_members(register: Register, case: Case) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for at, row in enumerate(case.member):
        if row.person in seen:
            yield PERSON_TWICE.found("case", case.id, ("member", at, "person"), person=visible(row.person))
        seen.add(row.person)
        if _is_later(register, case, row.post):
            yield _post_later(register, case, row.post, ("member", at, "post"))
        elif row.post in register.posts:
            yield from _check_holder(register, case, at, row)
    if case.mode is not DecisionMode.COLLECTIVE or not case.member:
        return
    posts = {row.post for row in case.member}
    for post in sorted(in_charge_of(register, case) - posts):
        if post in register.posts:
            yield IN_CHARGE_MISSING.found("case", case.id, ("member",), post=visible(register.posts[post].title))


def _check_holder(register: Register, case: Case, at: int, row: Member) -> Iterator[Diagnostic]:
    held = holder(register, row.post, case.occurred)
    if held.in_post and held.person == row.person:
        return
    by = visible(held.person) if held.in_post and held.person is not None else ""
    yield NOT_HOLDER.found(
        "case",
        case.id,
        ("member", at, "person"),
        person=visible(row.person),
        post=visible(register.posts[row.post].title),
        day=case.occurred,
        holder=f'"{by}" did' if by else "nobody did",
        holder_zh=f"在任的是“{by}”" if by else "当日无人在任",
    )


def _check_meeting(register: Register, case: Case, on: date) -> Iterator[Diagnostic]:
    meeting = register.activities.get(case.meeting) if case.meeting is not None else None
    if meeting is None or meeting.date > on:
        return
    if meeting.date != case.occurred:
        yield MEETING_DAY.found(
            "case", case.id, ("occurred",), day=case.occurred, meeting=visible(meeting.id), found=meeting.date
        )
    item = item_of(register, case)
    if item is None:
        if case.item is not None:
            yield ITEM_UNKNOWN.found("case", case.id, ("item",), meeting=visible(meeting.id), item=case.item)
        return
    noted = {row.post: row for row in item.stance}
    for at, row in enumerate(case.member):
        if row.post in noted:
            yield from _compare(case, at, row, noted[row.post])


def _compare(case: Case, at: int, own: Member, noted: MemberStance) -> Iterator[Diagnostic]:
    values = {"post": visible(own.post), "meeting": visible(case.meeting or "")}
    if own.stance is not None and own.stance is not noted.stance:
        words = {
            "own": own.stance.en,
            "own_zh": own.stance.zh,
            "noted": noted.stance.en,
            "noted_zh": noted.stance.zh,
        }
        yield STANCE_DIFFERS.found("case", case.id, ("member", at, "stance"), **values, **words)
    if own.in_minutes is not noted.in_minutes:
        words = {
            "own": _MINUTED[own.in_minutes][1],
            "own_zh": _MINUTED[own.in_minutes][0],
            "noted": _MINUTED[noted.in_minutes][1],
            "noted_zh": _MINUTED[noted.in_minutes][0],
        }
        yield STANCE_DIFFERS.found("case", case.id, ("member", at, "in_minutes"), **values, **words)


_MINUTED: Final = {True: ("入纪要", "in the minutes"), False: ("未入纪要", "not in the minutes")}


def _is_later(register: Register, case: Case, post: str) -> bool:
    found = register.posts.get(post)
    return found is not None and found.since is not None and case.occurred < found.since


def _post_later(register: Register, case: Case, post: str, key: tuple[str | int, ...]) -> Diagnostic:
    found = register.posts[post]
    return POST_LATER.found("case", case.id, key, day=case.occurred, post=visible(found.title), since=found.since)
