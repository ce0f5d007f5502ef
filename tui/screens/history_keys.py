"""The actions of History."""

from tui.actions import Action
from tui.actions import register_actions
from tui.language import msgid

register_actions(
    [
        Action(
            id="history.undo",
            keys=("ctrl+z", "U"),
            label=msgid("Take back"),
            help=msgid("Take the commit back by a commit of its own; shows the difference first. History is never rewritten."),
            shown=True,
        ),
        Action(
            id="history.redo",
            keys=("shift+f10", "f22", "R"),
            label=msgid("Redo"),
            help=msgid("Bring back what you took back last; shows the difference first."),
        ),
        Action(
            id="history.more",
            keys=("f7", "plus"),
            label=msgid("Older"),
            help=msgid("Read older commits; the end of the list does so by itself."),
        ),
    ],
    scopes={"history": msgid("History")},
)  # fmt: skip
