"""Copying says what is known of it: what a program answered, that a terminal answers nothing, and where neither helps."""

import base64
from pathlib import Path

import pytest

from tests.tui.conftest import Opened
from tests.tui.stage import HOSTILE
from tests.tui.stage import Stage
from tests.tui.stage import wait_until
from tests.tui.test_main import go_to
from tui.clipboard import MOST_BYTES
from tui.clipboard import find_obstacle
from tui.clipboard import safe
from tui.clipboard import sequence
from tui.clipboard import table_line
from tui.clipboard_program import ClipboardProgram
from tui.clipboard_program import find_program
from tui.clipboard_program import give
from tui.dialogs.copy_as import CopyDialog
from tui.dialogs.hand_out import TextFileDialog

RISKY = set("\x00\x07\x08\x1b\x7f\x9b\x9d\u202e\u2066\u200b\ufeff\r")


def program(folder: Path, name: str, script: str) -> Path:
    """A program of the desktop, as a script."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_no_text_of_a_record_is_obeyed_where_it_is_pasted() -> None:
    for text in HOSTILE:
        assert not RISKY & set(safe(text))
        assert not RISKY & set(table_line([text, text]))
        assert table_line([text, text]).count("\t") == 1
        assert "\n" not in table_line([text])
    assert table_line(['=HYPERLINK("x")', "-", "+1", "@x", "D01", ""]) == "'=HYPERLINK(\"x\")\t-\t'+1\t'@x\tD01\t"


def test_the_sequence_reaches_the_terminal_around_tmux_and_screen() -> None:
    text = "责任 \x1b[2J"
    data = base64.b64encode(text.encode()).decode()
    assert sequence(text, {}) == f"\x1b]52;c;{data}\x07"
    assert sequence(text, {"TMUX": "socket,1,0"}).endswith(f"\x1bPtmux;\x1b\x1b]52;c;{data}\x07\x1b\\")
    pieces = sequence("长" * 900, {"STY": "1.x"}).split("\x1b\\")
    assert pieces.pop() == ""
    assert all(piece.startswith("\x1bP") and len(piece) <= 762 for piece in pieces)
    assert sequence("\udc80", {}) == "\x1b]52;c;Pw==\x07"


@pytest.mark.parametrize(
    ("text", "environ", "obstacle"),
    [
        ("x", {}, None),
        ("长" * (MOST_BYTES // 3), {}, None),
        ("长" * (MOST_BYTES // 3) + "x", {}, "too-long"),
        ("x", {"TERM": "linux"}, "deaf"),
        ("x", {"TERM": "linux", "TMUX": "x"}, None),
        ("x", {"TERM_PROGRAM": "Apple_Terminal"}, "deaf"),
    ],
)
def test_what_is_known_not_to_arrive(text: str, environ: dict[str, str], obstacle: str | None) -> None:
    assert find_obstacle(text, environ) == obstacle


def test_the_program_is_the_one_of_the_screen_before_the_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("wl-copy", "xclip", "xsel", "pbcopy", "clip.exe"):
        program(tmp_path / "bin", name, "cat >/dev/null")
    path = {"PATH": str(tmp_path / "bin")}

    def found(platform: str = "linux", **environ: str) -> str:
        one = find_program({**path, **environ}, platform=platform)
        return one.name if one is not None else ""

    assert found() == ""
    assert found("darwin") == "pbcopy"
    assert found("darwin", SSH_CONNECTION="a b c d") == ""
    assert found(WAYLAND_DISPLAY="wayland-0", DISPLAY=":0") == "wl-copy"
    assert found(DISPLAY=":0") == "xclip"
    assert found(DISPLAY=":0", SSH_TTY="/dev/pts/1") == "", "that screen is not the person's"
    assert found(DISPLAY="localhost:10.0", SSH_TTY="/dev/pts/1") == "xclip"
    assert found(WSL_DISTRO_NAME="x") == "clip.exe"
    (tmp_path / "bin/xclip").unlink()
    assert found(DISPLAY=":0") == "xsel"
    monkeypatch.chdir(tmp_path)
    assert find_program({"PATH": "bin", "DISPLAY": ":0"}, platform="linux") is None, "what a folder brings is not run"


def test_a_program_is_given_the_text_alone_and_says_how_it_went(tmp_path: Path) -> None:
    text = "责任 $(touch x) `x`\n二\n"
    took = program(tmp_path, "took", f'cat >{tmp_path}/got; echo "$#" >{tmp_path}/args')
    assert give(ClipboardProgram(str(took)), text, {"PATH": "/usr/bin:/bin"}) == ""
    assert (tmp_path / "got").read_text() == text
    assert (tmp_path / "args").read_text() == "0\n"
    assert give(ClipboardProgram(str(took), (), "utf-16-le"), "责\udc80", {"PATH": "/usr/bin:/bin"}) == ""
    assert (tmp_path / "got").read_bytes().decode("utf-16") == "责?"
    refused = program(tmp_path, "refused", 'echo "Error: Can\'t open display" >&2; exit 1')
    assert give(ClipboardProgram(str(refused)), text, {}) == "Error: Can't open display"
    assert give(ClipboardProgram(str(program(tmp_path, "silent", "exit 3"))), text, {}) == "exit code 3"
    hangs = program(tmp_path, "hangs", "sleep 60")
    assert give(ClipboardProgram(str(hangs)), text, {"PATH": "/bin"}, patience=0.1) == "no answer after 0.1 s"
    assert give(ClipboardProgram(str(tmp_path / "none")), text, {}) == "No such file or directory"


async def test_the_app_says_who_took_a_text_and_offers_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    app = Stage(language="en")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        written: list[str] = []
        monkeypatch.setattr(app, "write_to_terminal", written.append)

        async def hears(text: str) -> None:
            await wait_until(pilot, lambda: any(text in one.message for one in app._notifications))
            app.clear_notifications()

        await pilot.press("shift+f12")
        await hears("Nothing was copied yet.")
        app.copy_to_clipboard("a\x1b[2J\nb")
        await hears(
            "Handed to the terminal, lines: 2. Some terminals ignore it; Shift+F12 writes it into a file instead."
        )
        assert written == [sequence("a<U+001B>[2J\nb", {})]

        folder = tmp_path / "bin"
        program(folder, "xclip", f"cat >{tmp_path}/got")
        app.clipboard_environ = {"PATH": f"{folder}:/usr/bin:/bin", "DISPLAY": ":9"}
        app.copy_to_clipboard("taken")
        await hears("Copied by xclip, lines: 1.")
        assert ((tmp_path / "got").read_text(), len(written)) == ("taken", 1)

        program(folder, "xclip", "echo '[/] no display' >&2; exit 1")
        app.copy_to_clipboard("refused")
        await hears("xclip did not take it: [/] no display")
        assert written[1:] == [sequence("refused", {})]
        app.clear_notifications()

        app.clipboard_environ = {"TERM": "linux"}
        (tmp_path / "dutybook-copy.txt").write_text("older")
        app.copy_to_clipboard("deaf")
        await wait_until(pilot, lambda: isinstance(app.screen, TextFileDialog))
        dialog = app.screen
        assert isinstance(dialog, TextFileDialog)
        assert dialog.line.text == str(tmp_path / "dutybook-copy-2.txt")
        dialog.line.text = str(tmp_path / "dutybook-copy.txt")
        await pilot.press("f2")
        await wait_until(pilot, lambda: "is there already" in str(dialog._error.content))
        dialog.line.text = ""
        await pilot.press("enter")
        await wait_until(pilot, lambda: "Type the name" in str(dialog._error.content))
        dialog.line.text = "~/other.txt"
        await pilot.press("enter")
        await hears(f"Written: {tmp_path / 'other.txt'}")
        assert (tmp_path / "other.txt").read_text() == "deaf"
        assert (tmp_path / "dutybook-copy.txt").read_text() == "older"
        assert len(written) == 2


async def test_records_are_copied_in_the_form_that_is_chosen(demo: Path, opened: Opened, tmp_path: Path) -> None:
    path = "duties/committee-deliberation.toml"
    async with opened(demo) as driver:
        app, main = driver.app, driver.app.main

        async def choose(*keys: str) -> None:
            await driver.press("ctrl+y")
            await driver.until(lambda: isinstance(app.screen, CopyDialog) and app.focused is not None)
            await driver.press(*keys)
            await driver.until(lambda: not isinstance(app.screen, CopyDialog))

        await go_to(driver, "duty")
        await driver.until(lambda: main.place == ("duty", "committee-deliberation"))
        await choose("down", "enter")
        await driver.until(lambda: app.clipboard == (demo / path).read_text())
        await driver.press("space", "space")
        await driver.sees("* 已选 2")
        await choose("enter")
        await driver.until(lambda: "职责事项 D01" in app.clipboard and "职责事项 D02" in app.clipboard)
        await choose("down", "down", "enter")
        await driver.until(lambda: app.clipboard.startswith("编号\t"))
        heading, first, second = app.clipboard.splitlines()
        assert heading.startswith("编号\t事项\t频次\t")
        assert first.startswith("D01\t")
        assert first.endswith("\tcommittee-deliberation")
        assert first.count("\t") == second.count("\t") == heading.count("\t")
        await choose("down", "f4")
        await driver.until(lambda: isinstance(app.screen, TextFileDialog))
        await driver.press("enter")
        await driver.hears("已写入：")
        text = (tmp_path / "dutybook-copy.txt").read_text()
        assert text.startswith(f"# {path}\n{(demo / path).read_text()}\n# duties/")
        await go_to(driver, "history")
        await driver.until(lambda: main.place is None)
        await driver.press("ctrl+y")
        await driver.hears("此处没有可复制的内容。")
