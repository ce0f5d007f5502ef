from datetime import date
from typing import Any

import pytest

from schema.acts.attachments import TypeNeeded
from schema.acts.attachments import attach
from schema.acts.attachments import day_of
from schema.boundary import refuse
from schema.change import Attachment
from schema.change import ChangeSet
from schema.change import Verb
from schema.kinds.activity import Activity
from schema.kinds.finding import Finding
from schema.vocabulary import EvidenceType
from tests.builders import RegisterBuilder
from tests.builders import plain

FILE = Attachment(path="attachments/2026/ab.pdf", sha256="ab", content=b"scan")
ID = "2026-05-12-aaaaaa"


def work(*rows: dict[str, Any]) -> Activity:
    return RegisterBuilder().activity("2026-05-12", evidence=plain(list(rows)), id=ID).build().activities[ID]


def finding() -> Finding:
    given = {"inspection": ID, "unit": "office", "text": "缺签字", "issued": "2026-10-30", "due": "2026-11-20"}
    return RegisterBuilder().record("finding", "2026-10-30-bbbbbb", **given).build().findings["2026-10-30-bbbbbb"]


def edits(changes: ChangeSet) -> dict[str, Any]:
    (change,) = changes.records
    assert change.verb is Verb.EDIT
    return {".".join(map(str, one.key)): one.value for one in change.fields}


def test_without_a_type_the_only_row_that_waits_is_completed() -> None:
    done = {"type": "attendance", "path": "attachments/2026/cd.pdf", "sha256": "cd"}
    changes = attach(work(done, {"type": "minutes", "label": "第2号"}), FILE, read_digest="d")
    assert edits(changes) == {"evidence.1.path": "attachments/2026/ab.pdf", "evidence.1.sha256": "ab"}
    assert (changes.action, changes.reason, changes.attachments) == ("attach", "附上纪要。", (FILE,))
    assert (changes.records[0].kind, changes.records[0].id, changes.records[0].read_digest) == ("activity", ID, "d")


def test_label_and_day_are_written_where_they_are_given() -> None:
    changes = attach(work({"type": "minutes"}), FILE, label="第2号", day=date(2026, 5, 14), reason=" 补证 ")
    assert edits(changes) == {
        "evidence.0.label": "第2号",
        "evidence.0.date": date(2026, 5, 14),
        "evidence.0.path": "attachments/2026/ab.pdf",
        "evidence.0.sha256": "ab",
    }
    assert changes.reason == "补证"


@pytest.mark.parametrize(
    ("rows", "message", "message_zh"),
    [
        (
            [],
            f"The record `{ID}` has no row of evidence that waits for a file, so it must be said what the file is.",
            f"“{ID}”没有等待文件的佐证，须说明这是哪一类。",
        ),
        (
            [{"type": "minutes"}, {"type": "attendance"}],
            f"The record `{ID}` has 2 rows of evidence without a file, so it must be said what the file is.",
            f"“{ID}”有 2 件佐证还没有文件，须说明这是哪一类。",
        ),
    ],
)
def test_without_a_type_it_must_be_clear_which_row_is_meant(
    rows: list[dict[str, Any]], message: str, message_zh: str
) -> None:
    with pytest.raises(TypeNeeded) as caught:
        attach(work(*rows), FILE)
    assert (caught.value.message, caught.value.message_zh) == (message, message_zh)
    assert (caught.value.hint, caught.value.exit_code) == ("Give its sort, such as --type minutes.", 2)


def test_with_a_type_a_row_is_added() -> None:
    changes = attach(work({"type": "minutes"}), FILE, type=EvidenceType.SLIDES, label="课件", language="en")
    assert edits(changes) == {
        "evidence.1": {"type": "slides", "label": "课件", "path": "attachments/2026/ab.pdf", "sha256": "ab"}
    }
    assert changes.reason == "Attached: slides."


@pytest.mark.parametrize(
    ("rows", "label", "at"),
    [
        ([{"type": "attendance"}, {"type": "minutes", "label": "第2号"}], "", 1),
        ([{"type": "minutes", "label": "第2号"}], "第2号", 0),
        ([{"type": "minutes"}], "第2号", 0),
        ([{"type": "minutes", "label": "第2号"}], "附件", 1),
        ([{"type": "minutes"}, {"type": "minutes"}], "", 2),
        ([{"type": "minutes", "path": "attachments/2026/cd.pdf", "sha256": "cd"}], "", 1),
    ],
)
def test_with_a_type_the_one_row_of_it_that_waits_is_completed(rows: list[dict[str, Any]], label: str, at: int) -> None:
    found = edits(attach(work(*rows), FILE, type=EvidenceType.MINUTES, label=label))
    assert {key.split(".")[1] for key in found} == {str(at)}
    assert "evidence.0.type" not in found


def test_the_same_content_as_the_same_evidence_is_not_attached_twice() -> None:
    row = {"type": "minutes", "path": "attachments/2026/ab.pdf", "sha256": "ab"}
    assert attach(work(row), FILE, type=EvidenceType.MINUTES).records == ()
    assert attach(work(row, {"type": "minutes"}), FILE).records == ()
    assert len(attach(work(row), FILE, type=EvidenceType.TEXT).records) == 1


def test_findings_have_evidence_too() -> None:
    changes = attach(finding(), FILE, type=EvidenceType.SHEET)
    assert changes.records[0].kind == "finding"
    assert list(edits(changes)) == ["evidence.0"]
    assert [day_of(record) for record in (finding(), work())] == [date(2026, 10, 30), date(2026, 5, 12)]


def test_r15_of_a_situation_analysis_not_even_the_paper_with_its_number_is_stored() -> None:
    rows = [
        {"type": "number", "label": "记录号04"},
        {"type": "number", "path": "attachments/2026/ab.pdf", "sha256": "ab"},
    ]
    builder = RegisterBuilder().duty("d", counts_only=True, title="分析会")
    register = builder.activity("2026-05-12", "d", type="analysis", evidence=plain(rows), id=ID).build()
    found = refuse(register, ("activity", ID), register.activities[ID])
    assert [(one.code, one.dotted) for one in found] == [("DB703", "evidence[1]")]
