from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from textual.pilot import Pilot

from schema.change import GONE
from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.store.repositories import run_git
from tests.tui.office import DUTY
from tests.tui.office import DUTY_PATH
from tests.tui.office import OfficeApp
from tests.tui.office import make_office
from tests.tui.office import shows
from tests.tui.stage import HOSTILE
from tests.tui.stage import screen_text
from tests.tui.stage import wait_until
from tui.conflicts import compare
from tui.conflicts import is_same
from tui.conflicts import merge
from tui.desk import Desk
from tui.dialogs.reason import ReasonDialog
from tui.screens.conflict import ConflictDialog
from tui.screens.edit import EditScreen

SCALARS = st.one_of(st.sampled_from("ab"), st.integers(0, 1), st.booleans())
ROWS = st.lists(st.dictionaries(st.sampled_from("xy"), SCALARS, max_size=2), min_size=1, max_size=3)
TABLES = st.dictionaries(st.sampled_from("pq"), SCALARS, min_size=1, max_size=2)
STATES = st.dictionaries(st.sampled_from("abc"), st.one_of(SCALARS, ROWS, TABLES), max_size=3)


@settings(max_examples=60, deadline=None)
@given(STATES, STATES)
def test_a_side_that_changed_nothing_loses_nothing_and_takes_nothing_back(
    base: dict[str, Any], other: dict[str, Any]
) -> None:
    assert is_same(merge(other, compare(base, base, other)), other)
    assert is_same(merge(base, compare(base, other, base)), other)
    assert compare(base, other, other) == []


