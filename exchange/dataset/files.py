"""The data set as files: CSV, JSON Lines and the descriptor that says what is in them. Parquet is written by the engine.

The descriptor follows the Data Package standard, version 2 (datapackage.org): programs that know it read types, titles and
descriptions of all columns from it. The same commit and day give the same bytes.
"""

import csv
import json
from collections.abc import Iterable
from collections.abc import Sequence
from io import TextIOWrapper
from typing import IO
from typing import Any
from typing import Final
from typing import Literal

import msgspec

from exchange.dataset.rows import Row
from exchange.dataset.tables import Column
from exchange.dataset.tables import Sort
from exchange.dataset.tables import Table
from schema.provenance import Provenance
from schema.visible import escape_json
from schema.visible import visible

Format = Literal["parquet", "csv", "jsonl"]
DESCRIPTOR: Final = "datapackage.json"
"""Name of the descriptor in the folder of a data set."""
_EXECUTABLE: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "'")
"""What a spreadsheet may take for the beginning of a formula, and the sign that we put before it (OWASP, CSV injection)."""
_TYPES: Final[dict[Sort, str]] = {
    "text": "string",
    "integer": "integer",
    "number": "number",
    "flag": "boolean",
    "date": "date",
    "time": "datetime",
    "texts": "array",
    "integers": "array",
    "dates": "array",
    "json": "any",
}
_MEDIA: Final[dict[Format, str]] = {
    "parquet": "application/vnd.apache.parquet",
    "csv": "text/csv",
    "jsonl": "application/jsonl",
}
_CSV_NOTE: Final = {
    "zh": "CSV：UTF-8（带 BOM）；数组和表为 JSON；以 = + - @ 等开头的文本前加 '，读取时去掉一个；控制字符写作 <U+0007> 这样的记号。",
    "en": "CSV: UTF-8 with a mark; lists and tables are JSON; a text that begins with = + - @ and the like has one ' before it, to be taken off when it is read; control characters stand as marks such as <U+0007>.",
}


def write_lines(file: IO[bytes], table: Table, rows: Iterable[Row]) -> int:
    """Write a table as JSON Lines: an object for each row, every column in it.

    Args:
        file: where to.
        table: the table.
        rows: its rows.

    Returns:
        How many rows were written.
    """
    names = [column.name for column in table.columns]
    count = 0
    for row in rows:
        count += 1
        text = msgspec.json.encode(dict(zip(names, row, strict=True))).decode()
        file.write(f"{escape_json(text)}\n".encode())
    return count


def write_csv(file: IO[bytes], table: Table, rows: Iterable[Row]) -> int:
    """Write a table as CSV (RFC 4180), as spreadsheets open it without asking and without running anything in it.

    Args:
        file: where to.
        table: the table.
        rows: its rows.

    Returns:
        How many rows were written.
    """
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    try:
        writer = csv.writer(text)
        writer.writerow([column.name for column in table.columns])
        count = 0
        for row in rows:
            count += 1
            writer.writerow([cell(column, value) for column, value in zip(table.columns, row, strict=True)])
        text.flush()
    finally:
        text.detach()
    return count


def cell(column: Column, value: Any) -> str:
    """A value as it stands in CSV; empty where nothing is said."""
    if value is None:
        return ""
    if column.sort == "flag":
        return "true" if value else "false"
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    if column.sort == "text" and text.startswith(_EXECUTABLE):
        text = f"'{text}"
    return visible(text, multiline=True)


def write_descriptor(
    source: Provenance, tables: Sequence[Table], format: Format, counts: Sequence[int], language: str
) -> bytes:
    """Write the descriptor of a data set.

    Args:
        source: where it comes from.
        tables: the tables that were written.
        format: of their files.
        counts: how many rows each has.
        language: `zh` or `en`, of labels and descriptions.
    """
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "dutybook",
        "title": source.title,
        "description": _CSV_NOTE[language] if format == "csv" else "",
        "created": source.made.isoformat(),
        "version": str(source.revision),
        "commit": source.commit,
        "uncommitted": source.changed,
        "on": source.on.isoformat(),
        "resources": [
            {
                "name": table.name,
                "path": f"{table.name}.{format}",
                "format": format,
                "mediatype": _MEDIA[format],
                **({} if format == "parquet" else {"encoding": "utf-8"}),
                "title": table.label(language),
                "description": table.help(language),
                "rows": count,
                "schema": {"fields": [_describe(column, language) for column in table.columns], "missingValues": [""]},
            }
            for table, count in zip(tables, counts, strict=True)
        ],
    }
    return (escape_json(json.dumps(package, ensure_ascii=False, indent=2)) + "\n").encode()


def _describe(column: Column, language: str) -> dict[str, str]:
    help_text = column.help(language)
    described = {"name": column.name, "type": _TYPES[column.sort], "title": column.label(language)}
    return described | ({"description": help_text} if help_text else {})
