"""Git's words and what they mean, with samples of what git and ssh really write."""

import os
import resource
import signal
import sys
from pathlib import Path

import pytest

from schema.failure import Failure
from store.complaint import find_lock
from store.complaint import name_complaint
from store.complaint import name_network_complaint
from store.complaint import server_words
from store.failure import DiskFailed
from store.failure import DiskFull
from store.failure import GitFailed
from store.failure import NoIdentity
from store.failure import ReadOnly
from store.failure import SigningFailed
from store.git import Git
from store.refusal import AddressRefused
from store.refusal import CredentialsMissing
from store.refusal import RemoteUnreachable
from tests.store.repositories import isolated  # noqa: F401  # autouse in this module
from tests.store.repositories import make_register

PLACE = Path("/srv/register")


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("error: unable to write loose object file: No space left on device", DiskFull),
        ("fatal: unable to write new index file: Disk quota exceeded", DiskFull),
        ("fatal: write error: File too large", DiskFull),
        ("error: unable to create temporary file: Read-only file system", ReadOnly),
        ("error: insufficient permission for adding an object to repository database .git/objects", ReadOnly),
        ("fatal: Unable to create '/srv/register/.git/index.lock': Permission denied", ReadOnly),
        ("fatal: failed to read object 12ab: Input/output error", DiskFailed),
        ("Author identity unknown\n\n*** Please tell me who you are.", NoIdentity),
        ("fatal: no email was given and auto-detection is disabled", NoIdentity),
        ("error: gpg failed to sign the data\nfatal: failed to write commit object", SigningFailed),
        ("fatal: something that nobody has heard of", GitFailed),
    ],
)
def test_complaints_of_this_machine(words: str, kind: type[Failure]) -> None:
    assert type(name_complaint(GitFailed(["commit"], 128, words), PLACE)) is kind


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (
            "git@host.example: Permission denied (publickey).\nfatal: Could not read from remote repository.",
            CredentialsMissing,
        ),
        ("Host key verification failed.\nfatal: Could not read from remote repository.", CredentialsMissing),
        ("fatal: could not read Username for 'https://host.example': terminal prompts disabled", CredentialsMissing),
        ("fatal: Authentication failed for 'https://host.example/x/'", CredentialsMissing),
        ("fatal: unable to access 'https://h/x/': The requested URL returned error: 403", CredentialsMissing),
        ("fatal: unable to access 'https://h/x/': The requested URL returned error: 503", RemoteUnreachable),
        ("fatal: unable to access 'https://h/x/': Could not resolve host: h", RemoteUnreachable),
        ("ssh: connect to host h port 22: No route to host", RemoteUnreachable),
        ("fatal: unable to access 'https://h/x/': SSL certificate problem: expired", RemoteUnreachable),
        ("fatal: the remote end hung up unexpectedly", RemoteUnreachable),
        ("fatal: repository 'https://h/x/' not found", RemoteUnreachable),
        ("fatal: protocol error: bad line length character: Welc", RemoteUnreachable),
        ("fatal: URL 'https://a:<redacted>@h/x' uses plaintext credentials", AddressRefused),
        ("error: unable to write file: No space left on device", DiskFull),
        ("fatal: something that nobody has heard of", GitFailed),
    ],
)
def test_complaints_about_the_remote(words: str, kind: type[Failure]) -> None:
    assert type(name_network_complaint(GitFailed(["fetch"], 128, words), "origin", PLACE)) is kind


def test_server_words_are_without_marks() -> None:
    err = "remote: Resolving deltas: 100%\rremote: DB101 no such unit        \nremote: \nerror: failed to push some refs\n"
    assert server_words(err) == "Resolving deltas: 100%\nDB101 no such unit"
    assert server_words("error: x") == ""


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("fatal: Unable to create '/r/.git/index.lock': File exists.\n\nAnother git process", "/r/.git/index.lock"),
        ("cannot lock ref 'HEAD': Unable to create '/r/.git/HEAD.lock': File exists.", "/r/.git/HEAD.lock"),
        ("error: could not lock config file /r/.git/config: File exists", "/r/.git/config.lock"),
        ("fatal: Unable to create '/r/.git/index.lock': Permission denied", None),
    ],
)
def test_the_lock_in_the_way_is_found(words: str, path: str | None) -> None:
    assert find_lock(GitFailed(["add"], 128, words)) == (Path(path) if path else None)


def test_limit_on_file_size_is_met_for_real(tmp_path: Path) -> None:
    place = make_register(tmp_path / "register")
    (place.top / "big.bin").write_bytes(os.urandom(300_000))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(GitFailed) as told:
            Git(place.top, place.git_dir, trusted=True).run("hash-object", "-w", "--", "big.bin")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert isinstance(name_complaint(told.value, place.top), DiskFull)
    assert told.value.status == -signal.SIGXFSZ or sys.platform != "linux" or "too large" in told.value.err
