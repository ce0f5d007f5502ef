import json
from collections.abc import Iterator
from datetime import date
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from schema.change import GONE
from schema.field import Field
from schema.field import fields_of
from schema.kinds import KINDS
from store.toml.edit import REMOVE
from store.toml.edit import FieldEdit
from store.toml.edit import apply
from store.toml.text import parse
from tests.builders import RegisterBuilder
from tui.conflicts import field_changes
from tui.language import use
from tui.plain_values import from_form
from tui.plain_values import thaw
from tui.plain_values import to_form
from tui.schema_form import SchemaForm
from tui.schema_form import field_at
from tui.wording import say_key
from tui.wording import say_plain

SAMPLE = Path(__file__).parents[2] / "sample-repo"
TODAY = date(2026, 6, 18)


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    use("en")


def builder() -> RegisterBuilder:
    return (
        RegisterBuilder()
        .calendar(2026)
        .unit("party-office", title="党务办公室", title_en="Party office", code="U01")
        .person("ada", name="Ada Quill")
        .post("head", unit="party-office", rank="section-head", title="主任")
        .superior("district")
        .unreadable("unit", "torn")
    )


def adapter(kind: str = "duty") -> SchemaForm:
    return SchemaForm(builder().build(), KINDS[kind], today=TODAY)


def field(kind: str, *key: str) -> Field:
    found = field_at(KINDS[kind].struct, key)
    assert found is not None
    return found


def records() -> list[tuple[str, dict[str, Any]]]:
    """Every record of the demonstration as plain data, with its kind."""
    return [
        (kind.name, parse(path.read_bytes()).data)
        for kind in KINDS.values()
        for path in sorted((SAMPLE / kind.folder).rglob("*.toml"))
    ]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_every_kind_has_an_editor_with_its_label(kind: str, language: str) -> None:
    use(language)
    specs = adapter(kind).specs({})
    assert [spec.key for spec in specs] == [(f.key,) for f in fields_of(KINDS[kind].struct) if f.key != "format"]
    stack = list(specs)
    while stack:
        spec = stack.pop()
        assert spec.label
        assert (spec.choices is not None) == (spec.editor in {"choice", "reference", "references"})
        assert spec.choices is None or all(choice.label for choice in spec.choices())
        assert (spec.editor == "table") == bool(spec.columns)
        stack += spec.columns


def test_records_of_the_demonstration_come_back_from_the_form_as_they_were() -> None:
    found = records()
    assert len(found) > 100
    for kind, data in found:
        form = adapter(kind)
        specs = form.specs(data)
        assert form.collect(data, []) == data
        retyped = [(spec.key, None, spec.value) for spec in specs]
        assert form.collect({}, retyped) == {key: value for key, value in data.items() if key != "format"}
        assert field_changes(data, form.collect(data, retyped)) == ()


def test_what_the_form_cannot_hold_stays_in_the_file() -> None:
    form = adapter()
    data = {"title": 5, "lead": "party-office", "cadence": [1], "from": "2026-01-01", "titel": "x"}
    specs = {spec.key[0]: spec for spec in form.specs(data)}
    assert [specs[key].value for key in ("title", "lead", "cadence", "from")] == [None] * 4
    assert form.validate(("title",), None) == ["`title` is a number; it must be a text"]
    assert form.collect(data, [(("tier",), None, "direct")]) == {**data, "tier": "direct"}
    assert form.collect(data, [(("title",), None, "Review")])["title"] == "Review"


def test_numbers_and_dates_in_lists_are_typed_as_texts() -> None:
    months = field("duty", "cadence", "months")
    assert to_form(months, [6, 12]) == ["6", "12"]
    assert from_form(months, ["6", " 12", "May"]) == [6, 12, "May"]
    assert adapter().validate(("cadence", 0, "months"), ["6", "13"]) == [
        "`months[1]` is a number; it must be a whole number in its range"
    ]
    points = field("scheme", "item", "points")
    assert (from_form(points, 2), type(from_form(points, 2))) == (2.0, float)


