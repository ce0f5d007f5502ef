"""Edits of a record's text: only the lines of the changed fields change, or nothing does."""

from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from store.toml import edit
from store.toml.edit import REMOVE
from store.toml.edit import Edited
from store.toml.edit import EditUnproven
from store.toml.edit import FieldEdit
from store.toml.edit import apply
from store.toml.edit import difference
from store.toml.fields import perform
from store.toml.fields import same
from store.toml.fields import steps
from store.toml.text import Unparseable
from store.toml.text import Unstorable
from store.toml.text import parse
from store.toml.text import render
from tests import strategies

ORDER = ("title", "tier", "lead", "from", "cadence", "cadence.type", "cadence.n", "cadence.per", "basis", "note")

DUTY = """\
# 第一季度核对
title = "季度检查"  # shown in lists
tier = "lead"
lead = [
  "north-office",  # accountable
  "south-office",
]

# the table's own comment stands after the header
[[cadence]]  # D03
# why four
type = "at-least"      # or by-date
n = 1                  # one is enough
per = "quarter"
# between the rows: belongs to the row above

[[cadence]]
type = "months"

[meeting]
on = 2026-03-01

[[meeting.item]]
no = 1

[[meeting.item.stance]]
post = "chair"

[[meeting.item]]
no = 2
"""


ODD_ZONE = datetime(2026, 1, 1, tzinfo=timezone(timedelta(seconds=30)))
"""tomlkit writes this offset as `Z:30`, which no parser takes."""


def edited(text: str, *pairs: tuple[tuple[str | int, ...], Any]) -> str:
    return apply(text, [FieldEdit(key, value) for key, value in pairs], order=ORDER).text


def wanted(text: str, edits: list[FieldEdit]) -> dict[str, Any]:
    data = parse(text.encode()).data
    for one in edits:
        for change in steps(data, one):
            data = perform(data, change)
    return data


def test_value_keeps_its_comment_and_the_spacing_before_it() -> None:
    assert edited(DUTY, (("cadence", 0, "n"), 4)) == DUTY.replace(
        "n = 1                  #", "n = 4                  #"
    )


def test_item_of_an_array_changes_one_line() -> None:
    assert edited(DUTY, (("lead", 0), "east-office")) == DUTY.replace("north-office", "east-office")


def test_item_is_appended_to_an_array_with_comments() -> None:
    new = edited(DUTY, (("lead", 2), "west-office"))
    assert new == DUTY.replace('  "south-office",\n', '  "south-office",\n  "west-office",\n')


def test_array_of_one_item_grows_one_item_per_line() -> None:
    assert edited('lead = ["a"]\n', (("lead", 1), "b")) == 'lead = [\n  "a",\n  "b",\n]\n'


def test_new_field_goes_to_its_place_in_the_order() -> None:
    assert 'tier = "lead"\n' in edited(DUTY, (("from",), date(2026, 1, 1)))
    assert edited(DUTY, (("from",), date(2026, 1, 1))) == DUTY.replace("]\n\n# the", "]\nfrom = 2026-01-01\n\n# the", 1)
    assert edited('tier = "lead"\n', (("title",), "题")) == 'title = "题"\ntier = "lead"\n'
    assert edited(DUTY, (("cadence", 1, "n"), 2)) == DUTY.replace('"months"\n', '"months"\nn = 2\n')


def test_row_is_appended_after_the_last_row_and_what_belongs_to_it() -> None:
    assert edited(DUTY, (("cadence", 2), {"type": "event"})) == DUTY.replace(
        'type = "months"\n', 'type = "months"\n\n[[cadence]]\ntype = "event"\n'
    )
    assert edited(DUTY, (("meeting", "item", 0, "stance", 1), {"post": "clerk"})) == DUTY.replace(
        'post = "chair"\n', 'post = "chair"\n\n[[meeting.item.stance]]\npost = "clerk"\n'
    )


def test_new_table_goes_to_its_place_in_the_order() -> None:
    new = edited(DUTY, (("basis", 0), {"source": "s-1"}))
    assert new == DUTY.replace("[meeting]", '[[basis]]\nsource = "s-1"\n\n[meeting]')


