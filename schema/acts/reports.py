"""Preparing a report: a draft with the figures of its period, each with the records that it was counted from (R12).

The draft is for a person to finish and file; nothing that the texts leave to judgement (content, measures, proposals) is written.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from typing import ClassVar
from typing import NamedTuple

from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.evidence import REPORTS
from schema.facts import Fact
from schema.facts import FactSort
from schema.facts import Span
from schema.facts import collect
from schema.failure import Failure
from schema.kinds.activity import Activity
from schema.kinds.duty import Duty
from schema.obligation import Obligation
from schema.obligation import obligations_of
from schema.period import normal
from schema.period import parse_event
from schema.period import parse_period
from schema.register import Register
from schema.reporting import decision_bodies
from schema.reporting import first_responsible
from schema.vocabulary import ActivityState
from schema.vocabulary import ActivityType
from schema.vocabulary import ReportForm


class NoReportDuty(Failure):
    """A duty is not fulfilled by reports, or the type of report is left open."""

    code: ClassVar[str] = "F941"
    exit_code: ClassVar[int] = 2

    def __init__(self, duty: str) -> None:
        super().__init__(
            f"The duty `{duty}` names no type of report that it accepts.",
            "Name one in its `accepts`, such as half-year-report.",
            message_zh=f"职责事项“{duty}”没有写明接受哪一类报告。",
            hint_zh="请在其 `accepts` 中写明，如 half-year-report。",
        )


class NoSuchPeriod(Failure):
    """A duty has no such period to report on, or none that is still to be reported."""

    code: ClassVar[str] = "F942"
    exit_code: ClassVar[int] = 2

    def __init__(self, duty: str, period: str) -> None:
        named = period != ""
        super().__init__(
            f"The duty `{duty}` has no period `{period}`."
            if named
            else f"The duty `{duty}` has no period that is still to be reported.",
            "Name one with --period; `dutybook due` lists them.",
            message_zh=f"职责事项“{duty}”没有“{period}”这一期。" if named else f"职责事项“{duty}”没有待报的期。",
            hint_zh="请用 --period 指定；`dutybook due` 列出各期。",
        )


class DraftThere(Failure):
    """A draft of the same report is there already."""

    code: ClassVar[str] = "F943"
    exit_code: ClassVar[int] = 1

    def __init__(self, id: str, period: str) -> None:
        super().__init__(
            f"A draft of the report for {period} is there already: `{id}`.",
            "Finish it and file it, or withdraw it first.",
            message_zh=f"{period} 的报告已有草稿：“{id}”。",
            hint_zh="请完成并归档，或先撤回。",
        )


class Account(NamedTuple):
    """What the next report of a duty has to go by."""

    duty: Duty
    type: ActivityType
    period: str
    span: Span
    on: date
    facts: list[Fact]
    title: str
    matter: str
    """The figures as one sentence, in the register's language."""


def account(register: Register, duty_id: str, on: date, *, period: str = "") -> Account:
    """Count what a report has to go by. Nothing is changed.

    Args:
        register: the register; nothing in it that is dated after `on` is looked at.
        duty_id: id of a duty that reports fulfil.
        on: the day.
        period: the period or event that is reported on; empty: the next that is still to be reported.

    Raises:
        NoReportDuty: the duty accepts no type of report.
        NoSuchPeriod: it has no such period.
    """
    duty = register.duties[duty_id]
    type_ = next((one for one in duty.accepts if one in REPORTS), None)
    if type_ is None:
        raise NoReportDuty(duty_id)
    obligation = _obligation(register, duty, on, period)
    whole = parse_period(obligation.period)
    span = Span(whole.first, whole.last) if whole is not None else Span(obligation.opens, obligation.due)
    facts = collect(register, span, on)
    chinese = register.settings.language.startswith("zh")
    label = _label(obligation.period) if chinese else obligation.period
    title = f"{duty.title}（{label}）" if chinese else f"{duty.title_en or duty.title} ({label})"
    matter = "" if duty.counts_only else _sum_up(facts, label, min(on, span.last), chinese=chinese)
    return Account(duty, type_, obligation.period, span, on, facts, title, matter)


def prepare(register: Register, given: Account, *, id: str, form: ReportForm = ReportForm.WRITTEN) -> ChangeSet:
    """Make the change set that adds a draft of a report.

    Args:
        register: the register.
        given: what it goes by.
        id: a free id for the draft.
        form: whether it is handed in on paper or made in person.

    Raises:
        DraftThere: a draft for that period is there already.
    """
    for one in register.activities.values():
        if one.state is ActivityState.DRAFT and _is_about(one, given):
            raise DraftThere(one.id, given.period)
    fields = dict(_fields(register, given, form))
    chinese = register.settings.language.startswith("zh")
    reason = f"按记录起草 {given.period} 的报告。" if chinese else f"Drafted from the records of {given.period}."
    changes = tuple(FieldChange(key=(key,), value=value) for key, value in fields.items())
    added = RecordChange(kind="activity", id=id, verb=Verb.ADD, fields=changes)
    return ChangeSet(action="report", records=(added,), reason=reason)


