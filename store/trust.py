"""Trust, as editors do it: whether a repository's own hooks, signing and filters may run.

A repository is trusted when it names nothing that runs, or when the user said so. What he said is kept outside the
repository, by real path and by a fingerprint of what would run: a new hook asks again. The settings are compared
with a list of those known to be harmless; any other counts. Source: docs/decisions/0003-git.md.
"""

import hashlib
import os
import re
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from typing import NamedTuple

import msgspec

from store.address import runs_program
from store.failure import ReadOnly
from store.settings import Setting

if TYPE_CHECKING:
    from store.location import Location

_HARMLESS_SECTIONS = frozenset({
    "advice", "alias", "author", "blame", "branch", "color", "column", "commit", "commitgraph", "committer",
    "extensions", "feature", "fetch", "format", "gc", "grep", "gui", "http", "i18n", "index", "init", "log",
    "maintenance", "notes", "pack", "protocol", "pull", "push", "rebase", "receive", "rerere", "revert", "safe",
    "stash", "status", "tag", "transfer", "url", "user", "vscode", "worktree",
})  # fmt: skip
_HARMLESS_KEYS = frozenset({
    "core.abbrev", "core.attributesfile", "core.autocrlf", "core.bare", "core.bigfilethreshold", "core.checkstat",
    "core.commentchar", "core.commitgraph", "core.compression", "core.editor", "core.eol", "core.excludesfile",
    "core.filemode", "core.fsync", "core.fsyncmethod", "core.hidedotfiles", "core.ignorecase", "core.ignorestat",
    "core.logallrefupdates", "core.longpaths", "core.multipackindex", "core.pager", "core.precomposeunicode",
    "core.preloadindex", "core.protecthfs", "core.protectntfs", "core.quotepath", "core.repositoryformatversion",
    "core.safecrlf", "core.sharedrepository", "core.sparsecheckout", "core.sparsecheckoutcone", "core.splitindex",
    "core.symlinks", "core.trustctime", "core.untrackedcache", "core.usereplacerefs", "core.whitespace",
    "core.worktree", "credential.username", "credential.usehttppath", "gpg.format", "gpg.mintrustlevel",
    "gpg.ssh.allowedsignersfile", "gpg.ssh.revocationfile", "include.path", "lfs.repositoryformatversion",
    "remote.pushdefault", "uploadpack.hiderefs", "uploadpack.allowfilter", "uploadpack.allowanysha1inwant",
})  # fmt: skip
_HARMLESS_NAMED = re.compile(
    r"(?:remote\..+\.(?!uploadpack$|receivepack$|vcs$)[a-z0-9-]+|submodule\..+\.(?:url|active|branch|path|ignore)"
    r"|filter\..+\.required|diff\.[a-z0-9-]+(?<!diff\.external)|diff\..+\.(?:binary|funcname|xfuncname|wordregex|cachetextconv)"
    r"|merge\.[a-z0-9-]+|merge\..+\.(?:name|recursive)|lfs\..+\.(?:access|locksverify))",
    re.DOTALL,
)
_ADDRESS = re.compile(r"remote\..+\.(?:url|pushurl)", re.DOTALL)


class _Runs(NamedTuple):
    """One thing that the repository would run."""

    words: str
    words_zh: str
    exact: str
    """All that makes it what it is: when this changes, trust is asked for again."""


@dataclass(frozen=True)
class Trust:
    """Whether a repository is trusted, and what it would run."""

    trusted: bool
    """True if its hooks, signing and filters may run."""
    runs: tuple[str, ...]
    """What it would run, in plain words; empty if nothing."""
    runs_zh: tuple[str, ...] = ()
    """The same in Chinese."""


def assess(location: "Location") -> Trust:
    """Say whether a repository is trusted. Runs nothing that it names, and writes nothing."""
    runs = _list_what_runs(location)
    if not runs:
        return Trust(trusted=True, runs=())
    granted = _load().get(_key(location)) == _fingerprint(runs)
    return _trust(runs, trusted=granted)


