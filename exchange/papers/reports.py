"""Papers about the whole register: half-year report, inspection report, notice, list of rectification.

Every figure and every line comes from records; the last table of a report says from which. Nothing is judged in words
that a rule did not give.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from typing import Final

from exchange.naming import name_of
from exchange.naming import parties_of
from exchange.naming import party_of
from exchange.papers.paper import Block
from exchange.papers.paper import Grid
from exchange.papers.paper import Heading
from exchange.papers.paper import Paper
from exchange.papers.paper import Paragraph
from exchange.papers.paper import in_words
from schema.facts import INSPECTIONS
from schema.facts import FactSort
from schema.facts import Span
from schema.facts import collect
from schema.facts import due_in
from schema.kinds.activity import Activity
from schema.kinds.duty import Duty
from schema.marks import State
from schema.obligation import Obligation
from schema.obligation import obligations
from schema.period import Period
from schema.rectification import Rectification
from schema.rectification import rectifications
from schema.register import Register
from schema.reporting import decision_bodies
from schema.target import name
from schema.vocabulary import ActivityState
from schema.vocabulary import ActivityType
from schema.vocabulary import UnitType

ZH: Final = "zh"
SOON: Final = 30
"""A notice tells of what falls due in so many days."""
_SPAN: Final = {"H1": "上半年", "H2": "下半年"}


def half_year_report(register: Register, period: Period, on: date) -> Paper:
    """The half-year report upward (R12), made of what was counted in the period."""
    span = Span(period.first, period.last)
    duties = [duty for duty in register.duties.values() if ActivityType.HALF_YEAR_REPORT in duty.accepts]
    facts = {fact.sort: fact for fact in collect(register, span, on)}
    number = {sort: fact.number for sort, fact in facts.items()}
    due = list(due_in(register, span, on))
    total = sum(number[sort] for sort in (FactSort.DONE, FactSort.DONE_LATE, FactSort.MISSED))
    year, _, half = period.text.partition("-")
    when = f"{year}年{_SPAN.get(half, '')}"
    blocks: list[Block] = [
        Paragraph(f"现将{when}责任制落实情况报告如下。"),
        Heading(1, "总体情况"),
        Paragraph(
            f"{when}到期的应办事项中，{total}项已有结果：按期完成{number[FactSort.DONE]}项，"
            f"逾期完成{number[FactSort.DONE_LATE]}项，逾期未完成{number[FactSort.MISSED]}项。"
        ),
        Heading(1, "主要工作"),
        *_work(register, span, on),
        Heading(1, "督查与整改"),
        Paragraph(
            f"开展督查检查{number[FactSort.INSPECTIONS]}次，交办问题{number[FactSort.FINDINGS_ISSUED]}个，"
            f"按期销号{number[FactSort.FINDINGS_CLOSED]}个，逾期销号{number[FactSort.FINDINGS_CLOSED_LATE]}个，"
            f"期末未销号{number[FactSort.FINDINGS_OPEN]}个；发出催办{number[FactSort.URGES]}件。"
        ),
        Heading(1, "存在问题"),
        *_problems(register, due, [one for one in rectifications(register, min(period.last, on)) if one.is_open]),
        Heading(1, "下一步工作"),
        *_next(register, period.last, on),
        Heading(1, "数据来源"),
        Grid(
            ("指标", "数", "依据的记录"),
            [(fact.sort.zh, str(fact.number), "\n".join(fact.sources) or "无") for fact in facts.values()],
            (4, 1, 9),
        ),
    ]
    return Paper(
        title=f"关于{when}责任制落实情况的报告",
        day=on,
        blocks=blocks,
        addressee=parties_of(register, dict.fromkeys(one.addressee for one in duties if one.addressee), ZH),
        copies=parties_of(register, dict.fromkeys(copy for one in duties for copy in one.copies), ZH),
        signer=signer(register, duties, on),
        entries=total,
    )


def inspection_report(register: Register, year: int, on: date) -> Paper:
    """What the inspections of a year found, and how it was rectified."""
    span = Span(date(year, 1, 1), min(date(year, 12, 31), on))
    held = [one for one in _filed(register, span) if one.type in INSPECTIONS]
    found = [one for one in rectifications(register, span.last) if span.holds(one.finding.issued)]
    closed = sum(not one.is_open for one in found)
    blocks: list[Block] = [
        Paragraph(f"现将{year}年度督查检查情况报告如下。"),
        Heading(1, "督查检查开展情况"),
        Paragraph(f"截至{in_words(span.last)}，共开展督查检查{len(held)}次。"),
        Grid(
            ("日期", "类型", "名称", "被查单位", "记录"),
            [
                (
                    one.date.isoformat(),
                    one.type.zh,
                    one.title,
                    parties_of(register, one.inspection.units, ZH) if one.inspection else "",
                    f"activity/{one.id}",
                )
                for one in held
            ],
            (3, 3, 5, 5, 4),
        ),
        Heading(1, "发现问题及整改情况"),
        Paragraph(f"共交办问题{len(found)}个，已销号{closed}个，尚未销号{len(found) - closed}个。"),
        _rectified(register, found),
    ]
    return Paper(f"关于{year}年度督查检查情况的报告", on, blocks, signer=signer(register, (), on), entries=len(found))


def notice(register: Register, on: date, unit: str = "") -> Paper:
    """What is overdue and what falls due soon, told to those who lead it."""
    until = on + timedelta(days=SOON)
    found = [
        one
        for one in obligations(register, on)
        if one.is_open and one.last_day <= until and (not unit or unit in {*one.lead, *one.responsible})
    ]
    found.sort(key=lambda one: (one.last_day, *one.key))
    late = [one for one in found if one.last_day < on]
    soon = [one for one in found if one.last_day >= on]
    leads = [unit] if unit else list(dict.fromkeys(each for one in found for each in one.lead))
    blocks: list[Block] = [
        Paragraph(
            f"截至{in_words(on)}，有{len(late)}项应办事项逾期未完成，{len(soon)}项将于{in_words(until)}前到期。现将有关事项通知如下。"
        ),
    ]
    for title, several in (("逾期未完成的事项", late), ("即将到期的事项", soon)):
        if several:
            blocks += [Heading(1, title), _due(register, several)]
    blocks += [Heading(1, "办理要求"), Paragraph("请各牵头单位按期办理，办结后登记工作记录并附佐证。")]
    return Paper(
        "关于做好近期应办事项办理工作的通知",
        on,
        blocks,
        addressee=parties_of(register, leads, ZH),
        signer=signer(register, (), on),
        entries=len(found),
    )


def rectification_list(register: Register, on: date, unit: str = "") -> Paper:
    """Problems, measures, owners and days, line by line (domain 5.1, item 4)."""
    found = [one for one in rectifications(register, on) if not unit or one.finding.unit == unit]
    waiting = sum(one.is_open for one in found)
    whose = party_of(register, unit, ZH) if unit else ""
    blocks: list[Block] = [
        Paragraph(f"截至{in_words(on)}，共有问题{len(found)}个，其中未销号{waiting}个。"),
        _rectified(register, found),
    ]
    return Paper(f"{whose}问题整改清单", on, blocks, signer=signer(register, (), on), entries=len(found))


def signer(register: Register, duties: Iterable[Duty], on: date) -> str:
    """In whose name a paper goes out: the decision body of its duties, else the register's first."""
    bodies = decision_bodies(register, duties, on)
    bodies = bodies or tuple(unit.id for unit in register.units.values() if unit.type is UnitType.BODY)
    return party_of(register, bodies[0], ZH) if bodies else ""


