"""DB421-DB434: what a report must hold, its form, signatory, addressee and copies; the statements of members (R12)."""

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from typing import Final

from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.diagnostic import dotted
from schema.field import About
from schema.field import fields_of
from schema.kinds.activity import Activity
from schema.kinds.activity import Report
from schema.register import Register
from schema.reporting import REQUIREMENTS
from schema.reporting import Defect
from schema.reporting import DefectSort
from schema.reporting import defects
from schema.rule import Rule
from schema.statement import TYPES
from schema.statement import Gap
from schema.statement import GapSort
from schema.statement import gaps
from schema.visible import visible
from schema.vocabulary import ActivityState

NO_REPORT = Rule(
    code="DB421",
    severity=Severity.WARNING,
    message="this is a report, but there is no `[report]` that says how it was made and to whom",
    message_zh="这是一份报告，却没有 `[report]` 写明形式和主送",
    hint="add `[report]` with at least `form`",
    hint_zh="补上 `[report]`，至少写 `form`",
    reason="Form, signatory, addressee and copies are what a report is judged by.",
    example='type = "half-year-report"',
    fix='type = "half-year-report"\n\n[report]\nform = "written"',
    source="R12",
)
NO_PERIOD = Rule(
    code="DB422",
    severity=Severity.WARNING,
    message="the half-year report does not say which half-year it is about",
    message_zh="缺所属期：半年报告没有写明是哪个半年",
    hint="name the period in `[[fulfils]]`",
    hint_zh="在 `[[fulfils]]` 写明 `period`",
    reason="A report handed in after the half-year would be taken for the next one's.",
    example='[[fulfils]]\nduty = "half-year-report"',
    fix='[[fulfils]]\nduty = "half-year-report"\nperiod = "2026-H1"',
    source="R12",
)
NO_CONTENT = Rule(
    code="DB423",
    severity=Severity.WARNING,
    message="the half-year report does not say whether it is a comprehensive summary or about a single topic",
    message_zh="缺内容类型：没有写明是综合性总结还是专题性情况",
    hint="give `content` in `[report]`",
    hint_zh="在 `[report]` 填写 `content`",
    reason="The texts ask for one of the two.",
    example='[report]\nform = "written"',
    fix='[report]\nform = "written"\ncontent = "comprehensive"',
    source="R12",
)
NAME = Rule(
    code="DB424",
    severity=Severity.WARNING,
    message="a written half-year report must be in the name of {wanted}, but {given}",
    message_zh="名义应为{wanted_zh}，{given_zh}",
    hint="give the decision body in `in_name_of`",
    hint_zh="在 `in_name_of` 填写决策体",
    reason="A written half-year report is the decision body's, never a person's or a section's.",
    example='[report]\nform = "written"\nin_name_of = "publicity-office"',
    fix='[report]\nform = "written"\nin_name_of = "working-committee"',
    source="R12",
)
NO_NUMBER = Rule(
    code="DB425",
    severity=Severity.WARNING,
    message="the written report has no document number",
    message_zh="缺文号：书面报告没有写文号",
    hint="give `number` in `[report]`",
    hint_zh="在 `[report]` 填写 `number`",
    reason="By its number it is found again on both sides.",
    example='[report]\nform = "written"',
    fix='[report]\nform = "written"\nnumber = "甲工报〔2026〕6号"',
    source="R12",
)
ADDRESSEE = Rule(
    code="DB426",
    severity=Severity.WARNING,
    message="the report must go to {wanted}, but {given}",
    message_zh="主送应为{wanted_zh}，{given_zh}",
    hint="correct `addressee`, or the duty's own",
    hint_zh="改正 `addressee`，或改正职责事项的主送",
    reason="The duty says whom the report is owed to.",
    example='[report]\nform = "written"\naddressee = "district-publicity"',
    fix='[report]\nform = "written"\naddressee = "district-committee"',
    source="R12",
)
COPIES = Rule(
    code="DB427",
    severity=Severity.WARNING,
    message="no copy of the written report goes to {wanted}",
    message_zh="缺抄送：{wanted_zh}",
    hint="send the copy and name it in `copies`",
    hint_zh="补抄送，并写入 `copies`",
    reason="The duty says who gets a copy of what is in writing.",
    example='[report]\nform = "written"\naddressee = "district-committee"',
    fix='[report]\nform = "written"\naddressee = "district-committee"\ncopies = ["district-publicity"]',
    source="R12",
)
REPORTER = Rule(
    code="DB428",
    severity=Severity.WARNING,
    message="the reporter is not the first responsible person: on {day} that was {wanted}, but {given}",
    message_zh="报告人非第一责任人：{day} 的第一责任人为{wanted_zh}，{given_zh}",
    hint="correct `reporter`; if somebody else went, the report is still to be made",
    hint_zh="改正 `reporter`；若确由他人汇报，则须由第一责任人另行汇报",
    reason="A report in person is made by the first responsible person himself.",
    example='date = 2026-12-18\n\n[report]\nform = "in-person"\nreporter = "wang-wu"',
    fix='date = 2026-12-18\n\n[report]\nform = "in-person"\nreporter = "li-si"',
    source="R12",
)
PARTS = Rule(
    code="DB429",
    severity=Severity.WARNING,
    message="the report lacks a part that reports of its type must have: {wanted}",
    message_zh="报告缺{wanted_zh}：此类报告必须有",
    hint="add it in `[report]`",
    hint_zh="在 `[report]` 补上",
    reason="A report of a major matter without measures and proposals leaves everything to the reader.",
    example='type = "major-report"\n\n[report]\nform = "written"\nmatter = "…"\nmeasures = "…"',
    fix='type = "major-report"\n\n[report]\nform = "written"\nmatter = "…"\nmeasures = "…"\nproposals = "…"',
    source="R12",
)
REQUEST = Rule(
    code="DB430",
    severity=Severity.WARNING,
    message='a report must not ask for a decision, but `{key}` says "{given}"',
    message_zh="报告中不得夹带请示，而 `{key}` 写有“{given}”",
    hint="take it out, and send the request as a paper of its own",
    hint_zh="删去，另行请示",
    reason="Nobody answers a report, so the request in it would be lost.",
    example='[report]\nform = "written"\nproposals = "拟增加两名人员，妥否，请批示。"',
    fix='[report]\nform = "written"\nproposals = "建议增加人员，已另文请示。"',
    source="R12",
)
NO_STATEMENT = Rule(
    code="DB431",
    severity=Severity.WARNING,
    message="there is no `[[statement]]` of {wanted}: each member speaks of this duty",
    message_zh="`[[statement]]` 中缺{wanted_zh}：每名成员都要讲到本项",
    hint="add a row with `post` and `section`, or take the post out of what the record fulfils",
    hint_zh="补一行，写明 `post` 和 `section`；未讲的，从完成范围中去掉",
    reason="What a member did not speak of was not done by that member.",
    example='type = "duty-statement"\n\n[[fulfils]]\nduty = "duty-statements"\nelements = ["secretary"]',
    fix='type = "duty-statement"\n\n[[statement]]\npost = "secretary"\nsection = "第三部分"\n\n[[fulfils]]\nduty = "duty-statements"\nelements = ["secretary"]',
    source="R12",
)
NO_SECTION = Rule(
    code="DB432",
    severity=Severity.WARNING,
    message='the statement of "{post}" has no section on this duty',
    message_zh="“{post}”的材料缺本项履职的部分",
    hint="name the part that speaks of it in `section`",
    hint_zh="在 `section` 写明是哪一部分",
    reason="A statement that leaves this duty out does not fulfil it.",
    example='[[statement]]\npost = "secretary"',
    fix='[[statement]]\npost = "secretary"\nsection = "第三部分"',
    source="R12",
)
PREDECESSOR = Rule(
    code="DB433",
    severity=Severity.WARNING,
    message='the statement of "{post}" must cover the whole year, in which a predecessor held the post until {day}',
    message_zh="“{post}”的材料应讲满全年：前任任职至 {day}",
    hint="give that day in `predecessor_until`, and speak of the time before it too",
    hint_zh="在 `predecessor_until` 填写该日，并讲到此前的履职情况",
    reason="What was done before the succession would be nobody's.",
    example='[[statement]]\npost = "secretary"\nsection = "第三部分"',
    fix='[[statement]]\npost = "secretary"\nsection = "第三部分"\npredecessor_until = 2026-08-31',
    source="R12",
)
NOT_HOLDER = Rule(
    code="DB434",
    severity=Severity.WARNING,
    message='the statement of "{post}" is by {given}, but {wanted} held the post on {day}',
    message_zh="“{post}”的材料由{given_zh}所作，而 {day} 任此岗的是{wanted_zh}",
    hint="correct `person`",
    hint_zh="改正 `person`",
    reason="Everybody speaks of the post that he or she holds.",
    example='[[statement]]\npost = "secretary"\nperson = "wang-wu"\nsection = "第三部分"',
    fix='[[statement]]\npost = "secretary"\nperson = "li-si"\nsection = "第三部分"',
    source="R12",
)
RULES: Final = (
    NO_REPORT,
    NO_PERIOD,
    NO_CONTENT,
    NAME,
    NO_NUMBER,
    ADDRESSEE,
    COPIES,
    REPORTER,
    PARTS,
    REQUEST,
    NO_STATEMENT,
    NO_SECTION,
    PREDECESSOR,
    NOT_HOLDER,
)