def _obligation(register: Register, duty: Duty, on: date, period: str) -> Obligation:
    """The obligation that is reported on: the period named, else the first in which something is left to do.

    Raises:
        NoSuchPeriod: there is none.
    """
    if period:
        whole, event = parse_period(period), parse_event(period)
        year = whole.first.year if whole is not None else event.day.year if event is not None else on.year
        known = obligations_of(register, duty, on, year=year)
        found = [one for one in known if one.period == normal(period)]
    else:
        years = (on.year, on.year + 1)
        known = [one for year in years for one in obligations_of(register, duty, on, year=year)]
        found = sorted((one for one in known if one.is_open), key=lambda one: (one.due, one.opens))
    if not found:
        raise NoSuchPeriod(duty.id, period)
    return found[0]


def _is_about(activity: Activity, given: Account) -> bool:
    return any(row.duty == given.duty.id and normal(row.period) == given.period for row in activity.fulfils)


def _fields(register: Register, given: Account, form: ReportForm) -> Iterator[tuple[str, Any]]:
    # A half-year report is the decision body's own; any other is made by the unit that leads.
    half_yearly = given.type is ActivityType.HALF_YEAR_REPORT
    bodies = decision_bodies(register, (given.duty,), given.on) if half_yearly else ()
    bearer = given.duty.bearer
    yield "title", given.title
    yield "type", given.type.value
    yield "date", given.on
    for unit in (*bodies, *given.duty.lead)[:1]:
        yield "unit", unit
    yield "state", ActivityState.DRAFT.value
    if form is ReportForm.IN_PERSON and bearer in register.posts:
        yield "participants", [bearer]
    yield "report", dict(_report(register, given, form, bodies))
    yield "fulfils", [{"duty": given.duty.id, "period": given.period}]


def _report(register: Register, given: Account, form: ReportForm, bodies: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """The fields of `[report]`; what cannot be told from the register is left to the person."""
    duty = given.duty
    yield "form", form.value
    if form is ReportForm.WRITTEN:
        if bodies:
            yield "in_name_of", bodies[0]
    else:
        first = first_responsible(register, (duty,), given.on)
        if len(first) == 1:
            yield "reporter", first[0]
    if duty.addressee is not None:
        yield "addressee", duty.addressee
    if duty.copies and form is ReportForm.WRITTEN:
        yield "copies", list(duty.copies)
    if given.matter:
        yield "matter", given.matter
    yield "figure", [dict(_figure(register, fact)) for fact in given.facts]


def _figure(register: Register, fact: Fact) -> Iterator[tuple[str, Any]]:
    yield "label", fact.sort.label(register.settings.language)
    yield "number", fact.number
    if fact.sources:
        yield "records", list(fact.sources)


def _label(period: str) -> str:
    """A period as a Chinese title has it: 2026年上半年."""
    year, _, part = period.partition("-")
    if parse_period(period) is None:
        return period
    if part.startswith("H"):
        return f"{year}年{'上' if part == 'H1' else '下'}半年"
    if part.startswith("Q"):
        return f"{year}年{'一二三四'[int(part[1]) - 1]}季度"
    return f"{year}年{int(part)}月" if part else f"{year}年"


def _sum_up(facts: list[Fact], label: str, until: date, *, chinese: bool) -> str:
    numbers = {fact.sort: fact.number for fact in facts}
    template = _ZH if chinese else _EN
    values = {sort.value.replace("-", "_"): numbers[sort] for sort in FactSort}
    return template.format(label=label, until=until, **values)


_ZH = (
    "{label}（截至{until}）：应办事项按期完成{done}件，逾期完成{done_late}件，逾期未完成{missed}件；"
    "开展督查检查{inspections}次，交办问题{findings_issued}个，按期销号{findings_closed}个，"
    "逾期销号{findings_closed_late}个，未销号{findings_open}个；在用平台{platforms}个，变动{platform_events}次；"
    "任职起止{post_changes}人次；发出催办{urges}件。"
)
_EN = (
    "{label} (up to {until}): of the obligations, {done} were done in time, {done_late} late, and {missed} were missed; "
    "{inspections} inspections were held, {findings_issued} findings issued, {findings_closed} closed in time, "
    "{findings_closed_late} closed late, and {findings_open} are open; {platforms} platforms are in use, with "
    "{platform_events} changes; {post_changes} holdings of posts began or ended; {urges} letters of urging were sent."
)
