from collections.abc import Callable
from datetime import date

import pytest
from textual.screen import Screen

from schema.failure import Failure
from tests.tui.stage import COLUMNS
from tests.tui.stage import Stage
from tests.tui.stage import choices
from tests.tui.stage import make_rows
from tests.tui.stage import screen_text
from tests.tui.stage import wait_until
from tui.dialogs.calendar import CalendarDialog
from tui.dialogs.calendar import day_note
from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.confirm import LeaveDialog
from tui.dialogs.confirm import MessageDialog
from tui.dialogs.help import HelpDialog
from tui.dialogs.pick import PickDialog
from tui.dialogs.reason import ReasonDialog
from tui.widgets.diff_view import DiffLine
from tui.widgets.diff_view import DiffView
from tui.widgets.diff_view import parse_diff
from tui.widgets.record_list import RecordList

DIFF = """--- a/duties/x.toml
+++ b/duties/x.toml
@@ -3,3 +3,4 @@
 title = "季度例会"
--- n = 1
+++ n = 2
+wording = "[b]每季度至少一次[/b]"
\\ No newline at end of file
"""


def works(day: date) -> bool | None:
    return day.weekday() < 5 if day.year == 2026 else None


class DialogStage(Stage):
    """Opens one dialog and keeps its answers."""

    def __init__(self, make: Callable[[], Screen[object]]) -> None:
        super().__init__(RecordList(COLUMNS, make_rows(3)))
        self.make = make
        self.answers: list[object] = []

    def on_mount(self) -> None:
        self.push_screen(self.make(), self.answers.append)


@pytest.mark.parametrize(("key", "answer"), [("f10", True), ("Y", True), ("escape", False)])
async def test_confirming(key: str, answer: bool) -> None:
    app = DialogStage(lambda: ConfirmDialog("Remove?", "duty/x", start_key="d"))  # type: ignore[arg-type,return-value]
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: "duty/x" in screen_text(app))
        await pilot.press("enter", "space", "d", "y")
        assert app.answers == []
        await pilot.press(key)
        await wait_until(pilot, lambda: app.answers == [answer])


async def test_the_key_that_asked_never_confirms() -> None:
    app = DialogStage(lambda: ConfirmDialog("Remove?", "duty/x", start_key="f10"))  # type: ignore[arg-type,return-value]
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: "duty/x" in screen_text(app))
        await pilot.press("f10", "f10")
        assert app.answers == []
        await pilot.press("Y")
        await wait_until(pilot, lambda: app.answers == [True])


async def test_a_dialog_has_help_on_its_keys_and_it_goes_back_to_the_dialog() -> None:
    app = Stage()
    async with app.run_test() as pilot:
        asked = LeaveDialog("the form")
        app.push_screen(asked)
        await wait_until(pilot, lambda: app.screen is asked)
        await pilot.press("f1", "f1")
        await wait_until(
            pilot, lambda: isinstance(app.screen, HelpDialog) and "Keys that work here" in screen_text(app)
        )
        assert "dialog.discard" in app.screen.list.records.shown_ids  # type: ignore[attr-defined]
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.screen is asked)


async def test_a_failure_is_told_with_its_hint() -> None:
    failure = Failure("'duties/x.toml' cannot be written: no space left.", "Make room and save again.")
    app = DialogStage(lambda: MessageDialog.of(failure))  # type: ignore[arg-type,return-value]
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: "no space left" in screen_text(app) and "Make room" in screen_text(app))
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.answers == [None])


@pytest.mark.parametrize(("key", "answer"), [("f2", "keep"), ("f10", "discard"), ("escape", None)])
async def test_leaving_asks(key: str, answer: str | None) -> None:
    app = DialogStage(lambda: LeaveDialog("Title, Due"))  # type: ignore[arg-type,return-value]
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: "Title, Due" in screen_text(app))
        await pilot.press("enter", key)
        await wait_until(pilot, lambda: app.answers == [answer])


async def test_a_save_needs_a_reason_and_going_back_keeps_it() -> None:
    made: list[ReasonDialog] = []

    def make() -> Screen[object]:
        made.append(ReasonDialog("duty/x", DIFF, notes=["This kind is reviewed."]))
        return made[-1]  # type: ignore[return-value]

    app = DialogStage(make)
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: "This kind is reviewed." in screen_text(app))
        text = screen_text(app)
        assert '+ wording = "[b]每季度至少一次[/b]"' in text
        assert "- -- n = 1" in text
        await pilot.press("f2")
        await wait_until(pilot, lambda: "! Say why" in screen_text(app))
        await pilot.press(*"as asked")
        await wait_until(pilot, lambda: "! Say why" not in screen_text(app))
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.answers == [None])
        assert made[0].reason == "as asked"
        again = ReasonDialog("duty/x", DIFF, typed=made[0].reason)
        app.push_screen(again, app.answers.append)
        await wait_until(pilot, lambda: "as asked" in screen_text(app))
        await pilot.press("ctrl+s")
        await wait_until(pilot, lambda: app.answers == [None, "as asked"])


