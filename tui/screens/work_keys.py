"""The actions of the form of a work record, and of the dialog that picks a file."""

from tui.actions import Action
from tui.actions import register_actions
from tui.language import msgid

register_actions(
    [
        Action(
            id="work.attach",
            keys=("f3", "ctrl+o"),
            label=msgid("Attach"),
            help=msgid("Pick a file as evidence; it is copied into the register when the record is saved."),
            shown=True,
        ),
        Action(
            id="work.evidence",
            keys=("f5", "ctrl+n"),
            label=msgid("Evidence"),
            help=msgid("Add a row of evidence: the first that is missing."),
            shown=True,
        ),
        Action(
            id="work.as-last",
            keys=("f10", "ctrl+l"),
            label=msgid("As last time"),
            help=msgid(
                "Take over from the last record of the same duty and unit what stays the same; never days, numbers or evidence."
            ),
            shown=True,
        ),
        Action(
            id="work.group",
            keys=("ctrl+g",),
            label=msgid("Group"),
            help=msgid("Put the posts of a leading group, as they are held on the day of the record, as participants."),
        ),
        Action(
            id="files.complete",
            keys=("tab",),
            label=msgid("Complete"),
            help=msgid(
                "Complete the name that is typed, as far as it is certain; where nothing is typed, go to the list."
            ),
            shown=True,
        ),
        Action(
            id="files.above",
            keys=("f4", "ctrl+up"),
            label=msgid("Folder above"),
            help=msgid("Go to the folder above."),
            shown=True,
        ),
        Action(
            id="files.hidden",
            keys=("f8", "ctrl+t"),
            label=msgid("Hidden files"),
            help=msgid("Show files whose name begins with a dot, or leave them out again."),
            shown=True,
        ),
    ],
    scopes={"work": msgid("Form of a work record"), "files": msgid("Picking a file")},
)
