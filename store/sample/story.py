"""How the demonstration register came about: who entered what on which day of 2026, and why.

The sample's files say how everything stands at the end of the year. Their earlier states follow from the dates inside
them: a holding is entered on its first day and ended the day after its last, an activity stands from the day on which
it was filed, a finding is done and verified on those days. What no date tells (the order in which the register was set
up, a few corrections) stands in `store.sample.plot`. `store.sample.demo` writes it as a git history.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from datetime import timedelta
from typing import NamedTuple

from schema.change import Verb
from schema.difference import differences
from schema.heading import heading_of
from schema.holding import holder
from schema.identity import Place
from schema.identity import place_of
from schema.kinds import KINDS
from schema.kinds.activity import Activity
from schema.kinds.assessment import Assessment
from schema.kinds.base import Record
from schema.kinds.base import Table
from schema.kinds.case import Case
from schema.kinds.finding import Finding
from schema.kinds.handover import Handover
from schema.kinds.platform import Platform
from schema.kinds.post import Post
from schema.kinds.unit import Unit
from schema.kinds.urge import Urge
from schema.kinds.waiver import Waiver
from schema.register import Register
from schema.selector import heads
from store.message import LONGEST_SUMMARY
from store.message import compose
from store.message import cut
from store.message import subject_of
from store.sample.plot import CORRECTIONS
from store.sample.plot import DISCIPLINE
from store.sample.plot import KEEPER
from store.sample.plot import PERSONNEL
from store.sample.plot import SETUP
from store.sample.plot import Correction
from store.toml.edit import REMOVE
from store.toml.edit import FieldEdit
from store.toml.edit import apply
from store.toml.text import plain

_DAY = timedelta(days=1)
_MOST = 5
"""Most records that a commit's first line names one by one."""


class Part(NamedTuple):
    """One part of a file that came later than the file itself."""

    day: date
    key: tuple[str | int, ...]
    who: str
    """Id of the post or the person that enters it."""
    action: str
    reason: str
    turn: int = 0
    """Order among what happens to the file that day."""
    before: object = REMOVE
    """What stood there before; REMOVE for nothing."""

    @property
    def moment(self) -> tuple[date, int]:
        """When it came."""
        return self.day, self.turn


class Act(NamedTuple):
    """One act of a person, which becomes one commit."""

    day: date
    person: str
    """Id of the person who does it."""
    message: str
    changes: Mapping[str, bytes]
    """The new content of each file, by path from the top."""


class _Entry(NamedTuple):
    """An act before its texts are made."""

    order: tuple[date, int, int, str]
    who: str
    action: str
    reason: str
    paths: tuple[str, ...]


def tell(files: Mapping[str, str], register: Register) -> Iterator[Act]:
    """Tell the history that ends in these files.

    Args:
        files: the text of every file at the end, by path from the top.
        register: the same, decoded.

    Yields:
        Every act, oldest first.
    """
    parts = {path: _parts(path, register) for path in files}
    born = [*_set_up(files, register), *_filed(files, register)]
    entries = [*born, *_later(parts, {path: entry.order[0] for entry in born for path in entry.paths}, register)]
    standing: dict[str, str] = {}
    for entry in sorted(entries, key=lambda entry: entry.order):
        day, _, turn, _ = entry.order
        changes = {path: text_at(files[path], parts[path], (day, max(turn, 0))) for path in entry.paths}
        person = _person(register, entry.who, day)
        yield Act(day, person, _message(entry, changes, standing, register), _encode(changes))
        standing.update(changes)


def text_at(text: str, parts: Iterable[Part], moment: tuple[date, int]) -> str:
    """The text of a file as it stood at a moment: without what came later, corrections not yet made.

    Args:
        text: the file at the end.
        parts: what came later than the file itself, rows in their order.
        moment: a day and a turn of it.
    """
    later = [part for part in parts if part.moment > moment]
    gone = {part.key for part in later if part.before is REMOVE}
    edits = [
        FieldEdit(part.key, part.before)
        for part in reversed(later)  # rows are taken out from the end, so that those before keep their numbers
        if not any(part.key[:size] in gone for size in range(1, len(part.key)))
    ]
    return apply(text, edits).text if edits else text


def _set_up(files: Mapping[str, str], register: Register) -> Iterator[_Entry]:
    for number, step in enumerate(SETUP):
        paths = tuple(path for path in files if _belongs(path, step.kind, step.first, step.last, register))
        yield _Entry((step.day, -1, number, ""), step.who, Verb.ADD, step.reason, paths)


def _belongs(path: str, kind: str, first: str, last: str, register: Register) -> bool:
    """Whether a file is set up in a step: by the kind of its record and the range of its code."""
    place = place_of(path)
    if place is None or place[0] in {"register", "calendar"}:
        return kind == "register" and not path.startswith("attachments/")
    record = register.get(*place)
    return place[0] == kind and record is not None and first <= record.code <= last


