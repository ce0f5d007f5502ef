"""What belongs into the list of each kind, in one sentence; an empty list says it, with the key that adds a record."""

from typing import Final

from schema.kinds import KINDS
from tui.actions import key_of
from tui.language import _
from tui.language import language
from tui.language import msgid

BELONGS: Final[dict[str, str]] = {
    "unit": msgid("Bodies, sections, centres, communities and branches of the institution itself, with their parents."),
    "post": msgid("Posts and who held each of them from when to when, formally, acting or deputising."),
    "person": msgid("People who hold posts here: a name and the e-mail of their commits, nothing else."),
    "group": msgid("Leading groups: head, deputies, members and the unit that is their office."),
    "source": msgid("Texts of rules with their clauses, which duties rest on. A policy text can be imported."),
    "duty": msgid("Who must do what, on which tier of responsibility, how often and by when."),
    "platform": msgid("Accounts and sites of the institution, with owner, administrator and what happened to them."),
    "scheme": msgid("What is scored in an assessment, with weights, grades and vetoes."),
    "activity": msgid("Work that was done, with its evidence; it fulfils the duties that it names."),
    "finding": msgid("Problems that an inspection found, with owner, due day and how each was closed."),
    "urge": msgid("Letters that urged somebody on, with their level and the reply."),
    "waiver": msgid("Obligations that need not be met, with reason and who approved it."),
    "assessment": msgid("Frozen results of a year's assessment."),
    "case": msgid("Cases of accountability of people who hold posts here, with what was decided."),
    "handover": msgid("What was handed over with a post, item by item, with signatures."),
}
"""By kind; one for each of KINDS."""


def nothing_yet(kind: str, *, read_only: bool) -> str:
    """Say that there is no record of a kind, which key adds one where one may be added, and what belongs there."""
    said = _("No {kind} yet.").format(kind=KINDS[kind].label(language()))
    if not read_only:
        said = f"{said} {_('{key} adds one.').format(key=key_of('main.add'))}"
    return f"{said} {_(BELONGS[kind])}"