def test_a_single_table_is_a_table_of_one_row() -> None:
    meeting = field("activity", "meeting")
    data = {"present": 9, "item": [{"no": 1, "topic": "预算", "stance": [{"post": "head", "stance": "for"}]}]}
    assert to_form(meeting, data) == [data]
    assert from_form(meeting, [data]) == data
    form = adapter("activity")
    assert form.validate(("meeting",), [{"present": 1}, {"present": 2}]) == ["Only one row may stand here."]
    assert form.collect({"title": "x", "meeting": data}, [(("meeting",), [data], [])]) == {"title": "x"}


def test_choices_are_labels_in_the_language_of_the_screen_and_found_by_pinyin() -> None:
    form = adapter()
    (choice,) = [one for one in form.choices(field("duty", "tier")) if one.value == "direct"]
    assert (choice.label, "zhijie" in choice.search) == ("Direct responsible person", True)
    use("zh_CN")
    assert {one.value: one.label for one in form.choices(field("duty", "tier"))}["direct"] == "直接责任人"
    assert "各科室" in {one.label for one in form.choices(field("duty", "responsible"))}


def test_references_come_from_the_register() -> None:
    form = adapter()
    leads = {one.value: (one.label, one.note) for one in form.choices(field("duty", "lead"))}
    assert leads["party-office"] == ("Party office", "U01")
    assert not any(value.startswith("@") for value in leads)
    bearers = {one.value: one.note for one in form.choices(field("duty", "bearer"))}
    assert bearers["head"] == "Post"
    assert {"@sections", "@section-heads"} <= set(bearers)
    assert [one.value for one in form.choices(field("duty", "addressee"))] == ["office", "party-office", "district"]
    each = form.specs({})
    cadence = next(spec for spec in each if spec.key == ("cadence",))
    editors = {spec.key[0]: spec for spec in cadence.columns}
    assert editors["each"].editor == "reference"
    assert editors["on"].choices is not None
    assert "platform.administrator-changed" in {one.value for one in editors["on"].choices()}


def test_lists_of_dated_kinds_are_made_only_where_the_record_holds_one() -> None:
    form = adapter("activity")
    form.warm({})
    assert (("activity",), False) not in form._picks
    assert (("unit",), False) in form._picks
    form.warm({"corrects": "2026-01-01-abcdef"})
    assert (("activity",), False) in form._picks


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        (("title",), "x", ""),
        (("title",), None, ""),
        (("tier",), "boss", '`tier` is the text "boss"; it must be one of'),
        (("lead",), ["party-office", "nowhere"], "'nowhere' is not in the register."),
        (("lead",), ["torn"], "'torn' cannot be read; mend its file."),
        (("lead",), ["@sections"], "'@sections' is no selector that can stand here."),
        (("responsible",), ["@nobody"], "'@nobody' is no selector that can stand here."),
        (("responsible",), ["@sections", "head"], ""),
        (("cadence", 3, "n"), 0, "`n` is a number; it must be a whole number in its range"),
        (("cadence",), [{"n": 2}], "`cadence[0].type` is missing (Type)"),
        (("basis",), [{"clause": "rules#9"}], "'rules#9' is not in the register."),
        (("nothing",), "x", ""),
    ],
)
def test_what_is_wrong_is_said(key: tuple[str | int, ...], value: object, said: str) -> None:
    sentences = adapter().validate(key, value)
    assert len(sentences) == bool(said)
    assert "".join(sentences).startswith(said)


def test_faults_are_said_in_chinese() -> None:
    use("zh_CN")
    assert adapter().validate(("cadence", 0, "n"), 0) == ["`n` 是数；应为范围内的整数"]
    assert adapter().validate(("lead",), ["nowhere"]) == ["台账中没有「nowhere」。"]


def test_the_calendar_knows_working_days_and_years_without_a_notice() -> None:
    works = adapter().rules().working_day
    assert (works(date(2026, 6, 18)), works(date(2026, 6, 19)), works(date(2026, 10, 10))) == (True, False, True)
    assert works(date(2031, 6, 18)) is None


