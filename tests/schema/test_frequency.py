"""Words for how often become cadences, and no number is made up (R4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.cadence import plan
from schema.frequency import limit_in
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
        ("5个工作日内报备", "event"),
        ("每月5日前报送", "deadline"),
        ("每周一次例会", "length"),
        ("每两个月一次", "length"),
    ],
)
def test_what_is_left_open_is_asked(text: str, question: str) -> None:
    assert [one[5] for one in said(text)] == [question]


@pytest.mark.parametrize("text", ["2025年11月20日印发", "年度考核结果", "十二月党", "第一季度末", "一岗双责", ""])
def test_other_words_propose_nothing(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize("word", ["定期", "及时", "5个工作日内", "每周一次"])
def test_what_is_vague_makes_no_obligation(word: str) -> None:
    assert {one.row.type for one in propose(word)} == {CadenceType.UNSET}


def test_limits_are_read() -> None:
    assert limit_in("5个工作日内") == (5, None)
    assert limit_in("十日内") == (None, 10)
    assert limit_in("24小时内") == (None, 1)
    assert limit_in("定期") == (None, None)


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
