"""Taking commits back from History, and bringing back what was taken back: each is offered as a change with its difference."""

from functools import partial
from typing import TYPE_CHECKING
from typing import ClassVar

from tui.desk import Desk
from tui.screens.offer import Offering

if TYPE_CHECKING:  # the store's saving half comes with the register itself, behind the first paint
    from schema.change import ChangeSet
    from store.register import RegisterStore


class Undoer(Offering):
    """Offers what takes a commit back; is not seen itself."""

    DEFAULT_CSS: ClassVar[str] = "Undoer { display: none; }"

    def undo(self, desk: Desk, commit: str) -> None:
        """Offer what takes a commit back; why it can't be is said.

        Args:
            desk: the register.
            commit: full id.
        """
        if commit and not self.is_refused():
            self.offer(desk, partial(_undo, commit))

    def redo(self, desk: Desk) -> None:
        """Offer what brings back what the person took back last."""
        if not self.is_refused():
            self.offer(desk, _redo)


def _undo(commit: str, store: "RegisterStore") -> "ChangeSet":
    from store.undo import plan_undo  # noqa: PLC0415 - only this asks for it

    return plan_undo(store, commit).changes


def _redo(store: "RegisterStore") -> "ChangeSet":
    from store.undo import plan_redo  # noqa: PLC0415 - only this asks for it

    return plan_redo(store).changes