def say_obligation(register: Register, one: Obligation) -> str:
    """An obligation in a few words."""
    element = party_of(register, one.element, ZH) if one.element else ""
    inside = "，".join(part for part in (one.period, element) if part)
    return f"{name_of(register, 'duty', one.duty, ZH)}（{inside}）"


def _filed(register: Register, span: Span) -> list[Activity]:
    known = [
        one
        for one in register.activities.values()
        if one.state is ActivityState.FILED
        and span.holds(one.date)
        and register.corrected_on.get(one.id, date.max) > span.last
    ]
    return sorted(known, key=lambda one: (one.date, one.id))


def _work(register: Register, span: Span, on: date) -> list[Block]:
    kinds: dict[ActivityType, list[Activity]] = {}
    for one in _filed(register, Span(span.first, min(span.last, on))):
        kinds.setdefault(one.type, []).append(one)
    if not kinds:
        return [Paragraph("本期没有已归档的工作记录。")]
    rows = [
        (
            kind.zh,
            str(len(several)),
            "\n".join(f"{one.date.isoformat()} {one.title} activity/{one.id}" for one in several),
        )
        for kind, several in kinds.items()
    ]
    told = "，".join(f"{kind.zh}{len(several)}次" for kind, several in kinds.items())
    return [Paragraph(f"本期归档工作记录：{told}。"), Grid(("类型", "次数", "工作记录"), rows, (3, 1, 10))]


def _problems(register: Register, due: Sequence[Obligation], waiting: Sequence[Rectification]) -> list[Block]:
    missed = [one for one in due if one.state is State.MISSED]
    blocks: list[Block] = []
    if missed:
        blocks += [Heading(2, "逾期未完成的应办事项"), _due(register, missed)]
    if waiting:
        blocks += [Heading(2, "尚未销号的问题"), _rectified(register, waiting)]
    return blocks or [Paragraph("没有逾期未完成的应办事项，也没有未销号的问题。")]


def _next(register: Register, after: date, on: date) -> list[Block]:
    first = max(after, on)
    until = first + timedelta(days=92)
    found = [one for one in obligations(register, on) if one.is_open and first < one.last_day <= until]
    found.sort(key=lambda one: (one.last_day, *one.key))
    if not found:
        return [Paragraph("此后三个月内没有到期的应办事项。")]
    return [Paragraph(f"此后三个月内有{len(found)}项应办事项到期。"), _due(register, found)]


def _due(register: Register, found: Sequence[Obligation]) -> Grid:
    rows = [
        (
            str(at),
            say_obligation(register, one),
            parties_of(register, one.lead, ZH),
            one.last_day.isoformat(),
            f"{one.state.zh} {one.count}/{one.needed}",
            name(one.duty, one.period, one.element),
        )
        for at, one in enumerate(found, 1)
    ]
    return Grid(("序号", "事项", "牵头单位", "完成时限", "进展", "依据"), rows, (2, 8, 5, 4, 4, 6))


def _rectified(register: Register, found: Sequence[Rectification]) -> Grid:
    rows = [
        (
            str(at),
            party_of(register, one.finding.unit, ZH),
            one.finding.text,
            one.finding.measure,
            party_of(register, one.finding.owner, ZH) if one.finding.owner else "",
            one.due.isoformat(),
            one.state.zh,
            f"finding/{one.finding.id}",
        )
        for at, one in enumerate(found, 1)
    ]
    return Grid(("序号", "单位", "问题", "整改措施", "责任岗", "期限", "状态", "记录"), rows, (2, 4, 7, 7, 4, 4, 3, 5))
