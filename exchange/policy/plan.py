"""A plan of what comes of a document: its clauses, and drafts that a person accepts, changes, parts, joins or leaves.

A plan is a value; every step gives a new one. Nothing is written before `adopt` has turned what was accepted into one change set.
"""

from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any
from typing import Final
from typing import NamedTuple

from exchange.policy.clause import Clause
from exchange.policy.clause import Recognised
from exchange.policy.drafting import Draft
from exchange.policy.drafting import compose
from exchange.policy.drafting import drafts_of
from exchange.policy.drafting import retitled
from exchange.policy.parties import Parties
from exchange.policy.question import MARKS
from exchange.policy.question import Question
from exchange.policy.roster import Roster
from exchange.policy.strangers import Stranger
from exchange.policy.strangers import strangers
from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.decode import decode
from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.fingerprint import fingerprint
from schema.kinds import KINDS
from schema.kinds.person import Person
from schema.register import Register
from schema.vocabulary import ClauseScope

Slug = Callable[[str, Collection[str], str], str]
"""Makes a free id: from a title, the ids that are taken, and what to call it where the title gives nothing."""


class Decision(StrEnum):
    """What a person said of a draft."""

    OPEN = "open"
    ACCEPT = "accept"
    SKIP = "skip"


class Piece(NamedTuple):
    """One clause as the source will hold it."""

    path: str
    label: str
    text: str
    scope: ClauseScope
    out_code: str = ""

    def fields(self) -> dict[str, Any]:
        """Its row in the source's file; of one out of scope path and code alone."""
        out = self.scope is ClauseScope.OUT
        row = {"path": self.path, "label": self.label, "text": "" if out else self.text, "out_code": self.out_code}
        return {key: value for key, value in row.items() if value} | {"scope": self.scope.value}


_OF_NAMES: Final = frozenset({"unit-unknown", "post-unknown", "addressee-unknown"})
"""Questions that a unit or post answers which comes in with the text."""


class Item(NamedTuple):
    """One draft."""

    pieces: tuple[Piece, ...]
    """The clauses that it rests on: one, or several once it was joined."""
    line: int
    fields: Mapping[str, Any]
    """Those of the duty, as its file would hold them; `basis` and `from` come with the adoption."""
    draft: Draft
    """What was recognised, with what is asked."""
    decision: Decision = Decision.OPEN
    known: frozenset[str] = frozenset()
    """Names that nobody knew and that are known now, as their units and posts were accepted."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is asked about it still."""
        return tuple(one for one in self.draft.questions if one.code not in _OF_NAMES or one.words not in self.known)

    @property
    def is_clear(self) -> bool:
        """Whether nothing about it must be answered before it can be a duty, and nothing lacks."""
        return all(one.code in MARKS for one in self.questions) and not self.faults()

    @property
    def path(self) -> str:
        """The path of its first clause, by which it is named."""
        return self.pieces[0].path

    def faults(self) -> tuple[Diagnostic, ...]:
        """Why it can be no duty yet; empty where it can."""
        return _faults("duty", self.fields)


class Newcomer(NamedTuple):
    """A unit or post that the text names and the register does not know."""

    stranger: Stranger
    decision: Decision = Decision.OPEN

    @property
    def is_homeless(self) -> bool:
        """Whether it is a post of which the text does not say to which unit it belongs: it cannot come in before somebody says it."""
        return self.stranger.kind == "post" and not self.stranger.unit

    def fields(self, unit: str) -> dict[str, Any]:
        """Those of its record; `unit` is the id of a post's unit."""
        if self.stranger.kind == "unit":
            return {"title": self.stranger.name, "type": self.stranger.type}
        return {"title": self.stranger.name, "unit": unit, "rank": self.stranger.type}


class Company(NamedTuple):
    """A leading group that the text sets up."""

    roster: Roster
    fields: Mapping[str, Any]
    unknown: tuple[str, ...]
    """Posts and units of it that the register does not know."""
    decision: Decision = Decision.OPEN

    def faults(self) -> tuple[Diagnostic, ...]:
        """Why it can be no group yet, such as a head that nobody knows; empty where it can."""
        return _faults("group", self.fields)


