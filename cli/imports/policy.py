"""`dutybook import policy FILE`: a policy text becomes a source with its clauses, and what a person accepts becomes duties; one commit."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from cli.editing import save_asked
from cli.editing import tell_saved
from cli.exits import Exit
from cli.imports.recognised import as_json
from cli.imports.recognised import skipped_json
from cli.imports.walkthrough import go_through
from cli.language import say
from cli.language import spoken
from cli.opening import open_register
from cli.output import Cell
from cli.output import is_asked
from cli.output import note
from cli.output import note_lines
from cli.output import print_json
from exchange.policy.clause import Recognised
from exchange.policy.line import Line
from exchange.policy.plan import Decision
from exchange.policy.plan import Plan
from exchange.policy.plan import adopt
from exchange.policy.plan import plan as plan_of
from exchange.policy.plan import resolve
from exchange.policy.plan import still_open
from exchange.policy.planfile import read_plan
from exchange.policy.planfile import write_plan
from exchange.policy.recognition import recognise
from exchange.policy.refusal import NO_UNIT
from exchange.policy.refusal import DraftIncomplete
from exchange.policy.refusal import SeveralDocuments
from exchange.policy.refusal import TextTooLarge
from exchange.policy.renewal import Renewal
from exchange.policy.renewal import find_source
from exchange.policy.renewal import renew
from exchange.unpacking import MOST_BYTES
from schema.override import accept
from store.document import read_whole
from store.files import write
from store.identifier import slug
from store.register import RegisterStore


class Order(NamedTuple):
    """What was asked for."""

    file: Path
    document: int
    """Which document of the file, from 1; 0 where it holds one."""
    source: str
    """Id of the source that this is a new version of; empty: found by its title, or new."""
    plan: Path | None
    clear: bool
    """Accept every draft about which nothing is asked."""
    dry_run: bool
    why: str
    overrides: tuple[str, ...]
    yes: bool
    json: bool


def take_policy(order: Order, register: Path | None) -> int:
    """Recognise a policy text, let a person go through it, and save what was accepted.

    Args:
        order: what was asked for.
        register: the folder given with `--register`.

    Raises:
        SeveralDocuments: which one is not said.
        DraftIncomplete: an accepted draft is no duty yet.
        Failure: as reading, recognising and saving do.
    """
    store = open_register(register, writing=not order.dry_run)
    content = read_whole(order.file, MOST_BYTES, TextTooLarge)
    found = recognise(order.file.name, content, store.register)
    if order.dry_run:
        chosen = found.documents[order.document - 1 : order.document] if order.document else found.documents
        if order.json:
            documents = [as_json(each, plan_of(each, store.register)) for each in chosen]
            print_json({"documents": documents, "skipped": skipped_json(found.skipped)})
        else:
            for each in chosen:
                _tell(each, plan_of(each, store.register))
            _tell_skipped(found.skipped)
            note(say("import-dry"))
        return Exit.FINE
    document = _chosen(order, found.documents)
    return _take(store, order, document, hashlib.sha256(content).hexdigest())


def _chosen(order: Order, documents: tuple[Recognised, ...]) -> Recognised:
    if len(documents) == 1:
        return documents[0]
    if not 1 <= order.document <= len(documents):
        raise SeveralDocuments(order.file.name, [each.title for each in documents])
    return documents[order.document - 1]


def _take(store: RegisterStore, order: Order, document: Recognised, digest: str) -> int:
    made = plan_of(document, store.register, digest=digest)
    known = find_source(store.register, document.title)
    source = order.source or (known.id if known is not None else "")
    old = store.register.sources.get(source)
    if old is not None:
        if old.file_sha256 == digest:
            note(say("import-nothing"))
            return Exit.FINE
        renewal = renew(made, old, store.register)
        made = renewal.plan
        _tell_renewal(renewal)
    decided = _decided(store, order, document, made)
    if decided is None:
        return Exit.FOUND
    _demand_complete(decided)
    summary = say("plan-summary", title=document.title.strip(), count=len(decided.accepted))
    adoption = adopt(
        decided,
        store.register,
        slug,
        source=source,
        person=store.me(),
        on=store.today,
        reason=order.why.strip(),
        summary=summary,
    )
    changes = msgspec.structs.replace(adoption.changes, overrides=accept(order.overrides, order.why))
    saved = save_asked(store, changes, yes=order.yes)
    if saved is not None:
        tell_saved(saved, json=order.json)
    return Exit.FINE


def _demand_complete(decided: Plan) -> None:
    """Refuse what was accepted and cannot be a record yet."""
    for newcomer in decided.newcomers:
        if newcomer.decision is Decision.ACCEPT and newcomer.is_homeless:
            raise DraftIncomplete(newcomer.stranger.name, *NO_UNIT)
    for item in decided.accepted:
        for fault in item.faults():
            raise DraftIncomplete(item.path, fault.message_zh, fault.message)
    for company in decided.companies:
        for fault in company.faults() if company.decision is Decision.ACCEPT else ():
            raise DraftIncomplete(company.roster.title, fault.message_zh, fault.message)


def _decided(store: RegisterStore, order: Order, document: Recognised, made: Plan) -> Plan | None:
    """The plan with what a person said of it; None where it was written down for them to say."""
    if order.clear:
        items = [item._replace(decision=Decision.ACCEPT) if item.is_clear else item for item in made.items]
        made = made._replace(items=tuple(items))
    if order.plan is not None and order.plan.exists():
        text = read_whole(order.plan, MOST_BYTES, TextTooLarge).decode(errors="replace")
        return resolve(read_plan(order.plan.name, text, made), store.register, slug)
    if order.plan is not None or not (order.clear or is_asked()):
        _tell(document, made)
        if order.plan is None:
            note(say("plan-how", file=order.file.name))
            return None
        write(order.plan.parent.absolute(), order.plan.name, write_plan(made, spoken()).encode(), expected=None)
        note(say("plan-written", file=str(order.plan)))
        return None
    if is_asked() and not order.yes:
        _tell(document, made)
        made = go_through(made, lambda plan: resolve(plan, store.register, slug))
    return resolve(made, store.register, slug)


def _tell(document: Recognised, made: Plan) -> None:
    """Say what was recognised, clause by clause, with what is asked."""
    lines = [Cell(document.title.strip(), "bold")]
    lines += [Cell(f"  ? {question.say(spoken())}", "yellow") for question in document.questions]
    lines += [Cell(f"  ! {one.words} -> {one.meant or '-'}", "magenta") for one in document.suspects]
    for clause in document.clauses:
        scope = clause.scope.label(spoken())
        lines.append(
            Cell(
                f"{clause.path:8}{clause.label} {clause.kept[:60]}"
                if clause.kept
                else f"{clause.path:8}{clause.label} [{scope} {'、'.join(clause.out_codes)}]"
            )
        )
        lines += [Cell(f"          = {one.row.wording}", "cyan") for one in clause.cadences]
        lines += [Cell(f"          ? {one.say(spoken())}", "yellow") for one in clause.questions]
        lines += [Cell(f"          ! {one.words} -> {one.meant or '-'}", "magenta") for one in clause.suspects]
    clear = sum(item.is_clear for item in made.items)
    lines.append(
        Cell(
            say(
                "plan-count",
                clauses=len(document.clauses),
                drafts=len(made.items),
                clear=clear,
                open=len(still_open(made)),
            )
        )
    )
    note_lines(lines)


def _tell_skipped(lines: Sequence[Line]) -> None:
    """Say which lines of the file were taken for no part of a document."""
    if lines:
        note(say("import-skipped", count=len({line.number for line in lines})))
        note_lines(Cell(f"{one['line']:6}  {one['text']}", "dim") for one in skipped_json(lines))


def _tell_renewal(renewal: Renewal) -> None:
    counts = {
        mark: sum(1 for one in renewal.marks.values() if one == mark) for mark in ("same", "changed", "new", "gone")
    }
    note(say("plan-renewal", **counts))
    note_lines(Cell(f"  {path}  {say(f'plan-{mark}')}") for path, mark in renewal.marks.items() if mark != "same")
    if renewal.suspect:
        note(say("plan-suspect", names=", ".join(renewal.suspect)))
