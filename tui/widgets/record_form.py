"""The form of one record with its heading: the fields by the schema, the id of a new record, what a save refused."""

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from schema.diagnostic import Diagnostic
from schema.identity import fits
from schema.kinds import Kind
from store.saving import BadId
from store.saving import IdTaken
from tui.desk import Desk
from tui.editing import Editing
from tui.language import _
from tui.language import language
from tui.remarks import remarks_on
from tui.schema_form import Said
from tui.schema_form import SchemaForm
from tui.text import literal
from tui.typed_ahead import once_refreshed
from tui.widgets.fields.spec import FieldSpec
from tui.widgets.fields.spec import Key
from tui.widgets.fields.spec import Remark
from tui.widgets.form import Form

ID: Key = ("id",)
"""The form's own field for the id of a new record; no kind has a key of that name."""


class RecordForm(Vertical):
    """Shows a record that is edited; the screen around it reads and saves."""

    DEFAULT_CSS = """
    RecordForm { height: 1fr; }
    RecordForm > .record-title { height: 1; padding: 0 1; background: $primary-muted; text-style: bold; }
    RecordForm > .record-state { height: 1; padding: 0 1; background: $panel; color: $text-muted; }
    RecordForm > .record-state.-dirty { color: $text-warning; }
    RecordForm Form { padding: 1 1 0 1; }
    RecordForm:nocolor > .record-title, RecordForm:ansi > .record-title { text-style: reverse bold; }
    """

    class Changed(Message):
        """Something was typed."""

    class Shown(Message):
        """A state of the record stands in a new form."""

    class IdWanted(Message):
        """The title or the day of a new record changed, and its id follows it."""

        def __init__(self, data: dict[str, Any]) -> None:
            super().__init__()
            self.data = data
            """The record as the form has it."""

    def __init__(self, desk: Desk, kind: Kind) -> None:
        """Make an empty one.

        Args:
            desk: the register.
            kind: kind of the record.
        """
        super().__init__()
        self._desk = desk
        self._kind = kind
        self.adapter = SchemaForm(desk.view.register, kind, today=desk.today)
        """Between the file and the form."""
        self.editing: Editing | None = None
        """What is edited; None until the record was read."""
        self.form: Form | None = None
        """The fields; None until the record was read."""
        self.read_only = False
        """Whether it is only shown."""
        self._start: dict[str, Any] = {}
        self._said = Said()
        self._follows = False
        self._title = Static(classes="record-title")
        self._state = Static(classes="record-state")

    def compose(self) -> ComposeResult:
        """The heading; the fields come with `show`."""
        yield self._title
        yield self._state

    async def show(self, editing: Editing, mine: Mapping[str, Any], *, restored: bool = False) -> None:
        """Show a state of a record in a new form; where it differs from the record as it was read, its fields say so.

        Args:
            editing: the record as it was read.
            mine: the state to show, as plain TOML data.
            restored: for a new record, whether the state was typed before; else it is what it starts from.
        """
        self.editing = editing
        self._start = dict(mine) if editing.is_new and not restored else editing.data
        self._follows = editing.is_new and not restored
        self.read_only = bool(self._desk.read_only) or (self._kind.name, editing.id) in self._desk.newer
        specs = self.adapter.specs(self._start, read_only=self.read_only)
        form = Form(
            [self._id_spec(editing), *specs] if editing.is_new else specs,
            replace(self.adapter.rules(), validate=self._validate, look=self._look_at_row),
        )
        await self.query(Form).remove()
        await self.mount(form)
        self.form = form
        values = self.adapter.values(mine)
        form.restore({key: value for key, value in values.items() if form.editor(key).value != value})
        once_refreshed(self, self._begin)
        self.post_message(self.Shown().set_sender(self))

    def _begin(self) -> None:
        """Begin with the title of a new record, from which its id is made; else with the first field."""
        if self.form is None:
            return
        if not (self._follows and self._kind.heading and self.form.focus_field((self._kind.heading,))):
            self.form.focus_first()

    def _id_spec(self, editing: Editing) -> FieldSpec:
        told = _("The name of its file and of all references to it; it never changes.")
        return FieldSpec(key=ID, label=_("Id"), help=told, value=editing.id, required=True, read_only=self._kind.dated)

    def take_id(self, id: str) -> None:
        """Show an id that was found, unless the person typed one meanwhile."""
        if self.form is None or self.editing is None or not self._follows:
            return
        self.editing.id = id
        editor = self.form.editor(ID)
        editor.original = id
        editor.show_value(id)
        editor.check()

    # State

    @property
    def is_dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return self.form is not None and any(key != ID for key, _old, _new in self.form.changes())

    def after(self) -> dict[str, Any]:
        """The record as the form has it, as plain TOML data."""
        return self.adapter.collect(self._start, self.form.changes()) if self.form is not None else {}

    def _look_at_row(self, key: Key, values: Mapping[str, Any]) -> Callable[[], list[Remark]]:
        """What the rules say of a row as it is typed, with the rest of the record as the form has it; of a row within a row nothing."""
        if self.form is None or len(key) != 2 or not isinstance(key[1], int):
            return list
        table, place = (key[0],), key[1]
        rows = list(self.form.editor(table).value or [])
        held = rows[place] if place < len(rows) else {}
        rows[place : place + 1] = [{name: one for name, one in {**held, **values}.items() if one is not None}]
        others = [change for change in self.form.changes() if change[0] != table]
        data = self.adapter.collect(self._start, [*others, (table, None, rows)])
        view, id_ = self._desk.view, self.editing.id if self.editing is not None else ""
        return partial(remarks_on, view.register, self._kind, id_, data, key, view.on)

    def heading(self) -> str:
        """Kind, title and id in one line; any text."""
        editing = self.editing
        title = ""
        if self.form is not None and self._kind.heading:
            title = str(self.form.editor((self._kind.heading,)).value or "")
        new = _("(new)") if editing is not None and editing.is_new else ""
        id_ = editing.id if editing is not None else ""
        return "  ".join(part for part in (self._kind.label(language()), title, new, id_) if part)

    def unsaved(self) -> str:
        """Say what is unsaved; empty when nothing is."""
        if self.form is None or not self.is_dirty:
            return ""
        return _("{record}: {fields}").format(record=self.heading(), fields=self.form.dirty_labels())

    def say(self, busy: str = "") -> None:
        """Write the heading and the state, or what is under way."""
        editing, form = self.editing, self.form
        state = _("as saved")
        if busy:
            state = busy
        elif form is not None and self.is_dirty:
            state = _("~ unsaved: {fields}").format(fields=form.dirty_labels())
        elif self.read_only:
            state = _("read-only")
        elif editing is not None and editing.is_new:
            state = _("nothing typed yet")
        path = editing.place if editing is not None else ""
        self._title.update(literal(self.heading()), layout=False)  # one line: no layout at every key
        self._state.update(literal(f"{path}   {state}" if path else state), layout=False)
        self._state.set_class(self.is_dirty, "-dirty")

    @on(Form.Changed)
    def _changed(self, event: Form.Changed) -> None:
        event.stop()
        editing = self.editing
        if self.form is None or editing is None or event.form is not self.form:
            return
        if self._said.forget(event.key):
            self.form.editor(event.key).check()
        if event.key == ID:
            typed = str(self.form.editor(ID).value or "")
            self._follows = self._follows and typed == editing.id
            editing.id = typed
        elif self._follows and event.key[0] in {self._kind.heading, self._kind.day}:
            self.post_message(self.IdWanted(self.after()).set_sender(self))
        self.post_message(self.Changed().set_sender(self))

    # Faults

    def refuse(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Put what a save refused at its fields, until these change."""
        for one in diagnostics:
            self._said.put(one.key, one.say(language())[0])
        if self.form is not None:
            self.form.check()
            self.form.focus_field(next((one.key for one in diagnostics if one.key), ()))

    def refuse_id(self, sentence: str) -> None:
        """Put what was wrong with the id at its field."""
        self._said.put(ID, sentence)
        if self.form is not None:
            self.form.check()
            self.form.focus_field(ID)

    def forget_refusals(self) -> None:
        """Forget what a save refused: it is tried again."""
        self._said.forget_all()

    def blocking_faults(self) -> list[tuple[Key, str]]:
        """Faults that a save would write: of a new record all, of an edit those of the fields that changed."""
        if self.form is None:
            return []
        self.form.check()
        touched = {key for key, _old, _new in self.form.changes()}
        is_new = self.editing is not None and self.editing.is_new
        return [(key, said) for key, said in self.form.faults() if is_new or key in touched]

    def _validate(self, key: Key, value: Any) -> list[str]:
        if key != ID:
            return [*self.adapter.validate(key, value), *self._said.at(key)]
        id_ = str(value or "")
        if not id_:
            return []
        name = self._kind.name
        if not fits(name, id_):
            return [BadId(name, id_).say(language())[1]]
        register = self._desk.view.register
        if self.editing is not None and id_ == self.editing.freed_id:
            return self._said.at(key)
        if register.get(name, id_) is not None or (name, id_) in register.unreadable:
            return [IdTaken(name, id_).say(language())[0]]
        return self._said.at(key)
