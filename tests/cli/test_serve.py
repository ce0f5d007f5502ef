"""The register in a browser: on this machine alone, read-only in the process that is shown, ended with its children."""

import asyncio
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from typing import NamedTuple

import aiohttp
import pytest

from cli.browser.address import NotLoopback
from cli.browser.address import loopback
from tests.cli.conftest import Cli
from tests.cli.conftest import git

ESCAPES = re.compile(rb"\x1b(?:\][^\x07\x1b]*(?:\x07|\x1b\\)|\[[0-9;?<=>]*[$]?[A-Za-z]|.)")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WATCH = """
window.seen = "";
const Real = window.WebSocket;
window.WebSocket = class extends Real {
  constructor(...args) {
    super(...args);
    this.addEventListener("message", async event => {
      if (typeof event.data !== "string") {
        window.seen += new TextDecoder().decode(await new Response(event.data).arrayBuffer());
      }
    });
  }
};
"""
"""Put into the page before its own scripts: remembers what the app draws."""


class Server(NamedTuple):
    """A server that runs."""

    process: subprocess.Popen[str]
    url: str

    def children(self) -> list[int]:
        """The processes that it started."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(word) for word in listed.read_text().split()]

    def end(self) -> tuple[int, str]:
        """Press Ctrl+C; gives the exit code and what stood on stderr."""
        self.process.send_signal(signal.SIGINT)
        _, err = self.process.communicate(timeout=20)
        return self.process.returncode, err


@pytest.fixture
def server(top: Path) -> Iterator[Server]:
    """The small register, served on a free port."""
    words = [sys.executable, "-P", "-m", "dutybook", "serve", str(top), "--port", "0"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=top)
    try:
        assert process.stdout is not None
        yield Server(process, process.stdout.readline().strip())
    finally:
        process.kill()
        process.communicate()


async def until(condition: Callable[[], Any], seconds: float = 40) -> None:
    """Wait until a condition holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "what was waited for did not come"
        await asyncio.sleep(0.05)


def is_gone(pid: int) -> bool:
    """Whether a process has ended."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def files_of(top: Path) -> dict[Path, bytes]:
    """Every file but the cache, which is derived."""
    return {path: path.read_bytes() for path in top.rglob("*") if path.is_file() and path.suffix != ".sqlite"}


class Window:
    """What a browser window sees and types, without a browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self.seen = b""

    async def sees(self, *texts: str) -> None:
        """Read until all texts were drawn."""
        deadline = time.monotonic() + 40
        while not all(text in self.text for text in texts):
            assert time.monotonic() < deadline, self.text
            message = await self._socket.receive(timeout=40)
            assert message.type in {aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT}, f"{message}\n{self.text}"
            self.seen += message.data if message.type is aiohttp.WSMsgType.BINARY else b""

    @property
    def text(self) -> str:
        """What was drawn since the last key."""
        return ESCAPES.sub(b"", self.seen).decode(errors="replace")

    async def press(self, keys: str) -> None:
        """Send keys, and look anew."""
        self.seen = b""
        await self._socket.send_json(["stdin", keys])


async def test_it_answers_this_machine_alone_writes_nothing_and_ends_its_children(server: Server, top: Path) -> None:
    before = files_of(top)
    async with aiohttp.ClientSession() as session:
        async with session.get(server.url) as answer:
            page = await answer.text()
            assert answer.status == 200
            assert "no login" in page
            assert "https://" not in page, "nothing is fetched from elsewhere"
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        for headers in ({"Host": "harbour.example"}, {"Origin": "http://harbour.example"}):
            async with session.get(f"{server.url}ws", headers=headers) as answer:
                assert answer.status == 403
        async with session.ws_connect(f"{server.url}ws?width=100&height=30", origin=server.url.rstrip("/")) as ws:
            window = Window(ws)
            await window.sees("read-only", "without a login", "Quarterly review", "Who answers")
            (first,) = server.children()
            for keys in ("\x1b[24~", "\x0b", "\x05"):  # F12 settings, Ctrl+K a document, Ctrl+E an editor
                await window.press(keys)
                await window.sees("Nothing is changed or written")
            await window.press("\x15")  # Ctrl+U: sync
            await window.sees("without a login")
        await until(lambda: is_gone(first))
        async with session.ws_connect(f"{server.url}ws") as ws:
            await Window(ws).sees("dutybook")
            (second,) = server.children()
            code, err = server.end()
    assert (code, "no login" in err, "Traceback" in err) == (0, True, False)
    await until(lambda: is_gone(second))
    assert files_of(top) == before
    assert not (top.parent / "settings").exists()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "harbour.example", "", "127.0.0.1.example"])  # noqa: S104
