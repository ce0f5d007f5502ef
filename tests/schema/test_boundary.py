import re
from datetime import date
from typing import Any

import pytest

from schema.boundary import refuse as refuse_boundary
from schema.check import check
from schema.check import refuse
from schema.diagnostic import Severity
from schema.field import Field
from schema.field import fields_of
from schema.kinds import KINDS
from schema.personal import find_numbers
from schema.register import Register
from schema.rulebook import RULES
from tests.builders import RegisterBuilder
from tests.builders import at_least

MOBILE = "13800000000"
CONTENT = "某某反映的具体情况"


def base() -> RegisterBuilder:
    return RegisterBuilder().person("li").duty("counts", at_least(), counts_only=True).duty("open", at_least())


def refused(builder: RegisterBuilder, kind: str, id: str, *overrides: str) -> list[tuple[str, str]]:
    register = builder.build()
    record = register.get(kind, id)
    assert record is not None
    found = refuse(register, (kind, id), record, overrides)
    assert all(one.severity is Severity.ERROR for one in found)
    return [(one.code, one.dotted) for one in found]


def refused_activity(*duties: str, overrides: tuple[str, ...] = (), **fields: Any) -> list[tuple[str, str]]:
    id_ = "2026-04-09-aaaaaa"
    return refused(base().activity("2026-04-09", *duties, id=id_, **fields), "activity", id_, *overrides)


@pytest.mark.parametrize("secrecy", ["confidential", "secret", "top-secret"])
def test_r17_classified_papers_are_refused(secrecy: str) -> None:
    assert refused_activity("open", secrecy=secrecy) == [("DB701", "secrecy")]


@pytest.mark.parametrize(
    ("note", "codes"),
    [
        ("登记于涉密册 第3号", []),
        ("登记于涉密册第十二号", []),
        ("Classified register, no. 12-3", []),
        ("关于某事的密件", [("DB707", "classified_note")]),
        ("登记于涉密册 第3号，内容为某事", [("DB707", "classified_note")]),
    ],
)
def test_r17_only_the_number_in_the_classified_register_may_be_noted(note: str, codes: list[tuple[str, str]]) -> None:
    assert refused_activity("open", classified_note=note) == codes


def test_r17_a_person_who_is_not_among_the_people_is_refused() -> None:
    assert refused_activity("open", report={"form": "in-person", "reporter": "a-resident"}) == [
        ("DB702", "report.reporter")
    ]
    assert refused_activity("open", report={"form": "in-person", "reporter": "li"}) == []
    builder = base().post("p", holding=[{"person": "a-resident", "from": "2026-01-01"}])
    assert refused(builder, "post", "p") == [("DB702", "holding[0].person")]
    assert refused(builder.unreadable("person", "a-resident"), "post", "p") == []


def test_r17_example_2_a_sheet_of_counts_is_accepted_and_content_refused() -> None:
    counts = [{"label": "受理", "number": 12}, {"label": "办结", "number": 11}, {"label": "超期", "number": 1}]
    assert refused_activity("counts", type="petition-counts", counts=counts) == []
    found = refused_activity("counts", type="petition-counts", counts=counts, note=CONTENT)
    assert found == [("DB703", "note")]


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"note": CONTENT}, "note"),
        ({"meeting": {"item": [{"no": 1, "topic": CONTENT, "decision": CONTENT}]}}, "meeting"),
        ({"inspection": {"result": CONTENT}}, "inspection.result"),
    ],
)
def test_r17_a_duty_that_is_counted_takes_no_content(fields: dict[str, Any], key: str) -> None:
    assert refused_activity("counts", "open", type="analysis", **fields) == [("DB703", key)]
    assert refused_activity("open", type="analysis", **fields) == []


def test_r15_an_analysis_that_is_counted_holds_its_number_alone() -> None:
    found = refused_activity("counts", type="analysis", evidence=["number", "minutes"])
    assert found == [("DB703", "evidence[1]")]


