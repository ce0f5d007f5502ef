"""Telling what could not be done: a failure in a sentence, or what a save refused, field by field."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from schema.diagnostic import Diagnostic
from schema.failure import Failure
from schema.override import OVERRIDABLE
from tui.actions import Action
from tui.actions import bindings
from tui.actions import register_actions
from tui.dialogs.frame import Dialog
from tui.language import _
from tui.language import language
from tui.language import msgid
from tui.text import literal
from tui.typed_ahead import forget_typed
from tui.wording import say_key

register_actions(
    [
        Action(
            id="refusal.override",
            keys=("f10",),
            label=msgid("Save all the same"),
            help=msgid("Override what was refused; the reason goes into the history."),
            shown=True,
        )
    ],
    scopes={"refusal": msgid("Refused saves")},
)


class _Told(VerticalScroll):
    """Text that scrolls when it is longer than the dialog."""

    DEFAULT_CSS = """
    _Told { height: auto; max-height: 14; }
    """


class FailureDialog(Dialog[None]):
    """Tells a failure: what happened, what to do, and what is safe."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,f2", "back", show=False)]

    def __init__(self, failure: Failure, *, note: str = "") -> None:
        """Make the dialog.

        Args:
            failure: what could not be done.
            note: what to say beside it, such as that nothing is lost.
        """
        super().__init__(_("That did not work"))
        self.failure = failure
        """What could not be done."""
        self._note = note

    def on_mount(self) -> None:
        """What was typed ahead was not meant for this."""
        forget_typed(self)

    def compose_body(self) -> ComposeResult:
        """The sentence, the hint, the note and the code."""
        message, hint = self.failure.say(language())
        with _Told():
            yield Static(literal(message, multiline=True), classes="dialog-message")
            if hint:
                yield Static(literal(hint, multiline=True), classes="dialog-hint")
            if self._note:
                yield Static(literal(self._note), classes="dialog-hint")
            yield Static(literal(self.failure.code), classes="dialog-hint")


class RefusedDialog(Dialog[bool]):
    """Tells why a save was refused; True where the person overrides it, which only some rules allow."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("refusal.override"),
        Binding("enter,f2", "back", show=False),
    ]

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Make the dialog; `diagnostics` says why."""
        super().__init__(_("This cannot be saved as it is"))
        self.diagnostics = tuple(diagnostics)
        """Why."""
        self.overridable = bool(diagnostics) and all(one.code in OVERRIDABLE for one in diagnostics)
        """Whether the person may save all the same."""

    def on_mount(self) -> None:
        """What was typed ahead was not meant for this."""
        forget_typed(self)

    def compose_body(self) -> ComposeResult:
        """One paragraph a refusal."""
        with _Told():
            yield Static(Content("\n").join(self._paragraphs()))
            if self.overridable:
                said = _("It may be saved all the same, with a reason that goes into the history.")
                yield Static(literal(said), classes="dialog-hint")

    def _paragraphs(self) -> list[Content]:
        paragraphs: list[Content] = []
        for one in self.diagnostics:
            message, hint = one.say(language())
            label = say_key(one.kind, one.key)
            head = f"{label}: {message}" if label else message
            paragraphs.append(literal(f"! {head}  [{one.code}]", style="$text-error"))
            if hint:
                paragraphs.append(literal(f"  {hint}"))
        return paragraphs

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what may be overridden can be."""
        return self.overridable if action == "override" else super().check_action(action, parameters)

    def action_override(self) -> None:
        """Answer yes."""
        self.dismiss(result=True)

    def action_back(self) -> None:
        """Answer no."""
        self.dismiss(result=False)
