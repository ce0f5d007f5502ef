"""From a kind's fields to the fields of a form and back: labels, choices and checks come from the schema alone.

The form's values are flat and made to be typed; the file's are TOML. `SchemaForm` turns one into the other, so that
a value nobody touched is never rewritten, and a value that no editor can hold stays in the file as it is.
"""

import typing
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from typing import Any

import msgspec

from schema.decode import check_value
from schema.event import SORTS
from schema.field import Field
from schema.field import Refers
from schema.field import fields_of
from schema.field import find_field
from schema.kinds import KINDS
from schema.kinds import Kind
from schema.kinds.activity import Evidence
from schema.kinds.base import Record
from schema.kinds.duty import Cadence
from schema.reference import resolve
from schema.register import Register
from schema.selector import SELECTORS
from schema.selector import is_selector
from schema.vocabulary import EventType
from tui.language import _
from tui.language import language
from tui.naming import called
from tui.naming import kind_label
from tui.naming import refer
from tui.naming import say_cadence
from tui.pinyin import spell
from tui.plain_values import from_form
from tui.plain_values import from_row
from tui.plain_values import in_order
from tui.plain_values import to_form
from tui.widgets.fields.spec import Choice
from tui.widgets.fields.spec import Editor
from tui.widgets.fields.spec import FieldSpec
from tui.widgets.fields.spec import FormRules
from tui.widgets.fields.spec import Key
from tui.widgets.fields.spec import is_blank
from tui.wording import say_plain

_EDITORS: dict[str, Editor] = {
    "text": "text",
    "long": "long",
    "date": "date",
    "integer": "number",
    "number": "number",
    "flag": "switch",
    "choice": "choice",
    "reference": "reference",
    "texts": "texts",
    "integers": "texts",
    "dates": "texts",
    "choices": "references",
    "references": "references",
    "table": "table",
    "rows": "table",
}
_SPELLED = 20_000
"""Most choices whose pinyin is made; longer lists are searched by their text alone."""


