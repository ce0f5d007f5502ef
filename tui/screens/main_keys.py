"""The actions of the main screen; they work whichever pane has the focus."""

from tui.actions import Action
from tui.actions import register_actions
from tui.language import msgid

register_actions(
    [
        Action(
            id="main.edit",
            keys=("f6", "e"),
            label=msgid("Edit"),
            help=msgid("Edit the record in a form."),
            shown=True,
        ),
        Action(
            id="main.add",
            keys=("f7", "n"),
            label=msgid("New"),
            help=msgid("Add a record of the kind that is listed."),
            shown=True,
        ),
        Action(
            id="main.work",
            keys=("f8", "w", "f20", "shift+f8"),
            label=msgid("Record work"),
            help=msgid("Record the work that fulfils the obligation: a new work record, filled in."),
            shown=True,
        ),
        Action(
            id="main.acts",
            keys=("f11", "ctrl+v"),
            label=msgid("Acts"),
            help=msgid(
                "Show what the office may do about the record or the obligation now: waive, put off, close, appoint, sign."
            ),
            shown=True,
        ),
        Action(
            id="main.handover",
            keys=("shift+f11", "f23"),
            label=msgid("Handover"),
            help=msgid("Hand a post over step by step: what is passed on, who signs next, the list as a document."),
        ),
        Action(
            id="main.set-all",
            keys=("shift+f6", "f18", "M"),
            label=msgid("Set in all"),
            help=msgid("Set one field in all selected records, with the difference shown, as one commit."),
        ),
        Action(
            id="main.repeat",
            keys=("shift+f5", "f17", "full_stop"),
            label=msgid("Once more"),
            help=msgid(
                "Do what was saved last once more: the same fields in the selected records, or a work record for this obligation."
            ),
        ),
        Action(
            id="main.history",
            keys=("ctrl+l", "h"),
            label=msgid("History"),
            help=msgid("Show the history of the record."),
            shown=True,
        ),
        Action(
            id="main.follow",
            keys=("ctrl+o", "o"),
            label=msgid("Go to"),
            help=msgid("Go to a record that this one names."),
        ),
        Action(
            id="main.external",
            keys=("ctrl+e", "E"),
            label=msgid("Editor"),
            help=msgid("Open the record's file in $EDITOR; what it changes is then saved with a reason."),
        ),
        Action(
            id="main.export",
            keys=("ctrl+k",),
            label=msgid("Export"),
            help=msgid("Make a Word document, ledger, calendar or page of the record, or of the register."),
        ),
        Action(
            id="main.import",
            keys=("shift+f7", "f19", "I"),
            label=msgid("Import"),
            help=msgid("Take a policy text apart into clauses and drafts of duties."),
            does="import_policy",
        ),
        Action(
            id="main.copy-as",
            keys=("ctrl+y", "Y"),
            label=msgid("Copy as"),
            help=msgid(
                "Copy the selected records, or this one, as text, as TOML or as table rows, or write them to a file."
            ),
        ),
        Action(
            id="main.outside",
            keys=("ctrl+w", "O"),
            label=msgid("Changed outside"),
            help=msgid("Save with a reason what was changed outside."),
        ),
        Action(
            id="main.sync",
            keys=("ctrl+u", "u"),
            label=msgid("Sync"),
            help=msgid("Fetch what others saved and push your own commits."),
        ),
        Action(
            id="main.approve",
            keys=("f10", "A"),
            label=msgid("Approve"),
            help=msgid("Approve the proposal; asks first."),
            does="decide('approve')",
            shown=True,
        ),
        Action(
            id="main.send-back",
            keys=("f2", "B"),
            label=msgid("Send back"),
            help=msgid("Send the proposal back with what is to be changed."),
            does="decide('return')",
            shown=True,
        ),
        Action(
            id="main.comment",
            keys=("ctrl+d", "C"),
            label=msgid("Comment"),
            help=msgid("Say something to the proposal."),
            does="decide('comment')",
            shown=True,
        ),
        Action(
            id="main.hand-in",
            keys=("ctrl+x", "H"),
            label=msgid("Hand in"),
            help=msgid("Hand your own proposal in for approval; asks first."),
            does="decide('hand-in')",
            shown=True,
        ),
        Action(
            id="main.as-of",
            keys=("ctrl+g", "T"),
            label=msgid("As of"),
            help=msgid("Show the whole register as it was known on a day or at a commit; nothing is changed there."),
        ),
        Action(
            id="main.present",
            keys=("ctrl+n", "P"),
            label=msgid("Present"),
            help=msgid("Leave the past and show the register as it is now."),
            shown=True,
        ),
        Action(
            id="main.refresh",
            keys=("f5", "r"),
            label=msgid("Refresh"),
            help=msgid("Read again what changed on disk."),
        ),
        Action(
            id="main.menu",
            keys=("f9", "m"),
            label=msgid("Menu"),
            help=msgid("Go to the menu of kinds, or show it where it is hidden."),
            shown=True,
        ),
        Action(
            id="main.next-pane",
            keys=("tab",),
            label=msgid("Next pane"),
            help=msgid("Go to the next pane: menu, list, record."),
            does="turn_pane(1)",
        ),
        Action(
            id="main.pane-before",
            keys=("shift+tab",),
            label=msgid("Pane before"),
            help=msgid("Go to the pane before."),
            does="turn_pane(-1)",
        ),
        Action(
            id="main.back",
            keys=("escape",),
            label=msgid("Back"),
            help=msgid("Close the record, or go back to the list or the menu."),
        ),
    ],
    scopes={"main": msgid("Main screen")},
)
