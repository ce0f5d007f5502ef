import re

import pytest

from schema.profile import PROFILES
from schema.profile import Profile
from schema.vocabulary import Measure
from schema.vocabulary import Tier


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.id)
def test_a_profile_has_every_row_in_both_languages(profile: Profile) -> None:
    assert PROFILES[profile.id] is profile
    assert list(profile.rows) == [1, 2, 3, 4, 5, 6]
    for row in profile.rows.values():
        assert re.search("[\u4e00-\u9fff]", row.label("zh"))
        assert not re.search("[\u4e00-\u9fff]", row.label("en"))
    assert profile.label("zh") == profile.zh != profile.label("en") == profile.en
    assert profile.source


def test_the_company_knows_six_measures_for_bodies_and_for_persons() -> None:
    """P4-9-0: 提醒 · 批评教育 · 责令书面检查 · 通报批评 · 组织处理 · 纪律处分."""
    company = PROFILES["company-10"]
    assert [measure.zh for measure in company.person_measures] == [
        "提醒",
        "批评教育",
        "责令书面检查",
        "通报批评",
        "组织处理",
        "纪律处分",
    ]
    assert company.body_measures == company.person_measures
    assert not company.exempts_by_discretion


def test_the_national_rules_tell_bodies_from_persons() -> None:
    """Domain model 2.2: body 检查/通报/改组; cadre 通报/诫勉/组织处理/纪律处分."""
    national = PROFILES["national-2019"]
    assert national.body_measures == (
        Measure.BODY_EXAMINATION,
        Measure.BODY_CIRCULAR,
        Measure.BODY_REORGANISATION,
    )
    assert national.person_measures == (
        Measure.CIRCULAR,
        Measure.ADMONITION,
        Measure.ORGANISATIONAL,
        Measure.DISCIPLINARY,
    )
    assert national.exempts_by_discretion


def test_no_profile_knows_direct_responsibility() -> None:
    for profile in PROFILES.values():
        assert profile.person_tiers == profile.body_tiers == (Tier.MAIN_LEADERSHIP, Tier.IMPORTANT_LEADERSHIP)


def test_rows_2_and_6_are_softer_nationally_and_the_others_are_the_same() -> None:
    company, national = (PROFILES[id_].rows for id_ in ("company-10", "national-2019"))
    assert [number for number in company if company[number] != national[number]] == [2, 6]
    assert "可以免责" in national[6].zh
    assert (company[2].clause, company[3].clause, company[4].clause) == ("P4-10d", "P4-10b", "P4-10c")
