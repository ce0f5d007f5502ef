"""Who carries a duty: named by a sentence, by 由 … 负责, by the clause or the heading over it; nobody where the words do not say."""

import pytest

from exchange.policy.clause import Recognised
from exchange.policy.names import drop_names
from exchange.policy.plan import plan
from exchange.policy.recognition import recognise
from exchange.policy.roles import roles_in
from exchange.policy.subjects import bearer_of
from exchange.policy.subjects import subject_of
from schema.outside import informs
from tests.exchange.test_policy_recognition import register


def read(text: str) -> Recognised:
    (document,) = recognise("a.txt", text.encode(), register()).documents
    return document


def drafted(text: str) -> list[tuple[str, str, str]]:
    """Path, bearer and title of each draft."""
    items = plan(read(text), register()).items
    return [(item.path, item.draft.bearer, item.draft.title) for item in items]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("镇长每季度召开一次会议", "镇长"),
        ("县委书记、县长是第一责任人", "县委书记、县长"),
        ("其主要负责人镇长对防汛负责", "主要负责人镇长"),
        ("分管防汛的副镇长,每月检查一次", "分管防汛的副镇长"),
        ("县农业局:负责登记", "县农业局"),
        ("市防汛委员会应当设值班室", "市防汛委员会"),
        ("财务部负责记账", "财务部"),
        ("政府(办事处)主要负责人为第一责任人", "政府主要负责人"),
        ("各村(社区)每半月排查一次", "各村(社区)"),
        ("遇有大雨,各支部随时报告", "各支部"),
        ("登记工作由镇综治办负责", "镇综治办"),
        ("每年一次,由街道纪工委牵头", "街道纪工委"),
        ("参与决策的班子成员承担责任", "参与决策的班子成员"),
        ("The IT Department shall test backups", "IT Department"),
        ("The Legal Department reviews contracts", "Legal Department"),
        ("Managers are responsible for leave", "Managers"),
        # nobody is named:
        ("贯彻执行规定,以及上级党委、政府关于防汛的部署", ""),
        ("必须坚持党委统一领导,各部门负责的工作机制", ""),
        ("为保密工作提供条件", ""),
        ("是党支部的重要责任", ""),
        ("不在无保障的场所阅办文件", ""),
        ("成立以镇长为组长,副镇长为副组长的领导小组", ""),
        ("精简文件会议,每季度通报一次", ""),
        ("次月3日前报县水利局", ""),
        ("Breaches shall be reported at once", ""),
        ("It applies to all staff", ""),
    ],
)
def test_who_a_sentence_names(text: str, who: str) -> None:
    assert subject_of(text) == who


@pytest.mark.parametrize(
    ("heading", "who"),
    [
        ("三、办公室主任责任", "办公室主任"),
        ("二、分管领导责任", "分管领导"),
        ("责任内容 / (一)镇党委及其成员的责任内容", "镇党委及其成员"),
        ("第六条 县水利局", "县水利局"),
        ("(二)村(社区)工作职责", "村(社区)"),
        ("第二节 部门责任", ""),
        ("加强组织领导", ""),
        ("组织机构", ""),
        ("工作职责", ""),
    ],
)
def test_who_a_heading_names(heading: str, who: str) -> None:
    assert bearer_of(heading) == who


def test_items_are_carried_by_whom_the_clause_or_heading_over_them_names() -> None:
    text = (
        "样例镇防汛责任制\n一、镇长是防汛第一责任人。副镇长履行以下职责：\n（一）每月检查一次水闸；\n（二）每年演练一次。\n"
        "二、水利站职责\n1.每日记录水位。\n2.登记物资。"
    )
    assert drafted(text) == [
        ("1", "镇长", "镇长是防汛第一责任人"),
        ("1-1", "副镇长", "每月检查一次水闸"),
        ("1-2", "副镇长", "每年演练一次"),
        ("2-1", "水利站", "每日记录水位"),
        ("2-2", "水利站", "登记物资"),
    ]


def test_a_sentence_is_parted_where_it_speaks_of_somebody_else() -> None:
    text = (
        "样例镇防汛责任制\n第一条 镇党委负主体责任，镇长是第一责任人，副镇长是直接责任人。\n第二条 办公室应当每月登记，各科室应当每季度核对。\n"
        "第三条 镇党委会每年听取2次、镇长办公会每季度听取1次汇报。"
    )
    assert [(path, who) for path, who, _ in drafted(text)] == [
        ("1a", "镇党委"),
        ("1b", "镇长"),
        ("1c", "副镇长"),
        ("2a", "办公室"),
        ("2b", "各科室"),
        ("3a", "镇党委会"),
        ("3b", "镇长办公会"),
    ]


def test_circumstances_behind_a_paragraph_are_nobodys_duties() -> None:
    text = "样例镇规定\n第一项：追究\n有下列行为之一的，给予批评：\n1、推诿的；\n2、超过时限的。\n第二项：值班\n1、办公室每日值班。"
    assert [path for path, _, _ in drafted(text)] == ["2-1"]


def test_what_only_informs_is_no_duty_and_stays_beside_what_it_is_about() -> None:
    text = "样例镇考核办法\n第一条 本办法适用于各科室。\n第二条 考核每年开展一次。考核结果分为优秀、合格、不合格三个等次。\n第三条 防汛工作坚持预防为主的原则。"
    document = read(text)
    assert [item.path for item in plan(document, register()).items] == ["2"]
    assert plan(document, register()).items[0].draft.text.endswith("三个等次。")
    assert informs("本规定所称干部,是指科室负责人。") and not informs("考核每年开展一次。")


@pytest.mark.parametrize("wording", ["全面领导责任", "直接领导责任", "主要责任人", "监管责任", "总责"])
def test_a_tier_that_the_register_does_not_know_is_asked_and_not_taken_for_one_like_it(wording: str) -> None:
    (role,) = roles_in(f"镇长对防汛负{wording}")
    assert (role.subject, role.tier, role.wording) == ("镇长", None, wording)


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("李志强", ""),
        ("王成林（副区长）", "副区长"),
        ("赵建国 副镇长", "副镇长"),
        ("欧阳文", ""),
        ("安全环保部部长", "安全环保部部长"),
        ("党政办", "党政办"),
        ("各村书记", "各村书记"),
        ("财政局局长", "财政局局长"),
    ],
)
def test_names_where_a_note_says_who_answers_are_dropped(words: str, left: str) -> None:
    assert drop_names(words) == left
