"""What git's error text means: each complaint becomes the failure that says it in plain words.

Git's exit status comes first; its words, always in English here (`LC_ALL`), only tell cases with one status apart.
"""

import errno
import os
import re
import signal
from pathlib import Path

from schema.failure import Failure
from store.address import WITH_CREDENTIALS
from store.address import WITH_CREDENTIALS_ZH
from store.failure import DiskFailed
from store.failure import DiskFull
from store.failure import GitFailed
from store.failure import GitTimedOut
from store.failure import NoIdentity
from store.failure import ReadOnly
from store.failure import SigningFailed
from store.refusal import AddressRefused
from store.refusal import CredentialsMissing
from store.refusal import RemoteUnreachable

_LITTLE = 1 << 20
"""Bytes left on a disk that counts as full."""
_FULL = re.compile(r"No space left on device|Out of diskspace")
_LOCKED = re.compile(
    r"Unable to create '(?P<path>[^\n]+?\.lock)': File exists|could not lock config file (?P<config>[^\n:]+): File exists"
)
_IDENTITY = re.compile(
    r"Please tell me who you are|no (?:email|name) was given|empty ident name|auto-detection is disabled"
)
_SIGNING = re.compile(
    r"failed to sign the data|signing failed|Couldn't (?:load|sign)|user\.signing[kK]ey needs to be set|No private key found|Enter passphrase|incorrect passphrase|Load key ",
    re.IGNORECASE,
)
_CREDENTIALS = re.compile(
    r"Permission denied \(|could not read (?:Username|Password)|Authentication failed|terminal prompts disabled"
    r"|Host key verification failed|requested URL returned error: 40[13]|No supported authentication|access denied"
    r"|[Ii]nvalid credentials|dubious ownership"
)
_UNREACHABLE = re.compile(
    r"Could not resolve|[Cc]onnection (?:refused|timed out|reset|closed)|Network is unreachable|No route to host"
    r"|unable to (?:access|connect|look up)|[Cc]ould not read from remote repository|does not appear to be a git repository"
    r"|[Rr]epository .*not found|hung up unexpectedly|early EOF|[Oo]peration timed out|(?:SSL|TLS|certificate)"
    r"|error: 5\d\d|Failed to connect|RPC failed|protocol error|bad line length|unexpected disconnect"
    r"|Could not connect|No such file or directory|repository .* does not exist"
)


def name_complaint(failure: GitFailed, place: Path) -> Failure:
    """Find the failure that says what stopped git on this machine; the same failure if its words are unknown.

    Args:
        failure: what git ended with.
        place: the repository, for the sentence.
    """
    words = failure.err
    found: Failure = failure
    if _FULL.search(words) or ("unable to write" in words and _is_nearly_full(place)):
        found = DiskFull(place)
    elif "Disk quota exceeded" in words:
        found = DiskFull(place, "the quota is used up", why_zh="配额已用完")
    elif failure.status == -signal.SIGXFSZ or "File too large" in words:
        found = DiskFull(place, "a file would grow past the limit set for it", why_zh="文件将超过规定的大小")
    elif "Read-only file system" in words:
        found = ReadOnly(place, "the file system is read-only", why_zh="文件系统为只读")
    elif "insufficient permission" in words or re.search(r": Permission denied$", words, re.MULTILINE):
        found = ReadOnly(place, "permission denied")
    elif "Input/output error" in words:
        found = DiskFailed(place, "input/output error")
    elif _IDENTITY.search(words):
        found = NoIdentity()
    elif _SIGNING.search(words):
        found = SigningFailed(words)
    return found


def _is_nearly_full(place: Path) -> bool:
    # Writing files of the work tree, git says that it failed and not why.
    try:
        status = os.statvfs(place)
    except OSError:
        return False
    return status.f_bavail * status.f_frsize < _LITTLE


def name_disk_error(error: OSError, place: Path) -> Failure:
    """Find the failure that says what the system refused; for our own reading and writing."""
    why = error.strerror or str(error)
    where = Path(error.filename) if isinstance(error.filename, str) else place
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return DiskFull(where, why)
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return ReadOnly(where, why)
    return DiskFailed(where, why)


def name_network_complaint(failure: GitFailed | GitTimedOut, remote: str, place: Path) -> Failure:
    """Find the failure that says why the remote could not be used; the same failure if its words are unknown."""
    words = server_words(failure.err) or failure.err
    if isinstance(failure, GitTimedOut):
        return RemoteUnreachable(remote, failure.message, words_zh=failure.message_zh)
    if holds_secret(failure.err):
        return AddressRefused(remote, WITH_CREDENTIALS, why_zh=WITH_CREDENTIALS_ZH)
    if _CREDENTIALS.search(failure.err):
        return CredentialsMissing(remote, words)
    if _UNREACHABLE.search(failure.err):
        return RemoteUnreachable(remote, words)
    return name_complaint(failure, place)


def holds_secret(err: str) -> bool:
    """Whether git stopped because an address holds a password (transfer.credentialsInUrl)."""
    return "plaintext credentials" in err


def find_lock(failure: GitFailed) -> Path | None:
    """Give the lock file of git's that was in the way, or None if it was something else."""
    found = _LOCKED.search(failure.err)
    if found is None:
        return None
    return Path(found["path"] or f"{found['config']}.lock")


def server_words(err: str) -> str:
    """Take what the server wrote out of git's error text, without the `remote:` marks."""
    lines = [line.rstrip() for line in re.split(r"[\r\n]+", err)]
    return "\n".join(line.removeprefix("remote:").strip() for line in lines if line.startswith("remote:")).strip()