_BY_SORT: Final = {
    DefectSort.NO_REPORT: NO_REPORT,
    DefectSort.NO_PERIOD: NO_PERIOD,
    DefectSort.NO_CONTENT: NO_CONTENT,
    DefectSort.NAME: NAME,
    DefectSort.NO_NUMBER: NO_NUMBER,
    DefectSort.ADDRESSEE: ADDRESSEE,
    DefectSort.COPIES: COPIES,
    DefectSort.REPORTER: REPORTER,
    DefectSort.PARTS: PARTS,
    DefectSort.REQUEST: REQUEST,
    GapSort.NO_STATEMENT: NO_STATEMENT,
    GapSort.NO_SECTION: NO_SECTION,
    GapSort.PREDECESSOR: PREDECESSOR,
    GapSort.NOT_HOLDER: NOT_HOLDER,
}
_ASKED: Final = TYPES.union(REQUIREMENTS)
_FIELDS: Final[dict[str, About]] = {field.attribute: field.about for field in fields_of(Report)}

_Said = tuple[str, str]
"""Words in English and in Chinese."""


def check_report(register: Register, activity: Activity, on: date) -> Iterator[Diagnostic]:
    """Check one work record that is a report, a duty statement or the like.

    Args:
        register: the register.
        activity: the record; drafts, records of a later day and records that a correction replaced are not looked at.
        on: the day.
    """
    if activity.type not in _ASKED or activity.state is not ActivityState.FILED or activity.date > on:
        return
    if register.corrected_on.get(activity.id, date.max) <= on:
        return
    yield from describe(register, activity)


