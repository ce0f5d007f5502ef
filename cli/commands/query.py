"""`dutybook query "SELECT ..."`: questions in SQL over the tables of the data set, in memory and without any way out."""

import sys
from collections.abc import Mapping
from datetime import date
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Annotated
from typing import Any

from cyclopts import Parameter

from cli.exits import Exit
from cli.opening import day_of
from cli.opening import open_register
from cli.options import AsOfOption
from cli.options import JsonOption
from cli.options import OnOption
from cli.options import RegisterOption
from cli.output import print_json_list
from cli.output import print_table
from cli.progress import Progress


def run(
    sql: Annotated[str, Parameter(allow_leading_hyphen=True)],
    /,
    *,
    on: OnOption = None,
    json: JsonOption = False,
    as_of: AsOfOption = "",
    register: RegisterOption = None,
) -> int:
    """Ask one question in SQL; `-` reads it from stdin."""
    from cli.exports.dataset import fill_of
    from cli.exports.wish import Wish
    from exchange.dataset.engine import ask

    store = open_register(register, as_of=as_of)
    wish = Wish(store, day_of(store, on), "zh" if store.language.startswith("zh") else "en")
    question = sys.stdin.read() if sql == "-" else sql
    with Progress() as progress:
        answer = ask(question, partial(fill_of, wish, progress))
    if json:
        print_json_list(dict(zip(answer.columns, map(_plain, row), strict=True)) for row in answer.rows)
    else:
        print_table(answer.columns, [[_text(value) for value in row] for row in answer.rows])
    return Exit.FINE


def _plain(value: Any) -> Any:
    """A value of DuckDB as JSON has it; what JSON has no word for stands as text."""
    match value:
        case None | bool() | int() | float() | str() | date():
            return value
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case bytes():
            return value.hex()
        case Mapping():
            return {str(key): _plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case _:
            return str(value)


def _text(value: Any) -> str:
    """A value as a table of a terminal shows it; empty where there is none."""
    match _plain(value):
        case None:
            return ""
        case bool() as flag:
            return "true" if flag else "false"
        case datetime() as moment:
            return moment.isoformat(sep=" ")
        case list() | dict() as several:
            from cli.document import encode

            return encode(several).strip()
        case plain:
            return str(plain)
