"""Diagnostics: what a check says about a record. Values, collected and never raised.

A diagnostic is about the register's files; a *finding* (问题) is the domain's word for what an inspection found and is a
kind of record of its own.
"""

from enum import StrEnum

import msgspec

Step = str | int
"""One step into a record: a TOML key, or the index of a row in an array of tables (0 is the first)."""


class Severity(StrEnum):
    """How much a diagnostic matters."""

    ERROR = "error"
    """The register is wrong: an answer made from it may be wrong."""
    WARNING = "warning"
    """Somebody should look; answers stand."""
    NOTE = "note"
    """Said for completeness."""


class Diagnostic(msgspec.Struct, frozen=True, kw_only=True, order=False):
    """One thing that a check says about one place in the register."""

    code: str
    """Stable code, such as `DB101` (schema.rulebook explains each)."""
    severity: Severity
    kind: str
    """Kind of the record, `register` for register.toml, `calendar` for a calendar; empty for a stray file."""
    id: str
    """Id of the record within its kind."""
    path: str = ""
    """Path from the top of the register with `/`; filled in by the store."""
    line: int = 0
    """Line in the file, 1 is the first; 0 while unknown. Filled in by the store."""
    key: tuple[Step, ...] = ()
    """Where inside the record: `("cadence", 0, "n")`; empty for the whole record."""
    message: str
    """What is wrong: one sentence with the values quoted."""
    hint: str = ""
    """What to do about it."""
    message_zh: str = ""
    """The message in Chinese."""
    hint_zh: str = ""
    """The hint in Chinese."""

    def say(self, language: str) -> tuple[str, str]:
        """The message and the hint in a language: `zh…` gives Chinese, all else English."""
        return (self.message_zh, self.hint_zh) if language.startswith("zh") else (self.message, self.hint)

    @property
    def dotted(self) -> str:
        """The key as people write it: `cadence[0].n`."""
        return dotted(self.key)


def dotted(key: tuple[Step, ...]) -> str:
    """Write a key path as people read it: `("cadence", 0, "n")` becomes `cadence[0].n`."""
    text = ""
    for step in key:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text