def _faults(kind: str, fields: Mapping[str, Any]) -> tuple[Diagnostic, ...]:
    found = decode(KINDS[kind], "draft", dict(fields)).diagnostics
    return tuple(one for one in found if one.severity is Severity.ERROR)


class Plan(NamedTuple):
    """What comes of a document."""

    source: Mapping[str, Any]
    """The fields of the source but its clauses."""
    pieces: tuple[Piece, ...]
    """Clauses that nothing was drafted from: background, and out of scope."""
    items: tuple[Item, ...]
    newcomers: tuple[Newcomer, ...]
    companies: tuple[Company, ...]
    questions: tuple[Question, ...]
    """About the document as a whole."""
    order: tuple[str, ...]
    """The paths in the order of the text."""

    @property
    def accepted(self) -> tuple[Item, ...]:
        """The items that become duties."""
        return tuple(item for item in self.items if item.decision is Decision.ACCEPT)

    def clauses(self) -> list[Piece]:
        """Every clause, in the order of the text."""
        place = {path: at for at, path in enumerate(self.order)}
        found = [*self.pieces, *(piece for item in self.items for piece in item.pieces)]
        return sorted(found, key=lambda piece: place.get(piece.path, len(place)))


def plan(document: Recognised, register: Register, *, digest: str = "") -> Plan:
    """Make the plan of a document, with everything open.

    Args:
        document: as it was recognised.
        register: in whose words parties are looked up.
        digest: SHA-256 of the file, kept in the source.
    """
    parties = Parties(register)
    by_clause = {clause.path: drafts_of(clause, parties) for clause in document.clauses}
    drafts = retitled([one for each in by_clause.values() for one in each])
    items = tuple(
        Item((Piece(one.path, one.label, one.text, one.scope),), one.line, compose(one, parties), one) for one in drafts
    )
    pieces: list[Piece] = []
    order: list[str] = []
    for clause in document.clauses:
        order += [one.path for one in by_clause[clause.path]]
        for piece in _pieces(clause, drafted=bool(by_clause[clause.path])):
            pieces.append(piece)
            order.append(piece.path)
    source: dict[str, Any] = {"title": document.title.strip()}
    for key in ("issuer", "number", "issued", "effective"):
        if getattr(document, key):
            source[key] = getattr(document, key)
    if digest:
        source["file_sha256"] = digest
    unknown = tuple(map(Newcomer, strangers(document, drafts, parties)))
    companies = tuple(_company(roster, parties) for roster in document.rosters)
    return Plan(source, tuple(pieces), items, unknown, companies, document.questions, tuple(order))


def _pieces(clause: Clause, *, drafted: bool) -> Iterator[Piece]:
    """A clause as far as nothing was drafted from it, and what of it is out of scope: its path and code alone."""
    codes = clause.out_codes
    if not drafted:
        out = clause.scope is ClauseScope.OUT
        yield Piece(
            clause.path, clause.label, "" if out else clause.kept, clause.scope, codes[0] if out and codes else ""
        )
        codes = codes[1:] if out else codes
    for nth, code in enumerate(codes):
        yield Piece(f"{clause.path}x{nth + 1 if nth else ''}", clause.label, "", ClauseScope.OUT, code)


def _company(roster: Roster, parties: Parties) -> Company:
    fields: dict[str, Any] = {"title": roster.title}
    unknown: list[str] = []
    head = parties.post(roster.head)
    if head:
        fields["head"] = head
    elif roster.head:
        unknown.append(roster.head)
    for key, names in (("deputies", roster.deputies), ("members", roster.members)):
        # Several posts beside one name are one person's, whom the group holds once (R7).
        single = [part for name in names for part in ([name] if parties.post(name) else name.split("、"))]
        known = [(name, parties.selector(name) or parties.post(name)) for name in single]
        unknown += [name for name, found in known if not found]
        ids = list(dict.fromkeys(found for _, found in known if found))
        if ids:
            fields[key] = ids
    office, director = parties.unit(roster.office), parties.post(roster.director)
    unknown += [name for name, found in ((roster.office, office), (roster.director, director)) if name and not found]
    fields |= {key: found for key, found in (("office_unit", office), ("office_head", director)) if found}
    words = "；".join("、".join(names) for names in (roster.deputies, roster.members) if names)
    return Company(roster, fields | ({"wording": words} if words else {}), tuple(unknown))


