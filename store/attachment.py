"""Attachments: files that evidence refers to, copied into `attachments/YYYY/` and named by their content.

The name that a file had is never used for anything but its ending, and whether the file is a secret; in a file only the beginning of a private
key is looked for. An attachment is durable before
the record that refers to it is written, so that a kill leaves at most a file that nothing refers to.
"""

import hashlib
import os
import re
import stat
from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import ClassVar
from typing import Final
from typing import Literal
from typing import NamedTuple

from schema.change import Attachment
from schema.failure import Failure
from store.disk import BadPath
from store.disk import FileFailure
from store.disk import NotAFile
from store.disk import Unreadable
from store.disk import check_relative
from store.files import digest
from store.files import remove
from store.files import write
from store.folder import FILE
from store.folder import explain_read
from store.folder import opened
from store.git import Git
from store.journal import Kept

FOLDER: Final = "attachments"
LARGEST: Final = 50 * 1024 * 1024
"""Most bytes of one attachment."""

_ENDING: Final = re.compile(r"[^.].*\.([A-Za-z0-9]{1,8})", re.DOTALL)
_CLASSIFIED: Final = re.compile(
    r"(绝密|机密|秘密)\s*[★☆*]|[\[【(（〔](绝密|机密|秘密|内部秘密)[^\])】）〕]{0,8}[\])】）〕]|^(绝密|机密|秘密)[-_ .：:]"
)
"""The mark of a classified paper in a name: `机密★5年`, `【秘密】`, `绝密-`; words that only speak of secrets are none."""
_KEY_NAMES: Final = re.compile(
    r"\.env(\..+)?|\.netrc|\.pgpass|\.git-credentials|id_(rsa|dsa|ecdsa|ed25519)(_sk)?|.+\.(kdbx?|p12|pfx|jks|keystore|ppk)",
    re.IGNORECASE,
)
_KEY: Final = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY( BLOCK)?-----|^PuTTY-User-Key-File")
_SIGN: Final = 4096
"""How many of a file's first bytes are searched for a private key."""
_YEAR: Final = re.compile(r"[0-9]{4}")
_ATTRIBUTES: Final = f"{FOLDER}/.gitattributes"
_AS_IT_IS: Final = b"* binary\n"
"""Keeps git from changing line ends: on every machine the content must be what its name says."""


class NotOrdinary(Failure):
    """A folder, a pipe or a device was to be attached."""

    code: ClassVar[str] = "F945"
    exit_code: ClassVar[int] = 2

    def __init__(self, path: str) -> None:
        super().__init__(
            f"Only an ordinary file can be attached, and {path} is none.",
            "Pack a folder into one file first.",
            message_zh=f"只能附上普通文件，而 {path} 不是。",
            hint_zh="文件夹请先打包成一个文件。",
        )


class NoSuchFile(Failure):
    """The file that was to be attached is not there."""

    code: ClassVar[str] = "F946"
    exit_code: ClassVar[int] = 2

    def __init__(self, path: str) -> None:
        super().__init__(
            f"There is no file {path}.",
            "Check the name, and the folder that you are in.",
            message_zh=f"没有文件 {path}。",
            hint_zh="请核对文件名和当前文件夹。",
        )


class EmptyFile(Failure):
    """The file that was to be attached holds nothing."""

    code: ClassVar[str] = "F947"
    exit_code: ClassVar[int] = 2

    def __init__(self, path: str) -> None:
        super().__init__(
            f"The file {path} is empty and shows nothing.",
            "Check whether it was saved or copied in full.",
            message_zh=f"文件 {path} 是空的，不能作佐证。",
            hint_zh="请核对是否已完整保存或复制。",
        )


class TooLargeToAttach(Failure):
    """The file that was to be attached is larger than an attachment may be."""

    code: ClassVar[str] = "F948"
    exit_code: ClassVar[int] = 2

    def __init__(self, path: str, size: int) -> None:
        super().__init__(
            f"The file {path} has {size} bytes; an attachment has at most {LARGEST}.",
            "Scan it at a lower resolution, or attach the pages that matter.",
            message_zh=f"文件 {path} 有 {size} 字节；附件至多 {LARGEST} 字节。",
            hint_zh="请降低扫描分辨率，或只附需要的几页。",
        )


