"""Several records at once, and once more: one field in all that are selected as one commit; the last deed on another row."""

from datetime import date
from pathlib import Path

from schema.change import GONE
from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.kinds import KINDS
from tests.store.repositories import run_git
from tests.tui.conftest import Driver
from tests.tui.conftest import Opened
from tests.tui.test_work import form_opens
from tests.tui.test_work import leave
from tui.deeds import changed
from tui.deeds import deed_of
from tui.deeds import shared_fields
from tui.dialogs.pick import PickDialog
from tui.dialogs.reason import ReasonDialog
from tui.screens.listing import Listing
from tui.screens.setting_all import HOW
from tui.screens.setting_all import SettingAll
from tui.work_record import merged


def edit(*fields: tuple[tuple[str | int, ...], object], verb: Verb = Verb.EDIT) -> ChangeSet:
    changed = tuple(FieldChange(key=key, value=value) for key, value in fields)
    return ChangeSet(action="set", records=(RecordChange(kind="duty", id="d", verb=verb, fields=changed),))


def test_what_can_be_done_again_is_what_others_can_hold_too() -> None:
    deed = deed_of(edit((("title",), "x"), (("tier",), "main-body"), (("lead",), GONE), (("cadence", 0, "n"), 2)))
    assert deed is not None
    assert (deed.kind, deed.values, deed.is_new) == ("duty", {"tier": "main-body", "lead": None}, False)
    assert deed_of(edit((("title",), "x"))) is None
    assert deed_of(ChangeSet(action="set", records=())) is None
    added = deed_of(edit((("title",), "x"), verb=Verb.ADD))
    assert added is not None
    assert added.is_new
    assert {"title", "code", "cadence"}.isdisjoint(field.key for field in shared_fields(KINDS["duty"]))


def test_what_is_typed_stays_when_something_is_taken_over() -> None:
    typed = {"meeting": {"expected": 6}, "counts": [{"label": "x", "number": 1}], "participants": ["a"]}
    taken = {"meeting": {"expected": 5, "chair": "c"}, "counts": [{"label": "y"}], "participants": ["b"]}
    assert merged(typed, taken) == {
        "meeting": {"expected": 6, "chair": "c"},
        "counts": [{"label": "x", "number": 1}],
        "participants": ["b"],
    }


def test_a_list_gets_more_or_less_and_keeps_its_order() -> None:
    assert changed(["b", "a"], ["c", "a", "c"], "add") == ["b", "a", "c"]
    assert changed(None, ["c"], "add") == ["c"]
    assert changed(["b", "a", "c"], ["a", "x"], "take") == ["b", "c"]
    assert changed(["a"], ["a"], "take") is changed(None, None, "add") is None


async def give_reason(driver: Driver) -> None:
    await driver.until(lambda: isinstance(driver.app.screen, ReasonDialog))
    await driver.type("because")
    await driver.press("f2")
    await driver.until(lambda: driver.app.screen is driver.app.main)
    await driver.at_rest()


async def test_a_field_is_set_in_all_selected_and_once_more_in_another(demo: Path, opened: Opened) -> None:
    async with opened(demo, language="en", size=(80, 24)) as driver:
        await driver.press("shift+f6")
        await driver.hears("Go to a list of records and select rows")
        await driver.press("full_stop")
        await driver.hears("Nothing was saved yet")
        driver.app.main.go("unit")
        middle = driver.app.main.middle
        assert isinstance(middle, Listing)
        await driver.until(lambda: middle.records.row_count == 18 and middle.records.has_focus)
        ids = middle.records.shown_ids
        await driver.press("space", "space", "shift+f6")
        await driver.until(lambda: isinstance(driver.app.screen, PickDialog))
        await driver.sees("Which field is set in 2 records?")
        await driver.type("note")
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, SettingAll) and driver.app.focused is not None)
        await driver.type("moved")
        await driver.press("f2")
        await driver.until(lambda: isinstance(driver.app.screen, ReasonDialog))
        await driver.sees("2 of 2 records change, in one commit.", '+ note = "moved"')
        await give_reason(driver)
        units = driver.app.main.desk.view.register.units
        assert {id_ for id_, unit in units.items() if unit.note == "moved"} == set(ids[:2])

        middle.records.selected.clear()
        middle.records.go_to(ids[3])
        await driver.press("full_stop")
        await driver.until(lambda: isinstance(driver.app.screen, SettingAll) and driver.app.focused is not None)
        await driver.press("f2")
        await give_reason(driver)
        assert driver.app.main.desk.view.register.units[ids[3]].note == "moved"
        driver.app.main.go("post")
        await driver.until(lambda: driver.app.main.place is not None and driver.app.main.place[0] == "post")
        await driver.press("shift+f5")
        await driver.hears("can't be done again here")
    log = run_git(demo, "log", "-2", "--format=%b", "--name-only")
    assert [log.count(f"units/{id_}.toml") for id_ in (*ids[:2], ids[3])] == [1, 1, 1]
    assert log.count("Register-Action: set") == 2


