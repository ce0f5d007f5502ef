"""What was changed outside dutybook and is not committed yet: Today shows it, `dutybook save` commits it with a reason."""

from collections.abc import Iterable
from collections.abc import Sequence
from typing import Literal
from typing import NamedTuple

from schema.identity import place_of
from store.git import NO_GITLINKS
from store.git import Git
from store.location import Location
from store.message import LONGEST_SUMMARY
from store.message import compose
from store.message import cut

_NAMED = 3
"""Most files that the first line names one by one."""


class OutsideChange(NamedTuple):
    """One file that differs from the last commit."""

    path: str
    """From the register's top, with `/`."""
    kind: str
    """Kind of the record; empty for a file that names none, such as an attachment."""
    id: str
    status: Literal["changed", "added", "removed"]

    @property
    def bears(self) -> bool:
        """Whether anything that the register says can rest on it: a document that somebody exported beside the records does not."""
        return bool(self.kind) or self.path.startswith("attachments/")

    @property
    def is_meant(self) -> bool:
        """Whether it is saved without being named: a new file that the register does not rest on is not."""
        return self.bears or self.status != "added"


def find_outside(git: Git, location: Location) -> tuple[OutsideChange, ...]:
    """List the register's files that differ from HEAD, untracked ones included.

    Args:
        git: git of the repository.
        location: where the register lies.
    """
    prefix = location.top.relative_to(location.work_tree).as_posix()
    prefix = "" if prefix == "." else f"{prefix}/"
    # Untracked folders whole and no pathspec: anything else goes past git's cache of untracked files.
    form = ("--porcelain=v2", "-z", "--untracked-files=normal", "--no-renames", NO_GITLINKS)
    entries = _lines(git.run("status", *form).out)
    folders = [entry[2:] for entry in entries if entry.startswith("? ") and entry.endswith("/")]
    if folders:
        inside = git.run("ls-files", "-z", "--others", "--exclude-standard", "--", *folders).out
        entries += [f"? {path}" for path in _lines(inside)]
    found: dict[str, OutsideChange] = {}
    for change in (_read(entry, prefix) for entry in entries if not entry.endswith("/")):
        if change is not None:
            # Taken out of the index and still there, a file is listed twice.
            found[change.path] = change._replace(status="changed") if change.path in found else change
    return tuple(sorted(found.values()))


def describe(changes: Sequence[OutsideChange], reason: str, overrides: Iterable[str] = ()) -> tuple[str, str]:
    """The commit message for files that were changed outside: its first line, and all of it.

    Args:
        changes: the files.
        reason: why, in the person's words.
        overrides: codes of refusals that the person overrode.
    """
    names = ", ".join(f"{change.kind}({change.id})" if change.id else change.path for change in changes)
    summary = f"save: {names}" if len(changes) <= _NAMED else f"save: {len(changes)} files changed outside"
    summary = cut(summary, LONGEST_SUMMARY)
    places = [(change.kind, change.id) for change in changes if change.kind]
    return summary, compose(summary, reason, "save", places, overrides)


def _lines(out: bytes) -> list[str]:
    return [entry for entry in out.decode(errors="surrogateescape").split("\0") if entry]


def _read(entry: str, prefix: str) -> OutsideChange | None:
    sort, _, rest = entry.partition(" ")
    if sort == "?":
        path, status = rest, "??"
    elif sort in {"1", "u"}:
        # "1 XY sub mH mI mW hH hI path", "u XY sub m1 m2 m3 mW h1 h2 h3 path"
        fields = rest.split(" ", 7 if sort == "1" else 9)
        status, path = fields[0], fields[-1]
    else:
        return None
    if not path.startswith(prefix) or status == "AD":  # staged and deleted again: nowhere, as before
        return None
    path = path.removeprefix(prefix)
    kind, id_ = place_of(path) or ("", "")
    return OutsideChange(path, kind, id_, _say(status))


def _say(status: str) -> Literal["changed", "added", "removed"]:
    if status == "??" or "A" in status:
        return "added"
    return "removed" if "D" in status else "changed"
