"""A sync that waits for a person: conflicts side by side, choices by keys, what a merge alone would break."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from schema.change import GONE
from schema.merge import Clash
from schema.merge import Conflict
from store.location import Location
from store.location import find
from store.register import RegisterStore
from store.together import pending
from store.together.pending import Choice
from store.together.reconciliation import FileConflict
from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.store.repositories import make_clone
from tests.store.repositories import make_remote
from tests.store.repositories import run_git
from tests.store.repositories import save
from tests.tui.office import DUTY_PATH
from tests.tui.office import OfficeApp
from tests.tui.office import make_office
from tests.tui.office import shows
from tests.tui.stage import HOSTILE
from tests.tui.stage import screen_lines
from tests.tui.stage import screen_text
from tests.tui.stage import wait_until
from tui.desk import ConflictKey
from tui.desk import Desk
from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.line import LineDialog
from tui.language import use
from tui.merge_words import is_line
from tui.merge_words import say_field
from tui.merge_words import say_record
from tui.merge_words import say_side
from tui.screens.sync import SyncDialog
from tui.screens.sync_broken import SyncBrokenDialog
from tui.screens.sync_conflicts import SyncConflictsDialog
from tui.widgets.line_input import LineInput

POST = "posts/head.toml"
UNIT = "units/committee.toml"
LONG = "一个很长很长的事项名称，" * 8


def put(location: Location, path: str, old: str, new: str) -> None:
    """Change a file and commit it."""
    text = (location.top / path).read_text(encoding="utf-8")
    assert old in text
    save(location, {path: text.replace(old, new).encode()}, f"change {path}")


@pytest.fixture
def here(tmp_path: Path) -> Location:
    """An office that went apart from its remote in four places: two fields, a row's field, a whole record."""
    make_office(tmp_path / "register", {"people/bo.toml": 'name = "Bo Tern"\nemails = ["bo@harbour.example"]\n'})
    remote = make_remote(tmp_path / "shared.git", tmp_path / "register")
    other = make_clone(remote, tmp_path / "other")
    location = find(tmp_path / "register")
    for side, title, count, day in ((other, LONG, 2, "05-31"), (location, "[b]研判会[/b]", 3, "06-30")):
        put(side, DUTY_PATH, "季度形势分析会", title)
        put(side, DUTY_PATH, "n = 1", f"n = {count}")
        put(side, POST, "from = 2026-01-01", f"from = 2026-01-01\nto = 2026-{day}")
    put(other, UNIT, "工作委员会", "工委")
    save(location, {UNIT: None}, "gone")
    run_git(other.top, "push", "-q", "origin", "main")
    return find(location.top)


async def meet(pilot: Pilot[int], app: OfficeApp) -> SyncConflictsDialog:
    """Wait for the conflicts."""
    await wait_until(pilot, lambda: isinstance(app.screen, SyncConflictsDialog) and bool(app.screen.list.size.height))
    assert isinstance(app.screen, SyncConflictsDialog)
    return app.screen


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_each_place_is_chosen_by_keys_and_all_is_merged_and_sent(
    here: Location, size: tuple[int, int], language: str
) -> None:
    zh = language == "zh_CN"
    use(language)
    desk = Desk(RegisterStore.open(here.top))
    dialog = SyncDialog(desk)
    app = OfficeApp(dialog, language=language)
    async with app.run_test(size=size) as pilot:
        asked = await meet(pilot, app)
        left = ("共 4 处，还有 4 处待定", "（整条记录）") if zh else ("4 of 4 left to decide", "(the whole")
        await wait_until(pilot, lambda: shows(app, *left, "[b]研判会[/b]", "2026-06-30", "2026-05-31"))
        assert all(len(line) <= size[0] for line in screen_lines(app))
        who = [
            run_git(here.top, "log", "-1", "--format=%an  %ad", "--date=format:%Y", tip)
            for tip in ("main", "origin/main")
        ]
        await wait_until(pilot, lambda: shows(app, *who))  # who changed it on which side, and when
        await wait_until(pilot, lambda: shows(app, "下一步：" if zh else "Next: choose with F5 ours"))
        await pilot.press("f2")  # not yet
        assert app.screen is asked
        await pilot.press("f5")  # ours: the title
        await wait_until(pilot, lambda: asked.left == 3 and asked.list.cursor == 1)
        await pilot.press("f6")  # theirs: how often
        await wait_until(pilot, lambda: asked.left == 2 and asked.list.cursor == 2)
        await pilot.press("f7")  # as it was: the day on which a holding ends
        await wait_until(pilot, lambda: asked.left == 1 and asked.list.cursor == 3)
        await pilot.press("f6")  # theirs: the record that was removed here
        await wait_until(pilot, lambda: shows(app, "4 处都已决定" if zh else "All 4 are decided"))
        await pilot.press("f2")
        said = "完成：取回 0，并入 4，推送" if zh else "Done: fetched 0, took over 4, pushed"
        await wait_until(pilot, lambda: app.screen is dialog and shows(app, said))
        await pilot.press("escape")
        await wait_until(pilot, lambda: bool(app.answers))
    duty = desk.view.register.duties["quarterly-review"]
    assert (duty.title, duty.cadence[0].n) == ("[b]研判会[/b]", 2)
    assert desk.view.register.posts["head"].holding[0].until is None
    assert desk.view.register.units["committee"].title == "工委"
    assert run_git(here.top, "rev-parse", "main") == run_git(here.top, "rev-parse", "origin/main")
    assert (desk.choices, desk.sync_waits()) == ({}, False)


