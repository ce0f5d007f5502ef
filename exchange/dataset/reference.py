"""The reference page of the data set's tables and columns, made from the same values that the files are made from."""

from exchange.dataset.tables import TABLES
from exchange.dataset.tables import Sort
from exchange.dataset.tables import Table

_SORTS: dict[Sort, str] = {
    "text": "text",
    "integer": "integer",
    "number": "number",
    "flag": "true or false",
    "date": "day",
    "time": "moment in UTC",
    "texts": "list of texts",
    "integers": "list of integers",
    "dates": "list of days",
    "json": "JSON",
}
_INTRODUCTION = """# The data set: tables and columns · 数据集的表和列

`dutybook export dataset` writes these tables as Parquet, CSV or JSON Lines; `dutybook query` asks them in SQL.
Every table has every column, empty where a record says nothing. Choices stand as their English tokens
([kinds.md](kinds.md)), references as ids. Fields that files call `from` and `to` are `since` and `until` here, because SQL has those words for itself;
the one that is left, whom an urge went to, is asked as `"to"`.

| sort | Parquet, SQL | CSV | JSON Lines |
|---|---|---|---|
| text | `VARCHAR` | the text; one `'` before it where it begins with `= + - @ ' % \\|`, a tab or a line break | string |
| integer, number | `BIGINT`, `DOUBLE` | the number | number |
| true or false | `BOOLEAN` | `true`, `false` | true, false |
| day | `DATE` | `2026-03-05` | string |
| moment in UTC | `TIMESTAMP` | `2026-03-05T01:02:03Z` | string |
| list | `VARCHAR[]` and so on | JSON array | array |
| JSON | `JSON` | JSON | object or array |

A folder holds a file for each table and `datapackage.json`, which says the same as this page to programs
([Data Package](https://datapackage.org), version 2), with the commit and the day that the data set was made from.
"""


def render_dataset() -> str:
    """The page."""
    return "\n".join((_INTRODUCTION, *(_table(table) for table in TABLES.values())))


def _table(table: Table) -> str:
    rows = "".join(
        f"| `{column.name}` | {column.zh} | {column.en} | {_SORTS[column.sort]} | "
        f"{' · '.join(part for part in (column.help_zh, column.help_en) if part)} |\n"
        for column in table.columns
    )
    return (
        f"## {table.name} · {table.zh}\n\n{table.help_zh} · {table.help_en}\n\n"
        f"| column | 中文 | English | sort | |\n|---|---|---|---|---|\n{rows}"
    )
