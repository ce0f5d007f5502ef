"""Texts with the irregularities of domain model part 4, made up; each test names the numbers that it is about.

The others have their tests beside what reads them: rosters (4, 13 to 16), misprints (5, 23, 24, 36, 37, 41, 42, 48), notes (26, 27), labels (25, 35).
"""

import pytest

from exchange.policy.clause import Clause
from exchange.policy.clause import Recognised
from exchange.policy.parties import Parties
from exchange.policy.plan import plan
from exchange.policy.recognition import recognise
from tests.exchange.test_policy_recognition import register

TOWN = """范文网值班工作责任制范文大全......
 范文网值班工作责任制范文大全，供大家参考。
值班工作实施细则篇一
镇党委书记张成是值班工作第一责任人，分管领导是直接责任人，各驻场单位定期报送值班人员。
镇党委副书记、人大副主席分管值班工作；其它班子成员按分工配合。
\u00a0\u00a0（一）镇党委书记是值班工作第一责任人。
（二）办公室每半年向县委汇报1次，重大情况及时报县委，送领导小组。
值班工作实施细则篇二
一、加强领导。
一是明确分工。办公室每月排班；
二是重要值班亲自部署、亲自过问、亲自检查。
二、强化值守。
（一）值班室24小时有人；
(二)每天登记,每周汇总,每月归档:
（三）其他事项。
（一）考核结果与评先挂钩。
"""
COUNTY = """××县××局20××年值守工作方案
依据县里通知，制定本方案。
（一）落实责任。
一是调整小组。调整值守工作领导小组，局党组书记、局长任组长，2名副局长任副组长，各股室负责人为成员，领导小组办公室设在局办公室。
二是纳入议程。
每季度听取1次汇报。
（二）严格值守。
办公室每半年检查1次,发现问题及时整改。
（一）强化检查。
（二）严肃问责。
\u00a0(三)保密要求
1.涉密文件专柜存放。
2.每半年清点一次qq工作群。
"""


def read(text: str) -> tuple[Recognised, ...]:
    return recognise("a.txt", text.encode(), register()).documents


def clause(document: Recognised, path: str) -> Clause:
    return next(one for one in document.clauses if one.path == path)


def codes(one: Clause) -> set[str]:
    return {question.code for question in one.questions}


def test_boilerplate_and_glued_titles() -> None:
    """1, 2: what stands before the first title is said, the titles keep their number."""
    found = recognise("a.txt", TOWN.encode(), register())
    assert [document.title for document in found.documents] == ["值班工作实施细则篇一", "值班工作实施细则篇二"]
    assert [line.number for line in found.skipped] == [1, 2]


def test_rules_in_paragraphs_without_numbers() -> None:
    """3, 4, 7, 8, 34: they are drafted, the name is left out, the repetition and what is not defined are asked."""
    document = read(TOWN)[0]
    drafts = [(item.path, item.draft.bearer) for item in plan(document, register()).items]
    assert drafts[:2] == [("0-1a", "镇党委书记"), ("0-1b", "分管领导")]
    assert "张成" not in str(document) and "name-dropped" in codes(clause(document, "0-1"))
    assert {"selector-undefined", "number"} <= codes(clause(document, "0-1"))
    assert "one-or-two" in codes(clause(document, "0-2"))
    assert "repeated" in codes(clause(document, "1"))


def test_addressees_that_contradict_each_other_and_digits_beside_words() -> None:
    """20, 50: both addressees are kept and asked about; 1次 counts as 一次 does."""
    one = clause(read(TOWN)[0], "2")
    assert one.addressee == ("县委", "领导小组") and "addressees-differ" in codes(one)
    assert next((row.row.n, row.row.per and row.row.per.value) for row in one.cadences) == (1, "half-year")


def test_headings_that_are_sentences_and_items_without_their_first_label() -> None:
    """38, 43, 47, 50: a sentence of its own over 一是 is a heading; signs at the ends of items make no difference."""
    document = read(TOWN)[1]
    assert clause(document, "1-1").heading.endswith("明确分工") or "明确分工" in clause(document, "1-1").text
    assert [one.path for one in document.clauses] == ["1-1", "1-2", "2-1", "2-2", "2-3", "2-b-1"]
    assert clause(document, "2-3").text == "其他事项。"


def test_placeholders_groups_and_runs_that_begin_again() -> None:
    """12, 44, 45, 46, 49: paths stay apart though labels come again, in either width of bracket."""
    (document,) = read(COUNTY)
    paths = [one.path for one in document.clauses]
    assert len(set(paths)) == len(paths)
    assert [group.line for group in document.groups] and document.rosters[0].office == "局办公室"
    assert any(one.label == "(三)" or "保密要求" in one.heading for one in document.clauses)
    assert any(one.text.startswith("每半年清点一次qq工作群") for one in document.clauses)


def test_a_placeholder_in_a_clause_is_asked() -> None:
    """46."""
    (document,) = read("样例办法\n（一）××科每月报送一次。")
    assert "placeholder" in codes(document.clauses[0])


@pytest.mark.parametrize("name", ["班子其它成员", "其它班子成员", "领导班子其他成员"])
def test_other_members_in_either_spelling(name: str) -> None:
    """6."""
    assert Parties(register()).selector(name) == "@other-team-members"


def test_tiers_said_twice_are_one_duty_and_topics_under_one_note_are_parted() -> None:
    """32, 40."""
    (document,) = read(
        "样例办法\n（一）党工委负主体责任，对本单位值守负主体责任。\n（二）张贴标语。每月清点值班室和库房的钥匙。网评员队伍建设。（牵头单位：党政办）"
    )
    assert len(document.clauses[0].roles) == 1
    second = [item for item in plan(document, register()).items if item.path.startswith("2")]
    assert [item.draft.lead for item in second] == [("党政办",)] * len(second) and len(second) >= 1
    assert document.clauses[1].out_codes == ("O2",)
    assert all("网评" not in item.draft.text for item in second)
