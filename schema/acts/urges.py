"""Acts of urging: a letter about an obligation or a finding, all letters of a day, a reply (R11)."""

from collections.abc import Callable
from collections.abc import Sequence
from datetime import date
from typing import Any
from typing import ClassVar
from typing import Final
from typing import NamedTuple

from schema.acts.obligations import as_data
from schema.acts.obligations import name_of
from schema.acts.obligations import obligations_beside
from schema.acts.obligations import pick
from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.failure import Failure
from schema.kinds.finding import Finding
from schema.kinds.urge import Target
from schema.kinds.urge import Urge
from schema.letter import compose
from schema.letter import is_chinese
from schema.letter import matter_of
from schema.letter import title_of
from schema.rectification import rectification_of
from schema.register import Register
from schema.urging import Ladder
from schema.urging import Rung
from schema.urging import letter_of
from schema.urging import rungs
from schema.urging import with_missed
from schema.vocabulary import UrgeLevel


class NothingOwed(Failure):
    """No letter is due: it is settled, its time has not come, or the letter of its rung was sent."""

    code: ClassVar[str] = "F934"
    exit_code: ClassVar[int] = 1

    def __init__(self, name: str, on: date, sent: str = "") -> None:
        why = f"a letter of level {sent} was sent" if sent else "it is settled, or no rung of urging is reached"
        why_zh = f"{sent} 的文书已经发出" if sent else "已经了结，或还没有到催办的时候"
        super().__init__(
            f'No letter about "{name}" is due on {on}: {why}.',
            "Choose the level with --level, if a letter is wanted all the same.",
            message_zh=f"“{name}”在 {on} 没有应发的文书：{why_zh}。",
            hint_zh="仍要发出的，请用 --level 指定级别。",
        )


class NotOverdue(Failure):
    """A letter of level L1 or higher can't be sent before the due day has passed."""

    code: ClassVar[str] = "F935"
    exit_code: ClassVar[int] = 1

    def __init__(self, name: str, level: str, due: date) -> None:
        super().__init__(
            f'"{name}" is due on {due}; a letter of level {level} can\'t be sent before it is a working day overdue.',
            "Send a reminder, --level L0.",
            message_zh=f"“{name}”的期限是 {due}，逾期满一个工作日以前不能发 {level}。",
            hint_zh="可以发提醒：--level L0。",
        )


class NoAddressee(Failure):
    """The register names nobody to whom a letter of that level would go."""

    code: ClassVar[str] = "F936"
    exit_code: ClassVar[int] = 1

    def __init__(self, name: str, level: str) -> None:
        super().__init__(
            f'Nobody is found to whom a letter of level {level} about "{name}" would go.',
            "Name a unit or a post with --to.",
            message_zh=f"没有找到“{name}”的 {level} 应发给谁。",
            hint_zh="请用 --to 写明单位或岗位。",
        )


class ElementNeeded(Failure):
    """Several elements of the obligation are open, and a letter is about one."""

    code: ClassVar[str] = "F937"
    exit_code: ClassVar[int] = 2

    def __init__(self, name: str, elements: Sequence[str]) -> None:
        super().__init__(
            f'Several elements of "{name}" are open.',
            f"Name one with --element: {', '.join(elements)}.",
            message_zh=f"“{name}”有几个范围尚未了结。",
            hint_zh=f"请用 --element 指定其一：{'、'.join(elements)}。",
        )


class DecisionNeeded(Failure):
    """The next rung is evaluation by the supervising post, which a person decides."""

    code: ClassVar[str] = "F938"
    exit_code: ClassVar[int] = 2

    def __init__(self, name: str) -> None:
        super().__init__(
            f'What comes next for "{name}" is evaluation by the supervising post (L4), which a person decides.',
            "If it is decided, add --level L4.",
            message_zh=f"“{name}”的下一级是转监督责任岗评估（L4），由人决定。",
            hint_zh="已经决定的，请加 --level L4。",
        )


class NotReplied(Failure):
    """A reply can't be recorded: the letter has one already, or is issued later."""

    code: ClassVar[str] = "F939"
    exit_code: ClassVar[int] = 1

    def __init__(self, name: str, issued: date, replied: date | None) -> None:
        there, there_zh = (f"was answered on {replied}", f"已于 {replied} 回复") if replied else (
            f"is issued on {issued}", f"于 {issued} 才发出"
        )  # fmt: skip
        super().__init__(
            f'The letter "{name}" {there}.',
            "Correct the day with `dutybook set`." if replied else "Give a later day with --on.",
            message_zh=f"催办“{name}”{there_zh}。",
            hint_zh="更正日期请用 `dutybook set`。" if replied else "请用 --on 给出更晚的日期。",
        )


class Wish(NamedTuple):
    """What a person says about a letter beside what it is about; everything may be left to the register."""

    level: UrgeLevel | None = None
    """None: the rung that is due."""
    to: str | None = None
    """Id of a unit or a post; None: as proposed."""
    text: str = ""
    """Empty: made from facts."""
    number: str = ""
    """The letter's number; empty: none."""


_NOTHING_SAID: Final = Wish()


def urge_finding(register: Register, finding: Finding, on: date, wish: Wish, *, id: str, why: str = "") -> ChangeSet:
    """Send a letter about a finding.

    Args:
        register: the register.
        finding: the finding.
        on: the day of the letter.
        wish: what the person says about it.
        id: id of the new record.
        why: the commit's reason; empty: a sentence is made.

    Raises:
        NothingOwed: see each class; so for NotOverdue, NoAddressee and DecisionNeeded.
    """
    rung = Ladder(register, on).of_finding(rectification_of(register, finding, on), wish.level)
    return _send(register, [_require(rung, finding.code or finding.id, on, wish)], on, [id], why, wish)


