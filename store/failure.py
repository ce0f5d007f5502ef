"""Why the store could not do what it was asked: one class per reason, each with its own sentence, hint and exit code.

Codes: F1xx the register can't be opened or written and F2xx git itself, here; F3xx what stood in the way of a save,
`store.obstacle` (given out from here too); F4xx the remote, `store.refusal`; F50x text, `store.toml.encoding` and
`store.toml.normal`; F51x edits, `store.toml.edit`; F52x and F53x files, `store.disk`; F54x drafts, `store.draft`; F60x records,
`store.saving`; F70x the demonstration, `store.sample.demo`. All of them: docs/reference/failures.md.

Text of git, of hooks and of file names goes into messages as it came, in either language; front ends show it through
`schema.visible.visible`.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from schema.failure import Failure
from store.obstacle import ChangedOnDisk
from store.obstacle import DiskFailed
from store.obstacle import DiskFull
from store.obstacle import HeadMoved
from store.obstacle import HookRefused
from store.obstacle import IndexConflict
from store.obstacle import Locked
from store.obstacle import LockHeld
from store.obstacle import LockUnsupported
from store.obstacle import NothingToCommit
from store.obstacle import SigningFailed
from store.obstacle import StaleLock
from store.wording import brief
from store.wording import ended
from store.wording import explain_zh
from store.wording import names
from store.wording import short

__all__ = [
    "AlreadyThere", "BareRepository", "BrokenRepository", "ChangedOnDisk", "DetachedHead", "DiskFailed", "DiskFull",
    "EmptyDirectory", "FolderMissing", "ForeignOwner", "GitCancelled", "GitFailed", "GitMissing", "GitTimedOut",
    "GitTooOld", "HalfDoneOperation", "HeadMoved", "HookRefused", "IndexConflict", "LockHeld", "LockUnsupported",
    "Locked", "NestedRegister", "NoCommitsYet", "NoIdentity", "NotARegister", "NotARepository", "NothingToCommit",
    "OpeningFailure", "ReadOnly", "SigningFailed", "StaleLock", "UnsupportedLayout", "Untrusted", "brief", "names",
    "short",
]  # fmt: skip


class OpeningFailure(Failure):
    """Base of the reasons why a register can't be opened, or can't be written to."""

    code: ClassVar[str] = "F100"
    exit_code: ClassVar[int] = 3


class NotARegister(OpeningFailure):
    """No register.toml in the folder or above it."""

    code: ClassVar[str] = "F101"

    def __init__(self, start: Path) -> None:
        super().__init__(
            f"No register.toml in {start} or in a folder above it.",
            f"Make a register with `dutybook init {start}`, fetch one with `dutybook clone URL DIR`, or give its folder.",
            message_zh=f"{start} 及其上级文件夹里都没有 register.toml。",
            hint_zh=f"可用 `dutybook init {start}` 新建台账，用 `dutybook clone 地址 文件夹` 取回台账，或指明台账所在文件夹。",
        )


class EmptyDirectory(OpeningFailure):
    """The folder holds nothing at all."""

    code: ClassVar[str] = "F102"

    def __init__(self, start: Path) -> None:
        super().__init__(
            f"The folder {start} is empty.",
            f"Make a register in it with `dutybook init {start}`, or fetch one with `dutybook clone URL {start}`.",
            message_zh=f"文件夹 {start} 是空的。",
            hint_zh=f"可用 `dutybook init {start}` 新建台账，或用 `dutybook clone 地址 {start}` 取回台账。",
        )


class FolderMissing(OpeningFailure):
    """The folder named does not exist, or is a file."""

    code: ClassVar[str] = "F103"

    def __init__(self, start: Path) -> None:
        super().__init__(
            f"There is no folder {start}.",
            "Look at the spelling, or make it with `dutybook init DIR`.",
            message_zh=f"没有文件夹 {start}。",
            hint_zh="请核对名称，或用 `dutybook init 文件夹` 新建。",
        )


class NotARepository(OpeningFailure):
    """A register outside any git repository: readable, without history."""

    code: ClassVar[str] = "F104"

    def __init__(self, top: Path) -> None:
        super().__init__(
            f"The folder {top} holds a register but is no git repository: nothing can be saved and there is no history.",
            f"Run `git init {top}`, then `dutybook save --why ...`.",
            message_zh=f"{top} 里有台账，但不是 git 仓库：无法保存，也没有历史。",
            hint_zh=f"请先运行 `git init {top}`，再用 `dutybook save --why 理由` 保存。",
        )


class NestedRegister(OpeningFailure):
    """A register below the top of its repository."""

    code: ClassVar[str] = "F105"

    def __init__(self, top: Path, work_tree: Path) -> None:
        super().__init__(
            f"The register {top} is not at the top of its repository ({work_tree}), so it opens for reading only.",
            "A register has a repository of its own: move it to the top of one.",
            message_zh=f"台账 {top} 不在仓库（{work_tree}）的顶层，只能查看。",
            hint_zh="台账应独占一个仓库：请移到仓库顶层。",
        )


class NoCommitsYet(OpeningFailure):
    """The branch has no commit, and what was asked for needs one."""

    code: ClassVar[str] = "F106"

    def __init__(self, branch: str) -> None:
        super().__init__(
            f"The branch {short(branch)} has no commit yet.",
            "Save once: `dutybook save --why ...`.",
            message_zh=f"分支 {short(branch)} 还没有提交。",
            hint_zh="请先保存一次：`dutybook save --why 理由`。",
        )


class DetachedHead(OpeningFailure):
    """HEAD names a commit and no branch."""

    code: ClassVar[str] = "F107"

    def __init__(self, head: str) -> None:
        super().__init__(
            f"The repository stands on the single commit {head[:12]} and on no branch (detached HEAD).",
            "Go back to the main line first: `git switch main`.",
            message_zh=f"仓库停在单个提交 {head[:12]} 上，不在任何分支（HEAD 游离）。",
            hint_zh="请先回到主线：`git switch main`。",
        )


class HalfDoneOperation(OpeningFailure):
    """A merge, rebase, cherry-pick, revert or bisect was begun by hand and not finished."""

    code: ClassVar[str] = "F108"

    def __init__(self, operation: str, finish: str, give_up: str = "", *, operation_zh: str = "") -> None:
        way_out, way_out_zh = (f", or `{give_up}` to give it up", f"；放弃则用 `{give_up}`") if give_up else ("", "")
        super().__init__(
            f"A {operation} was begun in this repository and is not finished.",
            f"Finish it first: `{finish}`{way_out}.",
            message_zh=f"本仓库有一项{operation_zh or operation}操作尚未完成。",
            hint_zh=f"请先完成：`{finish}`{way_out_zh}。",
        )
        self.operation = operation
        """`merge`, `rebase`, `cherry-pick`, `revert`, `patch series` or `bisect`."""


class Untrusted(OpeningFailure):
    """The repository names programs to run, and nobody has said that it may."""

    code: ClassVar[str] = "F109"

    def __init__(self, top: Path, runs: Sequence[str], runs_zh: Sequence[str] = ()) -> None:
        super().__init__(
            f"The repository {top} would run programs of its own, so it opens for reading only: {'; '.join(runs)}.",
            "If you know where it comes from and want it to run them: `dutybook trust`.",
            message_zh=f"仓库 {top} 会运行自带的程序，因此只能查看：{'；'.join(runs_zh or runs)}。",
            hint_zh="如果清楚其来源并同意运行：`dutybook trust`。",
        )
        self.runs = tuple(runs)
        """What it would run, in plain words."""


class ForeignOwner(OpeningFailure):
    """The repository belongs to another user of this machine."""

    code: ClassVar[str] = "F110"

    def __init__(self, path: Path, owner: str, *, owner_zh: str = "") -> None:
        super().__init__(
            f"Git is not run here, because {path} belongs to another user ({owner}): files can be read, history can't.",
            f"If that is as it should be: `git config --global --add safe.directory {path}`.",
            message_zh=f"{path} 属于另一用户（{owner_zh or owner}），因此不在其中运行 git：可以查看文件，不能查看历史。",
            hint_zh=f"如果确属正常：`git config --global --add safe.directory {path}`。",
        )


class UnsupportedLayout(OpeningFailure):
    """A repository whose form dutybook doesn't write: bare, partial, sparse, sha256, reftable, unknown extension."""

    code: ClassVar[str] = "F111"

    def __init__(self, what: str, hint: str = "", *, what_zh: str = "", hint_zh: str = "") -> None:
        super().__init__(
            f"This repository is of a form that is not written to: {what}.",
            hint or "Clone it plainly: `dutybook clone URL DIR`.",
            message_zh=f"不能写入这种形式的仓库：{what_zh or what}。",
            hint_zh=hint_zh or ("" if hint else "请另取普通克隆：`dutybook clone 地址 文件夹`。"),
        )


