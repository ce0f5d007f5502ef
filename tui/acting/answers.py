"""The fields that acts ask for: labels, help, lists to pick from and checks are those of the schema's own fields."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from schema.kinds import KINDS
from tui.acting.act import Ground
from tui.acting.act import rules_of
from tui.language import _
from tui.schema_form import SchemaForm
from tui.widgets.fields.spec import Choice
from tui.widgets.fields.spec import FieldSpec
from tui.widgets.fields.spec import FormRules
from tui.widgets.fields.spec import Key
from tui.widgets.fields.spec import is_blank


class Asking:
    """Makes the fields of one act, and remembers how each is checked."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._checks: dict[Key, Callable[[Any], list[str]]] = {}
        self._forms: dict[str, SchemaForm] = {}

    def field(
        self, kind: str, *path: str, name: str = "", value: Any = None, required: bool = False, empty: str = ""
    ) -> FieldSpec:
        """A field as a kind has it.

        Args:
            kind: the kind.
            path: the field's key; a second step is a field of a table's row.
            name: what the answer is called; the last step of the path where it is left out.
            value: what stands there at the start.
            required: whether it must be answered.
            empty: what it means to leave it empty.
        """
        form = self._forms.setdefault(kind, SchemaForm(self._ground.register, KINDS[kind], today=self._ground.on))
        spec = next(spec for spec in form.specs({}) if spec.key == path[:1])
        for step in path[1:]:
            spec = next(column for column in spec.columns if column.key[-1] == step)
        key = (name or path[-1],)
        self._checks[key] = lambda given: [] if is_blank(given) else form.validate(path, given)
        told = "  ".join(part for part in (spec.help, empty) if part)
        return replace(spec, key=key, value=value, required=required, help=told, read_only=False)

    def later_due(self, kind: str, *table: str, asked_for: date | None, approver: str | None) -> tuple[FieldSpec, ...]:
        """What a later due day asks; where one was asked for already, only its approval."""
        only_asked = _("Left empty: it is asked for and not approved yet.") if asked_for is None else ""
        return (
            self.field(kind, *table, "new_due", value=asked_for, required=True),
            self.field(kind, *table, "reason", required=asked_for is None),
            self.field(
                kind,
                *table,
                "approved_by",
                value=approver if asked_for is not None else None,
                required=asked_for is not None,
                empty=only_asked,
            ),
            self.day(),
        )

    def day(self, name: str = "on", value: Any = None) -> FieldSpec:
        """The day of an act; the app's at the start."""
        return FieldSpec(key=(name,), label=_("Day"), editor="date", required=True, value=value or self._ground.on)

    def choice(self, name: str, label: str, choices: list[Choice], *, value: Any = None, help: str = "") -> FieldSpec:
        """A value picked from a list of the act's own."""
        return FieldSpec(
            key=(name,), label=label, help=help, editor="choice", choices=lambda: list(choices), value=value
        )

    def rules(self) -> FormRules:
        """What the form of all these fields is checked by."""
        return rules_of(self._checks, self._ground)
