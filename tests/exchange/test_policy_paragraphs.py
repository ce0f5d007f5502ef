"""Lines become paragraphs: broken sentences are joined, clauses on one line are parted, and what stands beside a document is no clause."""

import pytest

from exchange.policy.furniture import is_furniture
from exchange.policy.furniture import number_in
from exchange.policy.line import line_of
from exchange.policy.outline import take_apart
from exchange.policy.reading import read_lines

ONE_LINE = (
    "—1—关于印发《样例学院值班工作办法》的通知—2—样例学院值班工作办法第一章 总则第一条为做好值班，制定本办法。"
    "第二条值班实行两班制：（一）白班由办公室承担；（二）夜班由保卫科承担。—3—第二章 附则第三条本办法由办公室解释。"
)
WRAPPED = """样例镇防汛工作责任制
一、工作要求
各村要在每年五月底以前把村内的排水沟渠、涵洞和水闸全部检查一遍，发
现淤塞的及时疏通，并把检查的情况登记在册，由村主任签字以后送交镇水利
站存档备查。
二、值班安排
（一）镇水利站在汛期内实行二十四小时值班，值班人员每两个小时查看一次
水位并作好记录。
（二）其他科室配合。
"""


def texts(text: str, name: str = "a.txt") -> list[str]:
    return [line.text.strip() for line in read_lines(name, text.encode()) if not line.is_blank]


def paths(text: str, name: str = "a.txt") -> list[tuple[str, str]]:
    return [
        (block.path, block.text)
        for document in take_apart(read_lines(name, text.encode()), "a").documents
        for block in document.blocks
    ]


def test_articles_and_items_on_one_line_are_parted() -> None:
    document = take_apart(read_lines("a.txt", ONE_LINE.encode()), "a").documents[-1]
    assert document.title == "样例学院值班工作办法"
    assert [group.title for group in document.groups] == ["总则", "附则"]
    assert [(block.path, block.text) for block in document.blocks] == [
        ("1", "为做好值班，制定本办法。"),
        ("2", "值班实行两班制："),
        ("2-1", "白班由办公室承担；"),
        ("2-2", "夜班由保卫科承担。"),
        ("3", "本办法由办公室解释。"),
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1、登记；2、每季度核对；3、归档。", ["1、登记；", "2、每季度核对；", "3、归档。"]),
        ("职责：①登记；②归档。", ["职责：", "①登记；", "②归档。"]),
        ("一、甲甲。二、乙乙。", ["一、甲甲。", "二、乙乙。"]),
        ("The clerk shall: (a) file; and (b) report.", ["The clerk shall:", "(a) file; and", "(b) report."]),
        ("组长：主任副组长：副主任成员：各科科长", ["组长：主任", "副组长：副主任", "成员：各科科长"]),
        ("按第三条、第四条办理。", ["按第三条、第四条办理。"]),
        ("违反第五条的。第六条所说的情形", ["违反第五条的。第六条所说的情形"]),
        ("分一、二、三等。", ["分一、二、三等。"]),
        ("合格率1.5，2.5", ["合格率1.5，2.5"]),
    ],
)
def test_a_line_is_parted_before_labels_that_follow_each_other(text: str, parts: list[str]) -> None:
    assert texts(text) == parts


def test_sentences_broken_by_hand_are_joined_and_headings_are_not() -> None:
    found = texts(WRAPPED)
    assert len(found) == 6
    assert found[2].endswith("送交镇水利站存档备查。") and "发现淤塞的" in found[2]
    assert [path for path, _ in paths(WRAPPED)] == ["1", "2-1", "2-2"]


def test_english_lines_are_joined_with_a_blank() -> None:
    lines = (
        "Filing Policy\n\n1. The records clerk shall file every contract in the register of\n"
        "the office and shall tell the head of the office at the end of each\nmonth how many contracts were filed and where they are kept in the\nhouse.\n"
    )
    assert texts(lines)[1].endswith(
        "register of the office and shall tell the head of the office at the end of each month how many contracts were filed and where they are kept in the house."
    )


def test_lines_that_are_not_broken_stay() -> None:
    text = "样例办法\n第一条 每季度检查一次。\n各科室主要负责人和分管领导以及各社区书记参加本次会议并作好记录\n第二条 归档。"
    assert texts(text) == text.split("\n")


@pytest.mark.parametrize(
    "text",
    ["首页 > 公开 > 文件", "索引号：X-1", "发布日期：2025-01-02 浏览次数：3", "第 3 页 共 8 页", "— 2 —", "目　录", "第一章 总则……………1",
     "（此件公开发布）", "甲方（盖章）：      乙方（盖章）：", "年  月  日", "【字体：大 中 小】【打印】", "作者：甲", "本文共300字，供大家参考"],
)  # fmt: skip
def test_what_stands_beside_a_document(text: str) -> None:
    assert is_furniture(line_of(1, text))