def decide(plan: Plan, at: int, decision: Decision) -> Plan:
    """Say of an item what is to be done with it."""
    return _with(plan, at, plan.items[at]._replace(decision=decision))


def change(plan: Plan, at: int, fields: Mapping[str, Any]) -> Plan:
    """Give an item other fields."""
    return _with(plan, at, plan.items[at]._replace(fields=dict(fields)))


def split(plan: Plan, at: int, place: int) -> Plan:
    """Part an item in two at a place in its text; both are drafted from the same fields and stay open.

    Args:
        plan: the plan.
        at: which item; one that was joined is not parted again.
        place: how many characters go to the first.
    """
    item = plan.items[at]
    piece = item.pieces[0]
    first, second = piece.text[:place].strip(" ，,；;"), piece.text[place:].strip(" ，,；;")
    if len(item.pieces) > 1 or not first or not second:
        return plan
    taken = {one.path for one in plan.clauses()}
    paths = [
        path for path in (f"{piece.path}{sign}" for sign in "abcdefghijklmnopqrstuvwxyz123456789") if path not in taken
    ]
    parts = [piece._replace(path=paths[0], text=first), piece._replace(path=paths[1], text=second)]
    made = [
        item._replace(pieces=(part,), fields={**item.fields, "title": part.text[:28]}, decision=Decision.OPEN)
        for part in parts
    ]
    order = [path for old in plan.order for path in ([parts[0].path, parts[1].path] if old == piece.path else [old])]
    return plan._replace(items=(*plan.items[:at], *made, *plan.items[at + 1 :]), order=tuple(order))


def join(plan: Plan, at: int) -> Plan:
    """Make one duty of an item and the one after it: it keeps the first one's fields and rests on the clauses of both."""
    if at + 1 >= len(plan.items):
        return plan
    first, second = plan.items[at], plan.items[at + 1]
    fields = {**second.fields, **first.fields}
    for key in ("lead", "responsible", "copies", "accepts"):
        both = [*first.fields.get(key, ()), *second.fields.get(key, ())]
        if both:
            fields[key] = list(dict.fromkeys(both))
    rows = [
        *first.fields.get("cadence", ()),
        *(row for row in second.fields.get("cadence", ()) if row not in first.fields.get("cadence", ())),
    ]
    if rows:
        fields["cadence"] = rows
    joined = first._replace(pieces=(*first.pieces, *second.pieces), fields=fields, decision=Decision.OPEN)
    return plan._replace(items=(*plan.items[:at], joined, *plan.items[at + 2 :]))


def _with(plan: Plan, at: int, item: Item) -> Plan:
    return plan._replace(items=(*plan.items[:at], item, *plan.items[at + 1 :]))


class Adoption(NamedTuple):
    """What a plan changes."""

    changes: ChangeSet
    source: str
    """Id of the source."""
    duties: tuple[str, ...]
    """Ids of the new duties."""


def adopt(
    plan: Plan,
    register: Register,
    slug: Slug,
    *,
    source: str,
    person: Person | None,
    on: date,
    reason: str = "",
    summary: str = "",
) -> Adoption:
    """Make the change set of what was accepted: the source with all its clauses, new units and groups, and the duties.

    Args:
        plan: the plan; open drafts are left out as skipped ones are, their clauses stay in the source.
        register: the register.
        slug: makes ids.
        source: id of the source; empty: one is made from its title.
        person: who went through it; the duties' bases say so.
        on: the day of that.
        reason: why, in the person's words.
        summary: the first line of the commit's message.
    """
    id_ = source or slug(plan.source["title"], register.records.get("source", {}), "source")
    rows = [piece.fields() for piece in plan.clauses()]
    records = [
        _record("source", id_, Verb.EDIT if id_ in register.sources else Verb.ADD, {**plan.source, "clause": rows})
    ]
    taken: dict[str, set[str]] = {kind: set(found) for kind, found in register.records.items()}
    records += [_record(kind, id_, Verb.ADD, fields) for kind, id_, fields in _newcomers(plan, register, slug)]
    taken = {kind: ids | {one.id for one in records if one.kind == kind} for kind, ids in taken.items()}
    groups = [company for company in plan.companies if company.decision is Decision.ACCEPT]
    records += [_new("group", company.fields, taken, slug) for company in groups]
    begins = plan.source.get("effective") or plan.source.get("issued") or on
    duties = []
    for item in plan.accepted:
        fields = (
            {"from": begins} | dict(item.fields) | {"basis": [_basis(id_, piece, person, on) for piece in item.pieces]}
        )
        made = _new("duty", fields, taken, slug)
        duties.append(made.id)
        records.append(made)
    changes = ChangeSet(action="import", records=tuple(records), reason=reason, summary=summary)
    return Adoption(changes, id_, tuple(duties))


