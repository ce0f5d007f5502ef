"""Tables as offices really keep them: titles above, headings in two rows, notes and sums below, short names, old copies."""

from datetime import datetime
from typing import Any

import pytest
from openpyxl import Workbook

from exchange.tables.intake import Intake
from exchange.tables.intake import recognise
from exchange.tables.intake import take_in
from exchange.tables.opening import read_table
from schema.kinds import KINDS
from schema.register import Register
from store.identifier import slug
from tests.builders import RegisterBuilder
from tests.exchange.test_tables import packed
from tests.exchange.test_tables import saved

Rows = list[list[Any]]


def office() -> RegisterBuilder:
    builder = RegisterBuilder(language="zh")
    for id_, title, short in (
        ("party-office", "党政综合办公室", "党政办"),
        ("building-office", "党建工作办公室", "党建办"),
        ("safety-office", "平安法治办公室", "平安办"),
    ):
        builder.unit(id_, title=title, short=short)
    builder.unit("willow", type="community", title="柳岸社区", aliases=["柳岸村"])
    builder.unit("east", type="community", title="东桥社区")
    return builder.post("secretary", title="党工委书记", rank="principal")


def take(register: Register, name: str, content: bytes, kind: str = "", **chosen: str) -> Intake:
    tables, left = recognise(read_table(name, content), KINDS[kind] if kind else None, chosen)
    return take_in(register, tables, left, slug)


def workbook(rows: Rows, *merged: str, title: str = "Sheet1") -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    return saved(book)


def values(found: Intake) -> list[dict[str, Any]]:
    return [{str(field.key[0]): field.value for field in change.fields} for change in found.changes]


def again(builder: RegisterBuilder, found: Intake, name: str, content: bytes, kind: str) -> Intake:
    """The same file once more, after what it brought was saved."""
    for change in found.changes:
        builder.record(change.kind, change.id, **{str(field.key[0]): field.value for field in change.fields})
    return take(builder.build(), name, content, kind)


ROSTER: Rows = [
    ["晨禾街道机关干部花名册"],
    ["填报单位：党政办", None, None, None, "填报日期：2026年3月5日"],
    ["序号", "姓 名", "科室", "职务", "工作邮箱", "起（到岗\n时间）"],
    [1, "尹癸", "党政办", "干事", "yin@example.org", "2026年3月5号"],
    [2, "林丁", None, "干事", "lin@example.org", datetime(2026, 3, 5, 8, 30)],  # noqa: DTZ001 - cells have no zone
    [3, "方戌", "党建办", "干事", None, "2026.3"],
    ["合计", 3],
    ["序号", "姓 名", "科室", "职务", "工作邮箱", "起（到岗\n时间）"],
    ["四", "石亥", "党建办", "干事", "　", "2026/3/5 9:05"],
    ["注：到岗时间以报到单为准。"],
    [None, "审核人：钱某", None, None, "填表人：吴某"],
    *[[None] * 6] * 20,
]
"""A roster as it is printed. 合计 3 and 审核人 stand under 姓名, and are nobody."""


def test_a_printed_roster_gives_its_people_and_nobody_else() -> None:
    builder = office()
    content = workbook(ROSTER, "A1:F1", "A2:D2", "E2:F2", "C4:C5", "A10:F10")
    found = take(builder.build(), "花名册.xlsx", content, "person")
    assert [one["name"] for one in values(found)] == ["尹癸", "林丁", "石亥"]
    assert {one["from"].isoformat() for one in values(found)} == {"2026-03-05"}
    assert [(one.sheet, one.cell) for one in found.bad] == [("Sheet1", "F6")]
    assert [cell for _, cell in found.asides] == ["A7", "A8", "A10", "B11"]
    assert found.rows == 4
    assert found.tables[0].unknown == ("序号", "科室", "职务")
    second = again(builder, found, "花名册.xlsx", content, "person")
    assert second.changes == () and second.bad == found.bad


def test_headings_in_two_rows_and_units_merged_downwards() -> None:
    rows: Rows = [
        ["岗位设置一览表"],
        ["序号", "岗位名称", "所在科室", "层次", "分管情况", None, "备注"],
        [None, None, None, None, "分管\n科室", "联系村社", None],
        [1, "综治专员", "平安办", "经办", "党政办 党建办", "柳岸村、东桥社区", None],
        [2, "应急专员", None, "经办", None, "柳岸社区", "兼值班"],
        [3, "副主任", "党建办", "领导", "应急办", None, None],
    ]
    content = workbook(rows, "A1:G1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:F2", "G2:G3", "C4:C5")
    builder = office()
    found = take(builder.build(), "p.xlsx", content, "post")
    first, second = values(found)
    assert (first["unit"], first["in_charge_of"], first["linked"]) == (
        "safety-office",
        ["party-office", "building-office"],
        ["willow", "east"],
    )
    assert (second["unit"], second["linked"], second["note"]) == ("safety-office", ["willow"], "兼值班")
    assert [one.cell for one in found.bad] == ["D6", "E6"]
    assert again(builder, found, "p.xlsx", content, "post").changes == ()


