"""What a policy text says, recognised: clauses with scope, parties, tiers, cadences, addressees, and what has to be asked.

Everything is a proposal with the words that led to it; nothing is filled in that the text does not say.
"""

import re
from collections.abc import Iterator
from collections.abc import Sequence
from typing import Final

from exchange.policy.addressees import report_in
from exchange.policy.asking import asked_of_document
from exchange.policy.asking import mark_repeated
from exchange.policy.clause import Clause
from exchange.policy.clause import Passage
from exchange.policy.clause import Recognised
from exchange.policy.clause import Recognition
from exchange.policy.edges import closing_of
from exchange.policy.edges import effective_in
from exchange.policy.edges import number_beside
from exchange.policy.line import Line
from exchange.policy.misprints import suspects_in
from exchange.policy.names import drop_names
from exchange.policy.names import is_name
from exchange.policy.names import leave_out
from exchange.policy.notes import note_of
from exchange.policy.outline import Block
from exchange.policy.outline import Document
from exchange.policy.outline import take_apart
from exchange.policy.parties import Parties
from exchange.policy.question import Question
from exchange.policy.reading import read_lines
from exchange.policy.roles import ambiguous_in
from exchange.policy.roles import roles_in
from exchange.policy.roster import Roster
from exchange.policy.roster import find_rosters
from exchange.policy.roster import group_in
from exchange.policy.roster import office_in
from exchange.policy.subjects import bearer_of
from exchange.policy.subjects import subject_of
from schema.frequency import propose
from schema.outside import out_code
from schema.outside import scope_of
from schema.proposal import Proposal
from schema.register import Register
from schema.shadow import shadow
from schema.vocabulary import ClauseScope

_PASSAGE: Final = re.compile(r"[^,。;]*[,。;]?")
_ANNEX: Final = re.compile(r"\( *(?:见|详见)?(?P<annex>附件\d*|附表\d*) *\)|(?:详?见|按照)(?P<seen>附件\d*|附表\d*)")
_PLACEHOLDER: Final = re.compile("×+|x{2,}|_{2,}|某某")
_BODY: Final = re.compile("党工委|党委|党组(?!织)|党支部委员会")
_SELECTOR: Final = re.compile("驻场单位|(?:相关|有关)(?:职能)?(?:单位|部门)")
_AIMS: Final = re.compile(
    "(?:指导思想|总体要求|工作目标|目标任务|基本原则|工作原则|重要意义|考核对象|适用对象|适用范围|实施范围|工作范围|术语|定义)$"
)
"""Headings over what is aimed at, which asks nobody for anything by itself."""
_ALWAYS: Final = re.compile("全年|长期|常年|持续|常态")
"""Limits of notes that name no day."""
_SHORTEST: Final = 10
"""What is left of a clause must have so many characters to stand for itself."""
_CIRCUMSTANCES: Final = re.compile("(?:下列|以下|如下)(?:情形|行为|情况)")
_WEIGHT: Final = (ClauseScope.IN, ClauseScope.COUNTS, ClauseScope.BACKGROUND, ClauseScope.OUT)
"""Scopes, the one that leaves the least of a clause last."""


def recognise(name: str, content: bytes, register: Register) -> Recognition:
    """Recognise a policy text.

    Args:
        name: of the file; its ending says what it is.
        content: its bytes.
        register: in whose words parties are looked up.

    Raises:
        Failure: as `exchange.policy.reading.read_lines` does.
    """
    lines = read_lines(name, content)
    outline = take_apart(lines, name.rpartition(".")[0] or name)
    parties = Parties(register)
    said = number_beside(outline)
    documents: list[Recognised] = []
    for document in outline.documents:
        found = _document(document, parties)
        before = documents[-1] if documents else None
        found = found if found.number or before is not None else found._replace(number=said)
        documents.append(_issued_by(found, before) if before is not None else found)
    return Recognition(tuple(documents), outline.skipped)


def _issued_by(document: Recognised, notice: Recognised) -> Recognised:
    """A document with the number and days of the notice that it came with (关于印发《…》的通知)."""
    if document.issued is not None or f"《{document.title.strip()}》" not in notice.title:
        return document
    own = [one for one in document.questions if one.code != "issuer-unknown" or not notice.issuer]
    effective = document.effective or effective_in([one.text for one in document.clauses], notice.issued)
    return document._replace(
        number=notice.number,
        issuer=notice.issuer,
        issued=notice.issued,
        effective=effective,
        questions=tuple(one for one in own if one.code != "day-unknown" or effective is None),
    )


