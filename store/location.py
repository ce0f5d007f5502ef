"""Where the register lies: the folder with register.toml, the git repository around it, and what forbids writing.

HEAD, branch and settings are read as files, so that finding a register costs no process in the common case.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from pathlib import Path

from schema.failure import Failure
from store.complaint import name_disk_error
from store.failure import BareRepository
from store.failure import BrokenRepository
from store.failure import DetachedHead
from store.failure import DiskFailed
from store.failure import EmptyDirectory
from store.failure import FolderMissing
from store.failure import ForeignOwner
from store.failure import HalfDoneOperation
from store.failure import NestedRegister
from store.failure import NotARegister
from store.failure import NotARepository
from store.failure import ReadOnly
from store.failure import UnsupportedLayout
from store.failure import Untrusted
from store.git import Git
from store.settings import Setting
from store.settings import read_settings
from store.trust import assess

REGISTER_FILE = "register.toml"
_BRANCH = re.compile(r"refs/[^\x00-\x20\x7f~^:?*\[\\]+")
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_HALF_DONE = (  # git's note of it, what people call it in English and Chinese, the command that it was begun with
    ("rebase-merge", "rebase", "变基", "git rebase"),
    ("rebase-apply/applying", "patch series", "补丁应用", "git am"),
    ("rebase-apply", "rebase", "变基", "git rebase"),
    ("MERGE_HEAD", "merge", "合并", "git merge"),
    ("CHERRY_PICK_HEAD", "cherry-pick", "拣选", "git cherry-pick"),
    ("REVERT_HEAD", "revert", "撤销", "git revert"),
    ("BISECT_LOG", "bisect", "二分查找", "git bisect"),
)
_KNOWN_EXTENSIONS = frozenset({"noop", "noop-v1", "worktreeconfig", "preciousobjects", "relativeworktrees"})


@dataclass(frozen=True)
class Location:
    """A register on disk and the repository around it."""

    top: Path
    """The folder with register.toml, without symbolic links."""
    work_tree: Path
    """The top of the repository's work tree; equal to `top` but for a nested register."""
    git_dir: Path
    """The git directory of this work tree; where there is no repository, the place it would have."""
    common_dir: Path
    """The git directory that linked worktrees share; equal to `git_dir` but in a linked worktree."""
    branch: str | None
    """Full name of the branch, such as `refs/heads/main`; None if HEAD is detached or there is no repository."""
    head: str | None
    """Commit id that HEAD stood at when the register was found; None for a branch without commits."""
    trusted: bool = False
    """Whether hooks, signing and filters may run (store.trust)."""
    read_only_reasons: tuple[Failure, ...] = ()
    """Why nothing may be written; empty if everything may."""
    settings: tuple[Setting, ...] = field(default=(), repr=False)
    """What the repository sets for itself."""

    @property
    def state_dir(self) -> Path:
        """Where lock, drafts and notes of dutybook lie; made by `make_state_dir` when first written."""
        return self.common_dir / "dutybook"

    @property
    def runs_git(self) -> bool:
        """Whether git may be run here at all: not without a repository, nor in another user's."""
        return not any(isinstance(reason, NotARepository | ForeignOwner) for reason in self.read_only_reasons)

    def git(self) -> Git:
        """Give the git of this repository, with the trust it has.

        Raises:
            NotARepository: there is none.
            ForeignOwner: it belongs to another user.
        """
        for reason in self.read_only_reasons:
            if isinstance(reason, NotARepository | ForeignOwner):
                raise reason
        return Git(self.work_tree, self.git_dir, trusted=self.trusted)

    def make_state_dir(self) -> Path:
        """Make the folder for lock, drafts and notes, open to its owner alone.

        Raises:
            ReadOnly, DiskFull, DiskFailed: the git directory can't be written.
        """
        try:
            self.state_dir.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise name_disk_error(error, self.state_dir) from error
        return self.state_dir


