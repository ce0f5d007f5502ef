"""Picking a file: a path is typed and completed, or the list of a folder is walked; what cannot be taken says why.

Folders are read and the file is taken in errands. Names come from the file system as they are: what is shown of them is escaped, what is opened is
the name itself.
"""

import re
import unicodedata
from collections.abc import Callable
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Static

from schema.change import Attachment
from schema.visible import visible
from store.attachment import LARGEST
from store.browsing import Entry
from store.browsing import Listing
from store.browsing import complete
from store.browsing import list_folder
from tui.actions import bindings
from tui.actions import key_of
from tui.dialogs.frame import Dialog
from tui.errands import ErrandFailed
from tui.errands import run_errand
from tui.language import _
from tui.language import language
from tui.language import msgid
from tui.pinyin import spell
from tui.screens import work_keys  # noqa: F401 - adds the actions that the bindings below are made from
from tui.text import literal
from tui.widgets.columns import Column
from tui.widgets.line_input import LineInput
from tui.widgets.record_list import RecordList
from tui.widgets.row_order import Rows
from tui.wording import say_size

_WHY = {
    "": "",
    "link": msgid("a link"),
    "special": msgid("no ordinary file"),
    "empty": msgid("empty"),
    "large": msgid("too large"),
    "secret": msgid("a secret"),
}

_DROPPED = re.compile(r"""(['"])((?:/|~/).*)\1\s*$""")


@dataclass(frozen=True)
class Picked:
    """The file that was picked."""

    source: Path
    path: str
    """Where it will lie in the register, or lies already."""
    sha256: str
    size: int
    """In bytes."""


@dataclass
class _Listed(Message):
    listing: Listing
    rows: Rows
    all_rows: Rows


@dataclass
class _Taken(Message):
    picked: Picked


