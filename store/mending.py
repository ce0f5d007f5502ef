"""Mending what a check found: the records that may be mended are read, and one change set is made of them (schema.fix).

For `check --fix` and the app; both show the difference before they save it.
"""

from collections.abc import Sequence
from contextlib import suppress

from msgspec.structs import replace

from schema.change import ChangeSet
from schema.diagnostic import Diagnostic
from schema.failure import Failure
from schema.fix import fix
from schema.identity import Place
from schema.rulebook import RULES
from store.register import RegisterStore
from store.saving import Opened
from store.toml.text import parse


def mend(store: RegisterStore, found: Sequence[Diagnostic], reason: str = "") -> ChangeSet | None:
    """The change that mends what may be mended without a decision.

    Args:
        store: the register.
        found: what a check found, all of it or what is to be mended.
        reason: why; empty: the act says it itself.

    Returns:
        One change set for all records, with the digests of the files as they were read; None where nothing may be mended.
    """
    opened: dict[Place, Opened] = {}
    for one in found:
        if RULES[one.code].fixable and (one.kind, one.id) not in store.newer:
            with suppress(Failure):
                file = store.read(one.kind, one.id)
                if file.path == one.path:  # of two files with one id, the one that is read
                    opened[one.kind, one.id] = file
    data = {place: parse(file.text.encode()).data for place, file in opened.items()}
    chosen = [one for one in found if (one.kind, one.id) in data and opened[one.kind, one.id].path == one.path]
    changes = fix(data, chosen, language=store.language)
    if changes is None:
        return None
    records = tuple(replace(each, read_digest=opened[each.kind, each.id].digest) for each in changes.records)
    return replace(changes, records=records, reason=reason or changes.reason)
