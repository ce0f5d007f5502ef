"""What belongs into the list of each kind, in one sentence; an empty list says it, with the key that adds a record."""

from typing import Final

from schema.kinds import KINDS
from schema.kinds.settings import Settings
from tui.actions import key_of
from tui.language import _
from tui.language import language
from tui.language import msgid
from tui.naming import kind_label

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
    how = "" if read_only else _("{key} adds one.").format(key=key_of("main.add"))
    return _together(said, how, _(BELONGS[kind]))


def no_proposal(settings: Settings, *, read_only: bool) -> str:
    """Say what belongs into Review, and how a proposal comes about here."""
    what = _(
        "Changes of protected kinds wait here until the holder of an approving post approves them or sends them back."
    )
    protected = settings.review.kinds
    if not protected:
        said = _("This register protects no kind, so nothing is proposed; [review] in register.toml names them.")
        return _together(said, what)
    said = _("No proposal. What you change of a protected kind becomes one: {kinds}.")
    said = said.format(kinds=_(", ").join(kind_label(kind) for kind in protected))
    return _together(said, "" if read_only else _where_to_add("main.edit"), what)


def nothing_wrong() -> str:
    """Say what belongs into Check, and which key checks again."""
    what = _("What contradicts the rules, or is missing, stands here with its record and what to do about it.")
    return _together(_("Nothing is wrong."), _("{key} checks again.").format(key=key_of("main.refresh")), what)


def no_commit(*, whole: bool) -> str:
    """Say what belongs into History.

    Args:
        whole: whether it is the history of everything, not of one record.
    """
    what = _("Every save stands here: who changed what, when and why. It can be taken back from here.")
    said = _("Nothing was saved yet.") if whole else _("This record was not saved yet.")
    return _together(said, _where_to_add("main.add"), what)


def nothing_due(year: int, *, read_only: bool) -> str:
    """Say what belongs into a year."""
    what = _("Each day shows what is due on it by the cadences of the duties.")
    said = _("Nothing is due in {year}.").format(year=year)
    return _together(said, "" if read_only else _where_to_add("main.add"), what)


def no_map(said: str, *, read_only: bool) -> str:
    """Say what belongs into the map.

    Args:
        said: what there is not, as a sentence.
        read_only: whether a record can be added.
    """
    what = _("The map shows who bears which duty on a day, by units, posts and leading groups.")
    return _together(said, "" if read_only else _where_to_add("main.add"), what)


def _where_to_add(action: str) -> str:
    """The keys that lead to the lists, and the one that adds or edits a record there."""
    if action == "main.edit":
        said = _("{menu} leads to the lists of records, where {key} edits one.")
    else:
        said = _("{menu} leads to the lists of records, where {key} adds one.")
    return said.format(menu=key_of("main.menu"), key=key_of(action))


def _together(*sentences: str) -> str:
    """Sentences one after the other; Chinese ones stand without a blank between."""
    return ("" if language().startswith("zh") else " ").join(sentence for sentence in sentences if sentence)
