"""The main screen: what the keys do with the record, the obligation or the row of the cursor."""

from collections.abc import Callable
from functools import partial
from typing import Any
from typing import ClassVar
from typing import cast

from textual.app import SuspendNotSupported
from textual.binding import BindingType
from textual.widget import Widget

from schema.failure import Failure
from schema.identity import Place
from schema.kinds import KINDS
from schema.kinds.finding import Finding
from schema.obligation import Obligation
from schema.turn import HandoverTurn
from store.draft import Draft
from store.past.history import LoggedCommit
from tui import tidings
from tui.actions import bindings
from tui.actions import key_of
from tui.dialogs.confirm import MessageDialog
from tui.dialogs.failure import FailureDialog
from tui.dialogs.pick import PickDialog
from tui.editor import edit
from tui.errands import ErrandFailed
from tui.errands import run_errand
from tui.exporting import Exported
from tui.language import _
from tui.language import language
from tui.naming import kind_label
from tui.naming import place_label
from tui.pinyin import spell
from tui.reviewing import Verdict
from tui.reviewing import Waiting
from tui.screens import main_keys  # noqa: F401 - adds the actions that the bindings below are made from
from tui.screens.entry import EntryFrame
from tui.screens.pages import path_in
from tui.screens.pane import Pane
from tui.screens.today import BEGIN
from tui.screens.today import SYNC
from tui.screens.today import Today
from tui.screens.today import Work
from tui.screens.today import place_of_draft
from tui.widgets.fields.spec import Choice
from tui.widgets.navigation import HISTORY
from tui.widgets.navigation import Navigation
from tui.widgets.record_view import RecordView

_ASKED = frozenset({"copy", "export", "present"})
"""Errands that a key began."""