@pytest.mark.parametrize(
    ("text", "code"), [(f"联系 {MOBILE}", "DB705"), ("110000900307123", "DB704"), ("6200 0000 0000 0005", "DB706")]
)
def test_r17_numbers_of_persons_are_refused_in_any_text(text: str, code: str) -> None:
    assert refused_activity("open", note=text) == [(code, "note")]
    assert refused_activity("open", counts=[{"label": text, "number": 1}]) == [(code, "counts[0].label")]
    assert refused_activity("open", evidence=[{"type": "sheet", "label": text}]) == [(code, "evidence[0].label")]


@pytest.mark.parametrize(
    "kind", sorted(kind for kind in KINDS if kind in {"unit", "post", "duty", "platform", "source"})
)
def test_r17_every_kind_is_looked_at(kind: str) -> None:
    builder = base()
    made = {
        "unit": builder.unit("x", note=MOBILE),
        "post": builder.post("x", note=MOBILE),
        "duty": builder.duty("x", at_least(), note=MOBILE),
        "platform": builder.platform("x", note=MOBILE),
        "source": builder.source("x", note=MOBILE),
    }
    assert refused(made[kind], kind, "x") == [("DB705", "note")]


def test_an_id_is_looked_at_too() -> None:
    assert [code for code, _ in refused(base().unit(f"u-{MOBILE}", title="x"), "unit", f"u-{MOBILE}")] == ["DB705"]


def test_the_settings_are_looked_at_too() -> None:
    builder = base()
    builder.settings["title"] = f"台账 {MOBILE}"
    register = builder.build()
    assert [one.dotted for one in refuse_boundary(register, ("register", ""), register.settings)] == ["title"]


def test_no_message_repeats_what_it_found() -> None:
    builder = base().activity(
        "2026-04-09", "counts", id="2026-04-09-aaaaaa", note=f"{CONTENT} {MOBILE}", secrecy="secret"
    )
    register = builder.build()
    found = refuse(register, ("activity", "2026-04-09-aaaaaa"), register.activities["2026-04-09-aaaaaa"])
    assert {one.code for one in found} == {"DB701", "DB703", "DB705"}
    for one in found:
        for said in (*one.say("zh"), *one.say("en")):
            assert MOBILE not in said
            assert CONTENT not in said
            assert said


def test_r17_a_refusal_is_overridden_by_its_code() -> None:
    assert refused_activity("open", note=MOBILE, secrecy="secret", overrides=("DB705",)) == [("DB701", "secrecy")]
    assert refused_activity("open", note=MOBILE, overrides=("DB704",)) == [("DB705", "note")]


def test_r6_two_formal_holders_are_refused_at_save() -> None:
    rows = [{"person": "li", "from": "2026-01-01"}, {"person": "wang", "from": "2026-05-01"}]
    builder = base().person("wang").post("p", holding=rows)
    assert refused(builder, "post", "p") == [("DB201", "holding[1]")]
    assert refused(builder, "post", "p", "DB201") == []


ON = date(2026, 11, 23)


def said(register: Register) -> list[tuple[str, str, str, str]]:
    """What the check says of the boundary: code, kind, id and key."""
    return [(one.code, one.kind, one.id, one.dotted) for one in check(register, ON) if one.code.startswith("DB7")]


def test_r17_the_check_says_where_a_number_stands_and_never_the_number() -> None:
    builder = base().calendar(notice=f"通知 {MOBILE}").unit("u", note=f"值班 {MOBILE}", aliases=["x", MOBILE])
    builder.unit(f"u-{MOBILE}", title="x")
    builder.activity("2026-04-09", id="2026-04-09-aaaaaa", evidence=[{"type": "sheet", "label": "6200 0000 0000 0005"}])
    builder.settings["superior"] = [{"id": "s", "title": "上级 110000900307123"}]
    register = builder.build()
    assert sorted(said(register)) == [
        ("DB704", "register", "", "superior[0].title"),
        ("DB705", "calendar", "2026", "notice"),
        ("DB705", "unit", "u", "aliases[1]"),
        ("DB705", "unit", "u", "note"),
        ("DB705", "unit", f"u-{MOBILE}", ""),
        ("DB706", "activity", "2026-04-09-aaaaaa", "evidence[0].label"),
    ]
    for one in check(register, ON):
        assert not any(
            digits in text for text in (*one.say("zh"), *one.say("en")) for digits in (MOBILE, "110000900307")
        )


