"""What answers the browser: one page, its pictures and letters, and a socket for each window.

A page of another site must not reach the register through the person's own browser: requests that name another host, or
come from another page, are refused. Nothing is fetched from elsewhere.
"""

import logging
import socket
from collections.abc import Awaitable
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import aiohttp_jinja2
import jinja2
from aiohttp import web
from textual_serve import server as textual_server
from textual_serve.server import Server

from cli.browser.address import written
from cli.browser.viewer import Viewer
from cli.browser.viewer import command_of
from cli.language import say
from cli.language import spoken

PAGE = "page.html"
MOST = 8
"""Windows at a time: each is a process of its own."""
_STATIC = Path(textual_server.__file__).parent / "static"
_SAFE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class BrowserServer(Server):
    """Serves one register, read-only, to this machine."""

    def __init__(self, top: str, title: str, sock: socket.socket) -> None:
        """Serve a register.

        Args:
            top: its folder.
            title: its title, for the page.
            sock: where it listens already.
        """
        address, port = sock.getsockname()[:2]
        super().__init__("", host=address, port=port, title=title, public_url=f"http://{written(address, port)}")
        self._command = command_of(top)
        self._socket = sock
        self._hosts = {written(address, port), f"localhost:{port}"}
        self._viewers: set[Viewer] = set()

    def run(self) -> None:
        """Answer until SIGINT or SIGTERM comes; then every window's process is ended."""
        logging.getLogger("textual-serve").addHandler(logging.NullHandler())
        web.run_app(
            self._make_app(), sock=self._socket, print=lambda *_words: None, access_log=None, shutdown_timeout=2
        )

    async def _make_app(self) -> web.Application:
        app = web.Application(middlewares=[self._only_here])
        aiohttp_jinja2.setup(app, loader=jinja2.FileSystemLoader(Path(__file__).parent))
        app.add_routes([
            web.get("/", self.handle_index, name="index"),
            web.get("/ws", self.handle_websocket, name="websocket"),
            web.static("/static", _STATIC, name="static"),
        ])  # fmt: skip
        app.on_shutdown.append(self.on_shutdown)
        return app

    @web.middleware
    async def _only_here(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse what another site's page asks for through this person's browser."""
        origin = request.headers.get("Origin")
        known = origin is None or origin.removeprefix("http://") in self._hosts
        if request.host not in self._hosts or not known:
            raise web.HTTPForbidden(text=say("serve-elsewhere"))
        response = await handler(request)
        if not response.prepared:
            response.headers.update(_SAFE)
            response.headers["Content-Security-Policy"] = self._policy(request.host)
        return response

    def _policy(self, host: str) -> str:
        own = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:"
        return f"{own}; connect-src 'self' ws://{host}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

    async def handle_index(self, request: web.Request) -> web.StreamResponse:
        """The page."""
        context = {
            "language": spoken(),
            "title": self.title,
            "warning": say("serve-warning"),
            "ended": say("serve-ended"),
            "again": say("serve-again"),
            "static": "/static/",
            "socket": f"ws://{request.host}/ws",
        }
        return aiohttp_jinja2.render_template(PAGE, request, context)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """One window: its keys go to a process of its own, and that one's picture comes back."""
        if len(self._viewers) >= MOST:
            raise web.HTTPServiceUnavailable(text=say("serve-full", most=MOST))
        window = web.WebSocketResponse(heartbeat=15)
        viewer = Viewer(
            self._command,
            write_bytes=window.send_bytes,
            write_str=window.send_str,
            close=window.close,
            download_manager=self.download_manager,
        )
        self._viewers.add(viewer)
        try:
            await window.prepare(request)
            await viewer.start(_cells(request, "width", 80), _cells(request, "height", 24))
            with suppress(
                ConnectionError, ValueError, TypeError, LookupError, AssertionError
            ):  # what a browser never sends
                await self._process_messages(window, viewer)
        finally:
            await viewer.stop()
            self._viewers.discard(viewer)
        return window

    async def on_shutdown(self, app: web.Application) -> None:
        """End every window's process."""
        del app
        for viewer in tuple(self._viewers):
            await viewer.stop()


def _cells(request: web.Request, side: str, usual: int) -> int:
    """How many cells a window has; what no screen has counts for the nearest that one might."""
    try:
        return min(max(int(request.query.get(side, usual)), 20), 600)
    except ValueError:
        return usual
