"""`dutybook rule [CODE]`: what a rule of the check says, and why."""

import re

from cli.exits import Exit
from cli.failure import UnknownRule
from cli.language import say
from cli.language import spoken
from cli.options import JsonOption
from cli.output import print_json
from cli.output import print_line
from cli.output import print_table
from cli.output import print_text
from cli.records import Plain
from schema.override import REFUSING
from schema.rule import Rule
from schema.rulebook import RULES
from schema.severity import can_be_off


def run(code: str = "", /, *, json: JsonOption = False) -> int:
    """Explain a rule, or list all."""
    if not code:
        rules = sorted(RULES.values(), key=lambda rule: rule.code)
        if json:
            print_json([_entry(rule) for rule in rules])
        else:
            titles = [say("code-of-rule"), say("severity"), say("message")]
            print_table(titles, [[rule.code, say(f"severity-{rule.severity.value}"), _message(rule)] for rule in rules])
        return Exit.FINE
    rule = RULES.get(code.upper())
    if rule is None:
        raise UnknownRule(code, RULES)
    if json:
        print_json(_entry(rule))
    else:
        _explain(rule)
    return Exit.FINE


def _message(rule: Rule) -> str:
    return _blanked(rule.message_zh if spoken() == "zh" else rule.message)


def _hint(rule: Rule) -> str:
    return _blanked(rule.hint_zh if spoken() == "zh" else rule.hint)


def _blanked(sentence: str) -> str:
    """A rule's sentence with a mark where the check puts a value."""
    return re.sub(r"\{\w+\}", "…", sentence)


def _entry(rule: Rule) -> Plain:
    return {
        "code": rule.code,
        "severity": rule.severity,
        "message": _message(rule),
        "hint": _hint(rule),
        "reason": rule.reason,
        "example": rule.example,
        "fix": rule.fix,
        "source": rule.source.removeprefix("-"),
        "status": rule.status,
        "fixable": rule.fixable,
        "can_be_off": can_be_off(rule.code),
    }


def _explain(rule: Rule) -> None:
    print_line(f"{rule.code}  {say(f'severity-{rule.severity.value}')}")
    print_line(_message(rule))
    print_line(_hint(rule))
    parts = [("rule-reason", rule.reason), ("rule-example", rule.example), ("rule-fix", rule.fix)]
    if rule.source not in {"", "-"}:
        parts.append(("rule-source", rule.source))
    for name, text in parts:
        print_line()
        print_line(say(name))
        print_text("\n".join(f"  {line}" for line in text.splitlines()))
    print_line()
    print_line(_on_severity(rule))
    if rule.fixable:
        print_line(say("rule-fixable"))


def _on_severity(rule: Rule) -> str:
    if rule.code in REFUSING:
        return say("rule-severity-saved")
    return say("rule-severity" if can_be_off(rule.code) else "rule-severity-on")
