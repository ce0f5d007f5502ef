"""Before a save: exactly what changes in the files, and why."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static
from textual.widgets import TextArea

from tui.actions import bindings
from tui.dialogs.frame import Dialog
from tui.language import _
from tui.text import literal
from tui.widgets.diff_view import DiffView
from tui.widgets.diff_view import parse_diff
from tui.widgets.text_box import TextBox


class ReasonDialog(Dialog[str]):
    """Shows a difference and asks for the reason.

    Dismissed with the reason when it is saved, with None when the user goes back; what was typed is then in `reason`
    and given back as `typed` the next time, so that nothing has to be written twice.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("form.save")]
    DEFAULT_CSS = """
    ReasonDialog .reason-notes { height: auto; max-height: 6; }
    ReasonDialog .reason-label { height: 1; margin: 1 0 0 0; text-style: bold; }
    ReasonDialog .reason-error { height: auto; color: $text-error; display: none; }
    ReasonDialog .reason-error.-said { display: block; }
    ReasonDialog TextBox { height: 4; }
    ReasonDialog.-narrow TextBox { height: 3; }
    """

    def __init__(
        self, title: str, diff: str, *, notes: Sequence[str] = (), typed: str = "", required: bool = True
    ) -> None:
        """Make the dialog.

        Args:
            title: what is saved; any text.
            diff: unified difference of the files.
            notes: what to say above it, such as who will have to approve; any text.
            typed: the reason as typed before.
            required: whether a save without a reason is refused.
        """
        super().__init__(title, tall=True)
        self._diff = parse_diff(diff)
        self._notes = list(notes)
        self._required = required
        self._box = TextBox(typed, placeholder=_("Why is this changed? It becomes part of the history."))
        self._error = Static(classes="reason-error")

    @property
    def reason(self) -> str:
        """The reason as typed so far."""
        return self._box.content_text.strip()

    def compose_body(self) -> ComposeResult:
        """Notes, difference, reason."""
        if self._notes:
            yield Static(literal("\n".join(self._notes), multiline=True), classes="reason-notes")
        yield DiffView(self._diff)
        yield Static(literal(_("Reason")), classes="reason-label")
        yield self._box
        yield self._error

    def on_mount(self) -> None:
        """Start in the reason."""
        self._box.focus()

    @on(TextArea.Changed)
    def _typed(self) -> None:
        self._error.remove_class("-said")

    def action_save(self) -> None:
        """Answer with the reason."""
        if self._required and not self.reason:
            self._error.update(literal("! " + _("Say why: whoever reads the history later will need it.")))
            self._error.add_class("-said")
            self._box.focus()
            return
        self.dismiss(self.reason)
