"""Hypothesis strategies: values, records, and texts of records in normal form and in every form people write."""

from collections.abc import Mapping
from datetime import date
from datetime import timedelta
from datetime import timezone
from typing import Any

from hypothesis import strategies as st

from schema.change import GONE
from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from store.toml.edit import REMOVE
from store.toml.edit import FieldEdit
from store.toml.normal import render_inline
from store.toml.normal import render_key

NAMES = ("title", "code", "lead", "from", "cadence", "basis", "meeting", "item", "n", "note", "按时", "a.b", 'q"')
"""Few names, so that keys meet each other; the last three need quotes."""
PLAIN_NAMES = NAMES[:10]

_LETTERS = 'abcxyz 季度报告。""\'\\#=[]{}\n\r\t\x00\x1b\x7f\x85\u202e\u2028\ufeff<>é😀'

texts = (
    st.text(st.sampled_from(_LETTERS), max_size=14)
    | st.text(max_size=12)
    | st.sampled_from(
        [
            "每季度至少召开一次专题会议" * 6,
            "<<<<<<< ours\nx\n>>>>>>> theirs\n",
            '"""',
            "ends in \\",
            "two\n\nlines\n",
            "\n",
        ]
    )
)
"""Any text that a record may hold: quotes, backslashes, controls, marks of a merge, several lines."""

whole_minutes = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
scalars: st.SearchStrategy[Any] = (
    texts
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=True, allow_infinity=True)
    | st.booleans()
    | st.dates()
    | st.times()
    | st.datetimes()
    | st.datetimes(timezones=whole_minutes)
)
"""Every scalar of TOML."""
small: st.SearchStrategy[Any] = (
    texts | st.integers(0, 99) | st.booleans() | st.dates(date(2026, 1, 1), date(2026, 12, 31))
)
arrays = st.lists(small, max_size=4) | st.lists(st.lists(small, max_size=3), max_size=2)


def tables(
    names: tuple[str, ...] = PLAIN_NAMES, values: st.SearchStrategy[Any] = small
) -> st.SearchStrategy[dict[str, Any]]:
    """Tables of values, arrays, tables and arrays of tables."""
    keys = st.sampled_from(names)
    leaf = st.dictionaries(keys, values | arrays, max_size=4)
    inner = st.dictionaries(keys, values | arrays | leaf | st.lists(leaf, max_size=3), max_size=4)
    return st.dictionaries(keys, values | arrays | leaf | inner | st.lists(inner, max_size=3), max_size=6)


records = tables()
"""Records with plain keys and small values."""
wild_records = tables(NAMES, scalars)
"""Records with every key and every value."""


@st.composite
def edits_of(draw: st.DrawFn, record: Mapping[str, Any]) -> FieldEdit:
    """An edit that makes sense for a record: of what is there, beside it, below it, or of nothing."""
    key: list[str | int] = []
    value: Any = record
    while True:
        if isinstance(value, dict):
            step: str | int = draw(st.sampled_from(sorted(value) or ["title"]) | st.sampled_from(PLAIN_NAMES))
        elif isinstance(value, list):
            step = draw(st.integers(0, len(value)))
        else:
            break
        key.append(step)
        present = step in value if isinstance(value, dict) else int(step) < len(value)
        if not present or draw(st.booleans()):
            break
        value = value[step]
    wanted = draw(st.just(REMOVE) | small | arrays | tables() | st.lists(tables(), max_size=2))
    return FieldEdit(tuple(key), wanted)


@st.composite
def written(draw: st.DrawFn, record: Mapping[str, Any]) -> str:
    """A record's text as somebody might have written it.

    Comments anywhere, spacing, CRLF, no final newline, every sort of string, arrays over several lines, inline tables,
    dotted keys, tables without a header of their own, tables out of order.
    """
    lines = _Writer(draw).table((), record)
    if draw(st.booleans()):
        lines = _out_of_order(draw, lines)
    text = "\n".join(line for chunk in lines for line in chunk)
    if text and draw(st.integers(0, 3)):
        text += "\n"
    return text.replace("\n", "\r\n") if draw(st.integers(0, 3)) == 0 else text


Chunk = list[str]
"""Lines from one header up to the next."""


