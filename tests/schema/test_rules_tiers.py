from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from schema.check import check
from schema.diagnostic import Diagnostic
from schema.rules import tiers
from store.loading import load
from tests.builders import RegisterBuilder

DAY = date(2026, 11, 23)
SAMPLE = Path(__file__).parents[2] / "sample-repo"


def found(builder: RegisterBuilder) -> list[Diagnostic]:
    codes = {rule.code for rule in tiers.RULES}
    return [one for one in check(builder.build(), DAY) if one.code in codes]


def duty(**fields: Any) -> RegisterBuilder:
    return RegisterBuilder().duty("d", **fields)


def test_a_wording_that_means_another_tier_is_told() -> None:
    (one,) = found(duty(tier="main-leadership", tier_wording="直接负责人"))
    assert (one.code, one.severity.value, one.kind, one.id, one.key) == (
        "DB851",
        "warning",
        "duty",
        "d",
        ("tier_wording",),
    )
    assert one.message == 'the wording "直接负责人" means the tier `direct`, but `tier` is `main-leadership`'
    assert one.message_zh == "原文“直接负责人”是“直接责任人”，而层级填的是“主要领导责任”"


@pytest.mark.parametrize(
    ("tier", "wording"),
    [
        ("direct", "直接负责"),
        ("direct", "直接负责人"),
        ("direct", "Direct responsible person"),
        ("main-body", "总责"),
        ("leadership", "一岗双责"),
        ("leadership", ""),
    ],
)
def test_a_wording_that_fits_or_that_nobody_knows_is_left_alone(tier: str, wording: str) -> None:
    assert found(duty(tier=tier, tier_wording=wording)) == []


def test_the_registers_own_word_for_a_tier_is_no_contradiction() -> None:
    builder = duty(tier="leadership", tier_wording="直接负责人")
    builder.settings["tier"] = [
        {"dialect": "own", "rank": "member", "tier": "leadership", "wording": "直接负责人"},
    ]
    assert found(builder) == []
    builder.settings["tier"][0]["tier"] = "main-body"
    assert [one.code for one in found(builder)] == ["DB851"]


def test_a_dialect_that_nobody_knows_is_told_of_sources_and_of_the_register() -> None:
    builder = RegisterBuilder().source("rules", dialect="P9").source("other", dialect="P4").source("plain")
    builder.settings["dialect"] = "p2"
    assert [(one.code, one.kind, one.id, one.key, one.message, one.hint_zh) for one in found(builder)] == [
        (
            "DB852",
            "source",
            "rules",
            ("dialect",),
            'nobody knows the dialect "P9": no table is built in, and register.toml has no `[[tier]]` row for it',
            "改用 P1, P2, P3, P4, P5, P6 之一，或在 register.toml 里写 `[[tier]]` 行",
        ),
        (
            "DB852",
            "register",
            "",
            ("dialect",),
            'nobody knows the dialect "p2": no table is built in, and register.toml has no `[[tier]]` row for it',
            "改用 P1, P2, P3, P4, P5, P6 之一，或在 register.toml 里写 `[[tier]]` 行",
        ),
    ]


def test_rows_of_register_toml_make_a_dialect_known() -> None:
    builder = RegisterBuilder().source("rules", dialect="own")
    builder.settings |= {"dialect": "own", "tier": [{"dialect": "own", "rank": "staff", "tier": "handling"}]}
    assert found(builder) == []


def test_two_rows_for_one_dialect_and_rank_are_told_once_for_each_row_too_many() -> None:
    row = {"dialect": "own", "rank": "member", "tier": "leadership"}
    builder = RegisterBuilder()
    builder.settings["tier"] = [row, row | {"rank": "staff"}, row | {"dialect": "P2"}, row, row]
    assert [(one.code, one.severity.value, one.key, one.message, one.message_zh) for one in found(builder)] == [
        (
            "DB853",
            "error",
            ("tier", at),
            'the dialect "own" has two rows for the rank `member`',
            "层级用语“own”对“其他成员”写了两行",
        )
        for at in (3, 4)
    ]


@cache
def said_of_the_sample() -> list[str]:
    return [one.code for one in check(load(SAMPLE).register, DAY)]


@pytest.mark.parametrize("code", [rule.code for rule in tiers.RULES])
def test_the_sample_gives_none(code: str) -> None:
    assert code not in said_of_the_sample()
