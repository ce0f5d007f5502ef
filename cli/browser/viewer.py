"""One browser window's app: a process of its own, that ends when the window is closed."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from asyncio.subprocess import Process
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from textual_serve.app_service import AppService

SERVED = "DUTYBOOK_SERVED"
"""Set in the app's process: it takes its keys from the browser, and writes nothing."""
_PATIENCE = 3.0
"""Seconds in which an app that was asked to end may do so by itself."""


def command_of(top: str) -> list[str]:
    """The command that runs the app behind a browser.

    Args:
        top: the register's folder.

    Returns:
        A list for the system, without a shell. `-P` keeps files of the current folder from being taken for our modules.
    """
    return [sys.executable, "-P", "-m", "dutybook", "serve", top]


class Viewer(AppService):
    """The process of one window."""

    def __init__(self, command: Sequence[str], **how: Any) -> None:
        """Run a command for one window.

        Args:
            command: as `command_of` gives it.
            how: as textual-serve's own service takes it.
        """
        super().__init__("", **how)
        self._words = list(command)
        self._stops = False

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Start the app without a shell; what it says on stderr is for whoever started the server."""
        environment = self._build_environment(width=width, height=height) | {SERVED: str(os.getpid())}
        self._process = await asyncio.create_subprocess_exec(
            *self._words, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment, start_new_session=True
        )
        self._stdin = self._process.stdin
        return self._process

    async def run(self) -> None:
        """Hand on what the app draws; when the app has ended by itself, however it did, the window is closed."""
        await super().run()
        if not self._stops:
            await self.remote_close()

    async def stop(self) -> None:
        """End the app: asked first, then told."""
        self._stops = True
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(super().stop(), _PATIENCE)
        finally:
            await self._end()

    async def _end(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        for tell in (process.terminate, process.kill):
            with suppress(ProcessLookupError):
                tell()
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), _PATIENCE)
                return
