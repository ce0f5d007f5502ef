"""The boundary: what the register refuses to hold (R17).

Applied when a record is saved or imported. It refuses classified papers, persons who do not belong to the institution, content where only
counts may stand, and numbers that belong to a person. Each refusal may be overridden by its code, with a reason that goes into the history
(schema.override). The check looks for the same things in everything that stands in the register, overridden or not.
No message repeats what it found.
"""

import re
from collections.abc import Iterable
from collections.abc import Iterator
from typing import Final

import msgspec

from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.diagnostic import Step
from schema.diagnostic import dotted
from schema.identity import Place
from schema.identity import day_of
from schema.kinds.activity import Activity
from schema.kinds.base import Table
from schema.kinds.duty import Duty
from schema.kinds.source import Source
from schema.personal import SHORTEST
from schema.personal import PersonalNumber
from schema.personal import find_numbers
from schema.reference import Reference
from schema.reference import Row
from schema.reference import references
from schema.reference import resolve
from schema.reference import texts
from schema.reference import texts_of
from schema.register import Register
from schema.rule import Rule
from schema.rules import scope
from schema.selector import is_selector
from schema.visible import visible
from schema.vocabulary import ActivityType
from schema.vocabulary import EvidenceType
from schema.vocabulary import Secrecy

CLASSIFIED = Rule(
    code="DB701",
    severity=Severity.ERROR,
    message="the record is marked `{secrecy}`; only open papers are kept here",
    message_zh="记录标为“{secrecy_zh}”；本台账只收无密级的",
    hint="keep it in the classified register and write only its number in `classified_note`",
    hint_zh="登记于涉密册，此处只在 `classified_note` 写册号",
    reason="Classified papers live in a register of their own, off networked machines.",
    example='secrecy = "secret"',
    fix='classified_note = "登记于涉密册 第3号"',
    source="R17",
)
OUTSIDER = Rule(
    code="DB702",
    severity=Severity.ERROR,
    message="`{key}` names a person who is not among the people of this register",
    message_zh="`{key}` 中的人员不在本台账的人员之列",
    hint="correct the id, or add the office-holder or member of staff as a person first; others have no place here",
    hint_zh="改正标识，或先在人员中登记本单位人员；其他人不得登入",
    reason="The register is about the institution's own office-holders and staff.",
    example='person = "somebody-else"',
    fix='person = "li-si"',
    source="R17",
)
COUNTS_ONLY = Rule(
    code="DB703",
    severity=Severity.ERROR,
    message='the duty "{duty}" takes dates, counts and numbers only, but `{key}` holds content',
    message_zh="职责事项“{duty}”只记日期、数量和编号，而 `{key}` 写有内容",
    hint="take the content out; keep the number of the document that holds it",
    hint_zh="删去内容，只留载有内容的文件编号",
    reason="Petitions, complaints and analyses are counted here; what anybody said is kept by the owner system.",
    example='note = "…"',
    fix='[[counts]]\nlabel = "受理"\nnumber = 12',
    source="R17",
)
IDENTITY_NUMBER = Rule(
    code="DB704",
    severity=Severity.ERROR,
    message="`{key}` holds what looks like a resident identity number",
    message_zh="`{key}` 中疑有居民身份证号码",
    hint="delete it",
    hint_zh="删去",
    reason="Records of the institution need no identity numbers, and history keeps what was once saved.",
    example='note = "身份证号……"',
    fix="note left out",
    source="R17; GB 11643",
)
MOBILE_NUMBER = Rule(
    code="DB705",
    severity=Severity.ERROR,
    message="`{key}` holds what looks like a mobile phone number",
    message_zh="`{key}` 中疑有手机号码",
    hint="delete it",
    hint_zh="删去",
    reason="A person's record holds a name and e-mail addresses, and no other record is about a person.",
    example='note = "联系电话……"',
    fix="note left out",
    source="R17",
)
CARD_NUMBER = Rule(
    code="DB706",
    severity=Severity.ERROR,
    message="`{key}` holds what looks like a bank card number",
    message_zh="`{key}` 中疑有银行卡号",
    hint="delete it",
    hint_zh="删去",
    reason="Nothing in this register is paid for.",
    example='note = "卡号……"',
    fix="note left out",
    source="R17; ISO/IEC 7812",
)
CLASSIFIED_NOTE = Rule(
    code="DB707",
    severity=Severity.ERROR,
    message="`classified_note` says more than where the paper is entered",
    message_zh="`classified_note` 只能写登记处",
    hint='write "登记于涉密册 第×号" or "classified register no. ×"',
    hint_zh="只写“登记于涉密册 第×号”",
    reason="Even the title of a classified paper may be classified.",
    example='classified_note = "关于……的密件"',
    fix='classified_note = "登记于涉密册 第3号"',
    source="R17",
)
RULES: Final = (CLASSIFIED, OUTSIDER, COUNTS_ONLY, IDENTITY_NUMBER, MOBILE_NUMBER, CARD_NUMBER, CLASSIFIED_NOTE)

