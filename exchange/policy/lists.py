"""Lists of tasks in tables, as offices break their rules down: each row is said as a clause with its note of who leads and by when."""

import re
from collections.abc import Sequence
from typing import Final

from schema.shadow import shadow

_COLUMNS: Final = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("number", "序号|编号|no\\.?"),
        ("limit", ".*(?:时限|时间|期限|频次)"),
        ("lead", "(?:牵头|主办|主责)(?:单位|部门|科室)?"),
        ("with", "(?:责任|配合|协办|落实|承办)(?:单位|部门|科室)|责任人?(?:单位)?"),
        ("text", ".*(?:任务|内容|事项|措施|职责|工作要求|要求|责任清单)"),
    )
)


def sentences(rows: Sequence[Sequence[str]]) -> list[str]:
    """One text for each row of a table.

    Args:
        rows: cells; a cell that spans several columns or rows stands in each of them.

    Returns:
        Of a list of tasks, clauses such as `1. …（牵头单位：…；完成时限：…）` below its heading; of any other table, cells parted by tabs.
    """
    named = _named(rows[0]) if rows else {}
    if "text" not in named or not {"lead", "with", "limit"} & set(named):
        return ["\t".join(_once(row)) for row in rows]
    return ["", *(_sentence(named, row, at) for at, row in enumerate(rows[1:], 1))]


def _named(row: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        plain = shadow(cell).replace(" ", "").casefold()
        name = next((name for name, pattern in _COLUMNS if pattern.fullmatch(plain)), None)
        if name == "text":
            found[name] = at  # of 任务 and 措施 side by side the last says what is to be done
        elif name is not None:
            found.setdefault(name, at)
    return found


def _sentence(named: dict[str, int], row: Sequence[str], at: int) -> str:
    def cell(name: str) -> str:
        return row[named[name]].strip() if name in named and named[name] < len(row) else ""

    text = cell("text")
    if not text:
        return ""
    number = re.sub(r"\D", "", shadow(cell("number"))) or str(at)
    keys = (("牵头单位", "lead"), ("责任单位", "with"), ("完成时限", "limit"))
    said = "；".join(f"{key}：{cell(name)}" for key, name in keys if cell(name))
    return f"{number}. {text}" + (f"（{said}）" if said else "")


def _once(row: Sequence[str]) -> list[str]:
    return [cell for at, cell in enumerate(row) if at == 0 or cell != row[at - 1]]
