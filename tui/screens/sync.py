"""Syncing with the remote, step by step, in plain words; it can be given up at any moment with nothing half done.

Where both sides changed the same, or the merge alone would break something, it waits for a person: `sync_conflicts` and
`sync_broken` ask. What was chosen stays with the desk and in the file of conflicts until all is merged.
"""

from collections.abc import Iterable
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
from store.together.hands import find_hands
from store.together.pending import Choice
from store.together.sync import Stage
from store.together.sync import Step
from store.together.sync import SyncResult
from tui.actions import Action
from tui.actions import bindings
from tui.actions import key_of
from tui.actions import register_actions
from tui.desk import Desk
from tui.dialogs.frame import Dialog
from tui.errands import ErrandFailed
from tui.errands import run_errand
from tui.language import _
from tui.language import language
from tui.language import msgid
from tui.screens.sync_broken import SyncBrokenDialog
from tui.screens.sync_conflicts import Answer
from tui.screens.sync_conflicts import SyncConflictsDialog
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
            id="sync.decide",
            keys=("f6", "d"),
            label=msgid("Decide"),
            help=msgid("Look at what waits for a decision, and choose."),
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

    step: Step


@dataclass
class _Synced(Message):
    """Both sides hold the same, or it waits for a person."""

    result: SyncResult


@dataclass
class _Forgotten(Message):
    """A sync that waited was given up."""


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
        self._waiting: SyncResult | None = None
        self.failure: Failure | None = None
        """Why the last try stopped."""
        self._steps = Static()

    @property
    def is_done(self) -> bool:
        """Whether both sides hold the same now."""
        return self._result is not None

    def compose_body(self) -> ComposeResult:
        """The steps so far."""
        with VerticalScroll(id="sync-steps"):
            yield self._steps

    def on_mount(self) -> None:
        """Begin."""
        self.action_again()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Once more is for when it ended, deciding for when it waits."""
        if action == "again":
            return None if self._is_syncing else True
        if action == "decide":
            return self._waiting is not None
        return super().check_action(action, parameters)

    def action_again(self) -> None:
        """Sync, without what was chosen before: the conflicts are told anew, with it filled in."""
        self._sync(())

    def _sync(self, choices: Iterable[Choice], *, accept_broken: bool = False) -> None:
        if self._is_syncing:
            return
        self._is_syncing = True
        self._give_up = Event()
        self._waiting = None
        self.failure = None
        self._lines = []
        self._say(literal(_("Syncing..")))
        self.refresh_bindings()
        chosen, give_up = tuple(choices), self._give_up

        def work() -> Message:
            desk = self._desk
            return _Synced(desk.sync(self._report, give_up.is_set, choices=chosen, accept_broken=accept_broken))

        run_errand(self, "sync", work)

    def _report(self, step: Step) -> None:
        self.post_message(_Progress(step))

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
        self._say(literal(say_step(event.step)))

    @on(_Synced)
    def _synced(self, event: _Synced) -> None:
        event.stop()
        result = event.result
        for line in say_losses(result):
            self._say(literal(line, multiline=True))
        if result.waits:
            self._waiting = result
            self._say(literal(say_waiting(result), style="bold $text-warning"))
            self._end()
            if self.is_current:
                self.action_decide()
            return
        self._result = result
        self._say(literal(say_result(result), style="bold $text-success"))
        for line in say_proposals(result):
            self._say(literal(line, multiline=True))
        self._end()

    # What waits for a person

    def action_decide(self) -> None:
        """Show what waits for a decision."""
        waiting = self._waiting
        if waiting is None:
            return
        desk = self._desk
        if waiting.conflicts:
            conflicts = waiting.conflicts
            dialog = SyncConflictsDialog(
                desk.view.register, conflicts, desk.choices, lambda: find_hands(desk.store, conflicts)
            )
            self.app.push_screen(dialog, self._decided)
        else:
            self.app.push_screen(SyncBrokenDialog(desk.view.register, waiting.broken), self._accepted)

    def _decided(self, answer: Answer | None) -> None:
        if answer == "go-on":
            self._sync(self._desk.choices.values())
        elif answer == "give-up":
            run_errand(self, "sync.forget", self._forget)

    def _accepted(self, accepted: bool | None) -> None:
        if accepted:
            self._sync(self._desk.choices.values(), accept_broken=True)

    def _forget(self) -> Message:
        self._desk.give_sync_up()
        return _Forgotten()

    @on(_Forgotten)
    def _forgotten(self, event: _Forgotten) -> None:
        event.stop()
        self._waiting = None
        self._say(literal(_("Forgotten. Both histories stand as they did."), style="bold"))
        self.refresh_bindings()

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


_STEPS = {
    Stage.FETCHING: msgid("Fetching from {remote}.."),
    Stage.MERGING: msgid("Merging {n} change(s) of others with yours.."),
    Stage.TAKING_OVER: msgid("Taking over {n} change(s) of others.."),
    Stage.SENDING: msgid("Sending {n} change(s) of yours.."),
    Stage.PROPOSALS: msgid("Carrying proposals.."),
}


def say_step(step: Step) -> str:
    """Say a step of a sync."""
    return _(_STEPS[step.stage]).format(n=step.commits, remote=step.remote)


def say_result(result: SyncResult) -> str:
    """Say in one sentence what a sync did."""
    if result.up_to_date:
        return _("Nothing to do: both sides hold the same.")
    said = _("Done: fetched {fetched}, took over {merged}, pushed {pushed}.")
    return said.format(fetched=result.fetched, merged=result.merged, pushed=result.pushed)


def say_waiting(result: SyncResult) -> str:
    """Say what waits for a person, and how to come back to it."""
    key = key_of("sync.decide")
    if result.conflicts:
        said = _("{n} place(s) were changed on both sides. Nothing was merged or sent. {key} decides; what is chosen stays. `dutybook sync --continue` goes on as well.")  # fmt: skip
        return said.format(n=len(result.conflicts), key=key)
    said = _("The merge alone would break {n} thing(s). Nothing was merged or sent. {key} looks at them.")
    return said.format(n=len(result.broken), key=key)


def say_losses(result: SyncResult) -> list[str]:
    """Say which comments went with parts that one side took out."""
    said = _("{path}: this comment went with what one side took out: {comment}")
    return [said.format(path=path, comment=comment) for path, comment in result.lost_comments]


def say_proposals(result: SyncResult) -> list[str]:
    """Say which proposals were sent, and which were not."""
    lines = [_("Sent the proposal {name}.").format(name=name) for name in result.proposals]
    refused = _("! The remote did not take the proposal {name}: {words}")
    apart = _("! Both sides changed the proposal {name} in ways that don't go together; its author must look.")
    return lines + [(refused if words else apart).format(name=name, words=words) for name, words in result.troubled]
