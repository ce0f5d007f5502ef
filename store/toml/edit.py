"""Edits of one record's text that change only the lines of the fields that change, each proven before it is given out.

After every step the new text is parsed again with `tomllib` and must hold exactly the data that the step means; every
line that doesn't belong to the changed field, table or row must still be there, byte for byte and in its order; every
comment that is lost must have stood in a part that was changed, and is named. Otherwise nothing is given out.
"""

import difflib
from collections import Counter
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from typing import ClassVar

from schema.diagnostic import dotted
from schema.failure import Failure
from store.toml.fields import REMOVE
from store.toml.fields import Change
from store.toml.fields import FieldEdit
from store.toml.fields import NoSuchPlaceError
from store.toml.fields import Path
from store.toml.fields import perform
from store.toml.fields import same
from store.toml.fields import steps
from store.toml.layout import Layout
from store.toml.layout import LayoutError
from store.toml.layout import measure
from store.toml.splice import CannotSpliceError
from store.toml.splice import line_end_of
from store.toml.splice import order_ranks
from store.toml.splice import splice
from store.toml.syntax import explain_syntax_zh
from store.toml.text import MAX_BYTES
from store.toml.text import Unparseable
from store.toml.text import decode
from store.toml.text import parse_text
from store.wording import clause

__all__ = ["REMOVE", "EditUnproven", "Edited", "FieldEdit", "apply", "difference"]


class EditUnproven(Failure):
    """An edit could not be made in such a way that it is certain to change nothing else. Nothing is written."""

    code: ClassVar[str] = "F510"
    exit_code: ClassVar[int] = 1

    def __init__(self, key: Path, reason: str, *, reason_zh: str = "") -> None:
        subject, subject_zh = (f"The field {dotted(key)}", f"字段 {dotted(key)} ") if key else ("The record", "记录")
        super().__init__(
            f"{subject} can't be changed without touching other parts of the file: {reason}.",
            "Change it in an editor; the file is as it was.",
            message_zh=f"{subject_zh}无法在不影响文件其他部分的情况下修改：{reason_zh or reason}。",
            hint_zh="请在编辑器里修改；文件没有变动。",
        )
        self.key = key
        """The field that was to change."""
        self.reason = reason
        """What went wrong."""


@dataclass(frozen=True)
class Edited:
    """The result of an edit."""

    text: str
    """The new text, without a byte order mark."""
    lost_comments: tuple[str, ...] = ()
    """Comments that went with a part that was removed or rewritten, `#` included, in their order."""


def apply(text: str, edits: Sequence[FieldEdit], *, order: Sequence[str] = ()) -> Edited:
    """Apply edits to a record's text, one after the other.

    Args:
        text: the record's text.
        edits: what to change. A table is set field by field; of an array of tables, rows that are the same at its
            start and end are left alone. Removing what isn't there, and setting what is already so, changes nothing.
            A table that a key goes through and that doesn't exist is made. Removing the last row removes the array.
        order: the schema's keys in their order, for the places of new ones: `title` at the top, `cadence.n` for the
            field `n` in the rows of `cadence`. Keys that are not named go last.

    Returns:
        The new text, and the comments that were lost with removed parts.

    Raises:
        EditUnproven: the result could not be proven right.
        Unparseable: the text is not TOML.
        Unstorable: a value has no form in TOML.
    """
    text = text.removeprefix("\ufeff")
    decode(text.encode(errors="surrogatepass"))
    data = parse_text(text.replace("\r\n", "\n"))
    ranks = order_ranks(order)
    lost: list[str] = []
    for edit in edits:
        try:
            changes = list(steps(data, edit))
        except NoSuchPlaceError as error:
            raise EditUnproven(edit.key, str(error), reason_zh=error.words_zh) from None
        for change in changes:
            after = perform(data, change)
            try:
                new = splice(text, change, after, ranks)
            except CannotSpliceError as error:
                raise EditUnproven(change.key, str(error), reason_zh="其写法不能逐行修改") from error
            except LayoutError as error:
                raise EditUnproven(change.key, str(error), reason_zh=explain_syntax_zh(str(error))) from error
            lost += _prove(text, new, change, after)
            text, data = new, after
    return Edited(text, tuple(lost))


def difference(before: str, after: str, path: str) -> str:
    """The difference between two texts of a file, as a unified diff to be shown.

    Args:
        before: the old text; empty for a new file.
        after: the new text; empty for a deleted one.
        path: path of the file, for the two lines at the top.

    Returns:
        Lines ending in LF; empty where nothing differs. A missing final newline is said as git says it.
    """
    old, new = _lines(before), _lines(after)
    shown = difflib.unified_diff(
        old, new, f"a/{path}" if before else "/dev/null", f"b/{path}" if after else "/dev/null"
    )
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in shown)


