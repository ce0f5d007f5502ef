"""Several lines of text to type in: Textual's TextArea without invisible characters.

TextArea has undo of its own and tells the terminal where the caret is, which an input method needs.
"""

import unicodedata

from textual.document._document import EditResult
from textual.widgets import TextArea

from schema.visible import visible
from tui.language import _
from tui.widgets.line_input import LineInput
from tui.widgets.line_input import drop_unseen

Location = tuple[int, int]


class TextBox(TextArea):
    """A TextArea for long text of a record.

    As LineInput: what cannot be shown safely is shown with marks and handed back unchanged while nobody edits it.
    """

    DEFAULT_CSS = """
    TextBox, TextBox:focus {
        border: none; padding: 0 1; height: 6; background: $boost; color: $foreground; width: 1fr;
    }
    TextBox:focus { background: $surface-lighten-2; }
    TextBox:nocolor, TextBox:ansi { border-left: ascii $foreground; }
    """

    def __init__(
        self,
        text: str = "",
        *,
        placeholder: str = "",
        read_only: bool = False,
        id: str | None = None,
    ) -> None:
        """Make a box; `text` may hold anything, also characters that cannot be shown."""
        self._given = text
        self.given_shown = visible(text, multiline=True)
        super().__init__(
            self.given_shown,
            placeholder=placeholder,
            read_only=read_only,
            id=id,
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            highlight_cursor_line=False,
        )

    def on_mount(self) -> None:
        """Blink only where things may move by themselves."""
        self.cursor_blink = self.app.animation_level != "none"

    @property
    def content_text(self) -> str:
        """What the box holds: the given text while unchanged, otherwise what is shown, as NFC."""
        if self.text == self.given_shown:
            return self._given
        return unicodedata.normalize("NFC", self.text)

    def give(self, text: str) -> None:
        """Show another text; one step that can be undone."""
        self._given = text
        self.given_shown = visible(text, multiline=True)
        self.replace(self.given_shown, (0, 0), self.document.end, maintain_selection_offset=False)

    def _replace_via_keyboard(self, insert: str, start: Location, end: Location) -> EditResult | None:
        """Leave invisible characters out of what is typed or pasted, and say so."""
        cleaned, dropped = drop_unseen(insert)
        if dropped:
            self.post_message(
                LineInput.Pasted(_("{n} invisible characters were left out.").format(n=dropped)).set_sender(self)
            )
        return super()._replace_via_keyboard(cleaned, start, end)
