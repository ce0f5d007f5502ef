"""The settings that lie inside a repository itself (`.git/config`), read without letting them take effect.

A configuration in the plain form that git writes is read here; any other (includes, quoting, continued lines, settings
of a linked worktree) is listed by `git config`, which starts nothing. Used by `store.location` and `store.trust`.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from store.failure import BrokenRepository
from store.failure import DiskFailed
from store.failure import GitFailed
from store.git import Git

_SECTION = re.compile(r'\s*\[([A-Za-z0-9-]+)(?:[ \t]+"([^"\\\x00-\x1f]*)")?\][ \t]*')
_VALUE = re.compile(r'\s*([A-Za-z][A-Za-z0-9-]*)[ \t]*=[ \t]*([^\\"#;\x00-\x08\x0a-\x1f]*)')
_OUR_SCOPES = frozenset({"local", "worktree"})


@dataclass(frozen=True)
class Setting:
    """One setting of a repository."""

    key: str
    """Section and name in small letters, the part between them as written: `remote.origin.url`."""
    value: str
    """Its value as written; `true` where it has none."""


def read_settings(git_dir: Path, common_dir: Path) -> tuple[Setting, ...]:
    """Read what the repository sets for itself, in the order written; the last of a key counts.

    Raises:
        DiskFailed: the configuration can't be read.
        BrokenRepository: git itself doesn't understand it.
    """
    path = common_dir / "config"
    try:
        text = path.read_bytes().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise DiskFailed(path, error.strerror or str(error)) from error
    plain = parse_plain(text)
    if plain is not None:
        return plain
    return _list_settings(git_dir)


def parse_plain(text: str) -> tuple[Setting, ...] | None:
    """Parse a configuration file in the plain form that git writes.

    Returns:
        Its settings, or None if it holds anything beyond plain sections and values, where only git itself may say
        what it means.
    """
    found = []
    prefix = ""
    for line in text.split("\n"):
        if not line.strip() or line.lstrip().startswith(("#", ";")):
            continue
        if section := _SECTION.fullmatch(line):
            name, inner = section[1].lower(), section[2]
            if name in ("include", "includeif"):
                return None
            prefix = f"{name}.{inner}." if inner is not None else f"{name}."
        elif prefix and (value := _VALUE.fullmatch(line)):
            found.append(Setting(prefix + value[1].lower(), value[2].rstrip()))
        else:
            return None
    if any(setting.key == "extensions.worktreeconfig" for setting in found):
        return None
    return tuple(found)


def _list_settings(git_dir: Path) -> tuple[Setting, ...]:
    try:
        listed = Git(git_dir, git_dir).run("config", "--list", "--show-scope", "-z")
    except GitFailed as failure:
        raise BrokenRepository(git_dir, failure.err.strip()) from failure
    parts = listed.out.decode("utf-8", "surrogateescape").split("\0")
    found = []
    for scope, entry in zip(parts[::2], parts[1::2], strict=False):
        if scope in _OUR_SCOPES:
            key, separator, value = entry.partition("\n")
            found.append(Setting(key, value if separator else "true"))
    return tuple(found)
