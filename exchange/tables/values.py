"""From a cell to a field's value: labels to tokens, titles to ids, days in the styles that people write."""

import re
import unicodedata
from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from datetime import timedelta
from typing import Any
from typing import Final

import msgspec

from exchange.policy.parties import selector_of
from exchange.tables.cells import CUT
from exchange.tables.cells import LONGEST
from exchange.tables.cells import Value
from exchange.tables.columns import normal
from exchange.tables.grid import Uncalculated
from exchange.tables.grid import as_text
from schema.field import Field
from schema.field import Refers
from schema.field import Shape
from schema.field import fields_of
from schema.frequency import propose
from schema.heading import heading_of
from schema.kinds.duty import Cadence
from schema.kinds.unit import Unit
from schema.register import Register
from schema.selector import is_selector

_ONE: Final[Mapping[Shape, Shape]] = {
    "texts": "text",
    "choices": "choice",
    "references": "reference",
    "integers": "integer",
    "dates": "date",
    "rows": "table",
}
_DAY: Final = re.compile(
    r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?"
)
_COMPACT: Final = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_SERIAL: Final = re.compile(r"[1-9]\d{4}(?:\.0+)?")
_SERIAL_FROM: Final = date(1899, 12, 30)
"""Day 0 of the serial numbers of workbooks from 1900-03-01 on."""
_ALL_YEAR: Final = frozenset({"常年", "全年", "长期", "all year", "allyear"})
_YES: Final = frozenset({"是", "yes", "y", "true", "1", "√", "✓", "有"})
_NO: Final = frozenset({"否", "no", "n", "false", "0", "×", "无"})
_BETWEEN: Final = re.compile(r"[\n、,，;；]+")


class Unfit(ValueError):
    """A cell does not fit its field; the words say why, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


class Directory:
    """Ids by what people write instead of them: titles and codes, of the register and of the rows being read."""

    def __init__(self, register: Register) -> None:
        self._names: dict[tuple[str, str], set[str]] = {}
        self._others: dict[tuple[str, str], set[str]] = {}
        self._ids: set[tuple[str, str]] = set()
        for kind, record in register.everything():
            others = (record.short, *record.aliases) if isinstance(record, Unit) else ()
            self.add(kind, record.id, heading_of(kind, record), record.code, others=others)
        for superior in register.settings.superior:
            self.add("superior", superior.id, superior.title)
        for clause in register.clauses:
            self._ids.add(("clause", clause))

    def add(self, kind: str, id: str, *names: str, others: Iterable[str] = ()) -> None:
        """Let an id be found by names, too; by others, such as short ones, where no name is the same."""
        self._ids.add((kind, id))
        for found, several in ((self._names, names), (self._others, others)):
            for name in several:
                if name:
                    found.setdefault((kind, normal(name)), set()).add(id)

    def find(self, kinds: tuple[str, ...], text: str) -> str:
        """The id that a text means.

        Raises:
            Unfit: nothing or several are called that.
        """
        first = text.split(maxsplit=1)[0] if text.split() else ""
        for word in (text, first):
            if any((kind, word) in self._ids for kind in kinds):
                return word
        found = self._called(kinds, text)
        if len(found) == 1:
            return next(iter(found))
        if found:
            listed = ", ".join(sorted(found))
            raise Unfit(f"“{text}”不止一个：{listed}；请写标识", f"`{text}` may be {listed}: write the id")
        raise Unfit(f"没有“{text}”", f"there is no `{text}`")

    def apart(self, kinds: tuple[str, ...], text: str) -> list[str]:
        """Names with nothing but blanks between them, one by one; the text alone where it is a name, or not all are."""
        words = text.split()
        several = not self._called(kinds, text) and all(self._called(kinds, word) for word in words)
        return words if several else [text]

    def knows(self, kinds: tuple[str, ...], text: str) -> bool:
        """Whether a text begins with an id of one of some kinds, as the ledger writes it."""
        first = text.split(maxsplit=1)[0] if text.split() else ""
        return any((kind, first) in self._ids for kind in kinds)

    def named(self, kind: str, text: str) -> str | None:
        """The one record of a kind with that title or code; None where there is none or several."""
        found = self._names.get((kind, normal(text)), set())
        return next(iter(found)) if len(found) == 1 else None

    def otherwise(self, kind: str, text: str) -> str | None:
        """A record of a kind that goes by a text though it is not called so; None where there is none."""
        return (
            None
            if (kind, normal(text)) in self._names
            else min(self._others.get((kind, normal(text)), ()), default=None)
        )

    def _called(self, kinds: tuple[str, ...], text: str) -> set[str]:
        for names in (self._names, self._others):
            found = set().union(*(names.get((kind, normal(text)), set()) for kind in kinds))
            if found:
                return found
        return set()


def parse(field: Field, value: Value, directory: Directory) -> Any:
    """A field's plain value, as TOML would give it.

    Args:
        field: the field.
        value: what the cell holds; not empty.
        directory: what references are looked up in.

    Raises:
        Unfit: it does not fit.
    """
    if isinstance(value, Uncalculated):
        raise Unfit(
            "公式没有计算结果；请在表格软件中计算并保存，或填写数值",
            "a formula without its value: calculate and save it in a spreadsheet program, or write the value",
        )
    text = as_text(value)
    if len(text) >= LONGEST - 1 and text.endswith(CUT):
        raise Unfit("内容过长，表中不完整，不能在表中修改", "too long for a cell, so it can't be changed in the table")
    if field.shape not in _ONE:
        return _one(field, field.shape, text, directory)
    if field.table is Cadence and not text.lstrip().startswith("{"):
        return _cadences(text)
    shape = _ONE[field.shape]
    return [_one(field, shape, part, directory) for part in _parts(field, shape, text, directory)]


def day_of(text: str) -> date | None:
    """The day that a text means: ISO, 2026年3月5日, 2026.3.5, 2026/3/5, 20260305 or a workbook's serial number."""
    text = unicodedata.normalize("NFKC", text).strip()
    match = _DAY.fullmatch(text) or _COMPACT.fullmatch(text)
    try:
        if match:
            return date(*(int(part) for part in match.groups()))
        return _SERIAL_FROM + timedelta(days=int(float(text))) if _SERIAL.fullmatch(text) else None
    except ValueError:
        return None


