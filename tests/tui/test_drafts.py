import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from store.draft import Drafts
from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.tui.office import DUTY
from tests.tui.office import DUTY_PATH
from tests.tui.office import OfficeApp
from tests.tui.office import make_office
from tests.tui.office import shows
from tests.tui.stage import HOSTILE
from tests.tui.stage import screen_text
from tests.tui.stage import wait_until
from tui.desk import Desk
from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.confirm import LeaveDialog
from tui.dialogs.reason import ReasonDialog
from tui.editing import DraftKeeper
from tui.editing import edit_draft
from tui.screens.conflict import ConflictDialog
from tui.screens.drafts import DraftsDialog
from tui.screens.drafts import find_drafts
from tui.screens.edit import EditScreen


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_office(tmp_path / "register")


def type_and_die(top: Path) -> None:
    """Open the duty, type into two fields, and be killed in the middle: no handler runs."""
    import asyncio

    from store.register import RegisterStore

    async def work() -> None:
        desk = Desk(RegisterStore.open(top))
        screen = EditScreen(desk, "duty", "quarterly-review")
        app = OfficeApp(screen)
        async with app.run_test(size=(120, 40)) as pilot:
            await wait_until(pilot, lambda: screen.form is not None and screen.focused is not None)
            assert screen.form is not None
            screen.form.focus_field(("title",))
            await pilot.press("end", *"（草稿）")
            screen.form.focus_field(("to",))
            await pilot.press(*"2027-12-31")
            keeper = screen._errands.keeper
            await wait_until(pilot, lambda: keeper.was_kept and not keeper.is_pending and not keeper._lock.locked())
            os.kill(os.getpid(), signal.SIGKILL)

    asyncio.run(work())


def kill_in_the_middle(top: Path) -> None:
    process = multiprocessing.get_context("fork").Process(target=type_and_die, args=(top,))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL


async def test_what_was_typed_before_a_kill_is_offered_and_saved(desk: Desk) -> None:
    kill_in_the_middle(desk.top)
    assert (desk.top / DUTY_PATH).read_text() == DUTY
    app = OfficeApp(DraftsDialog(desk, find_drafts(desk)))
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await wait_until(pilot, lambda: shows(app, "季度形势分析会", "Duty"))
        await pilot.press("enter")
        await wait_until(pilot, lambda: bool(app.answers))
        screen = EditScreen(desk, "duty", "quarterly-review", draft=app.answers[0])
        app.push_screen(screen)
        await wait_until(pilot, lambda: shows(app, "~ unsaved: Title, To", "Your draft was taken up again"))
        assert screen.form is not None
        assert str(screen.form.editor(("to",)).value) == "2027-12-31"
        await pilot.press("f2")
        await wait_until(pilot, lambda: isinstance(app.screen, ReasonDialog))
        await pilot.press("x", "f2")
        await wait_until(pilot, lambda: "2027-12-31" in (desk.top / DUTY_PATH).read_text())
        await wait_until(pilot, lambda: desk.store.drafts.all() == [])


async def test_a_draft_whose_record_changed_meanwhile_is_a_conflict(desk: Desk) -> None:
    kill_in_the_middle(desk.top)
    (desk.top / DUTY_PATH).write_text(DUTY.replace("季度形势分析会", "季度研判会"))
    screen = EditScreen(desk, "duty", "quarterly-review")
    app = OfficeApp(screen)
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, ConflictDialog))
        dialog = app.screen
        assert isinstance(dialog, ConflictDialog)
        assert [(one.key, one.take) for one in dialog.contests] == [(("title",), ""), (("to",), "mine")]


async def test_a_draft_whose_record_is_gone_is_added_again(desk: Desk) -> None:
    kill_in_the_middle(desk.top)
    (desk.top / DUTY_PATH).unlink()
    desk.reload()
    screen = EditScreen(desk, "duty", "quarterly-review")
    app = OfficeApp(screen)
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until(pilot, lambda: screen.form is not None and screen.is_dirty and shows(app, "(new)"))
        await pilot.press("f2")
        await wait_until(pilot, lambda: isinstance(app.screen, ReasonDialog))
        await pilot.press("x", "f2")
        await wait_until(pilot, lambda: bool(app.answers and app.answers[0]))
    assert "2027-12-31" in (desk.top / DUTY_PATH).read_text()


async def test_escape_keeps_a_draft_and_the_next_opening_takes_it_up(desk: Desk) -> None:
    for language, kept in (("en", "D03b"), ("zh_CN", "D03bb")):
        screen = EditScreen(desk, "duty", "quarterly-review")
        app = OfficeApp(screen, language=language)
        async with app.run_test(size=(80, 24)) as pilot:
            await wait_until(pilot, lambda screen=screen: screen.form is not None and screen.focused is not None)  # type: ignore[misc]
            assert screen.form is not None
            screen.form.focus_field(("code",))
            await pilot.press("end", "b", "escape")
            await wait_until(pilot, lambda app=app: isinstance(app.screen, LeaveDialog))  # type: ignore[misc]
            await pilot.press("f2")
            await wait_until(pilot, lambda app=app: app.answers == [None])  # type: ignore[misc]
        (draft,) = desk.store.drafts.all()
        assert draft.content["values"]["code"] == kept