class MainScreen(EntryFrame):
    """The screen that the app begins with."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("main")]

    def __init__(self) -> None:
        super().__init__()
        self._history_of: Place | None = None

    # --- panes -----------------------------------------------------------------------------------------------------

    def action_turn_pane(self, step: int) -> None:
        """Go to the next pane that is to be seen, or to the one before."""
        panes = [self.query_one(Navigation), self.middle, self.query_one(RecordView)]
        there = [pane for pane in panes if pane is not None and pane.display and pane.size.width]
        at = next((place for place, pane in enumerate(there) if pane.has_focus_within), -1)
        if not there:
            return
        chosen = there[(at + step) % len(there)]
        if chosen is self.middle:
            self.focus_middle()
        else:
            chosen.focus()

    def action_menu(self) -> None:
        """Show the menu, or go back from it."""
        navigation = self.query_one(Navigation)
        if navigation.has_focus:
            self.mark(menu=False)
            self.focus_middle()
        else:
            self.mark(menu=True, record=False)
            navigation.go_to(self.here)
            navigation.focus()

    def action_back(self) -> None:
        """Close the record, or go back from the list to the menu."""
        if self.query_one(RecordView).has_focus:
            self.pinned = None
            self.mark(record=False)
            self.focus_middle()
            self.show_record_soon()
        elif self.query_one(Navigation).has_focus:
            self.mark(menu=False)
            self.focus_middle()
        else:
            self.action_menu()

    def show_place(self, place: Place | None = None) -> None:
        """Put the focus on the record pane, with this record in it."""
        if place is not None:
            self.pinned = place
            self.show_record_now()
        self.catch_up()
        self.mark(menu=False, record=True)
        self.query_one(RecordView).focus()

    def open_row(self) -> None:
        """Open the row of the cursor: the record, the duty of an obligation, or what looks after unsaved work."""
        middle = self.middle
        if isinstance(middle, Pane):
            if middle.place is not None:
                self.open_place(middle.place)
            elif middle.item is not None:
                self.show_place()
        elif isinstance(middle, Today):
            self._open_item(middle)
        else:
            self.show_place()

    def _open_item(self, today: Today) -> None:
        match today.item:
            case Obligation() as one:
                self.show_place(("duty", one.duty))
            case Finding() as one:
                self.show_place(("finding", one.id))
            case LoggedCommit() as one:
                self.show_history(one.places[0] if one.places else None)
            case Draft() as one:
                self._open_draft(one)
            case Waiting():
                self.show_place()
            case HandoverTurn() as one:
                self.show_handover(one.change)
            case Work() as one:
                self._open_work(today.cursor_id, one)
            case None:
                pass

    def _open_work(self, row: str, work: Work) -> None:
        if row == "unfinished":
            self._look_after(work)
        elif row == SYNC:
            self.action_sync()
        elif row == BEGIN:
            self.go("unit")
        else:
            self.action_outside()

    def open_place(self, place: Place) -> None:
        """Go to a record in the list of its kind; settings and calendars have no list and are shown alone."""
        if place[0] in KINDS:
            self.go(place[0], place=place, focus=False)
        self.show_place(place)

    # --- the record ------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what can't be done here; what is refused for now stays and is greyed out."""
        if not self.is_open:
            return action in {"turn_pane", "menu", "back"} or (False if action == "acts" else None)
        if action in {"export", "present"}:
            return (self.desk.past is None) == (action == "export")
        if action == "decide":
            return self._may(cast("Verdict", parameters[0]))
        if action == "work":
            return bool(self.obligations_here())
        if action == "acts":
            return self.here != HISTORY and (self.place is not None or bool(self.obligations_here()))
        if action == "add":
            return self.here in KINDS
        if action in {"edit", "history", "external"}:
            return self.place is not None and self.here != HISTORY
        return super().check_action(action, parameters)

    def action_edit(self) -> None:
        """Edit the record in a form."""
        place = self.place
        if place is None or self.is_refused():
            return
        if place[0] not in KINDS or place in self.desk.newer or place in self.desk.view.register.unreadable:
            hint = _("{key} opens its file in the editor.").format(key="Ctrl+E")
            said = _("{record} can't be edited in a form.").format(record=place_label(self.desk.view.register, place))
            self.app.push_screen(MessageDialog(said, hint))
            return
        self.edit(place[0], place[1])

    def action_add(self) -> None:
        """Add a record of the kind that is listed."""
        if self.here in KINDS and not self.is_refused():
            self.edit(self.here, None)

    def action_history(self) -> None:
        """Show the history of the record."""
        if self.place is not None:
            self.show_history(self.place)

    def show_history(self, place: Place | None, *, focus: bool = True) -> None:
        """Show the history of a record, or of everything."""
        from tui.screens.history import HistoryView  # noqa: PLC0415 - the first paint does not wait for it

        self._history_of = place
        for view in self.query(HistoryView):
            if view.place != place:
                view.show_place(place)
        self.go(HISTORY, focus=focus)

    def make_history(self) -> Widget:
        """The history of what was asked for."""
        from tui.screens.history import HistoryView  # noqa: PLC0415 - the first paint does not wait for it

        return HistoryView(self.desk, self._history_of)

    def show_register(self) -> None:
        """Show everything anew, the history too."""
        super().show_register()
        for view in self.query(f".list-{HISTORY}"):
            getattr(view, "renew", bool)()

    def action_follow(self) -> None:
        """Go to a record that this one names."""
        self.catch_up()
        places = self.query_one(RecordView).page.places()
        if not places:
            self.app.notify(_("This record names no other."))
            return
        register = self.desk.view.register
        labels = {f"{kind}/{id_}": place_label(register, (kind, id_)) for kind, id_ in places}
        choices = [
            Choice(value=value, label=label, note=kind_label(value.partition("/")[0]), search=spell(label))
            for value, label in labels.items()
        ]

        def go(answer: list[str] | None) -> None:
            if answer:
                kind, _slash, id_ = answer[0].partition("/")
                self.open_place((kind, id_))

        self.app.push_screen(PickDialog(_("Go to"), choices), go)

    def action_copy_as(self) -> None:
        """Ask how to copy what is selected, or the record that is shown."""
        from tui.dialogs.copy_as import offer_copy  # noqa: PLC0415 - the first paint does not wait for it

        offer_copy(self)

    def action_export(self) -> None:
        """Make a document."""
        from tui.dialogs.export import offer_export  # noqa: PLC0415 - the first paint does not wait for it

        offer_export(self, self.desk, self.place)

    def action_import_policy(self) -> None:
        """Take a policy text in."""
        if not self.is_refused():
            from tui.dialogs.policy import offer_import  # noqa: PLC0415 - the first paint does not wait for it

            offer_import(self, self.desk, self._edited)

    def on_exported(self, event: Exported) -> None:
        """Say where it is."""
        self.app.notify(_("Written: {path}").format(path=str(event.path)))

    def action_external(self) -> None:
        """Open the record's file in the person's editor."""
        if self.place is None or self.is_refused():
            return
        path = self.desk.top / path_in(self.desk, self.place)
        try:
            with self.app.suspend():
                edit(path)
        except SuspendNotSupported:
            self.app.notify(_("An editor can't be opened here."), severity="warning")
        except Failure as failure:
            self.tell(failure)
        self.refresh(layout=True)
        self.look_again()
        self.look_around()

    def on_errand_failed(self, event: ErrandFailed) -> None:
        """Tell what the person asked for each time; what runs by itself is said once, by the frame."""
        if event.errand in _ASKED:
            event.prevent_default()
            self.tell(event.failure)

    def tell(self, failure: Failure) -> None:
        """Say why something could not be done."""
        self.app.push_screen(FailureDialog(failure))

    # --- the register ----------------------------------------------------------------------------------------------

    def action_refresh(self) -> None:
        """Look at the disk now, and at what lies beside the register."""
        self.look_again()
        self.look_around()
        self.show_destination()

    def action_outside(self) -> None:
        """Save with a reason what was changed outside."""
        from tui.screens.outside import OutsideDialog  # noqa: PLC0415 - the first paint does not wait for it

        if self.is_refused():
            return
        self.show_dialog(OutsideDialog(self.desk))

    def action_sync(self) -> None:
        """Fetch what others saved and push."""
        from tui.screens.sync import SyncDialog  # noqa: PLC0415 - the first paint does not wait for it

        if self.is_refused():
            return
        self.show_dialog(SyncDialog(self.desk))

    def show_dialog(self, dialog: Any) -> None:
        """Show a dialog, and everything anew where it changed something."""
        self.app.push_screen(dialog, self._looked_after)

    def _looked_after(self, answer: object) -> None:
        if answer is None:
            self.look_again()
            self.look_around()
        else:
            self.show_register()

    # --- the past --------------------------------------------------------------------------------------------------

    def is_refused(self) -> bool:
        """Whether nothing may be changed, in the past or where one only reads; then the reason is said."""
        if self.desk.past is not None:
            said = _("The past is not changed. {key} goes back to the present.").format(key=key_of("main.present"))
        elif self.desk.read_only:
            said = "\n".join(self.desk.read_only[0].say(language())).strip()
        else:
            return False
        self.app.notify(said, severity="warning", timeout=10)
        return True

    def action_as_of(self) -> None:
        """Ask for a day or a commit, and show the register as it was known then."""
        from tui.screens.as_of import AsOfDialog  # noqa: PLC0415 - the first paint does not wait for it

        self.app.push_screen(AsOfDialog(self.desk, self._commit_here()), self._went_back)

    def _commit_here(self) -> str:
        """The commit that the cursor is on; empty where it is on none."""
        if isinstance(self.middle, Today) and isinstance(self.middle.item, LoggedCommit):
            return self.middle.item.commit[:12]
        return getattr(self.middle, "commit_here", "")[:12]

    def _went_back(self, asked: str | None) -> None:
        if asked is not None:
            self.pinned = None
            self.show_register()

    def action_present(self) -> None:
        """Show the register as it is now."""
        run_errand(self, "present", partial(tidings.return_to_present, self.desk))

    # --- proposals -------------------------------------------------------------------------------------------------

    def _proposal(self) -> Waiting | None:
        """The proposal that is shown, on Today or in Review; None where none is."""
        middle = self.middle
        item = middle.item if isinstance(middle, Today | Pane) and self.pinned is None else None
        return item if isinstance(item, Waiting) else None

    def _may(self, verdict: Verdict) -> bool:
        """Whether the person may do this with the proposal that is shown."""
        one = self._proposal()
        if one is None:
            return False
        if verdict == "comment":
            return not one.is_approved
        return one.may_hand_in if verdict == "hand-in" else one.may_decide

    def action_decide(self, verdict: Verdict) -> None:
        """Approve the proposal that is shown, send it back, comment on it or hand it in."""
        from tui.screens.decision import DecisionDialog  # noqa: PLC0415 - the first paint does not wait for it

        one = self._proposal()
        if one is None or not self._may(verdict) or self.is_refused():
            return

        def decided(answer: object) -> None:
            if answer is not None and verdict != "comment" and isinstance(self.middle, Today):
                self.mark(record=False)  # it waits no more: the list says what does
                self.focus_middle()
            self._looked_after(answer)

        self.app.push_screen(DecisionDialog(self.desk, one, verdict), decided)

    # --- what was left behind --------------------------------------------------------------------------------------

    def _look_after(self, work: Work, then: Callable[[], None] | None = None) -> None:
        from tui.screens.unfinished import UnfinishedDialog  # noqa: PLC0415 - the first paint does not wait for it

        def closed(_answer: object) -> None:
            self.show_register()
            if then is not None:
                then()

        self.app.push_screen(UnfinishedDialog(self.desk, list(work.unfinished)), closed)

    def offer_left_behind(self, work: Work) -> None:
        """Offer saves that were cut off, then drafts."""
        if work.unfinished:
            self._look_after(work, then=lambda: self._offer_drafts(work))
        else:
            self._offer_drafts(work)

    def _offer_drafts(self, work: Work) -> None:
        if not work.drafts:
            return
        from tui.screens.drafts import DraftsDialog  # noqa: PLC0415 - the first paint does not wait for forms

        def go(draft: Draft | None) -> None:
            if draft is not None:
                self._open_draft(draft)

        self.app.push_screen(DraftsDialog(self.desk, work.drafts), go)

    def _open_draft(self, draft: Draft) -> None:
        kind, id_ = place_of_draft(draft)
        if kind in KINDS:
            self.edit(kind, id_ or None, draft=draft)
