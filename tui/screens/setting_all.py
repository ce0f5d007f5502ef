"""Giving several records the same value: the field, the value, the difference of all of them, one reason, one commit."""

from collections.abc import Mapping
from collections.abc import Sequence
from functools import partial
from typing import Any
from typing import ClassVar

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from schema.change import ChangeSet
from schema.kinds import KINDS
from store.register import Saved
from tui.actions import bindings
from tui.deeds import LISTS
from tui.deeds import Deed
from tui.deeds import How
from tui.deeds import deed_of
from tui.deeds import set_all
from tui.deeds import shared_fields
from tui.desk import Desk
from tui.dialogs.failure import FailureDialog
from tui.dialogs.failure import RefusedDialog
from tui.dialogs.frame import Dialog
from tui.dialogs.reason import ReasonDialog
from tui.edit_errands import Done
from tui.edit_errands import Ready
from tui.errands import ErrandFailed
from tui.errands import run_errand
from tui.language import _
from tui.language import language
from tui.naming import place_label
from tui.pinyin import spell
from tui.schema_form import SchemaForm
from tui.text import literal
from tui.typed_ahead import once_refreshed
from tui.widgets.fields.spec import Choice
from tui.widgets.fields.spec import FieldSpec
from tui.widgets.form import Form
from tui.wording import say_saved

HOW = ("*how",)
"""Key of the field that asks what becomes of lists; no field of a record has it."""
_NAMED = 6
"""Most records that are named one by one."""


class SettingAll(Dialog[Saved]):
    """Asks for the values, and saves them in all records. Dismissed with what was saved, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("dialog.accept")]
    DEFAULT_CSS = """
    SettingAll .setting-told { height: auto; max-height: 8; margin: 0 0 1 0; color: $text-muted; }
    SettingAll Form { height: 1fr; padding: 0; }
    """

    def __init__(
        self,
        desk: Desk,
        kind: str,
        ids: Sequence[str],
        keys: Sequence[str],
        values: Mapping[str, Any] | None = None,
        how: How = "set",
    ) -> None:
        """Make the dialog.

        Args:
            desk: the register.
            kind: kind of the records.
            ids: their ids.
            keys: the fields that are set.
            values: what they hold at the start, as plain TOML data.
            how: whether lists are replaced at the start, or get more or less.
        """
        super().__init__(_("Set in {n} records").format(n=len(ids)), tall=True)
        self._desk = desk
        self._kind = KINDS[kind]
        self._ids = list(ids)
        self._adapter = SchemaForm(desk.view.register, self._kind, today=desk.today)
        specs = [spec for spec in self._adapter.specs(values or {}) if spec.key[0] in keys]
        self._fields = [str(spec.key[0]) for spec in specs]
        lists = {field.key for field in shared_fields(self._kind) if field.shape in LISTS}
        self._asks_how = bool(specs) and lists.issuperset(self._fields)
        self.form = Form([*([_ask_how(how)] if self._asks_how else []), *specs], self._adapter.rules())
        """The fields."""
        self._reason = ""
        self._busy = False
        self.deed: Deed | None = None
        """What was saved, for doing it again."""

    def compose_body(self) -> ComposeResult:
        """Which records, and the fields."""
        register = self._desk.view.register
        names = [place_label(register, (self._kind.name, id_)) for id_ in self._ids[:_NAMED]]
        more = len(self._ids) - len(names)
        named = _(", ").join(names) + (" " + _("and {n} more").format(n=more) if more > 0 else "")
        told = _("An empty field is taken out of all of them. F2 shows the difference before anything is saved.")
        if self._asks_how:
            told = _("Replaced by nothing, it is taken out of all. F2 shows the difference before anything is saved.")
        yield Static(literal(f"{named}\n{told}", multiline=True), classes="setting-told")
        yield self.form

    def on_mount(self) -> None:
        """Start in the first field."""
        once_refreshed(self, self.form.focus_first)

    def values(self) -> dict[str, Any]:
        """The fields with what they are set to, as plain TOML data."""
        typed = [(key, None, value) for key, value in self.form.values().items() if key != HOW]
        data = self._adapter.collect({}, typed)
        return {field: data.get(field) for field in self._fields}

    @property
    def how(self) -> How:
        """Whether lists are replaced, or get more or less."""
        said = self.form.values().get(HOW)
        return "add" if said == "add" else "take" if said == "take" else "set"

    def action_accept(self) -> None:
        """Show what changes, ask why, and save."""
        if not self._busy and not self.form.go_to_fault():
            self._prepare(())

    def _prepare(self, overrides: tuple[str, ...]) -> None:
        self._busy = True
        job = partial(set_all, self._desk, self._kind.name, self._ids, self.values(), overrides, self.how)
        run_errand(self, "set.prepare", job)

    @on(Ready)
    def _ask_why(self, event: Ready) -> None:
        event.stop()
        self._busy = False
        if event.refusals:
            self._show_refusals(event)
            return
        if not event.changes.records:
            self.app.notify(_("Nothing differs from what is saved."))
            return
        notes = [
            _("{n} of {total} records change, in one commit.").format(
                n=len(event.changes.records), total=len(self._ids)
            )
        ]
        dialog = ReasonDialog(event.summary, event.diff, notes=[*notes, *event.notes()], typed=self._reason)

        def answer(reason: str | None) -> None:
            self._reason = dialog.reason
            if reason is not None:
                self._save(msgspec.structs.replace(event.changes, reason=reason))

        self.app.push_screen(dialog, answer)

    def _show_refusals(self, event: Ready) -> None:
        def answer(override: bool | None) -> None:
            if override:
                self._prepare(tuple(dict.fromkeys(one.code for one in event.refusals)))

        self.app.push_screen(RefusedDialog(event.refusals), answer)

    def _save(self, changes: ChangeSet) -> None:
        self._busy = True
        how = self.how
        self.deed = deed_of(changes) if how == "set" else Deed(self._kind.name, self.values(), how=how)
        run_errand(self, "set.save", lambda: Done(self._desk.save(changes)))

    @on(Done)
    def _saved(self, event: Done) -> None:
        event.stop()
        self.app.notify(say_saved(event.saved), timeout=10 if event.saved.proposal else None)
        self.dismiss(event.saved)

    @on(ErrandFailed)
    def _failed(self, event: ErrandFailed) -> None:
        event.stop()
        self._busy = False
        self.app.push_screen(FailureDialog(event.failure))

    def action_back(self) -> None:
        """Close; not while something is under way."""
        if not self._busy:
            self.dismiss(None)


def _ask_how(how: How) -> FieldSpec:
    words = {
        "set": _("Replace what is there"),
        "add": _("Add to what is there"),
        "take": _("Take out of what is there"),
    }
    return FieldSpec(
        key=HOW,
        label=_("How it changes"),
        editor="choice",
        choices=lambda: [Choice(value=value, label=label) for value, label in words.items()],
        required=True,
        value=how,
        help=_("Adding and taking out leave everything else in the lists as it is."),
    )


def field_choices(kind: str) -> list[Choice]:
    """The fields that can be set in several records."""
    return [
        Choice(
            value=field.key,
            label=field.about.label(language()),
            note=field.key,
            search=f"{field.about.zh} {field.about.en}\n{spell(field.about.zh)}",
        )
        for field in shared_fields(KINDS[kind])
    ]