async def test_a_form_put_back_as_it_was_needs_no_draft(desk: Desk) -> None:
    screen = EditScreen(desk, "duty", "quarterly-review")
    app = OfficeApp(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: screen.form is not None and screen.focused is not None)
        assert screen.form is not None
        screen.form.focus_field(("code",))
        await pilot.press("end", "b")
        await wait_until(pilot, lambda: len(desk.store.drafts.all()) == 1)
        await pilot.press("backspace")
        await wait_until(pilot, lambda: desk.store.drafts.all() == [])


async def test_quitting_keeps_or_drops_what_is_unsaved(desk: Desk) -> None:
    for keep, left in ((True, 1), (False, 0)):
        screen = EditScreen(desk, "duty", "quarterly-review")
        app = OfficeApp(screen)
        async with app.run_test(size=(80, 24)) as pilot:
            await wait_until(pilot, lambda screen=screen: screen.form is not None)  # type: ignore[misc]
            assert screen.form is not None
            screen.form.restore({("code",): "D99"})
            assert "Code" in screen.unsaved()
            screen.keep_unsaved()
            if not keep:
                screen.drop_unsaved()
        assert len(desk.store.drafts.all()) == left


async def test_drafts_are_thrown_away_one_by_one(desk: Desk) -> None:
    drafts = desk.store.drafts
    for n, text in enumerate(HOSTILE[:-1]):
        drafts.keep(f"duty/x{n}", {"kind": "duty", "id": text, "digest": None, "text": "", "values": {"title": text}})
    drafts.keep("stray", {"kind": "nothing"})
    found = find_drafts(desk)
    assert len(found) == len(HOSTILE) - 1
    dialog = DraftsDialog(desk, found[:2])
    app = OfficeApp(dialog, language="zh_CN")
    async with app.run_test(size=(80, 24)) as pilot:
        for left in (1, 0):
            await wait_until(pilot, lambda: app.screen is dialog and dialog.list.row_count != 0)
            await pilot.press("f8")
            await wait_until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
            await pilot.press("f10")
            await wait_until(pilot, lambda left=left: dialog.list.row_count == left)  # type: ignore[misc]
        await wait_until(pilot, lambda: app.answers == [None])
    assert len(find_drafts(desk)) == len(found) - 2


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_hostile_drafts_are_listed_and_opened(desk: Desk, size: tuple[int, int]) -> None:
    drafts = desk.store.drafts
    for n, text in enumerate(HOSTILE[:-1]):
        drafts.keep(f"unit/+{n}", {"kind": "unit", "id": text, "digest": None, "text": "", "values": {"title": text}})
    dialog = DraftsDialog(desk, find_drafts(desk))
    app = OfficeApp(dialog)
    async with app.run_test(size=size) as pilot:
        for _ in HOSTILE:
            await pilot.press("down")
        assert not any(ord(character) < 32 and character != "\n" for character in screen_text(app))
        await pilot.press("enter")
        await wait_until(pilot, lambda: bool(app.answers))
    screen = EditScreen(desk, "unit", None, draft=app.answers[0])
    opened = OfficeApp(screen)
    async with opened.run_test(size=size) as pilot:
        await wait_until(pilot, lambda: screen.form is not None and screen.is_dirty)
        assert not any(ord(character) < 32 and character != "\n" for character in screen_text(opened))


def test_a_draft_that_is_none_of_ours_is_left_alone(desk: Desk) -> None:
    drafts = desk.store.drafts
    drafts.keep("a", {"kind": "duty", "values": [], "text": ""})
    drafts.keep("b", {"kind": "unit", "values": {}, "text": 3})
    assert [edit_draft(draft) for draft in drafts.all()] == [None, None]


def test_the_newest_state_wins_and_nothing_is_kept_after_it_was_dropped(tmp_path: Path) -> None:
    keeper = DraftKeeper(lambda: Drafts(tmp_path))
    for n in range(5):
        keeper.note("duty/x", {"n": n})
    keeper.keep()
    keeper.keep()
    assert [draft.content for draft in Drafts(tmp_path).all()] == [{"n": 4}]
    assert (keeper.is_pending, keeper.is_loose) == (False, True)
    keeper.flush()
    assert not keeper.is_loose
    keeper.note("duty/x", {"n": 5})
    keeper.drop("duty/x")
    keeper.flush()
    assert Drafts(tmp_path).all() == []
    keeper.close("duty/x")
    keeper.note("duty/x", {"n": 6})
    keeper.flush()
    assert Drafts(tmp_path).all() == []
