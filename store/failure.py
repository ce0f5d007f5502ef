"""Why the store could not do what it was asked: one class per reason, each with its own sentence, hint and exit code.

Codes: F1xx the register can't be opened or written, F2xx git itself, F3xx locks, disk and saving, F4xx the remote.
Text of git, of hooks and of file names goes into messages as it came; front ends show it through
`schema.visible.visible`.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from schema.failure import Failure


class OpeningFailure(Failure):
    """Base of the reasons why a register can't be opened, or can't be written to."""

    exit_code: ClassVar[int] = 3


class NotARegister(OpeningFailure):
    """No register.toml in the folder or above it."""

    code: ClassVar[str] = "F101"

    def __init__(self, start: Path) -> None:
        super().__init__(
            f"No register.toml in {start} or in a folder above it.",
            f"Make a register with `dutybook init {start}`, fetch one with `dutybook clone URL DIR`, or give its folder.",
        )


class EmptyDirectory(OpeningFailure):
    """The folder holds nothing at all."""

    code: ClassVar[str] = "F102"

    def __init__(self, start: Path) -> None:
        super().__init__(
            f"The folder {start} is empty.",
            f"Make a register in it with `dutybook init {start}`, or fetch one with `dutybook clone URL {start}`.",
        )


class FolderMissing(OpeningFailure):
    """The folder named does not exist, or is a file."""

    code: ClassVar[str] = "F103"

    def __init__(self, start: Path) -> None:
        super().__init__(f"There is no folder {start}.", "Look at the spelling, or make it with `dutybook init DIR`.")


class NotARepository(OpeningFailure):
    """A register outside any git repository: readable, without history."""

    code: ClassVar[str] = "F104"

    def __init__(self, top: Path) -> None:
        super().__init__(
            f"{top} holds a register but is no git repository, so nothing can be saved and there is no history.",
            f"Run `git init {top}`, then `dutybook save --why ...`.",
        )


class NestedRegister(OpeningFailure):
    """A register below the top of its repository."""

    code: ClassVar[str] = "F105"

    def __init__(self, top: Path, work_tree: Path) -> None:
        super().__init__(
            f"The register {top} is not at the top of its repository ({work_tree}), so it opens for reading only.",
            "A register has a repository of its own: move it to the top of one.",
        )


class NoCommitsYet(OpeningFailure):
    """The branch has no commit, and what was asked for needs one."""

    code: ClassVar[str] = "F106"

    def __init__(self, branch: str) -> None:
        super().__init__(f"The branch {short(branch)} has no commit yet.", "Save once: `dutybook save --why ...`.")


class DetachedHead(OpeningFailure):
    """HEAD names a commit and no branch."""

    code: ClassVar[str] = "F107"

    def __init__(self, head: str) -> None:
        super().__init__(
            f"The repository stands on the single commit {head[:12]} and on no branch (detached HEAD).",
            "Go back to the main line first: `git switch main`.",
        )


class HalfDoneOperation(OpeningFailure):
    """A merge, rebase, cherry-pick, revert or bisect was begun by hand and not finished."""

    code: ClassVar[str] = "F108"

    def __init__(self, operation: str, finish: str) -> None:
        super().__init__(f"A {operation} was begun in this repository and is not finished.", f"{finish}")
        self.operation = operation
        """`merge`, `rebase`, `cherry-pick`, `revert`, `patch series` or `bisect`."""


class Untrusted(OpeningFailure):
    """The repository names programs to run, and nobody has said that it may."""

    code: ClassVar[str] = "F109"

    def __init__(self, top: Path, runs: Sequence[str]) -> None:
        super().__init__(
            f"The repository {top} would run programs of its own, so it opens for reading only: {'; '.join(runs)}.",
            "If you know where it comes from and want it to run them: `dutybook trust`.",
        )
        self.runs = tuple(runs)
        """What it would run, in plain words."""


class ForeignOwner(OpeningFailure):
    """The repository belongs to another user of this machine."""

    code: ClassVar[str] = "F110"

    def __init__(self, path: Path, owner: str) -> None:
        super().__init__(
            f"{path} belongs to another user ({owner}), so git is not run in it: files can be read, history can't.",
            f"If that is as it should be: `git config --global --add safe.directory {path}`.",
        )


class UnsupportedLayout(OpeningFailure):
    """A repository whose form dutybook doesn't write: bare, partial, sparse, sha256, reftable, unknown extension."""

    code: ClassVar[str] = "F111"

    def __init__(self, what: str, hint: str = "Clone it plainly: `dutybook clone URL DIR`.") -> None:
        super().__init__(f"dutybook can't write to this repository: {what}.", hint)


