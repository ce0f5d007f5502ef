"""Papers about one post or one letter: statement of responsibilities, duty statement, handover list, letter of urging."""

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from functools import partial

from exchange.naming import name_of
from exchange.naming import parties_of
from exchange.naming import party_of
from exchange.papers.paper import Block
from exchange.papers.paper import Grid
from exchange.papers.paper import Heading
from exchange.papers.paper import Paper
from exchange.papers.paper import Paragraph
from exchange.papers.reports import say_obligation
from exchange.papers.reports import signer
from exchange.papers.words import Speech
from schema.handover import matters
from schema.handover import of_post
from schema.handover import units_of
from schema.holding import Holder
from schema.holding import holder
from schema.kinds.duty import Cadence
from schema.kinds.duty import Duty
from schema.kinds.handover import Handover
from schema.kinds.post import Post
from schema.kinds.urge import Urge
from schema.marks import State
from schema.obligation import DONE
from schema.obligation import Obligation
from schema.obligation import obligations
from schema.rectification import rectifications
from schema.register import Register
from schema.selector import includes
from schema.selector import is_selector
from schema.target import name
from schema.urging import letter_of
from schema.visible import visible
from schema.vocabulary import CadenceType
from schema.vocabulary import SignatureRole


def statement_of_responsibilities(register: Register, post: Post, on: date, language: str = "zh") -> Paper:
    """What a post answers for on a day, on paper of its own (domain 5.2, item 1)."""
    say = Speech(language)
    duties = [one for one in register.duties.values() if _is_of(register, one, post, on)]
    person = holder(register, post.id, on).person
    title = name_of(register, "post", post.id, language)
    rows = [
        (
            str(at),
            name_of(register, "duty", one.id, language),
            ((language == "zh" and one.tier_wording) or one.tier.label(language))
            + (say("dual") if one.dual_duty else ""),
            say.apart(say_cadence(row, language) for row in one.cadence) or say("all-year"),
            parties_of(register, one.lead, language),
            say_clauses(register, one, say) or say("own"),
            one.id,
        )
        for at, one in enumerate(duties, 1)
    ]
    units = parties_of(register, sorted(units_of(register, post), key=partial(_place, register)), language)
    blocks: list[Block] = [
        Heading(1, say("responsibilities-post")),
        Paragraph(
            say(
                "responsibilities-held",
                post=title,
                rank=post.rank.label(language),
                unit=party_of(register, post.unit, language),
                day=say.day(on),
                person=name_of(register, "person", person, language) if person else say("vacant"),
            )
        ),
        *([Paragraph(say("responsibilities-units", units=units))] if units else []),
        Heading(1, say("responsibilities-duties")),
        Paragraph(say("responsibilities-count", count=len(duties))),
        Grid(
            say.heads("no", "matter", "tier", "cadence", "lead", "clauses", "duty"), rows, (10, 31, 21, 22, 22, 29, 21)
        ),
    ]
    return Paper(
        say("responsibilities-title", post=title),
        on,
        blocks,
        signer=signer(register, duties, on, language),
        language=language,
        entries=len(duties),
    )


def duty_statement(register: Register, post: Post, on: date, language: str = "zh") -> Paper:
    """The draft of a leader's duty statement for the year: post and scope, work done, problems, next steps (5.1, item 11)."""
    say = Speech(language)
    held = holder(register, post.id, on)
    person = name_of(register, "person", held.person, language) if held.person and held.in_post else ""
    found = of_post(register, post, obligations(register, on, year=on.year, older=False), on)
    done = [one for one in found if one.state in DONE]
    ahead = [one for one in found if one.is_open and one.state is not State.MISSED]
    late = sum(one.state is State.DONE_LATE for one in done)
    title = name_of(register, "post", post.id, language)
    problems: list[Block] = [Heading(3, text) for text in _problems_of(register, post, found, on, say)]
    blocks: list[Block] = [
        Heading(1, say("statement-post")),
        Paragraph(
            _held(post, held, title, on, say) + _gap(say) + say("statement-scope", year=on.year, count=len(found))
        ),
        Heading(1, say("statement-work")),
        Paragraph(say("statement-done", day=say.day(on), done=len(done), late=late)),
        *([_done(register, done, say)] if done else []),
        Heading(1, say("statement-problems")),
        *(problems or [Paragraph(say("problems-none"))]),
        Heading(1, say("statement-next")),
        Paragraph(say("statement-ahead", count=len(ahead))),
        *(
            Heading(3, say("statement-by", what=say_obligation(register, one, say), day=say.day(one.last_day)))
            for one in ahead
        ),
    ]
    return Paper(say("statement-title", year=on.year), on, blocks, signer=person, language=language, entries=len(found))


