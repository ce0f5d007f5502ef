"""What stood in the way of a save: a lock, the disk, somebody else's change, a hook. Part of `store.failure`, codes F3xx."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from schema.failure import Failure
from store.wording import brief
from store.wording import brief_zh
from store.wording import ended
from store.wording import explain_zh
from store.wording import names
from store.wording import names_zh


class Locked(Failure):
    """Another program is writing to the register just now."""

    code: ClassVar[str] = "F301"

    def __init__(self, lock: Path, holder: str, waited: float, *, holder_zh: str = "") -> None:
        super().__init__(
            f"The register is being written by {holder} ({lock}, waited {waited:.0f} s); nothing was changed.",
            "Try again in a moment.",
            message_zh=f"{holder_zh or holder}正在写入台账（锁文件 {lock}，已等 {waited:.0f} 秒）；没有改动任何内容。",
            hint_zh="请稍后再试。",
        )
        self.lock = lock
        """The lock file in the way."""


class StaleLock(Failure):
    """A lock of git's stands, and nobody seems to hold it any more."""

    code: ClassVar[str] = "F302"

    def __init__(self, lock: Path, age: float) -> None:
        super().__init__(
            f"The lock {lock} of git is {age:.0f} s old and no running git is seen to hold it; nothing was changed.",
            "If no git runs here any more, delete the file and save again.",
            message_zh=f"git 的锁文件 {lock} 已有 {age:.0f} 秒，未见占用它的 git 进程；没有改动任何内容。",
            hint_zh="如果确认没有 git 在运行，请删除此文件后重新保存。",
        )
        self.lock = lock
        """The lock file in the way."""
        self.age = age
        """Seconds since it was made."""


class LockHeld(Failure):
    """A lock was to be removed that a running program holds."""

    code: ClassVar[str] = "F303"

    def __init__(self, lock: Path, holder: str, *, holder_zh: str = "") -> None:
        super().__init__(
            f"The lock {lock} is held by {holder}, so it was left alone.",
            "Wait until that program has ended.",
            message_zh=f"锁文件 {lock} 由{holder_zh or holder}占用，未予删除。",
            hint_zh="请等该程序结束。",
        )


class LockUnsupported(Failure):
    """The file system can't lock, so two writers could not be kept apart."""

    code: ClassVar[str] = "F304"
    exit_code: ClassVar[int] = 3

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"The disk that holds {path} can't lock files ({why}), so dutybook doesn't write there.",
            "Keep the clone on a local disk and sync it.",
            message_zh=f"{path} 所在的磁盘不支持文件锁（{explain_zh(why)}），因此不在此写入。",
            hint_zh="请把克隆放在本机磁盘上，再行同步。",
        )


class DiskFull(Failure):
    """No space, or the quota is used up."""

    code: ClassVar[str] = "F305"

    def __init__(self, path: Path | str, why: str = "no space left", *, why_zh: str = "") -> None:
        reason_zh = why_zh or ("空间不足" if why == "no space left" else explain_zh(why))
        super().__init__(
            f"The disk is full at {path} ({why}); nothing was committed.",
            "Make space, then save again.",
            message_zh=f"{path} 所在的磁盘已满（{reason_zh}）；没有提交。",
            hint_zh="请腾出空间后重新保存。",
        )
        self.path = str(path)
        """Where the space ran out."""


class DiskFailed(Failure):
    """The disk or the system refused a read or a write for a reason of its own."""

    code: ClassVar[str] = "F306"

    def __init__(self, path: Path | str, why: str) -> None:
        super().__init__(
            f"The system refused to read or write {path}: {ended(why)}",
            "Look at the disk before you go on; nothing was committed.",
            message_zh=f"系统无法读写 {path}：{ended(explain_zh(why), '。')}",
            hint_zh="请先检查磁盘；没有提交。",
        )


class ChangedOnDisk(Failure):
    """What is on disk is not what was read: somebody else wrote in between."""

    code: ClassVar[str] = "F307"
    exit_code: ClassVar[int] = 1

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(
            f"Changed by somebody else since it was read: {names(paths)}.",
            "Look at both, then save.",
            message_zh=f"读取之后已被他人改动：{names_zh(paths)}。",
            hint_zh="请对照两个版本后再保存。",
        )
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
            message_zh=f"分支现在是 {brief_zh(found)}，不再是读取时的 {brief_zh(expected)}；没有提交。",
            hint_zh="请重新读取台账，核对改动后再保存。",
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
        super().__init__(
            f"Nothing to save: {names(paths)} is as it was committed."
            if paths
            else "Nothing to save: no file is named.",
            message_zh=f"无须保存：{names_zh(paths)} 与上次提交相同。" if paths else "无须保存：没有指定文件。",
        )


class HookRefused(Failure):
    """A hook of the user's own stopped the commit."""

    code: ClassVar[str] = "F310"
    exit_code: ClassVar[int] = 1

    def __init__(self, hooks: Sequence[str], words: str) -> None:
        super().__init__(
            f"A hook of this repository ({', '.join(hooks)}) refused the commit: {ended(words.strip() or 'it gave no reason')}",
            "Correct what it names, then save again.",
            message_zh=f"本仓库的钩子（{'、'.join(hooks)}）拒绝了提交：{ended(words.strip() or '没有说明原因', '。')}",
            hint_zh="请按其说明改正后重新保存。",
        )
        self.words = words
        """What the hook wrote."""


class SigningFailed(Failure):
    """The commit was to be signed and could not be."""

    code: ClassVar[str] = "F311"

    def __init__(self, words: str, *, words_zh: str = "") -> None:
        super().__init__(
            f"The commit could not be signed: {ended(words)}",
            "Unlock the key (`ssh-add`) or touch it, then save again; a key that asks for a passphrase can't ask here.",
            message_zh=f"提交无法签名：{ended(words_zh or words, '。')}",
            hint_zh="请先解锁密钥（`ssh-add`）或触按密钥，再重新保存；此处不能输入密钥口令。",
        )


class IndexConflict(Failure):
    """The index holds unmerged entries of a merge by hand."""

    code: ClassVar[str] = "F312"
    exit_code: ClassVar[int] = 1

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(
            f"An unfinished merge is left in the index: {names(paths)}.",
            "Settle these files with `git add`, or give the merge up with `git merge --abort`.",
            message_zh=f"暂存区里有未完成的合并：{names_zh(paths)}。",
            hint_zh="请用 `git add` 确认这些文件，或用 `git merge --abort` 放弃合并。",
        )