class PathLine(LineInput):
    """The line a path is typed in; the keys that move in a list go on to the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("files.complete"),
        Binding("down", "list('cursor_down')", show=False),
        Binding("up", "list('cursor_up')", show=False),
        Binding("pagedown", "list('page_down')", show=False),
        Binding("pageup", "list('page_up')", show=False),
    ]

    def action_list(self, action: str) -> None:
        """Let the list do what the key would do there."""
        getattr(self.screen.query_one(RecordList), f"action_{action}")()

    def action_complete(self) -> None:
        """Complete what is typed."""
        if isinstance(self.screen, FileDialog):
            self.screen.complete()


class FileDialog(Dialog[Picked]):
    """Picks a file to attach. Dismissed with it; None when the user goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("dialog.accept", "files.above", "files.hidden")]
    DEFAULT_CSS = """
    FileDialog .files-told { height: auto; color: $text-muted; }
    FileDialog .files-error { height: auto; max-height: 4; color: $text-error; }
    FileDialog .files-error.-empty { display: none; }
    FileDialog RecordList { height: 1fr; }
    """

    def __init__(self, folder: Path, take: Callable[[Path], Attachment], *, title: str = "", told: str = "") -> None:
        """Make the dialog.

        Args:
            folder: where to begin.
            take: reads the file that is to be attached; called in a thread, raises a Failure that says why it cannot be.
            title: what the file is for; empty: it is attached.
            told: what to say above the line; empty: that it is copied, and how large it may be.
        """
        super().__init__(title or _("Attach a file"), tall=True)
        said = _("Type a path, or part of a name (pinyin too). The file is copied; at most {size}.")
        self._told = told or said.format(size=say_size(LARGEST))
        self._folder = folder
        self._base = folder
        """What a typed path that does not begin with `/` or `~` begins from."""
        self._head = ""
        """How the folder stands in the line; what follows it is a name of the folder."""
        self._take = take
        self._listing: Listing | None = None
        self._filled: tuple[Rows, Rows] = (Rows(), Rows())
        self._shown: Rows | None = None
        self._hidden = False
        self.line = PathLine(placeholder=_("Path"))
        """What is typed."""
        self.list = RecordList(
            [
                Column(key="name", title=_("Name"), width=16, weight=1),
                Column(key="size", title=_("Size"), width=10, right=True),
                Column(key="changed", title=_("Day"), width=11, rank=1),
                Column(key="why", title=_("Remarks"), width=17, rank=2),
            ],
            empty=_("Reading .."),
            selectable=False,
            sortable=False,
        )
        """What the folder holds."""
        self._error = Static(classes="files-error -empty")

    def compose_body(self) -> ComposeResult:
        """The line, what is wrong, and the list."""
        yield Static(literal(self._told), classes="files-told")
        yield self.line
        yield self._error
        yield self.list

    def on_mount(self) -> None:
        """Begin in the folder."""
        self.line.focus()
        self._go(self._folder)

    def say_error(self, text: str) -> None:
        """Say why something cannot be done; empty takes it back."""
        self._error.update(literal(text, multiline=True))
        self._error.set_class(not text, "-empty")

    # --- where one is ----------------------------------------------------------------------------------------------

    def _go(self, folder: Path) -> None:
        """Go to a folder, as it really lies."""
        run_errand(self, "files.list", partial(_list, folder, resolve=True))

    @on(_Listed)
    def _show(self, event: _Listed) -> None:
        event.stop()
        self.say_error("")
        moved = event.listing.folder != self._folder or not self._head
        self._listing, self._filled = event.listing, (event.rows, event.all_rows)
        self._folder = event.listing.folder
        if moved or not self.line.value.startswith(self._head):
            name = str(self._folder)
            self._head = visible(name if name.endswith("/") else f"{name}/")
            self.line.text = self._head
            self._head = self.line.value
            self._base = self._folder
        self._fill()

    def _fill(self) -> None:
        listing = self._listing
        if listing is None:
            return
        rows = self._filled[1 if self._hidden or self._tail.startswith(".") else 0]
        left_out = len(listing.entries) - len(self._filled[0])
        self.list.empty = _("This folder holds no files.")
        if left_out:
            said = _("{n} hidden; {key} shows them.")
            self.list.empty += " " + said.format(n=left_out, key=key_of("files.hidden"))
        if rows is not self._shown:
            self._shown = rows
            self.list.set_rows(rows)
        self.list.set_filter(self._tail)
        if listing.more:
            self.say_error(_("There are more files than can be listed; type the path of one that is missing."))

    @property
    def _tail(self) -> str:
        """What is typed after the folder."""
        return self.line.value[len(self._head) :] if self.line.value.startswith(self._head) else ""

    @on(LineInput.Changed)
    def _typed(self, event: LineInput.Changed) -> None:
        event.stop()
        text = self.line.value
        if not self._head:
            return
        anew = begun_anew(text)
        if anew != text:
            self.line.value = anew
            self.line.cursor_position = len(anew)
        elif text.startswith(self._head) and "/" not in text[len(self._head) :]:
            self.say_error("")
            self._fill()
        elif "/" in text:
            head, slash, _tail = text.rpartition("/")
            self._head = head + slash
            self._look(self._typed_path(head + slash))

    def _look(self, folder: Path | None) -> None:
        """List another folder without touching what is typed."""
        if folder is not None:
            self._folder = folder
            run_errand(self, "files.list", partial(_list, folder))

    def _typed_path(self, text: str) -> Path | None:
        try:
            return Path(self._base, Path(text).expanduser())
        except (RuntimeError, ValueError):  # a person's home that does not exist; a NUL
            self.say_error("! " + _("There is no such folder."))
            return None

    # --- keys ------------------------------------------------------------------------------------------------------

    def complete(self) -> None:
        """Complete the name that is typed; go to the list where nothing is."""
        tail = self._tail
        if not tail or self._listing is None:
            self.list.focus()
            return
        found = complete(self._listing.entries, tail)
        if found == tail:
            self.list.focus()
            return
        self.line.value = self._head + visible(found)
        self.line.cursor_position = len(self.line.value)

    def action_above(self) -> None:
        """Go to the folder above."""
        self._go(self._folder.parent)

    def action_hidden(self) -> None:
        """Show hidden files, or leave them out."""
        self._hidden = not self._hidden
        self._fill()

    @on(LineInput.Submitted)
    @on(RecordList.RowChosen)
    def _chosen(self, event: Message) -> None:
        event.stop()
        self.action_accept()

    def action_accept(self) -> None:
        """Go into the folder of the cursor, or take the file; a name that is typed in full comes before the row of the cursor."""
        if not self.line.value.startswith(self._head):
            return
        entry = self._entry()
        if entry is not None and entry.is_folder:
            self._head = ""  # the line is written anew
            self._go(self._folder / entry.name)
        elif entry is not None or self._tail:
            file = self._folder / (entry.name if entry is not None else self._tail)
            self.say_error("")
            run_errand(self, "files.take", partial(_read, self._take, file))

    def _entry(self) -> Entry | None:
        if self._listing is None:
            return None
        wanted = unicodedata.normalize("NFC", self._tail)
        by_name = {str(at): entry for at, entry in enumerate(self._listing.entries)}
        exact = [one for one in self._listing.entries if wanted and unicodedata.normalize("NFC", one.name) == wanted]
        return exact[0] if exact else by_name.get(self.list.cursor_id)

    @on(_Taken)
    def _is_taken(self, event: _Taken) -> None:
        event.stop()
        self.dismiss(event.picked)

    @on(ErrandFailed)
    def _failed(self, event: ErrandFailed) -> None:
        event.stop()
        if event.errand == "files.list":
            self._listing = None
            self.list.empty = ""
            self._shown = Rows()
            self.list.set_rows(self._shown)
            if not self._head:  # one could not go in: the line still names the folder before
                self._head = self.line.value.rpartition("/")[0] + "/"
        self.say_error("! " + " ".join(event.failure.say(language())))


