from datetime import date
from typing import Any

import pytest

from schema.check import check
from schema.check import refuse
from schema.diagnostic import Diagnostic
from tests.builders import RegisterBuilder
from tests.builders import at_least

ON = date(2026, 11, 23)
OURS = ("DB708", "DB709", "DB710", "DB711")


def clause(path: str, scope: str, text: str = "", out_code: str = "") -> dict[str, Any]:
    return {"path": path, "scope": scope, "text": text, "out_code": out_code}


def source(*clauses: dict[str, Any]) -> RegisterBuilder:
    return RegisterBuilder().source("rules", clause=list(clauses))


def said(builder: RegisterBuilder) -> list[Diagnostic]:
    return [one for one in check(builder.build(), ON) if one.code in OURS]


def found(builder: RegisterBuilder) -> list[tuple[str, str]]:
    return [(one.code, one.dotted) for one in said(builder)]


def refused(builder: RegisterBuilder, kind: str, id: str, *overrides: str) -> list[tuple[str, str]]:
    register = builder.build()
    record = register.get(kind, id)
    assert record is not None
    return [(one.code, one.dotted) for one in refuse(register, (kind, id), record, overrides)]


def test_r17_example_1_of_a_mixed_clause_the_fragment_in_scope_alone_is_drafted() -> None:
    """P2-4-4 → draft "本单位平台建设管理" only."""
    whole = source(clause("2-4-4", "out", "本单位平台建设管理，以及域外的后半句", "O2"))
    assert refused(whole, "source", "rules") == [("DB708", "clause[0].text")]
    drafted = source(clause("2-4-4", "in", "本单位平台建设管理"), clause("2-4-4x", "out", out_code="O2"))
    assert refused(drafted, "source", "rules") == []
    assert found(drafted) == []


def test_r17_a_clause_out_of_scope_holds_path_and_code_alone() -> None:
    whole = source(clause("4-1", "out", "某事", "O1"))
    assert refused(whole, "source", "rules") == [("DB708", "clause[0].text")]
    assert refused(whole, "source", "rules", "DB708") == []
    assert found(whole) == [("DB708", "clause[0].text")]
    one = said(whole)[0]
    assert one.say("en") == (
        'the clause "4-1" is out of scope, but its text stands here',
        "delete `text`; path and `out_code` alone may stand, and what is in scope becomes a clause of its own",
    )
    assert "某事" not in " ".join((*one.say("en"), *one.say("zh")))
    for kept in ("in", "counts", "background"):
        assert found(source(clause("4-1", kept, "某事"))) == []


@pytest.mark.parametrize(
    ("scope", "code", "message"),
    [
        ("out", "", 'the clause "4-1" has no code; a clause out of scope has one of O1 to O5'),
        ("out", "O6", 'the clause "4-1" has the code "O6"; a clause out of scope has one of O1 to O5'),
        ("out", "o1", 'the clause "4-1" has the code "o1"; a clause out of scope has one of O1 to O5'),
        ("in", "X", 'the clause "4-1" has the code "X"; a clause out of scope has one of O1 to O5'),
    ],
)
def test_r17_a_code_that_there_is_not_is_said_but_refuses_no_save(scope: str, code: str, message: str) -> None:
    builder = source(clause("4-1", scope, out_code=code))
    assert [(one.code, one.dotted, one.message) for one in said(builder)] == [("DB709", "clause[0].out_code", message)]
    assert refused(builder, "source", "rules") == []


@pytest.mark.parametrize("code", ["O1", "O2", "O3", "O4", "O5"])
def test_r17_the_five_codes_are_known(code: str) -> None:
    assert found(source(clause("4-1", "out", out_code=code))) == []


