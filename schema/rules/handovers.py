"""DB841-DB849: handovers that are owed, overdue or not signed by all three (R18)."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.diagnostic import Step
from schema.holding import holder
from schema.kinds.handover import Handover
from schema.register import Register
from schema.rule import Rule
from schema.succession import Succession
from schema.succession import change_of
from schema.succession import record_of
from schema.succession import signers
from schema.succession import successions
from schema.succession import unsigned
from schema.visible import visible

NO_RECORD = Rule(
    code="DB841",
    severity=Severity.WARNING,
    message='"{person}" left the post on {ended}; the handover was due on {due} and there is no record of it',
    message_zh="“{person}”于 {ended} 离任，交接应于 {due} 前办完，但没有交接记录",
    hint="draw up the list by `dutybook handover {post} --save`, then let all sign",
    hint_zh="用 `dutybook handover {post} --save` 列出清单并存档，再由各方签字",
    reason="What was left open at a change of person is nobody's until it is passed on in writing.",
    example='[[holding]]\nperson = "li-si"\nfrom = 2023-05-15\nto = 2026-09-09',
    fix='post = "street-director"  # in handovers/\noutgoing = "li-si"\ndate = 2026-09-10',
    source="R18",
)
UNSIGNED = Rule(
    code="DB842",
    severity=Severity.WARNING,
    message="the handover was due on {due}, and nobody has signed as {roles}",
    message_zh="交接应于 {due} 前办完，尚缺签字：{roles_zh}",
    hint="let them sign: `dutybook handover {id} --sign ROLE PERSON`",
    hint_zh="请补签：`dutybook handover {id} --sign 身份 人员`",
    reason="A handover holds when the one who leaves, the one who comes and a witness have signed.",
    example='[[signature]]\nrole = "outgoing"\nperson = "zhang-san"\non = 2026-09-16',
    fix='[[signature]]\nrole = "witness"\nperson = "qian-qi"\non = 2026-09-17',
    source="R18",
)
WITNESS_IS_PARTY = Rule(
    code="DB843",
    severity=Severity.ERROR,
    message='"{person}" is witness and party at once',
    message_zh="“{person}”既是监交人，又是交接一方",
    hint="name a third person as the witness",
    hint_zh="监交人改填第三人",
    reason="Nobody can witness his own handover.",
    example='outgoing = "zhang-san"\nwitness = "zhang-san"',
    fix='outgoing = "zhang-san"\nwitness = "qian-qi"',
    source="R18",
)
SIGNED_TOO_EARLY = Rule(
    code="DB844",
    severity=Severity.WARNING,
    message='"{person}" signed on {day}, before the handover took effect on {date}',
    message_zh="“{person}”于 {day} 签字，早于生效日期 {date}",
    hint="correct the day of the signature, or the date of the handover",
    hint_zh="改正签字日期，或改正生效日期",
    reason="Until the change takes effect nobody has anything to pass on.",
    example="date = 2026-09-10\n\n[[signature]]\non = 2026-09-01",
    fix="date = 2026-09-10\n\n[[signature]]\non = 2026-09-16",
    source="R18",
)
NOT_FORMER_HOLDER = Rule(
    code="DB845",
    severity=Severity.ERROR,
    message='"{person}" did not end a formal holding of "{post}" before {date}',
    message_zh="“{person}”并未在 {date} 前结束“{post}”的正式任职",
    hint="name the former holder in `outgoing`, or end the holding in the post",
    hint_zh="`outgoing` 改填前任，或在岗位记录里写明任职止日",
    reason="Only who held the post can hand it over; acting terms ask for no handover.",
    example='outgoing = "zhao-liu"  # who never held the post',
    fix='outgoing = "zhang-san"',
    source="R18",
)
NOT_NEW_HOLDER = Rule(
    code="DB846",
    severity=Severity.ERROR,
    message='"{person}" does not hold "{post}" on {date}; {holder} does',
    message_zh="{date}“{post}”的在任者不是“{person}”，而是{holder_zh}",
    hint="correct `incoming`, or the date",
    hint_zh="改正接收人，或改正日期",
    reason="What is passed on must reach whoever answers for the post.",
    example='incoming = "wang-wu"  # while "li-si" was appointed',
    fix='incoming = "li-si"',
    source="R18",
)
OTHER_DUE = Rule(
    code="DB847",
    severity=Severity.WARNING,
    message="`due` is {found}, but {within} working days after {start} make it {due}",
    message_zh="交接期限填的是 {found}，而自 {start} 起 {within} 个工作日应为 {due}",
    hint="write {due}, or leave it out",
    hint_zh="改为 {due}，或不填",
    reason="The limit follows from the rules and the calendar; two answers are one too many.",
    example="date = 2026-09-10\ndue = 2026-09-30",
    fix="date = 2026-09-10\ndue = 2026-09-17",
    source="R18, R3",
)
OTHER_DATE = Rule(
    code="DB848",
    severity=Severity.WARNING,
    message="the date is {found}, but the change of person took effect on {date}",
    message_zh="生效日期填的是 {found}，而人员变动生效于 {date}",
    hint="write {date}: the successor's formal start, or the day after the end where there is none",
    hint_zh="改为 {date}：接任者正式任职之日；无接任者则为离任次日",
    reason="The limit runs from that day.",
    example="date = 2026-09-01  # the acting term",
    fix="date = 2026-09-10",
    source="R18",
)
WRONG_SIGNATURE = Rule(
    code="DB849",
    severity=Severity.ERROR,
    message='"{person}" signed as {role}, {instead}',
    message_zh="“{person}”以{role_zh}身份签字，{instead_zh}",
    hint="take the row away, or correct the role or the person",
    hint_zh="删去此行，或改正身份或人员",
    reason="Each of the three signs once, in person.",
    example='witness = "qian-qi"\n\n[[signature]]\nrole = "witness"\nperson = "sun-ba"',
    fix='witness = "qian-qi"\n\n[[signature]]\nrole = "witness"\nperson = "qian-qi"',
    source="R18",
)
RULES: Final[tuple[Rule, ...]] = (
    NO_RECORD,
    UNSIGNED,
    WITNESS_IS_PARTY,
    SIGNED_TOO_EARLY,
    NOT_FORMER_HOLDER,
    NOT_NEW_HOLDER,
    OTHER_DUE,
    OTHER_DATE,
    WRONG_SIGNATURE,
)


def check_handover(register: Register, handover: Handover, on: date) -> Iterator[Diagnostic]:
    """Check one handover; one that is dated later does not exist yet."""
    if handover.date > on:
        return
    if handover.witness is not None and handover.witness in {handover.outgoing, handover.incoming}:
        yield _found(WITNESS_IS_PARTY, handover, ("witness",), person=_name(register, handover.witness))
    change = change_of(register, handover, on)
    if change is not None:
        yield from _check_days(register, handover, change)
    elif handover.post in register.posts:
        values = {"person": _name(register, handover.outgoing), "post": _title(register, handover.post)}
        yield _found(NOT_FORMER_HOLDER, handover, ("outgoing",), **values, date=str(handover.date))
    yield from _check_incoming(register, handover, change, on)
    yield from _check_signatures(register, handover, on)
    due = handover.due or (change.due if change is not None else None)
    missing = unsigned(register, handover, on)
    if missing and due is not None and due < on:
        roles, roles_zh = ", ".join(role.en.lower() for role in missing), "、".join(role.zh for role in missing)
        yield _found(UNSIGNED, handover, ("signature",), due=str(due), roles=roles, roles_zh=roles_zh)


def check_owed(register: Register, on: date) -> Iterator[Diagnostic]:
    """Find the handovers that were due and are not there."""
    by_post: dict[str, list[Handover]] = {}
    for handover in register.handovers.values():
        by_post.setdefault(handover.post, []).append(handover)
    for change in successions(register, on):
        if change.due is not None and change.due < on and record_of(by_post.get(change.post, ()), change, on) is None:
            values = {"person": _name(register, change.outgoing), "post": visible(change.post)}
            place: tuple[Step, ...] = ("holding", change.row)
            yield NO_RECORD.found("post", change.post, place, **values, ended=change.ended, due=change.due)


def _check_days(register: Register, handover: Handover, change: Succession) -> Iterator[Diagnostic]:
    if handover.date != change.effective:
        yield _found(OTHER_DATE, handover, ("date",), found=str(handover.date), date=str(change.effective))
    elif handover.due is not None and change.due is not None and handover.due != change.due:
        start = change.effective if change.incoming is not None else change.ended
        within = str(register.settings.thresholds.handover)
        days = {"found": str(handover.due), "due": str(change.due), "start": str(start)}
        yield _found(OTHER_DUE, handover, ("due",), within=within, **days)


def _check_incoming(
    register: Register, handover: Handover, change: Succession | None, on: date
) -> Iterator[Diagnostic]:
    """Whoever takes over is the next formal holder; without one, whoever answers for the post that day."""
    if handover.incoming is None or handover.post not in register.posts:
        return
    expected = change.incoming if change is not None else None
    if expected is None:
        expected = holder(register, handover.post, min(handover.date, on)).person
    if handover.incoming == expected:
        return
    values = {"person": _name(register, handover.incoming), "post": _title(register, handover.post)}
    named = _name(register, expected) if expected is not None else ""
    holders = {
        "holder": f'"{named}"' if named else "nobody",
        "holder_zh": f"“{named}”" if named else "无人（空缺）",
    }
    yield _found(NOT_NEW_HOLDER, handover, ("incoming",), **values, **holders, date=str(handover.date))


def _check_signatures(register: Register, handover: Handover, on: date) -> Iterator[Diagnostic]:
    expected = signers(register, handover, on)
    seen = set()
    for at, row in enumerate(handover.signature):
        if row.on > on:
            continue
        place: tuple[Step, ...] = ("signature", at)
        person = _name(register, row.person)
        values = {"person": person, "role": row.role.en.lower(), "role_zh": row.role.zh}
        wanted = expected.get(row.role)
        if row.role in seen:
            said = {"instead": "as somebody had done before", "instead_zh": "而该身份已签过"}
            yield _found(WRONG_SIGNATURE, handover, place, **values, **said)
        elif wanted is None:
            said = {"instead": "and nobody is named as that", "instead_zh": "而记录没有指定该身份的人"}
            yield _found(WRONG_SIGNATURE, handover, place, **values, **said)
        elif wanted != row.person:
            name = _name(register, wanted)
            said = {"instead": f'but that is "{name}"', "instead_zh": f"而应由“{name}”签"}
            yield _found(WRONG_SIGNATURE, handover, place, **values, **said)
        if row.on < handover.date:
            days = {"day": str(row.on), "date": str(handover.date)}
            yield _found(SIGNED_TOO_EARLY, handover, (*place, "on"), person=person, **days)
        seen.add(row.role)


def _found(rule: Rule, handover: Handover, key: tuple[Step, ...], **values: str) -> Diagnostic:
    return rule.found("handover", handover.id, key, id=visible(handover.id), **values)


def _name(register: Register, person: str) -> str:
    """A person's name made safe to look at; the id where there is none that can be read."""
    found = register.people.get(person)
    return visible(found.name if found is not None else person)


def _title(register: Register, post: str) -> str:
    found = register.posts.get(post)
    return visible(found.title if found is not None else post)
