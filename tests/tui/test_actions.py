from pathlib import Path

import pytest
from textual.widgets import Static

from tests.tui.stage import COLUMNS
from tests.tui.stage import Stage
from tests.tui.stage import make_rows
from tests.tui.stage import screen_lines
from tests.tui.stage import screen_text
from tests.tui.stage import wait_until
from tui.actions import ACTIONS
from tui.actions import SCOPES
from tui.actions import bindings
from tui.actions import find_action
from tui.actions import key_label
from tui.actions import key_of
from tui.actions import register_actions
from tui.actions import render_keys_page
from tui.actions import use_keymap
from tui.dialogs.help import HelpDialog
from tui.keymap import Keymap
from tui.keymap import is_letters_only
from tui.keymap import know_all_actions
from tui.keymap import load_keymap
from tui.keymap import parse_keymap
from tui.keymap import write_template
from tui.language import language
from tui.widgets.keys_line import KeysLine
from tui.widgets.record_list import RecordList


def test_no_action_is_reachable_by_a_letter_alone() -> None:
    assert [action.id for action in ACTIONS if is_letters_only(list(action.keys))] == []


def test_ids_are_unique_and_scopes_are_known() -> None:
    ids = [action.id for action in ACTIONS]
    assert len(ids) == len(set(ids))
    assert {action.scope for action in ACTIONS} == set(SCOPES)


def test_no_two_actions_of_a_scope_share_a_key() -> None:
    # Of the dialogs, accept and keep, and confirm and discard, never stand in the same one.
    for scope in set(SCOPES) - {"dialog"}:
        keys = [key for action in ACTIONS if action.scope == scope for key in action.keys]
        assert len(keys) == len(set(keys)), scope


def test_bindings_carry_the_id_so_that_a_keymap_can_change_them() -> None:
    (binding,) = bindings("list.page-down")
    assert (binding.id, binding.action, binding.key) == ("list.page-down", "page_down", "pagedown,ctrl+f")
    assert {binding.id for binding in bindings("calendar")} == {a.id for a in ACTIONS if a.scope == "calendar"}


def test_an_action_is_registered_once() -> None:
    before = list(ACTIONS)
    action = find_action("app.help")
    assert action is not None
    register_actions([action])
    assert before == ACTIONS


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("ctrl+s", "^S"),
        ("f2", "F2"),
        ("question_mark", "?"),
        ("shift+f4", "Shift+F4"),
        ("pagedown", "PgDn"),
        ("ctrl+up", "Ctrl+Up"),
    ],
)
def test_keys_are_written_in_ascii(key: str, label: str) -> None:
    assert key_label(key) == label


def test_the_page_for_the_docs_names_every_action_in_both_languages() -> None:
    for spoken, heading in (("en", "# Keys"), ("zh_CN", "# 按键")):
        page = render_keys_page(spoken)
        assert page.startswith(heading)
        assert all(f"`{action.id}`" in page for action in ACTIONS)
    assert language() == "en"


def test_a_keymap_is_read(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    assert load_keymap(path).keys == {}
    path.write_text('[keys]\n"list.sort" = "f11, o"\n', encoding="utf-8")
    keymap = load_keymap(path)
    assert (keymap.keys, keymap.problems) == ({"list.sort": "f11,o"}, [])
    path.write_bytes(b"\xff\xfe")
    assert len(load_keymap(path).problems) == 1


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("keys = 1", "The keymap has no table [keys]."),
        ('[keys]\n"list.fly" = "f5"', "Line 2: There is no action 'list.fly'."),
        ("# mine\n\n[keys]\nlist.fly = 'f5'", "Line 4: There is no action 'list.fly'."),
        ('[keys]\n"list.sort" = 5', "Line 2: The keys of 'list.sort' must be a text such as \"f5,r\"."),
        (
            '[keys]\n"list.sort" = "f5,ctlr+s"',
            "Line 2: 'ctlr+s' of 'list.sort' is no key; keys are written like f5, ctrl+s or shift+f4.",
        ),
        (
            '[keys]\n"list.sort" = "o,?"',
            "Line 2: 'list.sort' needs a function or control key as well: letters don't arrive while an input method composes.",
        ),
        ('[keys]\n"list.sort" = "f3"', "Line 2: 'f3' of 'list.sort' is also the key of 'list.filter'."),
        ('[keys]\n"list.sort" = "f1"', "Line 2: 'f1' of 'list.sort' is also the key of 'app.help'."),
    ],
)
def test_what_a_keymap_cannot_do_is_said(text: str, problem: str) -> None:
    keymap = parse_keymap(text.encode())
    assert (keymap.keys, keymap.problems) == ({}, [problem])


