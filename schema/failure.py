"""Failures: why an operation could not be done, one class per reason.

A defect of a record is a value (`schema.diagnostic`); a failure is raised. Each class builds its own sentence (what and
where) and its own hint (what to do), so that every front end says the same words. Only `cli` and `tui` show them.
"""

from typing import ClassVar


class Failure(Exception):
    """An operation could not be done.

    Subclasses set `code` (stable, never reused: docs/reference/failures.md) and pass a sentence and a hint. Both may
    hold text of records or of git: a front end shows them through `schema.visible.visible`.
    """

    code: ClassVar[str] = "F000"
    exit_code: ClassVar[int] = 4
    """What the command line exits with: 1 conflicts, 2 wrong use, 3 cannot be opened, 4 git or remote failed."""

    def __init__(self, message: str, hint: str = "", *, message_zh: str = "", hint_zh: str = "") -> None:
        super().__init__(message)
        self.message = message
        """What happened and where, one sentence."""
        self.hint = hint
        """What to do next; empty where nothing can be said."""
        self.message_zh = message_zh or message
        """The same in Chinese."""
        self.hint_zh = hint_zh or hint

    def say(self, language: str) -> tuple[str, str]:
        """The sentence and the hint in a language: `zh…` gives Chinese, all else English."""
        return (self.message_zh, self.hint_zh) if language.startswith("zh") else (self.message, self.hint)
