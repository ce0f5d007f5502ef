"""What can go wrong with a file, one class per reason; which paths are allowed; which process left a temporary file.

`store.files` raises these. Every message names the path as the register knows it, every hint says what to do.
"""

import errno
import os
import re
import secrets
import unicodedata
from pathlib import Path
from typing import ClassVar

from schema.failure import Failure
from store.wording import explain_zh

LONGEST_NAME = 255
LONGEST_PATH = 1000

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?\Z", re.IGNORECASE | re.DOTALL)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_TEMPORARY = re.compile(r"\.dutybook-([0-9]{1,10})-([0-9]{1,20})-[0-9a-f]{16}\.tmp\Z")


class FileFailure(Failure):
    """A file or folder of the register could not be read or written."""

    code: ClassVar[str] = "F520"

    def __init__(self, path: str, message: str, hint: str = "", *, message_zh: str = "", hint_zh: str = "") -> None:
        super().__init__(message, hint, message_zh=message_zh, hint_zh=hint_zh)
        self.path = path
        """Path from the top of the register."""


class BadPath(FileFailure):
    """A path that no record or attachment may have."""

    code: ClassVar[str] = "F521"
    exit_code: ClassVar[int] = 2

    def __init__(self, path: str, why: str, *, why_zh: str = "") -> None:
        super().__init__(
            path,
            f"The path {path!r} can't be one in a register: {why}.",
            "Use names of a-z, 0-9 and - joined by /.",
            message_zh=f"路径 {path!r} 不能用于台账：{why_zh or why}。",
            hint_zh="名称请只用 a-z、0-9 和 -，以 / 分隔。",
        )


class Missing(FileFailure):
    """The file isn't there."""

    code: ClassVar[str] = "F522"

    def __init__(self, path: str) -> None:
        super().__init__(
            path,
            f"The file {path} is not there.",
            "It may have been moved or deleted: look into its history.",
            message_zh=f"没有文件 {path}。",
            hint_zh="可能已被移动或删除：请查看其历史。",
        )


class NotAFile(FileFailure):
    """A folder, a pipe or a device stands where a file should, or a file where a folder should."""

    code: ClassVar[str] = "F523"

    def __init__(self, path: str) -> None:
        super().__init__(
            path,
            f"The path {path} is not an ordinary file in ordinary folders.",
            "Move away what stands in its place.",
            message_zh=f"{path} 不是普通文件夹里的普通文件。",
            hint_zh="请移走占用此处的东西。",
        )


class SymlinkRefused(FileFailure):
    """A symbolic link, which could lead out of the register."""

    code: ClassVar[str] = "F524"

    def __init__(self, path: str) -> None:
        super().__init__(
            path,
            f"The path {path} is or lies behind a symbolic link, and links are not followed.",
            "Replace the link by the file itself.",
            message_zh=f"{path} 是符号链接或在符号链接之下，不予跟随。",
            hint_zh="请用文件本身替换链接。",
        )


class TooLarge(FileFailure):
    """The file is larger than what is read."""

    code: ClassVar[str] = "F525"

    def __init__(self, path: str, size: int, limit: int) -> None:
        super().__init__(
            path,
            f"The file {path} has {size} bytes; at most {limit} are read.",
            "Move long material to an attachment.",
            message_zh=f"文件 {path} 有 {size} 字节；最多读取 {limit} 字节。",
            hint_zh="长篇材料请改作附件。",
        )


class Unreadable(FileFailure):
    """The system refused to read it."""

    code: ClassVar[str] = "F526"

    def __init__(self, path: str, error: OSError) -> None:
        words, words_zh = _words(error)
        super().__init__(
            path,
            f"The system refused to read {path}: {words}.",
            "Check who owns the file and its folder, and whether the disk is well.",
            message_zh=f"系统无法读取 {path}：{words_zh}。",
            hint_zh="请检查文件及其文件夹的所有者，以及磁盘是否正常。",
        )


