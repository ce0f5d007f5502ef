"""`dutybook export ledger`: obligations and records as a workbook that can be filled in and imported again."""

from functools import partial

from cli.exports.wish import Made
from cli.exports.wish import Wish
from cli.exports.wish import provenance
from cli.language import say
from cli.progress import Progress
from cli.records import find_kind
from exchange.ledger import OBLIGATION_NAMES
from exchange.ledger import OBLIGATIONS
from exchange.ledger import write_ledger
from schema.kinds import KINDS

_LONGEST = 80
"""Most characters of a name that is made from the kinds asked for."""


def make(wish: Wish) -> Made:
    """Make the ledger."""
    named = [OBLIGATIONS if name.casefold() in OBLIGATION_NAMES else find_kind(name).name for name in wish.targets]
    kinds = list(dict.fromkeys(named)) or [OBLIGATIONS, *KINDS]
    with Progress() as progress:
        progress.step(say("writing-ledger"))
        content, rows = write_ledger(
            wish.store.register,
            provenance(wish),
            kinds,
            language=wish.language,
            unit=wish.unit,
            watch=partial(progress.step, say("writing-ledger")),
        )
    name = "-".join((*(dict.fromkeys(named) or ["ledger"]), *([wish.unit] if wish.unit else [])))
    return Made(f"{name if len(name) <= _LONGEST else 'ledger'}-{wish.on.isoformat()}.xlsx", content, rows)
