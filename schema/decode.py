"""Plain TOML data to typed records, strictly: nothing is coerced, every fault is said, nothing unknown is dropped.

The fast path hands the data to msgspec. Only when that refuses is the data walked field by field, so that all faults of a
record are reported and not the first alone. A record with a wrong or missing value is *unreadable*: it keeps its id, and
references to it say so. A record with unknown keys is read, and the keys stay in its file.
"""

import difflib
from datetime import date
from datetime import datetime
from datetime import time
from typing import Any
from typing import NamedTuple
from typing import TypeVar

import msgspec

from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.diagnostic import Step
from schema.diagnostic import dotted
from schema.field import Field
from schema.field import field_keys
from schema.field import fields_of
from schema.kinds import Kind
from schema.kinds.base import Record
from schema.kinds.base import Table
from schema.personal import mask
from schema.rule import Rule

FORMAT = 1
"""The newest format version that this program writes and fully understands."""

UNKNOWN_KEY = Rule(
    code="DB011",
    severity=Severity.ERROR,
    message="unknown key `{key}`{nearest}",
    message_zh="不认识的键 `{key}`{nearest_zh}",
    hint="correct the key or remove the line; it is kept as it stands until then",
    hint_zh="改正或删去这一行；在此之前原样保留",
    reason="A misspelt key would silently be no answer at all.",
    example='titel = "党课"',
    fix='title = "党课"',
    source="-",
)
MISSING_KEY = Rule(
    code="DB012",
    severity=Severity.ERROR,
    message="`{key}` is missing ({label}); it must be {expected}",
    message_zh="缺少 `{key}`（{label_zh}）；应为{expected_zh}",
    hint="add a line `{key} = …`",
    hint_zh="补上一行 `{key} = …`",
    reason="Without it the record does not say what its kind must say.",
    example='[[holding]]\nperson = "li-si"',
    fix='[[holding]]\nperson = "li-si"\nfrom = 2026-09-10',
    source="-",
)
WRONG_VALUE = Rule(
    code="DB013",
    severity=Severity.ERROR,
    message="`{key}` is {found}; it must be {expected}",
    message_zh="`{key}` 是{found_zh}；应为{expected_zh}",
    hint="correct the value",
    hint_zh="改正这个值",
    reason="A value of another type or outside the enumeration cannot be counted with.",
    example='from = "2026-09-10"',
    fix="from = 2026-09-10",
    source="TOML 1.0",
    fixable=True,
)
NEWER_FORMAT = Rule(
    code="DB014",
    severity=Severity.WARNING,
    message="written in format version {found}, newer than this program's {known}: it is shown read-only",
    message_zh="由较新的格式版本 {found} 写成，本程序只懂 {known}：仅供查看，不能修改",
    hint="update dutybook to edit it",
    hint_zh="升级 dutybook 后再修改",
    reason="An older program may not know what it would destroy.",
    example="format = 99",
    fix="format = 1",
    source="-",
)
RULES = (UNKNOWN_KEY, MISSING_KEY, WRONG_VALUE, NEWER_FORMAT)

T = TypeVar("T", bound=Table)
_BUILTIN = (date, datetime, time)


class Decoded(NamedTuple):
    """What came of one file's data."""

    record: Record | None
    """None where the record is unreadable."""
    diagnostics: tuple[Diagnostic, ...]
    """Faults with their keys; path and line are the store's to fill in."""
    newer: bool = False
    """Whether a newer version wrote it: shown, never edited."""


def decode(kind: Kind, id: str, data: dict[str, Any]) -> Decoded:
    """Decode one record.

    Args:
        kind: the kind that the file's folder says.
        id: the file's name without `.toml`.
        data: parsed TOML; it is not kept, and may be changed.
    """
    if "id" not in data and data.get("format", 1) == FORMAT:
        data["id"] = id
        try:
            return Decoded(msgspec.convert(data, kind.struct, builtin_types=_BUILTIN), ())
        except msgspec.ValidationError:
            del data["id"]
    record, diagnostics = _decode_slowly(kind.struct, kind.name, id, data)
    newer = newer_format(kind.name, id, data)
    return Decoded(record, (newer,) if newer else tuple(diagnostics), newer is not None)


