"""Offering a change that a rule or an act worked out: its difference is shown, a person says why, and it is one commit.

A pane that offers changes inherits from `OfferPane`, another widget from `Offering`. Nothing is written before the person accepts the difference.
"""

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from typing import NamedTuple

from msgspec.structs import replace
from textual import on
from textual.message import Message
from textual.widget import Widget

from schema.change import ChangeSet
from schema.diagnostic import Diagnostic
from tui.desk import Desk
from tui.errands import ErrandFailed
from tui.errands import run_errand
from tui.language import _
from tui.screens.pane import Pane
from tui.wording import say_saved

if TYPE_CHECKING:  # the store's saving half comes with the register itself, behind the first paint
    from store.register import RegisterStore
    from store.register import Saved

Make = Callable[["RegisterStore"], ChangeSet | None]
"""Works a change out of the register as it stands; None where there is nothing to do."""
_OFFER, _SAVE = "offer", "offer.save"


class Asked(NamedTuple):
    """What is shown beside the difference."""

    before: str = ""
    """What to read before it, itself a unified difference; any text."""
    notes: tuple[str, ...] = ()
    """What to say above it."""
    has_reason: bool = True
    """Whether the reason of the act stands there already; otherwise the person has to say why."""


@dataclass
class Offered(Message):
    """A change was worked out."""

    make: Make
    changes: ChangeSet | None
    asked: "Asked"
    diff: str = ""
    summary: str = ""
    refusals: tuple[Diagnostic, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass
class OfferSaved(Message):
    """It was saved."""

    saved: "Saved"


class Offering(Widget):
    """A widget from which changes are offered."""

    def offer(self, desk: Desk, make: Make, asked: Asked | None = None) -> None:
        """Work a change out and ask about it.

        Args:
            desk: the register.
            make: works it out; runs in a thread.
            asked: what is shown beside the difference.
        """
        self._offering = desk
        run_errand(self, _OFFER, partial(_work_out, desk, make, asked or Asked()))

    def is_refused(self) -> bool:
        """Whether nothing may be changed now; the reason is said."""
        from tui.screens.frame import Frame  # noqa: PLC0415 - the frame knows the panes

        return isinstance(self.screen, Frame) and self.screen.is_refused()

    @on(Offered)
    def _ask(self, event: Offered) -> None:
        """Show the difference and ask why."""
        event.stop()
        changes = event.changes
        if changes is None:
            self.app.notify(_("There is nothing to mend here that a person need not decide."))
        elif event.refusals:
            self._tell_refusals(event)
        else:
            from tui.dialogs.reason import ReasonDialog  # noqa: PLC0415 - the first paint does not wait for dialogs

            typed = changes.reason.strip() if event.asked.has_reason else ""
            diff = event.asked.before + event.diff
            dialog = ReasonDialog(event.summary, diff, notes=(*event.asked.notes, *event.notes), typed=typed)

            def answer(reason: str | None) -> None:
                if reason is not None:
                    run_errand(self, _SAVE, partial(_save, self._offering, replace(changes, reason=reason)))

            self.app.push_screen(dialog, answer)

    def _tell_refusals(self, event: Offered) -> None:
        from tui.dialogs.failure import RefusedDialog  # noqa: PLC0415 - the first paint does not wait for dialogs

        codes = tuple(dict.fromkeys(one.code for one in event.refusals))

        def overridden(store: "RegisterStore") -> ChangeSet | None:
            changes = event.make(store)
            return None if changes is None else replace(changes, overrides=codes)

        def answer(override: bool | None) -> None:
            if override:
                self.offer(self._offering, overridden, event.asked)

        self.app.push_screen(RefusedDialog(event.refusals), answer)

    @on(OfferSaved)
    def _say_saved(self, event: OfferSaved) -> None:
        event.stop()
        self.app.notify(say_saved(event.saved), timeout=10 if event.saved.proposal else None)
        self.post_message(Pane.Changed().set_sender(self))

    @on(ErrandFailed)
    def _offer_failed(self, event: ErrandFailed) -> None:
        """Tell what became of what the person asked for; all else is the frame's."""
        if event.errand in {_OFFER, _SAVE}:
            from tui.dialogs.failure import FailureDialog  # noqa: PLC0415 - the first paint does not wait for dialogs

            event.stop()
            self.app.push_screen(FailureDialog(event.failure))


class OfferPane(Offering, Pane):
    """A destination from which changes are offered."""


def _work_out(desk: Desk, make: Make, asked: Asked) -> Offered:
    from tui.edit_errands import prepare  # noqa: PLC0415 - the first paint does not wait for forms

    with desk.turn:
        changes = make(desk.store)
        if changes is None:
            return Offered(make, None, asked)
        ready = prepare(desk, changes)
    notes = _notes(changes, ready.lost_comments, to_review=ready.goes_to_review)
    return Offered(make, changes, asked, ready.diff, ready.summary, ready.refusals, tuple(notes))


def _notes(changes: ChangeSet, lost: Sequence[str], *, to_review: bool) -> list[str]:
    notes = []
    if to_review:
        notes.append(_("Goes to review: the change is written to your proposal, and the record stays as it is until that is approved."))  # fmt: skip
    notes += [_("This comment goes with what is taken out: {text}").format(text=text) for text in lost]
    if changes.overrides:
        notes.append(_("Overridden: {codes}. Say in the reason why.").format(codes=", ".join(changes.overrides)))
    return notes


def _save(desk: Desk, changes: ChangeSet) -> OfferSaved:
    return OfferSaved(desk.save(changes))
