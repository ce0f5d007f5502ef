"""Which commit a person means: by git's own names, or by a day of the main line.

What is typed is never an option to git, and must name one commit; a day is answered by ancestry, because clocks lie.
"""

import re
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo
from zoneinfo import ZoneInfoNotFoundError

from schema.failure import Failure
from store.git import Git

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_LONGEST = 1_000
_SHOWN = 80
_LAST = 253_402_300_799
"""The last second that a calendar holds."""


class UnknownRevision(Failure):
    """A text names no commit of this repository."""

    code: ClassVar[str] = "F421"
    exit_code: ClassVar[int] = 2

    def __init__(self, text: str) -> None:
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
        super().__init__(
            f"There is no commit or day `{shown}` in this repository.",
            "Give a commit (its first characters do), a branch, HEAD~3, or a day such as 2026-06-30; `dutybook log` lists commits.",
            message_zh=f"本仓库没有提交或日期“{shown}”。",
            hint_zh="可写提交号（前几位即可）、分支、HEAD~3，或日期如 2026-06-30；`dutybook log` 列出提交。",
        )


class NoCommitByThen(Failure):
    """The main line had no commit yet on that day."""

    code: ClassVar[str] = "F422"
    exit_code: ClassVar[int] = 2

    def __init__(self, day: date) -> None:
        super().__init__(
            f"The register had no commit yet on {day.isoformat()}.",
            "Name a later day; `dutybook log` shows when it began.",
            message_zh=f"到 {day.isoformat()} 为止，台账还没有提交。",
            hint_zh="请换较晚的日期；`dutybook log` 可看从何时开始。",
        )


class PastCutOff(Failure):
    """The clone is shallow, and what the register was on that day lies before its first commit."""

    code: ClassVar[str] = "F428"
    exit_code: ClassVar[int] = 2

    def __init__(self, day: date) -> None:
        super().__init__(
            f"This clone was made shallow and holds no commit as old as {day.isoformat()}.",
            "Fetch the older ones once: `git fetch --unshallow`.",
            message_zh=f"这是浅克隆，没有 {day.isoformat()} 及以前的提交。",
            hint_zh="请取回一次：`git fetch --unshallow`。",
        )


def zone_of(name: str) -> ZoneInfo | None:
    """A register's time zone; None, the machine's own, where it names none that is known.

    Args:
        name: such as `Asia/Shanghai`, as register.toml has it; may be empty.
    """
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def resolve(git: Git, text: str, zone: ZoneInfo | None = None) -> str:
    """The commit that a text names.

    Args:
        git: git of the repository; its branch has a commit.
        text: whatever git takes for one commit, or a day: see `commit_by`. A day goes before a branch of that name.
        zone: the register's time zone, for days; None for the machine's.

    Returns:
        Its full id.

    Raises:
        UnknownRevision: it names none, or more than one.
        NoCommitByThen, PastCutOff: it is a day before the first commit.
    """
    if _DAY.fullmatch(text):
        try:
            return commit_by(git, date.fromisoformat(text), zone)
        except ValueError as error:
            raise UnknownRevision(text) from error
    if not text or "\0" in text or len(text) > _LONGEST:
        raise UnknownRevision(text.replace("\0", ""))
    asked = ("--verify", "--quiet", "--end-of-options", f"{text}^{{commit}}")
    found = git.run("rev-parse", *asked, ok=(0, 1, 128)).text
    if not _COMMIT.fullmatch(found):
        raise UnknownRevision(text)
    return found


def commit_by(git: Git, day: date, zone: ZoneInfo | None = None, head: str = "HEAD") -> str:
    """The register as it was known at the end of a day: the newest commit of the main line that was committed by then.

    Order is that of the main line, first parent by first parent; of the clocks only each commit's own is asked, so that
    a clock that went wrong moves its own commit and no other.

    Args:
        git: git of the repository.
        day: the day.
        zone: where the day ends; None for the machine's time zone.
        head: the newest commit of the main line.

    Raises:
        NoCommitByThen: there is none.
        PastCutOff: there is none in this clone, which is shallow.
    """
    try:
        end = int(datetime.combine(day + timedelta(days=1), time(), zone).timestamp()) - 1
    except OverflowError:
        end = _LAST
    # Git reads the one as 32 bits, and the other from 1973 on.
    until = f"--min-age={end}" if end < (1 << 31) else f"--until=@{end}"
    asked = ("rev-list", "-1", "--first-parent", until, "--end-of-options", head)
    found = git.run(*asked).text if end >= 0 else ""
    if not found:
        shallow = git.run("rev-parse", "--is-shallow-repository").text == "true"
        raise PastCutOff(day) if shallow else NoCommitByThen(day)
    return found