@pytest.mark.parametrize(
    "text",
    [
        "第一章 总则",
        "一、目录管理",
        "时间安排：每年六月。",
        "作者应当签字。",
        "各科室参考执行。",
        "联系人每月核对一次",
        "（一）盖章",
    ],
)
def test_clauses_are_not_taken_for_it(text: str) -> None:
    assert not is_furniture(line_of(1, text))


def test_a_page_gives_the_number_and_its_lines_are_said() -> None:
    text = (
        "关于印发《样例市值班办法》的通知\n首页 > 文件\n关于印发《样例市值班办法》的通知\n文　号：样府办〔2024〕9号\n各科室：\n现印发给你们。\n"
        "样例市人民政府办公室\n2024年3月1日\n（此件公开发布）\n样例市值班办法\n（2024年2月20日讨论通过，2024年3月1日发布）\n第一条 每日值班。\n第二条 自2024年4月1日起施行。"
    )
    found = take_apart(read_lines("a.txt", text.encode()), "a")
    assert [document.title for document in found.documents] == ["关于印发《样例市值班办法》的通知", "样例市值班办法"]
    assert [line.number for line in found.skipped] == [1, 2, 4, 9]
    assert number_in(found.skipped[2]) == "样府办〔2024〕9号"


def test_lists_of_annexes_belong_to_no_clause() -> None:
    text = "样例办法\n一、甲甲。\n附件：1.评分表\n2.自查表\n样例局\n2024年3月1日"
    assert paths(text)[:2] == [("1", "甲甲。"), ("0-1", "附件：1.评分表\n2.自查表")]


def test_headings_without_labels_stand_over_runs() -> None:
    text = "样例站工作责任制\n站长职责\n1.每月检查一次。\n2.每季度汇报一次。\n副站长职责：\n1.每周检查一次。"
    (document,) = take_apart(read_lines("a.txt", text.encode()), "a").documents
    assert [(block.path, block.heading) for block in document.blocks] == [
        ("1-1", "站长职责"),
        ("1-2", "站长职责"),
        ("2-1", "副站长职责："),
    ]


def test_a_short_rule_is_no_heading() -> None:
    text = "样例规定\n（一）不得私存文件。确需保存的，须登记。\n（二）强化管理。每月核对一次。"
    assert [path for path, _ in paths(text)] == ["1", "2"]
    assert paths(text)[0][1].startswith("不得私存文件")
    assert paths(text)[1][1] == "每月核对一次。"


def test_headings_in_brackets_and_parts_and_bullets() -> None:
    text = "样例规定\n第一部分 总体\n第一条 【目的】为做好登记，制定本规定。\n第二条（登记）每日登记：\n• 收文\n• 发文"
    (document,) = take_apart(read_lines("a.txt", text.encode()), "a").documents
    assert [(block.path, block.text) for block in document.blocks] == [
        ("1", "为做好登记，制定本规定。"),
        ("2", "每日登记："),
        ("2-1", "收文"),
        ("2-2", "发文"),
    ]
    assert document.blocks[0].heading == "第一部分 总体 / 目的"


def test_sections_and_articles_in_english() -> None:
    text = (
        "KEY HOLDING CODE\nARTICLE I. GENERAL\nSection 1.1. Purpose. This code says who holds keys.\nARTICLE II. DUTIES\n"
        "Section 2.1. The porter shall (i) lock up, (ii) report monthly to the Board.\nSection 2.2. Keys. The porter shall count the keys weekly."
    )
    (document,) = take_apart(read_lines("a.txt", text.encode()), "a").documents
    assert document.title == "KEY HOLDING CODE"
    assert [group.label for group in document.groups] == ["ARTICLE I.", "ARTICLE II."]
    assert [(block.path, block.text) for block in document.blocks] == [
        ("1.1", "This code says who holds keys."),
        ("2.1", "The porter shall"),
        ("2.1-1", "lock up,"),
        ("2.1-2", "report monthly to the Board."),
        ("2.2", "The porter shall count the keys weekly."),
    ]


def test_a_chapter_with_a_sentence_behind_it_loses_no_words() -> None:
    text = "样例规定\n第一章 各科室每月登记一次。\n第一条 甲甲。"
    assert paths(text) == [("1-0-1", "各科室每月登记一次。"), ("1", "甲甲。")]


def test_many_clauses_with_one_label_have_paths_of_their_own() -> None:
    text = "样例规定\n第一条 甲：\n" + "\n\u00a0\n".join(f"（一）乙{at}" for at in range(60))
    found = [path for path, _ in paths(text)]
    assert len(set(found)) == len(found) == 61
