"""Every way in which a record names another is found at its place, and nothing else is."""

from datetime import date
from typing import Any

import pytest

from schema.change import FieldChange
from schema.field import fields_of
from schema.kinds import KINDS
from schema.kinds.settings import Settings
from schema.mention import _FORMS
from schema.mention import Mention
from schema.mention import find_mentions
from schema.mention import rename_mentions
from schema.mention import stands
from tests.builders import RegisterBuilder
from tests.builders import after_event
from tests.builders import at_least

EVENT = "event:park/administrator-changed/2026-09-15"

NO_NAMES = {
    "Activity.classified_note", "Activity.note", "Activity.title", "Assessment.frozen_commit", "Assessment.note",
    "Cadence.due", "Cadence.each", "Cadence.on", "Cadence.opens", "Cadence.wording",
    "Case.explanation", "Case.file_number", "Case.found_wrong_by", "Case.note", "Case.profile", "Case.title",
    "Clause.label", "Clause.out_code", "Clause.path", "Clause.text", "Counts.label", "Cover.basis",
    "Decision.appeal_result", "Decision.document", "Duty.note", "Duty.tier_wording", "Duty.title", "Duty.title_en", "Duty.wording",
    "Event.note", "Evidence.label", "Evidence.path", "Evidence.sha256", "Extension.reason", "Figure.label",
    "Finding.item", "Finding.measure", "Finding.note", "Finding.text", "Git.branch", "Git.remote", "Grade.title",
    "Group.note", "Group.remit", "Group.title", "Group.title_en", "Group.wording", "Handover.note", "Holding.basis",
    "Inspection.plan_number", "Inspection.result", "Key.public", "Letter.title", "Liaison.basis", "LookBack.note",
    "Matter.text", "MeetingItem.decision", "MeetingItem.topic", "MeetingItem.vote", "Person.emails", "Person.name", "Person.name_en",
    "Platform.filing_number", "Platform.note", "Platform.title", "Platform.title_en", "Post.note", "Post.title", "Post.title_en",
    "Report.analysis", "Report.matter", "Report.measures", "Report.number", "Report.proposals", "Report.receipt_number", "Report.result",
    "Result.grade", "Return.reason", "Review.kinds", "Scheme.note", "Scheme.title", "Scheme.title_en",
    "Settings.dialect", "Settings.language", "Settings.time_zone", "Settings.title", "Settings.title_en",
    "SeverityChange.code", "SeverityChange.reason", "Source.dialect", "Source.file_sha256", "Source.issuer", "Source.note",
    "Source.number", "Source.title", "Source.title_en", "Statement.section", "Superior.id", "Superior.title",
    "TierRow.dialect", "TierRow.wording", "Unit.aliases", "Unit.note", "Unit.short", "Unit.title", "Unit.title_en",
    "Urge.number", "Urge.text", "VetoEvent.document", "VetoEvent.trigger", "VetoPolicy.basis", "VetoPolicy.effect",
    "VetoPolicy.period", "VetoPolicy.trigger", "Waiver.reason", "Basis.fingerprint",
}  # fmt: skip
"""Texts that name no record of this register: titles, quotations, prose, numbers of documents, words of other lists."""


def plain_texts(struct: Any) -> set[str]:
    found = set()
    for field in fields_of(struct):
        if field.table is not None:
            found |= plain_texts(field.table)
        elif field.shape in {"text", "texts", "long"} and field.key != "code":
            found.add(f"{struct.__name__}.{field.key}")
    return found


def test_of_every_text_it_is_known_whether_it_names_records() -> None:
    """A new text field must be looked at once: does it name records, and in which form?"""
    known = {f"{struct.__name__}.{name}" for struct, names in _FORMS.items() for name in names}
    found = set().union(*(plain_texts(kind.struct) for kind in KINDS.values()), plain_texts(Settings))
    assert found - known - NO_NAMES == set()
    assert known <= found


