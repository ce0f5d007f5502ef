"""What a text says is recognised with the words that led to it; what is unclear is asked, names are dropped, nothing is corrected."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.policy.addressees import report_in
from exchange.policy.clause import Clause
from exchange.policy.clause import Recognised
from exchange.policy.drafting import drafts_of
from exchange.policy.misprints import suspects_in
from exchange.policy.names import is_name
from exchange.policy.names import leave_out
from exchange.policy.notes import note_of
from exchange.policy.parties import Parties
from exchange.policy.recognition import recognise
from exchange.policy.roles import roles_in
from exchange.policy.roster import group_in
from schema.outside import out_code
from schema.register import Register
from schema.shadow import shadow
from schema.vocabulary import ClauseScope
from schema.vocabulary import Tier
from tests.builders import RegisterBuilder
from tests.exchange.policies import ARTICLES
from tests.exchange.policies import ENGLISH
from tests.exchange.policies import LEADS
from tests.exchange.policies import NOTICE
from tests.exchange.policies import STREET


def register() -> Register:
    built = RegisterBuilder(language="zh").unit(
        "party-office", title="党政综合办公室", short="党政办", aliases=["综合办"]
    )
    built.unit("working-committee", type="body", title="晨禾街道党工委", short="党工委")
    built.unit("discipline", type="body", title="晨禾街道纪工委", short="纪工委")
    built.post("secretary", title="党工委书记", rank="principal", unit="working-committee")
    built.post("publicity", title="宣传委员", rank="in-charge", unit="working-committee")
    return built.build()


def read(text: str) -> Recognised:
    (document,) = recognise("a.txt", text.encode(), register()).documents
    return document


def clause(document: Recognised, path: str) -> Clause:
    return next(one for one in document.clauses if one.path == path)


def codes(one: Clause) -> set[str]:
    return {question.code for question in one.questions}


def test_rosters_become_groups_of_posts_without_names() -> None:
    (roster,) = read(STREET).rosters
    assert roster.title == "工作责任制领导小组"
    assert (roster.head, roster.deputies) == ("党工委书记", ("党工委副书记、办事处主任", "纪工委书记"))
    assert roster.members == ("组织委员", "各村(社区)书记")
    assert roster.names == 4


def test_number_day_and_signer_are_no_clauses() -> None:
    document = read(STREET)
    assert (document.number, document.issuer, document.issued) == (
        "晨街工发〔2025〕18号",
        "晨禾街道党工委",
        date(2025, 11, 20),
    )
    assert not any("2025年" in one.text for one in document.clauses)
    assert read(ARTICLES).effective == date(2026, 1, 1)


def test_a_clause_with_four_cadences() -> None:
    one = clause(read(STREET), "2-2")
    assert [(row.row.n, row.row.per and row.row.per.value) for row in one.cadences] == [
        (4, "year"),
        (2, "year"),
        (1, "quarter"),
        (1, "year"),
    ]
    for row in one.cadences:
        assert one.text[row.start : row.end] == row.row.wording


def test_a_report_with_months_and_a_copy() -> None:
    one = clause(read(STREET), "2-3")
    assert [row.row.months for row in one.cadences] == [(6, 12)]
    assert (one.addressee, one.copies) == (("区委",), ("区委宣传部",))
    assert "addressee-unknown" in codes(one)


def test_misprints_are_offered_and_never_corrected() -> None:
    one = clause(read(STREET), "2-4")
    assert [(each.words, each.meant) for each in one.suspects] == [("达职", "述职")]
    assert "述职达职" in one.text
    (title,) = suspects_in("意识形态工作制实施细则", "意识形态工作制实施细则", bureau=False)
    assert title.meant.endswith("责任制")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("负总则", "总责"),
        ("耍迫究责任", "要追究"),
        ("贵任", "责任"),
        ("检纪组长", "纪检"),
        ("主体，", "主体责任"),
        ("加强和.改进", ""),
        ("工作的的", "的"),
        ("对全局工作", "全街道"),
    ],
)
def test_known_misprints(text: str, meant: str) -> None:
    assert meant in [one.meant for one in suspects_in(text, shadow(text), bureau=False)]


@pytest.mark.parametrize("text", ["第一章总则", "工作的要求", "落实责任", "全局性工作", "3.5万元", "述职报告"])
def test_good_words_are_no_misprints(text: str) -> None:
    assert suspects_in(text, shadow(text), bureau=False) == ()


def test_leads_and_responsible_of_notes_in_every_way_of_writing() -> None:
    document = read(LEADS)
    assert clause(document, "1").lead == ("党政办", "纪工委")
    assert clause(document, "1").responsible == ("各科室", "各基层党组织")
    assert clause(document, "2").lead == ("党政办",)
    assert "牵头" not in clause(document, "1").text
    assert "unit-unknown" in codes(clause(document, "3")) and "unit-unknown" not in codes(clause(document, "1"))


@pytest.mark.parametrize(
    ("text", "lead", "responsible", "limit"),
    [
        ("甲。(牵头单位:党政办。责任单位:各科室)", ("党政办",), ("各科室",), ""),
        ("甲。（牵头单位：党政办、纪工委；配合单位：各科室）", ("党政办", "纪工委"), ("各科室",), ""),
        ("甲。责任单位：党建办；完成时限：2026年6月底前", (), ("党建办",), "2026年6月底前"),
        ("甲\n牵头单位：党政办", ("党政办",), (), ""),
    ],
)
def test_notes(text: str, lead: tuple[str, ...], responsible: tuple[str, ...], limit: str) -> None:
    note = note_of(text)
    assert note is not None
    assert (note.lead, note.responsible, note.limit) == (lead, responsible, limit)
    assert text[: note.start].rstrip() in {"甲。", "甲"}


def test_a_text_without_a_note_has_none() -> None:
    assert note_of("各责任单位要抓好落实（见附件）。") is None


def test_tiers_with_who_and_dual_duty_once_each() -> None:
    one = clause(read(ARTICLES), "2")
    assert [(role.subject, role.tier, role.dual_duty) for role in one.roles] == [
        ("公司党委", Tier.MAIN_BODY, False),
        ("党委书记", Tier.FIRST, False),
        ("参与决策的班子其他成员", Tier.IMPORTANT_LEADERSHIP, True),
    ]


@pytest.mark.parametrize(
    ("text", "who", "tier"),
    [
        ("分管领导为直接负责人。", "分管领导", Tier.DIRECT),
        ("纪委履行监督责任。", "纪委", Tier.SUPERVISION),
        ("各支部书记承担起具体责任。", "各支部书记", Tier.CONCRETE),
        ("党工委负总责。", "党工委", None),
    ],
)
def test_tiers(text: str, who: str, tier: Tier | None) -> None:
    (role,) = roles_in(shadow(text))
    assert (role.subject, role.tier) == (who, tier)


def test_words_about_a_tier_give_it_to_nobody() -> None:
    assert roles_in("切实抓好主体责任落实,做好统筹协调工作。") == ()


@pytest.mark.parametrize(
    ("text", "to", "copies"),
    [
        ("每半年向县委专题汇报一次", ("县委",), ()),
        ("及时报党工委和上级宣传部门", ("党工委", "上级宣传部门"), ()),
        ("名单报领导小组办公室备案", ("领导小组办公室",), ()),
        ("行文报区委,抄送区委宣传部", ("区委",), ("区委宣传部",)),
        ("定期在党内通报", (), ()),
        ("作为述职报告的内容", (), ()),
    ],
)
def test_who_a_report_goes_to(text: str, to: tuple[str, ...], copies: tuple[str, ...]) -> None:
    assert tuple(report_in(text)) == (to, copies)


def test_what_is_out_of_scope_leaves_its_code_alone() -> None:
    one = clause(read(ARTICLES), "3-4")
    assert one.out_codes == ("O1",)
    assert one.kept == "做好队伍建设。" or one.scope is ClauseScope.OUT
    assert "舆情" not in one.kept


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("加强舆情监测", "O1"),
        ("组建评论员队伍", "O2"),
        ("掌握重点人员情况", "O3"),
        ("封堵有害信息", "O4"),
        ("移交公安机关", "O5"),
        ("召开工作会议", ""),
        ("公布举报电话", ""),
    ],
)
def test_scope_words(text: str, code: str) -> None:
    assert out_code(text) == code


def test_circumstances_purpose_and_closing_ask_for_no_duty() -> None:
    document = read(ARTICLES)
    for path in ("1", "3", "5-1", "5-2", "12", "12.1"):
        assert clause(document, path).scope is ClauseScope.BACKGROUND, path


def test_gaps_and_other_names_of_itself_are_asked() -> None:
    asked = {(one.code, one.words) for one in read(ARTICLES).questions}
    assert ("self-name", "办法、细则") in asked
    assert ("numbers-missing", "(二) -> （四）（3-4）") in asked


def test_names_of_persons_are_left_out_and_counted_never_said() -> None:
    found = leave_out("成立以党委书记张三为组长，副书记李 四、王五丰为副组长的领导小组")
    assert found.text == "成立以党委书记为组长，副书记为副组长的领导小组"
    assert found.persons == 2
    document = read("样例办法\n（一）由党工委书记张三同志负责。\n")
    (question,) = [one for one in document.clauses[0].questions if one.code == "name-dropped"]
    assert "张三" not in question.say("zh") + question.say("en") + document.clauses[0].text


@pytest.mark.parametrize(
    "text", ["书记任组长，主任和委员应当", "书记全面负责", "主任安排", "书记要亲自抓", "委员会成员", "书记严格落实"]
)
def test_words_that_begin_like_names_stay(text: str) -> None:
    assert leave_out(text).text == text


def test_cells_that_are_names() -> None:
    assert is_name("张　三") and is_name("欧阳一") and is_name("王 五")
    assert not any(map(is_name, ("党工委书记", "各村书记", "成员", "组长", "")))


def test_accounts_in_quotes_are_left_out_and_terms_stay() -> None:
    found = leave_out("办好“晨禾之声”公众号，管好“两微一端”平台，按“谁建、谁管”管好微信群")
    assert found.text == "办好公众号，管好“两微一端”平台，按“谁建、谁管”管好微信群"
    assert found.quotes == 1


def test_a_sentence_sets_up_a_group() -> None:
    group = group_in(
        "成立以党工委书记为组长，宣传委员为副组长，各科室负责人为成员的责任制领导小组，办公室设在党政办，党政办主任任办公室主任。",
        3,
    )
    assert group is not None
    assert (group.title, group.head, group.deputies, group.members) == (
        "责任制领导小组",
        "党工委书记",
        ("宣传委员",),
        ("各科室负责人",),
    )
    assert (group.office, group.director) == ("党政办", "党政办主任")


def test_what_a_body_is_called_elsewhere_and_what_is_not_defined_is_asked() -> None:
    assert "body-unlike" in codes(clause(read(STREET), "3-1"))
    text = "样例办法\n（一）书记A、主任B同属本单位，副书记、副主任分管本项工作（附件1）。\n（二）有关部门在××年做好配合。\n"
    document = read(text)
    assert "annex-missing" in codes(clause(document, "1"))
    assert {"selector-undefined", "placeholder"} <= codes(clause(document, "2"))


def test_the_same_rule_twice_is_said() -> None:
    document = read("样例办法\n（一）党工委书记是第一责任人。\n（二）党工委书记为第一责任人，亲自部署。\n")
    (question,) = [one for one in clause(document, "2").questions if one.code == "repeated"]
    assert question.words == "1"


@given(
    st.lists(
        st.sampled_from(
            list(
                "第一二章条（）()、。，；：:.1①是每年季度不少于次张三书记主任责任人领导小组组长牵头单位报送向党委区附件×“” \u00a0\n办法"
            )
        ),
        max_size=80,
    ).map("".join)
)
def test_any_text_is_recognised_without_a_fault(text: str) -> None:
    if not text.strip(" \u00a0\n"):
        return
    found = recognise("a.txt", text.encode(), register())
    for document in found.documents:
        for one in document.clauses:
            for row in one.cadences:
                assert 0 <= one.place(row.start) <= one.place(row.end) <= len(one.kept)


def test_a_notice_gives_its_number_and_days_to_the_rules_that_come_with_it() -> None:
    notice, rules = recognise("a.txt", NOTICE.encode(), register()).documents
    assert notice.title.endswith("的通知") and rules.title == "2026年度工作责任制实施方案"
    assert (rules.number, rules.issued, rules.effective) == (
        "晨街工发〔2026〕3号",
        date(2026, 1, 15),
        date(2026, 1, 15),
    )
    assert not any("施行" in clause(rules, path).text for path in ("3-2",))
    assert clause(rules, "2-1-1").responsible == ("党政综合办公室",)
    assert [row.row.months for row in clause(rules, "2-2-1").cadences] == [(6, 12)]
    assert clause(rules, "2-2-1").copies == ("区纪委监委",)


def test_rules_in_english() -> None:
    document = read(ENGLISH)
    assert [one.path for one in document.clauses] == ["1", "2.1", "2.2", "2.2-1", "2.2-2", "3"]
    found = {
        one.path: [(row.row.n, row.row.per and row.row.per.value, row.question) for row in one.cadences]
        for one in document.clauses
    }
    assert (
        found["2.1"] == [(1, "quarter", "")]
        and found["2.2"] == [(1, None, "since")]
        and found["3"] == [(1, "year", "")]
    )
    assert clause(document, "2.1").subject == "Compliance Officer"
    assert not any(one.code == "numbers-missing" for one in document.questions)


def test_a_limit_in_a_note_is_a_cadence_of_the_last_part() -> None:
    one = clause(
        read(
            "样例办法\n（一）党工委做好甲甲甲甲，做好丙丙丙丙。党工委做好乙乙乙乙乙乙工作。（责任单位：党政办；完成时限：每年12月底前）\n"
        ),
        "1",
    )
    assert [row.row.due for row in one.cadences] == ["12-31"]
    assert one.text.endswith("工作。")
    assert [[row.row.due for row in each.cadences] for each in drafts_of(one, Parties(register()))] == [[], ["12-31"]]


@pytest.mark.parametrize(
    ("text", "lead", "responsible"),
    [
        ("每月检查一次。（县教育局牵头，县财政局、县水利局按职责分工负责）", ("县教育局",), ("县财政局", "县水利局")),
        ("每月检查一次（党政办负责）", ("党政办",), ()),
        ("每月检查一次（牵头单位：区委办；责任单位：各镇（街道）；完成时限：12月底）", ("区委办",), ("各镇（街道）",)),
    ],
)
def test_notes_in_words_and_with_brackets_of_their_own(
    text: str, lead: tuple[str, ...], responsible: tuple[str, ...]
) -> None:
    note = note_of(text)
    assert note is not None and (note.lead, note.responsible) == (lead, responsible)


def test_a_limit_and_a_number_of_times_are_one_row() -> None:
    document = read(
        "样例清单\n1. 每月检查一次。（牵头单位：党政办；完成时限：次月5日前）\n2. 每半年检查一次（完成时限：6月底、12月底）"
    )
    rows = [[(row.row.type.value, row.row.due, row.row.months) for row in one.cadences] for one in document.clauses]
    assert rows == [[("exactly", "after-period+5d", ())], [("months", "month-end", (6, 12))]]


@pytest.mark.parametrize(
    ("text", "to", "copies"),
    [
        ("每月报县水利局，抄送县委政法委", ("县水利局",), ("县委政法委",)),
        ("对报请挂牌督办的事项", (), ()),
        (
            "The clerk shall report to the Audit Committee quarterly, with a copy to the Chief Clerk",
            ("Audit Committee",),
            ("Chief Clerk",),
        ),
        ("Each office shall notify the Records Officer of a change", ("Records Officer",), ()),
    ],
)
def test_more_ways_to_say_who_a_report_goes_to(text: str, to: tuple[str, ...], copies: tuple[str, ...]) -> None:
    assert tuple(report_in(shadow(text))) == (to, copies)


def test_a_group_may_be_said_the_other_way_round_and_two_heads_are_not_made_one() -> None:
    roster = group_in("成立防汛领导小组，组长由镇长担任，副组长由副镇长担任，成员由各科室、各村负责人组成。", 3)
    assert roster is not None
    assert (roster.head, roster.deputies, roster.members) == ("镇长", ("副镇长",), ("各科室负责人", "各村负责人"))
    two = read("样例办法\n组长：党委书记、镇长\n成员：水利站、农业站主要负责人")
    assert two.rosters[0].head == "党委书记、镇长" and two.rosters[0].deputies == ()
    assert two.rosters[0].members == ("水利站主要负责人", "农业站主要负责人")


def test_names_with_common_signs_are_left_out_too() -> None:
    document = read("样例办法\n（一）镇党委书记李志强、镇长王成任组长，副镇长张本任副组长。")
    assert not any(name in document.clauses[0].text for name in ("李志强", "王成", "张本"))


def test_who_signed_and_when_stand_at_the_edges() -> None:
    document = read(
        "样例县防汛办法\n文件编号：YL-2024-03\n第一条 每日值班。\n样例县防汛办公室    样例县水利局\n二〇二四年五月八日印发\n（此件公开发布）"
    )
    assert (document.number, document.issuer, document.issued) == (
        "YL-2024-03",
        "样例县防汛办公室 样例县水利局",
        date(2024, 5, 8),
    )
    assert read("Key Policy\nVersion 2, effective 1 March 2025\n1. The porter shall lock up daily.").effective == date(
        2025, 3, 1
    )
    assert "title-unknown" in {one.code for one in read("第一条 每日值班。\n第二条 每周登记。").questions}
