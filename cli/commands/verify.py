"""`dutybook verify FINDING --by UNIT`: another unit verifies a rectification, or sends it back."""

from typing import Annotated

from cyclopts import Parameter

from cli.editing import save_change
from cli.opening import day_of
from cli.opening import open_register
from cli.options import JsonOption
from cli.options import OnOption
from cli.options import RegisterOption
from cli.options import YesOption
from cli.records import find_id
from schema.acts.findings import send_back
from schema.acts.findings import verify


def run(
    id: str,
    /,
    *,
    by: str,
    back: Annotated[bool, Parameter(name="--return")] = False,
    reason: str = "",
    on: OnOption = None,
    why: str = "",
    yes: YesOption = False,
    json: JsonOption = False,
    register: RegisterOption = None,
) -> int:
    """Verify a rectification, or send it back."""
    store = open_register(register, writing=True)
    finding = store.register.findings[find_id(store, id, "finding")]
    unit, day = find_id(store, by, "unit"), day_of(store, on)
    digest = store.read("finding", finding.id).digest
    if back:
        changes = send_back(store.register, finding, day, unit, reason, digest=digest, why=why.strip())
    else:
        changes = verify(store.register, finding, day, unit, digest=digest, why=why.strip() or reason.strip())
    return save_change(store, changes, yes=yes, json=json)