def _document(document: Document, parties: Parties) -> Recognised:
    rosters, taken = find_rosters(document.lines)
    closing = closing_of(document.lines)
    if taken | closing.lines:
        kept = [line for line in document.lines if line.place not in taken | closing.lines]
        title = Line(document.line, document.title, shadow(document.title), 1)
        document = take_apart([title, *kept], document.title).documents[0]
    own = _own_body(document)
    clauses: list[Clause] = []
    subjects: dict[str, str] = {}
    listed: tuple[str, ...] = ()
    leading: Clause | None = None
    for block in document.blocks:
        if leading is not None and (not block.label or not block.heading.startswith(leading.heading)):
            leading = None
        above = subjects.get(block.parent, "") or (leading.subject if leading is not None else "")
        above = above or bearer_of(shadow(block.heading))
        clause = _clause(block, above, parties, own, document)
        if (
            block.path.startswith(listed)
            or (leading is not None and _CIRCUMSTANCES.search(leading.text))
            or "情形" in block.heading.rpartition(" / ")[2]
        ):
            # Circumstances of accountability are a closed list of their own (R9), and nobody's duty.
            clause = clause._replace(scope=max(clause.scope, ClauseScope.BACKGROUND, key=_WEIGHT.index))
        elif _CIRCUMSTANCES.search(clause.text):
            listed = (*listed, f"{block.path}-")
        if not block.label and clause.text.rstrip().endswith((":", "：")):
            leading = clause  # "……履行下列职责：" stands over the items behind it
        # What stands below "……是第一责任人。镇长履行下列职责：" is said of whom the last sentence names.
        last = clause.text.rstrip(" :：").replace("。", "。\n").splitlines()[-1:] if block.intro else []
        subjects[block.path] = subject_of(shadow("".join(last)).partition(",")[0]) or clause.subject
        clauses.append(clause)
        group = group_in(clause.text, block.line)
        if group is not None:
            rosters.append(group)
    if len(rosters) == 1 and not rosters[0].office:
        rosters = [_with_office(rosters[0], clauses)]
    plain = shadow(document.title)
    effective = effective_in([one.text for one in clauses], closing.issued)
    return Recognised(
        document.title,
        document.line,
        closing.number,
        closing.issuer,
        closing.issued,
        effective,
        document.groups,
        tuple(mark_repeated(clauses)),
        tuple(rosters),
        tuple(asked_of_document(document, clauses, closing, effective)),
        suspects_in(document.title, plain, bureau="局" in plain),
    )


def _with_office(roster: Roster, clauses: Sequence[Clause]) -> Roster:
    """A roster with its office, where a sentence beside it says where that is."""
    found = next((one for clause in clauses if (one := office_in(clause.text))[0]), ("", ""))
    return roster._replace(office=found[0], director=roster.director or found[1])


def _own_body(document: Document) -> str:
    """The decision body that a document speaks of most; empty where it names none twice. Those above it are not meant."""
    said = [
        match.group()
        for line in document.lines
        for match in _BODY.finditer(line.plain)
        if not line.plain.endswith(("上级", "下级", "同级", "县", "市", "省", "区"), 0, match.start())
    ]
    own = max(dict.fromkeys(said), key=said.count, default="")
    return own if said.count(own) > 1 else ""


def _clause(block: Block, above: str, parties: Parties, own: str, document: Document) -> Clause:
    note = note_of(block.text)
    body = block.text[: note.start].rstrip() if note else block.text
    cleaned = leave_out(body)
    text, plain = cleaned.text, shadow(cleaned.text)
    passages = tuple(_passages(plain))
    codes = tuple(dict.fromkeys(one.code for one in passages if one.code))
    inside = "".join(plain[one.start : one.end] if not one.code else " " * (one.end - one.start) for one in passages)
    scope = _scope(inside, block, cut=bool(codes))
    above = subject_of(plain.partition(",")[0]) or above
    subject = above or subject_of(plain)
    report = report_in(inside)
    limit = "" if note is None or _ALWAYS.search(note.limit) else note.limit
    lead, dropped = _without_names(note.lead if note else ())
    responsible, more = _without_names(note.responsible if note else ())
    carried = tuple(kept for name in (note.carried if note else ()) if (kept := drop_names(name)))
    others = sum(drop_names(name) != shadow(name).strip() for name in (note.carried if note else ()))
    clause = Clause(
        block.path,
        block.label,
        block.heading,
        block.line,
        text,
        scope,
        codes,
        passages,
        subject,
        above,
        own,
        lead,
        responsible,
        carried,
        _cadences(inside, limit),
        roles_in(inside, above),
        report.to,
        report.copies,
        (),
        tuple(
            one
            for one in suspects_in(text, plain, bureau="局" in document.title)
            if inside[one.start : one.end].strip()
        ),
    )
    if block.intro and scope is ClauseScope.BACKGROUND and any(role.subject for role in clause.roles):
        # It leads into the items below it, and gives a tier of its own.
        clause = clause._replace(scope=scope_of(inside))
    whole = not block.label and plain.startswith("(") and plain.rstrip().endswith(")") and plain.count("(") == 1
    if whole:
        # What stands in brackets below a title says when and by whom it was passed.
        clause = clause._replace(scope=max(scope, ClauseScope.BACKGROUND, key=_WEIGHT.index))
    elif not block.label and not (lead or responsible or clause.cadences or clause.roles) and group_in(text, 0) is None:
        # A paragraph before any label that gives nobody anything to do only introduces.
        clause = clause._replace(scope=max(scope, ClauseScope.BACKGROUND, key=_WEIGHT.index))
    asked = [*_asked(clause, block, parties, own, inside)]
    persons = cleaned.persons + dropped + more + others
    asked += [Question("name-dropped", str(persons))] if persons else []
    asked += [Question("quote-dropped", str(cleaned.quotes))] if cleaned.quotes else []
    return clause._replace(questions=tuple(dict.fromkeys(asked)))


