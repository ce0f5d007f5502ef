"""Word documents: the page of GB/T 9704, figures that can be counted again, and templates that people change."""

import re
import shutil
import subprocess
from datetime import UTC
from datetime import date
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.shared import Pt

from exchange.papers.layout import numeral
from exchange.papers.layout import write_paper
from exchange.papers.offer import make_paper
from exchange.papers.paper import Grid
from exchange.papers.paper import Heading
from exchange.papers.paper import Paper
from exchange.papers.paper import Paragraph
from exchange.papers.personal import duty_statement
from exchange.papers.personal import handover_list
from exchange.papers.personal import letter
from exchange.papers.personal import statement_of_responsibilities
from exchange.papers.refusal import BrokenTemplate
from exchange.papers.reports import half_year_report
from exchange.papers.reports import inspection_report
from exchange.papers.reports import notice
from exchange.papers.reports import rectification_list
from exchange.papers.template import make_template
from exchange.papers.words import TEXTS
from schema.facts import Span
from schema.facts import collect
from schema.period import parse_period
from schema.provenance import Provenance
from schema.register import Register
from store.loading import load
from tests.builders import RegisterBuilder

ON = date(2026, 11, 23)
SOURCE = Provenance("责任台账", ON, "c" * 40, datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
PAPER = Paper(
    "关于{{body}}的报告", ON, [Heading(1, "甲"), Heading(2, "乙"), Heading(3, "丙"), Heading(4, "丁"), Heading(3, "戊"), Heading(1, "己"), Paragraph("a\x00\u202eb")],
    addressee="区委", copies="区委宣传部", signer="晨禾街道党工委", attachments=("清单", "名单"),
)  # fmt: skip


@pytest.fixture(scope="module")
def sample() -> Register:
    return load(Path(__file__).parents[2] / "sample-repo").register


def opened(content: bytes) -> Any:
    return Document(BytesIO(content))


def texts(document: Any) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def test_the_page_is_that_of_the_standard() -> None:
    content = write_paper(PAPER, SOURCE, draft=True)
    assert content == write_paper(PAPER, SOURCE, draft=True)
    document = opened(content)
    section = document.sections[0]
    sizes = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    wanted = (Mm(210), Mm(297), Mm(37), Mm(35), Mm(28), Mm(26))
    found = (*sizes, section.left_margin, section.right_margin)
    assert all(abs(one - other) < Mm(0.1) for one, other in zip(found, wanted, strict=True))
    grid = section._sectPr.find(qn("w:docGrid"))
    assert 225 / 25.4 * 1440 // int(grid.get(qn("w:linePitch"))) == 22
    fonts = {
        name: (document.styles[name].element.rPr.rFonts.get(qn("w:eastAsia")), document.styles[name].font.size)
        for name in ("公文标题", "公文正文", "一级标题", "二级标题")
    }
    assert fonts == {
        "公文标题": ("方正小标宋简体", Pt(22)),
        "公文正文": ("仿宋_GB2312", Pt(16)),
        "一级标题": ("黑体", Pt(16)),
        "二级标题": ("楷体_GB2312", Pt(16)),
    }
    assert [section.footer.paragraphs[0].text, section.header.paragraphs[0].text] == ["—  —", "草稿"]
    assert section.even_page_footer.paragraphs[0].alignment != section.footer.paragraphs[0].alignment
    assert b"FangSong" in ZipFile(BytesIO(content)).read("word/fontTable.xml")


def test_elements_stand_in_their_order_and_headings_are_numbered() -> None:
    found = texts(opened(write_paper(PAPER, SOURCE, draft=False)))
    assert found == [
        "关于{{body}}的报告", "区委：", "一、甲", "（一）乙", "1.丙", "（1）丁", "2.戊", "二、己", "a<U+0000><U+202E>b",
        "附件：1.清单\n　　　2.名单", "晨禾街道党工委", "2026年11月23日",
        "（据《责任台账》截至2026年11月23日的记录生成，提交 cccccccccccc）", "抄送：区委宣传部。",
    ]  # fmt: skip
    assert [numeral(number) for number in (1, 10, 11, 20, 99)] == ["一", "十", "十一", "二十", "九十九"]


def test_the_figures_of_the_half_year_report_name_their_records(sample: Register) -> None:
    period = parse_period("2026-H1")
    assert period is not None
    document = opened(write_paper(half_year_report(sample, period, ON), SOURCE, draft=True))
    rows = [[cell.text for cell in row.cells] for row in document.tables[-1].rows][1:]
    facts = collect(sample, Span(period.first, period.last), ON)
    assert rows == [[fact.sort.zh, str(fact.number), "\n".join(fact.sources) or "无"] for fact in facts]
    assert texts(document)[0] == "晨禾街道党工委\n关于2026年上半年责任制落实情况的报告"
    assert document.core_properties.title == "晨禾街道党工委关于2026年上半年责任制落实情况的报告"
    assert any(text.endswith("：") for text in texts(document)[:3])


def test_every_paper_is_made_and_turns_into_a_pdf(sample: Register, tmp_path: Path) -> None:
    post = next(iter(sample.posts.values()))
    record = next(iter(sample.handovers.values()))
    papers = {
        "inspection": inspection_report(sample, 2026, ON),
        "notice": notice(sample, ON),
        "rectification": rectification_list(sample, ON),
        "responsibilities": statement_of_responsibilities(sample, post, ON),
        "statement": duty_statement(sample, post, ON),
        "handover": handover_list(sample, sample.posts[record.post], ON, record),
        "letter": letter(sample, next(iter(sample.urges.values()))),
    }
    for name, paper in papers.items():
        assert paper.entries >= 0
        found = "\n".join(texts(opened(write_paper(paper, SOURCE, draft=True))))
        assert paper.title in found.replace("党工委\n关于", "党工委关于")
        assert "{{" not in found
        (tmp_path / f"{name}.docx").write_bytes(write_paper(paper, SOURCE, draft=True))
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed here: the documents were not turned into PDF")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    report = make_paper(sample, "report", "2026-H1", ON)
    (tmp_path / "report.docx").write_bytes(write_paper(report, SOURCE, draft=True))
    files = [str(tmp_path / name) for name in ("letter.docx", "report.docx")]
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    assert (tmp_path / "letter.pdf").read_bytes().startswith(b"%PDF")
    reader = shutil.which("pdftotext")
    if reader is not None:
        pages = (
            subprocess.run(
                [reader, str(tmp_path / "report.pdf"), "-"], check=True, capture_output=True, text=True, timeout=60
            )
            .stdout.replace(" ", "")
            .split("\f")[:-1]
        )
        assert all("草稿" in page and f"—{number}—" in page for number, page in enumerate(pages, 1))
        assert "抄送：区委宣传部。" in pages[-1] and "".join(pages).count("抄送") == 1
        assert sum("事项" in page and "完成时限" in page for page in pages) >= 2, "headings stand on every page"


def test_who_signs_stays_with_the_text_and_enclosures_come_before_the_imprint(sample: Register) -> None:
    document = opened(write_paper(make_paper(sample, "report", "2026-H1", ON), SOURCE, draft=False))
    found = texts(document)
    assert found.index("附件：数据来源表") < found.index("附件") < found.index("抄送：区委宣传部。")
    by_text = {paragraph.text: paragraph for paragraph in document.paragraphs}
    assert by_text["特此报告。"].paragraph_format.keep_with_next
    assert by_text["晨禾街道党工委"].paragraph_format.keep_with_next
    assert by_text["附件"].paragraph_format.page_break_before
    imprint = by_text["抄送：区委宣传部。"]
    assert imprint._p.pPr.find(qn("w:framePr")).get(qn("w:yAlign")) == "bottom"
    assert imprint._p.pPr.find(qn("w:pBdr")) is not None and imprint.runs[0].font.size == Pt(14)
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    spoken = document.styles.element.find(f".//{qn('w:lang')}")
    assert spoken.get(qn("w:eastAsia")) == "zh-CN"
    assert document.styles["公文正文"].element.rPr.rFonts.get(qn("w:hint")) == "eastAsia", "quotation marks are wide"
    outline = document.styles["一级标题"].element.pPr.find(qn("w:outlineLvl"))
    assert outline.get(qn("w:val")) == "0"
    without = write_paper(make_paper(sample, "rectification", "", ON), SOURCE, draft=False)
    assert not any("w:framePr" in one._p.xml for one in opened(without).paragraphs), "no copies, no lines"


def test_papers_go_out_in_the_name_of_the_body_that_answers_for_most(sample: Register) -> None:
    for what in ("inspection", "notice", "rectification", "report"):
        assert make_paper(sample, what, "", ON).signer == "晨禾街道党工委", what


def test_a_handover_list_is_said_in_the_language_of_the_paper(sample: Register) -> None:
    rows = {}
    for language in ("zh", "en"):
        paper = handover_list(sample, sample.posts["secretary"], ON, language=language)
        rows[language] = next(block for block in paper.blocks if isinstance(block, Grid)).rows
    assert [row[3] for row in rows["zh"]] == [row[3] for row in rows["en"]]
    assert rows["zh"][0][2] == "党支部主题党日列入责任制 2026-Q3 石榴村：0/1，2026-09-30 到期（逾期未完成）"
    assert rows["en"][0][2].endswith("2026-Q3 Pomegranate village: 0/1, due 2026-09-30 (Missed)")
    assert rows["en"][0][2].isascii()


def test_a_notice_of_nothing_asks_for_nothing() -> None:
    paper = notice(RegisterBuilder().build(), ON)
    assert [type(block) for block in paper.blocks] == [Paragraph] and paper.entries == 0


def test_a_letter_says_what_it_is_about(sample: Register) -> None:
    said = {
        urge.id: "".join(block.text for block in letter(sample, urge).blocks if isinstance(block, Paragraph))
        for urge in sample.urges.values()
    }
    told = "\n".join(said.values())
    assert "向区委专题汇报责任制落实情况（2026-H1），2026年6月30日到期（half-year-report 2026-H1）" in told
    assert "石榴村，三季度主题党日没有开展。期限2026年11月20日（finding/2026-10-30-hdc6z5）" in told
    assert not any("所涉：" in one for one in said.values()), "each is about something that is known"


def test_a_duty_statement_says_since_when_and_names_no_one_for_a_vacant_post(sample: Register) -> None:
    paper = duty_statement(sample, sample.posts["secretary"], ON)
    scope = next(block.text for block in paper.blocks if isinstance(block, Paragraph))
    assert scope.startswith("本人自2026年9月10日起任党工委书记。前任任职至2026年8月31日")
    vacant = duty_statement(sample, sample.posts["deputy-secretary"], ON)
    assert vacant.signer == ""
    assert "岗位空缺" in next(block.text for block in vacant.blocks if isinstance(block, Paragraph))


def test_a_statement_of_responsibilities_names_documents_and_lists_units_in_their_order(sample: Register) -> None:
    paper = statement_of_responsibilities(sample, sample.posts["secretary"], ON)
    grid = next(block for block in paper.blocks if isinstance(block, Grid))
    clauses = [row[5] for row in grid.rows]
    assert "《晨禾街道责任制实施细则》2-3-4a、2-3-4b、2-3-4c、2-3-4d、2-3-4e" in clauses
    units = next(block.text for block in paper.blocks if isinstance(block, Paragraph) and "负责的单位" in block.text)
    assert units.index("党政综合办公室") < units.index("党建工作办公室") < units.index("石榴村")
    inspected = make_paper(sample, "inspection", "2026", ON)
    held = next(block for block in inspected.blocks if isinstance(block, Grid))
    assert all(row[3] for row in held.rows), "an inspection of platforms names them"


def test_a_template_may_be_changed_and_a_broken_one_says_what_it_lacks() -> None:
    document = opened(make_template())
    document.paragraphs[0].insert_paragraph_before("晨禾街道文件")
    changed = BytesIO()
    document.save(changed)
    found = texts(opened(write_paper(PAPER, SOURCE, draft=True, template=changed.getvalue(), template_name="t.docx")))
    assert found[0] == "晨禾街道文件"
    assert "一、甲" in found
    body = next(paragraph for paragraph in document.paragraphs if paragraph.text == "{{body}}")
    body._p.getparent().remove(body._p)
    without = BytesIO()
    document.save(without)
    for content, lacks in ((without.getvalue(), "{{body}}"), (b"PK torn", ".docx"), (b"", ".docx")):
        with pytest.raises(BrokenTemplate, match=r"t\.docx") as refused:
            write_paper(PAPER, SOURCE, draft=True, template=content, template_name="t.docx")
        assert lacks in refused.value.message
    document.styles["表格文字"].element.getparent().remove(document.styles["表格文字"].element)
    no_style = BytesIO()
    document.save(no_style)
    with pytest.raises(BrokenTemplate, match="表格文字"):
        write_paper(PAPER, SOURCE, draft=True, template=no_style.getvalue())


def figures(paper: Paper) -> list[object]:
    """What must be the same in both languages: sorts of blocks, how long tables are, and every number but those of days."""
    found: list[object] = []
    for block in paper.blocks:
        found.append(type(block))
        if isinstance(block, Grid):
            found.append([re.findall(r"^\d+$|[a-z]+/[a-z0-9-]+", "\n".join(row), re.MULTILINE) for row in block.rows])
        elif isinstance(block, Paragraph):
            plain = re.sub(r"\d+年\d+月(\d+日)?|\d+ [A-Z][a-z]+ \d{4}|\d{4}", "", block.text)
            found.append(sorted(re.findall(r"\d+", plain)))
    return found


def test_english_papers_tell_the_same_figures_on_a_page_of_their_own(sample: Register) -> None:
    post, urge = sample.posts["secretary"], next(iter(sample.urges.values()))
    record = next(iter(sample.handovers.values()))
    asked = {
        "report": "2026-H1", "inspection": "2026", "notice": "", "rectification": "", "letter": urge.id,
        "handover": record.id, "statement": post.id, "responsibilities": post.id,
    }  # fmt: skip
    for what, target in asked.items():
        ours, theirs = (make_paper(sample, what, target, ON, language=language) for language in ("zh", "en"))
        if what != "responsibilities":  # how often a duty recurs is said in the document's own words in Chinese
            assert figures(ours) == figures(theirs), what
        assert ours.entries == theirs.entries, what
        if what not in {"report", "notice", "letter"}:
            continue  # what stands around the text is the same for all, and laying out takes its time
        document = opened(write_paper(theirs, SOURCE, draft=True))
        assert document.sections[0].header.paragraphs[0].text == "DRAFT"
        assert document.styles["Paper Text"].element.rPr.rFonts.get(qn("w:ascii")) == "Times New Roman"
        assert f"(Made from the records of “责任台账” as of 23 November 2026, commit {'c' * 12})" in texts(document)
        heads = [cell.text for table in document.tables for cell in table.rows[0].cells]
        assert all(head.isascii() for head in heads), heads
        if what == "notice":
            assert not re.search("[\u4e00-\u9fff]", "".join(one for one in texts(document) if "责任台账" not in one)), (
                "all of the sample has English titles"
            )


def test_english_headings_days_and_what_stands_around_the_text() -> None:
    paper = PAPER._replace(
        language="en", title="Report", copies="District publicity department", attachments=("List", "Names")
    )
    found = texts(opened(write_paper(paper, SOURCE, draft=False)))
    assert found[:8] == ["Report", "To: 区委", "1. 甲", "1.1 乙", "(1) 丙", "(a) 丁", "(2) 戊", "2. 己"]
    assert found[9:12] == ["Enclosures: 1. List\n2. Names", "晨禾街道党工委", "23 November 2026"]
    assert found[-1] == "Copies: District publicity department"
    assert write_paper(paper, SOURCE, draft=False) == write_paper(paper, SOURCE, draft=False)
    chinese = texts(opened(write_paper(paper, SOURCE, draft=False, template=make_template("zh"))))
    assert chinese == found, "a template with the styles of the other language serves as well"
    used = "".join(path.read_text() for path in (Path(__file__).parents[2] / "exchange/papers").glob("*.py"))
    assert [name for name in TEXTS if used.count(f'"{name}"') < 2 and name not in {"H1", "H2"}] == []
    for name, (zh, en) in TEXTS.items():
        assert sorted(re.findall(r"\{\w+\}", zh)) == sorted(re.findall(r"\{\w+\}", en)), name