def test_rows_are_summed_up_in_words() -> None:
    form = adapter()
    table = field("duty", "cadence").table
    assert table is not None
    assert form.summarise(table, {"type": "at-least", "n": 2, "per": "quarter"}) == "at least 2 a quarter"
    assert form.summarise(table, {"n": 0}) == "0"  # being filled in: no type yet
    holding = field("post", "holding").table
    assert holding is not None
    row = {"person": "ada", "from": date(2026, 1, 1)}
    assert adapter("post").summarise(holding, row) == "Ada Quill (ada)  2026-01-01"


def test_help_says_what_an_empty_field_means() -> None:
    specs = {spec.key[0]: spec for spec in adapter("activity").specs({})}
    assert specs["state"].help == "only filed records count  (Left out: Draft)"
    assert specs["filed_on"].help.startswith("left out: the same day")


def test_differences_are_named_by_labels() -> None:
    register = builder().build()
    assert say_key("duty", ("cadence", 0, "per")) == "Cadences 1 > Per"
    assert say_key("duty", ("titel", 0)) == "titel 1"
    assert say_key("stray", ("x",)) == "x"
    assert say_plain(register, field("duty", "cadence", "per"), "quarter") == "Quarter"
    assert say_plain(register, field("duty", "cadence", "per"), "week") == "week"
    assert say_plain(register, field("duty", "lead"), ["party-office", "gone"]) == (
        "Party office (party-office), gone (missing)"
    )
    assert say_plain(register, field("duty", "cadence"), [{"type": "months", "n": 1}, {"odd": True}]) == (
        "Type In fixed months; Times 1\nodd yes"
    )
    assert [say_plain(register, None, value) for value in (GONE, None, 2.50, date(2026, 1, 2), 3)] == [
        "", "", "2.5", "2026-01-02", "3",
    ]  # fmt: skip


def test_dates_come_back_from_a_draft() -> None:
    for kind, data in records():
        assert thaw(KINDS[kind].struct, json.loads(msgspec.json.encode(data))) == data
    odd = {"from": "soon", "lead": 3, "cadence": ["x"], "note": "2026-01-01"}
    assert thaw(KINDS["duty"].struct, odd) == odd


# The smallest keys that changed

SCALARS = st.one_of(st.text("ab", max_size=2), st.integers(0, 2), st.booleans(), st.dates(TODAY, TODAY + timedelta(2)))
ROWS = st.lists(st.dictionaries(st.sampled_from("xyz"), SCALARS, max_size=3), min_size=1, max_size=3)
TABLES = st.dictionaries(st.sampled_from("pqr"), SCALARS, max_size=3)
STATES = st.dictionaries(
    st.sampled_from("abcde"), st.one_of(SCALARS, st.lists(SCALARS, max_size=2), ROWS, TABLES), max_size=4
)


def put(data: dict[str, Any], key: tuple[str | int, ...], value: Any) -> None:
    place: Any = data
    for step in key[:-1]:
        place = place[step]
    if value is GONE:
        del place[key[-1]]
    else:
        place[key[-1]] = value


@settings(max_examples=60, deadline=None)
@given(STATES, STATES)
def test_the_changes_make_one_state_the_other_and_nothing_more(before: dict[str, Any], after: dict[str, Any]) -> None:
    data = msgspec.json.decode(b"{}") | {key: _copy(value) for key, value in before.items()}
    for change in field_changes(before, after):
        put(data, change.key, change.value)
    assert data == after
    assert field_changes(after, after) == ()


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(inner) for key, inner in value.items()}
    return [_copy(inner) for inner in value] if isinstance(value, list) else value


def test_only_the_line_of_what_changed_is_touched() -> None:
    text = '# why\ntitle = "a"\n\n[[cadence]]\n# first\nn = 1\n\n[[cadence]]\nn = 2  # second\nper = "year"\n'
    before = parse(text.encode()).data
    after = {"title": "a", "cadence": [{"n": 1}, {"n": 3, "per": "year"}]}
    changes = field_changes(before, after)
    assert [(change.key, change.value) for change in changes] == [(("cadence", 1, "n"), 3)]
    edits = [FieldEdit(change.key, REMOVE if change.value is GONE else change.value) for change in changes]
    assert apply(text, edits).text == text.replace("n = 2", "n = 3")
    grown = field_changes(before, {**after, "cadence": [*before["cadence"], {"n": 4}]})
    assert [change.key for change in grown] == [("cadence",)]