def test_keys_change_places_and_every_problem_has_its_line() -> None:
    swap = parse_keymap(b'[keys]\nlist.filter = "f4"\n"list.sort" = "slash, f3"\n')
    assert (swap.keys, swap.problems) == ({"list.filter": "f4", "list.sort": "slash,f3"}, [])
    many = parse_keymap(b'[keys]\n"a.b" = "f5"\nlist.up = "f7"\nlist.down = "f7"\nlist.last = "x"\nlist.first = "F5"\n')
    assert many.keys == {"list.up": "f7"}
    assert [said.split(":")[0] for said in many.problems] == ["Line 2", "Line 4", "Line 5", "Line 6"]


def test_the_file_that_lists_all_keys_changes_nothing_and_can_be_taken_over_as_it_is() -> None:
    know_all_actions()
    text = write_template()
    assert parse_keymap(text.encode()) == Keymap()
    taken = parse_keymap(text.replace('# "', '"').encode())
    assert (taken.problems, len(taken.keys)) == ([], len(ACTIONS))


def test_a_broken_keymap_is_said() -> None:
    assert parse_keymap(b"[keys\n").problems[0].startswith("The keymap is not TOML: ")


async def test_a_keymap_changes_keys_footer_and_texts() -> None:
    class Mapped(Stage):
        pass

    app = Mapped(RecordList(COLUMNS, make_rows(3)))
    app.set_keymap({"list.choose": "f11"})
    use_keymap({"list.choose": "f11"})
    try:
        async with app.run_test(size=(120, 10)) as pilot:
            await wait_until(pilot, lambda: "F11 Open" in screen_text(app))
            assert key_of("list.choose") == "F11"
    finally:
        use_keymap({})
    assert (key_of("list.choose"), key_of("no.such")) == ("Enter", "")


async def test_help_shows_the_keys_that_work_and_finds_them() -> None:
    app = Stage(RecordList(COLUMNS, make_rows(3)), language="zh_CN")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("question_mark")
        await wait_until(pilot, lambda: isinstance(app.screen, HelpDialog) and "到下一行" in screen_text(app))
        await pilot.press(*"sort")
        await wait_until(pilot, lambda: "按下一列排序" in screen_text(app) and "到下一行" not in screen_text(app))
        await pilot.press("escape", "escape")
        await wait_until(pilot, lambda: not isinstance(app.screen, HelpDialog))


@pytest.mark.parametrize("typed", ["next column", "下一列"])
async def test_the_palette_finds_an_action_in_both_languages_and_runs_it(typed: str) -> None:
    records = RecordList(COLUMNS, make_rows(3))
    app = Stage(records, language="zh_CN")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("ctrl+p")
        await wait_until(pilot, lambda: "查找命令" in screen_text(app))
        await pilot.press(*typed)
        await wait_until(pilot, lambda: "F4" in screen_text(app) and "到下一行" not in screen_text(app))
        await pilot.press("enter")
        await wait_until(pilot, lambda: records.sorted_by == "code")


async def test_the_keys_line_follows_the_focus_and_a_click_presses_the_key() -> None:
    app = Stage(Static("nothing"), RecordList(COLUMNS, make_rows(3)))
    async with app.run_test(size=(120, 10)) as pilot:
        await wait_until(pilot, lambda: "Enter Open" in screen_text(app))
        line = screen_text(app).splitlines()[-1]
        await pilot.click("KeysLine", offset=(line.index("Help"), 0))
        await wait_until(pilot, lambda: isinstance(app.screen, HelpDialog))


@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_a_short_keys_line_shows_whole_keys_and_how_to_learn_of_the_others(language: str) -> None:
    app = Stage(RecordList(COLUMNS, make_rows(3)), language=language)
    async with app.run_test(size=(52, 10)) as pilot:
        await wait_until(pilot, lambda: "F1" in screen_text(app))
        line = app.query_one(KeysLine)
        names = [entry.label for entry in line.entries()]
        for cells in (52, 43, 36, 29, 20, 14):
            await pilot.resize_terminal(cells, 10)
            await wait_until(pilot, lambda: line.size.width == cells)  # noqa: B023
            shown = line.fitting()
            assert sum(entry.cells for entry in shown) <= cells
            assert shown[-1].action == "app.help" or len(shown) == len(names)
            assert {entry.label for entry in shown} <= {*names, " .."}
            assert all(entry.label in screen_lines(app)[-1] for entry in shown)