def decode_table(struct: type[T], kind: str, id: str, data: dict[str, Any]) -> tuple[T | None, tuple[Diagnostic, ...]]:
    """Decode register.toml or a calendar, which are no records.

    Args:
        struct: `Settings` or `Calendar`.
        kind: `register` or `calendar`, for the diagnostics.
        id: empty, or the year.
        data: parsed TOML.

    Returns:
        The value, None where it is unreadable, and the faults.
    """
    walker = _Walker(kind, id)
    clean = walker.table(struct, data, ())
    if walker.fatal:
        return None, tuple(walker.diagnostics)
    return msgspec.convert(clean, struct, builtin_types=_BUILTIN), tuple(walker.diagnostics)


def check_value(field: Field, value: Any, language: str = "en") -> str:
    """Say what is wrong with one value of a field, for forms; empty where nothing is.

    Args:
        field: the field.
        value: a plain value as TOML would give it.
        language: `zh…` gives Chinese, all else English.
    """
    walker = _Walker("", "")
    walker.value(field, value, (field.key,))
    return walker.diagnostics[0].say(language)[0] if walker.diagnostics else ""


def newer_format(kind: str, id: str, data: dict[str, Any]) -> Diagnostic | None:
    """Say that a newer version wrote some data, which then is the one thing to be said of it; None where none did."""
    version = data.get("format", 1)
    if type(version) is not int or version <= FORMAT:
        return None
    return NEWER_FORMAT.found(kind, id, ("format",), found=version, known=FORMAT)


def other_year(name: str, year: int) -> Diagnostic:
    """Say that a calendar is of another year than its file's name says."""
    return WRONG_VALUE.found(
        "calendar",
        name,
        ("year",),
        key="year",
        found=str(year),
        found_zh=str(year),
        expected="the year that the file is named by",
        expected_zh="文件名所写的年度",
    )


def _decode_slowly(
    struct: type[Record], kind: str, id: str, data: dict[str, Any]
) -> tuple[Record | None, list[Diagnostic]]:
    walker = _Walker(kind, id)
    clean = walker.table(struct, data, ())
    if walker.fatal:
        return None, walker.diagnostics
    clean["id"] = id
    return msgspec.convert(clean, struct, builtin_types=_BUILTIN), walker.diagnostics


