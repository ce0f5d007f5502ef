"""What a field is: its labels, its help and its shape, read off the kinds' own annotations.

A kind is a msgspec struct whose annotations carry `about(...)`. Forms, JSON Schema, documentation, column titles and decoding faults
are all made from `fields_of(kind)`, so that a field is said in one place only.
"""

import types
import typing
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any
from typing import Literal
from typing import NamedTuple
from typing import Self

import msgspec

Shape = Literal[
    "text",
    "long",
    "date",
    "integer",
    "number",
    "flag",
    "choice",
    "reference",
    "texts",
    "choices",
    "references",
    "integers",
    "dates",
    "table",
    "rows",
]
"""How a value looks: one value, an array of values, one table, or an array of tables (`rows`)."""


class Word(StrEnum):
    """An enumerated value: an English token in the file, a label in each language on the screen."""

    zh: str
    en: str

    def __new__(cls, token: str, zh: str, en: str) -> Self:
        """Make a member from its token and its two labels."""
        member = str.__new__(cls, token)
        member._value_ = token
        member.zh = zh
        member.en = en
        return member

    def label(self, language: str) -> str:
        """The label in a language: `zh…` gives Chinese, all else English."""
        return self.zh if language.startswith("zh") else self.en


class About(msgspec.Struct, frozen=True):
    """The words of one field."""

    zh: str
    en: str
    help_zh: str = ""
    help_en: str = ""
    long: bool = False
    """Text of more than a line: a text area in forms, a multi-line string in files."""

    def label(self, language: str) -> str:
        """The label in a language: `zh…` gives Chinese, all else English."""
        return self.zh if language.startswith("zh") else self.en

    def help(self, language: str) -> str:
        """The help sentence in a language; empty where the label says all."""
        return self.help_zh if language.startswith("zh") else self.help_en


def about(zh: str, en: str, help_zh: str = "", help_en: str = "", *, long: bool = False) -> msgspec.Meta:
    """Say a field's labels and help, inside `Annotated[...]`.

    Args:
        zh: label in Chinese.
        en: label in English.
        help_zh: one sentence in Chinese on what belongs there; empty where the label says all.
        help_en: the same in English.
        long: whether the text may run over several lines.
    """
    words = About(zh=zh, en=en, help_zh=help_zh, help_en=help_en, long=long)
    return msgspec.Meta(title=f"{zh} {en}", description=f"{help_zh} {help_en}".strip() or None, extra={"about": words})


def refers(*kinds: str, selectors: bool = False) -> msgspec.Meta:
    """Say which kinds a text refers to by id, and whether a selector (`@sections`) may stand there."""
    return msgspec.Meta(extra={"refers": Refers(kinds=kinds, selectors=selectors)})


class Refers(msgspec.Struct, frozen=True):
    """What a reference may point at."""

    kinds: tuple[str, ...]
    selectors: bool = False


class Field(NamedTuple):
    """One field of a kind or of a table inside a kind."""

    key: str
    """The TOML key."""
    attribute: str
    """The name in Python; differs from the key only for `from` and `to`."""
    about: About
    shape: Shape
    required: bool
    default: Any
    """What stands when the key is absent; None or an empty tuple where nothing does."""
    words: type[Word] | None
    """The enumeration of a choice; None otherwise."""
    refers: Refers | None
    """What a reference may point at; None for all other shapes."""
    table: type[msgspec.Struct] | None
    """The struct of a table or of each row; None otherwise."""
    annotation: Any
    """The full type, for `msgspec.convert`."""


@cache
def fields_of(kind: type[msgspec.Struct]) -> tuple[Field, ...]:
    """The fields of a kind or table, in the order in which a new file holds them.

    Args:
        kind: a struct whose every field carries `about(...)`; `id` is left out: it is the file's name.
    """
    hints = typing.get_type_hints(kind, include_extras=True)
    return tuple(_field(raw, hints[raw.name]) for raw in msgspec.structs.fields(kind) if _is_key(raw))


def find_field(kind: type[msgspec.Struct] | None, key: object) -> Field | None:
    """The field of a kind or table under a key; None where there is none, or no such table is known."""
    return next((field for field in fields_of(kind) if field.key == key), None) if kind is not None else None


def _is_key(raw: msgspec.structs.FieldInfo) -> bool:
    """Whether a field is a key of the file; a record's own id is the file's name and has a default."""
    return raw.name != "id" or raw.required


@cache
def field_keys(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """The TOML keys of a kind or table, in order."""
    return tuple(field.key for field in fields_of(kind))


@cache
def nested_keys(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """The TOML keys of a kind in order, those of its tables behind theirs as `cadence.n`."""
    keys: list[str] = []
    for field in fields_of(kind):
        keys.append(field.key)
        if field.table is not None:
            keys += [f"{field.key}.{inner}" for inner in nested_keys(field.table)]
    return tuple(keys)


def _field(raw: msgspec.structs.FieldInfo, annotation: Any) -> Field:
    metas, bare = _unwrap(annotation)
    words, reference = _find(metas, "about"), _find(metas, "refers")
    if not isinstance(words, About):
        message = f"the field {raw.name} carries no about(...)"
        raise TypeError(message)
    shape, inner, inner_refers = _shape(bare, words, reference)
    return Field(
        key=raw.encode_name,
        attribute=raw.name,
        about=words,
        shape=shape,
        required=raw.required,
        default=None if raw.default is msgspec.NODEFAULT else raw.default,
        words=inner if isinstance(inner, type) and issubclass(inner, Word) else None,
        refers=inner_refers,
        table=inner if isinstance(inner, type) and issubclass(inner, msgspec.Struct) else None,
        annotation=annotation,
    )


def _unwrap(annotation: Any) -> tuple[list[msgspec.Meta], Any]:
    """Take the metadata and `| None` off an annotation."""
    metas: list[msgspec.Meta] = []
    while True:
        if typing.get_origin(annotation) is typing.Annotated:
            metas += [meta for meta in annotation.__metadata__ if isinstance(meta, msgspec.Meta)]
            annotation = annotation.__origin__
        elif typing.get_origin(annotation) in {types.UnionType, typing.Union}:
            annotation = next(part for part in typing.get_args(annotation) if part is not type(None))
        else:
            return metas, annotation


def _find(metas: list[msgspec.Meta], name: str) -> Any:
    return next((meta.extra[name] for meta in metas if meta.extra and name in meta.extra), None)


_SINGLE: dict[type, Shape] = {str: "text", date: "date", int: "integer", float: "number", bool: "flag"}
_MANY: dict[Shape, Shape] = {
    "text": "texts",
    "date": "dates",
    "integer": "integers",
    "choice": "choices",
    "reference": "references",
    "table": "rows",
}


def _shape(bare: Any, words: About, reference: Refers | None) -> tuple[Shape, Any, Refers | None]:
    if typing.get_origin(bare) is tuple:
        metas, element = _unwrap(typing.get_args(bare)[0])
        shape, inner, found = _shape(element, words, _find(metas, "refers") or reference)
        return _MANY[shape], inner, found
    if issubclass(bare, Word):
        return "choice", bare, None
    if issubclass(bare, msgspec.Struct):
        return "table", bare, None
    if bare is str and reference is not None:
        return "reference", str, reference
    if bare is str and words.long:
        return "long", str, None
    return _SINGLE[bare], bare, None
