"""Check: what is wrong or missing, file by file, with a jump to the record."""

from collections.abc import Sequence
from functools import partial

from schema.diagnostic import Diagnostic
from schema.identity import Place
from schema.register import Register
from tui import tidings
from tui.desk import Desk
from tui.errands import run_errand
from tui.language import _
from tui.language import language
from tui.naming import place_label
from tui.record_lines import Line
from tui.record_lines import Page
from tui.screens.pane import Pane
from tui.widgets.columns import Column
from tui.widgets.filter_list import FilterList
from tui.widgets.row_order import Rows


class Checking(FilterList, Pane):
    """The diagnostics of the register, by file and line."""

    def __init__(self) -> None:
        columns = [
            Column(key="where", title=_("File"), width=24, weight=2),
            Column(key="code", title=_("Code"), width=6, rank=1),
            Column(key="message", title=_("What is wrong"), width=12, weight=4),
        ]
        super().__init__(columns, empty=_("Checking .."), selectable=False)
        self._found: dict[str, Diagnostic] = {}

    def show_register(self, desk: Desk) -> None:
        """Check again; the frame is told what was found and hands it to `show`."""
        run_errand(self, "check", partial(tidings.check, desk))

    def page(self, desk: Desk) -> Page:
        """The diagnostic of the cursor in full."""
        one = self.item
        return Page() if one is None else Page(self.place, diagnostic_lines(desk.view.register, one))

    @property
    def place(self) -> Place | None:
        """The record that the diagnostic is about."""
        return None if self.item is None else place_of_diagnostic(self.item)

    def show(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Show diagnostics, in the order given."""
        self._found = {f"{at}": one for at, one in enumerate(diagnostics)}
        self.records.empty = _("Nothing is wrong.")
        self.set_rows(
            Rows(
                ids=list(self._found),
                cells=[(where(one), one.code, one.say(language())[0]) for one in diagnostics],
                marks=[one.severity.value for one in diagnostics],
            )
        )

    @property
    def item(self) -> Diagnostic | None:
        """What the cursor is on."""
        return self._found.get(self.records.cursor_id)


def where(one: Diagnostic) -> str:
    """File and line; the record where the file is not known."""
    path = one.path or "/".join(part for part in (one.kind, one.id) if part)
    return f"{path}:{one.line}" if one.line else path


def place_of_diagnostic(one: Diagnostic) -> Place | None:
    """The record that a diagnostic is about; None for a stray file and for a commit."""
    return (one.kind, one.id) if one.kind not in {"", "commit"} else None


def diagnostic_lines(register: Register, one: Diagnostic) -> tuple[Line, ...]:
    """A diagnostic in full."""
    message, hint = one.say(language())
    place = place_of_diagnostic(one)
    lines = [Line(message, mark=one.severity.value, tone="title")]
    if hint:
        lines += [Line(""), Line(hint)]
    lines += [Line(""), Line(one.code, label=_("Rule")), Line(where(one), label=_("File"))]
    if one.key:
        lines.append(Line(one.dotted, label=_("Field")))
    if place is not None:
        lines.append(Line(place_label(register, place), label=_("Record"), place=place))
    return tuple(lines)
