"""Why syncing stopped: what the remote, or the two histories, said no to. Part of `store.failure`, codes F4xx."""

from collections.abc import Sequence
from typing import ClassVar

from schema.failure import Failure
from store.wording import brief
from store.wording import ended
from store.wording import names
from store.wording import names_zh
from store.wording import short


class NoRemote(Failure):
    """The repository has no remote of that name."""

    code: ClassVar[str] = "F401"
    exit_code: ClassVar[int] = 2

    def __init__(self, remote: str) -> None:
        super().__init__(
            f'There is no remote called "{remote}" to sync with.',
            f"Name one: `git remote add {remote} URL`.",
            message_zh=f"没有名为“{remote}”的远端可供同步。",
            hint_zh=f"请先添加：`git remote add {remote} 地址`。",
        )


class AddressRefused(Failure):
    """The address is of a form that dutybook doesn't hand to git."""

    code: ClassVar[str] = "F402"
    exit_code: ClassVar[int] = 2

    def __init__(self, address: str, why: str, *, why_zh: str = "") -> None:
        super().__init__(
            f'The address "{address}" is not taken: {why}.',
            "Use https://host/path, ssh://user@host/path, user@host:path, or an absolute path.",
            message_zh=f"不接受地址“{address}”：{why_zh or why}。",
            hint_zh="可用 https://主机/路径、ssh://用户@主机/路径、用户@主机:路径或绝对路径。",
        )


class RemoteUnreachable(Failure):
    """No answer, or none that is git's: network, name, TLS, server down, no repository at that place."""

    code: ClassVar[str] = "F403"

    def __init__(self, remote: str, words: str, *, words_zh: str = "") -> None:
        said_zh = words_zh or words.strip() or "没有应答"
        super().__init__(
            f'The remote "{remote}" could not be reached: {ended(words.strip() or "it did not answer")}',
            "Work goes on offline; sync again when the connection is back, or look at `git remote -v`.",
            message_zh=f"无法连接远端“{remote}”：{ended(said_zh, '。')}",
            hint_zh="可以继续离线工作，连接恢复后再同步；也可用 `git remote -v` 核对地址。",
        )
        self.words = words
        """What git or the server wrote."""


class CredentialsMissing(Failure):
    """The remote wants a key, a password or a known host key, and dutybook never asks for one."""

    code: ClassVar[str] = "F404"

    def __init__(self, remote: str, words: str) -> None:
        super().__init__(
            f'The remote "{remote}" did not let you in: {ended(words)}',
            f"Run `git fetch {remote}` once in a terminal: git asks there, and can remember. For ssh, `ssh-add` the key.",
            message_zh=f"远端“{remote}”未准许登录：{ended(words, '。')}",
            hint_zh=f"请在终端运行一次 `git fetch {remote}`，由 git 询问并记住口令；用 ssh 的，请以 `ssh-add` 载入密钥。",
        )
        self.words = words
        """What git or the server wrote."""


class RemoteRefused(Failure):
    """The server looked at the push and declined it, by a hook or a setting."""

    code: ClassVar[str] = "F405"
    exit_code: ClassVar[int] = 1

    def __init__(self, remote: str, reason: str, words: str) -> None:
        said = words.strip()
        super().__init__(
            f'The remote "{remote}" refused the push: {reason}.' + (f" It said:\n{ended(said)}" if said else ""),
            "Your commits are safe here. Correct what it names, save, and sync again.",
            message_zh=f"远端“{remote}”拒绝了推送：{reason}。" + (f"其说明：\n{ended(said, '。')}" if said else ""),
            hint_zh="本机的提交完好。请按其说明改正、保存，再行同步。",
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
            f'Somebody else pushed to "{remote}" first, {tries} times running.',
            "Sync again; your commits are safe.",
            message_zh=f"连续 {tries} 次都有他人先行推送到远端“{remote}”。",
            hint_zh="请重新同步；本机的提交完好。",
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
            message_zh=f"远端“{remote}”上“{short(branch)}”的历史被改动：上次见到的是 {brief(seen)}，"
            f"{f'现在是 {brief(found)}' if found else '现在已不存在'}，与之不相衔接。没有取回，也没有推送。",
            hint_zh="继续之前，请先问清何人因何改动；缺失的内容可能只有本机这份克隆还保有。",
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
            message_zh=f"本机有 {ours} 个提交是远端“{remote}”没有的，远端有 {theirs} 个提交是本机没有的。没有改动任何内容。",
            hint_zh="本版本尚不能合并：请手工运行 `git merge`，用 `dutybook check` 检查后再同步。",
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
            message_zh=f"远端“{remote}”的历史与本机的历史毫无关联。没有改动任何内容。",
            hint_zh="可能是地址有误，或台账建了两次：请用 `git remote -v` 核对。",
        )