class SchemaForm:
    """The form of one kind: made for one register at one moment."""

    def __init__(self, register: Register, kind: Kind, *, today: date) -> None:
        """Make the adapter.

        Args:
            register: what references are picked from and looked up in.
            kind: the kind of record.
            today: the day that the calendar starts from.
        """
        self.register = register
        self.kind = kind
        self._today = today
        self._picks: dict[tuple[tuple[str, ...], bool], list[Choice]] = {}
        self._misfits: dict[str, str] = {}

    # From the file to the form

    def specs(self, data: Mapping[str, Any], *, read_only: bool = False) -> list[FieldSpec]:
        """The fields of a record.

        Args:
            data: the record as plain TOML data; keys that the schema doesn't know get no field and stay in the file.
            read_only: the fields are only shown.
        """
        self._misfits = {}
        return [self._spec(field, data.get(field.key), read_only=read_only) for field in _shown(self.kind.struct)]

    def rules(self) -> FormRules:
        """What the form asks: checks by the schema and the register, working days by its calendars."""
        return FormRules(validate=self.validate, working_day=self.register.workdays.known, today=self._today)

    def warm(self, data: Mapping[str, Any]) -> None:
        """Make the lists to pick from, in a thread, so that no list has to be made while somebody waits.

        Those of dated kinds can be very long, so they are made only where the record holds such a reference.
        """
        for field in _every_field(self.kind.struct):
            if field.refers is not None and (field.key in data or not _is_dated(field.refers)):
                self._references(field.refers)

    def _spec(self, field: Field, value: Any, *, read_only: bool = False) -> FieldSpec:
        shown = None if value is None else to_form(field, value)
        if shown is not None and not _fits(field, shown):
            self._misfits[field.key] = check_value(field, value, language())
            shown = None
        table = field.table
        return FieldSpec(
            key=(field.key,),
            label=field.about.label(language()),
            help=_help(field),
            editor=_editor(field),
            choices=(lambda: self.choices(field)) if _is_picked(field) else None,
            required=field.required,
            read_only=read_only,
            value=shown,
            columns=tuple(self._spec(inner, None) for inner in fields_of(table)) if table is not None else (),
            summary=(lambda row: self.summarise(table, row)) if table is not None else None,
        )

    def choices(self, field: Field) -> list[Choice]:
        """What a field is picked from."""
        if field.words is not None:
            return [
                Choice(value=word.value, label=word.label(language()), search=f"{word.zh} {word.en} {spell(word.zh)}")
                for word in field.words
            ]
        if field.refers is not None:
            return self._references(field.refers)
        if _is_event(field):
            return [_event_choice(sort) for sort in sorted(SORTS)]
        return self._selectors(("unit", "post"))

    def _references(self, refers: Refers) -> list[Choice]:
        known = (refers.kinds, refers.selectors)
        if known not in self._picks:
            found = [choice for kind in refers.kinds for choice in self._of_kind(kind, several=len(refers.kinds) > 1)]
            self._picks[known] = [*found, *(self._selectors(refers.kinds) if refers.selectors else [])]
        return self._picks[known]

    def _of_kind(self, kind: str, *, several: bool) -> Iterator[Choice]:
        if kind == "clause":
            for target, (_source, clause) in self.register.clauses.items():
                yield _choice(target, refer(self.register, target, ("clause",)), "", clause.text[:60])
        elif kind == "superior":
            for superior in self.register.settings.superior:
                yield _choice(superior.id, superior.title, _("Superior body"))
        else:
            records = self.register.records.get(kind, {})
            for id_, record in records.items():
                note = " ".join(part for part in (record.code, kind_label(kind) if several else "") if part)
                yield _choice(id_, called(kind, record) or id_, note, spelled=len(records) <= _SPELLED)

    def _selectors(self, kinds: Sequence[str]) -> list[Choice]:
        return [
            _choice(selector, refer(self.register, selector, kinds), _("Selector"))
            for selector, kind in SELECTORS.items()
            if kind in kinds
        ]

    def summarise(self, table: type[msgspec.Struct], row: Mapping[str, Any]) -> str:
        """A row of a table in one line."""
        plain = from_row(table, row)
        if table is Cadence:
            try:
                return say_cadence(msgspec.convert(plain, Cadence, builtin_types=(date, datetime)))
            except msgspec.ValidationError:
                pass  # a row that is being filled in is said field by field
        if table is Evidence:
            plain = _with_file(plain)
        said = (say_plain(self.register, field, plain[field.key]) for field in fields_of(table) if field.key in plain)
        return "  ".join(text.replace("\n", " ") for text in said if text)

    # From the form to the file

    def collect(self, data: Mapping[str, Any], changes: Sequence[tuple[Key, Any, Any]]) -> dict[str, Any]:
        """The record with what was changed in the form.

        Args:
            data: the record as it was read.
            changes: as `Form.changes` gives them; keys that are no field of the kind are passed over.
        """
        fields = {field.key: field for field in fields_of(self.kind.struct)}
        found = dict(data)
        for key, _old, new in changes:
            field = fields.get(str(key[0]))
            if field is None:
                continue
            value = None if is_blank(new) else from_form(field, new)
            if value is None:
                found.pop(field.key, None)
            else:
                found[field.key] = value
        return in_order(self.kind.struct, found)

    def values(self, data: Mapping[str, Any]) -> dict[Key, Any]:
        """A record as the form's values, every field of it, for showing a draft or a merged record in a form."""
        return {
            (field.key,): to_form(field, data[field.key]) if field.key in data else None
            for field in _shown(self.kind.struct)
        }

    # Checks

    def validate(self, key: Key, value: Any) -> list[str]:
        """Say what is wrong with a value, in the app's language; a value that is not there is none of its business."""
        field = field_at(self.kind.struct, key)
        if field is None:
            return []
        if is_blank(value):
            return [self._misfits[field.key]] if len(key) == 1 and field.key in self._misfits else []
        plain = from_form(field, value)
        if field.shape == "table" and isinstance(plain, list):
            return [_("Only one row may stand here.")]
        said = check_value(field, plain, language())
        return [said] if said else list(dict.fromkeys(self._missing(field, plain)))[:3]

    def _missing(self, field: Field, plain: Any) -> Iterator[str]:
        """References that point at nothing, also those inside rows."""
        if field.table is not None:
            for row in plain if isinstance(plain, list) else [plain]:
                for inner in fields_of(field.table):
                    if inner.key in row:
                        yield from self._missing(inner, row[inner.key])
        elif field.refers is not None:
            for target in plain if isinstance(plain, list) else [plain]:
                yield from self._missing_one(field.refers, str(target))

    def _missing_one(self, refers: Refers, target: str) -> Iterator[str]:
        if is_selector(target):
            if not refers.selectors or SELECTORS.get(target) not in refers.kinds:
                yield _("'{id}' is no selector that can stand here.").format(id=target)
        elif not resolve(self.register, target, refers.kinds):
            unreadable = any((kind, target) in self.register.unreadable for kind in refers.kinds)
            yield (
                _("'{id}' cannot be read; mend its file.") if unreadable else _("'{id}' is not in the register.")
            ).format(id=target)


