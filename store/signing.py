"""Setting up that a person signs: the key, and three settings in the repository's own configuration. `store.signature` reads what was signed."""

import os
from pathlib import Path
from typing import ClassVar
from typing import Final

from schema.failure import Failure
from schema.signers import PublicKey
from schema.signers import read_key
from store.complaint import name_complaint
from store.failure import GitFailed
from store.failure import GitTimedOut
from store.git import EMPTY_TREE
from store.git import Git
from store.git import make_key_pair
from store.signature import KeygenMissing
from store.trees import PATIENCE
from store.trees import unanswered
from store.trust import trust_file
from store.wording import explain_zh

USUAL: Final = Path(".ssh/id_ed25519.pub")
"""Below the home folder: the key that people have already."""
_OWN: Final = "signing_ed25519"
_KEYS: Final = ("gpg.format", "user.signingKey", "commit.gpgSign")
_LARGEST: Final = 16_384

Settings = dict[str, str | None]
"""The three settings as they stand in the repository's own configuration; None where one does not."""


class KeyUnreadable(Failure):
    """A file was to hold a public key and does not."""

    code: ClassVar[str] = "F447"
    exit_code: ClassVar[int] = 2

    def __init__(self, path: Path, why: str = "it is no ssh public key", *, why_zh: str = "不是 ssh 公钥") -> None:
        super().__init__(
            f"No public key can be read from {path} ({why}).",
            "Give the file that ends in .pub; ed25519, ecdsa, rsa and security keys are taken.",
            message_zh=f"无法从 {path} 读取公钥（{why_zh}）。",
            hint_zh="请给出以 .pub 结尾的文件；可用 ed25519、ecdsa、rsa 和安全密钥。",
        )


class KeyNotMade(Failure):
    """No key was made by ssh-keygen."""

    code: ClassVar[str] = "F450"

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"No key could be made at {path}.",
            "Look at the folder, or make one by `ssh-keygen -t ed25519` and give it by --key FILE.pub.",
            message_zh=f"无法在 {path} 生成密钥。",
            hint_zh="请检查该文件夹，或用 `ssh-keygen -t ed25519` 自行生成，再用 --key 文件.pub 指明。",
        )


class SignerUnknown(Failure):
    """Nobody in people/ has the e-mail of the git identity."""

    code: ClassVar[str] = "F451"
    exit_code: ClassVar[int] = 2

    def __init__(self) -> None:
        super().__init__(
            "Nobody in people/ has the e-mail address of this git identity, so there is no record to enter a key in.",
            "Add the address to the person's `emails`, or set `git config user.email` to the one that stands there.",
            message_zh="people/ 中没有人用这个 git 邮箱，密钥无处登记。",
            hint_zh="请把邮箱写进本人的 `emails`，或用 `git config user.email` 设成其中已有的邮箱。",
        )


def find_key() -> Path | None:
    """The public key that a person has already: the usual one, else the one that was made here; None where there is none."""
    return next((path for path in (Path.home() / USUAL, own_key()) if path.is_file()), None)


def own_key() -> Path:
    """Where a key that is made here lies: the public one, in the user's settings folder for dutybook."""
    return trust_file().parent / f"{_OWN}.pub"


def make_key(comment: str) -> Path:
    """Make a key without a passphrase, readable by its owner alone; gives the public one.

    Raises:
        KeyNotMade: ssh-keygen did not.
    """
    path = own_key()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise KeyNotMade(path.with_suffix("")) from error
    if not make_key_pair(path.with_suffix(""), comment):
        raise KeyNotMade(path.with_suffix(""))
    return path


def load_key(path: Path) -> PublicKey:
    """Read a public key.

    Raises:
        KeyUnreadable: the file holds none.
    """
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST).decode("utf-8", "replace")
    except OSError as error:
        why = error.strerror or str(error)
        raise KeyUnreadable(path, why, why_zh=explain_zh(why)) from error
    key = read_key(text)
    if key is None:
        raise KeyUnreadable(path)
    return key


def read_set_up(git: Git) -> Settings:
    """The settings as they stand in the repository's own configuration."""
    found: Settings = {}
    for key in _KEYS:
        result = git.run("config", "--local", "--get", key, ok=(0, 1))
        found[key] = result.text if result.status == 0 else None
    return found


def set_up(git: Git, key: Path) -> None:
    """Have every commit of this repository signed with a key.

    Args:
        git: git of the repository.
        key: the public key's file.
    """
    put_back(git, dict(zip(_KEYS, ("ssh", os.path.abspath(key.expanduser()), "true"), strict=True)))  # noqa: PTH100  # links stay links


def put_back(git: Git, settings: Settings) -> None:
    """Set the settings to what they were; those that were not set are taken out."""
    for key, value in settings.items():
        if value is None:
            git.run("config", "--local", "--unset-all", key, ok=(0, 5))
        else:
            git.run("config", "--local", "--replace-all", key, value)


def take_down(git: Git) -> None:
    """Have commits signed no more by this repository's own configuration."""
    put_back(git, dict.fromkeys(_KEYS))


def try_out(git: Git) -> None:
    """Sign something of no use, so that a key that cannot sign is known before a record says that it does.

    Raises:
        SigningFailed: the key is locked, not there, or was not touched in time.
        KeygenMissing: there is no ssh-keygen.
    """
    try:
        git.run("commit-tree", "-S", EMPTY_TREE, "-F", "-", stdin=b"a trial of the signature\n", deadline=PATIENCE)
    except GitTimedOut as failure:
        raise unanswered() from failure
    except GitFailed as failure:
        if "cannot run ssh-keygen" in failure.err:
            raise KeygenMissing from failure
        raise name_complaint(failure, git.top) from failure
