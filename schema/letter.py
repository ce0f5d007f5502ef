"""Letters: what a letter of urging says, made from facts, in the register's language (R11).

Only facts that the register holds stand in it; a person may write another text.
"""

from datetime import date
from typing import Final

from schema.marks import UrgeReason
from schema.period import parse_event
from schema.register import Register
from schema.urging import Rung
from schema.vocabulary import UrgeLevel

_SIGNS: Final = "。．.；; "
"""What a finding's text may end with and is left out inside a sentence."""
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def compose(register: Register, rung: Rung, on: date, within: int | None) -> str:
    """Write a letter's text.

    Args:
        register: the register; its language is the letter's.
        rung: what is due, at the level of the letter.
        on: the day of the letter.
        within: the working days for a reply; None: no number is named.

    Returns:
        One sentence.
    """
    return _chinese(register, rung, on, within) if is_chinese(register) else _english(register, rung, on, within)


def is_chinese(register: Register) -> bool:
    """Whether what is written into the register is written in Chinese."""
    return register.settings.language.startswith("zh")


def matter_of(register: Register, rung: Rung) -> str:
    """What a letter is about: the duty with its period and element, or the unit's finding."""
    if rung.finding is not None:
        unit = title_of(register, rung.finding.unit)
        what = (rung.finding.item or rung.finding.text).strip().rstrip(_SIGNS)
        return f"{unit}的问题“{what}”" if is_chinese(register) else f'the finding "{what}" at {unit}'
    one = rung.obligation
    if one is None:
        return ""
    duty = register.duties[one.duty]
    zh = is_chinese(register)
    parts = [_period(register, one.period), *([title_of(register, one.element)] if one.element is not None else [])]
    title = duty.title if zh else duty.title_en or duty.title
    return f"“{title}”（{'，'.join(parts)}）" if zh else f'"{title}" ({", ".join(parts)})'


def title_of(register: Register, id: str) -> str:
    """The title of a unit, post or platform in the register's language; the id where it is none of these."""
    found = register.units.get(id) or register.posts.get(id) or register.platforms.get(id)
    if found is None:
        return id
    return found.title if is_chinese(register) else found.title_en or found.title


def _chinese(register: Register, rung: Rung, on: date, within: int | None) -> str:
    what, verb = matter_of(register, rung), "整改" if rung.finding is not None else "办理"
    due = (f"{rung.facts.due.year}年" if rung.facts.due.year != on.year else "") + _month_day(rung.facts.due)
    late, because = f"{what}逾期{rung.overdue}个工作日", _BECAUSE_ZH.get(rung.reason, "")
    reply = f"，请{within}个工作日内回复" if within else ""
    match rung.level:
        case UrgeLevel.L0:
            return f"{what}{due}到期，请按期{verb}。"
        case UrgeLevel.L1:
            undone = "尚未整改" if rung.finding is not None else "尚未办结"
            return f"{what}{due}到期，{undone}{reply or f'，请即{verb}并回复'}。"
        case UrgeLevel.L2:
            return f"{late}，{because}请分管领导督办{reply}。"
        case UrgeLevel.L3:
            return f"{late}，{because.format(missed=rung.facts.missed)}报第一责任人，并予通报。"
        case UrgeLevel.L4:
            return f"{late}，{because}转监督责任岗评估。"


def _english(register: Register, rung: Rung, on: date, within: int | None) -> str:
    del on  # an English day always names its year
    what, due = matter_of(register, rung), rung.facts.due
    what = what[:1].upper() + what[1:]
    day = f"{due.day} {_MONTHS[due.month - 1]} {due.year}"
    late, because = f"{what} is {rung.overdue} working day(s) overdue", _BECAUSE_EN.get(rung.reason, "")
    reply = f" and reply within {within} working day(s)" if within else ""
    match rung.level:
        case UrgeLevel.L0:
            return f"{what} is due on {day}; please have it done by then."
        case UrgeLevel.L1:
            return f"{what} was due on {day} and is not done; please see to it{reply or ' and reply'}."
        case UrgeLevel.L2:
            return f"{late}{because}; the leader in charge is asked to supervise it{reply}."
        case UrgeLevel.L3:
            because = because.format(missed=rung.facts.missed)
            return f"{late}{because}; it is reported to the first responsible person, with a circular."
        case UrgeLevel.L4:
            return f"{late}{because}; it goes to the supervising post for evaluation."


def _period(register: Register, text: str) -> str:
    """A period as people read it: an event by its owner and day."""
    event = parse_event(text)
    return text if event is None else f"{title_of(register, event.owner)} {event.day.isoformat()}"


def _month_day(day: date) -> str:
    return f"{day.month}月{day.day}日"


_BECAUSE_ZH: Final = {
    UrgeReason.UNANSWERED: "催办没有回复，",
    UrgeReason.REPLY_MISSED: "督办没有按期回复，",
    UrgeReason.REPEATED: "同一事项一年内已{missed}次逾期未完成，",
    UrgeReason.REPORTED: "报第一责任人后仍未了结，",
}
_BECAUSE_EN: Final = {
    UrgeReason.UNANSWERED: " and the letter was not answered",
    UrgeReason.REPLY_MISSED: " and the supervision letter was not answered in time",
    UrgeReason.REPEATED: " and the same duty was missed {missed} times within the year",
    UrgeReason.REPORTED: " and still open after the report",
}