def test_reading_a_difference() -> None:
    assert parse_diff(DIFF) == [
        DiffLine("@", "-3,3 +3,4"),
        DiffLine(" ", 'title = "季度例会"'),
        DiffLine("-", "-- n = 1"),
        DiffLine("+", "++ n = 2"),
        DiffLine("+", 'wording = "[b]每季度至少一次[/b]"'),
        DiffLine("@", "No newline at end of file"),
    ]
    assert parse_diff("") == []
    gone = "--- a/old.toml\n+++ /dev/null\n@@ -1 +0,0 @@\n--- x\n+++ y\n"
    assert [(line.sign, line.text) for line in parse_diff(DIFF + gone)][-4:] == [
        ("@", "old.toml"),
        ("@", "-1 +0,0"),
        ("-", "-- x"),
        ("+", "++ y"),
    ]


async def test_a_megabyte_on_one_line_is_folded_and_cut() -> None:
    view = DiffView([DiffLine("+", "长" * 500_000), DiffLine("-", "end")])
    app = Stage(view)
    async with app.run_test(size=(40, 12)) as pilot:
        await wait_until(pilot, lambda: "+ 长长" in screen_text(app))
        view.scroll_end(animate=False)
        await wait_until(pilot, lambda: "- end" in screen_text(app))
        view.show([DiffLine("+", "other")])
        await wait_until(pilot, lambda: "+ other" in screen_text(app) and "长" not in screen_text(app))


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["enter"], date(2026, 6, 30)), (["left", "f2"], date(2026, 6, 29)), (["l", "enter"], date(2026, 7, 1)),
        (["down", "enter"], date(2026, 7, 7)), (["k", "enter"], date(2026, 6, 23)), (["home", "enter"], date(2026, 6, 18)),
        (["pageup", "pageup", "pageup", "pageup", "enter"], date(2026, 2, 28)), (["pagedown", "enter"], date(2026, 7, 30)),
        (["escape"], None),
    ],
)  # fmt: skip
async def test_picking_a_day(keys: list[str], answer: date | None) -> None:
    app = DialogStage(lambda: CalendarDialog(date(2026, 6, 30), today=date(2026, 6, 18), working_day=works))  # type: ignore[arg-type,return-value]
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: "[30 ]" in screen_text(app))
        await pilot.press(*keys)
        await wait_until(pilot, lambda: app.answers == [answer])


async def test_days_of_rest_and_days_without_a_calendar_are_marked() -> None:
    app = DialogStage(lambda: CalendarDialog(None, today=date(2026, 12, 31), working_day=works))  # type: ignore[arg-type,return-value]
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: "[31 ]" in screen_text(app) and "27-" in screen_text(app))
        await pilot.press("right")
        await wait_until(pilot, lambda: "[ 1?]" in screen_text(app) and "no calendar for this year" in screen_text(app))
        await pilot.click("MonthView", offset=(7, 2))
        await wait_until(pilot, lambda: "2027-01-05" in screen_text(app))
    assert day_note(date(2026, 6, 20), works) == "Sat, day of rest"


async def test_the_calendar_ends_with_the_years_there_are() -> None:
    app = DialogStage(lambda: CalendarDialog(date.max, today=date.max))  # type: ignore[arg-type,return-value]
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: "[31?]" in screen_text(app))
        await pilot.press("right", "down", "pagedown", "enter")
        await wait_until(pilot, lambda: app.answers == [date.max])


async def test_picking_one_value_by_mouse_and_by_f2() -> None:
    for keys in (["down", "f2"], None):
        app = DialogStage(lambda: PickDialog("Unit", choices(), chosen=["u3"]))  # type: ignore[arg-type,return-value]
        async with app.run_test(size=(120, 40)) as pilot:
            await wait_until(pilot, lambda app=app: "12 rows" in screen_text(app))  # type: ignore[misc]
            if keys:
                await pilot.press(*keys)
            else:
                await pilot.click(RecordList, offset=(4, 5), times=2)
            await wait_until(pilot, lambda app=app: app.answers == [["u4"]])  # type: ignore[misc]


async def test_picking_from_nothing() -> None:
    app = DialogStage(lambda: PickDialog("Unit", []))  # type: ignore[arg-type,return-value]
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: "There is nothing to pick from yet." in screen_text(app))
        await pilot.press("enter", "f2")
        assert app.answers == []
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.answers == [None])


class UnsavedStage(Stage):
    """Has something unsaved."""

    def unsaved(self) -> str:
        return "duty/x: Title"

    def keep_unsaved(self) -> None:
        self.messages.append("kept")

    def drop_unsaved(self) -> None:
        self.messages.append("dropped")


@pytest.mark.parametrize(("key", "said"), [("f2", "kept"), ("f10", "dropped")])
async def test_quitting_asks_when_something_is_unsaved(key: str, said: str) -> None:
    app = UnsavedStage(RecordList(COLUMNS, make_rows(3)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+q")
        await wait_until(pilot, lambda: "duty/x: Title" in screen_text(app))
        await pilot.press("ctrl+q", "escape")
        await wait_until(pilot, lambda: not isinstance(app.screen, LeaveDialog))
        await pilot.press("ctrl+q", key)
        await wait_until(pilot, lambda: app.return_value == 0)
    assert app.messages == [said]


async def test_quitting_with_nothing_unsaved() -> None:
    app = Stage(RecordList(COLUMNS, make_rows(3)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+q")
        await wait_until(pilot, lambda: app.return_value == 0)