def test_other_addresses_are_refused(cli: Cli, host: str) -> None:
    answer = cli("serve", "--host", host)
    assert answer.code == 2
    assert "this machine alone" in answer.err
    with pytest.raises(NotLoopback):
        loopback(host)


def test_own_addresses_are_known() -> None:
    assert [loopback(host) for host in ("localhost", "127.0.0.1", "::1", "[::1]")] == [
        "127.0.0.1", "127.0.0.1", "::1", "::1",
    ]  # fmt: skip


def test_a_port_that_is_taken_or_none_is_said(cli: Cli, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = cli("serve", "--port", str(port), lang="zh")
        assert (answer.code, f"端口 {port} 已被" in answer.err) == (2, True)
    assert "can't be used" in cli("serve", "--port", "70000").err
    (tmp_path / "void").mkdir()
    assert cli("serve", str(tmp_path / "void")).code == 3


class Browser:
    """A page of headless Chromium, driven over its debugging socket."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._last = 0

    async def do(self, method: str, **params: Any) -> Any:
        """Ask for one thing and wait for its answer."""
        self._last += 1
        await self._socket.send_json({"id": self._last, "method": method, "params": params})
        async with asyncio.timeout(40):
            while True:
                answer = json.loads((await self._socket.receive()).data)
                if answer.get("id") == self._last:
                    return answer["result"]

    async def value(self, script: str) -> Any:
        """What a script gives."""
        return (await self.do("Runtime.evaluate", expression=script))["result"].get("value")

    async def drawn(self, *texts: str, key: str = "") -> None:
        """Wait until the app drew all texts, and the page shows its terminal.

        Args:
            texts: what is to be seen.
            key: a key that is pressed again and again meanwhile: before the register is open it does nothing.
        """
        deadline = time.monotonic() + 60
        while True:
            if key:
                await self.press(key)
                await asyncio.sleep(1)
            seen = ESCAPES.sub(b"", str(await self.value("window.seen")).encode()).decode()
            shown = await self.value("document.body.classList.contains('-first-byte')")
            if shown and all(text in seen for text in texts):
                return
            assert time.monotonic() < deadline, seen[-2000:]
            await asyncio.sleep(0.1)

    async def press(self, key: str) -> None:
        """Press a function key."""
        code = 111 + int(key.removeprefix("F"))
        for kind in ("rawKeyDown", "keyUp"):
            await self.do("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)


@asynccontextmanager
async def browsing(url: str, folder: Path) -> AsyncIterator[Browser]:
    """Open a page in headless Chromium."""
    words = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
    words += [f"--user-data-dir={folder}", "--remote-debugging-port=0", "--window-size=1100,700", "about:blank"]
    process = await asyncio.create_subprocess_exec(*words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        port = folder / "DevToolsActivePort"
        await until(lambda: port.is_file() and port.read_text().count("\n"))
        place = f"http://127.0.0.1:{port.read_text().split()[0]}"
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{place}/json/list") as answer:
                (page, *_) = [one for one in await answer.json() if one["type"] == "page"]
            async with session.ws_connect(page["webSocketDebuggerUrl"], max_msg_size=0) as ws:
                browser = Browser(ws)
                await browser.do("Page.enable")
                await browser.do("Page.addScriptToEvaluateOnNewDocument", source=WATCH)
                await browser.do("Page.navigate", url=url)
                yield browser
    finally:
        process.kill()
        await process.wait()


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed")
@pytest.mark.soak
async def test_chromium_shows_it_its_keys_arrive_and_a_server_that_was_killed_leaves_nothing(
    server: Server, top: Path, tmp_path: Path
) -> None:
    async with browsing(server.url, tmp_path / "chromium") as browser:
        await browser.drawn("Quarterly review", "without a login", "Who answers")
        await browser.value("window.seen = ''; document.querySelector('.xterm-helper-textarea').focus()")
        await browser.drawn("Nothing is changed or written here", key="F6")
        (child,) = server.children()
        server.process.kill()
        await until(lambda: is_gone(child))
    assert git(top, "status", "--porcelain") == ""