def test_table_around_a_new_field_is_made() -> None:
    assert edited('title = "x"\n', (("report", "due"), 3)) == 'title = "x"\n\n[report]\ndue = 3\n'


def test_removed_row_names_the_comments_that_went_with_it() -> None:
    result = apply(DUTY, [FieldEdit(("cadence", 0), REMOVE)])
    assert result.lost_comments == (
        "# D03",
        "# why four",
        "# or by-date",
        "# one is enough",
        "# between the rows: belongs to the row above",
    )
    start, end = DUTY.index("[[cadence]]  # D03"), DUTY.index('[[cadence]]\ntype = "months"')
    assert result.text == DUTY[:start] + DUTY[end:]


def test_removed_field_takes_its_line_and_its_own_comment_only() -> None:
    result = apply(DUTY, [FieldEdit(("cadence", 0, "type"), REMOVE)])
    assert result == Edited(DUTY.replace('type = "at-least"      # or by-date\n', ""), ("# or by-date",))


def test_last_row_removed_removes_the_array_and_keeps_the_table_around_it() -> None:
    assert edited("[[a.b]]\nn = 1\n", (("a", "b", 0), REMOVE)) == "[a]\n"
    assert edited("x = 1\n\n[[b]]\nn = 1\n", (("b", 0), REMOVE)) == "x = 1\n"


def test_whole_array_of_tables_set_changes_only_the_rows_that_differ() -> None:
    rows = parse(DUTY.encode()).data["cadence"]
    assert edited(DUTY, (("cadence",), [*rows, {"type": "event"}])) == edited(DUTY, (("cadence", 2), {"type": "event"}))
    assert edited(DUTY, (("cadence",), rows[1:])) == edited(DUTY, (("cadence", 0), REMOVE))
    between = edited(DUTY, (("cadence",), [rows[0], {"type": "event"}, rows[1]]))
    assert between == DUTY.replace(
        '[[cadence]]\ntype = "months"', '[[cadence]]\ntype = "event"\n\n[[cadence]]\ntype = "months"'
    )


def test_setting_what_is_already_so_changes_nothing() -> None:
    data = parse(DUTY.encode()).data
    assert apply(DUTY, [FieldEdit((key,), value) for key, value in data.items()]) == Edited(DUTY)
    assert apply(DUTY, [FieldEdit(("absent",), REMOVE)]) == Edited(DUTY)


def test_long_text_becomes_a_multi_line_string_and_keeps_the_comment() -> None:
    assert edited('note = "x"  # why\n', (("note",), "a\nb\n")) == 'note = """\na\nb\n"""  # why\n'


def test_crlf_is_kept_where_the_file_uses_it_throughout() -> None:
    text = DUTY.replace("\n", "\r\n")
    new = edited(text, (("cadence", 2), {"type": "event", "note": "a\nb"}), (("lead", 2), "x"), (("tier",), "班子"))
    assert new.count("\n") == new.count("\r\n")
    assert parse(new.encode()).data["cadence"][2]["note"] == "a\nb"
    assert new.replace("\r\n", "\n") == edited(
        DUTY, (("cadence", 2), {"type": "event", "note": "a\nb"}), (("lead", 2), "x"), (("tier",), "班子")
    )


def test_byte_order_mark_is_never_written() -> None:
    assert edited("\ufefftitle = 1\n", (("title",), 2)) == "title = 2\n"


