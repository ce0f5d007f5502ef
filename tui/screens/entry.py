"""Entering work quickly: from what the cursor is on to a work record that is filled in already."""

from collections.abc import Mapping
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING
from typing import Any

from schema.change import ChangeSet
from schema.identity import Place
from schema.identity import place_of
from schema.obligation import Obligation
from schema.precedent import carried
from schema.succession import Succession
from store.draft import Draft
from tui import tidings
from tui.actions import key_of
from tui.dialogs.pick import PickDialog
from tui.errands import run_errand
from tui.language import _
from tui.language import language
from tui.naming import kind_label
from tui.naming import name_of
from tui.naming import place_label
from tui.pinyin import spell
from tui.record_lines import last_day
from tui.record_lines import say_count
from tui.record_lines import say_period
from tui.screens.frame import Frame
from tui.screens.listing import Listing
from tui.screens.pane import Pane
from tui.screens.today import Today
from tui.widgets.fields.spec import Choice
from tui.widgets.record_view import RecordView
from tui.work_record import begin_work
from tui.work_record import merged

if TYPE_CHECKING:
    from store.register import Saved
    from tui.deeds import Deed
    from tui.screens.edit import EditScreen

_MOST = 500
"""Most obligations that are offered to pick from."""
_USUAL = ("tui.screens.edit", "EditScreen")
_SCREENS = {
    "activity": ("tui.screens.work", "WorkScreen"),
    "finding": ("tui.screens.evidence", "EvidenceScreen"),
}
"""Module and class of the form of a kind; the first paint does not wait for forms."""


