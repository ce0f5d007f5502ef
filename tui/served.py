"""The app behind a browser: the same screens, read-only, for `dutybook serve`.

Read-only in three ways, because nobody has to log in: the store refuses every save, the keys that would write elsewhere answer
with the reason, and the process itself is sealed (store.seal), so that what nobody thought of is refused too.
"""

import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.actions import ActionParseResult
from textual.dom import DOMNode

from schema.failure import Failure
from store.seal import seal
from tui.app import DutybookApp
from tui.app import make_app
from tui.app import open_store
from tui.desk import Desk
from tui.language import language

_ORPHANED_AFTER = 2.0
"""Seconds between two looks at whether the server is still there."""
_WRITING = ("settings", "copy_file", "copy_as", "export", "external", "tutorial")
"""Actions that would write files of this machine, or start a program on it."""


class InBrowser(Failure):
    """The register is shown in a browser, where nothing is changed and nobody has to log in."""

    code: ClassVar[str] = "F694"

    def __init__(self) -> None:
        super().__init__(
            "The register is shown in a browser without a login; whoever opens this page can read it.",
            "Nothing is changed or written here; open the register in a terminal for that.",
            message_zh="台账在浏览器中打开，没有登录；能打开此页的人都能看到。",
            hint_zh="这里不改动、也不写出任何内容；要改请在终端里打开台账。",
        )


class ServedDesk(Desk):
    """A register that a browser shows."""

    @property
    def read_only(self) -> tuple[Failure, ...]:
        """Why nothing may be written; the browser before all else."""
        return (InBrowser(), *super().read_only)


class ServedApp(DutybookApp):
    """The app, with its keyboard and its picture in a browser."""

    def make_desk(self) -> Desk:
        """Open the register; called in a thread."""
        return ServedDesk(self._opening())

    def on_mount(self) -> None:
        """Begin, and end with the server."""
        super().on_mount()
        server = os.getppid()

        def look() -> None:
            if os.getppid() != server:
                self.end(1)

        self.set_interval(_ORPHANED_AFTER, look)

    async def run_action(
        self,
        action: "str | ActionParseResult",
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do what a key asks for, unless it would write a file or start a program."""
        name = action if isinstance(action, str) else action[1]
        if name.rpartition(".")[2].partition("(")[0] in _WRITING:
            message, hint = InBrowser().say(language())
            self.notify(f"{message}\n{hint}", severity="warning", timeout=10)
            return True
        return await super().run_action(action, default_namespace, namespaces)


def run(folder: Path) -> int:
    """Run the app for one browser window; stdin and stdout are the server's.

    Args:
        folder: the register's top folder.

    Returns:
        The exit code.

    Raises:
        Failure: the register can't be opened.
    """
    app = make_app(partial(open_store, folder, read_only=True), folder, kind=ServedApp)
    seal()
    app.run(mouse=app.preferences.mouse)
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0