class _Writer:
    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.count = 0

    def one_in(self, chance: int) -> bool:
        return self.draw(st.integers(1, chance)) == 1

    def comment(self) -> str:
        self.count += 1
        return f"# 注 {self.count} = [x] \"'"

    def table(self, path: tuple[str, ...], fields: Mapping[str, Any]) -> list[Chunk]:
        own: Chunk = []
        below: list[Chunk] = []
        for key, value in fields.items():
            if isinstance(value, dict):
                self.child(path, key, value, own, below)
            elif _rows(value) and not self.one_in(6):
                for row in value:
                    below += self.headed((*path, key), row, "[[", "]]")
            else:
                self.assign(own, render_key(key), value)
        return [own, *below]

    def child(self, path: tuple[str, ...], key: str, value: dict[str, Any], own: Chunk, below: list[Chunk]) -> None:
        style = self.draw(st.integers(0, 5))
        if style == 0:
            self.assign(own, render_key(key), value)
        elif style == 1 and value and not any(isinstance(inner, dict) or _rows(inner) for inner in value.values()):
            for name, inner in value.items():
                self.assign(own, f"{render_key(key)}{self.space()}.{render_key(name)}", inner)
        elif style == 2 and value and all(isinstance(inner, dict) or _rows(inner) for inner in value.values()):
            for name, inner in value.items():  # the table is only implied by those inside it
                rows = inner if _rows(inner) else [inner]
                marks = ("[[", "]]") if _rows(inner) else ("[", "]")
                for row in rows:
                    below += self.headed((*path, key, name), row, *marks)
        else:
            below += self.headed((*path, key), value, "[", "]")

    def headed(self, path: tuple[str, ...], fields: Mapping[str, Any], opening: str, closing: str) -> list[Chunk]:
        own, *below = self.table(path, fields)
        head = f"{self.space()}{opening}{'.'.join(render_key(part) for part in path)}{closing}{self.tail()}"
        before = [] if self.one_in(4) else [""]
        if self.one_in(5):
            before.append(self.comment())
        return [[*before, head, *own], *below]

    def assign(self, own: Chunk, key: str, value: Any) -> None:
        if self.one_in(8):
            own.append(self.comment())
        if self.one_in(12):
            own.append("  ")
        own.append(f"{self.space()}{key}{self.space()} = {self.space()}{self.value(value)}{self.tail()}")

    def space(self) -> str:
        return "  " if self.one_in(8) else ""

    def tail(self) -> str:
        return f"  {self.comment()}" if self.one_in(5) else ""

    def value(self, value: Any) -> str:
        if isinstance(value, str):
            return self.string(value)
        if isinstance(value, list) and not self.one_in(3):
            return self.array(value)
        return render_inline(value)

    def string(self, value: str) -> str:
        printable = all(letter.isprintable() or letter == "\t" for letter in value)
        if printable and "'" not in value and self.one_in(3):
            return f"'{value}'"
        if printable and "'" not in value and self.one_in(4):
            return f"'''\n{value}'''"
        if "\n" in value and self.one_in(2):
            inner = render_inline(value)[1:-1].replace("\\n", "\n")
            if not any(line.startswith(("<<<<<<<", ">>>>>>>")) for line in inner.split("\n")):
                return f'"""\n{inner}"""'
        return render_inline(value)

    def array(self, value: list[Any]) -> str:
        parts = ["["]
        for index, item in enumerate(value):
            comma = "," if index < len(value) - 1 or self.one_in(2) else ""
            parts.append(f"    {render_inline(item)}{comma}{self.tail()}")
            if self.one_in(8):
                parts.append(f"    {self.comment()}")
        return "\n".join([*parts, "]"])


def _rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _out_of_order(draw: st.DrawFn, chunks: list[Chunk]) -> list[Chunk]:
    """Move one table that stands in no row to the end, which TOML allows."""
    rows = {_head(chunk)[2:].split(".")[0].rstrip("]") for chunk in chunks if _head(chunk).startswith("[[")}
    alone = [
        index
        for index, chunk in enumerate(chunks)
        if index and _head(chunk).strip("[]").split(".")[0] not in rows and not _head(chunk).startswith("[[")
    ]
    if not alone:
        return chunks
    chosen = draw(st.sampled_from(alone))
    return [*chunks[:chosen], *chunks[chosen + 1 :], chunks[chosen]]


