"""Why syncing stopped: what the remote, or the two histories, said no to. Part of `store.failure`, codes F4xx."""

from collections.abc import Sequence
from typing import ClassVar

from schema.failure import Failure
from store.failure import brief
from store.failure import names
from store.failure import short


class NoRemote(Failure):
    """The repository has no remote of that name."""

    code: ClassVar[str] = "F401"
    exit_code: ClassVar[int] = 2

    def __init__(self, remote: str) -> None:
        super().__init__(
            f'There is no remote called "{remote}" to sync with.', f"Name one: `git remote add {remote} URL`."
        )


class AddressRefused(Failure):
    """The address is of a form that dutybook doesn't hand to git."""

    code: ClassVar[str] = "F402"
    exit_code: ClassVar[int] = 2

    def __init__(self, address: str, why: str) -> None:
        super().__init__(
            f'The address "{address}" is not taken: {why}.',
            "Use https://host/path, ssh://user@host/path, user@host:path, or an absolute path.",
        )


class RemoteUnreachable(Failure):
    """No answer, or none that is git's: network, name, TLS, server down, no repository at that place."""

    code: ClassVar[str] = "F403"

    def __init__(self, remote: str, words: str) -> None:
        super().__init__(
            f'"{remote}" could not be reached: {words.strip() or "it did not answer"}',
            "Work goes on offline; sync again when the connection is back, or look at `git remote -v`.",
        )
        self.words = words
        """What git or the server wrote."""


class CredentialsMissing(Failure):
    """The remote wants a key, a password or a known host key, and dutybook never asks for one."""

    code: ClassVar[str] = "F404"

    def __init__(self, remote: str, words: str) -> None:
        super().__init__(
            f'"{remote}" did not let you in: {words.strip()}',
            f"Run `git fetch {remote}` once in a terminal: git asks there, and can remember. For ssh, `ssh-add` the key.",
        )
        self.words = words
        """What git or the server wrote."""


class RemoteRefused(Failure):
    """The server looked at the push and declined it, by a hook or a setting."""

    code: ClassVar[str] = "F405"
    exit_code: ClassVar[int] = 1

    def __init__(self, remote: str, reason: str, words: str) -> None:
        said = f" It said:\n{words.strip()}" if words.strip() else ""
        super().__init__(
            f'"{remote}" refused the push: {reason}.{said}',
            "Your commits are safe here. Correct what it names, save, and sync again.",
        )
        self.reason = reason
        """Git's reason, such as `pre-receive hook declined`."""
        self.words = words
        """What the server's hook wrote, without git's `remote:` marks."""


class NotFastForward(Failure):
    """Others kept pushing first, each time we tried."""

    code: ClassVar[str] = "F406"

    def __init__(self, remote: str, tries: int) -> None:
        super().__init__(
            f'Somebody else pushed to "{remote}" first, {tries} times running.', "Sync again; your commits are safe."
        )


class UpstreamRewritten(Failure):
    """The remote branch no longer holds what it held when last seen: rewritten, rolled back or deleted."""

    code: ClassVar[str] = "F407"
    exit_code: ClassVar[int] = 1

    def __init__(self, remote: str, branch: str, seen: str, found: str | None) -> None:
        now = f"stands at {brief(found)}" if found else "is gone"
        super().__init__(
            f'The history of "{short(branch)}" on "{remote}" was changed: {brief(seen)} was seen there, now it {now} '
            "and does not follow from that. Nothing was taken over and nothing was sent.",
            "Ask who did it and why before you go on; your clone may hold the only copy of what is missing.",
        )
        self.seen = seen
        """The tip last seen on the remote."""
        self.found = found
        """The tip there now; None if the branch is gone."""


class Diverged(Failure):
    """Both sides have commits that the other lacks."""

    code: ClassVar[str] = "F408"
    exit_code: ClassVar[int] = 1

    def __init__(self, remote: str, ours: int, theirs: int) -> None:
        super().__init__(
            f'You have {ours} commit(s) that "{remote}" lacks, and it has {theirs} that you lack. Nothing was changed.',
            "This version doesn't merge yet: `git merge` by hand, look with `dutybook check`, then sync.",
        )
        self.ours = ours
        """Commits only here."""
        self.theirs = theirs
        """Commits only there."""


class UnrelatedHistories(Failure):
    """The two histories have no commit in common."""

    code: ClassVar[str] = "F409"
    exit_code: ClassVar[int] = 1

    def __init__(self, remote: str) -> None:
        super().__init__(
            f'The history on "{remote}" and the one here have nothing in common. Nothing was changed.',
            "Probably the wrong address, or a register made twice: look at `git remote -v`.",
        )


class ShallowHistory(Failure):
    """The clone holds only the newest commits, so it can't be told how the two sides lie to each other."""

    code: ClassVar[str] = "F410"
    exit_code: ClassVar[int] = 1

    def __init__(self, remote: str) -> None:
        super().__init__(
            "This clone was made shallow: the older commits needed for syncing are missing.",
            f"Fetch them once: `git fetch --unshallow {remote}`.",
        )


class WorkTreeInTheWay(Failure):
    """Files changed outside the register's saves would be overwritten by what came from the remote."""

    code: ClassVar[str] = "F411"
    exit_code: ClassVar[int] = 1

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(
            f"Changed here and not saved, and changed on the remote too: {names(paths)}. Nothing was overwritten.",
            "Save them first (`dutybook save --why ...`) or put them aside, then sync again.",
        )
        self.paths = tuple(paths)
        """The files in the way, from the register's top."""


class OtherBranch(Failure):
    """The work tree stands on another branch than the one to sync."""

    code: ClassVar[str] = "F412"
    exit_code: ClassVar[int] = 2

    def __init__(self, wanted: str, found: str | None) -> None:
        stands = f"on {short(found)}" if found else "on no branch"
        super().__init__(
            f'"{wanted}" was to be synced, but the work tree stands {stands}.', f"`git switch {wanted}` first."
        )


class BadName(Failure):
    """A branch or remote name that git doesn't take, or that could be read as an option."""

    code: ClassVar[str] = "F413"
    exit_code: ClassVar[int] = 2

    def __init__(self, what: str, name: str) -> None:
        super().__init__(f'"{name}" is no name for a {what}.', "Look at `[sync]` in register.toml.")