class BareRepository(UnsupportedLayout):
    """A repository without files to edit."""

    code: ClassVar[str] = "F114"

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is bare, without files to edit",
            f"Clone it: `dutybook clone {path} DIR`.",
            what_zh=f"{path} 是裸仓库，没有可编辑的文件",
            hint_zh=f"请先克隆：`dutybook clone {path} 文件夹`。",
        )


class BrokenRepository(UnsupportedLayout):
    """A git directory that git itself can't read."""

    code: ClassVar[str] = "F115"

    def __init__(self, path: Path, why: str, *, why_zh: str = "") -> None:
        super().__init__(
            f"{path} is no whole git directory ({why})",
            "Look at it with `git status`.",
            what_zh=f"{path} 不是完整的 git 目录（{why_zh or why}）",
            hint_zh="请用 `git status` 查看。",
        )


class ReadOnly(OpeningFailure):
    """The disk, the folder or the file can't be written."""

    code: ClassVar[str] = "F112"

    def __init__(self, path: Path | str, why: str = "", *, why_zh: str = "") -> None:
        reason_zh = why_zh or explain_zh(why)
        super().__init__(
            f"No writing at {path}{f' ({why})' if why else ''}.",
            "Look at who owns it and how the disk is mounted; reading goes on.",
            message_zh=f"{path} 无法写入{f'（{reason_zh}）' if reason_zh else ''}。",
            hint_zh="请查看其所有者和磁盘的挂载方式；仍可查看。",
        )
        self.path = str(path)
        """What could not be written."""


