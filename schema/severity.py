"""Severities that an institution sets otherwise: the rows `[[severity]]` of register.toml, put on what was found.

What refuses a save goes on refusing it, whatever it is shown as: `schema.check.refuse` and the store never ask here.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace

from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.kinds.settings import Settings
from schema.kinds.settings import SeverityChange
from schema.vocabulary import DiagnosticSeverity

_FIRST_RULE: Final = "DB015"
"""What comes before it the loader finds: files that cannot be read, or are not where or what they should be."""
_OWN: Final = "DB90"
"""How the codes begin that are about these rows themselves."""


def can_be_off(code: str) -> bool:
    """Whether the diagnostics of a code may be left out.

    What the loader finds may not, for a file that is not read would be missed by nobody; nor what is wrong with these
    rows themselves.
    """
    return code >= _FIRST_RULE and not code.startswith(_OWN)


def is_reasoned(row: SeverityChange) -> bool:
    """Whether a row says why: with a letter or a digit in it."""
    return any(character.isalnum() for character in row.reason)


def changes_of(settings: Settings) -> Mapping[str, DiagnosticSeverity]:
    """What each code is to be shown as; of two rows for one code the first counts.

    A row without a reason has no effect, and none that turns off what must be said.
    """
    first = {row.code: row for row in reversed(settings.severity)}
    return {
        code: row.severity
        for code, row in first.items()
        if is_reasoned(row) and (row.severity is not DiagnosticSeverity.OFF or can_be_off(code))
    }


def apply(settings: Settings, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Diagnostics as this institution takes them: with its own severities, and without those that it turned off.

    Args:
        settings: register.toml.
        diagnostics: what was found, with the severities of the rules.
    """
    changes = changes_of(settings)
    if not changes:
        return list(diagnostics)
    found = []
    for one in diagnostics:
        changed = changes.get(one.code)
        if changed is None:
            found.append(one)
        elif changed is not DiagnosticSeverity.OFF:
            found.append(replace(one, severity=Severity(changed.value)))
    return found
