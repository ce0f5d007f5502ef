"""What the remote holds, and what was last seen there: the memory that notices a rewritten or rolled-back upstream.

The note lies in the state folder, `seen.json`: remote and branch to the commit last taken over or sent.
"""

import os
import re
import tempfile
from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path

import msgspec

from store.address import WITH_CREDENTIALS
from store.address import WITH_CREDENTIALS_ZH
from store.address import check_address
from store.complaint import holds_secret
from store.complaint import name_disk_error
from store.complaint import name_network_complaint
from store.failure import GitFailed
from store.failure import GitTimedOut
from store.founding import check_branch
from store.git import Git
from store.git import Result
from store.location import Location
from store.location import read_reference
from store.lock import wait_for_git
from store.refusal import AddressRefused
from store.refusal import BadName
from store.refusal import NoRemote
from store.refusal import UpstreamRewritten

_REMOTE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True)
class Network:
    """How commands that use the network are run."""

    environment: Mapping[str, str] = field(default_factory=dict)
    """More variables for them."""
    deadline: float = 60.0
    """Seconds for each of them."""
    cancelled: Callable[[], bool] = lambda: False
    """True to give up."""


@dataclass(frozen=True)
class Upstream:
    """A branch of a remote, and how to reach it."""

    git: Git
    """Git of this clone."""
    location: Location
    """This clone."""
    remote: str
    """Name of the remote, `origin` mostly."""
    branch: str
    """Short name of the branch, here and there."""
    network: Network
    """How to use the network."""

    @property
    def reference(self) -> str:
        """Full name of the branch."""
        return f"refs/heads/{self.branch}"

    @property
    def tracking(self) -> str:
        """Full name of the reference that keeps the remote's tip here."""
        return f"refs/remotes/{self.remote}/{self.branch}"

    def fetch(self) -> str | None:
        """Fetch the branch.

        Returns:
            Its tip on the remote; None if there is no such branch there.

        Raises:
            RemoteUnreachable, CredentialsMissing, GitCancelled, DiskFull, ReadOnly, GitFailed: as named.
        """
        wanted = f"+{self.reference}:{self.tracking}"
        options = ["--no-tags", "--no-write-fetch-head", "--no-auto-maintenance", "--no-recurse-submodules", "--quiet"]
        try:
            try:
                wait_for_git(self.location, lambda: self._call("fetch", *options, "--", self.remote, wanted))
            except GitFailed as failure:
                if "but expected" not in failure.err:
                    raise
                self._call("fetch", *options, "--", self.remote, wanted)  # another fetch came first
        except GitFailed as failure:
            if "couldn't find remote ref" in failure.err:
                return None
            raise name_network_complaint(failure, self.remote, self.location.top) from failure
        except GitTimedOut as failure:
            raise name_network_complaint(failure, self.remote, self.location.top) from failure
        return read_reference(self.location.common_dir, self.tracking)

    def push(self, commit: str) -> tuple[str, str]:
        """Offer a commit to the remote branch, never by force.

        Returns:
            Git's flag for the reference (` ` moved on, `*` new, `=` there already, `!` refused) with its reason,
            and the words of the server.

        Raises:
            GitTimedOut, GitFailed: before the server could answer for the reference.
        """
        answer = self._call(
            *("push", "--porcelain", "--no-follow-tags", "--recurse-submodules=no", "--no-signed"),
            *("--", self.remote, f"{commit}:{self.reference}"),
            ok=(0, 1),
        )
        for line in answer.text.split("\n"):
            flag, _, rest = line.partition("\t")
            name, _, reason = rest.partition("\t")
            if len(flag) == 1 and name.endswith(f":{self.reference}"):
                return flag + reason, answer.err
        raise GitFailed(["push"], answer.status, answer.err)

    def fetch_below(self, prefix: str) -> None:
        """Fetch every branch whose name begins with a prefix such as `proposal/`; those that are gone there go here too.

        Raises:
            RemoteUnreachable, CredentialsMissing, GitCancelled, DiskFull, ReadOnly, GitFailed: as named.
        """
        wanted = f"+refs/heads/{prefix}*:refs/remotes/{self.remote}/{prefix}*"
        options = ["--no-tags", "--no-write-fetch-head", "--no-auto-maintenance", "--no-recurse-submodules", "--quiet"]
        try:
            wait_for_git(self.location, lambda: self._call("fetch", "--prune", *options, "--", self.remote, wanted))
        except (GitFailed, GitTimedOut) as failure:
            raise name_network_complaint(failure, self.remote, self.location.top) from failure

    def push_branches(self, names: Sequence[str]) -> dict[str, str]:
        """Offer branches of ours to the remote, never by force.

        Args:
            names: short names.

        Returns:
            What the server said of each that it did not take, by name; empty where it took all.

        Raises:
            RemoteUnreachable, CredentialsMissing, GitCancelled, GitFailed: before the server could answer.
        """
        refs = [f"refs/heads/{name}:refs/heads/{name}" for name in names]
        options = ["--porcelain", "--no-follow-tags", "--recurse-submodules=no", "--no-signed"]
        try:
            answer = self._call("push", *options, "--", self.remote, *refs, ok=(0, 1))
        except (GitFailed, GitTimedOut) as failure:
            raise name_network_complaint(failure, self.remote, self.location.top) from failure
        refused = {}
        for line in answer.text.split("\n"):
            flag, _, rest = line.partition("\t")
            name, _, reason = rest.partition("\t")
            if flag == "!":
                refused[name.rpartition(":refs/heads/")[2]] = reason
        return refused

    def ask_tip(self) -> str | None:
        """Ask the remote for the branch's tip without fetching it; None if it has none, or gives no answer."""
        try:
            text = self._call("ls-remote", "--quiet", "--", self.remote, self.reference).text
        except (GitFailed, GitTimedOut):
            return None
        return text.split("\t", 1)[0] or None

    def seen(self) -> str | None:
        """Give the tip last seen on the remote: as noted, or as the tracking reference says; None if never."""
        noted = _load(self._note).get(self._key)
        return noted or read_reference(self.location.common_dir, self.tracking)

    def note(self, tip: str) -> None:
        """Remember a tip as seen, after it was taken over or sent.

        Raises:
            DiskFull, ReadOnly, DiskFailed: the note can't be written.
        """
        notes = _load(self._note)
        if notes.get(self._key) != tip:
            _store(self._note, {**notes, self._key: tip})

    def check_memory(self, tip: str | None, seen: str | None) -> None:
        """Make sure that the remote still holds what was seen there.

        Raises:
            UpstreamRewritten: it doesn't.
        """
        if seen is None or tip == seen:
            return
        if tip is None or not is_ancestor(self.git, seen, tip):
            raise UpstreamRewritten(self.remote, self.reference, seen, tip)

    @property
    def _key(self) -> str:
        return f"{self.remote} {self.reference}"

    @property
    def _note(self) -> Path:
        return self.location.state_dir / "seen.json"

    def _call(self, *args: str, ok: tuple[int, ...] = (0,)) -> Result:
        network = self.network
        return self.git.run(
            *args, deadline=network.deadline, environment=network.environment, cancelled=network.cancelled, ok=ok
        )


