"""The person's own editor on a file of the register."""

import os
import shlex
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from schema.failure import Failure


class EditorFailed(Failure):
    """The editor did not start or did not end well."""

    code: ClassVar[str] = "F691"

    def __init__(self, command: str, why: str) -> None:
        super().__init__(
            f"The editor '{command}' did not work: {why}.",
            "Set VISUAL or EDITOR to a program that can be started here, such as `nano`.",
            message_zh=f"编辑器「{command}」没有正常运行：{why}。",
            hint_zh="请把 VISUAL 或 EDITOR 设为能启动的程序，例如 `nano`。",
        )


def edit(path: Path, environ: Mapping[str, str] = os.environ) -> None:
    """Open a file in $VISUAL or $EDITOR, `vi` where neither is set, and wait until it is closed.

    The terminal must have been given back first. The command is the person's own and takes no words from the register.

    Raises:
        EditorFailed: it could not be started or ended with a failure.
    """
    command = environ.get("VISUAL") or environ.get("EDITOR") or "vi"
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise EditorFailed(command, str(error)) from error
    # Ctrl+C is the editor's while it runs; the app's own handler would end the app once the editor is closed.
    ours = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        pid = os.posix_spawnp(words[0], [*words, str(path)], environ, setsigdef=[signal.SIGINT])
        _pid, status = os.waitpid(pid, 0)
    except (OSError, IndexError) as error:
        raise EditorFailed(command, str(error)) from error
    finally:
        signal.signal(signal.SIGINT, ours)
    if code := os.waitstatus_to_exitcode(status):
        raise EditorFailed(command, f"exit code {code}")
