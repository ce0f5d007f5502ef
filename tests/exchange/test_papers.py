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
    assert round(225 / 25.4 * 1440 / int(grid.get(qn("w:linePitch")))) == 22
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
        "附件：1. 清单\n　　　2. 名单", "晨禾街道党工委", "2026年11月23日", "抄送：区委宣传部。",
        "（据《责任台账》截至2026年11月23日的记录生成，提交 cccccccccccc）",
    ]  # fmt: skip
    assert [numeral(number) for number in (1, 10, 11, 20, 99)] == ["一", "十", "十一", "二十", "九十九"]


def test_the_figures_of_the_half_year_report_name_their_records(sample: Register) -> None:
    period = parse_period("2026-H1")
    assert period is not None
    document = opened(write_paper(half_year_report(sample, period, ON), SOURCE, draft=True))
    rows = [[cell.text for cell in row.cells] for row in document.tables[-1].rows][1:]
    facts = collect(sample, Span(period.first, period.last), ON)
    assert rows == [[fact.sort.zh, str(fact.number), "\n".join(fact.sources) or "无"] for fact in facts]
    assert texts(document)[0] == "关于2026年上半年责任制落实情况的报告"
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
        assert paper.title in found
        assert "{{" not in found
        (tmp_path / f"{name}.docx").write_bytes(write_paper(paper, SOURCE, draft=True))
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed here: the documents were not turned into PDF")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    files = [str(tmp_path / "letter.docx")]
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    assert (tmp_path / "letter.pdf").read_bytes().startswith(b"%PDF")


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
        assert texts(document)[-1] == f"(Made from the records of “责任台账” as of 23 November 2026, commit {'c' * 12})"
        heads = [cell.text for table in document.tables for cell in table.rows[0].cells]
        assert all(head.isascii() for head in heads), heads
        if what == "notice":
            assert not re.search("[\u4e00-\u9fff]", "".join(texts(document)[:-1])), (
                "all of the sample has English titles"
            )


def test_english_headings_days_and_what_stands_around_the_text() -> None:
    paper = PAPER._replace(
        language="en", title="Report", copies="District publicity department", attachments=("List", "Names")
    )
    found = texts(opened(write_paper(paper, SOURCE, draft=False)))
    assert found[:8] == ["Report", "To: 区委", "1. 甲", "1.1 乙", "(1) 丙", "(a) 丁", "(2) 戊", "2. 己"]
    assert found[9:13] == [
        "Enclosures: 1. List\n2. Names", "晨禾街道党工委", "23 November 2026", "Copies: District publicity department",
    ]  # fmt: skip
    assert write_paper(paper, SOURCE, draft=False) == write_paper(paper, SOURCE, draft=False)
    chinese = texts(opened(write_paper(paper, SOURCE, draft=False, template=make_template("zh"))))
    assert chinese == found, "a template with the styles of the other language serves as well"
    used = "".join(path.read_text() for path in (Path(__file__).parents[2] / "exchange/papers").glob("*.py"))
    assert [name for name in TEXTS if used.count(f'"{name}"') < 2 and name not in {"H1", "H2"}] == []
    for name, (zh, en) in TEXTS.items():
        assert sorted(re.findall(r"\{\w+\}", zh)) == sorted(re.findall(r"\{\w+\}", en)), name
