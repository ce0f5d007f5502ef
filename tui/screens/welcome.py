"""What one can begin with where there is no register: a new one, a new one with a policy text, or the sample."""

import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from store.identity import Identity
from tui.dialogs.begin import BeginDialog
from tui.dialogs.begin import Wish
from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.failure import FailureDialog
from tui.errands import ErrandFailed
from tui.errands import run_errand
from tui.language import _
from tui.text import literal
from tui.widgets.columns import Column
from tui.widgets.keys_line import KeysLine
from tui.widgets.record_list import RecordList
from tui.widgets.row_order import Rows

SAMPLE = "dutybook-demo"
"""The folder that the sample is made in, as `dutybook demo` makes it."""
NEW = "register"
"""The folder that a register is made in where the one at hand holds something."""
_NAMED = 4


@dataclass
class Begun(Message):
    """There is a register now."""

    top: Path
    with_policy: bool = False
    """Whether a policy text is to be taken in next."""
    with_tutorial: bool = False
    """Whether the tutorial is to begin next."""


class Contents(NamedTuple):
    """What lies in a folder."""

    names: tuple[str, ...]
    """The first few, in order."""
    total: int

    @classmethod
    def of(cls, folder: Path) -> "Contents":
        """Look into a folder; one that can't be read counts for empty, and making something there says why."""
        try:
            names = sorted(os.listdir(folder))  # noqa: PTH208 - names alone are wanted
        except OSError:
            names = []
        return cls(tuple(names[:_NAMED]), len(names))


class WelcomeScreen(Screen[None]):
    """The list of beginnings, with what each of them does."""

    DEFAULT_CSS = """
    WelcomeScreen { padding: 1 2; }
    WelcomeScreen > Static { height: auto; margin: 0 0 1 0; }
    WelcomeScreen > .welcome-title { text-style: bold; }
    WelcomeScreen > RecordList { height: 5; max-width: 90; }
    WelcomeScreen > .welcome-told { margin: 1 0 0 0; height: 1fr; max-width: 90; }
    """

    def __init__(self, folder: Path, person: Identity | None) -> None:
        """Make the screen.

        Args:
            folder: where the person stands.
            person: who git says it is.
        """
        super().__init__()
        self._folder = folder
        self._person = person
        self._contents = Contents.of(folder)
        self._working = False
        self.choices = RecordList(
            [Column(key="what", title=_("What would you like to begin with?"), width=30, weight=1)],
            Rows(ids=list(_choices()), cells=[(label,) for label, _told in _choices().values()]),
            selectable=False,
            sortable=False,
        )
        """The beginnings."""
        self._told = Static(classes="welcome-told")

    def compose(self) -> ComposeResult:
        """What lies there, the choices, and what the one under the cursor does."""
        yield Static(literal(_("dutybook: a duty register in plain text")), classes="welcome-title")
        yield Static(literal(self._situation()))
        yield self.choices
        yield self._told
        yield KeysLine()

    def on_mount(self) -> None:
        """Begin at the first."""
        self.choices.focus()
        self._say(self.choices.cursor_id)

    def _situation(self) -> str:
        names, total = self._contents
        if not total:
            return _("There is no register here yet; the folder {folder} is empty.").format(folder=self._folder)
        said = _(
            "There is no register here yet. The folder {folder} holds other things ({names}); they stay as they are."
        )
        more = ", .." if total > len(names) else ""
        return said.format(folder=self._folder, names=", ".join(names) + more)

    @property
    def _new(self) -> Path:
        """Where a new register is proposed: here, or below where something lies here."""
        return self._folder / NEW if self._contents.total else self._folder

    @property
    def _sample(self) -> Path:
        return self._folder / SAMPLE

    def _say(self, choice: str) -> None:
        label, told = _choices().get(choice, ("", ""))
        self._told.update(literal(told.format(sample=self._sample) if label else "", multiline=True))

    @on(RecordList.RowHighlighted)
    def _highlighted(self, event: RecordList.RowHighlighted) -> None:
        event.stop()
        self._say(event.row_id)

    @on(RecordList.RowChosen)
    async def _chosen(self, event: RecordList.RowChosen) -> None:
        event.stop()
        if self._working:
            return
        if event.row_id == "leave":
            await self.app.run_action("quit")
        elif event.row_id == "sample":
            said = _("This makes {sample}, a fictional register with its history, and {remote}, which stands for the office's server. Nothing else is touched.")  # fmt: skip
            said = said.format(sample=self._sample, remote=f"{self._sample}.git")
            self.app.push_screen(ConfirmDialog(_("Look at the sample register"), said), self._make_sample)
        else:
            policy = event.row_id == "policy"
            self.app.push_screen(BeginDialog(self._new, self._person), partial(self._ask, policy))

    def _ask(self, with_policy: bool, wish: Wish | None) -> None:
        if wish is None:
            return
        said = _("This makes the folder {folder} as a git repository with register.toml, the year's calendar and a record of {name} <{email}>, in one commit.")  # fmt: skip
        said = said.format(folder=wish.folder, name=wish.person.name, email=wish.person.email)

        def answered(yes: bool | None) -> None:
            if yes:
                self._work(partial(_make, wish, with_policy))

        self.app.push_screen(ConfirmDialog(_("Make a register"), said), answered)

    def _make_sample(self, yes: bool | None) -> None:
        if yes:
            self._work(partial(_build, self._sample))

    def _work(self, job: "partial[Message]") -> None:
        self._working = True
        self._told.update(literal(_("working ..")))
        run_errand(self, "begin", job)

    @on(ErrandFailed)
    def _failed(self, event: ErrandFailed) -> None:
        event.stop()
        self._working = False
        self._say(self.choices.cursor_id)
        self.app.push_screen(FailureDialog(event.failure))


def _choices() -> dict[str, tuple[str, str]]:
    """The beginnings: label and what it does, by row."""
    return {
        "make": (
            _("Make a register"),
            _(
                "A new, empty register: you say where, its name, its language and who you are. It is shown before it is made."
            ),
        ),
        "policy": (
            _("Make a register and import a policy text"),
            _(
                "As above; then a text of rules (.txt, .md or .docx) is taken apart into clauses and drafts of duties, which you accept, change or leave out one by one."
            ),
        ),
        "sample": (
            _("Look at the sample register"),
            _(
                "An invented street office with a year of history, to try everything on; a tutorial of five minutes leads through it. It is made in {sample}; nothing you do there concerns a real register."
            ),
        ),
        "leave": (_("Leave"), _("Nothing is made.")),
    }


def _make(wish: Wish, with_policy: bool) -> Message:
    from store.create import init  # noqa: PLC0415 - behind the first paint

    store = init(wish.folder, title=wish.title, language=wish.language, person=wish.person)
    return Begun(store.location.top, with_policy)


def _build(sample: Path) -> Message:
    from store.sample.lesson import find_or_build  # noqa: PLC0415 - behind the first paint

    return Begun(find_or_build(sample), with_tutorial=True)
