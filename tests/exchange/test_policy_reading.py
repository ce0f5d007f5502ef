"""Policy texts are read in every format that offices use, and bad ones are refused with what to do."""

import zipfile
from collections.abc import Sequence
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from exchange.policy.outline import take_apart
from exchange.policy.reading import MOST_TEXT
from exchange.policy.reading import read_lines
from exchange.policy.recognition import recognise
from exchange.policy.refusal import NotAPolicyText
from exchange.policy.refusal import NothingInIt
from exchange.policy.refusal import TextDamaged
from exchange.policy.refusal import TextEncoding
from exchange.policy.refusal import TextLocked
from exchange.policy.refusal import TextTooLarge
from exchange.policy.refusal import TextUnsafe
from schema.failure import Failure
from tests.builders import RegisterBuilder

TEXT = "样例街道责任制办法\n第一条 甲。\n"


def texts(name: str, content: bytes) -> list[str]:
    return [line.text for line in read_lines(name, content) if not line.is_blank]


def word(*paragraphs: str) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def repacked(content: bytes, **parts: bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return made.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert texts("a.txt", TEXT.encode(encoding)) == ["样例街道责任制办法", "第一条 甲。"]


def test_markdown_loses_its_marks() -> None:
    found = read_lines("a.md", "# 样例办法\n\n- **（一）甲**乙\n> 丙\n".encode())
    assert [line.text for line in found if not line.is_blank] == ["样例办法", "（一）甲乙", "丙"]
    assert found[0].heading == 1


def test_word_paragraphs_tables_and_breaks() -> None:
    document = Document()
    document.add_paragraph("样例办法", style="Title")
    document.add_paragraph("第一条 甲。\n第二条 乙。")
    table = document.add_table(2, 3)
    for row, cells in zip(table.rows, (("组长", "张三", "书记"), ("成员", "李四", "委员")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    merged = table.rows[1].cells[1].merge(table.rows[1].cells[2])
    assert merged is not None
    made = BytesIO()
    document.save(made)
    assert texts("a.docx", made.getvalue()) == [
        "样例办法",
        "第一条 甲。",
        "第二条 乙。",
        "组长\t张三\t书记",
        "成员\t李四 委员",
    ]


def test_automatic_numbers_of_word_are_labels() -> None:
    document = Document()
    document.add_paragraph("样例街道责任制办法")
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "90")
    for level, (shape, text) in enumerate(
        (("chineseCounting", "第%1条"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))
    ):
        lvl = OxmlElement("w:lvl")
        lvl.set(qn("w:ilvl"), str(level))
        for name, value in (("w:start", "1"), ("w:numFmt", shape), ("w:lvlText", text)):
            child = OxmlElement(name)
            child.set(qn("w:val"), value)
            lvl.append(child)
        abstract.append(lvl)
    numbering.insert(0, abstract)
    num = OxmlElement("w:num")
    num.set(qn("w:numId"), "91")
    link = OxmlElement("w:abstractNumId")
    link.set(qn("w:val"), "90")
    num.append(link)
    numbering.append(num)
    for level, text in ((0, "甲"), (1, "乙"), (1, "丙"), (2, "丁"), (0, "戊"), (1, "己")):
        properties = document.add_paragraph(text).paragraph_format.element.get_or_add_pPr()
        row = properties.get_or_add_numPr()
        row.get_or_add_ilvl().val = level
        row.get_or_add_numId().val = 91
    made = BytesIO()
    document.save(made)
    lines = read_lines("a.docx", made.getvalue())
    assert [line.text for line in lines[1:]] == ["第一条甲", "（一）乙", "（二）丙", "1.丁", "第二条戊", "（一）己"]
    (found,) = take_apart(lines, "a").documents
    assert [block.path for block in found.blocks] == ["1", "1-1", "1-2-1", "2", "2-1"]


@pytest.mark.parametrize(
    ("name", "content", "failure"),
    [
        ("a.doc", b"x", NotAPolicyText),
        ("a.pdf", b"%PDF-1.7", NotAPolicyText),
        ("a", b"x", NotAPolicyText),
        ("a.docx", b"\xd0\xcf\x11\xe0 old", TextLocked),
        ("a.docx", b"no zip", TextDamaged),
        ("a.docx", word("x")[:500], TextDamaged),
        ("a.docx", repacked(word("x"), **{"word/document.xml": b"<broken"}), TextDamaged),
        ("a.docx", repacked(word("x"), **{"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), TextUnsafe),
        ("a.docx", repacked(word("x"), **{"word/vbaProject.bin": b"x"}), TextUnsafe),
        ("a.docx", repacked(word("x"), **{"word/media/a.bin": b"\x00" * (201 << 20)}), TextTooLarge),
        ("a.docx", word(), NothingInIt),
        ("a.txt", b"", NothingInIt),
        ("a.txt", "\u00a0\n \n".encode(), NothingInIt),
        ("a.txt", b"\xff\x00\x81", TextEncoding),
        ("a.txt", b"a" * (MOST_TEXT + 1), TextTooLarge),
        ("a.txt", b"\x00" * 10, TextEncoding),
    ],
)  # fmt: skip
def test_bad_files_are_refused_with_what_to_do(name: str, content: bytes, failure: type[Failure]) -> None:
    with pytest.raises(failure) as caught:
        read_lines(name, content)
    assert name in caught.value.message and caught.value.hint and caught.value.hint_zh


def test_lists_of_tasks_in_tables_are_clauses_with_their_notes() -> None:
    rows = [
        ("序号", "工作任务", "牵头单位", "责任单位", "完成时限"),
        ("1", "每季度检查一次登记。", "党政办", "各科室", "每年12月底前"),
        ("2", "公布名单", "党建办", "", ""),
    ]
    document = Document()
    document.add_paragraph("样例街道责任清单")
    table = document.add_table(len(rows), 5)
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    made = BytesIO()
    document.save(made)
    wanted = [
        "1. 每季度检查一次登记。（牵头单位：党政办；责任单位：各科室；完成时限：每年12月底前）",
        "2. 公布名单（牵头单位：党建办）",
    ]
    assert texts("a.docx", made.getvalue())[1:] == wanted
    marked = "# 样例街道责任清单\n" + "".join(f"| {' | '.join(row)} |\n" for row in (rows[0], ("---",) * 5, *rows[1:]))
    found = read_lines("a.md", marked.encode())
    assert [(line.number, line.text) for line in found if not line.is_blank][1:] == [(4, wanted[0]), (5, wanted[1])]
    (outlined,) = take_apart(found, "a").documents
    assert [block.path for block in outlined.blocks] == ["1", "2"]


def document_of(*parts: str | Sequence[tuple[str, ...]]) -> bytes:
    """A Word document of paragraphs and tables; a paragraph that begins with # is a heading."""
    document = Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part.lstrip("#"), style="Heading 1" if part.startswith("#") else None)
            continue
        table = document.add_table(len(part), len(part[0]))
        for row, cells in zip(table.rows, part, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def test_a_table_with_everything_loses_no_column() -> None:
    rows = [
        ("2026年任务分工表",) * 7,
        ("序号", "重点任务", "具体措施", "牵头领导", "牵头单位", "责任人", "备注"),
        ("1", "排查隐患", "1.每月检查一次\n2.登记台账", "王志成", "党政办", "站长", ""),
        ("2", "值班", "每日值班", "", "水利站", "", "汛期"),
        ("2", "值班", "每周报送一次", "", "党政办", "李成（副主任）", ""),
    ]
    content = document_of("#样例镇防汛责任清单", "二、分工", rows)
    assert texts("a.docx", content)[2:] == [
        "2026年任务分工表",
        "1.1 排查隐患。每月检查一次（牵头领导：王志成；牵头单位：党政办；责任人：站长）",
        "1.2 排查隐患。登记台账（牵头领导：王志成；牵头单位：党政办；责任人：站长）",
        "2.1 值班。每日值班；备注：汛期（牵头单位：水利站）",
        "2.2 值班。每周报送一次（牵头单位：党政办；责任人：李成（副主任））",
    ]
    (document,) = take_apart(read_lines("a.docx", content), "a").documents
    assert document.title == "样例镇防汛责任清单"
    assert [block.path for block in document.blocks][-4:] == ["2-1.1", "2-1.2", "2-2.1", "2-2.2"]


def test_rosters_in_tables_lose_their_names() -> None:
    rows = [("组 长", "王志成", "镇长"), ("副组长", "李丹", "副镇长"), ("成 员", "张全", "水利站站长")]
    content = document_of(
        "样例镇防汛办法", "成立防汛工作领导小组：", rows, "领导小组办公室设在水利站，由水利站站长兼任办公室主任。"
    )
    (document,) = recognise("a.docx", content, RegisterBuilder().build()).documents
    (roster,) = document.rosters
    assert (roster.head, roster.deputies, roster.members, roster.names) == ("镇长", ("副镇长",), ("水利站站长",), 3)
    assert (roster.office, roster.director) == ("水利站", "水利站站长")
    assert not any(name in str(document) for name in ("志成", "李丹", "张全"))
