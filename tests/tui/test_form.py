from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from textual import events
from textual.app import ComposeResult

from tests.tui.stage import HOSTILE
from tests.tui.stage import Stage
from tests.tui.stage import make_rules
from tests.tui.stage import make_specs
from tests.tui.stage import screen_text
from tests.tui.stage import wait_until
from tui.dialogs.calendar import CalendarDialog
from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.confirm import LeaveDialog
from tui.dialogs.pick import PickDialog
from tui.dialogs.row import RowDialog
from tui.widgets.fields.spec import FieldSpec
from tui.widgets.fields.spec import is_same
from tui.widgets.fields.typed import LongField
from tui.widgets.fields.typed import TextField
from tui.widgets.fields.typed import parse_date
from tui.widgets.fields.typed import parse_number
from tui.widgets.form import Form
from tui.widgets.keys_line import KeysLine
from tui.widgets.line_input import drop_unseen
from tui.widgets.line_input import flatten_paste


class FormStage(Stage):
    def __init__(self, specs: list[FieldSpec] | None = None) -> None:
        super().__init__()
        self.specs = specs or make_specs()

    def compose(self) -> ComposeResult:
        self.form = Form(self.specs, make_rules())
        yield self.form
        yield KeysLine()

    def on_form_changed(self, event: Form.Changed) -> None:
        self.messages.append((event.key, event.value))


def field(app: FormStage, name: str) -> Any:
    return app.form.editor((name,))


async def test_a_form_starts_clean_and_says_what_was_changed() -> None:
    app = FormStage()
    async with app.run_test(size=(120, 50)) as pilot:
        assert (app.form.is_dirty, app.form.changes(), app.form.faults()) == (False, [], [])
        app.form.focus_field(("title",))
        await pilot.press("end", *"!")
        await wait_until(pilot, lambda: app.form.is_dirty)
        assert app.form.changes() == [(("title",), "Quarterly meeting", "Quarterly meeting!")]
        await wait_until(pilot, lambda: (("title",), "Quarterly meeting!") in app.messages)
        await wait_until(pilot, lambda: "Title *~" in screen_text(app) and "One sentence." in screen_text(app))
        await pilot.press("f9")
        await wait_until(pilot, lambda: not app.form.is_dirty)
        field(app, "title").line.insert_text_at_cursor("长" * 300)
        await wait_until(pilot, lambda: "长" * 40 in screen_text(app))
        await pilot.press("home")
        await wait_until(pilot, lambda: "Quarterly meeting长长" in screen_text(app))


async def test_errors_stand_at_the_field_as_it_is_typed() -> None:
    app = FormStage()
    async with app.run_test(size=(120, 50)) as pilot:
        app.form.focus_field(("n",))
        await pilot.press("2")
        await wait_until(pilot, lambda: "! more than five" in screen_text(app))
        assert app.form.faults() == [(("n",), "more than five")]
        await pilot.press("x")
        await wait_until(pilot, lambda: "! '42x' is not a number." in screen_text(app))
        assert app.form.is_dirty
        app.form.focus_field(("title",))
        await pilot.press("f8")
        await wait_until(pilot, lambda: "! This must not be empty." in screen_text(app))
        app.form.focus_field(("dual",))
        assert app.form.go_to_fault()
        await wait_until(pilot, lambda: field(app, "title").line.has_focus)


async def test_a_date_is_typed_or_picked() -> None:
    app = FormStage()
    async with app.run_test(size=(120, 50)) as pilot:
        app.form.focus_field(("due",))
        await pilot.press("backspace")
        await wait_until(
            pilot, lambda: "is not a date" not in screen_text(app) and field(app, "due").value == date(2026, 6, 3)
        )
        await pilot.press("9")
        await wait_until(pilot, lambda: "! '2026-06-39' is not a date" in screen_text(app))
        assert field(app, "due").value is None
        await pilot.press("f9")
        await wait_until(pilot, lambda: "Tue, working day" in screen_text(app))
        await pilot.press("f4")
        await wait_until(pilot, lambda: isinstance(app.screen, CalendarDialog))
        await pilot.press("pagedown", "up", "right", "enter")
        await wait_until(pilot, lambda: field(app, "due").value == date(2026, 7, 24))


async def test_a_value_is_picked_by_typing() -> None:
    app = FormStage()
    async with app.run_test(size=(120, 50)) as pilot:
        app.form.focus_field(("unit",))
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(app.screen, PickDialog))
        await pilot.press(*"di11ke")
        await wait_until(pilot, lambda: "1 of 12" in screen_text(app))
        await pilot.press("enter")
        await wait_until(pilot, lambda: field(app, "unit").value == "u11")
        assert "第11科  U11" in screen_text(app)
        await pilot.press("f8")
        await wait_until(pilot, lambda: field(app, "unit").value is None)
        await pilot.press("f4")
        await wait_until(pilot, lambda: isinstance(app.screen, PickDialog))
        await pilot.press("escape")
        await wait_until(pilot, lambda: not isinstance(app.screen, PickDialog))
        assert not app.form.is_dirty