def test_r17_the_check_says_everything_that_a_save_refuses() -> None:
    builder = base().activity(
        "2026-04-09", "counts", id="2026-04-09-aaaaaa", note=CONTENT, secrecy="secret", classified_note="某件"
    )
    assert [code for code, *_ in said(builder.build())] == ["DB701", "DB707", "DB703"]


def test_r17_a_person_who_is_not_there_is_said_once() -> None:
    builder = base().post("p", holding=[{"person": "a-resident", "from": "2026-01-01"}])
    found = [
        (one.code, one.dotted)
        for one in check(builder.build(), ON)
        if one.kind == "post" and one.key[:1] == ("holding",)
    ]
    assert ("DB702", "holding[0].person") in found
    assert not {"DB101", "DB102", "DB103"} & {code for code, _ in found}
    mistaken = base().post("p", holding=[{"person": "office", "from": "2026-01-01"}])
    assert said(mistaken.build()) == []
    assert "DB103" in {one.code for one in check(mistaken.build(), ON)}
    unread = builder.unreadable("person", "a-resident").build()
    assert said(unread) == []
    assert "DB102" in {one.code for one in check(unread, ON)}


@pytest.mark.parametrize(
    "text", [MOBILE, "138 0000 0000", f"a\u200b{MOBILE}", "1380000\u200b0000", "x" * 30 + "\u200b138 0000 0000"]
)
def test_r17_no_diagnostic_of_any_rule_repeats_a_number(text: str) -> None:
    builder = base().unit("u", title=text, parent=text, note=f"{text}\u202e").duty("d", at_least(due=text), lead=[text])
    builder.post("p", holding=[{"person": text, "from": "2026-01-01"}], unit="@x" + text)
    builder.source("s", text, text).activity("2026-04-09", "d", period=text, id="2026-04-09-aaaaaa")
    found = check(builder.build(), ON)
    assert {"DB016", "DB101", "DB104", "DB302", "DB404", "DB702", "DB705"} & {one.code for one in found} >= {
        "DB101",
        "DB104",
    }
    for one in found:
        for words in (*one.say("zh"), *one.say("en")):
            assert not find_numbers(words), (one.code, words)


def test_r17_every_field_that_is_meant_for_a_person_is_a_reference_to_one() -> None:
    """No field takes a name as text but the person's own; `found_wrong_by` names an organ."""
    texts = {
        f"{kind}.{path}"
        for kind, described in KINDS.items()
        for path, field in _all_fields(described.struct)
        if field.shape in {"text", "texts", "long"} and _NAMES.search(f"{field.key} {field.about.zh}")
    }
    assert texts == {"person.name", "person.name_en", "case.found_wrong_by"}


_NAMES = re.compile(r"^names?\b|^name_|_name\b|person|_by\b|recorder|reporter|checker|liaison|backup|人员|姓名|人$|员$")


def _all_fields(struct: Any, path: str = "") -> list[tuple[str, Field]]:
    found = []
    for field in fields_of(struct):
        found.append((f"{path}{field.key}", field))
        if field.table is not None:
            found += _all_fields(field.table, f"{path}{field.key}.")
    return found


@pytest.mark.parametrize("code", [f"DB70{n}" for n in range(1, 9)])
def test_what_the_boundary_refuses_is_an_error(code: str) -> None:
    assert RULES[code].severity is Severity.ERROR