def _parts(field: Field, shape: Shape, text: str, directory: Directory) -> list[str]:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if text.startswith("[") and shape != "table":
        try:
            return msgspec.json.decode(text, type=list[str])
        except msgspec.MsgspecError:
            pass
    if shape in {"table", "text"} or len(lines) > 1:
        return lines
    if field.refers is not None and directory.knows(field.refers.kinds, text):
        return lines  # an id with its title, in which commas may stand
    parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    if field.refers is None:
        return parts
    return [word for part in parts for word in directory.apart(field.refers.kinds, part)]


def _one(field: Field, shape: Shape, text: str, directory: Directory) -> Any:
    match shape:
        case "date":
            day = day_of(text)
            if day is None:
                raise Unfit(f"“{text}”不是日期", f"`{text}` is no day")
            return day
        case "integer" | "number":
            return _number(shape, text)
        case "flag":
            return _flag(text)
        case "choice":
            return _choice(field, text)
        case "reference":
            return text if field.refers is None or is_selector(text) else _refer(field.refers, text.strip(), directory)
        case "table":
            return _table(field, text)
        case _:
            return text if field.about.long else text.strip()


def _refer(refers: Refers, text: str, directory: Directory) -> str:
    """The id of a name; where a selector may stand, the one that words such as 各科室 mean."""
    try:
        return directory.find(refers.kinds, text)
    except Unfit:
        selector = selector_of(text) if refers.selectors else None
        if selector is None:
            raise
        return selector


def _cadences(text: str) -> list[Any]:
    """The rows that words such as 每季度1次 mean (R4); none for 常年.

    Raises:
        Unfit: they say too little: no number is made up.
    """
    if normal(text) in _ALL_YEAR:
        return []
    found = propose(text)
    if not found or any(one.question for one in found):
        raise Unfit(
            f"“{text}”没有说清频次；请写如“每季度1次”“每年不少于2次”“12月31日前”，或“常年”",
            f"`{text}` does not say how often: write words such as 每季度1次, 每年不少于2次, 12月31日前 or 常年",
        )
    return [msgspec.to_builtins(one.row, builtin_types=(date,)) for one in found]


def _number(shape: Shape, text: str) -> int | float:
    plain = unicodedata.normalize("NFKC", text).strip().replace(",", "")
    try:
        return int(plain) if shape == "integer" else float(plain)
    except ValueError:
        raise Unfit(f"“{text}”不是数字", f"`{text}` is no number") from None


def _flag(text: str) -> bool:
    word = unicodedata.normalize("NFKC", text).strip().casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise Unfit(f"“{text}”不是“是”或“否”", f"`{text}` is neither yes nor no")


def _choice(field: Field, text: str) -> str:
    words = list(field.words or ())
    for names in (
        [(word.value, word) for word in words],
        [(label, word) for word in words for label in (word.zh, word.en)],
    ):
        found = [word for name, word in names if normal(name) == normal(text)]
        if found:
            return found[0].value
    ends = [word for word in words if normal(word.zh.rpartition("·")[2]) == normal(text)]
    if len(ends) == 1:
        return ends[0].value
    listed_zh, listed = "、".join(word.zh for word in words), ", ".join(word.en for word in words)
    raise Unfit(f"“{text}”不在选项中：{listed_zh}", f"`{text}` is none of {listed}")


def _table(field: Field, text: str) -> Any:
    try:
        data = msgspec.json.decode(text)
    except msgspec.MsgspecError:
        raise Unfit("应为一行 JSON，如台账所写", "it must be a line of JSON, as the ledger writes it") from None
    return _revive(field.table, data)


def _revive(struct: type[msgspec.Struct] | None, data: Any) -> Any:
    """JSON has no days: texts in fields that hold days become days again."""
    if struct is None or not isinstance(data, dict):
        return data
    fields = {field.key: field for field in fields_of(struct)}
    return {key: _revived(fields.get(key), value) for key, value in data.items()}


def _revived(field: Field | None, value: Any) -> Any:
    if field is None:
        return value
    if isinstance(value, list):
        return [_revived(field, one) for one in value]
    if field.shape in {"date", "dates"} and isinstance(value, str):
        return day_of(value) or value
    return _revive(field.table, value)
