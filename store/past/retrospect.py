"""A register as it was known at a commit or a day: the same face as an open one, read from git's objects, and never written.

Two times are kept apart: what was known (the commit) and what was true (the days inside records). `as of` chooses the first; the day that a question is
about is asked beside it.
"""

from datetime import date
from typing import ClassVar

from schema.check import check
from schema.diagnostic import Diagnostic
from schema.failure import Failure
from schema.identity import Place
from schema.severity import apply
from store.files import digest
from store.loading import Loaded
from store.location import Location
from store.outside import OutsideChange
from store.past.revision import resolve
from store.past.revision import zone_of
from store.past.snapshot import load_commit
from store.register import RegisterStore
from store.rejection import UnknownRecord
from store.saving import Opened


class InThePast(Failure):
    """The register is shown as of a day or a commit, and was to be changed."""

    code: ClassVar[str] = "F640"
    exit_code: ClassVar[int] = 2

    def __init__(self, commit: str) -> None:
        super().__init__(
            f"The register is shown as of commit {commit[:12]}; the past is not changed.",
            "Leave the past to change the register as it is.",
            message_zh=f"现在看的是提交 {commit[:12]} 时的台账；过去的记录不能改。",
            hint_zh="回到现在再修改。",
        )


class PastRegister(RegisterStore):
    """A register as of a commit."""

    def __init__(self, location: Location, loaded: Loaded, commit: str, day: date | None) -> None:
        """Hold a register of the past; `look_back` makes one.

        Args:
            location: where the register lies now.
            loaded: what the commit's files give.
            commit: full id of the commit.
            day: the day that was asked for; None where a commit was.
        """
        super().__init__(location, loaded, read_only=True)
        self.commit = commit
        self._day = day

    @property
    def read_only(self) -> tuple[Failure, ...]:
        """Why nothing may be written."""
        return (InThePast(self.commit),)

    @property
    def today(self) -> date:
        """The day that was asked for; else the register's own today."""
        return self._day or super().today

    def reload(self) -> frozenset[Place]:
        """The past does not change."""
        return frozenset()

    def read(self, kind: str, id: str) -> Opened:
        """A record's file as the commit holds it.

        Raises:
            UnknownRecord: there was none.
        """
        try:
            path = self.path_of(kind, id)
        except ValueError as error:
            raise UnknownRecord(kind, id) from error
        found = self.git.run("cat-file", "blob", f"{self.commit}:{path}", ok=(0, 128))
        if found.status:
            raise UnknownRecord(kind, id)
        return Opened(
            path, found.out.decode("utf-8-sig", "replace"), digest(found.out), found.out.decode("utf-8", "replace")
        )

    def check(self, on: date) -> list[Diagnostic]:
        """All diagnostics on a day; attachments lie in the work tree and are not looked at."""
        found = [*apply(self.register.settings, self.faults), *self._locate(check(self.register, on))]
        return sorted(found, key=lambda one: (one.path, one.line, one.code, one.dotted))

    def outside(self) -> tuple[OutsideChange, ...]:
        """Nothing of the past is changed outside."""
        return ()


def look_back(store: RegisterStore, text: str) -> PastRegister:
    """The register as of a commit or a day.

    Args:
        store: the register as it is.
        text: whatever git takes for one commit, or a day: the newest commit of the main line by the end of that day.

    Raises:
        UnknownRevision, NoCommitByThen: as named.
    """
    git = store.git
    commit = resolve(git, text, zone_of(store.register.settings.time_zone))
    loaded = load_commit(git, store.location, commit, keep=store.location.trusted)
    return PastRegister(store.location, loaded, commit, _day(text))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-06-30") else None
    except ValueError:
        return None