class _Walker:
    """Walks data beside its struct and collects every fault."""

    def __init__(self, kind: str, id: str) -> None:
        self.kind = kind
        self.id = id
        self.diagnostics: list[Diagnostic] = []
        self.fatal = False

    def table(self, struct: type[msgspec.Struct], data: dict[str, Any], key: tuple[Step, ...]) -> dict[str, Any]:
        """The known part of a table, its faults collected."""
        for name in data:
            if name not in field_keys(struct):
                self._unknown(struct, name, (*key, name))
        clean: dict[str, Any] = {}
        for field in fields_of(struct):
            if field.key in data:
                clean[field.key] = self.value(field, data[field.key], (*key, field.key))
            elif field.required:
                self._missing(field, (*key, field.key))
        return clean

    def value(self, field: Field, value: Any, key: tuple[Step, ...]) -> Any:
        """One value, its faults collected."""
        table = field.table
        if table is None:
            self._scalar(field, value, key)
            return value
        if field.shape == "table" and isinstance(value, dict):
            return self.table(table, value, key)
        if field.shape == "rows" and isinstance(value, list) and all(isinstance(row, dict) for row in value):
            return [self.table(table, row, (*key, at)) for at, row in enumerate(value)]
        self._wrong(field, value, key)
        return value

    def _scalar(self, field: Field, value: Any, key: tuple[Step, ...]) -> None:
        try:
            msgspec.convert(value, field.annotation, builtin_types=_BUILTIN)
        except msgspec.ValidationError:
            if isinstance(value, list) and field.shape.endswith("s"):
                for at, element in enumerate(value):
                    self._element(field, element, (*key, at))
            else:
                self._wrong(field, value, key)

    def _element(self, field: Field, element: Any, key: tuple[Step, ...]) -> None:
        try:
            msgspec.convert([element], field.annotation, builtin_types=_BUILTIN)
        except msgspec.ValidationError:
            self._wrong(field, element, key)

    def _wrong(self, field: Field, value: Any, key: tuple[Step, ...]) -> None:
        self.fatal = True
        one = isinstance(key[-1], int) and field.table is None
        expected, expected_zh = _expected(field, one=one)
        found, found_zh = _describe(value)
        values = {
            "key": dotted(key),
            "found": found,
            "found_zh": found_zh,
            "expected": expected,
            "expected_zh": expected_zh,
        }
        self.diagnostics.append(WRONG_VALUE.found(self.kind, self.id, key, **values))

    def _missing(self, field: Field, key: tuple[Step, ...]) -> None:
        self.fatal = True
        expected, expected_zh = _expected(field, one=False)
        values = {"label": field.about.en, "label_zh": field.about.zh, "expected": expected, "expected_zh": expected_zh}
        self.diagnostics.append(MISSING_KEY.found(self.kind, self.id, key, key=dotted(key), **values))

    def _unknown(self, struct: type[msgspec.Struct], name: str, key: tuple[Step, ...]) -> None:
        near = difflib.get_close_matches(name, field_keys(struct), n=1, cutoff=0.5)
        nearest = f"; did you mean `{near[0]}`?" if near else ""
        nearest_zh = f"，是否想写 `{near[0]}`？" if near else ""
        self.diagnostics.append(
            UNKNOWN_KEY.found(self.kind, self.id, key, key=dotted(key), nearest=nearest, nearest_zh=nearest_zh)
        )


_EXPECTED: dict[str, tuple[str, str]] = {
    "text": ("a text", "文字"),
    "long": ("a text", "文字"),
    "date": ("a date such as 2026-03-31, without quotes", "日期，如 2026-03-31，不加引号"),
    "integer": ("a whole number in its range", "范围内的整数"),
    "number": ("a number", "数"),
    "flag": ("true or false", "true 或 false"),
    "reference": ("an id in quotes", "引号内的标识"),
    "table": ("a table `[…]`", "表 `[…]`"),
    "rows": ("rows `[[…]]`", "若干行 `[[…]]`"),
}
_ONE_OF: dict[str, str] = {
    "texts": "text",
    "references": "reference",
    "integers": "integer",
    "dates": "date",
    "choices": "choice",
}


def _expected(field: Field, *, one: bool) -> tuple[str, str]:
    """What a field wants, in English and in Chinese; `one` for a single element of an array."""
    shape: str = field.shape
    if shape in _ONE_OF:
        english, chinese = _expected_one(field, _ONE_OF[shape])
        return (english, chinese) if one else (f"an array, each element {english}", f"数组，每项为{chinese}")
    return _expected_one(field, shape)


def _expected_one(field: Field, shape: str) -> tuple[str, str]:
    if shape != "choice":
        return _EXPECTED[shape]
    tokens = ", ".join(f'"{word.value}"' for word in field.words or ())
    return f"one of {tokens}", f"以下之一：{tokens}"


_LONGEST = 40


def _describe(value: Any) -> tuple[str, str]:
    """A value in words, in English and in Chinese, cut to a length that fits a sentence."""
    if isinstance(value, bool):
        word = "true" if value else "false"
        return word, word
    if isinstance(value, str):
        value = mask(value)  # before it is cut: half a number is a number still
        short = value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"
        return f'the text "{short}"', f"文字“{short}”"
    if isinstance(value, int | float):
        return "a number", "数"
    if isinstance(value, datetime):
        return "a date with a time", "带时间的日期"
    if isinstance(value, date):
        return f"the date {value.isoformat()}", f"日期 {value.isoformat()}"
    if isinstance(value, time):
        return "a time", "时间"
    return ("an array", "数组") if isinstance(value, list) else ("a table", "表")