def _filed(files: Iterable[str], register: Register) -> Iterator[_Entry]:
    """The entering of dated records, one by one."""
    for path in files:
        place = place_of(path)
        born = _birth(place, register) if place is not None else None
        if born is not None:
            paths = (path, *_attached(place, register))
            yield _Entry(_order(path, register, born.day, 0), born.who, born.action, born.reason, paths)


def _attached(place: Place | None, register: Register) -> tuple[str, ...]:
    """The files that a work record brought along."""
    record = register.get(*place) if place is not None else None
    return tuple(row.path for row in record.evidence if row.path) if isinstance(record, Activity) else ()


def _later(parts: Mapping[str, tuple[Part, ...]], born: Mapping[str, date], register: Register) -> Iterator[_Entry]:
    """What happened to each file after the day on which it came."""
    for path, day in born.items():
        for moment in sorted({part.moment for part in parts[path] if part.day > day}):
            now = [part for part in parts[path] if part.moment == moment]
            reason = "\n".join(dict.fromkeys(part.reason for part in now if part.reason))
            yield _Entry(_order(path, register, *moment), now[-1].who, now[-1].action, reason, (path,))


def _order(path: str, register: Register, day: date, turn: int) -> tuple[date, int, int, str]:
    """Within a day: work records before findings, findings before urges, each in the order of their codes."""
    kind, name = place_of(path) or ("", "")
    rank = list(KINDS).index(kind) if kind in KINDS else 0
    return day, rank, turn, getattr(register.get(kind, name), "code", "")


def _birth(place: Place, register: Register) -> Part | None:
    """When, by whom and why a dated record is entered; None for the kinds that are set up in January."""
    record = register.get(*place)
    match record:
        case Activity():
            shown = "、".join(row.label for row in record.evidence)
            day = record.filed_on or record.date
            return Part(day, (), _doer(record, register, day), Verb.ADD, f"当日归档。佐证：{shown}。")
        case Finding():
            inspection = register.activities[record.inspection]
            return Part(record.issued, (), _doer(inspection, register, record.issued), Verb.ADD, "督查查出，交办整改。")
        case Urge():
            return Part(record.issued, (), KEEPER, "urge", record.text)
        case Handover():
            return Part(record.date, (), PERSONNEL, Verb.ADD, "正式任职起五个工作日内交接。")
        case Waiver(asked_on=date() as day):
            return Part(day, (), _asker(record, register, day), record.type, f"申请：{record.reason}")
        case Assessment():
            return Part(record.date, (), PERSONNEL, Verb.ADD, "年度考核立卷，加分和否决事项随时登记。")
        case Case(opened=date() as day):
            return Part(day, (), DISCIPLINE, Verb.ADD, "立卷，先记事实，责任认定另行提出。")
        case _:
            return None


def _doer(activity: Activity, register: Register, day: date) -> str:
    """The post whose job the record is: the head of the lead unit of the first duty that it fulfils."""
    lead = register.duties[activity.fulfils[0].duty].lead[0]
    return _head(lead, register, day)


def _asker(waiver: Waiver, register: Register, day: date) -> str:
    """The post that asks: the head of the lead unit of the duty."""
    return _head(register.duties[waiver.obligation.duty].lead[0], register, day)


def _head(unit: str, register: Register, day: date) -> str:
    return next((post.id for post in heads(register, unit, day)), KEEPER)


def _person(register: Register, who: str, day: date) -> str:
    """The person: named, or the holder of the post on the day."""
    return (holder(register, who, day).person or KEEPER) if who in register.posts else who


def _parts(path: str, register: Register) -> tuple[Part, ...]:
    """What came later than the file itself, rows in their order."""
    place = place_of(path)
    record = register.get(*place) if place is not None else None
    corrected = (_corrected(row) for row in CORRECTIONS if row.path == path)
    return (*(_dated_parts(record, register) if record is not None else ()), *corrected)


def _corrected(row: Correction) -> Part:
    return Part(row.day, row.key, row.who, "set", row.reason, before=row.before)


def _dated_parts(record: Record, register: Register) -> Iterator[Part]:
    match record:
        case Post():
            yield from _post_parts(record)
        case Unit():
            yield from _unit_parts(record)
        case Platform():
            yield from _platform_parts(record)
        case Finding():
            yield from _finding_parts(record, register)
        case Urge(replied=date() as day):
            to = record.to if record.to in register.posts else _head(record.to, register, day)
            yield Part(day, ("replied",), to, "set", "已按要求办理并回复。")
        case Handover():
            yield from _handover_parts(record)
        case Waiver(approved_on=date() as day):
            yield Part(day, ("approved_by",), record.approved_by or KEEPER, record.type, "同意。")
            yield Part(day, ("approved_on",), record.approved_by or KEEPER, record.type, "")
        case Assessment():
            yield from _assessment_parts(record)
        case Case():
            yield from _case_parts(record)
        case _:
            return