@pytest.mark.parametrize(
    ("text", "key", "value", "expected"),
    [
        # tomlkit writes `n = 1[[x]]`
        ("[[x]]\nn = 1", ("x", 1), {"n": 2}, "[[x]]\nn = 1\n\n[[x]]\nn = 2"),
        # tomlkit puts `b` and `c` below the new table (tomlkit#588)
        ("a.b = 1\nb = 2\nc = 3\n", ("a", "new"), {"k": 1}, "a.b = 1\nb = 2\nc = 3\n\n[a.new]\nk = 1\n"),
        # tomlkit takes the comment above a header for the row before it, and keeps the wrong one
        (
            "[[x]]\nn = 1\n\n# of the second\n[[x]]\nn = 2\n",
            ("x", 1, "n"),
            3,
            "[[x]]\nn = 1\n\n# of the second\n[[x]]\nn = 3\n",
        ),
        # tomlkit refuses tables out of order (tomlkit#571, #577)
        ("[a]\nx = 1\n\n[b]\n\n[a.c]\ny = 2\n", ("a", "c", "y"), 3, "[a]\nx = 1\n\n[b]\n\n[a.c]\ny = 3\n"),
        # tomlkit turns CRLF inside a multi-line string into LF
        ('t = """\r\na\r\nb"""\r\nn = 1\r\n', ("n",), 2, 't = """\r\na\r\nb"""\r\nn = 2\r\n'),
        # tomlkit deletes an implied parent with its last child
        ("[a.b]\nn = 1\n\n[c]\n", ("a", "b"), REMOVE, "[a]\n\n[c]\n"),
        ('p = {a = 1, b = "x"}  # inline\n', ("p", "a"), 2, 'p = {a = 2, b = "x"}  # inline\n'),
        ("a.b = 1\n", ("a", "b"), REMOVE, "a = {}\n"),
        ("a.b = 1\nz = 1\n", ("a", "c"), "é", 'a.b = 1\na.c = "é"\nz = 1\n'),
        ("[a.b]\nn = 1\n", ("a", "x"), 1, "[a]\nx = 1\n\n[a.b]\nn = 1\n"),
        ("# top\n[a]\n", ("x",), 1, "# top\nx = 1\n\n[a]\n"),
        ("[a]\n# c\n", ("a", "x"), 1, "[a]\nx = 1\n# c\n"),
        ("x = [{n = 1}, {n = 2}] # two\n", ("x", 0, "n"), 3, "x = [{n = 3}, {n = 2}] # two\n"),
        ("x = [{n = 1}, {n = 2}] # two\n", ("x", 2), {"n": 3}, "x = [{n = 1}, {n = 2}, { n = 3 }] # two\n"),
        ("x = [{n = 1}] # one\ny = 1\n", ("x", 0), REMOVE, "y = 1\n"),
        ("x = [ # a\n  1, # b\n  2, # c\n]\n", ("x", 0), REMOVE, "x = [ # a\n  2, # c\n]\n"),
        ("p = {a = [1, 2], b = {c = 1}}\n", ("p", "a", 0), 3, "p = {a = [3, 2], b = {c = 1}}\n"),
        ("p = {a = 1, b = {c = 1}}\n", ("p", "b", "d"), 3, "p = {a = 1, b = {c = 1,d = 3}}\n"),
        ("[p]\n[q]\n", ("p", "a", "b", "c"), 1, "[p]\n\n[p.a]\n\n[p.a.b]\nc = 1\n\n[q]\n"),
        ("x = []\n\n[y]\n", ("x", 0), {"n": 1}, "[y]\n\n[[x]]\nn = 1\n"),
        ("[x]\nn = 1\n", ("x",), 5, "x = 5\n"),
        ("x = 5\n\n[z]\n", ("x",), {"n": 1}, "[z]\n\n[x]\nn = 1\n"),
    ],
)
def test_named_shapes(text: str, key: tuple[str | int, ...], value: Any, expected: str) -> None:
    assert edited(text, (key, value)) == expected


def test_table_written_in_several_places_is_left_to_an_editor() -> None:
    text = "a.b.c = 1\nx = 1\na.b.d = 2\n"
    with pytest.raises(EditUnproven) as caught:
        apply(text, [FieldEdit(("a", "b"), REMOVE)])
    assert caught.value.message == (
        "The field a.b can't be changed without touching other parts of the file: "
        "it is written in a form that can't be changed line by line."
    )


def test_deleting_a_row_never_deletes_the_comment_after_the_next_header() -> None:
    text = "[[x]]\n# first\nn = 1\n\n[[x]]\n# second\nn = 2\n"
    assert apply(text, [FieldEdit(("x", 0), REMOVE)]) == Edited("[[x]]\n# second\nn = 2\n", ("# first",))