async def test_what_was_chosen_stays_while_the_sync_waits_and_in_the_file(here: Location) -> None:
    desk = Desk(RegisterStore.open(here.top))
    head = run_git(here.top, "rev-parse", "main")
    app = OfficeApp(SyncDialog(desk))
    async with app.run_test(size=(120, 40)) as pilot:
        asked = await meet(pilot, app)
        await pilot.press("f6", "escape")
        await wait_until(pilot, lambda: shows(app, "4 place(s) were changed on both sides", "F6 Decide"))
        await pilot.press("f6")
        asked = await meet(pilot, app)
        await wait_until(pilot, lambda: asked.left == 3 and asked.list.cursor == 1)
        await pilot.press("escape", "f5")  # syncs anew, without merging by what was chosen before
        await wait_until(pilot, lambda: app.screen is not asked and isinstance(app.screen, SyncConflictsDialog))
        asked = await meet(pilot, app)
        assert asked.left == 3
        await pilot.press("escape", "escape")
        await wait_until(pilot, lambda: app.answers == [None])
    assert (desk.sync_waits(), run_git(here.top, "rev-parse", "main")) == (True, head)
    file = pending.path_of_file(here)
    file.write_text(file.read_text(encoding="utf-8").replace('take = ""', 'take = "base"', 1), encoding="utf-8")
    again = Desk(RegisterStore.open(here.top))
    result = again.sync(lambda _words: None, lambda: False)
    assert len(result.conflicts) == 4
    assert [choice.take for choice in again.choices.values()] == ["base"]


async def test_a_value_of_ones_own_is_typed_and_several_are_taken_at_once(here: Location) -> None:
    desk = Desk(RegisterStore.open(here.top))
    dialog = SyncDialog(desk)
    app = OfficeApp(dialog)
    async with app.run_test(size=(120, 40)) as pilot:
        asked = await meet(pilot, app)
        await pilot.press("f4")
        await wait_until(pilot, lambda: isinstance(app.screen, LineDialog) and app.focused is not None)
        line = app.screen.query_one(LineInput)
        assert line.text == "[b]研判会[/b]"
        line.text = "季度研判"
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.screen is asked and asked.left == 3)
        await wait_until(pilot, lambda: shows(app, "= 季度"))
        await pilot.press("f4")  # a number is not typed here
        assert app.screen is asked
        await pilot.press("home", "down", "space", "space", "space", "t")
        await wait_until(pilot, lambda: asked.left == 0)
        await pilot.press("ctrl+s")
        await wait_until(pilot, lambda: app.screen is dialog and shows(app, "Done: "))
    duty = desk.view.register.duties["quarterly-review"]
    assert (duty.title, duty.cadence[0].n) == ("季度研判", 2)