def _lines(text: str) -> list[str]:
    # Not splitlines(): it also breaks at form feeds and U+2028, which are inside a line here.
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _prove(before: str, after: str, change: Change, wanted: Mapping[str, Any]) -> list[str]:
    """Prove one step and return the comments that it lost."""
    key = change.key
    if len(after.encode(errors="surrogatepass")) > MAX_BYTES:
        raise EditUnproven(
            key, f"the file would be larger than {MAX_BYTES} bytes", reason_zh=f"文件将超过 {MAX_BYTES} 字节"
        )
    try:
        found = parse_text(after.replace("\r\n", "\n"))
        decode(after.encode())
        old, new = measure(before), measure(after)
    except (Unparseable, LayoutError, UnicodeEncodeError) as error:
        why, why_zh = _explain(error)
        raise EditUnproven(
            key, f"the result would not be TOML ({why})", reason_zh=f"结果不符合 TOML 写法（{why_zh}）"
        ) from error
    if not same(found, wanted):
        raise EditUnproven(key, "the result would not hold the wanted values", reason_zh="结果与所要的值不符")
    _prove_lines(old, new, change)
    gone = Counter(_comments(old)) - Counter(_comments(new))
    if gone and change.act == "set" and _is_plain(old, key) and _is_plain(new, key):
        raise EditUnproven(key, "a comment beside the value would be lost", reason_zh="值旁边的注释将会丢失")
    lost = []
    for comment in _comments(old):
        if gone[comment]:
            gone[comment] -= 1
            lost.append(comment)
    return lost


def _explain(error: Unparseable | LayoutError | UnicodeEncodeError) -> tuple[str, str]:
    """What a parser said, in English and Chinese."""
    if isinstance(error, Unparseable):
        return clause(error.message), clause(error.message_zh)
    return str(error), explain_syntax_zh(str(error))


def _prove_lines(old: Layout, new: Layout, change: Change) -> None:
    key = change.key
    mine_before = () if change.act == "insert" and _has_section(old, key) else _subject(old, key)
    mine_after = [] if change.act == "remove" else list(_subject(new, key))
    mine_after += _new_tables(old, new, key)
    line_end = line_end_of(old.text)
    rest_before = _rest(old, [*mine_before, *_replaced_array(old, change)], line_end)
    rest_after = _rest(new, mine_after + (_holder(new, key) if change.act == "remove" else []), line_end)
    if rest_before != rest_after:
        raise EditUnproven(key, "other lines of the file would change", reason_zh="文件的其他行将会改变")
    if line_end == "\r\n" and "\n" in new.text and line_end_of(new.text) != "\r\n":
        raise EditUnproven(key, "the line ends of the file would be mixed", reason_zh="文件的换行符将会混杂")


def _has_section(layout: Layout, key: Path) -> bool:
    """Whether a row is written with a header of its own."""
    return any(section.path[: len(key)] == key for section in layout.sections)


def _replaced_array(layout: Layout, change: Change) -> list[tuple[int, int]]:
    """The statement `rows = []` that a first row takes the place of."""
    return _holder(layout, change.key[:-1]) if change.act == "insert" else []


def _subject(layout: Layout, key: Path) -> list[tuple[int, int]]:
    """Spans of all lines that belong to a key: its statement or the one around it, or its tables with all inside."""
    size = len(key)
    spans = _holder(layout, key)
    for section in layout.sections:
        if section.path[:size] == key:
            spans.append((section.start, section.end))
        else:
            spans += [(inner.start, inner.end) for inner in section.statements if inner.path[:size] == key]
    return spans


def _holder(layout: Layout, key: Path) -> list[tuple[int, int]]:
    return [
        (inner.start, inner.end)
        for section in layout.sections
        for inner in section.statements
        if key[: len(inner.path)] == inner.path
    ]


def _new_tables(old: Layout, new: Layout, key: Path) -> list[tuple[int, int]]:
    """Headers, or statements of an empty table, above the key that the new text has and the old one had not."""
    had = {section.path for section in old.sections}
    return [
        (section.header.start, section.header.end)
        for section in new.sections
        if section.header is not None and key[: len(section.path)] == section.path and section.path not in had
    ]


def _rest(layout: Layout, mine: Sequence[tuple[int, int]], line_end: str) -> list[str]:
    """Lines outside the spans, blank ones left out."""
    text = layout.text if layout.text.endswith("\n") else layout.text + line_end
    rest: list[str] = []
    start = 0
    for begin, end in [*sorted(mine), (len(text), len(text))]:
        rest += [line for line in text[start : max(start, begin)].split("\n") if line.strip()]
        start = max(start, end)
    return rest


def _comments(layout: Layout) -> list[str]:
    return [layout.text[start:end] for start, end in layout.comments]


def _is_plain(layout: Layout, key: Path) -> bool:
    """Whether a key is a statement with a value that has no room for comments inside."""
    for section in layout.sections:
        for inner in section.statements:
            if inner.path == key and inner.value is not None:
                return inner.value.items is None and inner.value.fields is None
    return False
