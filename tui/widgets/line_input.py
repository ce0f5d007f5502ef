"""One line of text to type in: Textual's Input with undo, whole pastes and nothing invisible.

Textual's Input and TextArea tell the terminal where the caret is, which an input method needs; so all typing is done
in these two (this module and `text_box`).
"""

import unicodedata
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.reactive import reactive
from textual.widgets import Input

from schema.visible import visible
from tui.actions import bindings
from tui.language import _

_KEPT_STEPS = 200


class LineInput(Input):
    """An Input for one line of a record.

    A text that holds control or bidirectional characters is shown with marks and handed back unchanged while nobody
    edits it. Typed text is NFC.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("field.undo", "field.redo")]
    DEFAULT_CSS = """
    LineInput, LineInput:focus {
        border: none; height: 1; padding: 0 1; background: $boost; color: $foreground; width: 1fr;
    }
    LineInput:focus { background: $surface-lighten-2; text-style: none; }
    LineInput.-invalid, LineInput.-invalid:focus { border: none; }
    LineInput:nocolor, LineInput:ansi { text-style: underline; }
    """

    # In Textual both lay out the whole screen at every key; a line of fixed height needs only to be drawn again.
    value = reactive("", layout=False, init=False)
    virtual_size = Reactive(Size(0, 0), layout=False)

    class Pasted(Message):
        """A paste was changed so that it fits one line; the app says so."""

        def __init__(self, notice: str) -> None:
            super().__init__()
            self.notice = notice
            """One sentence."""

    def __init__(
        self,
        text: str = "",
        *,
        placeholder: str = "",
        id: str | None = None,
        disabled: bool = False,
    ) -> None:
        """Make a line; `text` may hold anything, also characters that cannot be shown."""
        self._given = text
        self._given_shown = visible(text)
        self._undone: list[str] = []
        self._steps: list[str] = []
        self._stepping = True  # the text given is no step to undo
        super().__init__(
            self._given_shown,
            placeholder=placeholder,
            id=id,
            disabled=disabled,
            highlighter=None,
            select_on_focus=False,
        )
        self._stepping = False

    def on_mount(self) -> None:
        """Blink only where things may move by themselves."""
        self.cursor_blink = self.app.animation_level != "none"

    @property
    def text(self) -> str:
        """What the line holds: the given text while unchanged, otherwise what is shown, as NFC without outer blanks."""
        if self.value == self._given_shown:
            return self._given
        return unicodedata.normalize("NFC", self.value).strip()

    @text.setter
    def text(self, text: str) -> None:
        self._given = text
        self._given_shown = visible(text)
        self.value = self._given_shown
        self.cursor_position = len(self.value)

    def watch_value(self, before: str, _after: str) -> None:
        """Remember the text before a change, for undo."""
        if self._stepping:
            return
        self._steps.append(before)
        del self._steps[:-_KEPT_STEPS]
        self._undone.clear()

    def action_undo(self) -> None:
        """Undo the last change."""
        self._step(self._steps, self._undone)

    def action_redo(self) -> None:
        """Redo what was undone."""
        self._step(self._undone, self._steps)

    def _step(self, taken: list[str], kept: list[str]) -> None:
        if not taken:
            return
        kept.append(self.value)
        self._stepping = True
        self.value = taken.pop()
        self._stepping = False
        self.cursor_position = len(self.value)

    def _on_paste(self, event: events.Paste) -> None:
        """Keep every line of a paste, joined by blanks."""
        event.prevent_default()
        event.stop()
        self._take(event.text)

    def action_paste(self) -> None:
        """Paste from the app's clipboard."""
        self._take(self.app.clipboard)

    def _take(self, text: str) -> None:
        line, notice = flatten_paste(text)
        if line:
            self.replace(line, *self.selection)
        if notice:
            self.post_message(self.Pasted(notice).set_sender(self))


def flatten_paste(text: str) -> tuple[str, str]:
    """Make a paste one line.

    Returns:
        The text as NFC with its lines joined by blanks and without characters that cannot be seen; and a sentence that
        says what was changed, empty when nothing was.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    joined = " ".join(lines) if text.splitlines() != [text] else text
    cleaned, dropped = drop_unseen(joined.replace("\t", " "))
    notices = []
    if len(lines) > 1:
        notices.append(_("{n} lines were joined into one.").format(n=len(lines)))
    if dropped:
        notices.append(_("{n} invisible characters were left out.").format(n=dropped))
    return cleaned, " ".join(notices)


def drop_unseen(text: str) -> tuple[str, int]:
    """Leave out what `visible` would have to mark, keep line breaks and tabs; give the NFC text and how many went.

    Terminals hand over the line breaks of a paste as carriage returns, which stay line breaks.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if visible(text, multiline=True) == text:
        return text, 0
    kept = [
        character
        for place, character in enumerate(text)
        if visible(character, multiline=True) == character
        or (
            character == "\u200d"
            and visible(text[max(0, place - 1) : place + 2]) == text[max(0, place - 1) : place + 2]
        )
    ]
    return "".join(kept), len(text) - len(kept)
