"""What was recognised in a policy text, as programs read it: `dutybook import policy FILE --dry-run --json`."""

from collections.abc import Sequence
from typing import Any

import msgspec

from cli.language import spoken
from exchange.policy.clause import Clause
from exchange.policy.clause import Recognised
from exchange.policy.line import Line
from exchange.policy.names import leave_out
from exchange.policy.plan import Item
from exchange.policy.plan import Plan


def as_json(document: Recognised, made: Plan) -> dict[str, Any]:
    """A document with its clauses, and what would be drafted from it.

    Args:
        document: as it was recognised.
        made: its plan.
    """
    return {
        "title": document.title,
        "line": document.line,
        "number": document.number,
        "issuer": document.issuer,
        "issued": document.issued,
        "effective": document.effective,
        "groups": [
            *({"line": each.line, "label": each.label, "title": each.title} for each in document.groups),
        ],
        "rosters": [
            {
                "line": each.line,
                "title": each.title,
                "head": each.head,
                "deputies": each.deputies,
                "members": each.members,
                "office": each.office,
                "director": each.director,
                "names_left_out": each.names,
            }
            for each in document.rosters
        ],
        "questions": [{"code": one.code, "text": one.say(spoken())} for one in document.questions],
        "suspects": [{"words": one.words, "meant": one.meant, "at": [one.start, one.end]} for one in document.suspects],
        "clauses": [_clause(each) for each in document.clauses],
        "drafts": [_draft(each) for each in made.items],
        "newcomers": [
            {
                "kind": each.stranger.kind,
                "name": each.stranger.name,
                "type": each.stranger.type,
                "unit": each.stranger.unit,
            }
            for each in made.newcomers
        ],
    }


def _draft(item: Item) -> dict[str, Any]:
    """A draft as its duty's file would hold it, with who bears it in the text's own words and what is asked."""
    draft = item.draft
    return {
        "path": item.path,
        "line": item.line,
        "text": draft.text,
        "bearer": draft.bearer,
        "fields": dict(item.fields),
        "is_clear": item.is_clear,
        "questions": [{"code": one.code, "text": one.say(spoken())} for one in item.questions],
    }


def skipped_json(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Lines of a file that belong to no document: where they stand and how they begin.

    What a page says of its author or editor names persons, so of such a line only its key is given.
    """
    said = ((line.number, line.text.strip(), line.plain.strip()) for line in lines)
    return [
        {"line": number, "text": text[: plain.index(":") + 1] if ":" in plain[:12] else leave_out(text).text[:40]}
        for number, text, plain in said
    ]


def _clause(clause: Clause) -> dict[str, Any]:
    return {
        "path": clause.path,
        "label": clause.label,
        "heading": clause.heading,
        "line": clause.line,
        "text": clause.kept,
        "scope": clause.scope,
        "out_codes": clause.out_codes,
        "lead": clause.lead,
        "responsible": clause.responsible,
        "cadences": [
            {"at": _at(clause, one.start, one.end), "question": one.question, **msgspec.to_builtins(one.row)}
            for one in clause.cadences
        ],
        "roles": [
            {
                "subject": one.subject,
                "tier": one.tier,
                "wording": one.wording,
                "dual_duty": one.dual_duty,
                "at": _at(clause, one.start, one.end),
            }
            for one in clause.roles
        ],
        "addressee": clause.addressee,
        "copies": clause.copies,
        "questions": [{"code": one.code, "text": one.say(spoken())} for one in clause.questions],
        "suspects": [
            {"words": one.words, "meant": one.meant, "at": _at(clause, one.start, one.end)} for one in clause.suspects
        ],
    }


def _at(clause: Clause, start: int, end: int) -> list[int]:
    """Where some words stand in the clause's `text`."""
    return [clause.place(start), clause.place(end)]
