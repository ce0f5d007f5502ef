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
        yield f"n{at}", newcomer.decision, ("+", stranger.name, kind_label(stranger.kind), "")
    for at, company in enumerate(plan.companies):
        asked = str(len(company.unknown) or "")
        yield f"g{at}", company.decision, ("+", company.roster.title, kind_label("group"), asked)
    for at, item in enumerate(plan.items):
        title = str(item.fields.get("title", ""))
        asked = str(len(item.draft.questions) or "")
        yield f"d{at}", item.decision, (item.path, title, item.draft.bearer, asked)


def detail_of(register: Register, entry: Newcomer | Company | Item | None) -> Content:
    """All that is to be said of what the cursor is on."""
    lines: list[Content] = []
    match entry:
        case Item():
            lines = list(_item(register, entry))
        case Company():
            lines = list(_fields(register, "group", entry.fields))
            unknown = _("Not in the register: {names}").format(names=", ".join(entry.unknown))
            lines += [literal(unknown, style="$text-warning")] if entry.unknown else []
        case Newcomer():
            told = _(
                "The text names it and the register does not know it. Accepted, it is added, and drafts refer to it."
            )
            lines = [literal(told)]
        case None:
            pass
    return Content("\n").join(lines)


def _item(register: Register, item: Item) -> Iterator[Content]:
    for piece in item.pieces:
        yield _highlight(piece.text, item)
    for question in item.draft.questions:
        yield literal("? " + question.say(language()), style="$text-warning")
    for suspect in item.draft.suspects:
        yield _suspect(suspect.words, suspect.meant)
    for fault in item.faults():
        said = fault.message_zh if language().startswith("zh") else fault.message
        yield literal("! " + said, style="$text-error")
    yield from _fields(register, "duty", item.fields)


def _fields(register: Register, kind: str, fields: Mapping[str, Any]) -> Iterator[Content]:
    """Each field with its label, as people read it."""
    known = {field.key: field for field in fields_of(KINDS[kind].struct)}
    for key, value in fields.items():
        field = known.get(key)
        rows = value if key == "cadence" and isinstance(value, list) else []
        said = "; ".join(_say_cadence(row) for row in rows) if rows else say_plain(register, field, value)
        label = field.about.label(language()) if field is not None else key
        yield literal(f"{label}: {said}", style="$text-muted")


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