@settings(max_examples=60, deadline=None)
@given(STATES, STATES, STATES)
def test_only_what_both_changed_is_asked_and_swapping_sides_swaps_labels(
    base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    contests = compare(base, mine, theirs)
    assert all(contest.both == (not contest.take) for contest in contests)
    swapped = {contest.key: contest for contest in compare(base, theirs, mine)}
    for contest in contests:
        other = swapped[contest.key]
        assert is_same(other.mine, contest.theirs) or contest.theirs is other.mine is GONE
        assert {contest.take, other.take} in ({"mine", "theirs"}, {""})
    for side in ("mine", "theirs"):
        for contest in contests:
            contest.take = side
        merged = merge(theirs, contests)
        # Taking one side everywhere gives that side: what both changed alike is no contest.
        assert is_same(merged, mine if side == "mine" else theirs)


def test_rows_are_compared_by_place_only_where_that_says_something() -> None:
    base = {"cadence": [{"n": 1}, {"n": 2}]}
    mine = {"cadence": [{"n": 9}, {"n": 2}]}
    theirs = {"cadence": [{"n": 1}, {"n": 8}]}
    assert [(one.key, one.take) for one in compare(base, mine, theirs)] == [
        (("cadence", 0, "n"), "mine"),
        (("cadence", 1, "n"), "theirs"),
    ]
    assert merge(theirs, compare(base, mine, theirs)) == {"cadence": [{"n": 9}, {"n": 8}]}
    longer = {"cadence": [{"n": 0}, {"n": 1}, {"n": 2}]}
    assert [(one.key, one.take) for one in compare(base, mine, longer)] == [(("cadence",), "")]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_office(tmp_path / "register")


async def meet(pilot: Pilot[int], app: OfficeApp, screen: EditScreen, theirs: str) -> ConflictDialog:
    """Change title and code, have somebody else write the file, and try to save."""
    await wait_until(pilot, lambda: screen.form is not None and screen.focused is not None)
    assert screen.form is not None
    screen.form.restore({("title",): "我的题目", ("code",): "D03m"})
    await wait_until(pilot, lambda: screen.is_dirty)
    await pilot.press("f2")
    await wait_until(pilot, lambda: isinstance(app.screen, ReasonDialog))
    (screen._desk.top / DUTY_PATH).write_text(theirs)
    await pilot.press("x", "f2")
    await wait_until(pilot, lambda: isinstance(app.screen, ConflictDialog) and bool(screen_text(app).strip()))
    assert isinstance(app.screen, ConflictDialog)
    return app.screen


THEIRS = DUTY.replace("季度形势分析会", "季度研判会").replace("n = 1", "n = 3")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_each_field_is_chosen_and_the_record_saved(desk: Desk, language: str) -> None:
    screen = EditScreen(desk, "duty", "quarterly-review")
    app = OfficeApp(screen, language=language)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        dialog = await meet(pilot, app, screen, THEIRS)
        assert [(one.key, one.take) for one in dialog.contests] == [
            (("code",), "mine"),
            (("title",), ""),
            (("cadence", 0, "n"), "theirs"),
        ]
        await wait_until(pilot, lambda: shows(app, "我的题目", "季度研判会", "季度形势分析会"))
        await pilot.press("f2")  # the title has to be chosen first
        said = "请先选择" if language == "zh_CN" else "Choose first"
        await wait_until(pilot, lambda: shows(app, said))
        assert app.screen is dialog
        await pilot.press("f5", "f2")
        await wait_until(pilot, lambda: isinstance(app.screen, ReasonDialog))
        await wait_until(pilot, lambda: shows(app, '- title = "季度研判会"', '+ title = "我的题目"'))
        await pilot.press(*"both", "f2")
        await wait_until(pilot, lambda: bool(app.answers and app.answers[0]))
    assert (desk.top / DUTY_PATH).read_text() == THEIRS.replace("季度研判会", "我的题目").replace('"D03"', '"D03m"')
    assert run_git(desk.top, "log", "-1", "--format=%s").startswith("duty(quarterly-review): code D03 -> D03m")


async def test_theirs_can_be_taken_and_the_editing_gone_on_with(desk: Desk) -> None:
    screen = EditScreen(desk, "duty", "quarterly-review")
    app = OfficeApp(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await meet(pilot, app, screen, THEIRS)
        await pilot.press("right", "f4")
        await wait_until(pilot, lambda: app.screen is screen and screen.focused is not None)
        assert screen.form is not None
        assert [key for key, _old, _new in screen.form.changes()] == [("code",)]
        assert screen.form.editor(("title",)).value == "季度研判会"
        await pilot.press("f2")
        await wait_until(pilot, lambda: isinstance(app.screen, ReasonDialog))
        await pilot.press("x" if shows(app, "Why is this") else "f2", "f2")
        await wait_until(pilot, lambda: bool(app.answers and app.answers[0]))
    assert (desk.top / DUTY_PATH).read_text() == THEIRS.replace('"D03"', '"D03m"')


async def test_a_conflict_can_be_kept_for_later_or_gone_back_from(desk: Desk) -> None:
    screen = EditScreen(desk, "duty", "quarterly-review")
    app = OfficeApp(screen)
    async with app.run_test(size=(120, 40)) as pilot:
        await meet(pilot, app, screen, THEIRS)
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.screen is screen and not screen._busy)
        assert screen.form is not None
        assert screen.form.editor(("title",)).value == "我的题目"
        await pilot.press("f2")
        await wait_until(pilot, lambda: isinstance(app.screen, ConflictDialog))
        await pilot.press("f9")
        await wait_until(pilot, lambda: app.answers == [None])
    assert (desk.top / DUTY_PATH).read_text() == THEIRS
    (draft,) = desk.store.drafts.all()
    assert draft.content["values"]["title"] == "我的题目"
    # Opened again, the draft meets what became of the record.
    again = EditScreen(desk, "duty", "quarterly-review")
    later = OfficeApp(again)
    async with later.run_test(size=(120, 40)) as pilot:
        await wait_until(pilot, lambda: isinstance(later.screen, ConflictDialog))
        dialog = later.screen
        assert isinstance(dialog, ConflictDialog)
        assert [one.key for one in dialog.contests] == [("code",), ("title",), ("cadence", 0, "n")]


async def test_a_second_change_meanwhile_is_met_again(desk: Desk) -> None:
    screen = EditScreen(desk, "duty", "quarterly-review")
    app = OfficeApp(screen)
    async with app.run_test(size=(120, 40)) as pilot:
        await meet(pilot, app, screen, THEIRS)
        await pilot.press("f5", "f2")
        await wait_until(pilot, lambda: isinstance(app.screen, ReasonDialog))
        (desk.top / DUTY_PATH).write_text(THEIRS.replace("季度研判会", "又一个题目"))
        await pilot.press("x", "f2")
        await wait_until(pilot, lambda: isinstance(app.screen, ConflictDialog) and shows(app, "又一个题目"))
    assert run_git(desk.top, "rev-list", "--count", "HEAD") == "1"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_hostile_values_are_shown_and_do_nothing(desk: Desk, size: tuple[int, int]) -> None:
    base = {f"k{n}": text for n, text in enumerate(HOSTILE)}
    mine = {key: text + "m" for key, text in base.items()}
    theirs = {key: text + "t" for key, text in base.items()} | {"lead": ["[/]", "@x"], "[/b]": 1}
    dialog = ConflictDialog(desk.view.register, "duty", base, mine, theirs)
    app = OfficeApp(dialog)
    async with app.run_test(size=size) as pilot:
        await wait_until(pilot, lambda: bool(dialog.list.row_count))
        for _ in dialog.contests:
            await pilot.press("t", "down")
        assert not any(ord(character) < 32 and character != "\n" for character in screen_text(app))
        await pilot.press("f2")
        await wait_until(pilot, lambda: bool(app.answers))
    assert app.answers[0].merged == theirs