async def test_several_references_keep_their_order_and_what_is_not_in_the_list() -> None:
    app = FormStage()
    async with app.run_test(size=(120, 50)) as pilot:
        await wait_until(pilot, lambda: "gone (not in the list)" in screen_text(app))
        app.form.focus_field(("posts",))
        await pilot.press("f4")
        await wait_until(pilot, lambda: isinstance(app.screen, PickDialog))
        await pilot.press(*"U07", "ctrl+t")
        await pilot.press("f2")
        await wait_until(pilot, lambda: field(app, "posts").value == ["u2", "gone", "u7"])
        await pilot.press("f4")
        await wait_until(pilot, lambda: isinstance(app.screen, PickDialog))
        await pilot.press(*"U02", "ctrl+t", "f2")
        await wait_until(pilot, lambda: field(app, "posts").value == ["gone", "u7"])


async def test_a_switch_has_three_states() -> None:
    app = FormStage()
    async with app.run_test(size=(120, 50)) as pilot:
        app.form.focus_field(("dual",))
        for key, value, shown in (("space", True, "[x] yes"), ("enter", False, "[ ] no"), ("f8", None, "[-] not said")):
            await pilot.press(key)
            await wait_until(pilot, lambda shown=shown: shown in screen_text(app))  # type: ignore[misc]
            assert field(app, "dual").value is value
        await pilot.click("SwitchField PickedValue")
        await wait_until(pilot, lambda: field(app, "dual").value is True)


async def test_rows_of_a_table_are_added_edited_moved_and_removed() -> None:
    app = FormStage()
    async with app.run_test(size=(120, 60)) as pilot:
        table = field(app, "cadence")
        app.form.focus_field(("cadence", 0, "n"))
        await pilot.press("f7")
        await wait_until(pilot, lambda: isinstance(app.screen, RowDialog))
        await pilot.press("f2")  # a required field is empty: it stays open
        await wait_until(pilot, lambda: "! This must not be empty." in screen_text(app))
        await pilot.press(*"event", "tab", "9")
        await wait_until(pilot, lambda: "! more than five" in screen_text(app))
        await pilot.press("backspace", "3", "f2")
        await wait_until(pilot, lambda: not isinstance(app.screen, RowDialog))
        assert table.value == [{"type": "months", "n": 2, "x": 1}, {"type": "event", "n": 3}]
        await pilot.press("ctrl+up")
        await wait_until(pilot, lambda: table.value[0]["type"] == "event")
        await pilot.press("down", "enter")
        await wait_until(pilot, lambda: isinstance(app.screen, RowDialog))
        await pilot.press("tab", "f8", "ctrl+s")
        await wait_until(pilot, lambda: table.value[1] == {"type": "months", "x": 1})  # what no field shows is kept
        await pilot.press("delete")
        await wait_until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        await pilot.press("delete", "f8", "enter", "space")  # the key that asked does not confirm
        assert isinstance(app.screen, ConfirmDialog)
        await pilot.press("f10")
        await wait_until(pilot, lambda: table.value == [{"type": "event", "n": 3}])
        assert app.form.changes() == [(("cadence",), [{"type": "months", "n": 2, "x": 1}], [{"type": "event", "n": 3}])]


async def test_leaving_a_changed_row_asks() -> None:
    app = FormStage()
    async with app.run_test(size=(120, 60)) as pilot:
        app.form.focus_field(("cadence",))
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(app.screen, RowDialog))
        await pilot.press("z", "escape")
        await wait_until(pilot, lambda: isinstance(app.screen, LeaveDialog) and "Type" in screen_text(app))
        await pilot.press("escape")
        await wait_until(pilot, lambda: isinstance(app.screen, RowDialog))
        assert "monthsz" in screen_text(app)
        await pilot.press("escape", "f10")
        await wait_until(pilot, lambda: not app.screen.is_modal)
        assert not app.form.is_dirty


async def test_a_draft_comes_back_and_a_save_settles_the_form() -> None:
    app = FormStage()
    async with app.run_test(size=(120, 60)) as pilot:
        draft: dict[tuple[str | int, ...], Any] = {
            ("title",): "Other", ("note",): "x\ny\nz", ("due",): date(2026, 1, 2), ("tier",): "u3", ("posts",): ["u1"],
            ("aliases",): ["three"], ("n",): 5, ("dual",): False, ("cadence",): [], ("unknown",): 1,
        }  # fmt: skip
        app.form.restore(draft)
        await wait_until(pilot, lambda: "Other" in screen_text(app) and "2026-01-02" in screen_text(app))
        changed = {key: new for key, _old, new in app.form.changes()}
        assert changed == {
            key: value or (False if value is False else None) for key, value in draft.items() if key != ("unknown",)
        }
        assert {key: value for key, value in app.form.values().items() if value is not None}[("n",)] == 5
        app.form.settle()
        assert not app.form.is_dirty