def _held(post: Post, held: Holder, title: str, on: date, say: Speech) -> str:
    """Since when somebody holds a post, and until when who did before in the same year (R12)."""
    if not held.in_post:
        return say("statement-vacant", post=title)
    told = (
        say("statement-held", post=title, since=say.day(held.since))
        if held.since
        else say("statement-holds", post=title)
    )
    ended = [
        row.until
        for row in post.holding
        if row.person != held.person and row.until is not None and row.until.year == on.year and row.until < on
    ]
    return told + _gap(say) + say("statement-before", until=say.day(max(ended))) if ended else told


def _gap(say: Speech) -> str:
    """What stands between two sentences."""
    return "" if say.language == "zh" else " "


def _done(register: Register, done: Iterable[Obligation], say: Speech) -> Grid:
    rows = [
        (
            say_obligation(register, one, say),
            one.completed_on.isoformat() if one.completed_on else "",
            one.state.label(say.language),
            "\n".join(one.records),
        )
        for one in done
    ]
    return Grid(say.heads("matter", "done-on", "state", "work-records"), rows, (74, 22, 20, 40))


def say_clauses(register: Register, duty: Duty, say: Speech) -> str:
    """The clauses that a duty rests on, under the titles of their documents."""
    paths: dict[str, list[str]] = {}
    for row in duty.basis:
        source, _, path = row.clause.partition("#")
        paths.setdefault(source, []).append(path)
    return "\n".join(
        say("clauses-of", title=name_of(register, "source", source, say.language), paths=say.listed(several))
        for source, several in paths.items()
    )


def _place(register: Register, unit: str) -> tuple[bool, str, str]:
    """Where a unit stands in a list: by its code, as offices number them; those without one last."""
    found = register.units.get(unit)
    code = found.code if found is not None else ""
    return not code, code, unit


def _problems_of(register: Register, post: Post, found: Iterable[Obligation], on: date, say: Speech) -> Iterator[str]:
    for one in found:
        if one.state is State.MISSED:
            what, state = say_obligation(register, one, say), one.state.label(say.language)
            yield say("statement-missed", what=what, state=state, day=say.day(one.last_day))
    units = units_of(register, post)
    for problem in rectifications(register, on):
        if problem.is_open and problem.finding.unit in units:
            yield say(
                "statement-finding",
                unit=party_of(register, problem.finding.unit, say.language),
                text=problem.finding.text,
                state=problem.state.label(say.language),
                record=f"finding/{problem.finding.id}",
            )