class EntryFrame(Frame):
    """What the main screen does with obligations, and with several records at once."""

    deed: "Deed | None" = None
    """What was saved last; it can be done again elsewhere."""
    falling: Mapping[Place, Sequence[Obligation]] = {}
    """What falls to each unit and post; empty until it is worked out."""

    def on_obligations_ready(self, event: tidings.ObligationsReady) -> None:
        """Work out to whom they fall; the frame has shown them already."""
        if event.view is self.desk.view:
            run_errand(self, "falling", partial(tidings.find_falling, event.view))

    def on_falling_ready(self, event: tidings.FallingReady) -> None:
        """Offer work for what falls to the unit or post of the cursor."""
        if event.view is self.desk.view:
            self.falling = event.by_place
            self.refresh_bindings()

    @property
    def place(self) -> Place | None:
        """The record that actions are about: the one of the cursor, even where the record pane does not follow it yet."""
        self.catch_up()
        return self.query_one(RecordView).page.place

    def catch_up(self) -> None:
        """Show the record of the cursor if that was put off: a key that is about it does not wait until the cursor rests."""
        if self._settling is not None:
            self._settling.stop()
            self.show_record_now()

    def obligations_here(self) -> Sequence[Obligation]:
        """The obligations that the cursor is on: of the row, the cell or the day, or of the duty, unit or post that is shown."""
        exact = self._obligations_of_row()
        if exact is not None:
            return exact
        return self._obligations_of_duty() or self.falling.get(self.place or ("", ""), ())

    def _obligations_of_duty(self) -> Sequence[Obligation]:
        """The obligations of the duty that is shown; none where it is something else."""
        kind, id_ = self.place or ("", "")
        return self.obligations.get(id_, ()) if kind == "duty" else ()

    def _obligations_of_row(self) -> Sequence[Obligation] | None:
        """The obligations that the row, the cell or the day of the cursor stands for; None where it stands for something else."""
        middle = self.middle
        if self.pinned is None and isinstance(middle, Today):
            return (middle.item,) if isinstance(middle.item, Obligation) else ()
        if self.pinned is None and isinstance(middle, Pane) and (found := middle.obligations):
            return found
        return None

    def action_work(self, like: "Deed | None" = None) -> None:
        """Record the work that fulfils the obligation; asks which where the cursor is on several.

        Args:
            like: a record that was added, from which what stays the same is taken over.
        """
        found = self.obligations_here()
        if not found or self.is_refused():
            return
        offered = sorted(
            [one for one in found if one.is_open] or found, key=lambda one: (one.opens > self.desk.today, one.last_day)
        )[:_MOST]
        if len(offered) == 1:
            self.begin_work(offered[0], like)
            return
        by_key = {"/".join(map(str, one.key)): one for one in offered}
        choices = [self._choice(key, one) for key, one in by_key.items()]

        def take(answer: list[str] | None) -> None:
            if answer:
                self.begin_work(by_key[answer[0]], like)

        self.app.push_screen(PickDialog(_("Record work for"), choices), take)

    def action_acts(self) -> None:
        """Show what may be done about the record or the obligation; asks which where the cursor is on several."""
        exact, place = self._obligations_of_row(), self.place
        found = self._obligations_of_duty() if exact is None else exact
        if not (found or place) or self.is_refused():
            return
        if exact:
            place = None
        if not found or (len(found) == 1 and place is None):
            self._show_acts(found[0] if found else place)
            return
        by_key = {"/".join(map(str, one.key)): one for one in found[:_MOST]}
        label = place_label(self.desk.view.register, place) if place is not None else ""
        itself = [Choice(value="/", label=label)] if place is not None else []

        def take(answer: list[str] | None) -> None:
            if answer:
                self._show_acts(by_key.get(answer[0], place))

        choices = [*itself, *(self._choice(key, one) for key, one in by_key.items())]
        self.app.push_screen(PickDialog(_("Acts about"), choices), take)

    def _show_acts(self, subject: Obligation | Place | None) -> None:
        from tui.screens.acts import ActsDialog  # noqa: PLC0415 - the first paint does not wait for forms

        if subject is not None:
            self.show_dialog(ActsDialog(self.desk, subject))

    def action_handover(self) -> None:
        """Hand a post over: that of the record, or one that is picked from all that changed hands."""
        from tui.screens.handover import offer_handovers  # noqa: PLC0415 - the first paint does not wait for forms

        if self.is_refused():
            return
        kind, id_ = self.place or ("", "")
        record = self.desk.view.register.handovers.get(id_) if kind == "handover" else None
        post = record.post if record is not None else id_ if kind == "post" else ""
        offer_handovers(self, self.desk, post, self.show_dialog)

    def show_handover(self, change: Succession) -> None:
        """Lead through one handover; where nothing may be changed, only show what is known of it."""
        from tui.screens.handover import HandoverDialog  # noqa: PLC0415 - the first paint does not wait for forms

        if self.desk.read_only or self.desk.past is not None:
            self.show_place()
        else:
            self.show_dialog(HandoverDialog(self.desk, change))

    def show_place(self, place: Place | None = None) -> None:
        """Put the focus on the record pane, with this record in it."""
        raise NotImplementedError

    def show_dialog(self, dialog: Any) -> None:
        """Show a dialog, and everything anew where it changed something."""
        raise NotImplementedError

    def _choice(self, key: str, one: Obligation) -> Choice:
        register = self.desk.view.register
        period, state = say_period(register, one), one.state.label(language())
        name = name_of(register, "duty", one.duty)
        note = "  ".join(part for part in (state, say_count(one), last_day(one)) if part)
        return Choice(value=key, label=f"{period}  {name}", note=note, search=spell(f"{name} {period}"))

    def begin_work(self, one: Obligation, like: "Deed | None" = None) -> None:
        """Open the form of a new work record for an obligation."""
        begun = begin_work(self.desk.view, one)
        if like is not None:
            kept = carried(self.desk.view.register, like.values, self.desk.today)
            begun = merged(begun, {key: value for key, value in kept.items() if key != "participants"})
        self.edit("activity", None, begun)

    def edit(
        self, kind: str, id_: str | None, initial: Mapping[str, Any] | None = None, *, draft: Draft | None = None
    ) -> None:
        """Open the form of a record; None as id for a new one."""
        module, name = _SCREENS.get(kind, _USUAL)
        screen: EditScreen = getattr(import_module(module), name)(self.desk, kind, id_, initial, draft=draft)

        def closed(saved: "Saved | None") -> None:
            if saved is not None and screen.changes is not None:
                self._remember(screen.changes)
            self._edited(saved)

        self.app.push_screen(screen, closed)

    def _remember(self, changes: ChangeSet) -> None:
        from tui.deeds import deed_of  # noqa: PLC0415 - only what was saved asks for it

        self.deed = deed_of(changes) or self.deed

    def _edited(self, saved: "Saved | None") -> None:
        if saved is None:
            self.look_around()
            return
        self.show_register()
        place = place_of(saved.paths[0]) if saved.paths and not saved.proposal else None
        if place is not None and self.here == place[0]:
            self.go(place[0], place=place, focus=False)

    # --- several records, and once more ----------------------------------------------------------------------------

    @property
    def _chosen(self) -> tuple[str, list[str]]:
        """Kind and ids of the selected rows of a list, or of the row of the cursor."""
        middle = self.middle
        if not isinstance(middle, Listing):
            return "", []
        closed = self.desk.newer | self.desk.view.register.unreadable
        return middle.kind, [id_ for id_ in middle.records.chosen_ids() if (middle.kind, id_) not in closed]

    def action_set_all(self) -> None:
        """Ask for a field, and set it in the selected records."""
        from tui.screens.setting_all import field_choices  # noqa: PLC0415 - the first paint does not wait for forms

        kind, ids = self._chosen
        if not ids:
            said = _("Go to a list of records and select rows with {key} first.")
            self.app.notify(said.format(key=key_of("list.select")), severity="warning")
        elif not self.is_refused():
            title = _("Which field is set in {n} records?").format(n=len(ids))
            self.app.push_screen(PickDialog(title, field_choices(kind)), partial(self._set_all, kind, ids))

    def _set_all(self, kind: str, ids: list[str], keys: list[str] | None, again: "Deed | None" = None) -> None:
        from tui.screens.setting_all import SettingAll  # noqa: PLC0415 - the first paint does not wait for forms

        if not keys:
            return
        dialog = SettingAll(self.desk, kind, ids, keys, again.values if again else None, again.how if again else "set")

        def closed(saved: "Saved | None") -> None:
            if saved is not None:
                self.deed = dialog.deed or self.deed
                self.show_register()

        self.app.push_screen(dialog, closed)

    def action_repeat(self) -> None:
        """Do what was saved last once more: to the row of the cursor, or to the selected ones."""
        deed = self.deed
        kind, ids = self._chosen
        if deed is None:
            self.app.notify(_("Nothing was saved yet that could be done again."), severity="warning")
        elif self.is_refused():
            return
        elif deed.is_new and deed.kind == "activity" and len(self.obligations_here()) > 0:
            self.action_work(deed)
        elif deed.kind == kind and ids and not deed.is_new:
            self._set_all(kind, ids, list(deed.values), deed)
        else:
            said = _("What was saved last, in '{kind}', can't be done again here.")
            self.app.notify(said.format(kind=kind_label(deed.kind)), severity="warning")

    def is_refused(self) -> bool:
        """Whether nothing is changed here; then it is said why."""
        raise NotImplementedError