def _head(chunk: Chunk) -> str:
    """The header of a chunk without spaces and comment; empty for the top of a text."""
    found = next((line.strip() for line in chunk if line.strip().startswith("[")), "")
    return found.partition("#")[0].strip()


_ids = st.sampled_from(["zhang-san", "li-si", "wang-wu", "party-office", "west-office"])
_days = st.dates(date(2026, 1, 1), date(2026, 1, 4))
_lines = st.lists(st.sampled_from(["一", "二", "三", ""]), max_size=5).map("\n".join)
_holdings = st.fixed_dictionaries(
    {"person": _ids, "from": _days}, optional={"to": _days, "basis": st.sampled_from(["1号", "2号"])}
)


def _once(values: st.SearchStrategy[Any], most: int = 4) -> st.SearchStrategy[list[Any]]:
    return st.lists(values, min_size=1, max_size=most, unique=True)


posts_to_merge: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"title": st.sampled_from(["书记", "主任"]), "unit": _ids},
    optional={
        "code": st.sampled_from(["Z01", "Z02"]),
        "in_charge_of": _once(_ids),
        "note": _lines,
        "holding": st.lists(_holdings, min_size=1, max_size=3, unique_by=lambda row: (row["person"], row["from"])),
        "unheard_of": st.integers(0, 2) | st.lists(st.integers(0, 2), max_size=2),
    },
)
"""Posts that meet each other: texts, long texts, sets, keyed rows, and a key that the schema does not know."""
duties_to_merge: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"title": st.sampled_from(["党课", "培训"])},
    optional={
        "lead": _once(_ids),
        "responsible": _once(_ids),
        "dual_duty": st.booleans(),
        "cadence": st.lists(
            st.fixed_dictionaries(
                {"type": st.just("at-least"), "n": st.integers(1, 3), "per": st.sampled_from(["year", "quarter"])}
            ),
            min_size=1,
            max_size=3,
        ),
    },
)
"""Duties that meet each other: an array whose first item means something, and rows of which two may be alike."""


ROUND_UNITS = ("quay", "shed", "pier")
"""Units that random acts change; `office` stays, and a post and the people beside it."""
_said = st.sampled_from(["一", 'two "quoted"', "三\n\n行", "# 四", "cafe\u0301"])
_round_fields: dict[str, st.SearchStrategy[Any]] = {
    "title": _said,
    "short": st.just(GONE) | _said,
    "note": st.just(GONE) | _said,
    "aliases": st.just(GONE) | st.lists(_said, min_size=1, max_size=3, unique=True),
    "type": st.sampled_from(["section", "centre"]),
    "parent": st.just(GONE) | st.just("office"),
    "liaison": st.just(GONE)
    | st.lists(
        st.fixed_dictionaries({"person": st.sampled_from(["ada", "bo"]), "from": _days}, optional={"basis": _said}),
        min_size=1,
        max_size=3,
        unique_by=lambda row: (row["person"], row["from"]),
    ),
}


@st.composite
def rounds(draw: st.DrawFn, units: Mapping[str, str]) -> ChangeSet:
    """A change of some units as one act: edits by field or as a whole text, additions, removals.

    Args:
        draw: draws.
        units: the text of each of `ROUND_UNITS` that stands.
    """
    changes = []
    for unit in draw(st.lists(st.sampled_from(ROUND_UNITS), min_size=1, max_size=3, unique=True)):
        if unit not in units:
            text = f'# {draw(_said)!r}\ntitle = "new"  # here\ntype = "section"\n'
            changes.append(RecordChange(kind="unit", id=unit, verb=Verb.ADD, text=text))
        elif draw(st.integers(0, 5)) == 0:
            changes.append(RecordChange(kind="unit", id=unit, verb=Verb.REMOVE))
        elif draw(st.integers(0, 5)) == 0:
            changes.append(RecordChange(kind="unit", id=unit, verb=Verb.EDIT, text=units[unit] + "# 注\n"))
        else:
            keys = draw(st.lists(st.sampled_from(sorted(_round_fields)), min_size=1, max_size=4, unique=True))
            fields = tuple(FieldChange(key=(key,), value=draw(_round_fields[key])) for key in keys)
            changes.append(RecordChange(kind="unit", id=unit, verb=Verb.EDIT, fields=fields))
    return ChangeSet(action="round", records=tuple(changes), reason="a round")