def urge_obligation(register: Register, target: Target, on: date, wish: Wish, *, id: str, why: str = "") -> ChangeSet:
    """Send a letter about an obligation.

    Args:
        register: the register.
        target: duty, period and element; the element may be left out where one of several alone is open.
        on: the day of the letter.
        wish: what the person says about it.
        id: id of the new record.
        why: the commit's reason; empty: a sentence is made.

    Raises:
        NoSuchObligation: there is no such obligation.
        ElementNeeded: several elements are open and none is named.
        NothingOwed: see each class; so for NotOverdue, NoAddressee and DecisionNeeded.
    """
    beside = obligations_beside(register, target, on)
    named = {one.key for one in pick(register, beside, target)}
    ladder = Ladder(register, on)
    made = [
        rung
        for one, missed in with_missed(beside)
        if one.key in named and (rung := ladder.of_obligation(one, missed, wish.level)) is not None
    ]
    name = name_of(register, target)
    if len(made) > 1:
        raise ElementNeeded(name, [rung.obligation.element or "" for rung in made if rung.obligation is not None])
    return _send(register, [_require(made[0] if made else None, name, on, wish)], on, [id], why, wish)


def urge_all(register: Register, on: date, new_id: Callable[[], str], *, why: str = "") -> ChangeSet | None:
    """Send every letter that is owed on a day, as one act; None where none is.

    Args:
        register: the register.
        on: the day of the letters.
        new_id: gives the id of a new record.
        why: the commit's reason; empty: a sentence is made.
    """
    owed = [rung for rung in rungs(register, on) if rung.is_owed and rung.to is not None]
    if not owed:
        return None
    taken: dict[str, None] = {}
    while len(taken) < len(owed):
        taken[new_id()] = None
    return _send(register, owed, on, list(taken), why)


def reply(register: Register, urge: Urge, on: date, *, digest: str, why: str = "") -> ChangeSet:
    """Record that a letter was answered.

    Args:
        register: the register.
        urge: the letter.
        on: the day of the reply.
        digest: digest of the letter's file as it was read.
        why: the commit's reason; empty: a sentence is made.

    Raises:
        NotReplied: it has a reply already, or is issued later.
    """
    name = urge.number or urge.code or urge.id
    if urge.replied is not None or on < urge.issued:
        raise NotReplied(name, urge.issued, urge.replied)
    said = f"催办“{name}”已回复" if is_chinese(register) else f'The letter "{name}" was answered'
    fields = (FieldChange(key=("replied",), value=on),)
    edit = RecordChange(kind="urge", id=urge.id, verb=Verb.EDIT, fields=fields, read_digest=digest)
    return ChangeSet(action="urge", records=(edit,), reason=why or said)


def _require(rung: Rung | None, name: str, on: date, wish: Wish) -> Rung:
    """The rung as the letter is to be sent, with its addressee.

    Raises:
        NothingOwed: see each class; so for NotOverdue, NoAddressee and DecisionNeeded.
    """
    if rung is None:
        raise NothingOwed(name, on)
    if wish.level is None:
        if rung.level is UrgeLevel.L4:
            raise DecisionNeeded(name)
        if not rung.is_owed:
            raise NothingOwed(name, on, rung.highest_sent or "")
    elif rung.level > UrgeLevel.L0 and rung.overdue < 1:
        raise NotOverdue(name, rung.level, rung.facts.due)
    to = wish.to or rung.to
    if to is None:
        raise NoAddressee(name, rung.level)
    return rung._replace(to=to)


def _send(
    register: Register, letters: Sequence[Rung], on: date, ids: Sequence[str], why: str, wish: Wish = _NOTHING_SAID
) -> ChangeSet:
    """The change set of letters that are sent on one day; a wish is about one letter."""
    added = []
    for rung, id_ in zip(letters, ids, strict=True):
        fields = tuple(FieldChange(key=(key,), value=value) for key, value in _data(register, rung, on, wish).items())
        added.append(RecordChange(kind="urge", id=id_, verb=Verb.ADD, fields=fields))
    return ChangeSet(action="urge", records=tuple(added), reason=why or _reason(register, letters))


def _data(register: Register, rung: Rung, on: date, wish: Wish) -> dict[str, Any]:
    within = letter_of(register.settings.urging, rung.level).reply_within
    reply_due = None if within is None else register.workdays.after(on, within)
    target = rung.target
    values = {
        "level": rung.level.value,
        "number": wish.number,
        "issued": on,
        "to": rung.to,
        "reply_due": reply_due,
        "finding": None if rung.finding is None else rung.finding.id,
        "text": wish.text.strip() or compose(register, rung, on, within),
        "obligation": None if target is None else as_data(target),
    }
    return {key: value for key, value in values.items() if value is not None and value != ""}


def _reason(register: Register, letters: Sequence[Rung]) -> str:
    zh = is_chinese(register)
    if len(letters) > 1:
        return f"发出当日应发的文书 {len(letters)} 件" if zh else f"All {len(letters)} letters owed on the day"
    rung = letters[0]
    urging, to = register.settings.urging, title_of(register, rung.to or "")
    called = letter_of(urging, rung.level).title or rung.level.label(register.settings.language)
    what = matter_of(register, rung)
    return f"{what}：{called}，发给{to}" if zh else f"{called} about {what}, to {to}"
