"""Signatures of commits, held against the keys in people/: one `git log` for many, one answer of a closed set for each.

git says of each whether it fits and which key made it; it is given no list of signers, so that its answer depends on the commit alone and may be kept.
Whose key that is, and whether it was valid that day, is judged by schema.signers from a register that the caller trusts: HEAD's where people look at
history, the old tip's at the server. Neither what a push brings nor the dates that ssh-keygen compares have a say.
"""

import shutil
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC
from datetime import date
from datetime import datetime
from pathlib import Path
from typing import ClassVar
from typing import Final
from typing import NamedTuple

import msgspec

from schema.diagnostic import Diagnostic
from schema.failure import Failure
from schema.marks import Signature
from schema.register import Register
from schema.rules.signatures import tell_signature
from schema.signers import Proof
from schema.signers import Signers
from schema.signers import Soundness
from store.git import Git
from store.location import Location
from store.past.logbook import LoggedCommit
from store.past.logbook import moment
from store.past.revision import zone_of
from store.toml.text import plain

MOST: Final = 1_000
"""Newest commits of the main line whose signatures the check looks at."""
_KEPT: Final = "signatures.msgpack"
_SETTINGS: Final = (
    "gpg.ssh.allowedSignersFile=/dev/null",
    "gpg.ssh.program=ssh-keygen",
    "gpg.program=false",
    "gpg.openpgp.program=false",
    "gpg.x509.program=false",
)
CONFIG: Final = tuple(part for setting in _SETTINGS for part in ("-c", setting))
"""Before a command: signatures are looked at by ssh-keygen alone, whatever the repository names, and no list of signers counts."""
_FORMAT: Final = "--format=%H%x1f%G?%x1f%GF%x1f%cd%x1f%an%x1f%ae"
_READ: Final = ("log", "--no-walk=unsorted", "--no-show-signature", "--date=raw", _FORMAT, "--stdin")
_SOUNDNESS: Final = {"N": Soundness.NONE, "G": Soundness.SOUND, "U": Soundness.SOUND, "E": Soundness.FOREIGN}


class KeygenMissing(Failure):
    """There is no ssh-keygen, so no signature can be looked at."""

    code: ClassVar[str] = "F441"

    def __init__(self) -> None:
        super().__init__(
            "No ssh-keygen was found on the search path, so signatures can be neither made nor verified.",
            "Install OpenSSH 8.1 or newer.",
            message_zh="在搜索路径上没有找到 ssh-keygen，无法签名，也无法验证签名。",
            hint_zh="请安装 OpenSSH 8.1 或更新版本。",
        )


class SignedCommit(NamedTuple):
    """What git says of one commit and its signature."""

    commit: str
    """Full id."""
    proof: Proof
    time: datetime
    """The committer's time, with its zone."""
    author: str
    email: str


def read_signatures(git: Git, commits: Sequence[str]) -> list[SignedCommit]:
    """What git says of the signatures of some commits. One process, which starts ssh-keygen for each that is signed.

    Args:
        git: git of the repository; nothing that the repository names is run.
        commits: full ids.

    Raises:
        KeygenMissing: there is no ssh-keygen.
    """
    if not commits:
        return []
    asked = "".join(f"{commit}\n" for commit in commits).encode()
    out = git.run(*CONFIG, *_READ, stdin=asked, deadline=600.0).out.decode(errors="replace")
    found = [_read(line) for line in out.split("\n") if line.count("\x1f") >= 5]
    if any(one.proof.soundness is Soundness.BAD for one in found) and shutil.which("ssh-keygen") is None:
        raise KeygenMissing  # git calls a signature bad that it could not look at
    return found


def _read(line: str) -> SignedCommit:
    commit, state, fingerprint, time, rest = line.split("\x1f", 4)
    author, _, email = rest.rpartition("\x1f")
    soundness = _SOUNDNESS.get(state, Soundness.BAD)
    proof = Proof(soundness, fingerprint if soundness is Soundness.SOUND else "")
    return SignedCommit(commit, proof, moment(time), author, email)


def signatures(git: Git, register: Register, commits: Sequence[str]) -> dict[str, Signature]:
    """How the signatures of some commits stand.

    Args:
        git: git of the repository.
        register: the people whose keys count, from a state that is trusted.
        commits: full ids.

    Returns:
        An answer for each; `unchecked` for all where there is no ssh-keygen.
    """
    signers = Signers.of(register)
    try:
        found = read_signatures(git, commits)
    except KeygenMissing:
        return dict.fromkeys(commits, Signature.UNCHECKED)
    return {one.commit: signers.judge(one.proof, one.email, day_of(one.time, register)) for one in found}