class ChangedOnDisk(FileFailure):
    """The file is not what it was when it was read: somebody changed it meanwhile."""

    code: ClassVar[str] = "F527"
    exit_code: ClassVar[int] = 1

    def __init__(self, path: str, found: str | None) -> None:
        super().__init__(
            path,
            f"The file {path} was {'deleted' if found is None else 'changed'} on disk meanwhile.",
            "Load it again and make the change once more, or merge the two.",
            message_zh=f"文件 {path} 在此期间已被{'删除' if found is None else '改动'}。",
            hint_zh="请重新读取后再改一次，或把两处改动合在一起。",
        )
        self.found = found
        """Digest of what is on disk now; None when nothing is."""


class Unwritable(FileFailure):
    """Writing failed. The subclasses name the reasons that a person can do something about."""

    code: ClassVar[str] = "F528"
    reason: ClassVar[tuple[str, str]] = ("", "")
    """Why, in English and Chinese; empty for what the system says."""
    advice: ClassVar[tuple[str, str]] = ("Check the disk, then save again.", "请检查磁盘后重新保存。")
    """What to do, in English and Chinese."""

    def __init__(self, path: str, error: OSError) -> None:
        words, words_zh = self.reason if self.reason[0] else _words(error)
        super().__init__(
            path,
            f"The file {path} was not written: {words}.",
            self.advice[0],
            message_zh=f"文件 {path} 没有写入：{words_zh}。",
            hint_zh=self.advice[1],
        )


class DiskFull(Unwritable):
    """No space left."""

    code: ClassVar[str] = "F529"
    reason: ClassVar[tuple[str, str]] = ("the disk is full", "磁盘已满")
    advice: ClassVar[tuple[str, str]] = ("Free some space, then save again.", "请腾出空间后重新保存。")


class QuotaReached(Unwritable):
    """The user's share of the disk is used up."""

    code: ClassVar[str] = "F530"
    reason: ClassVar[tuple[str, str]] = ("your share of the disk (quota) is used up", "磁盘配额已用完")
    advice: ClassVar[tuple[str, str]] = (
        "Delete something of yours or ask for more, then save again.",
        "请删除部分文件或申请增加配额，再重新保存。",
    )


class ReadOnly(Unwritable):
    """The file system is mounted read-only."""

    code: ClassVar[str] = "F531"
    reason: ClassVar[tuple[str, str]] = ("the file system is read-only", "文件系统为只读")
    advice: ClassVar[tuple[str, str]] = (
        "Work in a copy of the register on a disk that can be written; a document can be written elsewhere.",
        "请把台账复制到可写的磁盘上再改；导出的文件可另选位置。",
    )


class NoPermission(Unwritable):
    """The user may not write there."""

    code: ClassVar[str] = "F532"
    reason: ClassVar[tuple[str, str]] = ("you have no permission to write there", "没有写入权限")
    advice: ClassVar[tuple[str, str]] = (
        "Check who owns the folder and the file.",
        "请检查文件夹和文件的所有者。",
    )


class DiskFault(Unwritable):
    """The disk reported an error."""

    code: ClassVar[str] = "F533"
    reason: ClassVar[tuple[str, str]] = ("the disk reported an error", "磁盘报告出错")
    advice: ClassVar[tuple[str, str]] = (
        "Copy the register to another disk before anything else.",
        "请先把台账复制到另一块磁盘。",
    )


class TooManyOpen(Unwritable):
    """The process or the machine has too many files open."""

    code: ClassVar[str] = "F534"
    reason: ClassVar[tuple[str, str]] = ("too many files are open", "打开的文件过多")
    advice: ClassVar[tuple[str, str]] = (
        "Close other programs, or raise the limit (ulimit -n), then save again.",
        "请关闭其他程序，或调高上限（ulimit -n），再重新保存。",
    )


class OverLimit(Unwritable):
    """The file would pass a size limit of the process or of the file system."""

    code: ClassVar[str] = "F535"
    reason: ClassVar[tuple[str, str]] = (
        "it would be larger than this system lets a file be",
        "文件将超过系统允许的大小",
    )
    advice: ClassVar[tuple[str, str]] = (
        "Raise the limit (ulimit -f) or make the record shorter.",
        "请调高上限（ulimit -f），或缩短记录。",
    )


