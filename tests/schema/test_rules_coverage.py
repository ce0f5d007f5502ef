"""DB801-DB809, word for word (R16)."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from schema.diagnostic import Severity
from schema.rules.coverage import RULES
from schema.rules.coverage import check_coverage
from store.loading import load
from tests.builders import RegisterBuilder
from tests.builders import at_least

ON = date(2026, 11, 23)


def whole(**fields: Any) -> RegisterBuilder:
    """Two sections with heads and liaisons, one clause, one duty."""
    builder = RegisterBuilder().source("rules", "2-3").person("li")
    for name, title in (("safety", "平安办"), ("emergency", "应急办")):
        builder.unit(name, title=title, liaison=[{"person": "li"}])
        builder.post(f"{name}-head", f"{name}-holder", unit=name, rank="section-head", title=f"{title}主任")
    return builder.duty("d", at_least(), **{"lead": ["safety"], "basis": [{"clause": "rules#2-3"}], **fields})


def said(builder: RegisterBuilder) -> list[tuple[str, str, str, str, str]]:
    found = check_coverage(builder.build(), ON)
    return [(one.code, f"{one.kind}/{one.id}", one.dotted, one.message, one.message_zh) for one in found]


def test_a_whole_register_says_nothing() -> None:
    assert said(whole()) == []


def test_a_duty_without_a_lead() -> None:
    assert said(whole(lead=[])) == [("DB801", "duty/d", "lead", "no unit leads the duty", "没有牵头单位")]


def test_r16_example_1_of_several_leads_the_first_is_accountable() -> None:
    """D20 lead 平安办、应急办 → A = 平安办."""
    assert said(whole(lead=["safety", "emergency"])) == [
        (
            "DB802",
            "duty/d",
            "lead",
            '2 units lead the duty: "平安办" is accountable, beside it "应急办"',
            "有 2 个牵头单位：第一牵头“平安办”，并列牵头“应急办”",
        )
    ]


def test_r16_a_lead_that_is_responsible_too_is_no_matter() -> None:
    assert said(whole(responsible=["safety", "emergency", "@sections"])) == []


def test_r16_example_2_a_supervisor_among_the_leads() -> None:
    builder = whole(lead=["safety", "emergency"])
    builder.post("emergency-head", "wu", unit="emergency", rank="section-head", title="纪检主任", supervises=["safety"])
    assert said(builder)[1:] == [
        (
            "DB803",
            "duty/d",
            "lead[1]",
            '"应急办" leads the duty and supervises it too, by "纪检主任"',
            "“应急办”既牵头本事项，又依“纪检主任”监督本事项",
        )
    ]


def test_clause_without_a_duty_and_duty_without_a_clause() -> None:
    builder = whole(basis=[])
    assert said(builder) == [
        (
            "DB804",
            "source/rules",
            "clause[0]",
            'no duty in force rests on the clause "rules#2-3"',
            "条款“rules#2-3”没有对应的现行职责事项",
        ),
        (
            "DB805",
            "duty/d",
            "basis",
            "the duty rests on no clause and is not said to be self-set",
            "职责事项没有依据条款，也没有注明自设",
        ),
    ]


def test_a_self_set_duty_says_who_decided_it() -> None:
    builder = whole().duty("own", at_least(), lead=["safety"], self_set=True)
    assert said(builder) == [
        (
            "DB806",
            "duty/own",
            "self_set",
            "the duty is self-set, and nothing says who decided it",
            "职责事项为自设，但没有写明由谁决定",
        )
    ]
    assert said(whole().duty("own", at_least(), lead=["safety"], self_set=True, note="班子会议定")) == []


def test_unit_without_head_and_liaison() -> None:
    assert said(whole().unit("archive", title="档案室")) == [
        ("DB807", "unit/archive", "", 'the unit "档案室" has no head post', "单位“档案室”没有负责人岗位"),
        (
            "DB808",
            "unit/archive",
            "liaison",
            'the unit "档案室" has no liaison on 2026-11-23',
            "2026-11-23 单位“档案室”没有联络员",
        ),
    ]


def many_posts(limit: int | None) -> RegisterBuilder:
    builder = whole().person("wu", name="吴十")
    if limit is not None:
        builder.settings["thresholds"]["posts_per_person"] = limit
    rows = [{"person": "wu", "from": "2026-01-01"}]
    builder.post("one", title="一岗", holding=rows).post("two", title="二岗", holding=rows)
    builder.post("gone", title="旧岗", holding=rows, until="2026-11-22")
    builder.post("three", title="三岗", holding=[{"person": "wu", "manner": "acting", "from": "2026-01-01"}])
    return builder.post("four", title="四岗", holding=[{"person": "wu", "from": "2026-01-01", "to": "2026-11-22"}])


@pytest.mark.parametrize("limit", [None, 2])
def test_as_many_posts_as_are_allowed_say_nothing(limit: int | None) -> None:
    assert said(many_posts(limit)) == []


def test_more_formal_posts_than_allowed() -> None:
    assert said(many_posts(1)) == [
        (
            "DB809",
            "person/wu",
            "",
            '"吴十" holds 2 posts formally, more than 1: "一岗", "二岗"',
            "“吴十”同时正式任职 2 个岗位，超过 1 个：“一岗”、“二岗”",
        )
    ]


def test_titles_are_made_visible() -> None:
    (found,) = said(whole().unit("x", title="档\u202e室", liaison=[{"person": "li"}]))
    assert found[3] == 'the unit "档<U+202E>室" has no head post'


def test_severities_and_codes() -> None:
    assert [rule.code for rule in RULES] == [f"DB80{n}" for n in range(1, 10)]
    assert {rule.code for rule in RULES if rule.severity is Severity.ERROR} == {"DB801", "DB807"}
    assert {rule.code for rule in RULES if rule.severity is Severity.NOTE} == {"DB806"}


def test_r16_the_sample_has_two_duties_with_two_leads_and_nothing_else() -> None:
    found = list(check_coverage(load(Path("sample-repo")).register, ON))
    assert [(one.code, one.id) for one in found] == [("DB802", "annual-assessment"), ("DB802", "hazard-counts")]