def with_signatures(git: Git, register: Register, commits: Iterable[LoggedCommit]) -> list[LoggedCommit]:
    """Commits with how their signatures stand in `signed`, as a word of `schema.marks.Signature`; those that have none cost nothing.

    Args:
        git: git of the repository.
        register: the people whose keys count.
        commits: as the history gives them.
    """
    listed = list(commits)
    found = signatures(git, register, [one.commit for one in listed if one.signed != Signature.UNSIGNED])
    return [msgspec.structs.replace(one, signed=str(found.get(one.commit, one.signed))) for one in listed]


def state_of(commit: LoggedCommit) -> Signature:
    """How the signature of a commit of `with_signatures` stands."""
    return next((state for state in Signature if state == commit.signed), Signature.UNCHECKED)


def day_of(time: datetime, register: Register) -> date:
    """The day of a moment in the register's time zone; in the moment's own where none is set."""
    zone = zone_of(register.settings.time_zone)
    return (time if zone is None else time.astimezone(zone)).date()


# What the check tells of the main line


def check_signatures(git: Git, location: Location, register: Register) -> list[Diagnostic]:
    """What is wrong with the signatures of the main line, since register.toml asks for them; nothing where it does not.

    Told are the commits after the one that set `[signing] required`, those brought in by merges included, at most the `MOST` newest.

    Args:
        git: git of the repository.
        location: where the register lies.
        register: as HEAD holds it.

    Raises:
        KeygenMissing: there is no ssh-keygen.
    """
    if not register.settings.signing.required or location.head is None:
        return []
    since = _required_since(git, location.head)
    wanted = git.run("rev-list", f"--max-count={MOST}", location.head, *([f"^{since}"] if since else [])).text.split()
    signers = Signers.of(register)
    return [one for commit in _remembered(git, location, wanted) if (one := _tell(signers, register, commit))]


def _tell(signers: Signers, register: Register, commit: SignedCommit) -> Diagnostic | None:
    day = day_of(commit.time, register)
    state = signers.judge(commit.proof, commit.email, day)
    return tell_signature(state, commit.commit, commit.author, day, owners(signers, commit.proof))


def owners(signers: Signers, proof: Proof) -> str:
    """The names of those whose key made a signature."""
    return ", ".join(dict.fromkeys(person.name for person, _ in signers.rows(proof.fingerprint)))


def _required_since(git: Git, head: str) -> str | None:
    """The commit of the main line that set what is required now; None where the settings never said otherwise."""
    touched = git.run("log", "--first-parent", "--format=%H", "--end-of-options", head, "--", "register.toml").text
    since = None
    for commit in touched.split():
        text = git.run("cat-file", "blob", f"{commit}:register.toml", ok=(0, 128)).out
        signing = plain(text.decode(errors="replace")).get("signing")
        if not (isinstance(signing, dict) and signing.get("required") is True):
            break
        since = commit
    return since


def _remembered(git: Git, location: Location, commits: Sequence[str]) -> Iterator[SignedCommit]:
    """What git says of some commits, from the file of an earlier look where it is known already."""
    path = location.state_dir / _KEPT
    known = _recall(path) if location.trusted else {}
    fresh = {one.commit: one for one in read_signatures(git, [one for one in commits if one not in known])}
    if fresh and location.trusted:
        _keep(location, path, {**{one: known[one] for one in commits if one in known}, **fresh}.values())
    for commit in commits:
        found = known.get(commit) or fresh.get(commit)
        if found is not None:
            yield found


def _recall(path: Path) -> dict[str, SignedCommit]:
    with suppress(OSError, msgspec.DecodeError, ValueError):
        kept = msgspec.msgpack.decode(path.read_bytes(), type=list[SignedCommit])
        return {one.commit: one for one in kept}
    return {}


def _keep(location: Location, path: Path, found: Iterable[SignedCommit]) -> None:
    with suppress(OSError, Failure):
        location.make_state_dir()
        half = path.with_suffix(".half")
        half.write_bytes(msgspec.msgpack.encode([*found]))
        half.replace(path)


def now_in(register: Register) -> date:
    """Today by the clock, in the register's time zone: commits bear it, whatever day a demonstration shows."""
    return day_of(datetime.now(UTC).astimezone(), register)
