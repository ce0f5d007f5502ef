"""Where there is no register: what lies in the folder is said, nothing is written unasked, and what is made opens."""

import shutil
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.identity import Identity
from store.register import RegisterStore
from tests.store.repositories import run_git as git
from tests.tui.conftest import GIT
from tests.tui.stage import screen_text
from tests.tui.stage import wait_until
from tui.dialogs.begin import EMAIL
from tui.dialogs.begin import FOLDER
from tui.dialogs.begin import LANGUAGE
from tui.dialogs.begin import NAME
from tui.dialogs.begin import TITLE
from tui.dialogs.begin import BeginDialog
from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.failure import FailureDialog
from tui.screens.welcome import Begun
from tui.welcome import WelcomeApp

ADA = Identity("Ada Quill", "ada@harbour.example")


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Away from the machine's settings."""
    for name, value in {**GIT, "HOME": str(tmp_path), "DUTYBOOK_CONFIG_DIR": str(tmp_path / "settings")}.items():
        monkeypatch.setenv(name, value)


def listed(folder: Path) -> list[str]:
    """What lies there."""
    return sorted(path.name for path in folder.iterdir())


async def fill(pilot: Pilot[int], app: WelcomeApp, **values: object) -> None:
    """Fill the form in and accept it."""
    await wait_until(pilot, lambda: isinstance(app.screen, BeginDialog))
    dialog = app.screen
    assert isinstance(dialog, BeginDialog)
    keys = {"folder": FOLDER, "title": TITLE, "language": LANGUAGE, "name": NAME, "email": EMAIL}
    dialog.form.restore({keys[name]: value for name, value in values.items()})
    await pilot.press("f2")


async def test_an_empty_folder_becomes_a_register_once_it_is_confirmed(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    app = WelcomeApp(folder, None)
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: "no register here yet" in screen_text(app) and "its name" in screen_text(app))
        await pilot.press("enter")
        await fill(pilot, app, title="Harbour register", name="Ada Quill", email="nobody")
        await wait_until(pilot, lambda: "no e-mail address" in screen_text(app))
        await fill(pilot, app, email=ADA.email, name="Ada Quill 138 1234 5678")  # R17: no register keeps such a number
        await wait_until(pilot, lambda: "`name` holds what looks like a mobile phone number" in screen_text(app))
        await fill(pilot, app, name="Ada Quill", title="Register of 13812345678")
        await wait_until(pilot, lambda: "`title` holds what looks like a mobile" in screen_text(app))
        assert isinstance(app.screen, BeginDialog)
        assert listed(folder) == []
        await fill(pilot, app, title="Harbour register", email="nobody")
        await wait_until(pilot, lambda: "no e-mail address" in screen_text(app))
        await fill(pilot, app, email=ADA.email)
        await wait_until(pilot, lambda: isinstance(app.screen, ConfirmDialog) and ADA.email in screen_text(app))
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.screen is app.screen_stack[0])
        assert listed(folder) == []
        await pilot.press("down", "enter")  # the same, with a policy text
        await fill(pilot, app, title="Harbour register", name="Ada Quill", email=ADA.email)
        await wait_until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.begun is not None)
    assert app.begun is not None
    assert (app.begun.top, app.begun.with_policy) == (folder.resolve(), True)
    store = RegisterStore.open(folder)
    assert store.register.settings.called("en") == "Harbour register"
    assert store.read_only == ()
    me = store.me()
    assert me is not None
    assert (me.name, me.id) == ("Ada Quill", "ada-quill")
    assert store.check(store.today) == []
    assert git(folder, "log", "--format=%an %ae") == "Ada Quill ada@harbour.example"


async def test_a_folder_with_other_files_is_said_so_and_left_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    for name in ("[b]minutes.txt", "plan.txt", "a", "b", "c"):
        (folder / name).write_text("x")
    app = WelcomeApp(folder, ADA, language="zh_CN")
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until(pilot, lambda: "[b]minutes.txt" in screen_text(app) and "这里还没有台账" in screen_text(app))
        await pilot.press("enter")
        await fill(pilot, app, folder=str(folder))
        await wait_until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        await pilot.press("f10")
        await wait_until(pilot, lambda: isinstance(app.screen, FailureDialog))
        assert listed(folder) == ["[b]minutes.txt", "a", "b", "c", "plan.txt"]
        await pilot.press("escape", "enter")
        await fill(pilot, app)
        await wait_until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.begun is not None)
    assert RegisterStore.open(folder / "register").language == "zh"
    assert (folder / "plan.txt").read_text() == "x"


async def test_the_sample_is_made_beside_and_found_again(demo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "looking"
    folder.mkdir()
    shutil.move(demo, folder / "dutybook-demo")
    app = WelcomeApp(folder, None)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "enter")
        await wait_until(pilot, lambda: isinstance(app.screen, ConfirmDialog) and "fictional" in screen_text(app))
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.begun is not None)
    assert app.begun == Begun(folder / "dutybook-demo", with_tutorial=True)


async def test_leaving_makes_nothing(tmp_path: Path) -> None:
    app = WelcomeApp(tmp_path, ADA)
    before = listed(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end", "enter")
        await wait_until(pilot, lambda: not app.is_running)
    assert listed(tmp_path) == before