def whole() -> RegisterBuilder:
    builder = RegisterBuilder().superior("district")
    builder.unit("park", parent="office").platform("feed", unit="park", administrator="ada").person("ada")
    builder.post("head", "ada", unit="park", in_charge_of=["office", "park"])
    builder.source("rules", "1-2", "3").source("rules-2")
    builder.duty(
        "round", at_least(), after_event("platform.administrator-changed"), lead=["park", "office"], responsible=["@sections", "park"],
        basis=[{"clause": "rules#1-2"}, {"clause": "rules-2#1"}], addressee="district",
    )  # fmt: skip
    builder.activity("2026-05-12", "round", period=EVENT, elements=["park", "feed"], id="2026-05-12-aaaaaa")
    builder.record(
        "urge",
        "2026-10-01-aaaaaa",
        level="L1",
        issued="2026-10-01",
        to="park",
        obligation={"duty": "round", "period": "2026-Q3", "element": "park"},
    )
    return builder


def found(builder: RegisterBuilder, kind: str, id: str) -> dict[str, str]:
    return {
        f"{one.kind}/{one.id} {'.'.join(str(step) for step in one.key)}": one.text
        for one in find_mentions(builder.build(), [(kind, id)])
    }


def test_references_of_every_form_are_found() -> None:
    assert found(whole(), "unit", "park") == {
        "post/head unit": "park",
        "post/head in_charge_of.1": "park",
        "duty/round lead.0": "park",
        "duty/round responsible.1": "park",
        "platform/feed unit": "park",
        "activity/2026-05-12-aaaaaa fulfils.0.elements.0": "park",
        "urge/2026-10-01-aaaaaa to": "park",
        "urge/2026-10-01-aaaaaa obligation.element": "park",
    }
    assert found(whole(), "person", "ada") == {
        "post/head holding.0.person": "ada",
        "platform/feed administrator": "ada",
    }
    assert found(whole(), "duty", "round") == {
        "activity/2026-05-12-aaaaaa fulfils.0.duty": "round",
        "urge/2026-10-01-aaaaaa obligation.duty": "round",
    }


def test_a_clause_names_its_source_and_no_other() -> None:
    assert found(whole(), "source", "rules") == {"duty/round basis.0.clause": "rules#1-2"}
    assert found(whole(), "source", "rules-2") == {"duty/round basis.1.clause": "rules-2#1"}


def test_settings_name_records_too() -> None:
    builder = whole()
    builder.settings |= {"review": {"approvers": ["head"]}, "demo": {"today": date(2026, 11, 23), "person": "ada"}}
    assert found(builder, "post", "head") == {"register/ review.approvers.0": "head"}
    assert "register/ demo.person" in found(builder, "person", "ada")


def test_an_event_names_its_owner_whose_kind_the_duty_says() -> None:
    builder = whole().platform("park")
    assert found(builder, "platform", "park") == {
        "activity/2026-05-12-aaaaaa fulfils.0.period": EVENT,
        "activity/2026-05-12-aaaaaa fulfils.0.elements.0": "park",
        "urge/2026-10-01-aaaaaa obligation.element": "park",
    }
    assert "activity/2026-05-12-aaaaaa fulfils.0.period" not in found(builder, "unit", "park")
    told = whole().activity(
        "2026-05-13", "round", period=EVENT.replace("/adm", "/platform.adm"), id="2026-05-13-aaaaaa"
    )
    assert "activity/2026-05-13-aaaaaa fulfils.0.period" in found(told, "platform", "park")


def handed(*references: str) -> RegisterBuilder:
    matters = [{"text": "x", "reference": reference} for reference in references]
    return whole().record(
        "handover", "2026-09-10-aaaaaa", post="head", outgoing="ada", date="2026-09-10", matter=matters
    )


@pytest.mark.parametrize(
    ("reference", "kind", "id", "span"),
    [
        ("round 2026-Q3", "duty", "round", (0, 5)),
        ("round 2026-Q3 park", "duty", "round", (0, 5)),
        ("round 2026-Q3 park", "unit", "park", (14, 18)),
        (f"round {EVENT} park", "platform", "park", (12, 16)),
        (f"round {EVENT} park", "unit", "park", (50, 54)),
        ("feed", "platform", "feed", (0, 4)),
        ("feed: password", "platform", "feed:", None),
        ("feed and its password", "platform", "feed", (0, 4)),
        ("platform/feed", "platform", "feed", (9, 13)),
        ("platform/feed again", "platform", "feed", (9, 13)),
        ("the feed", "platform", "feed", None),
        ("  ", "platform", "feed", None),
        ("feeds", "platform", "feed", None),
        ("unit/feed", "platform", "feed", None),
        ("2026-05-12-aaaaaa", "activity", "2026-05-12-aaaaaa", (0, 17)),
    ],
)
def test_texts_that_stand_for_records_and_obligations(
    reference: str, kind: str, id: str, span: tuple[int, int] | None
) -> None:
    builder = handed(reference)
    spans = [
        (one.start, one.end)
        for one in find_mentions(builder.build(), [(kind, id)])
        if one.kind == "handover" and one.key[0] == "matter"
    ]
    assert spans == ([] if span is None else [span])


