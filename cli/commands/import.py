"""`dutybook import WHAT FILE`: what people wrote in office programs comes into the register as one change."""

from pathlib import Path
from typing import Annotated
from typing import Literal

from cyclopts import Parameter

from cli.options import JsonOption
from cli.options import OverrideOption
from cli.options import RegisterOption
from cli.options import YesOption

What = Literal["table"]
"""The documents that are taken in; each has a module in cli.imports."""


def run(
    what: What,
    file: Path,
    /,
    *,
    kind: str = "",
    column: Annotated[list[str] | None, Parameter(name="--column")] = None,
    skip_bad: bool = False,
    dry_run: bool = False,
    why: str = "",
    override: OverrideOption = None,
    yes: YesOption = False,
    json: JsonOption = False,
    register: RegisterOption = None,
) -> int:
    """Take a document in."""
    del what  # there is one kind of document as yet
    from cli.imports.table import Order
    from cli.imports.table import take_table

    order = Order(
        file,
        kind=kind,
        columns=tuple(column or ()),
        skip_bad=skip_bad,
        dry_run=dry_run,
        why=why,
        overrides=tuple(override or ()),
        yes=yes,
        json=json,
    )
    return take_table(order, register)