def test_a_list_of_tasks_says_how_often_and_whom_in_words() -> None:
    rows: Rows = [
        ["２０２６年责任制任务分解表"],
        ["序号", "任务", "责任层级", "责任人", "牵头单位", "责任单位", "完成时限"],
        ["一、组织领导"],
        [1, "开展专题研究", "主体责任", "党工委书记", "党政办", "各科室", "每年不少于4次"],
        [2, "修订议事规则", "主体责任", "党工委书记", "党建办", "党政办，平安办", "6月底前"],
        ["二、督查考核"],
        [3, "办公室日常统筹", "统筹协调", "党工委书记", "党政办", "各村（社区）", "常年"],
        [4, "季度督查通报", "统筹协调", "党工委书记", "党政办", "各科室", "每季度"],
        [5, "年底述责", "第一责任", "党工委书记", "党建办", "不存在办", "12月底前"],
    ]
    builder = office()
    content = workbook(rows, "A1:G1", "A3:G3", "A6:G6")
    found = take(builder.build(), "d.xlsx", content, "duty")
    often, once, always = values(found)
    assert often["responsible"] == ["@sections"] and always["responsible"] == ["@communities"]
    assert (often["cadence"][0]["type"], often["cadence"][0]["n"]) == ("at-least", 4)
    assert (once["cadence"][0]["due"], once["responsible"]) == ("06-30", ["party-office", "safety-office"])
    assert "cadence" not in always
    assert [one.cell for one in found.bad] == ["G8", "C9", "F9"]
    assert "每季度1次" in next(one.zh for one in found.bad if one.cell == "G8")
    second = again(builder, found, "d.xlsx", content, "duty")
    assert (second.changes, second.bad) == ((), found.bad)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("工作记录登记表\r\n时间;类型;工作内容;开展单位\r\n2026年3月5日;专题研究;研究, 讨论;党政办\r\n", "utf-8-sig"),
        ("工作记录登记表\n时间\t类型\t工作内容\t开展单位\n2026.3.5\t专题研究\t研究, 讨论\t党政办\n", "utf-16"),
        ('工作记录登记表,,,\n时间,类型,"工作\n内容",开展单位\n46086,专题研究,"研究, 讨论",党政办\n,,,\n', "gb18030"),
    ],
    ids=["semicolons", "tabs", "commas"],
)
def test_a_csv_whatever_stands_between_its_cells(text: str, encoding: str) -> None:
    builder = office()
    content = text.encode(encoding)
    found = take(builder.build(), "a.csv", content, "activity")
    (only,) = values(found)
    assert (only["date"].isoformat(), only["type"], only["title"], only["unit"]) == (
        "2026-03-05",
        "deliberation",
        "研究, 讨论",
        "party-office",
    )
    assert again(builder, found, "a.csv", content, "activity").changes == ()


def test_a_hidden_sheet_holds_an_older_state_and_is_left_out() -> None:
    book = Workbook()
    book.worksheets[0].title = "填表说明"
    book.worksheets[0].append(["一、姓名必填。"])
    for title, name in (("人员", "尹癸"), ("人员（旧）", "旧人")):
        sheet = book.create_sheet(title)
        sheet.append(["姓名", "工作邮箱"])
        sheet.append([name, "a@example.org"])
    book.worksheets[2].sheet_state = "hidden"
    found = take(office().build(), "p.xlsx", saved(book))
    assert [one["name"] for one in values(found)] == ["尹癸"]
    assert found.left == ("填表说明", "人员（旧）")


def test_a_short_name_is_never_a_second_unit() -> None:
    rows: Rows = [["单位名称", "类别"], ["党政办", "科室"], ["信访接待室", "科室"]]
    found = take(office().build(), "u.xlsx", packed(rows, title="单位"))
    assert [one["title"] for one in values(found)] == ["信访接待室"]
    assert [one.cell for one in found.bad] == ["A2"]
    assert "unit/party-office" in found.bad[0].zh and "unit/party-office" in found.bad[0].en


def test_a_column_is_named_however_its_heading_is_broken() -> None:
    rows: Rows = [["人员\n名称", "到岗 时间"], ["尹癸", "20260305"]]
    found = take(office().build(), "p.xlsx", workbook(rows), "person", 人员名称="name", 到岗时间="from")
    assert values(found)[0]["from"].isoformat() == "2026-03-05"


def test_what_a_record_says_is_no_note_and_a_key_makes_a_record_of_any_row() -> None:
    rows: Rows = [["键", "姓名"], ["person/total", "合计"], ["person/note", "注：某"], ["合计", None]]
    found = take(office().person("total", "note").build(), "p.xlsx", packed(rows))
    assert [one["name"] for one in values(found)] == ["合计", "注：某"]
    assert [one.cell for one in found.bad] == ["B4"]
    rows = [["时间", "类型", "标题", "开展单位"], ["2026-03-05", "专题研究", "说明：议题两项", "党政办"]]
    assert len(take(office().build(), "a.xlsx", packed(rows, title="工作记录")).changes) == 1


def test_a_list_of_problems_and_its_usual_headings() -> None:
    builder = office()
    builder.record(
        "activity", "2026-03-02-aaaaaa", date="2026-03-02", type="special-inspection", title="督查", unit="party-office"
    )
    rows: Rows = [
        ["问题整改台账"],
        ["序号", "来源督查", "存在问题", "整改举措", "责任单位", "责任人", "交办时间", "整改时限", "完成时间"],
        [1, "2026-03-02-aaaaaa", "会议记录缺签到", "补齐", "平安办", "党工委书记", "2026年3月3日", "2026.4.1", None],
        [2, "2026-03-02-aaaaaa", "核对表缺签字", "补签", "信息科", "党工委书记", "2026年3月3日", "4月1日", None],
    ]
    content = workbook(rows, "A1:I1")
    found = take(builder.build(), "f.xlsx", content, "finding")
    (only,) = values(found)
    assert (only["unit"], only["owner"], only["due"].isoformat()) == ("safety-office", "secretary", "2026-04-01")
    assert [one.cell for one in found.bad] == ["E4", "H4"]
    assert again(builder, found, "f.xlsx", content, "finding").changes == ()