def test_figures_name_what_they_were_counted_from() -> None:
    figure = {"label": "完成", "number": 2, "records": ["round 2026-Q1", "activity/2026-05-12-aaaaaa", "unit/park"]}
    builder = whole().activity(
        "2026-06-30", type="half-year-report", report={"form": "written", "figure": [figure]}, id="2026-06-30-aaaaaa"
    )
    at = "activity/2026-06-30-aaaaaa report.figure.0.records"
    assert found(builder, "duty", "round")[f"{at}.0"] == "round 2026-Q1"
    assert found(builder, "activity", "2026-05-12-aaaaaa") == {f"{at}.1": "activity/2026-05-12-aaaaaa"}
    assert found(builder, "unit", "park")[f"{at}.2"] == "unit/park"


@pytest.mark.parametrize(
    ("basis", "is_named"), [("park", True), ("unit/park", True), ("park notice 3", False), ("晨街工〔2026〕3号", False)]
)
def test_a_bonus_is_based_on_a_record_only_where_nothing_else_stands_there(basis: str, *, is_named: bool) -> None:
    builder = whole().record("scheme", "plan", title="x")
    bonus = [{"object": "office", "points": 1.0, "basis": basis}]
    builder.record("assessment", "2026-12-30-aaaaaa", year=2026, scheme="plan", date="2026-12-30", bonus=bonus)
    assert ("assessment/2026-12-30-aaaaaa bonus.0.basis" in found(builder, "unit", "park")) == is_named


def test_prose_is_never_looked_at() -> None:
    builder = whole().unit("quay", note="park unit/park park 2026-Q1", aliases=["park"])
    assert not [one for one in find_mentions(builder.build(), [("unit", "park")]) if one.id == "quay"]


def test_a_new_id_goes_into_every_span_of_a_text() -> None:
    register = handed("round 2026-Q3 park").build()
    changes = rename_mentions(find_mentions(register, [("unit", "park")]), "garden-2")
    assert changes["handover", "2026-09-10-aaaaaa"] == (
        FieldChange(key=("matter", 0, "reference"), value="round 2026-Q3 garden-2"),
    )
    assert changes["post", "head"] == (
        FieldChange(key=("unit",), value="garden-2"),
        FieldChange(key=("in_charge_of", 1), value="garden-2"),
    )
    twice = [
        Mention("handover", "x", ("matter", 0, "reference"), "park 2026 park", *span, ("unit",))
        for span in ((0, 4), (10, 14))
    ]
    assert rename_mentions(twice, "by") == {
        ("handover", "x"): (FieldChange(key=("matter", 0, "reference"), value="by 2026 by"),)
    }


def test_what_stands_is_known_though_it_cannot_be_read() -> None:
    register = whole().unreadable("unit", "torn").build()
    assert stands(register, "unit", "torn")
    assert stands(register, "superior", "district")
    assert not stands(register, "unit", "district")


def test_several_records_are_looked_for_at_once() -> None:
    register = whole().build()
    both = [*find_mentions(register, [("unit", "park"), ("person", "ada")])]
    alone = [*find_mentions(register, [("unit", "park")]), *find_mentions(register, [("person", "ada")])]
    assert sorted(both, key=repr) == sorted(alone, key=repr)
    assert {one.target for one in both} == {"park", "ada"}


def test_an_id_that_is_gone_is_understood_by_the_register_before() -> None:
    before = handed("feed").build()
    after = handed("feed").without("platform", "feed").build()
    assert not [one for one in find_mentions(after, [("platform", "feed")]) if one.kind == "handover"]
    found = [one for one in find_mentions(after, [("platform", "feed")], known=before) if one.kind == "handover"]
    assert [one.key for one in found] == [("matter", 0, "reference")]
