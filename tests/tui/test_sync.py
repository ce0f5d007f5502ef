from pathlib import Path
from threading import Event

import pytest

from store.failure import GitCancelled
from store.refusal import RemoteRefused
from store.register import RegisterStore
from store.together.sync import Stage
from store.together.sync import Step
from store.together.sync import SyncResult
from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.store.repositories import make_clone
from tests.store.repositories import make_remote
from tests.store.repositories import run_git
from tests.store.repositories import save
from tests.tui.office import OfficeApp
from tests.tui.office import make_office
from tests.tui.office import shows
from tests.tui.stage import HOSTILE
from tests.tui.stage import screen_text
from tests.tui.stage import wait_until
from tui.desk import Desk
from tui.language import use
from tui.screens.sync import SyncDialog
from tui.screens.sync import say_losses
from tui.screens.sync import say_proposals
from tui.screens.sync import say_result
from tui.screens.sync import say_step


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    make_office(tmp_path / "register")
    return make_remote(tmp_path / "shared.git", tmp_path / "register")


def reopened(top: Path) -> Desk:
    return Desk(RegisterStore.open(top))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_a_sync_says_what_came_and_went(remote: Path, size: tuple[int, int], language: str) -> None:
    top = remote.parent / "register"
    other = make_clone(remote, remote.parent / "other")
    save(other, {"units/quay.toml": b'title = "Quay"\ntype = "section"\n'}, "quay")
    run_git(other.top, "push", "-q", "origin", "main")
    desk = reopened(top)
    dialog = SyncDialog(desk)
    app = OfficeApp(dialog, language=language)
    async with app.run_test(size=size) as pilot:
        zh = language == "zh_CN"
        fetched = "完成：取回 1，并入 1，推送 0。" if zh else "Done: fetched 1, took over 1, pushed 0."
        await wait_until(pilot, lambda: shows(app, fetched, " origin"))
        assert "quay" in desk.view.register.units
        run_git(top, "commit", "--allow-empty", "-qm", "mine")
        await pilot.press("f5")
        pushed = "完成：取回 0，并入 0，推送 1。" if zh else "Done: fetched 0, took over 0, pushed 1."
        await wait_until(pilot, lambda: shows(app, pushed))
        await pilot.press("f5")
        same = "两边一致" if zh else "both sides hold the same"
        await wait_until(pilot, lambda: shows(app, same))
        await pilot.press("escape")
        await wait_until(pilot, lambda: bool(app.answers))
    assert app.answers == [SyncResult(0, 0, 0, up_to_date=True)]
    assert run_git(top, "rev-parse", "main") == run_git(remote, "rev-parse", "main")


async def test_histories_that_went_apart_and_go_together_are_merged(remote: Path) -> None:
    top = remote.parent / "register"
    other = make_clone(remote, remote.parent / "other")
    save(other, {"units/quay.toml": b'title = "Quay"\ntype = "section"\n'}, "quay")
    run_git(other.top, "push", "-q", "origin", "main")
    desk = reopened(top)
    save(desk.store.location, {"units/mole.toml": b'title = "Mole"\ntype = "section"\n'}, "mole")
    dialog = SyncDialog(desk)
    app = OfficeApp(dialog)
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until(pilot, lambda: shows(app, "Merging 1 change(s)", "Done: fetched 1, took over 1, pushed 2."))
        assert {"quay", "mole"} <= set(desk.view.register.units)
        await pilot.press("f2")
        await wait_until(pilot, lambda: bool(app.answers))
    assert (app.answers[0].merged, app.answers[0].pushed) == (1, 2)


async def test_a_sync_that_is_refused_is_told_with_what_to_do(remote: Path) -> None:
    top = remote.parent / "register"
    run_git(top, "switch", "-q", "-c", "elsewhere")
    dialog = SyncDialog(reopened(top))
    app = OfficeApp(dialog)
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until(pilot, lambda: dialog.failure is not None)
        assert dialog.failure is not None
        assert dialog.failure.code == "F412"
        await wait_until(pilot, lambda: shows(app, "! The branch", "git switch main", "F5 Again"))
        await pilot.press("f2")
        await wait_until(pilot, lambda: app.answers == [None])


async def test_a_sync_can_be_given_up(remote: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = reopened(remote.parent / "register")
    begun = Event()

    def wait_for_ever(progress: object, cancelled: object, **_more: object) -> SyncResult:
        assert callable(progress)
        assert callable(cancelled)
        progress(Step(Stage.FETCHING, remote="origin"))
        begun.set()
        while not cancelled():
            Event().wait(0.01)
        raise GitCancelled(["fetch"])

    monkeypatch.setattr(desk, "sync", wait_for_ever)
    dialog = SyncDialog(desk)
    app = OfficeApp(dialog, language="zh_CN")
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: begun.is_set() and shows(app, "正在从 origin 取回"))
        await pilot.press("f5")  # not while one is under way
        await pilot.press("escape")
        await wait_until(pilot, lambda: shows(app, "已放弃"))
        assert app.screen is dialog
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.answers == [None])


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_a_server_says_is_shown_and_not_obeyed(
    remote: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    desk = reopened(remote.parent / "register")

    def refuse(progress: object, cancelled: object, **_more: object) -> SyncResult:
        assert callable(progress)
        for text in HOSTILE:
            progress(Step(Stage.FETCHING, remote=text))
        raise RemoteRefused("[/]", "\x1b[2J", "\n".join(HOSTILE))

    monkeypatch.setattr(desk, "sync", refuse)
    dialog = SyncDialog(desk)
    app = OfficeApp(dialog)
    async with app.run_test(size=size) as pilot:
        await wait_until(pilot, lambda: dialog.failure is not None)
        await pilot.press("tab", "end", "home")
        assert not any(ord(character) < 32 and character != "\n" for character in screen_text(app))


def test_steps_and_results_in_words() -> None:
    assert say_step(Step(Stage.SENDING, 3)) == "Sending 3 change(s) of yours.."
    use("zh_CN")
    assert say_step(Step(Stage.TAKING_OVER, 2)) == "正在并入他人的 2 次提交.."
    assert say_step(Step(Stage.MERGING, 3)) == "正在把他人的 3 次提交与本机的合并.."
    assert say_step(Step(Stage.PROPOSALS)) == "正在收发送审.."
    assert say_result(SyncResult(2, 2, 1, up_to_date=False)) == "完成：取回 2，并入 2，推送 1。"
    use("en")


def test_what_became_of_proposals_and_comments_is_told() -> None:
    result = SyncResult(
        1, 1, 1, up_to_date=False, lost_comments=(("units/quay.toml", "# since May"),),
        proposals=("proposal/ada/one",), troubled=(("proposal/ada/two", "no"), ("proposal/bo/three", "")),
    )  # fmt: skip
    use("en")
    assert say_losses(result) == ["units/quay.toml: this comment went with what one side took out: # since May"]
    assert say_proposals(result) == [
        "Sent the proposal proposal/ada/one.",
        "! The remote did not take the proposal proposal/ada/two: no",
        "! Both sides changed the proposal proposal/bo/three in ways that don't go together; its author must look.",
    ]