class ShallowHistory(Failure):
    """The clone holds only the newest commits, so it can't be told how the two sides lie to each other."""

    code: ClassVar[str] = "F410"
    exit_code: ClassVar[int] = 1

    def __init__(self, remote: str) -> None:
        super().__init__(
            "This clone was made shallow: the older commits needed for syncing are missing.",
            f"Fetch them once: `git fetch --unshallow {remote}`.",
            message_zh="本机是浅克隆，缺少同步所需的较早提交。",
            hint_zh=f"请取回一次：`git fetch --unshallow {remote}`。",
        )


class WorkTreeInTheWay(Failure):
    """Files changed outside the register's saves would be overwritten by what came from the remote."""

    code: ClassVar[str] = "F411"
    exit_code: ClassVar[int] = 1

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(
            f"Changed here and not saved, and changed on the remote too: {names(paths)}. Nothing was overwritten.",
            "Save them first (`dutybook save --why ...`) or put them aside, then sync again.",
            message_zh=f"本机已改动而未保存，远端也有改动：{names_zh(paths)}。没有覆盖任何文件。",
            hint_zh="请先保存（`dutybook save --why 理由`）或移到别处，再行同步。",
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
            f'The branch "{wanted}" was to be synced, but the work tree stands {stands}.',
            f"Go there first: `git switch {wanted}`.",
            message_zh=f"要同步的是分支“{wanted}”，而当前{f'在分支“{short(found)}”上' if found else '不在任何分支上'}。",
            hint_zh=f"请先切换：`git switch {wanted}`。",
        )


class BadName(Failure):
    """A branch or remote name that git doesn't take, or that could be read as an option."""

    code: ClassVar[str] = "F413"
    exit_code: ClassVar[int] = 2

    def __init__(self, what: str, name: str) -> None:
        super().__init__(
            f'The name "{name}" can\'t be that of a {what}.',
            "Look at `[git]` in register.toml.",
            message_zh=f"“{name}”不能作{ {'branch': '分支', 'remote': '远端'}.get(what, what) }名。",
            hint_zh="请查看 register.toml 的 `[git]` 一节。",
        )


class PathsCollide(Failure):
    """A merge would put a file where the other side has a folder of that name, or the other way round."""

    code: ClassVar[str] = "F414"
    exit_code: ClassVar[int] = 1

    def __init__(self, path: str) -> None:
        super().__init__(
            f"Both sides use the name {path}, one for a file and one for a folder; nothing was merged.",
            "Rename or remove yours, save, and sync again.",
            message_zh=f"双方都用了名称 {path}，一方作文件，一方作文件夹；没有合并。",
            hint_zh="请先将自己的一方改名或删除并保存，再同步。",
        )


class NothingToDecide(Failure):
    """A sync was to be continued or given up, and none is waiting for decisions."""

    code: ClassVar[str] = "F415"
    exit_code: ClassVar[int] = 2

    def __init__(self) -> None:
        super().__init__(
            "No sync is waiting for decisions here.",
            "Start one with `dutybook sync`.",
            message_zh="没有等待决定的同步。",
            hint_zh="用 `dutybook sync` 开始同步。",
        )


class BadDecision(Failure):
    """What was decided about a conflict cannot be read, or cannot stand there."""

    code: ClassVar[str] = "F416"
    exit_code: ClassVar[int] = 1

    def __init__(self, where: str, why: str, *, why_zh: str = "") -> None:
        super().__init__(
            f"The decision about {where} can't be used: {why}.",
            "Correct it in the file of conflicts and run `dutybook sync --continue` again.",
            message_zh=f"关于 {where} 的决定不能用：{why_zh or why}。",
            hint_zh="请在冲突文件中改正，再运行 `dutybook sync --continue`。",
        )