def _basis(source: str, piece: Piece, person: Person | None, on: date) -> dict[str, Any]:
    row: dict[str, Any] = {"clause": f"{source}#{piece.path}"}
    if person is not None:
        row |= {"fingerprint": fingerprint(piece.text), "reviewed_by": person.id, "reviewed_on": on}
    return row


def _new(kind: str, fields: Mapping[str, Any], taken: dict[str, set[str]], slug: Slug) -> RecordChange:
    ids = taken.setdefault(kind, set())
    id_ = slug(str(fields["title"]), ids, kind)
    ids.add(id_)
    return _record(kind, id_, Verb.ADD, fields)


def _record(kind: str, id: str, verb: Verb, fields: Mapping[str, Any]) -> RecordChange:
    return RecordChange(
        kind=kind, id=id, verb=verb, fields=tuple(FieldChange(key=(key,), value=value) for key, value in fields.items())
    )


def resolve(plan: Plan, register: Register, slug: Slug) -> Plan:
    """Look the parties of every item up again, with the units that were accepted as if the register had them.

    Fields that a person gave are kept; only what was left out because nobody knew it is filled in.
    """
    parties = Parties(register)
    for kind, id_, fields in _newcomers(plan, register, slug):
        parties.learn(kind, id_, (str(fields["title"]),), unit=str(fields.get("unit", "")))
    asked = {one.words for item in plan.items for one in item.draft.questions if one.code in _OF_NAMES}
    known = frozenset(name for name in asked if parties.is_known(name))
    items = tuple(
        item._replace(fields={**compose(item.draft, parties), **item.fields}, known=known) for item in plan.items
    )
    companies = tuple(
        company._replace(fields={**again.fields, **company.fields}, unknown=again.unknown)
        for company, again in ((company, _company(company.roster, parties)) for company in plan.companies)
    )
    return plan._replace(items=items, companies=companies)


def titles_of(plan: Plan, register: Register, slug: Slug) -> dict[str, str]:
    """What the units and posts that were accepted are called, by the ids that they will have."""
    return {id_: str(fields["title"]) for _kind, id_, fields in _newcomers(plan, register, slug)}


def still_open(plan: Plan) -> Sequence[Item]:
    """The items about which nothing was said."""
    return [item for item in plan.items if item.decision is Decision.OPEN]


def _newcomers(plan: Plan, register: Register, slug: Slug) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Kind, id and fields of every unit and post that was accepted, units first; a post whose unit is not known is left out."""
    parties = Parties(register)
    taken: dict[str, set[str]] = {kind: set(found) for kind, found in register.records.items()}
    accepted = [one for one in plan.newcomers if one.decision is Decision.ACCEPT]
    for one in sorted(accepted, key=lambda one: one.stranger.kind, reverse=True):
        unit = parties.unit(one.stranger.unit) or ""
        if one.stranger.kind == "post" and not unit:
            continue
        ids = taken.setdefault(one.stranger.kind, set())
        id_ = slug(one.stranger.name, ids, one.stranger.kind)
        ids.add(id_)
        parties.learn(one.stranger.kind, id_, (one.stranger.name,))
        yield one.stranger.kind, id_, one.fields(unit)