class LinkToAttach(Failure):
    """A symbolic link was to be attached instead of the file."""

    code: ClassVar[str] = "F949"
    exit_code: ClassVar[int] = 2

    def __init__(self, path: str) -> None:
        super().__init__(
            f"The file {path} is a symbolic link, and links are not followed.",
            "Give the file itself.",
            message_zh=f"{path} 是符号链接，不予跟随。",
            hint_zh="请给出文件本身。",
        )


class SecretToAttach(Failure):
    """A private key or a store of passwords was to be attached."""

    code: ClassVar[str] = "F950"
    exit_code: ClassVar[int] = 2

    def __init__(self, path: str) -> None:
        super().__init__(
            f"The file {path} looks like a private key or a store of passwords; it would stay in the history for ever.",
            "Attach the paper itself. If it is no secret, give the file another name.",
            message_zh=f"{path} 像是私钥或口令文件；一旦附上，将永远留在历史中。",
            hint_zh="请附材料本身；确非机密的，请改文件名。",
        )


class ClassifiedToAttach(Failure):
    """A paper whose name carries a mark of secrecy was to be attached (R17)."""

    code: ClassVar[str] = "F960"
    exit_code: ClassVar[int] = 2

    def __init__(self, path: str) -> None:
        super().__init__(
            f"The name of {path} says that it is classified; only open papers are kept here.",
            "Enter it in the classified register, and write only its number in `classified_note`. If it is open, give it another name.",
            message_zh=f"{path} 的名称标有密级；本台账只收无密级的。",
            hint_zh="请登记于涉密册，此处只在 `classified_note` 写册号；确无密级的，请改文件名。",
        )


class Content(NamedTuple):
    """By what an attachment is known, and what it holds."""

    size: int
    mtime_ns: int
    """Nanoseconds since 1970; so the next, which nobody can set at will."""
    ctime_ns: int
    sha256: str


def take(top: Path, file: Path, year: int) -> Attachment:
    """Read a person's file that is to be attached. Nothing is written.

    Args:
        top: the register's top folder.
        file: the file; a symbolic link is not followed.
        year: the year under which it will lie, where the same content does not lie in the register yet.

    Raises:
        NoSuchFile, NotOrdinary, LinkToAttach, EmptyFile, TooLargeToAttach, SecretToAttach, ClassifiedToAttach, Unreadable: see each.
    """
    if sort := secret_by_name(file.name):
        raise (ClassifiedToAttach if sort == "classified" else SecretToAttach)(str(file))
    content = _read(file)
    if _KEY.search(content[:_SIGN]):
        raise SecretToAttach(str(file))
    sha256 = digest(content)
    path = find_copy(top, sha256) or f"{FOLDER}/{year:04}/{sha256}{ending(file.name)}"
    return Attachment(path=path, sha256=sha256, content=content)


def secret_by_name(name: str) -> Literal["", "classified", "key"]:
    """Whether a file's name says that it is a secret: one that is marked as classified, or one in which keys and passwords are kept."""
    if _CLASSIFIED.search(name):
        return "classified"
    return "key" if _KEY_NAMES.fullmatch(name) else ""


def ending(name: str) -> str:
    """The ending that an attachment keeps of a file's name: `.pdf`; empty where it is not plain."""
    match = _ENDING.fullmatch(name)
    return f".{match[1].lower()}" if match is not None else ""


def find_copy(top: Path, sha256: str) -> str | None:
    """Where the same content lies in the register already, whatever its year and ending; None where it does not."""
    for year in sorted(_list(top / FOLDER)):
        if not _YEAR.fullmatch(year):
            continue
        for name in sorted(_list(top / FOLDER / year)):
            path = f"{FOLDER}/{year}/{name}"
            if name.partition(".")[0] == sha256 and _holds(top, path, sha256):
                return path
    return None


