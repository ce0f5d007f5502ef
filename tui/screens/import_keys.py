"""The actions of going through a policy text."""

from tui.actions import Action
from tui.actions import register_actions
from tui.language import msgid

register_actions(
    [
        Action(
            id="import.accept",
            keys=("f2", "a"),
            label=msgid("Accept draft"),
            help=msgid("Accept the draft, unit or group: it is saved with the others. Again: open."),
            does="decide('accept')",
            shown=True,
        ),
        Action(
            id="import.skip",
            keys=("f8", "x"),
            label=msgid("Leave out"),
            help=msgid("Leave the draft, unit or group out; its clause stays in the source. Again: open."),
            does="decide('skip')",
            shown=True,
        ),
        Action(
            id="import.change",
            keys=("f6", "enter", "e"),
            label=msgid("Edit draft"),
            help=msgid("Change the fields of the draft, or say to which unit a new post belongs."),
        ),
        Action(
            id="import.split",
            keys=("f7", "p"),
            label=msgid("Part"),
            help=msgid("Part the draft in two, at words that you type."),
        ),
        Action(
            id="import.join",
            keys=("f9", "J"),
            label=msgid("Join"),
            help=msgid("Make one duty of this draft and the next."),
        ),
        Action(
            id="import.accept-clear",
            keys=("f5", "A"),
            label=msgid("All clear ones"),
            help=msgid("Accept every draft about which nothing is asked."),
            shown=True,
        ),
    ],
    scopes={"import": msgid("Import of a policy text")},
)