_WRITING: dict[int, type[Unwritable]] = {
    errno.ENOSPC: DiskFull,
    errno.EDQUOT: QuotaReached,
    errno.EROFS: ReadOnly,
    errno.EACCES: NoPermission,
    errno.EPERM: NoPermission,
    errno.EIO: DiskFault,
    errno.EMFILE: TooManyOpen,
    errno.ENFILE: TooManyOpen,
    errno.EFBIG: OverLimit,
}


def explain_write(path: str, error: OSError) -> Unwritable:
    """The failure for an error of the system while writing `path`."""
    return _WRITING.get(error.errno or 0, Unwritable)(path, error)


def _words(error: OSError) -> tuple[str, str]:
    """What the system said, in English and Chinese."""
    if not error.errno:
        return "the system gave no reason", "系统没有说明原因"
    words = os.strerror(error.errno)
    return words, explain_zh(words)


def check_relative(path: str) -> None:
    """Refuse a path that could leave the register, touch git's own files, or not exist on another system.

    Raises:
        BadPath: absolute, `..`, backslash, colon, control characters, `.git` in any spelling, names that Windows
            reserves, names or paths too long, parts that are empty or end in a dot or space.
    """
    fault = _fault_of_path(path)
    if fault is not None:
        why, why_zh = fault
        raise BadPath(path, why, why_zh=why_zh)


def _fault_of_path(path: str) -> tuple[str, str] | None:
    """What is wrong with a path, in English and Chinese; None where nothing is."""
    if not path:
        return "it is empty", "路径为空"
    if _CONTROL.search(path):
        return "it holds control characters or bytes that are no text", "含有控制字符或不成文字的字节"
    if path.startswith(("/", "~")):
        return "it does not start inside the register", "不在台账之内"
    if "\\" in path or ":" in path:
        return "it holds a backslash or a colon", "含有反斜杠或冒号"
    if len(path.encode()) > LONGEST_PATH:
        return f"it is longer than {LONGEST_PATH} bytes", f"超过 {LONGEST_PATH} 字节"
    faults = (_fault_of_part(part) for part in path.split("/"))
    return next((fault for fault in faults if fault), None)


def _fault_of_part(part: str) -> tuple[str, str] | None:
    if part in {"", ".", ".."}:
        return "a part of it is empty, . or ..", "其中一段为空、. 或 .."
    if part[-1] in ". ":
        return "a part of it ends in a dot or a space", "其中一段以点或空格结尾"
    if len(part.encode()) > LONGEST_NAME:
        return f"a part of it is longer than {LONGEST_NAME} bytes", f"其中一段超过 {LONGEST_NAME} 字节"
    if _RESERVED.match(part):
        return f"{part} is a name that some systems reserve", f"{part} 是某些系统的保留名称"
    # macOS leaves format characters out when it compares names, and Windows knows .git by a short name too.
    plain = "".join(letter for letter in unicodedata.normalize("NFKC", part) if unicodedata.category(letter) != "Cf")
    if plain.casefold().rstrip(". ") in {".git", "git~1"}:
        return "it names git's own folder", "指向 git 自己的文件夹"
    return None


def temporary_name() -> str:
    """A hidden name for a temporary file, which says whose it is: `.dutybook-<pid>-<start time>-<random>.tmp`."""
    pid = os.getpid()
    return f".dutybook-{pid}-{start_of(pid)}-{secrets.token_hex(8)}.tmp"


def is_temporary(name: str) -> bool:
    """Whether a name is that of a temporary file of ours."""
    return name.startswith(".dutybook-") and _TEMPORARY.match(name) is not None


def is_left_over(name: str) -> bool:
    """Whether a name is that of a temporary file of ours whose process is gone."""
    match = _TEMPORARY.match(name)
    return match is not None and not is_alive(int(match[1]), int(match[2]))


def start_of(pid: int) -> int:
    """When a process started, in the kernel's ticks; 0 where the system doesn't say (macOS)."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return 0
    fields = stat.rpartition(b")")[2].split()
    return int(fields[19]) if len(fields) > 19 else 0


def is_alive(pid: int, start: int) -> bool:
    """Whether the process that had this number and this start time still runs (start 0: whether any has the number)."""
    if pid <= 0:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        pass  # it belongs to somebody else, or can't be asked: taken for alive, so that nothing of its is removed
    now = start_of(pid)
    return not (start and now) or start == now
