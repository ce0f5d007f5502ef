"""Opening the register that a command is about, and which day it is there."""

from collections.abc import Container
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cli.language import choose
from cli.language import say
from cli.language import use
from cli.output import note
from store.failure import FolderMissing

if TYPE_CHECKING:
    from store.register import RegisterStore


def open_register(register: Path | None, *, writing: bool = False, as_of: str = "") -> "RegisterStore":
    """Open the register that a command names, or the one around the current folder.

    Args:
        register: the folder given with `--register`.
        writing: whether the command is about to change it.
        as_of: the commit or the day given with `--as-of`: the register as it was known then, read from git.

    Raises:
        Failure: it can't be opened, see store.location; for writing, also the first reason why it can't be written.
    """
    from store.register import RegisterStore

    store = RegisterStore.open(register or here())
    use(choose(store.language))
    left = len(store.unfinished())
    if left:
        note(say("cut-off", count=left))
    if as_of:
        from store.past.retrospect import look_back

        store = look_back(store, as_of)
        note(say("as-of", commit=store.commit[:12], text=as_of))
    if writing:
        for reason in store.read_only:
            raise reason
    return store


def here() -> Path:
    """The current folder.

    Raises:
        FolderMissing: it was deleted under us.
    """
    try:
        return Path.cwd()
    except OSError as error:
        raise FolderMissing(Path()) from error


def day_of(store: "RegisterStore", on: date | None) -> date:
    """The day that a command is about.

    Args:
        store: the register.
        on: the day given with `--on`.

    Returns:
        That day, else the register's today. Stderr says which records can't be read and therefore don't count, and in
        a demonstration register which day stands for today.
    """
    tell_unreadable(store)
    return today_of(store, on)


def today_of(store: "RegisterStore", on: date | None) -> date:
    """The same for a command that tells of unreadable records by itself."""
    if on is not None:
        return on
    demo = store.register.settings.demo
    if demo is not None and store.today == demo.today:
        note(say("demo-day", day=store.today.isoformat()))
    return store.today


def tell_unreadable(store: "RegisterStore", kinds: Container[str] | None = None) -> None:
    """Say which records can't be read and are therefore not among the answers.

    Args:
        store: the register.
        kinds: the kinds asked for; None for all.
    """
    missing = sorted(f"{kind}/{id_}" for kind, id_ in store.register.unreadable if kinds is None or kind in kinds)
    if missing:
        note(say("left-out", count=len(missing), names=", ".join(missing[:5])))