def grant(location: "Location") -> Trust:
    """Trust a repository with all that it would run today.

    Raises:
        ReadOnly: the user's settings folder can't be written.
    """
    runs = _list_what_runs(location)
    _store({**_load(), _key(location): _fingerprint(runs)})
    return _trust(runs, trusted=True)


def revoke(location: "Location") -> None:
    """Take trust back; a repository that names nothing that runs stays trusted all the same.

    Raises:
        ReadOnly: the user's settings folder can't be written.
    """
    granted = _load()
    if granted.pop(_key(location), None) is not None:
        _store(granted)


def trust_file() -> Path:
    """Where trust is kept: trust.json in `DUTYBOOK_CONFIG_DIR`, or in the user's settings folder for dutybook."""
    folder = os.environ.get("DUTYBOOK_CONFIG_DIR")
    if folder:
        return Path(folder) / "trust.json"
    from platformdirs import user_config_path  # noqa: PLC0415  # only where something runs at all

    return user_config_path("dutybook") / "trust.json"


def _trust(runs: list[_Runs], *, trusted: bool) -> Trust:
    return Trust(trusted, tuple(each.words for each in runs), tuple(each.words_zh for each in runs))


def _list_what_runs(location: "Location") -> list[_Runs]:
    return sorted([*_list_settings(location.settings), *_list_hooks(location), *_list_includes(location)])


def _list_settings(settings: tuple[Setting, ...]) -> Iterator[_Runs]:
    for setting in settings:
        key, value = setting.key, setting.value
        if _ADDRESS.fullmatch(key):
            if runs_program(value):
                yield _Runs(f"the address {key} = {value}", f"地址 {key} = {value}", f"{key}\n{value}")
        elif not _is_harmless(key):
            yield _Runs(f"the setting {key} = {value}", f"设置 {key} = {value}", f"{key}\n{value}")


def _is_harmless(key: str) -> bool:
    return key.split(".", 1)[0] in _HARMLESS_SECTIONS or key in _HARMLESS_KEYS or bool(_HARMLESS_NAMED.fullmatch(key))


def _list_includes(location: "Location") -> Iterator[_Runs]:
    # What an included file sets is in the list above; but one in the work tree changes with every sync.
    for setting in location.settings:
        if setting.key == "include.path":
            path = (location.common_dir / Path(setting.value).expanduser()).resolve()
            if path.is_relative_to(location.work_tree) and not path.is_relative_to(location.common_dir):
                exact = f"{setting.key}\n{setting.value}"
                yield _Runs(
                    f"settings from the tracked file {setting.value}", f"纳入管理的文件 {setting.value} 里的设置", exact
                )


def _list_hooks(location: "Location") -> Iterator[_Runs]:
    folders = [location.common_dir / "hooks"]
    folders += [location.work_tree / each.value for each in location.settings if each.key == "core.hookspath"]
    for folder in folders:
        for path in _list_folder(folder):
            with_content = _read_executable(path)
            if with_content is not None:
                exact = f"{path}\n{hashlib.sha256(with_content).hexdigest()}"
                yield _Runs(f"the hook {path.name}", f"钩子 {path.name}", exact)


def _list_folder(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix != ".sample")
    except (FileNotFoundError, NotADirectoryError):
        return []


def _read_executable(path: Path) -> bytes | None:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) or not status.st_mode & 0o111:
            return None
        return path.read_bytes()
    except FileNotFoundError:
        return None  # a link to nothing
    except OSError:
        return b""  # it can't be read, but might be run


def _key(location: "Location") -> str:
    return str(location.common_dir.resolve())


def _fingerprint(runs: list[_Runs]) -> str:
    return hashlib.sha256("\0".join(each.exact for each in runs).encode("utf-8", "surrogateescape")).hexdigest()


def _load() -> dict[str, str]:
    try:
        return msgspec.json.decode(trust_file().read_bytes(), type=dict[str, str])
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return {}  # nobody is trusted by a file that can't be read


def _store(granted: dict[str, str]) -> None:
    path = trust_file()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".trust-", delete=False) as file:
            file.write(msgspec.json.format(msgspec.json.encode(granted), indent=2) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)
    except OSError as error:
        raise ReadOnly(path, error.strerror or "") from error
