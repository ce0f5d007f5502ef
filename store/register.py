"""A register on disk: open, read, check, save. The one face that the command line and the app see of the store.

Files are the truth and git is the record. A save is worked out (`store.saving`), written down as an intent, written to the
files, committed by git itself, and only then said to be saved; a kill in between is found at the next start.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from typing import Self
from zoneinfo import ZoneInfo
from zoneinfo import ZoneInfoNotFoundError

import msgspec

from schema.change import Attachment
from schema.change import ChangeSet
from schema.change import Verb
from schema.check import check
from schema.diagnostic import Diagnostic
from schema.failure import Failure
from schema.identity import SETTINGS
from schema.identity import Place
from schema.identity import path_of
from schema.kinds import KINDS
from schema.kinds.person import Person
from schema.register import Register
from schema.review import protected_kinds
from schema.severity import apply
from store.admission import refuse_outside
from store.attachment import take
from store.cache import Cache
from store.care import recovery
from store.care.verification import check_attachments
from store.commit import commit_paths
from store.draft import Drafts
from store.files import FileFailure
from store.files import Missing
from store.files import digest
from store.files import read
from store.files import sweep
from store.git import Git
from store.identifier import dated
from store.identifier import slug
from store.identity import Identity
from store.identity import identity
from store.journal import Intent
from store.journal import Journal
from store.loading import Loaded
from store.loading import load
from store.location import Location
from store.location import find
from store.location import read_head
from store.lock import RegisterLock
from store.objection import Protected
from store.outside import OutsideChange
from store.outside import describe
from store.outside import find_outside
from store.rejection import AskedReadOnly
from store.rejection import NewerRecord
from store.renaming import conclude
from store.saving import Opened
from store.saving import Prepared
from store.saving import SaveRefused
from store.saving import UnknownRecord
from store.saving import prepare
from store.signature import KeygenMissing
from store.signature import check_signatures
from store.together.moving import finish_move
from store.toml.text import decode
from store.toml.text import locate
from store.writing import as_written
from store.writing import write_and_commit


class Saved(NamedTuple):
    """What a save did."""

    commit: str
    """Full id of the commit."""
    summary: str
    """First line of its message."""
    paths: tuple[str, ...]
    proposal: str = ""
    """Name of the proposal that holds it; empty where it stands on the main line."""


class RegisterStore:
    """One opened register."""

    def __init__(
        self, location: Location, loaded: Loaded, *, read_only: bool = False, cache: Cache | None = None
    ) -> None:
        """Hold an opened register; `RegisterStore.open` opens one.

        Args:
            location: where it lies.
            loaded: what its files gave.
            read_only: whether every edit is refused, though it could be made.
            cache: remembers which attachments were found whole; None: each check reads them all.
        """
        self.location = location
        self._loaded = loaded
        self._asked_read_only = read_only
        self._cache = cache

    @classmethod
    def open(cls, start: Path, *, read_only: bool = False, cached: bool = True) -> Self:
        """Open the register around a folder.

        Args:
            start: the folder, or one inside the register.
            read_only: refuse every edit.
            cached: use what the files gave the last time for those that did not change.

        Raises:
            NotARegister: see store.location.find for this and the others.
        """
        location = find(start)
        if not location.read_only_reasons and not read_only:
            with suppress(FileFailure, OSError):
                sweep(location.top)
            with suppress(Failure):  # a move that cannot be finished now is said by the next sync
                if finish_move(location.git(), location):
                    location = find(start)
        linked = location.git_dir != location.common_dir
        cache = Cache(location.state_dir, location.git_dir.name if linked else "")
        cached = cached and location.trusted  # what a stranger's repository holds as a cache proves nothing
        known = cache.known() if cached else {}
        loaded = load(location.top, known)
        if cached:
            cache.keep(loaded.files, known)
        return cls(location, loaded, read_only=read_only, cache=cache if cached else None)

    # What it holds

    @property
    def register(self) -> Register:
        """The register's value at this moment."""
        return self._loaded.register

    @property
    def loaded(self) -> Loaded:
        """What the files gave, file by file."""
        return self._loaded

    @property
    def faults(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the files themselves."""
        return self._loaded.faults

    @property
    def newer(self) -> frozenset[Place]:
        """Records of a newer format version: shown, never edited."""
        return self._loaded.newer

    @property
    def language(self) -> str:
        """The register's language: `zh` or `en`."""
        return "en" if self.register.settings.language.startswith("en") else "zh"

    @property
    def today(self) -> date:
        """The demonstration's day where register.toml sets one, else the day of the register's time zone."""
        settings = self.register.settings
        if settings.demo is not None:
            return settings.demo.today
        try:
            zone = ZoneInfo(settings.time_zone) if settings.time_zone else None
        except (ZoneInfoNotFoundError, ValueError):
            zone = None
        return datetime.now(zone).astimezone(zone).date()

    @property
    def read_only(self) -> tuple[Failure, ...]:
        """Why nothing may be written; empty where everything may."""
        asked = (AskedReadOnly(),) if self._asked_read_only else ()
        newer = (NewerRecord(*SETTINGS),) if SETTINGS in self.newer else ()
        return (*asked, *newer, *self.location.read_only_reasons)

    @property
    def git(self) -> Git:
        """Git of the repository."""
        return self.location.git()

    @property
    def drafts(self) -> Drafts:
        """Drafts of open forms."""
        return Drafts(self.location.state_dir / "drafts")

    @property
    def journal(self) -> Journal:
        """Intents of saves that are under way."""
        return Journal(self._saves_dir)

    def reload(self) -> frozenset[Place]:
        """Read again what changed on disk.

        Returns:
            The places that differ; empty where nothing did.
        """
        self._loaded = load(self.location.top, self._loaded.files)
        return self._loaded.changed

    def path_of(self, kind: str, id: str) -> str:
        """Where a record's file lies, or would lie, from the top with `/`."""
        return self._loaded.misplaced.get((kind, id)) or path_of(kind, id)

    def read(self, kind: str, id: str) -> Opened:
        """Read a record's file as it stands now.

        Raises:
            UnknownRecord: there is none.
            FileFailure: it cannot be read.
            Unparseable: it is no text.
        """
        try:
            path = self.path_of(kind, id)
            data = read(self.location.top, path)
        except (Missing, ValueError) as error:
            raise UnknownRecord(kind, id) from error
        decode(data)  # says what is wrong with bytes that are no text
        return Opened(path, data.decode("utf-8-sig"), digest(data), data.decode())

    def check(self, on: date) -> list[Diagnostic]:
        """All diagnostics on a day, with path and line, by path, line and code. Nothing of the register is written."""
        said = [*self.faults, *self._locate(check_attachments(self.location.top, self.register, self._cache))]
        if self.location.runs_git:
            with suppress(KeygenMissing):  # without it nothing can be told of signatures
                said += check_signatures(self.git, self.location, self.register)
        found = [*apply(self.register.settings, said), *self._locate(check(self.register, on))]
        return sorted(found, key=lambda one: (one.path, one.line, one.code, one.dotted))

    def _locate(self, diagnostics: Iterable[Diagnostic]) -> Iterable[Diagnostic]:
        texts: dict[Place, tuple[str, str]] = {}
        for one in diagnostics:
            place = (one.kind, one.id)
            if place not in texts:
                texts[place] = self._text_of(one)
            path, text = texts[place]
            yield msgspec.structs.replace(one, path=path, line=locate(text, one.key) if text else 0)

    def _text_of(self, one: Diagnostic) -> tuple[str, str]:
        try:
            opened = self.read(one.kind, one.id)
        except Failure:
            return "", ""
        return opened.path, opened.text

    # Who works here

    def identity(self) -> Identity:
        """The git identity of who works here.

        Raises:
            NoIdentity: git knows none.
        """
        return identity(self.git)

    def me(self) -> Person | None:
        """The person whose e-mail the git identity has; None where nobody is known by it."""
        try:
            email = self.identity().email.casefold()
        except Failure:
            return None
        people = self.register.people.values()
        return next((person for person in people if email in {known.casefold() for known in person.emails}), None)

    def new_id(self, kind: str, *, title: str = "", day: date | None = None) -> str:
        """A free id for a new record: a slug of the title, or a date and six random characters.

        Args:
            kind: kind of the record.
            title: for named kinds, what the slug is made from.
            day: for dated kinds, the record's day; today where it is left out.
        """
        known = self.register.records.get(kind, {})
        taken = {*known, *(id_ for of, id_ in self.register.unreadable if of == kind)}
        if KINDS[kind].dated:
            return dated(day or self.today, taken)
        return slug(title, taken, fallback=kind)

    # Saving

    def take(self, file: Path, day: date) -> Attachment:
        """Read a file that is to be attached to a record; a change set brings it into the register.

        Args:
            file: a person's file, anywhere.
            day: of the evidence; it says the year under which the file will lie.

        Raises:
            Failure: see store.attachment.take.
        """
        return take(self.location.top, file, day.year)

    def prepare(self, changes: ChangeSet) -> Prepared:
        """Work out what a save would write, and check it. Nothing is written.

        Raises:
            StillNamed: a record that goes is named by others.
            Failure: see store.saving.prepare; also the first reason why nothing may be written here.
        """
        self._require_writable()
        places = [(change.kind, change.id) for change in changes.records]
        prepared = prepare(self._loaded, changes, {place: self.open_now(*place) for place in places})
        return conclude(self.register, prepared)

    def open_now(self, kind: str, id: str) -> Opened | None:
        """A record's file as it stands now; None where there is none."""
        try:
            return self.read(kind, id)
        except UnknownRecord:
            return None

    def save(self, changes: ChangeSet) -> Saved:
        """Write a change set and commit it: one act, one commit. When this returns, it is durable.

        Raises:
            Protected: a kind changes only through an approved proposal; `store.review.entering` writes to one.
            SaveRefused: the result would break rules that no save may break; nothing was written.
            RecordChanged: a file changed on disk since it was read; nothing was written.
            Failure: see store.saving.prepare, store.files.write and store.commit.commit_paths.
        """
        self._require_writable()
        if protected_kinds(self.register, (change.kind for change in changes.records)):
            raise Protected([self.path_of(change.kind, change.id) for change in changes.records])
        with self._lock("save"):
            if any(change.verb is Verb.REMOVE for change in changes.records):
                self.reload()  # somebody may have begun to name it
            prepared = self.prepare(changes)
            if prepared.refusals:
                raise SaveRefused(prepared.refusals)
            edits = [edit for edit in prepared.files if edit.before != edit.after]
            try:
                commit = write_and_commit(
                    self.git, self.location, self.journal, edits, prepared.message, changes.attachments
                )
            except Failure:
                with suppress(Failure):  # what was put back, and what was not, is what the files say
                    self.reload()
                raise
            self.location = replace(self.location, head=commit)
            self._loaded = as_written(self.location.top, prepared.loaded, {edit.path: edit.after for edit in edits})
        return Saved(commit, prepared.summary, tuple(edit.path for edit in edits))

    def _lock(self, purpose: str) -> RegisterLock:
        return RegisterLock(self.location, purpose=purpose)

    def _require_writable(self) -> None:
        for reason in self.read_only:
            raise reason

    # What was changed outside, and what a kill left behind

    def outside(self) -> tuple[OutsideChange, ...]:
        """What was changed outside dutybook and is not committed yet."""
        return find_outside(self.git, self.location) if self.location.runs_git else ()

    def save_outside(self, paths: Sequence[str], reason: str, *, overrides: Sequence[str] = ()) -> Saved:
        """Commit files that were changed outside, as they lie on disk. What cannot be read is committed too.

        Args:
            paths: from the top with `/`.
            reason: why, in the person's words.
            overrides: codes of refusals that the person overrides.

        Raises:
            SaveRefused: what came in breaks rules that no save may break (R6, R17); nothing was committed.
            Failure: see store.commit.commit_paths.
        """
        self._require_writable()
        with self._lock("save"):
            self.reload()
            chosen = [change for change in self.outside() if change.path in set(paths)]
            if protected := protected_kinds(self.register, (change.kind for change in chosen)):
                raise Protected([change.path for change in chosen if change.kind in protected])
            refused = [*refuse_outside(self.git, self.location, self._loaded, chosen)]
            overridden = sorted({one.code for one in refused}.intersection(overrides))
            if left := [one for one in refused if one.code not in overridden]:
                raise SaveRefused(tuple(left))
            summary, message = describe(chosen, reason, overridden)
            _, head = read_head(self.location)
            wanted = [change.path for change in chosen]
            commit = commit_paths(self.git, self.location, wanted, message, expected_head=head)
            self.location = replace(self.location, head=commit)
        return Saved(commit, summary, tuple(wanted))

    def unfinished(self) -> list[Intent]:
        """Saves that a kill cut off: to be finished or rolled back. Those of a living process are left out."""
        if not self.journal_exists:
            return []
        return [intent for intent in self.journal.unfinished() if not intent.alive]

    @property
    def journal_exists(self) -> bool:
        """Whether a save ever began here; asking makes no folder."""
        return self._saves_dir.is_dir()

    @property
    def _saves_dir(self) -> Path:
        # A linked work tree has files of its own: a save that was cut off there is not to be finished here.
        return self.location.git_dir / "dutybook" / "saves"

    def finish(self, intent: Intent) -> str:
        """Finish a save that was cut off: write what is missing and commit it.

        Returns:
            The commit's id; empty where the commit had been made already.

        Raises:
            ChangedOnDisk: somebody changed a file since; nothing is lost.
        """
        self._require_writable()
        with self._lock("finish a save"):
            commit = recovery.finish(self.git, self.location, self.journal, intent)
            self.location = find(self.location.top)
            self.reload()
        return commit

    def roll_back(self, intent: Intent) -> None:
        """Put the files of a save that was cut off back as they were, unless it was committed already.

        Raises:
            ChangedOnDisk: somebody changed a file since; nothing is lost.
        """
        self._require_writable()
        with self._lock("roll a save back"):
            recovery.roll_back(self.git, self.location, self.journal, intent)
            self.reload()