def _post_parts(post: Post) -> Iterator[Part]:
    for at, row in enumerate(post.holding):
        yield Part(row.since, ("holding", at), PERSONNEL, "appoint", f"依据：{row.basis}。")
        if row.until is not None:
            yield Part(row.until + _DAY, ("holding", at, "to"), PERSONNEL, "end", "")
    for at, cover in enumerate(post.cover):
        yield Part(cover.since, ("cover", at), PERSONNEL, "cover", f"依据：{cover.basis}。")
        if cover.until is not None:
            yield Part(cover.until + _DAY, ("cover", at, "to"), PERSONNEL, "end", "")


def _unit_parts(unit: Unit) -> Iterator[Part]:
    for at, row in enumerate(unit.liaison):
        if row.since is not None:
            yield Part(row.since, ("liaison", at), KEEPER, "set", f"依据：{row.basis}。")
        if row.until is not None:
            yield Part(row.until + _DAY, ("liaison", at, "to"), KEEPER, "set", "")
    for at, event in enumerate(unit.event):
        yield Part(event.date, ("event", at), KEEPER, "set", event.note)


def _finding_parts(finding: Finding, register: Register) -> Iterator[Part]:
    owner = finding.owner or KEEPER
    if finding.done is not None:
        yield Part(finding.done, ("done",), owner, "set", f"整改完成：{finding.measure}")
    for at, evidence in enumerate(finding.evidence):
        if evidence.date is not None:
            yield Part(evidence.date, ("evidence", at), owner, "set", "")
    if finding.verified_on is not None and finding.verified_by is not None:
        verifier = _head(finding.verified_by, register, finding.verified_on)
        yield Part(finding.verified_on, ("verified_on",), verifier, "verify", "复核合格，销号。")
        yield Part(finding.verified_on, ("verified_by",), verifier, "verify", "")
    for at, row in enumerate(finding.extension):
        yield Part(row.asked_on, ("extension", at), owner, "extend", f"申请延期：{row.reason}")
        if row.approved_on is not None:
            approver = row.approved_by or KEEPER
            yield Part(row.approved_on, ("extension", at, "approved_by"), approver, "extend", "同意延期。", turn=1)
            yield Part(row.approved_on, ("extension", at, "approved_on"), approver, "extend", "", turn=1)


def _platform_parts(platform: Platform) -> Iterator[Part]:
    for at, row in enumerate(platform.event):
        yield Part(row.date, ("event", at), platform.post or KEEPER, "set", row.note)


def _handover_parts(handover: Handover) -> Iterator[Part]:
    for at, signature in enumerate(handover.signature):
        yield Part(signature.on, ("signature", at), signature.person, "set", "清单核对无误，签字。", turn=at)


def _assessment_parts(assessment: Assessment) -> Iterator[Part]:
    for at, bonus in enumerate(assessment.bonus):
        if bonus.date is not None:
            yield Part(bonus.date, ("bonus", at), PERSONNEL, "set", f"加分，依据：{bonus.basis}。")
    for at, event in enumerate(assessment.veto):
        yield Part(event.date, ("veto", at), DISCIPLINE, "set", "登记否决事项，待认定。")
        if event.confirmed_on is not None:
            for key in ("confirmed_by", "confirmed_on", "document"):
                yield Part(event.confirmed_on, ("veto", at, key), DISCIPLINE, "set", "认定机关已认定。", turn=1)


def _case_parts(case: Case) -> Iterator[Part]:
    for at, row in enumerate(case.decision):
        if row.decided_on is not None:
            yield Part(row.decided_on, ("decision", at), DISCIPLINE, "set", f"决定：{row.document}。")
        if row.served_on is not None:
            yield Part(row.served_on, ("decision", at, "served_on"), DISCIPLINE, "set", "已送达本人。", turn=1)
        if row.appealed_on is not None:
            for key in ("appealed_on", "appeal_result"):
                yield Part(row.appealed_on, ("decision", at, key), DISCIPLINE, "set", "本人申诉，登记结果。", turn=2)


def _message(entry: _Entry, changes: Mapping[str, str], standing: Mapping[str, str], register: Register) -> str:
    places = {path: place for path in changes if (place := place_of(path)) is not None}
    if len(places) > _MOST:
        kinds = ", ".join(dict.fromkeys(kind for kind, _ in places.values()))
        subject = f"{kinds}: {len(places)} records"
    else:
        said = (_subject(place, standing.get(path), changes[path], register) for path, place in places.items())
        subject = cut("; ".join(said), LONGEST_SUMMARY)
    return compose(subject, entry.reason, entry.action, list(places.values()))


def _subject(place: Place, before: str | None, after: str, register: Register) -> str:
    verb = Verb.ADD if before is None else Verb.EDIT
    record: Table | None = register.settings if place[0] == "register" else register.get(*place)
    if place[0] == "calendar":
        record = register.calendars[int(place[1])]
    changed = differences(plain(before), plain(after)) if before is not None else ()
    return subject_of(verb, *place, changed, heading_of(place[0], record))


def _encode(changes: Mapping[str, str]) -> dict[str, bytes]:
    return {path: text.encode() for path, text in changes.items()}
