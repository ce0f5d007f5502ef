"""Settings: kept whole, damaged files said and left alone, the screen that sets them, and themes that can be read."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.segment import Segment
from textual.color import Color

from store.disk import ChangedOnDisk
from tests.tui.conftest import Driver
from tests.tui.conftest import Opened
from tests.tui.stage import Stage
from tests.tui.stage import screen_text
from tests.tui.stage import wait_until
from tests.tui.test_main import go_to
from tui.app import make_app
from tui.app import open_store
from tui.dialogs.confirm import LeaveDialog
from tui.language import use
from tui.preferences import FILE
from tui.preferences import Preferences
from tui.preferences import SettingsUnreadable
from tui.preferences import config_folder
from tui.preferences import keymap_path
from tui.preferences import read_preferences
from tui.preferences import write_preferences
from tui.screens.settings import SettingsDialog
from tui.themes import CHOICES
from tui.themes import textual_name
from tui.widgets.header_bar import HeaderBar
from tui.widgets.header_bar import Heading
from tui.widgets.line_input import LineInput


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use("en")
    yield
    use("en")


def test_what_is_set_is_read_again_and_all_else_in_the_file_stays(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "dutybook"
    assert read_preferences(folder).preferences == Preferences()
    wanted = Preferences(language="en", theme="contrast", animations=False, mouse=False, keymap="~/my.toml")
    write_preferences(folder, wanted)
    assert read_preferences(folder).preferences == wanted
    assert stat.S_IMODE((folder / FILE).stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == [FILE]
    (folder / FILE).write_text('# mine\ntheme = "light" # bright\nfuture = 3\n\n[other]\nx = 1\n')
    write_preferences(folder, Preferences(theme="light", mouse=False))
    assert (
        folder / FILE
    ).read_text() == '# mine\ntheme = "light" # bright\nfuture = 3\nmouse = false\n\n[other]\nx = 1\n'
    write_preferences(folder, Preferences())
    assert "theme" not in (folder / FILE).read_text()
    assert "# mine" in (folder / FILE).read_text()
    assert config_folder({"DUTYBOOK_CONFIG_DIR": str(folder)}) == folder
    assert keymap_path(Preferences(), folder) == folder / "keys.toml"
    assert keymap_path(wanted, folder) == Path.home() / "my.toml"


def test_a_value_that_cannot_be_used_is_said_with_its_line_and_the_rest_holds(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('theme = "pink"\nmouse = "no"\nlanguage = "fr"\n\nanimations = false\nfont = 1\n')
    read = read_preferences(tmp_path)
    assert read.preferences == Preferences(animations=False)
    assert [said.partition("; there")[0] for said in read.problems] == [
        "settings.toml: Line 1: There is no theme 'pink'",
        "settings.toml: Line 2: 'mouse' must be true or false.",
        "settings.toml: Line 3: There is no language 'fr'",
        "settings.toml: Line 6: 'font' is not known here; it stays.",
    ]
    write_preferences(tmp_path, Preferences(animations=False, theme="ansi"))
    assert (tmp_path / FILE).read_text().startswith('theme = "ansi"\nmouse = "no"\nlanguage = "fr"\n')


@pytest.mark.parametrize(
    "content", [b"theme = \n", b"\xff\xfe", b"x\0", b"a = [" * 2000, b"theme = 'light'\ntheme = 'dark'\n"]
)
def test_a_damaged_file_is_said_and_never_written_over(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    read = read_preferences(tmp_path)
    assert read.preferences == Preferences()
    assert len(read.problems) == 1
    assert "It was left as it is" in read.problems[0]
    with pytest.raises(SettingsUnreadable):
        write_preferences(tmp_path, Preferences(mouse=False))
    assert (tmp_path / FILE).read_bytes() == content


def test_links_and_folders_in_the_way_are_said(tmp_path: Path) -> None:
    home = tmp_path / "dotfiles"
    home.mkdir()
    (home / "mine.toml").write_text('theme = "light"\n')
    (tmp_path / FILE).symlink_to(home / "mine.toml")
    write_preferences(tmp_path, Preferences(theme="light", mouse=False))
    assert (tmp_path / FILE).is_symlink()
    assert "mouse = false" in (home / "mine.toml").read_text()
    (tmp_path / FILE).unlink()
    (tmp_path / FILE).symlink_to(tmp_path / FILE)
    assert len(read_preferences(tmp_path).problems) == 1
    (tmp_path / FILE).unlink()
    (tmp_path / FILE).mkdir()
    assert len(read_preferences(tmp_path).problems) == 1


def test_two_windows_do_not_write_over_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_preferences(tmp_path, Preferences(theme="light"))
    import tomlkit

    dumps = tomlkit.dumps

    def other_window_first(document: tomlkit.TOMLDocument) -> str:
        (tmp_path / FILE).write_text('theme = "ansi"\n')
        return dumps(document)

    monkeypatch.setattr(tomlkit, "dumps", other_window_first)
    with pytest.raises(ChangedOnDisk):
        write_preferences(tmp_path, Preferences(mouse=False))
    assert (tmp_path / FILE).read_text() == 'theme = "ansi"\n'


async def open_settings(driver: Driver) -> SettingsDialog:
    await driver.press("f12")
    await driver.until(lambda: isinstance(driver.app.screen, SettingsDialog) and driver.app.focused is not None)
    dialog = driver.app.screen
    assert isinstance(dialog, SettingsDialog)
    await driver.until(lambda: dialog._keymap is not None)
    return dialog


async def test_the_settings_are_set_from_the_keyboard_and_hold_at_once(
    demo: Path, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TEXTUAL_THEME", raising=False)
    monkeypatch.delenv("TEXTUAL_ANIMATIONS", raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    folder = tmp_path / "settings"
    folder.mkdir(exist_ok=True)
    (folder / "keys.toml").write_text(
        '[keys]\nlist.sort = "f1"\nlist.fly = "f5"\nmain.refresh = "ctrl+r"\n"list.sort-turn" = "shift+f5"\n'
    )
    async with opened(demo, size=(80, 24), language="en") as driver:
        dialog = await open_settings(driver)
        await driver.sees(
            "! keys.toml: Line 2: 'f1' of 'list.sort' is also the key of 'app.help'.",
            "! keys.toml: Line 3: There is no action 'list.fly'.",
            "NO_COLOR is set",
            "Own keys: 2, in ",
        )
        await driver.press("tab", "enter")
        await driver.sees("high contrast, dark")
        await driver.type("contrast")
        await driver.press("down", "enter")
        await driver.until(lambda: driver.app.screen is dialog and dialog.preferences.theme == "contrast-light")
        await driver.press("escape")
        await driver.until(lambda: isinstance(driver.app.screen, LeaveDialog))
        await driver.press("escape")
        await driver.until(lambda: driver.app.screen is dialog)
        await driver.press("tab", "space", "f2")
        await driver.until(lambda: driver.app.screen is driver.app.main)
        assert driver.app.theme == "dutybook-contrast-light"
        assert driver.app.animation_level == "none"
        assert (folder / FILE).read_text() == 'theme = "contrast-light"\nanimations = false\n'
        assert not driver.app.begins_again
        await driver.hears("Line 3: There is no action 'list.fly'.")
        await go_to(driver, "unit")
        await driver.press("slash")
        await driver.until(lambda: isinstance(driver.app.focused, LineInput))
        assert isinstance(driver.app.focused, LineInput)
        assert not driver.app.focused.cursor_blink

        (folder / FILE).write_text("torn [")
        await open_settings(driver)
        await driver.sees("can't be used")
        await driver.press("tab", "tab", "tab", "space", "f2")
        await driver.until(lambda: "left as it is" in driver.text and not driver.app.screen.workers._workers)
        assert (folder / FILE).read_text() == "torn ["
        (folder / FILE).unlink()
        await driver.press("f2")
        await driver.until(lambda: driver.app.begins_again)
    assert (folder / FILE).read_text() == 'theme = "contrast-light"\nanimations = false\nmouse = false\n'


async def test_the_app_begins_as_the_settings_say_and_says_what_it_could_not_use(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "settings"
    folder.mkdir(exist_ok=True)
    monkeypatch.delenv("TEXTUAL_THEME", raising=False)
    (folder / FILE).write_text('language = "en"\ntheme = "light"\nmouse = false\nwhat = 1\n')
    (folder / "keys.toml").write_text('[keys]\ngrid.last = "f5"\nmain.fly = "f5"\n')
    app = make_app(lambda: open_store(demo), demo)
    assert (app.theme, app.preferences.mouse) == ("textual-light", False)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await wait_until(pilot, lambda: len(app._notifications) == 2)
        said = "\n".join(one.message for one in app._notifications)
        await wait_until(pilot, lambda: app.main.is_open and "Demonstration: " in screen_text(app))
        assert "settings.toml: Line 4: 'what' is not known here; it stays." in said
        assert "keys.toml: Line 3: There is no action 'main.fly'." in said
        assert "grid.last" not in said, "an action of a screen that is not loaded yet is known all the same"
    monkeypatch.setenv("DUTYBOOK_LANG", "zh")
    monkeypatch.setenv("TEXTUAL_THEME", "nord")
    (folder / FILE).write_bytes(b"torn [")
    app = make_app(lambda: open_store(demo), demo)
    assert app.preferences == Preferences()
    assert "文件保持原样" in app.problems[0]


async def test_the_file_of_keys_is_made_and_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUTYBOOK_CONFIG_DIR", str(tmp_path / "new"))
    app = Stage(language="en")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("f12")
        await wait_until(pilot, lambda: isinstance(app.screen, SettingsDialog))
        await pilot.press("f6")
        await wait_until(pilot, lambda: any("can't be opened here" in one.message for one in app._notifications))
        text = (tmp_path / "new/keys.toml").read_text()
        assert '\n# "list.sort" = "f4,s"  # Sort by the next column.\n' in text
        await pilot.press("escape")
        await wait_until(pilot, lambda: not isinstance(app.screen, SettingsDialog))


def contrast(front: Color, back: Color) -> float:
    """WCAG 2.2: how much lighter one is than the other, 1 to 21."""

    def luminance(color: Color) -> float:
        parts = [part / 255 for part in (color.r, color.g, color.b)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(front), luminance(back)))
    return (light + 0.05) / (dark + 0.05)


def faintest(segments: list[Segment]) -> tuple[float, str]:
    """The text that is hardest to read, and how hard; signs of frames are none."""
    found = []
    for text, style, _control in segments:
        if style and style.color and style.bgcolor and any(character.isalnum() for character in text):
            front, back = (Color.from_rich_color(color) for color in (style.color, style.bgcolor))
            found.append((contrast(*((back, front) if style.reverse else (front, back))), text.strip()))
    return min(found)


def drowned(segments: list[Segment]) -> list[str]:
    """Texts of the colour that lies behind them."""
    return [
        text
        for text, style, _control in segments
        if text.strip() and style and style.color and style.color == style.bgcolor and not style.color.is_default
    ]


async def test_every_text_can_be_read_in_every_theme(
    demo: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At least 7 to 1 in high contrast (WCAG 2.2, 1.4.6), 4.5 to 1 else (1.4.3)."""
    for name in ("NO_COLOR", "TEXTUAL_THEME"):
        monkeypatch.delenv(name, raising=False)
    async with opened(demo, language="en") as driver:
        app = driver.app
        await go_to(driver, "duty")
        await driver.until(lambda: app.main.place is not None)
        for step in ("list", "help", "settings"):
            if step == "help":
                await driver.press("f1")
                await driver.sees("What it does")
            elif step == "settings":
                await driver.press("escape")
                await open_settings(driver)
            for theme in ("dark", "light", "contrast", "contrast-light"):
                app.look_like(Preferences(theme=theme, animations=False))
                app.clear_notifications()
                app.notify("said", severity="error")
                await driver.until(lambda: "said" in driver.text)
                await driver.pilot.pause()
                strips = app.screen._compositor.render_strips()
                worst = faintest([segment for strip in strips for segment in strip])
                assert worst[0] >= (7 if "contrast" in theme else 4.5), (step, theme, worst)


async def test_the_terminals_own_colours_and_none_at_all(
    demo: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert all(textual_name(name) for name in CHOICES)
    async with opened(demo, language="en", size=(80, 24)) as driver:
        driver.app.look_like(Preferences(theme="ansi"))
        await driver.until(lambda: driver.app.theme == "ansi-dark")
        await go_to(driver, "duty")
        await driver.until(lambda: driver.app.main.place is not None)
        await driver.until(lambda: "D12" in driver.text)
        segments = [segment for strip in driver.app.screen._compositor.render_strips() for segment in strip]
        colors = [style.color for _text, style, _control in segments if style and style.color]
        assert not [color for color in colors if color.triplet is not None], "only what the terminal names"
        assert not drowned(segments)
        driver.app.main.query_one(HeaderBar).show(Heading(title="Quay", day="2026-06-18", past="long ago"))
        await driver.sees("long ago", "[past]")
        assert not drowned([segment for strip in driver.app.screen._compositor.render_strips() for segment in strip])
        lines = driver.lines
        assert sum(line.lstrip("> ").startswith(("R ", "Y ", "G ", "W ")) for line in lines) > 10
