"""The app's one hold on the register: what thread workers call and what screens read.

Methods that touch files or git block and are for thread workers; they take turns. What screens read between two
reloads is an immutable value, so nothing on the event loop ever waits. Screens hear of changes by messages (tui.app).
"""

from collections.abc import Callable
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from schema.change import ChangeSet
from schema.diagnostic import Diagnostic
from schema.failure import Failure
from schema.identity import Place
from schema.kinds.person import Person
from schema.obligation import Obligation
from schema.obligation import obligations
from schema.register import Register
from store.history import LoggedCommit
from store.history import RecordDifference
from store.history import details
from store.history import log
from store.journal import Intent
from store.outside import OutsideChange

if TYPE_CHECKING:  # the store's saving half comes with the register itself, behind the first paint
    from store.register import RegisterStore
    from store.register import Saved
    from store.saving import Opened
    from store.saving import Prepared
    from store.sync import SyncResult


class View:
    """What the register says at one moment, worked out when first asked for and then kept."""

    def __init__(self, register: Register, on: date) -> None:
        self.register = register
        self.on = on

    @cached_property
    def obligations(self) -> list[Obligation]:
        """The obligations of the year and unfinished older ones. The first call may take long: ask in a worker."""
        return obligations(self.register, self.on)


class Desk:
    """One opened register, shared by all screens."""

    def __init__(self, store: "RegisterStore") -> None:
        """Take over an opened register.

        Args:
            store: nobody else may use it from now on.
        """
        self._store = store
        self._turn = RLock()
        self.view = View(store.register, store.today)
        """What screens show; replaced by `reload` and `save`, never changed."""

    @property
    def today(self) -> date:
        """The day as of which everything is shown."""
        return self.view.on

    @property
    def top(self) -> Path:
        """The register's top folder."""
        return self._store.location.top

    @property
    def branch(self) -> str:
        """Short name of the branch; empty where HEAD is detached."""
        return (self._store.location.branch or "").removeprefix("refs/heads/")

    @property
    def language(self) -> str:
        """The register's language: `zh` or `en`."""
        return self._store.language

    @property
    def is_demo(self) -> bool:
        """Whether the day is the demonstration's and not the machine's."""
        return self.view.register.settings.demo is not None

    @property
    def read_only(self) -> tuple[Failure, ...]:
        """Why nothing may be written; empty where everything may."""
        return self._store.read_only

    @property
    def newer(self) -> frozenset[Place]:
        """Records of a newer format version: shown, never edited."""
        return self._store.newer

    @property
    def faults(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the files themselves."""
        return self._store.faults

    @property
    def store(self) -> "RegisterStore":
        """The store itself, for what has no method here; hold `turn` while using it in a worker."""
        return self._store

    @property
    def turn(self) -> RLock:
        """Held by whoever uses the store."""
        return self._turn

    # For thread workers: these block

    def me(self) -> Person | None:
        """The person whose e-mail the git identity has."""
        with self._turn:
            return self._store.me()

    def reload(self) -> frozenset[Place]:
        """Read what changed on disk, and say which records did."""
        with self._turn:
            changed = self._store.reload()
            if changed or self._store.today != self.view.on:  # a new day began while the app was open
                self._renew()
            return changed

    def read(self, kind: str, id: str) -> "Opened":
        """Read a record's file as it stands now."""
        with self._turn:
            return self._store.read(kind, id)

    def prepare(self, changes: ChangeSet) -> "Prepared":
        """Work out what a save would write; nothing is written."""
        with self._turn:
            return self._store.prepare(changes)

    def save(self, changes: ChangeSet) -> "Saved":
        """Save and commit."""
        with self._turn:
            saved = self._store.save(changes)
            self._renew()
            return saved

    def outside(self) -> tuple[OutsideChange, ...]:
        """What was changed outside and is not committed."""
        with self._turn:
            return self._store.outside()

    def save_outside(self, paths: Sequence[str], reason: str) -> "Saved":
        """Commit what was changed outside."""
        with self._turn:
            saved = self._store.save_outside(paths, reason)
            self._renew()
            return saved

    def finish(self, intent: Intent) -> str:
        """Finish a save that a kill cut off, and give the commit's id; empty where it had been committed."""
        with self._turn:
            commit = self._store.finish(intent)
            self._renew()
            return commit

    def put_back(self, intent: Intent) -> None:
        """Put the files of a save that a kill cut off back as they were."""
        with self._turn:
            self._store.roll_back(intent)
            self._renew()

    def check(self) -> list[Diagnostic]:
        """All diagnostics of the day."""
        with self._turn:
            return self._store.check(self.view.on)

    def log(self, *, paths: Sequence[str] = (), limit: int = 200, skip: int = 0) -> list[LoggedCommit]:
        """Commits, newest first; git runs beside the store's turn, because it only reads."""
        return log(self._store.git, paths=paths, limit=limit, skip=skip)

    def details(self, commit: LoggedCommit) -> tuple[RecordDifference, ...]:
        """What one commit changed, field by field."""
        return next(details(self._store.git, [commit]))[1]

    def sync(self, progress: Callable[[str], None], cancelled: Callable[[], bool]) -> "SyncResult":
        """Fetch, fast-forward and push."""
        from store.sync import sync  # noqa: PLC0415 - only this asks for it

        git_settings = self.view.register.settings.git
        with self._turn:
            result = sync(
                self._store.git,
                self._store.location,
                remote=git_settings.remote,
                branch=git_settings.branch,
                progress=progress,
                cancelled=cancelled,
            )
            self._store.reload()
            self._renew()
            return result

    def _renew(self) -> None:
        self.view = View(self._store.register, self._store.today)