async def test_texts_are_one_a_line() -> None:
    app = FormStage()
    async with app.run_test(size=(120, 60)) as pilot:
        app.form.focus_field(("aliases",))
        await pilot.press("down", "end", "enter", *"three", "enter")
        await wait_until(pilot, lambda: field(app, "aliases").value == ["one", "two", "three"])


async def test_what_is_only_shown_cannot_be_changed() -> None:
    specs = [
        FieldSpec(**{**{name: getattr(s, name) for name in s.__dataclass_fields__}, "read_only": True})
        for s in make_specs()
    ]
    app = FormStage(specs)
    async with app.run_test(size=(120, 60)) as pilot:
        for spec in specs:
            app.form.focus_field(spec.key)
            await pilot.press("x", "f8", "f4", "space", "f7", "delete")
            await pilot.pause()
            if app.screen.is_modal:
                await pilot.press("escape")
        assert not app.form.is_dirty
        app.form.restore({("title",): "Other"})
        assert not app.form.is_dirty


@pytest.mark.parametrize("text", HOSTILE)
async def test_text_that_cannot_be_shown_is_handed_back_unchanged(text: str) -> None:
    app = FormStage(
        [FieldSpec(key=("a",), label="A", value=text), FieldSpec(key=("b",), label="B", editor="long", value=text)]
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert (field(app, "a").value, field(app, "b").value) == (text, text)
        assert app.form.changes() == []


async def test_a_paste_of_several_lines_is_kept_whole_and_said() -> None:
    app = FormStage([FieldSpec(key=("a",), label="A")])
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        app.form.focus_first()
        app.post_message(events.Paste("first\n\n  second\u202e\nthird"))
        await wait_until(pilot, lambda: field(app, "a").value == "first second third")
        await wait_until(pilot, lambda: "3 lines were joined into one." in screen_text(app))


async def test_a_paste_into_long_text_leaves_out_what_cannot_be_seen() -> None:
    app = FormStage([FieldSpec(key=("a",), label="A", editor="long")])
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        box = app.query_one(LongField).box
        box.focus()
        app.post_message(events.Paste("e\u0301\n\x1b[31m二"))
        await wait_until(pilot, lambda: field(app, "a").value == "é\n[31m二")


async def test_a_line_can_be_undone_and_redone() -> None:
    app = FormStage([FieldSpec(key=("a",), label="A", value="ab")])
    async with app.run_test(size=(80, 24)) as pilot:
        app.form.focus_first()
        await pilot.press("c", "d", "ctrl+z")
        await wait_until(pilot, lambda: field(app, "a").value == "abc")
        await pilot.press("ctrl+z", "ctrl+z")
        await wait_until(pilot, lambda: field(app, "a").value == "ab")
        await pilot.press("ctrl+y", "ctrl+y")
        await wait_until(pilot, lambda: field(app, "a").value == "abcd")


async def test_enter_goes_to_the_next_field() -> None:
    app = FormStage()
    async with app.run_test(size=(120, 50)) as pilot:
        app.form.focus_first()
        await pilot.press("enter")
        await wait_until(pilot, lambda: field(app, "note").box.has_focus)
        assert isinstance(field(app, "title"), TextField)


def test_pastes() -> None:
    assert flatten_paste("a\tb") == ("a b", "")
    assert flatten_paste("a\r\n") == ("a", "")
    assert flatten_paste("") == ("", "")
    assert drop_unseen("a\rb\r\nc\n") == ("a\nb\nc\n", 0)
    assert drop_unseen("👨‍👩‍👧 か\u3099\u200b\u200d") == ("👨‍👩‍👧 が", 2)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=30), st.sampled_from(HOSTILE)))
def test_dropping_twice_drops_nothing_more(text: str) -> None:
    cleaned, _count = drop_unseen(text)
    assert drop_unseen(cleaned) == (cleaned, 0)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-06-18", date(2026, 6, 18)), ("2026/6/8", date(2026, 6, 8)), ("2026.6.18", date(2026, 6, 18)),
        ("20260618", date(2026, 6, 18)), ("2026-02-29", None), ("2026-6", None), ("26-06-18", None), ("", None),
        ("2026-06-18x", None), ("2026061", date(2026, 6, 1)), ("0000-01-01", None),
        ("2026年6月18日", date(2026, 6, 18)), ("２０２６年６月８日", date(2026, 6, 8)), ("２０２６－０６－１８", date(2026, 6, 18)),
        ("2026年6月", None), ("2026年13月1日", None),
    ],
)  # fmt: skip
def test_reading_a_date(text: str, value: date | None) -> None:
    assert parse_date(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("4", 4), ("4.5", 4.5), ("-1", -1), ("１２", 12), ("x", None), ("nan", None), ("inf", None), ("1e400", None)],
)
def test_reading_a_number(text: str, value: float | None) -> None:
    assert parse_number(text) == value


def test_values_that_are_stored_alike_are_no_change() -> None:
    assert is_same(None, "")
    assert is_same([], None)
    assert is_same("  ", None)
    assert not is_same(1, bool(1))
    assert not is_same(1, 1.0)
    assert not is_same(bool(0), None)