async def test_lists_get_more_and_less_in_all_selected_as_one_commit_each(demo: Path, opened: Opened) -> None:
    ids = ["quarterly-review", "thematic-study"]
    async with opened(demo, language="en", size=(120, 50)) as driver:
        main = driver.app.main
        before = {id_: main.desk.view.register.duties[id_].responsible for id_ in ids}
        main.go("duty")
        middle = main.middle
        assert isinstance(middle, Listing)
        await driver.until(lambda: middle.records.row_count == 25 and middle.records.has_focus)

        async def change(how: str, said: str) -> None:
            middle.records.selected.clear()
            middle.records.selected.update(ids)
            await driver.press("shift+f6")
            await driver.until(lambda: isinstance(driver.app.screen, PickDialog))
            await driver.type("responsible")
            await driver.press("enter")
            await driver.until(lambda: isinstance(driver.app.screen, SettingAll) and driver.app.focused is not None)
            dialog = driver.app.screen
            assert isinstance(dialog, SettingAll)
            dialog.form.restore({HOW: how, ("responsible",): ["economy-office"]})
            await driver.press("f2")
            await driver.until(lambda: isinstance(driver.app.screen, ReasonDialog))
            await driver.sees("2 of 2 records change, in one commit.", said)
            await give_reason(driver)

        await change("add", '+   "economy-office",')
        duties = main.desk.view.register.duties
        assert {id_: duties[id_].responsible for id_ in ids} == {
            id_: (*held, "economy-office") for id_, held in before.items()
        }
        assert main.deed is not None
        assert (main.deed.values, main.deed.how) == ({"responsible": ["economy-office"]}, "add")
        await change("take", '-   "economy-office",')
        duties = main.desk.view.register.duties
        assert {id_: duties[id_].responsible for id_ in ids} == before
    assert run_git(demo, "log", "-2", "--format=%(trailers:key=Register-Action,valueonly)").split() == ["set", "set"]


async def test_a_record_is_filled_in_as_last_time_and_the_next_one_once_more(demo: Path, opened: Opened) -> None:
    async with opened(demo, language="en") as driver:
        main = driver.app.main
        main.go("duty", place=("duty", "committee-deliberation"))
        await driver.until(lambda: main.place == ("duty", "committee-deliberation"))
        await driver.press("f8")
        screen = await form_opens(driver)
        assert screen.record.after()["unit"] == "working-committee"  # as the last time
        await driver.press("f10")
        await driver.hears("Taken over from")
        after = screen.record.after()
        assert after["meeting"] == {"expected": 5, "chair": "secretary", "recorder": "wu-shi"}
        assert after["date"] == date(2026, 11, 23)
        assert "evidence" not in after
        assert screen.form is not None
        meeting = screen.form.editor(("meeting",))
        assert meeting._origin is not None
        meeting.action_reset()  # whoever puts it back has it no longer from there
        await driver.until(lambda: not meeting.query(".field-origin"))
        await driver.press("f10")
        await driver.until(lambda: "meeting" in screen.record.after())
        await driver.press("f2")
        await give_reason(driver)

        main.go("duty", place=("duty", "thematic-study"))
        await driver.until(lambda: main.place == ("duty", "thematic-study"))
        await driver.press("full_stop")
        screen = await form_opens(driver)
        begun = screen.record.after()
        assert (begun["fulfils"][0]["duty"], begun["meeting"]["chair"]) == ("thematic-study", "secretary")
        await leave(driver, screen)