class BareRepository(UnsupportedLayout):
    """A repository without files to edit."""

    code: ClassVar[str] = "F114"

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is bare, without files to edit", f"Clone it: `dutybook clone {path} DIR`.")


class BrokenRepository(UnsupportedLayout):
    """A git directory that git itself can't read."""

    code: ClassVar[str] = "F115"

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path} is no whole git directory ({why})", "Look at it with `git status`.")


class ReadOnly(OpeningFailure):
    """The disk, the folder or the file can't be written."""

    code: ClassVar[str] = "F112"

    def __init__(self, path: Path | str, why: str = "") -> None:
        super().__init__(
            f"{path} can't be written{f' ({why})' if why else ''}.",
            "Look at who owns it and how the disk is mounted; reading goes on.",
        )
        self.path = str(path)
        """What could not be written."""


class AlreadyThere(OpeningFailure):
    """A repository was to be made where something stands already."""

    code: ClassVar[str] = "F113"
    exit_code: ClassVar[int] = 2

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path} {what}.", "Choose another folder; nothing was changed.")


class GitFailed(Failure):
    """Git ended with an error that has no class of its own."""

    code: ClassVar[str] = "F201"

    def __init__(self, args: Sequence[str], status: int, err: str) -> None:
        words = err.strip() or "it said nothing"
        super().__init__(f"`git {' '.join(args[:3])}` failed with status {status}: {words}")
        self.arguments = tuple(args)
        """The arguments given to git, without the fixed ones."""
        self.status = status
        """Exit status; negative for the signal that ended it."""
        self.err = err
        """What git wrote to its error stream."""


class GitTimedOut(Failure):
    """Git didn't end in time and was stopped."""

    code: ClassVar[str] = "F202"

    def __init__(self, args: Sequence[str], seconds: float, err: str = "") -> None:
        said = f" It last said: {err.strip().splitlines()[-1]}" if err.strip() else ""
        super().__init__(
            f"`git {' '.join(args[:1])}` did not end within {seconds:g} s and was stopped.{said}",
            "Try again; if it stays so, run the same command by hand to see what it waits for.",
        )
        self.err = err
        """What git had written to its error stream until then."""


class GitCancelled(Failure):
    """The person asked to stop."""

    code: ClassVar[str] = "F203"

    def __init__(self, args: Sequence[str]) -> None:
        super().__init__(f"`git {' '.join(args[:1])}` was stopped at your request.")


class GitMissing(Failure):
    """There is no git on this machine."""

    code: ClassVar[str] = "F204"

    def __init__(self) -> None:
        super().__init__("git was not found on the search path.", "Install git 2.38 or newer.")


class GitTooOld(Failure):
    """The git found is older than what dutybook needs."""

    code: ClassVar[str] = "F205"

    def __init__(self, found: str) -> None:
        super().__init__(f"git {found} is too old.", "Install git 2.38 or newer.")
        self.found = found
        """The version found, as git wrote it."""


class NoIdentity(Failure):
    """Git knows no name or e-mail to write into the commit."""

    code: ClassVar[str] = "F206"

    def __init__(self) -> None:
        super().__init__(
            "git doesn't know who you are, so nothing was committed.",
            'Tell it once: `git config --global user.name "Your Name"` and '
            "`git config --global user.email you@example.org`.",
        )


class Locked(Failure):
    """Another program is writing to the register just now."""

    code: ClassVar[str] = "F301"

    def __init__(self, lock: Path, holder: str, waited: float) -> None:
        super().__init__(
            f"The register is being written by {holder} ({lock}, waited {waited:.0f} s); nothing was changed.",
            "Try again in a moment.",
        )
        self.lock = lock
        """The lock file in the way."""


class StaleLock(Failure):
    """A lock of git's stands, and nobody seems to hold it any more."""

    code: ClassVar[str] = "F302"

    def __init__(self, lock: Path, age: float) -> None:
        super().__init__(
            f"git's lock {lock} is {age:.0f} s old and no running git is seen to hold it; nothing was changed.",
            "`dutybook doctor` looks again and offers to remove it.",
        )
        self.lock = lock
        """The lock file in the way."""
        self.age = age
        """Seconds since it was made."""