def handover_list(
    register: Register, post: Post, on: date, record: Handover | None = None, language: str = "zh"
) -> Paper:
    """The list of a handover: what is unfinished, and the places for three signatures (R18)."""
    say = Speech(language)
    day = record.date if record is not None else on
    outgoing = record.outgoing if record is not None else (holder(register, post.id, day).person or "")
    found = (
        [("", one.text, one.reference, "") for one in record.matter]
        if record is not None and record.matter
        else [
            (one.sort.label(language), one.text, one.reference, one.due.isoformat() if one.due else "")
            for one in matters(register, post, outgoing, day, language)
        ]
    )
    signed = {row.role: row for row in record.signature} if record is not None else {}
    names = {
        SignatureRole.OUTGOING: outgoing,
        SignatureRole.INCOMING: (record.incoming or "") if record is not None else "",
        SignatureRole.WITNESS: (record.witness or "") if record is not None else "",
    }
    title = name_of(register, "post", post.id, language)
    blocks: list[Block] = [
        Paragraph(say("handover-begin", post=title, day=say.day(day), count=len(found))),
        Grid(
            say.heads("no", "sort", "matter", "its-record", "day-limit"),
            [(str(at), *row) for at, row in enumerate(found, 1)],
            (10, 25, 62, 37, 22),
        ),
        Paragraph(say("handover-signatures")),
        Grid(
            say.heads("capacity", "name", "signature", "date"),
            [
                (
                    role.label(language),
                    name_of(register, "person", id_, language) if id_ else "",
                    say("signed") if role in signed else "",
                    signed[role].on.isoformat() if role in signed else "",
                )
                for role, id_ in names.items()
            ],
            (3, 4, 6, 4),
            tall=True,
        ),
    ]
    return Paper(say("handover-title", post=title), day, blocks, language=language, entries=len(found))


def letter(register: Register, urge: Urge, language: str = "zh") -> Paper:
    """A letter of urging as it was issued (R11); what it says stands as it was written."""
    say = Speech(language)
    reply = say("letter-reply", day=say.day(urge.reply_due)) if urge.reply_due else ""
    told = _about(register, urge, say) + _gap(say) + say("letter-record", record=f"urge/{urge.id}")
    title = letter_of(register.settings.urging, urge.level).title if language == "zh" else ""
    return Paper(
        visible(title) or urge.level.label(language),
        urge.issued,
        [Paragraph(part) for part in (urge.text, reply, told) if part],
        addressee=party_of(register, urge.to, language),
        number=urge.number,
        signer=signer(register, (), urge.issued, language),
        language=language,
        entries=1,
    )


def _about(register: Register, urge: Urge, say: Speech) -> str:
    """What a letter is about, in words that its addressee understands, with the record."""
    for problem in rectifications(register, urge.issued) if urge.finding else ():
        if problem.finding.id == urge.finding:
            return say(
                "letter-finding",
                unit=party_of(register, problem.finding.unit, say.language),
                text=problem.finding.text,
                day=say.day(problem.due),
                record=f"finding/{urge.finding}",
            )
    row = urge.obligation
    if row is None:
        return say("letter-about", about=f"finding/{urge.finding}")
    called = name(row.duty, row.period, row.element)
    for one in obligations(register, urge.issued):
        if (one.duty, one.period, one.element or "") == (row.duty, row.period, row.element or ""):
            what = say_obligation(register, one, say)
            return say("letter-obligation", what=what, day=say.day(one.last_day), record=called)
    return say("letter-about", about=called)


def say_cadence(row: Cadence, language: str) -> str:
    """A cadence in a few words; in Chinese the document's own where they were kept."""
    if language == "en":
        return _cadence_in_english(row)
    if row.wording:
        return row.wording
    per = row.per.zh if row.per is not None else ""
    months = "、".join(f"{month}月" for month in row.months)
    return f"{row.type.zh}{months or per}{row.n if row.n > 1 else ''}".strip()


def _cadence_in_english(row: Cadence) -> str:
    match row.type:
        case CadenceType.MONTHS:
            return "in months " + ", ".join(str(month) for month in row.months)
        case CadenceType.BY_DATE:
            day, next_year, _ = (row.due or "12-31").partition("+")
            return f"every year by {day}" + (" of the next" if next_year else "")
        case CadenceType.EVENT if row.within_days is not None:
            return f"within {row.within_days} days of an event"
        case CadenceType.EVENT:
            return f"within {row.within or 0} working days of an event"
        case CadenceType.UNSET:
            return row.type.en.lower()
        case _:
            least = "at least " if row.type is CadenceType.AT_LEAST else ""
            return f"{least}{row.n} a {row.per.en.lower() if row.per is not None else 'year'}"


def _is_of(register: Register, duty: Duty, post: Post, on: date) -> bool:
    if is_selector(duty.bearer):
        return includes(register, duty.bearer, post.id, on)
    return duty.bearer in {post.id, *units_of(register, post)}
