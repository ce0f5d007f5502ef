"""The checklist of a work record's evidence: what its type asks for, what of it is there, as the record is typed (R15)."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from schema.evidence import Need
from schema.register import Register
from schema.vocabulary import ActivityState
from tui.language import _
from tui.language import language
from tui.naming import name_of
from tui.text import literal
from tui.theme import mark_of
from tui.work_record import attendance_adds_up
from tui.work_record import needs_of
from tui.work_record import refusing_duties
from tui.work_record import rows_of

_STYLES = {"red": "bold $text-error", "green": "$text-success", "yellow": "bold $text-warning"}
_BETWEEN = "   "


class EvidenceList(Vertical):
    """Says below a form which evidence the record needs, each with a letter and a colour, and whether it would count."""

    DEFAULT_CSS = """
    EvidenceList { height: auto; max-height: 5; background: $panel; padding: 0 1; }
    EvidenceList > Static { height: auto; }
    EvidenceList > .evidence-remarks { color: $text-warning; }
    EvidenceList > .evidence-remarks.-empty { display: none; }
    EvidenceList:ansi > Static, EvidenceList:nocolor > Static { color: $foreground; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._needs = Static()
        self._remarks = Static(classes="evidence-remarks -empty")
        self._shown: tuple[Sequence[Need], str, str] | None = None

    def compose(self) -> ComposeResult:
        """The evidence, and below it what keeps the record from counting."""
        yield self._needs
        yield self._remarks

    def show(self, register: Register, data: Mapping[str, Any], on: date) -> None:
        """Show it for the record as the form has it; nothing is drawn again where nothing changed."""
        needs = needs_of(data, on)
        lost = sum(1 for row in rows_of(data) if row.get("path"))
        said, remarks = _say_whole(data, needs, lost), " ".join(_remarks(register, data))
        if (needs, said, remarks) == self._shown:
            return
        self._shown = (needs, said, remarks)
        parts: list[Content] = [literal(said, style="bold")]
        for need in needs:
            mark = mark_of(state_of(need))
            parts += [Content(_BETWEEN), literal(f"{mark.letter} {say_need(need)}", style=_STYLES[mark.tone])]
        self._needs.update(Content.assemble(*parts))
        self._remarks.update(literal(remarks))
        self._remarks.set_class(not remarks, "-empty")


def state_of(need: Need) -> str:
    """The mark of one item: `there`, `missing`, or `wanted` where the record counts without it."""
    return "there" if need.by is not None else "missing" if need.must else "wanted"


def say_need(need: Need) -> str:
    """One item in words: what is there, or else each sort that would do."""
    if need.by is not None:
        return need.by.label(language())
    return _(" or ").join(one.label(language()) for one in need.sorts)


def _say_whole(data: Mapping[str, Any], needs: Sequence[Need], files: int) -> str:
    must = [need for need in needs if need.must]
    if not data.get("type"):
        return _("Evidence: pick the type first.")
    if not needs:
        return _("Evidence: this type needs none.")
    there = sum(need.by is not None for need in must)
    said = _("Evidence {n} of {total}").format(n=there, total=len(must))
    return f"{said}  {_('{n} files').format(n=files)}" if files else said


def _remarks(register: Register, data: Mapping[str, Any]) -> Iterator[str]:
    """What else keeps the record from counting."""
    if data.get("state") not in {ActivityState.FILED.value, None}:
        state = next((one.label(language()) for one in ActivityState if one.value == data.get("state")), "")
        yield _("Does not count while its state is '{state}'.").format(state=state)
    elif data.get("state") is None:
        yield _("Does not count while it is a draft.")
    if not attendance_adds_up(data):
        yield _("Present, excused and absent do not make up the expected.")
    for duty in refusing_duties(register, data):
        accepted = _(", ").join(one.label(language()) for one in register.duties[duty].accepts)
        said = _("'{duty}' accepts only: {types}.")
        yield said.format(duty=name_of(register, "duty", duty), types=accepted)
