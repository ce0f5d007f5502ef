"""`dutybook import WHAT FILE`: what people wrote in office programs comes into the register as one change."""

from pathlib import Path
from typing import Annotated
from typing import Literal

from cyclopts import Parameter

from cli.options import JsonOption
from cli.options import OverrideOption
from cli.options import RegisterOption
from cli.options import YesOption

What = Literal["policy", "table"]
"""The documents that are taken in; each has a module in cli.imports."""


def run(
    what: What,
    file: Path,
    /,
    *,
    kind: str = "",
    column: Annotated[list[str] | None, Parameter(name="--column")] = None,
    skip_bad: bool = False,
    document: int = 0,
    source: str = "",
    plan: Path | None = None,
    accept_clear: bool = False,
    dry_run: bool = False,
    why: str = "",
    override: OverrideOption = None,
    yes: YesOption = False,
    json: JsonOption = False,
    register: RegisterOption = None,
) -> int:
    """Take a document in."""
    overrides = tuple(override or ())
    if what == "policy":
        from cli.imports import policy

        asked = policy.Order(file, document, source, plan, accept_clear, dry_run, why, overrides, yes, json)
        return policy.take_policy(asked, register)
    from cli.imports import table

    order = table.Order(
        file,
        kind=kind,
        columns=tuple(column or ()),
        skip_bad=skip_bad,
        dry_run=dry_run,
        why=why,
        overrides=overrides,
        yes=yes,
        json=json,
    )
    return table.take_table(order, register)