async def test_a_sync_is_forgotten_after_a_question(here: Location) -> None:
    desk = Desk(RegisterStore.open(here.top))
    dialog = SyncDialog(desk)
    app = OfficeApp(dialog)
    async with app.run_test(size=(80, 24)) as pilot:
        await meet(pilot, app)
        await pilot.press("f5", "f9")
        await wait_until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        await pilot.press("f9")  # the key that asked does not confirm
        assert app.screen is not dialog
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.screen is dialog and shows(app, "Forgotten. Both histories stand"))
        await pilot.press("f6")  # nothing waits any more
        assert app.screen is dialog
    assert (desk.choices, desk.sync_waits()) == ({}, False)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_the_merge_alone_would_break_is_left_or_merged_all_the_same(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    make_office(tmp_path / "register", {"people/bo.toml": 'name = "Bo Tern"\nemails = ["bo@harbour.example"]\n'})
    other = make_clone(make_remote(tmp_path / "shared.git", tmp_path / "register"), tmp_path / "other")
    here = find(tmp_path / "register")
    for side, person in ((other, "ada"), (here, "bo")):
        row = f'\n[[holding]]\nperson = "{person}"\nfrom = 2026-06-01\n'
        put(side, POST, "from = 2026-01-01\n", f"from = 2026-01-01\nto = 2026-05-31\n{row}")
    run_git(other.top, "push", "-q", "origin", "main")
    before = run_git(here.top, "rev-parse", "main")
    desk = Desk(RegisterStore.open(here.top))
    dialog = SyncDialog(desk)
    app = OfficeApp(dialog, language="zh_CN")
    async with app.run_test(size=size) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, SyncBrokenDialog))
        await wait_until(pilot, lambda: shows(app, "DB201", "岗位 主任", "同时正式任职", "F10 照样合并"))
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.screen is dialog and shows(app, "合并会造成 1 处问题"))
        assert run_git(here.top, "rev-parse", "main") == before
        await pilot.press("f6")
        await wait_until(pilot, lambda: isinstance(app.screen, SyncBrokenDialog))
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.screen is dialog and shows(app, "完成："))
    assert "DB201" in {one.code for one in desk.check()}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_hostile_sides_are_shown_and_not_obeyed(tmp_path: Path, size: tuple[int, int]) -> None:
    desk = make_office(tmp_path / "register")
    conflicts = [
        FileConflict(
            DUTY_PATH, ("duty", text), Conflict(key=key, clash=Clash.BOTH_CHANGED, base=GONE, ours=text, theirs=[text])
        )
        for text in HOSTILE
        for key in (("title",), ("basis", text, "note"), (text,), ())
    ]
    choices: dict[ConflictKey, Choice] = {}
    dialog = SyncConflictsDialog(desk.view.register, conflicts, choices)
    app = OfficeApp(dialog)
    async with app.run_test(size=size) as pilot:
        await meet(pilot, app)
        for _row in conflicts:
            await pilot.press("f6")
            assert not any(ord(character) < 32 and character != "\n" for character in screen_text(app))
        assert dialog.left == 0


def test_places_and_sides_are_said_in_words(tmp_path: Path) -> None:
    register = make_office(tmp_path / "register").view.register

    def conflict(path: str, place: tuple[str, str] | None, key: tuple[str, ...], ours: object = GONE) -> FileConflict:
        return FileConflict(path, place, Conflict(key=key, clash=Clash.ORDER, base="x", ours=ours, theirs="y"))

    use("en")
    row = conflict(POST, ("post", "head"), ("holding", "ada||2026-01-01", "to"))
    assert (say_record(register, row), say_field(register, row)) == (
        "Post 主任",
        "Holdings > Ada Quill (ada) 2026-01-01 > To",
    )
    assert say_side(register, row, GONE) == "(nothing)"
    whole = conflict(POST, ("post", "head"), ())
    assert (say_field(register, whole), say_side(register, whole, GONE)) == ("(the whole record)", "(removed)")
    file = conflict("README.md", None, (), "100644 0123456789abcdef")
    assert (say_record(register, file), say_field(register, file)) == ("File README.md", "(the whole file)")
    assert say_side(register, file, file.conflict.ours) == "(file 0123456789ab)"
    title = conflict(POST, ("post", "head"), ("title",), "a")
    assert (is_line(register, title), is_line(register, whole), is_line(register, row)) == (True, False, False)
    assert not is_line(register, conflict(POST, ("post", "head"), ("title",), "a\nb"))
    assert not is_line(register, conflict(POST, ("post", "head"), ("unknown",), "a"))
