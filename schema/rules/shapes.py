"""DB015-DB017: required texts that are blank, characters that cannot be seen, spans that end before they begin."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from typing import Final

from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.diagnostic import dotted
from schema.personal import mask
from schema.reference import Row
from schema.reference import Text
from schema.rule import Rule
from schema.visible import visible

BLANK = Rule(
    code="DB015",
    severity=Severity.ERROR,
    message="`{key}` is empty ({label})",
    message_zh="`{key}` 为空（{label_zh}）",
    hint="write what belongs there",
    hint_zh="填写内容",
    reason="The record cannot be told from others, or points nowhere.",
    example='title = ""',
    fix='title = "专题研究责任制落实情况"',
    source="-",
)
INVISIBLE = Rule(
    code="DB016",
    severity=Severity.WARNING,
    message='`{key}` holds characters that cannot be seen: "{shown}"',
    message_zh="`{key}` 含有看不见的字符：“{shown}”",
    hint="delete them; they come from copied text as a rule",
    hint_zh="删去这些字符，多由复制粘贴带入",
    reason="Two texts that look alike would not be equal, and some of these characters turn the order of what is shown.",
    example='title = "党课\\u200b"',
    fix='title = "党课"',
    source="Unicode Technical Report 36",
    fixable=True,
)
REVERSED = Rule(
    code="DB017",
    severity=Severity.ERROR,
    message="`{last}` {end} lies before `{first}` {start}",
    message_zh="`{last}` {end} 早于 `{first}` {start}",
    hint="correct one of the two dates",
    hint_zh="改正其中一个日期",
    reason="Spans hold both their ends; this one holds no day at all.",
    example="from = 2026-09-10\nto = 2026-09-01",
    fix="from = 2026-09-01\nto = 2026-09-10",
    source="domain model 2.3",
)
RULES: Final = (BLANK, INVISIBLE, REVERSED)

_LONGEST: Final = 60


def check_row(kind: str, id: str, row: Row) -> Iterator[Diagnostic]:
    """Check one record, table or row."""
    for field in row.shape.texts:
        # Arrays of texts may be empty; what stands in them is looked at by `check_text`.
        if field.required and field.shape in {"text", "long", "reference"}:
            value: str = getattr(row.value, field.attribute)
            if not value.strip():
                key = (*row.key, field.key)
                yield BLANK.found(kind, id, key, key=dotted(key), label=field.about.en, label_zh=field.about.zh)
    if row.shape.is_span:
        yield from _check_span(kind, id, row, "from", "to", row.value.since, row.value.until)  # type: ignore[attr-defined]  # is_span says that both are there
    elif kind == "platform" and not row.key:
        platform: Any = row.value
        yield from _check_span(kind, id, row, "opened", "closed", platform.opened, platform.closed)


def _check_span(
    kind: str, id: str, row: Row, first: str, last: str, start: date | None, end: date | None
) -> Iterator[Diagnostic]:
    if start is not None and end is not None and end < start:
        yield REVERSED.found(kind, id, (*row.key, last), first=first, last=last, start=start, end=end)


def check_text(kind: str, id: str, found: Text) -> Diagnostic | None:
    """Look for characters that cannot be seen."""
    key, text, field = found
    if text.isascii() and text.isprintable():
        return None
    shown = visible(text, multiline=field.about.long)
    if shown == text:
        return None
    at = next((n for n, (old, new) in enumerate(zip(text, shown, strict=False)) if old != new), len(text))
    start = max(0, at - _LONGEST // 2)
    masked = mask(shown)  # before it is cut: half a number is a number still
    cut = (shown[start:] if masked == shown else masked)[:_LONGEST].replace("\n", " ").replace("\t", " ")
    return INVISIBLE.found(kind, id, key, key=dotted(key), shown=cut)
