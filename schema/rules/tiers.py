"""DB851-DB853: words for tiers that nobody knows, or that contradict the tier beside them (R8)."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.dialect import DIALECTS
from schema.kinds.duty import Duty
from schema.kinds.settings import Settings
from schema.kinds.source import Source
from schema.register import Register
from schema.rule import Rule
from schema.tier import is_known_dialect
from schema.tier import normalise
from schema.visible import visible
from schema.vocabulary import Rank
from schema.vocabulary import Tier

OTHER_TIER = Rule(
    code="DB851",
    severity=Severity.WARNING,
    message='the wording "{wording}" means the tier `{meant}`, but `tier` is `{tier}`',
    message_zh="原文“{wording}”是“{meant_zh}”，而层级填的是“{tier_zh}”",
    hint="correct the tier, or write the document's own words",
    hint_zh="改正层级，或照文件写原话",
    reason="A printed list shows the wording, lists and maps go by the tier: they must not say two things.",
    example='tier = "main-leadership"\ntier_wording = "直接负责人"',
    fix='tier = "direct"\ntier_wording = "直接负责人"',
    source="R8",
)
UNKNOWN_DIALECT = Rule(
    code="DB852",
    severity=Severity.WARNING,
    message='nobody knows the dialect "{dialect}": no table is built in, and register.toml has no `[[tier]]` row for it',
    message_zh="没有人认识层级用语“{dialect}”：既非内置，register.toml 也没有它的 `[[tier]]` 行",
    hint="use one of {known}, or add `[[tier]]` rows to register.toml",
    hint_zh="改用 {known} 之一，或在 register.toml 里写 `[[tier]]` 行",
    reason="Without a table no post can be given its tier.",
    example='dialect = "P9"',
    fix='dialect = "P2"',
    source="R8",
)
TIER_TWICE = Rule(
    code="DB853",
    severity=Severity.ERROR,
    message='the dialect "{dialect}" has two rows for the rank `{rank}`',
    message_zh="层级用语“{dialect}”对“{rank_zh}”写了两行",
    hint="keep one of the two rows",
    hint_zh="两行中只留一行",
    reason="Which tier the rank carries would depend on the order of rows.",
    example='[[tier]]\ndialect = "own"\nrank = "member"\ntier = "leadership"\n\n'
    '[[tier]]\ndialect = "own"\nrank = "member"\ntier = "important-leadership"',
    fix='[[tier]]\ndialect = "own"\nrank = "member"\ntier = "leadership"',
    source="R8",
)
RULES: Final[tuple[Rule, ...]] = (OTHER_TIER, UNKNOWN_DIALECT, TIER_TWICE)


def check_duty(register: Register, duty: Duty, on: date) -> Iterator[Diagnostic]:  # noqa: ARG001
    """Check the words for a duty's tier; words that nobody knows are a document's own and say nothing against it."""
    if not duty.tier_wording:
        return
    meant = normalise(duty.tier_wording)
    if meant is None or meant is duty.tier or _is_own_word(register.settings, duty.tier_wording, duty.tier):
        return
    yield OTHER_TIER.found(
        "duty",
        duty.id,
        ("tier_wording",),
        wording=visible(duty.tier_wording),
        meant=meant.value,
        meant_zh=meant.zh,
        tier=duty.tier.value,
        tier_zh=duty.tier.zh,
    )


def check_source(register: Register, source: Source, on: date) -> Iterator[Diagnostic]:  # noqa: ARG001
    """Check the dialect of one source."""
    if source.dialect:
        yield from _check_dialect(register.settings, "source", source.id, source.dialect)


def check_settings(register: Register, on: date) -> Iterator[Diagnostic]:  # noqa: ARG001
    """Check the dialect and the own words of register.toml."""
    settings = register.settings
    if settings.dialect:
        yield from _check_dialect(settings, "register", "", settings.dialect)
    seen: set[tuple[str, Rank]] = set()
    for at, row in enumerate(settings.tier):
        if (row.dialect, row.rank) in seen:
            yield TIER_TWICE.found(
                "register",
                "",
                ("tier", at),
                dialect=visible(row.dialect),
                rank=row.rank.value,
                rank_zh=row.rank.zh,
            )
        seen.add((row.dialect, row.rank))


def _check_dialect(settings: Settings, kind: str, id: str, dialect: str) -> Iterator[Diagnostic]:
    if not is_known_dialect(settings, dialect):
        yield UNKNOWN_DIALECT.found(kind, id, ("dialect",), dialect=visible(dialect), known=", ".join(DIALECTS))


def _is_own_word(settings: Settings, wording: str, tier: Tier) -> bool:
    """Whether register.toml itself uses a word for a tier, whatever others mean by it."""
    return any(row.tier is tier and row.wording == wording for row in settings.tier)