@pytest.mark.parametrize("key", [("title", "x"), ("lead", 7), ("cadence", 5, "n"), (), ("cadence", "n")])
def test_place_that_is_not_there_is_refused(key: tuple[str | int, ...]) -> None:
    with pytest.raises(EditUnproven) as caught:
        apply(DUTY, [FieldEdit(key, 1)])
    assert caught.value.hint == "Change it in an editor; the file is as it was."


@pytest.mark.parametrize("value", [None, 2**63, "half \ud800", {"a": object()}, ODD_ZONE])
def test_value_without_a_form_in_toml_is_refused(value: Any) -> None:
    with pytest.raises(Unstorable):
        apply(DUTY, [FieldEdit(("note",), value)])


def test_text_that_is_not_toml_is_refused() -> None:
    with pytest.raises(Unparseable):
        apply("a = \n", [FieldEdit(("a",), 1)])


GUARD_CASES = [
    pytest.param("a = 1\nb = 2  # keep\n", "a = 9\nb = 2\n", id="comment lost elsewhere"),
    pytest.param("a = 1\nb = 2\n", "b = 2\na = 9\nb = 3\n", id="not TOML"),
    pytest.param("a = 1\nb = 2\n", "a = 9\nb = 3\n", id="other data changed"),
    pytest.param("a = 1\nb = 2\n", "a = 9\nb =  2\n", id="other line respaced"),
    pytest.param("a = 1\nb = 2\nc = 3\n", "a = 9\nc = 3\nb = 2\n", id="other lines moved"),
    pytest.param("a = 1  # beside\n", "a = 9\n", id="comment beside the value lost"),
    pytest.param("a = 1\r\nb = 2\r\n", "a = 9\nb = 2\r\n", id="line ends mixed"),
]


@pytest.mark.parametrize(("before", "after"), GUARD_CASES)
def test_wrong_result_is_never_given_out(before: str, after: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edit, "splice", lambda *_: after)
    with pytest.raises(EditUnproven):
        apply(before, [FieldEdit(("a",), 9)])


def test_record_never_grows_past_what_can_be_read() -> None:
    with pytest.raises(EditUnproven, match="larger than"):
        apply("a = 1\n", [FieldEdit(("a",), "x" * 1024 * 1024)])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_normal_form_is_always_edited(data: st.DataObject) -> None:
    record = data.draw(strategies.records)
    text = render(record)
    one = data.draw(strategies.edits_of(record))
    try:
        new = apply(text, [one]).text
    except EditUnproven as failure:
        assert failure.reason.startswith("there is no"), failure.reason  # noqa: PT017 - the only reason allowed
    else:
        assert same(parse(new.encode()).data, wanted(text, [one]))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_form_is_edited_rightly_or_refused(data: st.DataObject) -> None:
    record = data.draw(strategies.records)
    text = data.draw(strategies.written(record))
    one = data.draw(strategies.edits_of(record))
    try:
        result = apply(text, [one])
    except EditUnproven:
        return
    assert same(parse(result.text.encode()).data, wanted(text, [one]))
    for line in text.splitlines():
        comment = line.strip()
        if comment.startswith("# 注") and comment not in result.lost_comments:
            assert comment in result.text


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_new_record_equals_edits_from_nothing(data: st.DataObject) -> None:
    record = data.draw(strategies.records)
    built = apply("", [FieldEdit((key,), value) for key, value in record.items()])
    assert same(parse(built.text.encode()).data, record)
    assert built.lost_comments == ()


def test_difference_says_a_missing_final_newline() -> None:
    assert difference("a = 1", "a = 2\n", "duties/x.toml") == (
        "--- a/duties/x.toml\n+++ b/duties/x.toml\n@@ -1 +1 @@\n-a = 1\n\\ No newline at end of file\n+a = 2\n"
    )
    assert difference("", "a = 2\n", "x.toml").startswith("--- /dev/null\n+++ b/x.toml\n")
    assert difference("a\n", "a\n", "x.toml") == ""
    assert difference('a = "\u2028"\n', 'a = "\u2028x"\n', "x").count("\n") == 5