_BY_NUMBER: Final = {
    PersonalNumber.IDENTITY: IDENTITY_NUMBER,
    PersonalNumber.MOBILE: MOBILE_NUMBER,
    PersonalNumber.CARD: CARD_NUMBER,
}
_REGISTERED: Final = re.compile(
    r"登记于涉密册\s*第\s*[0-9A-Za-z一二三四五六七八九十百-]{1,16}\s*号|classified register,? no\. ?[0-9A-Za-z-]{1,16}",
    re.IGNORECASE,
)


def refuse(register: Register, place: Place, record: Table, overrides: tuple[str, ...] = ()) -> list[Diagnostic]:
    """Say why a record may not be saved as it is (R17).

    Args:
        register: the register with the change made, in which references are looked up.
        place: kind and id of the record.
        record: the record as it would be saved; register.toml and calendars are looked at too.
        overrides: codes that a person overrides with a reason.
    """
    kind, id_ = place
    found = [*check_record(register, record), *_outsiders(register, kind, id_, record), *_numbers(kind, id_, record)]
    return [one for one in found if one.code not in overrides]


def check_record(register: Register, record: Table) -> Iterator[Diagnostic]:
    """Say what the boundary refuses of a record as a whole; references and texts are looked at row by row."""
    if isinstance(record, Activity):
        yield from _activity(register, record)
    elif isinstance(record, Source):
        yield from scope.refuse_source(record)


def _activity(register: Register, activity: Activity) -> Iterator[Diagnostic]:
    id_ = activity.id
    if activity.secrecy is not Secrecy.NONE:
        yield CLASSIFIED.found("activity", id_, ("secrecy",), secrecy=activity.secrecy, secrecy_zh=activity.secrecy.zh)
    if activity.classified_note and not _REGISTERED.fullmatch(activity.classified_note.strip()):
        yield CLASSIFIED_NOTE.found("activity", id_, ("classified_note",))
    duty = scope.counting_duty(register, activity)
    if duty is not None:
        yield from _content(activity, duty)
    yield from scope.refuse_columns(activity, duty)


def _content(activity: Activity, duty: Duty) -> Iterator[Diagnostic]:
    """Content in a record of a duty that takes counts only."""
    keys: list[tuple[str | int, ...]] = []
    if activity.meeting is not None:
        keys.append(("meeting",))
    keys += [
        found.key
        for found in texts(activity)
        if found.field.about.long and found.text.strip() and found.key[0] != "meeting"
    ]
    if activity.type is ActivityType.ANALYSIS:
        # The number alone: not even the paper that it stands on.
        rows = enumerate(activity.evidence)
        keys += [("evidence", at) for at, row in rows if row.type is not EvidenceType.NUMBER or row.path]
    for key in keys:
        yield COUNTS_ONLY.found("activity", activity.id, key, duty=visible(duty.title), key=dotted(key))


def check_reference(kind: str, id: str, reference: Reference) -> Diagnostic | None:
    """Say of a reference that leads nowhere that it names an outsider; None where no person is meant there."""
    key, target, refers = reference
    if "person" not in refers.kinds or is_selector(target):
        return None
    return OUTSIDER.found(kind, id, key, key=dotted(key))


def check_row(kind: str, id: str, row: Row) -> Iterator[Diagnostic]:
    """Find the personal numbers in the texts of one record, table or row."""
    yield from refuse_texts((kind, id), ((key, text) for key, text, _ in texts_of(row)))


def check_id(kind: str, id: str) -> Iterator[Diagnostic]:
    """Find the personal numbers in the id of a record; a day and six characters hold none."""
    if day_of(id) is not None:
        return
    for number in find_numbers(id) if len(id) >= SHORTEST else ():
        yield _BY_NUMBER[number].found(kind, id, (), key="id")


def _outsiders(register: Register, kind: str, id: str, record: msgspec.Struct) -> Iterator[Diagnostic]:
    for key, target, refers in references(record):
        if "person" not in refers.kinds:
            continue
        is_unreadable = ("person", target) in register.unreadable
        if not is_unreadable and not resolve(register, target, refers.kinds):
            yield OUTSIDER.found(kind, id, key, key=dotted(key))


def refuse_texts(place: Place, found: Iterable[tuple[tuple[Step, ...], str]]) -> Iterator[Diagnostic]:
    """Say which texts hold a personal number: those of a record, or what stands beside it in its file.

    Args:
        place: kind and id of the record.
        found: each text with its key.
    """
    for key, text in found:
        for number in find_numbers(text):
            yield _BY_NUMBER[number].found(*place, key, key=dotted(key))


def _numbers(kind: str, id: str, record: msgspec.Struct) -> Iterator[Diagnostic]:
    yield from refuse_texts((kind, id), ((key, text) for key, text, _ in texts(record)))
    yield from check_id(kind, id)
