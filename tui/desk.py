"""The app's one hold on the register: what thread workers call and what screens read.

Methods that touch files or git block and are for thread workers; they take turns. What screens read between two
reloads is an immutable value, so nothing on the event loop ever waits. Screens hear of changes by messages (tui.app).
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING
from typing import NamedTuple

from schema.change import ChangeSet
from schema.diagnostic import Diagnostic
from schema.failure import Failure
from schema.identity import Place
from schema.kinds.person import Person
from schema.obligation import Obligation
from schema.obligation import obligations
from schema.provenance import Provenance
from schema.register import Register
from store.journal import Intent
from store.outside import OutsideChange
from store.past.history import LoggedCommit
from store.past.history import RecordDifference
from store.past.history import details
from store.past.history import log
from store.signature import with_signatures

if TYPE_CHECKING:  # the store's saving half comes with the register itself, behind the first paint
    from store.register import RegisterStore
    from store.register import Saved
    from store.saving import Opened
    from store.saving import Prepared
    from store.together.pending import Choice
    from store.together.sync import Step
    from store.together.sync import SyncResult


class View:
    """What the register says at one moment, worked out when first asked for and then kept."""

    def __init__(self, register: Register, on: date) -> None:
        self.register = register
        self.on = on

    @cached_property
    def obligations(self) -> list[Obligation]:
        """The obligations of the year and unfinished older ones. The first call may take long: ask in a worker."""
        return obligations(self.register, self.on)


class Past(NamedTuple):
    """Which past is shown."""

    commit: str
    """Full id."""
    day: date
    """The day that was asked for; where a commit was, the day on which it was made."""


ConflictKey = tuple[str, tuple[str, ...]]
"""Path and key of a conflict."""


class Desk:
    """One opened register, shared by all screens."""

    def __init__(self, store: "RegisterStore") -> None:
        """Take over an opened register.

        Args:
            store: nobody else may use it from now on.
        """
        self._store = store
        self._present = store
        self._turn = RLock()
        self.view = View(store.register, store.today)
        """What screens show; replaced by `reload` and `save`, never changed."""
        self.past: Past | None = None
        """Which past is shown; None for the present."""
        self.choices: dict[ConflictKey, Choice] = {}
        """What the person chose in a sync that waits for decisions."""

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
        """Whether the day is the demonstration's and not the machine's, nor one that was asked for."""
        demo = self.view.register.settings.demo
        return demo is not None and demo.today == self.view.on

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

    def origin(self) -> Provenance:
        """What a document that is made now says of its making."""
        from store.past.origin import provenance_of  # noqa: PLC0415 - only a document asks for it

        with self._turn:
            return provenance_of(self._store, self.view.on, self.language)

    def me(self) -> Person | None:
        """The person whose e-mail the git identity has, as the register is now, whichever past is shown."""
        with self._turn:
            return self._present.me()

    def reload(self) -> frozenset[Place]:
        """Read what changed on disk, and say which records did."""
        with self._turn:
            changed = self._store.reload()
            if changed or self._store.today != self.view.on:  # a new day began while the app was open
                self.renew()
            return changed

    def read(self, kind: str, id: str) -> "Opened":
        """Read a record's file as it stands now."""
        with self._turn:
            return self._store.read(kind, id)

    def prepare(self, changes: ChangeSet) -> "Prepared":
        """Work out what a save would write; nothing is written."""
        with self._turn:
            from store.review.entering import prepare_entry  # noqa: PLC0415 - only saving asks for it

            return prepare_entry(self._store, changes)

    def goes_to_review(self, changes: ChangeSet) -> bool:
        """Whether a change would be written to a proposal and not to the main line."""
        from store.review.entering import is_protected  # noqa: PLC0415 - only saving asks for it

        return is_protected(self._store, changes)

    def save(self, changes: ChangeSet) -> "Saved":
        """Save and commit, on the main line or to the person's proposal (`Saved.proposal`)."""
        with self._turn:
            from store.review.entering import enter  # noqa: PLC0415 - only saving asks for it

            saved = enter(self._store, changes)
            self.renew()
            return saved

    def outside(self) -> tuple[OutsideChange, ...]:
        """What was changed outside and is not committed."""
        with self._turn:
            return self._store.outside()

    def save_outside(self, paths: Sequence[str], reason: str) -> "Saved":
        """Commit what was changed outside."""
        with self._turn:
            saved = self._store.save_outside(paths, reason)
            self.renew()
            return saved

    def finish(self, intent: Intent) -> str:
        """Finish a save that a kill cut off, and give the commit's id; empty where it had been committed."""
        with self._turn:
            commit = self._store.finish(intent)
            self.renew()
            return commit

    def put_back(self, intent: Intent) -> None:
        """Put the files of a save that a kill cut off back as they were."""
        with self._turn:
            self._store.roll_back(intent)
            self.renew()

    def check(self) -> list[Diagnostic]:
        """All diagnostics of the day."""
        with self._turn:
            return self._store.check(self.view.on)

    def log(self, *, paths: Sequence[str] = (), limit: int = 200, skip: int = 0) -> list[LoggedCommit]:
        """Commits, newest first, up to the past that is shown; git runs beside the store's turn, because it only reads."""
        revision = self.past.commit if self.past is not None else "HEAD"
        git = self._store.git
        found = log(git, paths=paths, limit=limit, skip=skip, revision=revision)
        return with_signatures(git, self._store.register, found)

    def details(self, commit: LoggedCommit) -> tuple[RecordDifference, ...]:
        """What one commit changed, field by field."""
        return next(details(self._store.git, [commit]))[1]

    def sync(
        self,
        progress: Callable[["Step"], None],
        cancelled: Callable[[], bool],
        *,
        choices: "Iterable[Choice]" = (),
        accept_broken: bool = False,
    ) -> "SyncResult":
        """Fetch, merge and push. Where it waits for decisions, what was chosen so far is in `choices` afterwards.

        Args:
            progress: told each step.
            cancelled: asked whether to give up.
            choices: what the person chose.
            accept_broken: merge although the merge alone breaks something.
        """
        from store.together.sharing import share  # noqa: PLC0415 - only this asks for it

        with self._turn:
            result = share(
                self._store, choices=choices, accept_broken=accept_broken, progress=progress, cancelled=cancelled
            )
            self.renew()
            if result.waits:
                self._recall()
            else:
                self.choices.clear()
            return result

    def _recall(self) -> None:
        """Take up what was chosen in the file of conflicts and not here."""
        from store.together.pending import read_choices  # noqa: PLC0415 - only a sync asks for it

        with suppress(Failure):
            for one in read_choices(self._store.location):
                self.choices.setdefault((one.path, tuple(str(step) for step in one.key)), one)

    def give_sync_up(self) -> None:
        """Forget a sync that waits for decisions."""
        from store.together.sharing import give_up  # noqa: PLC0415 - only this asks for it

        with self._turn:
            give_up(self._store)
            self.choices.clear()

    def sync_waits(self) -> bool:
        """Whether a sync waits for decisions."""
        from store.together.pending import waits  # noqa: PLC0415 - only this asks for it

        return self.past is None and waits(self._store.location)

    def look_back(self, text: str, cancelled: Callable[[], bool] = lambda: False) -> None:
        """Show the register as of a day or a commit, read-only, until `return_to_present`.

        Args:
            text: a day such as 2026-06-30, or whatever git takes for one commit.
            cancelled: asked once that past is read; True leaves what is shown as it is.

        Raises:
            UnknownRevision, NoCommitByThen: there is no such past.
        """
        from store.past.retrospect import look_back  # noqa: PLC0415 - only this asks for it

        store = look_back(self._present, text.strip())
        try:
            day = date.fromisoformat(text.strip())
        except ValueError:
            day = log(store.git, limit=1, revision=store.commit)[0].time.date()
        with self._turn:
            if cancelled():
                return
            self._store = store
            self.past = Past(store.commit, day)
            self.renew()

    def return_to_present(self) -> None:
        """Show the register as it is now."""
        with self._turn:
            self._store = self._present
            self.past = None
            self._store.reload()
            self.renew()

    def renew(self) -> None:
        """Show what the store holds now; whoever calls it has the turn."""
        self.view = View(self._store.register, self._store.today)
