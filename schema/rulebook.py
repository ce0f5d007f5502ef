"""The rulebook: every rule of the check by its code, and the page that explains one.

`docs/rules/` and `dutybook rule CODE` are made from it.
"""

from typing import Final

from schema import boundary
from schema import breakage
from schema import decode
from schema import filing
from schema.rule import Rule
from schema.rules import activities
from schema.rules import approvals
from schema.rules import assessments
from schema.rules import cadences
from schema.rules import cases
from schema.rules import changes
from schema.rules import coverage
from schema.rules import evidence
from schema.rules import gate
from schema.rules import handovers
from schema.rules import holdings
from schema.rules import rectification
from schema.rules import references
from schema.rules import reports
from schema.rules import scope
from schema.rules import settings
from schema.rules import shapes
from schema.rules import signatures
from schema.rules import tiers
from schema.rules import urging

GROUPS: Final[tuple[tuple[Rule, ...], ...]] = (
    filing.RULES,
    decode.RULES,
    shapes.RULES,
    references.RULES,
    holdings.RULES,
    cadences.RULES,
    activities.RULES,
    evidence.RULES,
    reports.RULES,
    rectification.RULES,
    urging.RULES,
    assessments.RULES,
    cases.RULES,
    boundary.RULES,
    scope.RULES,
    coverage.RULES,
    changes.RULES,
    handovers.RULES,
    tiers.RULES,
    settings.RULES,
    breakage.RULES,
    signatures.RULES,
    gate.RULES,
    approvals.RULES,
)
"""The rules, group by group."""

RULES: Final[dict[str, Rule]] = {rule.code: rule for group in GROUPS for rule in group}
"""Every rule by code, in order of group and code."""


def render_page(rule: Rule) -> str:
    """Write the page of a rule in Markdown, ending in a line break."""
    lines = [
        f"# {rule.code}",
        "",
        f"**{rule.severity.value}** · {rule.message}",
        "",
        rule.message_zh,
        "",
        "## Why",
        "",
        rule.reason,
        "",
        "## What to do",
        "",
        _sentence(rule.hint),
        "",
        rule.hint_zh,
        "",
        *_block("## Example", rule.example),
        *_block("## Mended", rule.fix),
    ]
    if rule.fixable:
        lines += ["`dutybook check --fix` may mend it.", "", "可用 `dutybook check --fix` 改正。", ""]
    if rule.source not in {"", "-"}:
        lines += ["## Source", "", rule.source, ""]
    if rule.status != "stable":
        lines += [f"Status: {rule.status}.", ""]
    return "\n".join(lines)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _block(title: str, text: str) -> list[str]:
    return [title, "", "```toml", *text.splitlines(), "```", ""]