def describe(register: Register, activity: Activity) -> Iterator[Diagnostic]:
    """What is wrong with a report or a statement in words, whatever its state."""
    for defect in defects(register, activity):
        yield _say_defect(register, activity, defect)
    for gap in gaps(register, activity):
        yield _say_gap(register, activity, gap)


def _say_defect(register: Register, activity: Activity, defect: Defect) -> Diagnostic:
    values: dict[str, object] = {"key": dotted(defect.key), "day": activity.date}
    wanted, given = _quoted(register, defect.wanted), _given(register, defect.given)
    match defect.sort:
        case DefectSort.NAME:
            # As the office says it, without marks: 名义应为党工委.
            names = [_name(register, id_) for id_ in defect.wanted]
            wanted = (wanted[0] or "a decision body", "或".join(names) or "决策体")
        case DefectSort.REPORTER:
            wanted = wanted if defect.wanted else ("nobody", "空缺")
        case DefectSort.PARTS:
            abouts = [_FIELDS[name] for name in defect.wanted]
            wanted = (" or ".join(about.en.lower() for about in abouts), "或".join(about.zh for about in abouts))
        case DefectSort.REQUEST:
            given = (visible(defect.given), visible(defect.given))
        case _:
            pass
    values |= _both("wanted", wanted) | _both("given", given)
    return _BY_SORT[defect.sort].found("activity", activity.id, defect.key, **values)


def _say_gap(register: Register, activity: Activity, gap: Gap) -> Diagnostic:
    post = register.posts.get(gap.post)
    values: dict[str, object] = {
        "post": visible(post.title if post is not None else gap.post),
        "day": gap.day or activity.date,
    }
    if gap.sort is GapSort.NO_STATEMENT:
        values |= _both("wanted", _quoted(register, (gap.post,)) if gap.post else ("any member", "各成员"))
    if gap.sort is GapSort.NOT_HOLDER:
        at = int(gap.key[1])
        values |= _both("wanted", _quoted(register, (gap.person,)))
        values |= _both("given", _quoted(register, (activity.statement[at].person or "",)))
    return _BY_SORT[gap.sort].found("activity", activity.id, gap.key, **values)


def _both(name: str, said: _Said) -> dict[str, object]:
    return {name: said[0], f"{name}_zh": said[1]}


def _given(register: Register, id: str) -> _Said:
    if not id:
        return "none is given", "现未填写"
    english, chinese = _quoted(register, (id,))
    return f"{english} is given", f"现为{chinese}"


def _quoted(register: Register, ids: Iterable[str]) -> _Said:
    """Several names, each in quotation marks; empty for none."""
    names = [_name(register, id_) for id_ in ids]
    return ", ".join(f'"{name}"' for name in names), "、".join(f"“{name}”" for name in names)


def _name(register: Register, id: str) -> str:
    """What a unit, a superior body, a person or a post is called; its id where it is unknown."""
    unit, person, post = register.units.get(id), register.people.get(id), register.posts.get(id)
    if unit is not None:
        return visible(unit.short or unit.title)
    if person is not None:
        return visible(person.name)
    if post is not None:
        return visible(post.title)
    return visible(next((one.title for one in register.settings.superior if one.id == id), id))