def find(start: Path) -> Location:
    """Find the register around a folder: the nearest parent with register.toml.

    Returns:
        The register's place. Whatever forbids writing is in `read_only_reasons`; it can be read all the same.

    Raises:
        FolderMissing: `start` is no folder.
        EmptyDirectory: it holds nothing.
        NotARegister: neither it nor a parent holds register.toml.
        UnsupportedLayout: it is a bare repository, or git doesn't understand its settings.
        DiskFailed: something that must be read can't be.
    """
    try:
        start = start.resolve()
        top = _find_top(start)
        for folder in (top, *top.parents):
            if (folder / ".git").exists():
                return _locate(top, folder)
    except OSError as error:
        raise DiskFailed(error.filename or start, error.strerror or str(error)) from error
    git_dir = top / ".git"
    return Location(top, top, git_dir, git_dir, None, None, read_only_reasons=(NotARepository(top),))


def read_head(location: Location) -> tuple[str | None, str | None]:
    """Read the branch and its commit as they are now: full name or None, id or None as in `Location`."""
    return _read_head(location.git_dir, location.common_dir)


def find_half_done(location: Location) -> HalfDoneOperation | None:
    """Say which operation was begun by hand and not finished, as it is now; None if there is none."""
    for name, what, what_zh, command in _HALF_DONE:
        if (location.git_dir / name).exists():
            ways = ("git bisect reset",) if what == "bisect" else (f"{command} --continue", f"{command} --abort")
            return HalfDoneOperation(what, *ways, operation_zh=what_zh)
    return None


def read_reference(common_dir: Path, name: str) -> str | None:
    """Read the commit id of a full reference name from git's files; None if there is no such reference."""
    for _ in range(5):  # git's own limit for references that point to references
        if not _BRANCH.fullmatch(name) or ".." in name:
            return None
        text = _read(common_dir / name)
        if not text.startswith("ref:"):
            break
        name = text.removeprefix("ref:").strip()
    else:
        return None
    if _COMMIT.fullmatch(text):
        return text
    packed = re.search(rf"^({_COMMIT.pattern}) {re.escape(name)}$", _read(common_dir / "packed-refs"), re.MULTILINE)
    return packed[1] if packed else None


def _find_top(start: Path) -> Path:
    if not start.is_dir():
        raise FolderMissing(start)
    for folder in (start, *start.parents):
        if (folder / REGISTER_FILE).is_file():
            return folder
    if not any(start.iterdir()):
        raise EmptyDirectory(start)
    if (start / "HEAD").is_file() and (start / "objects").is_dir() and (start / "refs").is_dir():
        raise BareRepository(start)
    raise NotARegister(start)


def _locate(top: Path, work_tree: Path) -> Location:
    entry = work_tree / ".git"
    git_dir = entry
    if entry.is_file():  # a linked worktree or a submodule
        git_dir = (work_tree / _read(entry).removeprefix("gitdir:").strip()).resolve()
    shared = _read(git_dir / "commondir")
    common_dir = (git_dir / shared).resolve() if shared else git_dir
    if not (git_dir / "HEAD").exists():
        raise BrokenRepository(git_dir, "it has no HEAD", why_zh="缺少 HEAD")
    branch, head = _read_head(git_dir, common_dir)
    location = Location(top, work_tree, git_dir, common_dir, branch, head, settings=read_settings(git_dir, common_dir))
    trust = assess(location)
    reasons = [*_find_reasons(location)]
    if not trust.trusted:
        reasons.append(Untrusted(work_tree, trust.runs, trust.runs_zh))
    return replace(location, trusted=trust.trusted, read_only_reasons=tuple(reasons))


def _find_reasons(location: Location) -> Iterator[Failure]:
    if location.top != location.work_tree:
        yield NestedRegister(location.top, location.work_tree)
    yield from _find_foreign(location)
    yield from _find_layout(location)
    half_done = find_half_done(location)
    if half_done is not None:
        yield half_done
    elif location.branch is None:
        yield DetachedHead(location.head or "")
    for path in dict.fromkeys((location.top, location.git_dir, location.common_dir)):
        if not os.access(path, os.W_OK):
            yield ReadOnly(path)
            break


