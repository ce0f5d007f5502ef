"""Documents, groups and clauses are found in every style of numbering, and no line of a text is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.policy.labels import Style
from exchange.policy.labels import label_of
from exchange.policy.labels import ordinals_in
from exchange.policy.outline import Document
from exchange.policy.outline import take_apart
from exchange.policy.reading import read_lines
from schema.shadow import shadow
from tests.exchange.policies import ARTICLES
from tests.exchange.policies import LEADS
from tests.exchange.policies import PLAN
from tests.exchange.policies import STREET


def outline(text: str, name: str = "a.txt") -> tuple[Document, ...]:
    return take_apart(read_lines(name, text.encode()), "a").documents


def paths(document: Document) -> list[str]:
    return [block.path for block in document.blocks]


@pytest.mark.parametrize(
    ("text", "style", "numbers", "rest"),
    [
        ("第一章  总则", Style.CHAPTER, (1,), "总则"),
        ("第　十二　条  本办法", Style.ARTICLE, (12,), "本办法"),
        ("第十条之一 甲", Style.ARTICLE, (10, 1), "甲"),
        ("一、要求", Style.COMMA, (1,), "要求"),
        ("（十一）甲", Style.BRACKET, (11,), "甲"),
        ("  (九)甲", Style.BRACKET, (9,), "甲"),
        ("1.甲", Style.DECIMAL, (1,), "甲"),
        ("１．甲", Style.DECIMAL, (1,), "甲"),
        ("1、甲", Style.DECIMAL, (1,), "甲"),
        ("1.2.3 甲", Style.DECIMAL, (1, 2, 3), "甲"),
        ("（1）甲", Style.ARABIC_BRACKET, (1,), "甲"),
        ("⑴甲", Style.CIRCLE, (1,), "甲"),
        ("②甲", Style.CIRCLE, (2,), "甲"),
        ("㈢甲", Style.CIRCLE, (3,), "甲"),
        ("二是甲", Style.ORDINAL, (2,), "甲"),
        ("第三，甲", Style.ORDINAL, (3,), "甲"),
        ("Article 5 Duties", Style.ARTICLE, (5,), "Duties"),
        ("(b) keep", Style.LETTER, (2,), "keep"),
    ],
)
def test_labels(text: str, style: Style, numbers: tuple[int, ...], rest: str) -> None:
    label = label_of(shadow(text))
    assert label is not None
    assert (label.style, label.numbers, text[label.end :]) == (style, numbers, rest)


@pytest.mark.parametrize(
    "text", ["2026年3月", "3.5万元", "十九大精神", "一岗双责", "第一责任人", "一方面", "二〇二六年", "甲（一）"]
)
def test_what_only_looks_like_a_label_is_none(text: str) -> None:
    assert label_of(shadow(text)) is None


def test_paths_stay_apart_when_numbering_restarts() -> None:
    (document,) = outline(STREET)
    assert document.title == "晨禾街道工作责任制实施细则篇二"
    assert paths(document)[-8:] == ["1-1", "1-2", "1-3", "2-1", "2-2", "2-3", "2-4", "3-1"]
    assert len(document.groups) == 3


def test_articles_run_through_chapters() -> None:
    (document,) = outline(ARTICLES)
    assert paths(document) == ["1", "2", "3", "3-1", "3-2", "3-4", "5", "5-1", "5-2", "12", "12.1"]
    assert [group.title for group in document.groups] == ["总则", "工作责任", "附则"]
    assert [block.parent for block in document.blocks if block.path.startswith("3-")] == ["3", "3", "3"]


def test_headings_and_lost_labels() -> None:
    (document,) = outline(PLAN, "a.md")
    by_path = {block.path: block for block in document.blocks}
    assert by_path["1-1-1"].heading == "一、加强领导 / （一）健全机构"
    assert by_path["1-2-1"].unlabelled and by_path["1-2-1"].text == "局党组定期听取汇报。"
    assert by_path["1-2-2"].label == "二是"
    assert by_path["1-2-b-1-1-1"].text == "按季度汇总"


def test_boilerplate_before_the_first_title_is_skipped_and_said() -> None:
    found = take_apart(read_lines("a.txt", STREET.encode()), "a")
    assert [line.number for line in found.skipped] == [1, 2]


def test_several_documents_in_one_file() -> None:
    assert [each.title for each in outline(STREET + LEADS + ARTICLES)] == [
        "晨禾街道工作责任制实施细则篇二",
        "晨禾街道分工方案",
        "样例公司工作责任制实施办法",
    ]


def test_a_text_without_a_title_is_called_by_its_file() -> None:
    assert [each.title for each in outline("第一条 甲。\n第二条 乙。")] == ["a"]


def test_ordinals_within_a_paragraph() -> None:
    (document,) = outline("样例局工作制度\n（一）要做到：一是甲甲甲；二是乙乙乙；三是丙丙丙。")
    assert [(block.path, block.text) for block in document.blocks] == [
        ("1", "要做到："),
        ("1-1", "甲甲甲；"),
        ("1-2", "乙乙乙；"),
        ("1-3", "丙丙丙。"),
    ]
    assert ordinals_in("一是一,二是二") == [(0, 2), (4, 6)]
    assert ordinals_in("这一是甲") == []


_LINES = st.lists(
    st.sampled_from(
        ["第一章 总则", "第一条 甲", "第一条 乙", "第二条", "一、甲", "二、乙", "（一）甲。乙。", "(二)乙", "（一）丙", "1.甲", "1.1 乙", "（1）丙", "①丁", "一是甲", "二是乙",
         "段落。", "\u00a0", "", "工作方案（试行）", "样例街道责任制实施办法", "甲：", "牵头单位：甲", "a. b", "Article 2 x"]
    ),
    max_size=30,
)  # fmt: skip


@given(_LINES)
def test_every_path_is_one_clause_and_no_words_are_lost(lines: list[str]) -> None:
    if not any(line.strip(" \u00a0") for line in lines):
        return
    found = take_apart(read_lines("a.txt", "\n".join(lines).encode()), "a")
    for document in found.documents:
        assert len(set(paths(document))) == len(document.blocks)
    kept = "".join(
        [line.text for line in found.skipped]
        + [document.title for document in found.documents]
        + [group.label + group.title for document in found.documents for group in document.groups]
        + [block.heading + block.label + block.text for document in found.documents for block in document.blocks]
    ).replace(" ", "")
    for line in lines:
        words = line.strip(" \u00a0").replace(" ", "")
        label = label_of(shadow(line))
        rest = line[label.end :].strip(" \u00a0").replace(" ", "") if label else words
        assert all(part in kept for part in rest.split("。"))