def sheet(label: str, *, where: str = "counts", type: str = "petition-counts", duty: str = "counts") -> RegisterBuilder:
    held: dict[str, dict[str, Any]] = {
        "counts": {"counts": [{"label": "受理", "number": 12}, {"label": label, "number": 12}]},
        "evidence": {"evidence": [{"type": "sheet", "label": label}]},
        "report": {"report": {"form": "written", "figure": [{"label": label, "number": 12}]}},
    }
    builder = RegisterBuilder().duty("counts", at_least(), counts_only=True).duty("open", at_least())
    return builder.activity("2026-04-09", duty, type=type, id="2026-04-09-aaaaaa", **held[where])


def refused_sheet(label: str, **options: str) -> list[tuple[str, str]]:
    return refused(sheet(label, **options), "activity", "2026-04-09-aaaaaa")


def test_r17_example_2_a_sheet_with_a_name_column_is_refused_and_counts_are_accepted() -> None:
    """D19 quarterly sheet with a name column → refused; counts 受理/办结/超期 accepted."""
    assert refused_sheet("来访人姓名") == [("DB710", "counts[1].label")]
    assert found(sheet("来访人姓名")) == [("DB710", "counts[1].label")]
    rows = [{"label": label, "number": 1} for label in ("受理", "办结", "超期")]
    builder = RegisterBuilder().duty("counts", at_least(), counts_only=True)
    builder.activity("2026-04-09", "counts", type="petition-counts", id="2026-04-09-aaaaaa", counts=rows)
    assert refused(builder, "activity", "2026-04-09-aaaaaa") == []


@pytest.mark.parametrize(
    "label",
    [
        "姓名", "身份证号码", "证件号", "电话", "联系电话", "电话号码", "手机", "住址", "家庭地址", "联系方式", "来访人", "信访人",
        "当事人", "含姓名的明细表", "Name", "full names", "ID number", "Phone number", "home address",
    ],
)  # fmt: skip
def test_r17_columns_about_persons(label: str) -> None:
    assert refused_sheet(label) == [("DB710", "counts[1].label")]
    assert refused_sheet(label, where="evidence") == [("DB710", "evidence[0].label")]
    assert ("DB710", "report.figure[0].label") in refused_sheet(label, where="report")


@pytest.mark.parametrize(
    "label",
    [
        "受理", "办结", "超期", "信访人次", "来访人数", "当事人满意率", "投诉人次", "电话受理", "来电", "网上信访", "计数表",
        "二季度信访统计表", "Received", "closed", "overdue", "by phone", "renamed",
    ],
)  # fmt: skip
def test_r17_columns_of_counts(label: str) -> None:
    assert refused_sheet(label) == []
    assert refused_sheet(label, where="evidence") == []


def test_r17_petition_counts_are_looked_at_whatever_duty_they_are_for_and_other_work_is_not() -> None:
    assert refused_sheet("姓名", duty="open") == [("DB710", "counts[1].label")]
    assert refused_sheet("姓名", duty="open", type="hazard-counts") == [("DB710", "counts[1].label")]
    assert refused_sheet("姓名", duty="open", type="training") == []
    assert refused_sheet("姓名", type="training") == [("DB710", "counts[1].label")]


@pytest.mark.parametrize(
    ("basis", "counts_only", "codes"),
    [
        (["rules#1"], False, ["DB711"]),
        (["rules#1", "rules#2"], False, ["DB711"]),
        (["rules#1"], True, []),
        (["rules#1", "rules#3"], False, []),  # one of them may be followed in full
        (["rules#1", "rules#9"], False, []),  # one is not known
        ([], False, []),
    ],
)
def test_r17_a_duty_of_clauses_that_are_counted_takes_counts_only(
    basis: list[str], codes: list[str], *, counts_only: bool
) -> None:
    builder = source(clause("1", "counts"), clause("2", "counts"), clause("3", "in"))
    builder.duty("d", at_least(), basis=[{"clause": one} for one in basis], counts_only=counts_only)
    assert [one.code for one in said(builder)] == codes
    if codes:
        one = said(builder)[0]
        assert (one.severity, one.dotted) == ("warning", "counts_only")
        assert one.message == "the duty rests only on clauses that are in scope as counts, but takes content"
