"""Lists of tasks in tables, as offices break their rules down: each row is said as a clause with its note of who leads and by when."""

import re
from collections import Counter
from collections.abc import Iterator
from collections.abc import Sequence
from typing import Final

from exchange.policy.labels import label_of
from schema.shadow import shadow

_COLUMNS: Final = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("number", "序号|编号|项次|no\\.?"),
        ("limit", ".*(?:时限|时间|期限|频次|周期|节点)(?:要求)?"),
        ("leader", "(?:牵头|责任|分管|包联|主管|挂点|县级|区级)+领导|牵头人"),
        ("person", "(?:具体|直接)?责任人|负责人|责任岗位|经办人"),
        ("lead", "(?:牵头|主办|主责)(?:责任)?(?:单位|部门|科室|处室)?"),
        ("responsible", "(?:责任|落实|承办|实施|负责)(?:单位|部门|科室|处室)|责任人?单位|责任主体"),
        ("with", "(?:配合|协办|协同|协作|参与)(?:责任)?(?:单位|部门|科室|处室)"),
        ("text", ".*(?:任务|内容|事项|措施|职责|要求|责任清单|举措|项目)"),
    )
)
_KEYS: Final = (
    ("牵头领导", "leader"),
    ("牵头单位", "lead"),
    ("责任单位", "responsible"),
    ("配合单位", "with"),
    ("责任人", "person"),
    ("完成时限", "limit"),
)
_HEADS: Final = 3
"""The heading of a table is one of its first rows."""
_LONGEST_THEME: Final = 20


def sentences(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The texts of each row of a table.

    Args:
        rows: cells; a cell that spans several columns or rows stands in each of them. A cell of several lines holds a line end.

    Returns:
        Of a list of tasks, clauses such as `1. …（牵头单位：…；完成时限：…）` below its heading, several where a cell holds several items; of any
        other table, and of what stands over the heading, the cells parted by tabs.
    """
    head = next((at for at, row in enumerate(rows[:_HEADS]) if _is_head(_named(row))), None)
    if head is None:
        return [["\t".join(_once(row))] for row in rows]
    columns = _named(rows[head])
    texts = [["\t".join(_once(row))] for row in rows[:head]]
    below = rows[head + 1 :]
    return [
        *texts,
        [],
        *(
            list(_clauses(columns, rows[head], row, label))
            for row, label in zip(below, _labels(columns, below), strict=True)
        ),
    ]


def _is_head(columns: dict[str, list[int]]) -> bool:
    return "text" in columns and bool({"leader", "lead", "responsible", "with", "person", "limit"} & set(columns))


def _named(row: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, cell in enumerate(row):
        plain = re.sub(r"\s", "", shadow(cell)).casefold()
        name = next((name for name, pattern in _COLUMNS if pattern.fullmatch(plain)), None)
        if name is not None and not (at and cell == row[at - 1]):
            found.setdefault(name, []).append(at)
    return found


def _labels(columns: dict[str, list[int]], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The label of each row: its number, with a second place where the same number stands beside several rows."""
    said = [re.sub(r"\D", "", shadow(_cell(row, columns.get("number", [])))) for row in rows]
    times, seen = Counter(said), Counter[str]()
    for at, (row, number) in enumerate(zip(rows, said, strict=True), 1):
        own = label_of(shadow(_cell(row, columns["text"][-1:])))
        if not number:
            yield str(own.number if own is not None and len(own.numbers) == 1 else at)
        elif times[number] > 1:
            seen[number] += 1
            yield f"{number}.{seen[number]}"
        else:
            yield number


def _clauses(columns: dict[str, list[int]], head: Sequence[str], row: Sequence[str], label: str) -> Iterator[str]:
    *themes, what = [_cell(row, [at]) for at in columns["text"]]
    themes = [theme for at, theme in enumerate(themes) if theme and theme not in {*themes[:at], what}]
    what, themes = (what, themes) if what else ("".join(themes[-1:]), themes[:-1])
    if not what:
        return
    said = "；".join(
        f"{key}：{' '.join(value.split())}" for key, name in _KEYS if (value := _values(row, columns.get(name, [])))
    )
    known = {at for places in columns.values() for at in places}
    more = "".join(
        f"；{' '.join(head[at].split())}：{' '.join(cell.split())}"
        for at, cell in enumerate(row[: len(head)])
        if at not in known and cell.strip() and head[at].strip() and head[at] != head[max(at - 1, 0)]
    )
    over = "".join(_over(" ".join(theme.split())) for theme in themes)
    items = _items(what)
    for at, item in enumerate(items, 1):
        own = f"{label}.{at}" if len(items) > 1 else label
        yield f"{own}{' ' if '.' in own else '. '}{over}{item}{more}" + (f"（{said}）" if said else "")


def _over(theme: str) -> str:
    """What stands over a task: a heading where it is short, else the beginning of the sentence."""
    whole = len(theme) <= _LONGEST_THEME and not any(sign in shadow(theme) for sign in ",。;:")
    return f"{theme}。" if whole else f"{theme.rstrip('。：:')}："


def _items(cell: str) -> list[str]:
    """What a cell asks, item by item where it holds several lines with labels; without the labels, as each becomes a clause of its own."""
    lines = [line.strip() for line in cell.splitlines() if line.strip()]
    labelled = [label_of(shadow(line)) for line in lines]
    if len(lines) > 1 and all(label is not None for label in labelled):
        return [line[label.end :].strip() for line, label in zip(lines, labelled, strict=True) if label is not None]
    label = labelled[0]
    return [" ".join("\n".join(lines)[label.end if label is not None else 0 :].split())]


def _values(row: Sequence[str], places: Sequence[int]) -> str:
    return "、".join(dict.fromkeys(cell for at in places if (cell := _cell(row, [at]))))


def _cell(row: Sequence[str], places: Sequence[int]) -> str:
    return row[places[0]].strip() if places and places[0] < len(row) else ""


def _once(row: Sequence[str]) -> list[str]:
    return [" ".join(cell.split()) for at, cell in enumerate(row) if at == 0 or cell != row[at - 1]]
