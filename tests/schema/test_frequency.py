"""Words for how often become cadences, and no number is made up (R4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.cadence import plan
from schema.frequency import propose
from schema.shadow import shadow
from schema.vocabulary import CadenceType


def said(text: str) -> list[tuple[object, ...]]:
    """What a text proposes: type, times, period, months, due, question."""
    found = propose(shadow(text))
    return [
        (one.row.type.value, one.row.n, one.row.per and one.row.per.value, one.row.months, one.row.due, one.question)
        for one in found
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("每季度至少一次", [("at-least", 1, "quarter", (), "", "")]),
        ("每季度开展一次", [("exactly", 1, "quarter", (), "", "")]),
        ("至少每季度一次", [("at-least", 1, "quarter", (), "", "")]),
        ("每半年召开1次", [("exactly", 1, "half-year", (), "", "")]),
        ("上半年、下半年各一次", [("exactly", 1, "half-year", (), "", "")]),
        ("一年不少于2次", [("at-least", 2, "year", (), "", "")]),
        ("每年开展２次以上", [("at-least", 2, "year", (), "", "")]),
        ("每三个月一次", [("exactly", 1, "quarter", (), "", "")]),
        ("每月至少1次，全年不少于12次", [("at-least", 1, "month", (), "", ""), ("at-least", 12, "year", (), "", "")]),
        ("每年3月份", [("months", 1, None, (3,), "month-end", "")]),
        ("6月、12月各一次", [("months", 1, None, (6, 12), "month-end", "")]),
        ("每年6月、12月底前", [("months", 1, None, (6, 12), "month-end", "")]),
        ("三月底前", [("by-date", 1, None, (), "03-31", "")]),
        ("年底前", [("by-date", 1, None, (), "12-31", "")]),
        ("每年组织1～2次", [("at-least", 1, "year", (), "", "")]),
        ("每年的6月中旬和12月中旬", [("by-date", 1, None, (), "06-20", ""), ("by-date", 1, None, (), "12-20", "")]),
        ("于次年2月底前完成", [("by-date", 1, None, (), "02-29+1y", "")]),
        ("每年第一季度完成", [("by-date", 1, None, (), "03-31", "")]),
        ("每月自查一次，并于次月5日前报送", [("exactly", 1, "month", (), "after-period+5d", "")]),
        ("按季度统计一次，次月10日前报送", [("exactly", 1, "quarter", (), "after-period+10d", "")]),
        ("每月15日前公布上月数量", [("exactly", 1, "month", (), "after-period+15d", "")]),
        ("每月底汇总", [("exactly", 1, "month", (), "", "")]),
        ("每季度末通报", [("exactly", 1, "quarter", (), "", "")]),
        ("每半年至少研究1次，少1次扣2分", [("at-least", 1, "half-year", (), "", "")]),
        ("每年不少于4次，每少一次扣3分", [("at-least", 4, "year", (), "", "")]),
        ("reviewed at least annually", [("at-least", 1, "year", (), "", "")]),
        ("every six months", [("exactly", 1, "half-year", (), "", "")]),
        ("on a quarterly basis", [("exactly", 1, "quarter", (), "", "")]),
        ("no fewer than four times a year", [("at-least", 4, "year", (), "", "")]),
        (
            "twice a year, by 30 June and 31 December",
            [("by-date", 1, None, (), "06-30", ""), ("by-date", 1, None, (), "12-31", "")],
        ),
        ("each year before the end of March", [("by-date", 1, None, (), "03-31", "")]),
        ("每年6月30日前、12月31日前", [("by-date", 1, None, (), "06-30", ""), ("by-date", 1, None, (), "12-31", "")]),
    ],
)
def test_what_is_said_is_proposed(text: str, found: list[tuple[object, ...]]) -> None:
    assert said(text) == found


def test_one_sentence_may_hold_four() -> None:
    text = "每年专题研究不少于四次，专题学习不少于2次，每季度分析一次，党内通报每年不少于一次。"
    assert [one[:3] for one in said(text)] == [
        ("at-least", 4, "year"),
        ("at-least", 2, "year"),
        ("exactly", 1, "quarter"),
        ("at-least", 1, "year"),
    ]


def test_months_say_a_half_year_more_exactly() -> None:
    assert [one[3] for one in said("每半年专题汇报1次，6月和12月各1次。")] == [(6, 12)]
    assert [one[3] for one in said("每半年专题汇报。6月、12月各一次")] == [(6, 12)]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("每年定期分析", "times"),
        ("制订年度工作方案", "times"),
        ("定期开展检查", "number"),
        ("适时督查", "number"),
        ("积极推进", "number"),
        ("及时报告", "event"),
        ("5个工作日内报备", "since"),
        ("每月5日前报送", "deadline"),
        ("每周一次例会", "length"),
        ("每两个月一次", "length"),
        ("每半月排查一次", "length"),
        ("每学期不少于两次", "length"),
        ("每月30日前报送", "deadline"),
        ("次月3日前报送", "deadline"),
        ("2026年1月底前完成", "once"),
        ("once every two years", "length"),
        ("bi-annually", "length"),
        ("periodically", "number"),
        ("without undue delay", "event"),
    ],
)
def test_what_is_left_open_is_asked(text: str, question: str) -> None:
    assert [one[5] for one in said(text)] == [question]


@pytest.mark.parametrize(
    "text",
    [
        "2025年11月20日印发",
        "年度考核结果",
        "十二月党",
        "第一季度末",
        "一岗双责",
        "kept for five years",
        "by 15 January 2026",
        "",
    ],
)
def test_other_words_propose_nothing(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize("word", ["定期", "及时", "5个工作日内", "每周一次"])
def test_what_is_vague_makes_no_obligation(word: str) -> None:
    assert {one.row.type for one in propose(word)} == {CadenceType.UNSET}


@pytest.mark.parametrize(
    ("text", "within", "days"),
    [
        ("5个工作日内", 5, None),
        ("十日内", None, 10),
        ("24小时内", None, 1),
        ("三个月内", None, None),
        ("within ten business days", 10, None),
        ("within 36 hours", None, 2),
        ("within two weeks", None, 14),
    ],
)
def test_a_limit_after_an_event_is_proposed_and_the_event_asked(
    text: str, within: int | None, days: int | None
) -> None:
    (one,) = propose(shadow(text))
    assert (one.row.type, one.row.within, one.row.within_days) == (CadenceType.UNSET, within, days)
    assert one.question == ("event" if within is None and days is None else "since")


_WORDS = st.sampled_from(
    [
        "每年",
        "每季度",
        "半年",
        "至少",
        "不少于",
        "一次",
        "3次",
        "6月",
        "12月",
        "30日前",
        "年底前",
        "定期",
        "及时",
        "、",
        "，",
        "。",
        "工作日内",
        "5个",
    ]
)


@given(st.lists(_WORDS, max_size=12).map("".join))
def test_every_proposal_is_a_cadence_without_faults_and_quotes_its_words(text: str) -> None:
    for one in propose(shadow(text)):
        assert one.row.wording in shadow(text)
        assert not plan(one.row).faults
