"""The form of a work record: what every form has, a checklist of its evidence below, and keys that fill it in quickly."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from schema.participation import group_members
from schema.participation import standing_groups
from schema.precedent import carried
from schema.precedent import last_similar
from store.toml.text import parse
from tui.actions import bindings
from tui.desk import Desk
from tui.dialogs.pick import PickDialog
from tui.errands import run_errand
from tui.language import _
from tui.naming import called
from tui.naming import place_label
from tui.pinyin import spell
from tui.screens.evidence import EvidenceScreen
from tui.widgets.evidence_list import EvidenceList
from tui.widgets.fields.spec import Choice
from tui.widgets.fields.spec import is_same
from tui.widgets.keys_line import KeysLine
from tui.widgets.record_form import RecordForm
from tui.work_record import duties_of
from tui.work_record import merged
from tui.work_record import needs_of


@dataclass
class _Recalled(Message):
    """The last record was read."""

    id: str
    data: dict[str, Any]
    """What is taken over of it."""


def _recall(desk: Desk, id: str, day: date) -> _Recalled:
    data = parse(desk.read("activity", id).text.encode()).data
    return _Recalled(id, carried(desk.view.register, data, day))


class WorkScreen(EvidenceScreen):
    """Edits one work record."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("work.evidence", "work.as-last", "work.group")]

    def compose(self) -> ComposeResult:
        """The record, the checklist and the keys."""
        yield self.record
        self.checklist = EvidenceList()
        yield self.checklist
        yield KeysLine()

    @on(RecordForm.Shown)
    @on(RecordForm.Changed)
    def _look_at_evidence(self) -> None:
        if self.form is not None:
            self.checklist.show(self._desk.view.register, self.record.after(), self._desk.today)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What fills the form in rests while it is not there, or only shown."""
        if action in {"evidence", "group", "as_last"} and (self.form is None or self._busy or self.record.read_only):
            return None
        return super().check_action(action, parameters)

    def action_evidence(self) -> None:
        """Open a new row of evidence, of the first sort that is missing."""
        table = self.table
        if table is None:
            return
        missing = self.missing()
        table.focus_body()
        table.begin_row({"type": missing[0]} if missing else {})

    def missing(self) -> list[str]:
        """The sorts of evidence that are missing, those first without which the record does not count."""
        open_ = [need for need in needs_of(self.record.after(), self._desk.today) if need.by is None]
        open_.sort(key=lambda need: not need.must)
        return list(dict.fromkeys(sort.value for need in open_ for sort in need.sorts))

    def action_as_last(self) -> None:
        """Take over from the last record of the same duty and unit what stays the same."""
        data = self.record.after()
        unit, duties = data.get("unit"), duties_of(data)
        if not unit or not duties:
            self.app.notify(_("Pick unit and duty first."), severity="warning")
            return
        own = self.record.editing.id if self.record.editing is not None else ""
        last = last_similar(self._desk.view.register, duties, str(unit), self.day(), but=own)
        if last is None:
            self.app.notify(_("This unit has no earlier record for this duty."), severity="warning")
            return
        run_errand(self, "edit.last", partial(_recall, self._desk, last.id, self.day()))

    @on(_Recalled)
    def _take_over(self, event: _Recalled) -> None:
        event.stop()
        if self.form is None:
            return
        before = self.record.after()
        name = place_label(self._desk.view.register, ("activity", event.id))
        taken = []
        for key, value in self.record.adapter.values(merged(before, event.data)).items():
            editor = self.form.editor(key)
            if key[0] in event.data and not is_same(editor.value, value):
                editor.show_value(value)
                editor.changed()
                editor.say_origin(_("< as in {record}").format(record=name))
                taken.append(editor.spec.label)
        said = _("Taken over from {record}: {fields}. Days, numbers, results and evidence are not.")
        none = _("Nothing differs from {record}, or nothing can be taken over.")
        self.app.notify((said if taken else none).format(record=name, fields=_(", ").join(taken)), timeout=10)

    def action_group(self) -> None:
        """Ask for the group, and take its posts for the participants."""
        register, day = self._desk.view.register, self.day()
        groups = {group.id: group for group in standing_groups(register, day)}
        if not groups:
            self.app.notify(_("No leading group exists on {day}.").format(day=day.isoformat()), severity="warning")
            return
        names = {id_: called("group", group) for id_, group in groups.items()}
        choices = [
            Choice(value=id_, label=name, note=groups[id_].code, search=spell(name)) for id_, name in names.items()
        ]

        def take(answer: list[str] | None) -> None:
            if answer:
                self._take_posts(group_members(register, groups[answer[0]], day))

        title = _("Participants: the posts of which group, as of {day}?").format(day=day.isoformat())
        self.app.push_screen(PickDialog(title, choices), take)

    def _take_posts(self, posts: Iterable[str]) -> None:
        if self.form is None:
            return
        editor = self.form.editor(("participants",))
        editor.show_value(list(posts))
        editor.changed()
        editor.focus_body()