class Said:
    """What a save refused, at the fields it was said of, until these change."""

    def __init__(self) -> None:
        self._sentences: dict[str | int, list[str]] = {}

    def put(self, key: Key, sentence: str) -> None:
        """Remember a sentence about a field, or about a part of it."""
        if key:
            self._sentences.setdefault(key[0], []).append(sentence)

    def at(self, key: Key) -> list[str]:
        """The sentences about a field of the record."""
        return self._sentences.get(key[0], []) if len(key) == 1 else []

    def forget(self, key: Key) -> bool:
        """Forget what was said of a field that changed; False where nothing was."""
        return self._sentences.pop(key[0], None) is not None

    def forget_all(self) -> None:
        """Forget everything."""
        self._sentences.clear()


def _with_file(row: dict[str, Any]) -> dict[str, Any]:
    """A row of evidence without its fingerprint, and of its file no more than the beginning and the ending of its name."""
    path, sha256 = str(row.get("path") or ""), str(row.get("sha256") or "")
    name = path.rpartition("/")[2]
    shown = f"{name[:8]}..{name.removeprefix(sha256)}" if sha256 and name.startswith(sha256) else path
    kept = {key: value for key, value in row.items() if key not in {"path", "sha256"}}
    return {**kept, "path": _("[file {name}]").format(name=shown)} if path else kept


def field_at(struct: type[msgspec.Struct], key: Key) -> Field | None:
    """The field that a key path names; indexes of rows are passed over. None where the schema has none."""
    found: Field | None = None
    table: type[msgspec.Struct] | None = struct
    for step in key:
        if isinstance(step, str):
            found = find_field(table, step)
            table = found.table if found is not None else None
            if found is None:
                return None
    return found


def _shown(struct: type[Record]) -> list[Field]:
    """The fields that a form shows: all but the format version, which is the program's."""
    return [field for field in fields_of(struct) if field.key != "format"]


def _every_field(struct: type[msgspec.Struct]) -> Iterator[Field]:
    for field in fields_of(struct):
        yield field
        if field.table is not None:
            yield from _every_field(field.table)


def _is_dated(refers: Refers) -> bool:
    return any(kind in KINDS and KINDS[kind].dated for kind in refers.kinds)


def _fits(field: Field, shown: Any) -> bool:
    """Whether an editor can hold a value of this type without changing it."""
    match _editor(field):
        case "text" | "long" | "choice" | "reference":
            return isinstance(shown, str)
        case "texts" | "references":
            return isinstance(shown, list) and all(isinstance(item, str) for item in shown)
        case "number":
            return isinstance(shown, int | float) and not isinstance(shown, bool)
        case "switch":
            return isinstance(shown, bool)
        case "date":
            return isinstance(shown, date) and not isinstance(shown, datetime)
        case "table":
            return isinstance(shown, list) and all(isinstance(row, dict) for row in shown)


def _editor(field: Field) -> Editor:
    if _is_event(field):
        return "choice"
    return "reference" if _takes_selector(field.annotation) else _EDITORS[field.shape]


def _is_picked(field: Field) -> bool:
    return _editor(field) in {"choice", "reference", "references"}


def _is_event(field: Field) -> bool:
    return field in fields_of(Cadence) and field.key == "on"


def _takes_selector(annotation: Any) -> bool:
    """Whether a plain text is marked as a selector."""
    if isinstance(annotation, msgspec.Meta):
        return bool(annotation.extra and "selector" in annotation.extra)
    return any(_takes_selector(part) for part in typing.get_args(annotation))


def _help(field: Field) -> str:
    """The help of a field, and what it means where nothing is said."""
    told = field.about.help(language())
    default = field.default
    if default is None or default in ("", (), False):
        return told
    said = default.label(language()) if hasattr(default, "label") else _("yes") if default is True else str(default)
    left_out = _("Left out: {value}").format(value=said)
    return f"{told}  ({left_out})" if told else left_out


def _choice(value: str, label: str, note: str, more: str = "", *, spelled: bool = True) -> Choice:
    return Choice(value=value, label=label, note=note, search=f"{more}\n{spell(label)}" if spelled else more)


def _event_choice(sort: str) -> Choice:
    kind, _dot, type_ = sort.partition(".")
    word = next(word for word in EventType if word.value == type_)
    return _choice(sort, f"{kind_label(kind)}: {word.label(language())}", "", f"{word.zh} {word.en}")