class LockHeld(Failure):
    """A lock was to be removed that a running program holds."""

    code: ClassVar[str] = "F303"

    def __init__(self, lock: Path, holder: str) -> None:
        super().__init__(f"{lock} is held by {holder}, so it was left alone.", "Wait until that program has ended.")


class LockUnsupported(Failure):
    """The file system can't lock, so two writers could not be kept apart."""

    code: ClassVar[str] = "F304"
    exit_code: ClassVar[int] = 3

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"The disk that holds {path} can't lock files ({why}), so dutybook doesn't write there.",
            "Keep the clone on a local disk and sync it.",
        )


class DiskFull(Failure):
    """No space, or the quota is used up."""

    code: ClassVar[str] = "F305"

    def __init__(self, path: Path | str, why: str = "no space left") -> None:
        super().__init__(f"The disk is full at {path} ({why}); nothing was committed.", "Make space, then save again.")
        self.path = str(path)
        """Where the space ran out."""


class DiskFailed(Failure):
    """The disk or the system refused a read or a write for a reason of its own."""

    code: ClassVar[str] = "F306"

    def __init__(self, path: Path | str, why: str) -> None:
        super().__init__(f"{path}: {why}.", "Look at the disk before you go on; nothing was committed.")


class ChangedOnDisk(Failure):
    """What is on disk is not what was read: somebody else wrote in between."""

    code: ClassVar[str] = "F307"
    exit_code: ClassVar[int] = 1

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(f"Changed by somebody else since it was read: {names(paths)}.", "Look at both, then save.")
        self.paths = tuple(paths)
        """The files, from the register's top."""


class HeadMoved(Failure):
    """Another commit came onto the branch since the register was read."""

    code: ClassVar[str] = "F308"
    exit_code: ClassVar[int] = 1

    def __init__(self, expected: str | None, found: str | None) -> None:
        super().__init__(
            f"The branch stands at {brief(found)}, not at {brief(expected)} as it was read; nothing was committed.",
            "Read the register again, look at your change, and save.",
        )
        self.expected = expected
        """The commit that was read; None for a branch without one."""
        self.found = found
        """The commit that stands there now."""


class NothingToCommit(Failure):
    """The files named hold just what the last commit holds."""

    code: ClassVar[str] = "F309"
    exit_code: ClassVar[int] = 2

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(f"Nothing to save: {names(paths)} is as it was committed.", "")


class HookRefused(Failure):
    """A hook of the user's own stopped the commit."""

    code: ClassVar[str] = "F310"
    exit_code: ClassVar[int] = 1

    def __init__(self, hooks: Sequence[str], words: str) -> None:
        said = words.strip() or "it gave no reason"
        super().__init__(f"A hook of this repository ({', '.join(hooks)}) refused the commit: {said}")
        self.words = words
        """What the hook wrote."""


class SigningFailed(Failure):
    """The commit was to be signed and could not be."""

    code: ClassVar[str] = "F311"

    def __init__(self, words: str) -> None:
        super().__init__(
            f"The commit could not be signed: {words.strip()}",
            "Unlock the key (`ssh-add`) or touch it, then save again; a key that asks for a passphrase can't ask here.",
        )


class IndexConflict(Failure):
    """The index holds unmerged entries of a merge by hand."""

    code: ClassVar[str] = "F312"
    exit_code: ClassVar[int] = 1

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(
            f"An unfinished merge is left in the index: {names(paths)}.",
            "Settle these files with `git add`, or give the merge up with `git merge --abort`.",
        )


def short(reference: str) -> str:
    """Write a full reference name as people say it: `refs/heads/main` becomes `main`."""
    return reference.removeprefix("refs/heads/").removeprefix("refs/remotes/")


def brief(commit: str | None) -> str:
    """Write a commit id short; `no commit` for None."""
    return commit[:12] if commit else "no commit"


def names(paths: Sequence[str], most: int = 5) -> str:
    """List file names for a sentence, the first `most` of them and how many more."""
    listed = ", ".join(paths[:most])
    return f"{listed} and {len(paths) - most} more" if len(paths) > most else listed