def begun_anew(text: str) -> str:
    """What is meant where a whole path is typed, pasted or dropped behind the folder that stands there already.

    As in other programs a second slash begins at the root and `/~/` at home; what a terminal puts in quotes when a file
    is dropped on it is freed of them.
    """
    quoted = _DROPPED.search(text)
    if quoted is not None:
        return quoted[2]
    _before, doubled, root = text.rpartition("//")
    text = f"/{root}" if doubled else text
    _before, found, home = text.rpartition("/~/")
    return f"~/{home}" if found else text


def _list(folder: Path, *, resolve: bool = False) -> _Listed:
    listing = list_folder(folder, resolve=resolve)
    entries = list(enumerate(listing.entries))
    return _Listed(listing, _rows((at, one) for at, one in entries if not one.is_hidden), _rows(entries))


def _rows(entries: Iterable[tuple[int, Entry]]) -> Rows:
    kept = list(entries)
    return Rows(
        ids=[str(at) for at, _one in kept],
        cells=[_cells(one) for _at, one in kept],
        marks=["refused" if one.why and not one.is_folder else "" for _at, one in kept],
        haystacks=[f"{unicodedata.normalize('NFC', one.name)}\n{spell(one.name)}".casefold() for _at, one in kept],
    )


def _cells(one: Entry) -> tuple[str, ...]:
    size = "" if one.is_folder or one.why in {"link", "special"} else say_size(one.size)
    changed = one.changed.isoformat() if one.changed is not None else ""
    return (one.name + ("/" if one.is_folder else ""), size, changed, _(_WHY[one.why]) if one.why else "")


def _read(take: Callable[[Path], Attachment], file: Path) -> _Taken:
    taken = take(file)
    return _Taken(Picked(file, taken.path, taken.sha256, len(taken.content)))
