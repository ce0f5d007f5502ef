"""Syncing with the remote, step by step, in plain words; it can be given up at any moment with nothing half done."""

import re
from dataclasses import dataclass
from threading import Event
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from schema.failure import Failure
from store.failure import GitCancelled
from store.sync import SyncResult
from tui.actions import Action
from tui.actions import bindings
from tui.actions import register_actions
from tui.desk import Desk
from tui.dialogs.frame import Dialog
from tui.errands import ErrandFailed
from tui.errands import run_errand
from tui.language import _
from tui.language import language
from tui.language import msgid
from tui.text import literal

register_actions(
    [
        Action(
            id="sync.again",
            keys=("f5", "r"),
            label=msgid("Again"),
            help=msgid("Sync once more."),
            shown=True,
        ),
        Action(
            id="sync.close",
            keys=("escape", "f2"),
            label=msgid("Cancel / close"),
            help=msgid("Give the sync up while it runs; close when it is done."),
            shown=True,
        ),
    ],
    scopes={"sync": msgid("Sync")},
)


@dataclass
class _Progress(Message):
    """A step began."""

    words: str


@dataclass
class _Synced(Message):
    """Both sides hold the same."""

    result: SyncResult


class SyncDialog(Dialog[SyncResult]):
    """Syncs as it opens. Dismissed with what was done, or None where nothing was."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("sync")]
    DEFAULT_CSS = """
    SyncDialog #sync-steps { height: auto; max-height: 14; min-height: 3; }
    """

    def __init__(self, desk: Desk) -> None:
        """Make the dialog."""
        super().__init__(_("Sync"))
        self._desk = desk
        self._lines: list[Content] = []
        self._is_syncing = False
        self._give_up = Event()
        self._result: SyncResult | None = None
        self.failure: Failure | None = None
        """Why the last try stopped."""
        self._steps = Static()

    def compose_body(self) -> ComposeResult:
        """The steps so far."""
        with VerticalScroll(id="sync-steps"):
            yield self._steps

    def on_mount(self) -> None:
        """Begin."""
        self.action_again()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Once more is for when it ended."""
        if action == "again":
            return None if self._is_syncing else True
        return super().check_action(action, parameters)

    def action_again(self) -> None:
        """Sync."""
        if self._is_syncing:
            return
        self._is_syncing = True
        self._give_up = Event()
        self.failure = None
        self._lines = []
        self._say(literal(_("Syncing..")))
        self.refresh_bindings()
        give_up = self._give_up
        run_errand(self, "sync", lambda: _Synced(self._desk.sync(self._report, give_up.is_set)))

    def _report(self, words: str) -> None:
        self.post_message(_Progress(words))

    def action_close(self) -> None:
        """Give up while it runs, close afterwards."""
        if self._is_syncing:
            self._give_up.set()
            self._say(literal(_("Giving up..")))
        else:
            self.dismiss(self._result)

    def action_back(self) -> None:
        """As `close`."""
        self.action_close()

    def on_unmount(self) -> None:
        """Let a sync that still runs give up: nobody waits for it any more."""
        self._give_up.set()

    def _say(self, line: Content) -> None:
        self._lines.append(line)
        self._steps.update(Content("\n").join(self._lines))

    @on(_Progress)
    def _step(self, event: _Progress) -> None:
        event.stop()
        self._say(literal(translate_step(event.words)))

    @on(_Synced)
    def _synced(self, event: _Synced) -> None:
        event.stop()
        self._end()
        self._result = event.result
        self._say(literal(say_result(event.result), style="bold $text-success"))

    @on(ErrandFailed)
    def _failed(self, event: ErrandFailed) -> None:
        event.stop()
        self._end()
        self.failure = event.failure
        if isinstance(event.failure, GitCancelled):
            self._say(literal(_("Given up. Nothing is half done; what was saved here is safe."), style="bold"))
            return
        message, hint = event.failure.say(language())
        self._say(literal(f"! {message}", style="bold $text-error", multiline=True))
        if hint:
            self._say(literal(hint, multiline=True))

    def _end(self) -> None:
        self._is_syncing = False
        self.refresh_bindings()


_STEPS = (
    (re.compile(r"fetching from (?P<remote>.*)", re.DOTALL), msgid("Fetching from {remote}..")),
    (re.compile(r"taking over (?P<n>\d+) commit"), msgid("Taking over {n} change(s) of others..")),
    (re.compile(r"sending (?P<n>\d+) commit"), msgid("Sending {n} change(s) of yours..")),
)


def translate_step(words: str) -> str:
    """Say a step that the store reports in the app's language; an unknown one stands as it is."""
    for pattern, message in _STEPS:
        found = pattern.match(words)
        if found:
            return _(message).format(**found.groupdict())
    return words


def say_result(result: SyncResult) -> str:
    """Say in one sentence what a sync did."""
    if result.up_to_date:
        return _("Nothing to do: both sides hold the same.")
    return _("Done: fetched {fetched}, pushed {pushed}.").format(fetched=result.fetched, pushed=result.pushed)
