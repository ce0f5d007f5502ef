"""A rule that a check applies: its stable code, what it says, and why.

Each rule group declares its `Rule`s beside the function that applies them; `schema.rulebook` gathers them, and `docs/rules/`
and `dutybook rule CODE` are made from them.
"""

from typing import Any
from typing import NamedTuple

from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.diagnostic import Step
from schema.personal import mask


class Rule(NamedTuple):
    """One rule of the check."""

    code: str
    """Stable, never reused: `DB` and three digits; the first digit names the group."""
    severity: Severity
    message: str
    """The sentence, with `{names}` for values."""
    message_zh: str
    hint: str
    """What to do, with `{names}` for values."""
    hint_zh: str
    reason: str
    """Why the rule exists."""
    example: str
    """TOML that breaks the rule."""
    fix: str
    """The same, mended."""
    source: str = ""
    """Where the rule comes from: a rule number R0-R18, a standard, a clause; `-` for one that a register of files needs."""
    status: str = "stable"
    """`stable`, `deprecated` or `removed`; a removed rule keeps its row."""
    fixable: bool = False
    """Whether `check --fix` may mend it, without losing anything and deciding anything (schema.fix)."""

    def found(self, kind: str, id: str, key: tuple[Step, ...] = (), /, **values: Any) -> Diagnostic:
        """Make the diagnostic that says that a place breaks this rule.

        Args:
            kind: kind of the record, `register`, `calendar` or empty.
            id: id of the record.
            key: place inside the record; empty for the whole record.
            values: what the sentence's `{names}` stand for; a number that belongs to a person is masked (R17).
        """
        values = {name: mask(value) if isinstance(value, str) else value for name, value in values.items()}
        return Diagnostic(
            code=self.code,
            severity=self.severity,
            kind=kind,
            id=id,
            key=key,
            message=self.message.format(**values),
            hint=self.hint.format(**values),
            message_zh=self.message_zh.format(**values),
            hint_zh=self.hint_zh.format(**values),
        )