def _find_layout(location: Location) -> Iterator[Failure]:
    for setting in location.settings:
        key, value = setting.key, setting.value.lower()
        on = value not in ("false", "no", "off", "0", "")
        if key == "core.bare" and on:
            yield UnsupportedLayout("it is bare (core.bare)", what_zh="裸仓库（core.bare）")
        elif key == "core.sparsecheckout" and on:
            yield UnsupportedLayout(
                "part of its files is left out (core.sparseCheckout)",
                "Bring them back: `git sparse-checkout disable`.",
                what_zh="只检出了部分文件（core.sparseCheckout）",
                hint_zh="请恢复全部文件：`git sparse-checkout disable`。",
            )
        elif key == "core.worktree" and (location.git_dir / setting.value).resolve() != location.work_tree:
            where = f"core.worktree = {setting.value}"
            yield UnsupportedLayout(f"its files lie elsewhere ({where})", what_zh=f"文件不在此处（{where}）")
        elif (key == "extensions.partialclone") or (key.startswith("remote.") and key.endswith(".promisor") and on):
            yield UnsupportedLayout(
                f"it is a partial clone, whose history lies on the remote ({key})",
                what_zh=f"部分克隆，历史留在远端（{key}）",
            )
        elif key == "core.repositoryformatversion" and value not in ("0", "1"):
            yield UnsupportedLayout(
                f"its format is newer (core.repositoryFormatVersion = {value})",
                "Use a newer version of dutybook.",
                what_zh=f"格式较新（core.repositoryFormatVersion = {value}）",
                hint_zh="请使用较新版本的 dutybook。",
            )
        elif key.startswith("extensions.") and not _is_known(key.removeprefix("extensions."), value):
            yield UnsupportedLayout(f"it uses the extension {key} = {value}", what_zh=f"使用了扩展 {key} = {value}")


def _is_known(extension: str, value: str) -> bool:
    return extension in _KNOWN_EXTENSIONS or (extension, value) in (("objectformat", "sha1"), ("refstorage", "files"))


def _find_foreign(location: Location) -> Iterator[Failure]:
    ours = {os.geteuid()}
    if os.geteuid() == 0 and os.environ.get("SUDO_UID", "").isdecimal():
        ours.add(int(os.environ["SUDO_UID"]))  # as git itself allows it
    for path in (location.work_tree, location.work_tree / ".git", location.git_dir, location.common_dir):
        owner = path.stat().st_uid
        if owner not in ours and not _is_declared_safe(location.work_tree):
            yield ForeignOwner(path, f"user id {owner}", owner_zh=f"用户编号 {owner}")
            return


def _is_declared_safe(work_tree: Path) -> bool:
    """Whether the user's own settings, outside any repository, name it as safe.directory."""
    listed = Git(Path("/"), None).run("config", "--get-all", "-z", "safe.directory", ok=(0, 1)).text
    safe = False
    for entry in listed.split("\0")[:-1]:
        folder = Path(entry.removesuffix("/*")).expanduser()
        whole = entry == "*" or folder == work_tree
        # An empty entry takes back all before it.
        safe = bool(entry) and (safe or whole or (entry.endswith("/*") and work_tree.is_relative_to(folder)))
    return safe


def _read_head(git_dir: Path, common_dir: Path) -> tuple[str | None, str | None]:
    text = _read(git_dir / "HEAD")
    if text.startswith("ref:"):
        branch = text.removeprefix("ref:").strip()
        return branch, read_reference(common_dir, branch)
    return None, text if _COMMIT.fullmatch(text) else None


def _read(path: Path) -> str:
    """Read one of git's small files; empty if it isn't there."""
    try:
        return path.read_bytes().decode("utf-8", "surrogateescape").strip()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return ""