def _cadences(inside: str, limit: str) -> tuple[Proposal, ...]:
    """What a clause and the limit of its note propose together: `每月检查一次` and `每月25日前` are one row.

    Args:
        inside: the shadow of the clause.
        limit: the limit; its words stand behind the clause.
    """
    if not limit:
        return propose(inside)
    end = len(inside)
    found = propose(f"{inside.rstrip(' 。;').ljust(end)},{shadow(limit)}")
    return tuple(one._replace(start=min(one.start, end), end=min(one.end, end)) for one in found)


def _without_names(names: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """The parties of a note without persons, and how many names were left out."""
    cleaned = [leave_out(name) for name in names if not is_name(name)]
    dropped = len(names) - len(cleaned) + sum(one.persons for one in cleaned)
    return tuple(one.text.strip() for one in cleaned if one.text.strip()), dropped


def _passages(plain: str) -> Iterator[Passage]:
    """Parts between commas and stops, each with what it is about."""
    for match in _PASSAGE.finditer(plain):
        if match.group():
            yield Passage(*match.span(), out_code(match.group()))


def _scope(inside: str, block: Block, *, cut: bool) -> ClauseScope:
    left = inside.strip(" ,。;、")
    if not left or (cut and len(left) < _SHORTEST):
        return ClauseScope.OUT
    leads_in = block.intro or _AIMS.search(shadow(block.heading.rpartition(" / ")[2]))
    return ClauseScope.BACKGROUND if leads_in else scope_of(inside)


def _asked(clause: Clause, block: Block, parties: Parties, own: str, inside: str) -> Iterator[Question]:
    if clause.scope is ClauseScope.OUT:
        yield Question("scope-out", "、".join(clause.out_codes))
        return
    if clause.out_codes and clause.scope is not ClauseScope.BACKGROUND:
        yield Question("scope-mixed", "、".join(clause.out_codes))
    if block.unlabelled:
        yield Question("label-lost")
    yield from (Question(one.question, one.row.wording) for one in clause.cadences if one.question)
    for name in (*clause.lead, *clause.responsible):
        if not parties.is_known(name):
            yield Question("unit-unknown", name)
    yield from (
        Question("addressee-unknown", name) for name in clause.addressee + clause.copies if not parties.addressee(name)
    )
    if len(clause.addressee) > 1:
        yield Question("addressees-differ", "、".join(clause.addressee))
    yield from (Question("tier-unset", role.wording) for role in clause.roles if role.tier is None)
    if doubtful := ambiguous_in(inside):
        yield Question("one-or-two", doubtful)
    yield from (Question("annex-missing", match["annex"] or match["seen"]) for match in _ANNEX.finditer(inside))
    yield from (Question("placeholder", match.group()) for match in _PLACEHOLDER.finditer(inside))
    yield from (Question("selector-undefined", match.group()) for match in _SELECTOR.finditer(inside))
    for match in _BODY.finditer(inside):
        beside = inside[match.start() - 1 : match.start()] == "(" or inside[match.end() : match.end() + 1] == "("
        if (
            own
            and match.group() != own
            and not beside
            and not inside[: match.start()].endswith(("省", "市", "区", "县", "上级"))
        ):
            yield Question("body-unlike", match.group(), own)
