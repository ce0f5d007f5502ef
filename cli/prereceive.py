"""`dutybook hook pre-receive`: git on the server asks whether a push may come in; one line `OLD NEW REF` for each branch on standard input.

Whatever goes wrong refuses the push: a refusal, a failure, too little memory, too little time, a line that cannot be read, an answer that cannot be
written. Only a push that was looked at to its end comes in.
"""

import resource
import signal
import sys
from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC
from datetime import datetime
from itertools import groupby
from pathlib import Path
from types import FrameType
from typing import Final

from cli.exits import Exit
from cli.language import say
from cli.language import spoken
from cli.language import use
from cli.output import complain
from cli.output import note
from schema.failure import Failure
from store.gate.checkpoint import judge_push
from store.gate.pushed import Update
from store.gate.pushed import read_update
from store.gate.verdict import NotAsked
from store.gate.verdict import Refusal
from store.gate.verdict import TooBig
from store.gate.verdict import TooLong
from store.gate.verdict import Verdict
from store.git import Git
from store.git import clean_environment

SECONDS: Final = 60
"""Within which a push is looked at."""
MEMORY: Final = 2 * 1024**3
"""Bytes that the check, and each git that it starts, may take up."""
MOST_LINES: Final = 1_000
"""Branches that one push may move."""
SHOWN: Final = 30
"""Refusals that are told."""
_LONGEST: Final = 4_096


class _OutOfTime(BaseException):
    """The alarm rang. No Exception: nothing on the way may take it for a failure of its own and go on."""


def run(*arguments: str) -> int:
    """Judge one push.

    Args:
        arguments: none; git gives the hook no arguments.

    Returns:
        `Exit.FINE` only where everything was looked at and nothing is refused.
    """
    try:
        verdict = _judge(arguments)
        if verdict.refusals:
            tell(verdict)
            return Exit.FOUND
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BaseException as error:  # noqa: BLE001  # whatever it is, the push must not come in
        with suppress(BaseException):
            _complain(error)
        return Exit.FOUND
    return Exit.FINE


def _judge(arguments: tuple[str, ...]) -> Verdict:
    clean_environment(quarantine=True)
    _limit()
    folder = Path.cwd()
    if arguments or not ((folder / "HEAD").is_file() and (folder / "objects").is_dir()):
        raise NotAsked
    updates = list(_read_updates(sys.stdin.buffer.read(MOST_LINES * _LONGEST + 1)))
    return judge_push(Git(folder, folder), updates, now=datetime.now(UTC).astimezone())


def _read_updates(data: bytes) -> Iterator[Update]:
    lines = data.decode("utf-8", "surrogateescape").splitlines()
    if not lines or len(lines) > MOST_LINES or len(data) > MOST_LINES * _LONGEST:
        raise NotAsked
    for line in lines:
        update = read_update(line)
        if update is None:
            raise NotAsked
        yield update


def _limit() -> None:
    """Set the bounds that hold for this process and for all that it starts."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
    signal.signal(signal.SIGALRM, _stop)
    signal.alarm(SECONDS)


def _stop(_: int, __: FrameType | None) -> None:
    raise _OutOfTime


def _complain(error: BaseException) -> None:
    if isinstance(error, MemoryError | _OutOfTime):
        error = TooBig() if isinstance(error, MemoryError) else TooLong(SECONDS)
    if isinstance(error, Failure):
        complain(error)
    else:
        note(say("push-not-judged", error=type(error).__name__))


def tell(verdict: Verdict) -> None:
    """Say on stderr why a push is refused, in the register's language."""
    use(verdict.language)
    note(say("push-refused", count=len(verdict.refusals)))
    for commit, refusals in groupby(verdict.refusals[:SHOWN], key=lambda refusal: refusal.commit):
        if commit:
            note(say("push-commit", commit=commit[:12]))
        for line in _lines(refusals):
            note(line)
    left = len(verdict.refusals) - SHOWN
    if left > 0:
        note(say("push-more", count=left))
    note(say("push-rules"))


def _lines(refusals: Iterable[Refusal]) -> Iterator[str]:
    for refusal in refusals:
        found = refusal.found
        message, hint = found.say(spoken())
        place = f"{refusal.place}: " if refusal.place else ""
        yield f"  {found.code} {place}{message}".replace("\n", " ")
        if hint:
            yield f"    → {hint}".replace("\n", " ")
