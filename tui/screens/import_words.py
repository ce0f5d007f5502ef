"""What is shown of a draft while a policy text is gone through: its row, its words, what is asked, and its fields."""

from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from textual.content import Content

from exchange.policy.plan import Company
from exchange.policy.plan import Decision
from exchange.policy.plan import Item
from exchange.policy.plan import Newcomer
from exchange.policy.plan import Plan
from schema.diagnostic import Diagnostic
from schema.field import Field
from schema.field import fields_of
from schema.kinds import KINDS
from schema.kinds.duty import Cadence
from schema.register import Register
from schema.shadow import shadow
from tui.language import _
from tui.language import language
from tui.naming import kind_label
from tui.naming import say_cadence
from tui.text import literal
from tui.wording import say_plain


def rows_of(plan: Plan) -> Iterator[tuple[str, Decision, tuple[str, str, str, str]]]:
    """Units and posts that nobody knows, groups, drafts: a key, what was decided, and the cells of the row."""
    for at, newcomer in enumerate(plan.newcomers):
        stranger = newcomer.stranger
        kind = kind_label(stranger.kind)
        who = f"{kind} / {stranger.unit or '?'}" if stranger.kind == "post" else kind
        yield f"n{at}", newcomer.decision, ("+", stranger.name, who, "1" if newcomer.is_homeless else "")
    for at, company in enumerate(plan.companies):
        asked = str(len(company.unknown) or "")
        yield f"g{at}", company.decision, ("+", company.roster.title, kind_label("group"), asked)
    for at, item in enumerate(plan.items):
        title = str(item.fields.get("title", ""))
        asked = str(len(item.questions) or "")
        yield f"d{at}", item.decision, (item.path, title, item.draft.bearer, asked)


def detail_of(register: Register, entry: Newcomer | Company | Item | None, titles: Mapping[str, str]) -> Content:
    """All that is to be said of what the cursor is on.

    Args:
        register: where references are looked up.
        entry: what the cursor is on.
        titles: of units and posts that come in with it, by id.
    """
    lines: list[Content] = []
    match entry:
        case Item():
            lines = list(_item(register, entry, titles))
        case Company():
            lines = list(_fields(register, "group", entry.fields, titles))
            unknown = _("Not in the register: {names}").format(names=", ".join(entry.unknown))
            lines += [literal(unknown, style="$text-warning")] if entry.unknown else []
        case Newcomer():
            told = _(
                "The text names it and the register does not know it. Accepted, it is added, and drafts refer to it."
            )
            lines = [literal(told)]
            if entry.is_homeless:
                lines.append(
                    literal("? " + _("The text does not say to which unit this post belongs."), style="$text-warning")
                )
        case None:
            pass
    return Content("\n").join(lines)


def _item(register: Register, item: Item, titles: Mapping[str, str]) -> Iterator[Content]:
    for piece in item.pieces:
        yield _highlight(piece.text, item)
    for question in item.questions:
        yield literal("? " + question.say(language()), style="$text-warning")
    for suspect in item.draft.suspects:
        yield _suspect(suspect.words, suspect.meant)
    for fault in item.faults():
        yield literal("! " + say_fault("duty", item.fields, fault), style="$text-error")
    yield from _fields(register, "duty", item.fields, titles)


def say_fault(kind: str, fields: Mapping[str, Any], fault: Diagnostic) -> str:
    """What a draft lacks, by the label of the field; what is wrong with one that it has, in the check's words."""
    key = str(fault.key[0]) if fault.key else ""
    field = next((field for field in fields_of(KINDS[kind].struct) if field.key == key), None)
    if field is not None and key not in fields:
        return _("Still needed: {field}").format(field=field.about.label(language()))
    return fault.say(language())[0]


def _fields(register: Register, kind: str, fields: Mapping[str, Any], titles: Mapping[str, str]) -> Iterator[Content]:
    """Each field with its label, as people read it."""
    known = {field.key: field for field in fields_of(KINDS[kind].struct)}
    for key, value in fields.items():
        field = known.get(key)
        rows = value if key == "cadence" and isinstance(value, list) else []
        said = "; ".join(_say_cadence(row) for row in rows) if rows else _say(register, field, value, titles)
        label = field.about.label(language()) if field is not None else key
        yield literal(f"{label}: {said}", style="$text-muted")


def _say(register: Register, field: Field | None, value: Any, titles: Mapping[str, str]) -> str:
    """A value, with the titles of what comes in with the text in place of ids that the register does not know."""
    if isinstance(value, list) and any(isinstance(one, str) and one in titles for one in value):
        return _(", ").join(_say(register, field, one, titles) for one in value)
    return titles[value] if isinstance(value, str) and value in titles else say_plain(register, field, value)


def _highlight(text: str, item: Item) -> Content:
    """The words of a draft, with those marked that its tier and cadences come from."""
    shown = literal(text, multiline=True)
    if shown.plain != text:
        return shown
    plain = shadow(text)
    words = [one.row.wording for one in item.draft.cadences] + [item.draft.tier_wording, *item.draft.addressee]
    for word in words:
        start = plain.find(shadow(word)) if word else -1
        if start >= 0:
            shown = shown.stylize("bold underline", start, start + len(word))
    return shown


def _say_cadence(row: Mapping[str, Any]) -> str:
    try:
        return say_cadence(msgspec.convert(dict(row), Cadence, builtin_types=(date,)))
    except msgspec.ValidationError:
        return " ".join(map(str, row.values()))


def _suspect(words: str, meant: str) -> Content:
    said = _("Misprint? {words} -> {meant}") if meant else _("Misprint? {words}")
    return literal(said.format(words=words, meant=meant), style="$text-warning")