def keep(top: Path, git: Git, attachments: Iterable[Attachment]) -> tuple[Kept, ...]:
    """Bring attachments to the disk, durably. The caller holds the lock.

    Args:
        top: the register's top folder.
        git: asked whether git would leave their content as it is; if not, a note for git comes with them.
        attachments: what to keep; content that is there already is not written again.

    Raises:
        ChangedOnDisk: something else lies at a path.
        FileFailure: one cannot be written; of those before it nothing is left.
    """
    kept: list[Kept] = []
    try:
        for one in attachments:
            if _holds(top, one.path, one.sha256):
                kept.append(Kept(one.path, one.sha256, is_new=False))
            else:
                write(top, one.path, one.content, expected=None)
                kept.append(Kept(one.path, one.sha256, is_new=True))
        if kept and not _is_left_alone(git, top, kept[0].path):
            write(top, _ATTRIBUTES, _AS_IT_IS, expected=None)
            kept.append(Kept(_ATTRIBUTES, digest(_AS_IT_IS), is_new=True))
    except Failure:
        let_go(top, kept)
        raise
    return tuple(kept)


def let_go(top: Path, kept: Iterable[Kept]) -> None:
    """Take away again what a save brought that was not made; what somebody changed since is theirs and stays."""
    for one in kept:
        if one.is_new:
            with suppress(FileFailure):
                remove(top, one.path, expected=one.digest)


def look(top: Path, path: str, known: Content | None = None) -> Content:
    """See what an attachment holds.

    Args:
        top: the register's top folder.
        path: as a record gives it.
        known: what was seen the last time; taken again where the file shows no sign of a change.

    Raises:
        BadPath: it lies outside `attachments/`.
        FileFailure: Missing, NotAFile, SymlinkRefused, Unreadable.
    """
    check_relative(path)
    if not path.startswith(f"{FOLDER}/"):
        raise BadPath(path, "it lies outside attachments/", why_zh="不在 attachments/ 之下")
    *parents, name = path.split("/")
    with opened(top, parents, path) as folder:
        try:
            descriptor = os.open(name, FILE, dir_fd=folder)
            with os.fdopen(descriptor, "rb") as file:
                status = os.fstat(descriptor)
                if not stat.S_ISREG(status.st_mode):
                    raise NotAFile(path)
                stamp = (status.st_size, status.st_mtime_ns, status.st_ctime_ns)
                if known is not None and known[:3] == stamp:
                    return known
                return Content(*stamp, hashlib.file_digest(file, "sha256").hexdigest())
        except OSError as error:
            raise explain_read(folder, name, path, error) from error


def _read(file: Path) -> bytes:
    shown = str(file)
    try:
        descriptor = os.open(file, FILE)
    except FileNotFoundError as error:
        raise NoSuchFile(shown) from error
    except OSError as error:
        if file.is_symlink():
            raise LinkToAttach(shown) from error
        raise _explain(shown, error) from error
    try:
        with os.fdopen(descriptor, "rb") as opened_file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise NotOrdinary(shown)
            if status.st_size > LARGEST:
                raise TooLargeToAttach(shown, status.st_size)
            content = opened_file.read(LARGEST + 1)
    except OSError as error:
        raise _explain(shown, error) from error
    if not content:
        raise EmptyFile(shown)
    if len(content) > LARGEST:  # somebody is writing to it
        raise TooLargeToAttach(shown, len(content))
    return content


def _explain(shown: str, error: OSError) -> Failure:
    if isinstance(error, IsADirectoryError | NotADirectoryError):
        return NotOrdinary(shown)
    return Unreadable(shown, error)


def _list(folder: Path) -> Iterator[str]:
    with suppress(OSError), os.scandir(folder) as entries:
        yield from (entry.name for entry in entries)


def _holds(top: Path, path: str, sha256: str) -> bool:
    """Whether an ordinary file with that content lies there; one that cannot be read does not count."""
    with suppress(FileFailure):
        return look(top, path).sha256 == sha256
    return False


def _is_left_alone(git: Git, top: Path, path: str) -> bool:
    """Whether git would keep a file's content as it is, or a note of the user's says what it is to do."""
    if os.path.lexists(top / _ATTRIBUTES):
        return True
    place = (top / path).relative_to(git.top).as_posix()
    said = git.run("check-attr", "-z", "text", "--", place).out.split(b"\0")
    return len(said) > 2 and said[2] == b"unset"