class AlreadyThere(OpeningFailure):
    """A repository was to be made where something stands already."""

    code: ClassVar[str] = "F113"
    exit_code: ClassVar[int] = 2

    def __init__(self, path: Path, what: str, *, what_zh: str = "") -> None:
        super().__init__(
            f"The folder {path} {what}.",
            "Choose another folder; nothing was changed.",
            message_zh=f"文件夹 {path} {what_zh or what}。",
            hint_zh="请另选文件夹；没有改动任何内容。",
        )


class GitFailed(Failure):
    """Git ended with an error that has no class of its own."""

    code: ClassVar[str] = "F201"

    def __init__(self, args: Sequence[str], status: int, err: str, *, err_zh: str = "") -> None:
        command = f"git {' '.join(args[:3])}"
        words = err.strip() or "it said nothing"
        words_zh = err_zh or err.strip() or "没有说明原因"
        super().__init__(
            f"The command `{command}` failed with status {status}: {ended(words)}",
            message_zh=f"命令 `{command}` 失败（状态 {status}）：{ended(words_zh, '。')}",
        )
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
        last = err.strip().splitlines()[-1] if err.strip() else ""
        super().__init__(
            f"The command `git {' '.join(args[:1])}` did not end within {seconds:g} s and was stopped."
            + (f" It last said: {ended(last)}" if last else ""),
            "Try again; if it stays so, run the same command by hand to see what it waits for.",
            message_zh=f"命令 `git {' '.join(args[:1])}` 未在 {seconds:g} 秒内结束，已停止。"
            + (f"最后的输出：{ended(last, '。')}" if last else ""),
            hint_zh="请重试；如果仍然如此，请手工运行同一命令，看它在等什么。",
        )
        self.err = err
        """What git had written to its error stream until then."""


class GitCancelled(Failure):
    """The person asked to stop."""

    code: ClassVar[str] = "F203"

    def __init__(self, args: Sequence[str]) -> None:
        super().__init__(
            f"The command `git {' '.join(args[:1])}` was stopped at your request.",
            message_zh=f"已按要求停止命令 `git {' '.join(args[:1])}`。",
        )


class GitMissing(Failure):
    """There is no git on this machine."""

    code: ClassVar[str] = "F204"

    def __init__(self) -> None:
        super().__init__(
            "No git was found on the search path.",
            "Install git 2.38 or newer.",
            message_zh="在搜索路径上没有找到 git。",
            hint_zh="请安装 git 2.38 或更新版本。",
        )


class GitTooOld(Failure):
    """The git found is older than what dutybook needs."""

    code: ClassVar[str] = "F205"

    def __init__(self, found: str) -> None:
        super().__init__(
            f"This git is too old: {found}.",
            "Install git 2.38 or newer.",
            message_zh=f"git 版本过旧：{found}。",
            hint_zh="请安装 git 2.38 或更新版本。",
        )
        self.found = found
        """The version found, as git wrote it."""


class NoIdentity(Failure):
    """Git knows no name or e-mail to write into the commit."""

    code: ClassVar[str] = "F206"

    def __init__(self) -> None:
        super().__init__(
            "Nothing was committed, because git doesn't know who you are.",
            'Tell it once: `git config --global user.name "Your Name"` and '
            "`git config --global user.email you@example.org`.",
            message_zh="git 不知道你是谁，因此没有提交。",
            hint_zh='请设置一次：`git config --global user.name "姓名"` 和 '
            "`git config --global user.email you@example.org`。",
        )