def check_remote(git: Git, remote: str, branch: str) -> None:
    """Make sure that the remote and branch names are sound and that its addresses may be handed to git.

    Raises:
        BadName: remote or branch is no name.
        NoRemote: there is no remote of that name.
        AddressRefused: one of its addresses is of a form that dutybook doesn't use.
    """
    if not _REMOTE.fullmatch(remote) or ".." in remote:
        raise BadName("remote", remote)
    check_branch(git, branch)
    addresses = []
    for way in ((), ("--push",)):
        listed = git.run("remote", "get-url", "--all", *way, "--", remote, ok=(0, 2, 128))
        if listed.status:
            if holds_secret(listed.err):
                raise AddressRefused(remote, WITH_CREDENTIALS, why_zh=WITH_CREDENTIALS_ZH)
            raise NoRemote(remote)
        addresses += listed.text.split("\n")
    for address in addresses:
        check_address(address)


def is_ancestor(git: Git, older: str, newer: str) -> bool:
    """Whether one commit lies in the history of another; False too where one of them is missing here."""
    return git.run("merge-base", "--is-ancestor", older, newer, ok=(0, 1, 128)).status == 0


def _load(path: Path) -> dict[str, str]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    except (OSError, msgspec.DecodeError):
        return {}


def _store(path: Path, notes: dict[str, str]) -> None:
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix="seen-", delete=False) as file:
            file.write(msgspec.json.encode(notes))
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)
    except OSError as error:
        raise name_disk_error(error, path) from error
