"""DB901-DB904: severities of register.toml that have no effect (rows `[[severity]]`)."""

from collections.abc import Iterator
from typing import Final

from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.register import Register
from schema.rule import Rule
from schema.severity import can_be_off
from schema.severity import is_reasoned
from schema.visible import visible
from schema.vocabulary import DiagnosticSeverity

UNKNOWN_CODE = Rule(
    code="DB901",
    severity=Severity.ERROR,
    message='there is no rule "{code}": this row has no effect',
    message_zh="没有规则“{code}”：本行不起作用",
    hint="write a code that `dutybook rule` lists",
    hint_zh="填写 `dutybook rule` 所列的代码",
    reason="A misspelt code would leave the diagnostic as it was, and nobody would know why.",
    example='[[severity]]\ncode = "DB999"\nseverity = "warning"\nreason = "decided on 2026-03-02"',
    fix='[[severity]]\ncode = "DB308"\nseverity = "warning"\nreason = "decided on 2026-03-02"',
    source="-",
)
CODE_TWICE = Rule(
    code="DB902",
    severity=Severity.ERROR,
    message='"{code}" stands twice among the severities: the first row counts, this one has no effect',
    message_zh="检查程度中“{code}”出现两次：以第一行为准，本行不起作用",
    hint="keep one of the two rows",
    hint_zh="两行只留一行",
    reason="A diagnostic has one severity.",
    example='[[severity]]\ncode = "DB308"\nseverity = "warning"\nreason = "decided"\n\n'
    '[[severity]]\ncode = "DB308"\nseverity = "off"\nreason = "decided later"',
    fix='[[severity]]\ncode = "DB308"\nseverity = "off"\nreason = "decided later"',
    source="-",
)
ALWAYS_SAID = Rule(
    code="DB903",
    severity=Severity.ERROR,
    message='"{code}" cannot be turned off: this row has no effect',
    message_zh="“{code}”不能设为不报：本行不起作用",
    hint="set it to note, warning or error, or take the row out",
    hint_zh="改为 note、warning 或 error，或删去本行",
    reason="A file that is not read would be missed by nobody if the check did not say so.",
    example='[[severity]]\ncode = "DB001"\nseverity = "off"\nreason = "decided on 2026-03-02"',
    fix='[[severity]]\ncode = "DB001"\nseverity = "warning"\nreason = "decided on 2026-03-02"',
    source="-",
)
NO_REASON = Rule(
    code="DB904",
    severity=Severity.ERROR,
    message='no reason is given for the severity of "{code}": this row has no effect',
    message_zh="“{code}”的检查程度没有写明理由：本行不起作用",
    hint="write why, such as who decided it and when",
    hint_zh="写明理由，如何人何时决定",
    reason="Whoever reads the check a year later must be able to see why it is silent.",
    example='[[severity]]\ncode = "DB308"\nseverity = "off"\nreason = ""',
    fix='[[severity]]\ncode = "DB308"\nseverity = "off"\nreason = "decided by the office on 2026-03-02"',
    source="-",
)
RULES: Final = (UNKNOWN_CODE, CODE_TWICE, ALWAYS_SAID, NO_REASON)


def check_settings(register: Register) -> Iterator[Diagnostic]:
    """Check the severities that register.toml sets."""
    if not register.settings.severity:
        return
    from schema.rulebook import RULES as KNOWN  # noqa: PLC0415 - this module is a part of the rulebook

    seen: set[str] = set()
    for at, row in enumerate(register.settings.severity):
        key, values = ("severity", at, "code"), {"code": visible(row.code)}
        if row.code not in KNOWN:
            yield UNKNOWN_CODE.found("register", "", key, **values)
        elif row.code in seen:
            yield CODE_TWICE.found("register", "", key, **values)
        elif row.severity is DiagnosticSeverity.OFF and not can_be_off(row.code):
            yield ALWAYS_SAID.found("register", "", ("severity", at, "severity"), **values)
        if not is_reasoned(row):
            yield NO_REASON.found("register", "", ("severity", at, "reason"), **values)
        seen.add(row.code)
