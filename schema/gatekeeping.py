"""What the server check decides without looking at anything but values: names of files, attributes, whole trees, days. Pure.

`store.gate.checkpoint` reads what was pushed and asks here; the rules that say it are schema.rules.gate and schema.rules.approvals.
"""

import re
import unicodedata
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from datetime import timedelta
from typing import Any
from typing import Final
from typing import NamedTuple

from schema.visible import visible

Words = tuple[str, str]
"""The same words in English and in Chinese."""

LONGEST_NAME: Final = 255
"""Bytes of one name."""
MOST_DEEP: Final = 16
"""Folders inside each other."""
GRACE: Final = timedelta(days=30)
"""How long somebody may have worked offline before it is pushed."""
AHEAD: Final = timedelta(days=1)
"""How far a clock or a time zone may be ahead."""

_DEVICES: Final = frozenset({
    "con", "prn", "aux", "nul", "conin$", "conout$", "clock$",
    *(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"),
})  # fmt: skip
_BARE: Final = frozenset({"head", "objects", "refs"})
_DRIVER: Final = re.compile(r"(?:filter|diff|merge)=")
_MODES: Final = {
    b"120000": ("a symbolic link", "符号链接"),
    b"160000": ("another repository (a submodule)", "另一个仓库（子模块）"),
}
_ODD_MODE: Final = ("of a sort that git does not write", "git 不会写出的种类")
FOLDER: Final = b"40000"
_ORDINARY: Final = frozenset({b"100644", b"100755", FOLDER})
_GIT_FILES: Final = frozenset({".gitmodules"})


class Entry(NamedTuple):
    """One entry of a folder as git keeps it."""

    mode: bytes
    """As written, such as `100644`."""
    name: bytes
    id: str
    """Id of the blob, tree or commit."""

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return self.mode == FOLDER

    @property
    def order(self) -> bytes:
        """By what git sorts it: a folder as if its name ended with a slash."""
        return self.name + b"/" if self.is_folder else self.name


def fault_of_mode(entry: Entry) -> Words | None:
    """What an entry is that is no ordinary file and no folder; None for those."""
    return None if entry.mode in _ORDINARY else _MODES.get(entry.mode, _ODD_MODE)


def fault_of_name(raw: bytes) -> Words | None:
    """Why a name of a file or folder is not taken; None where it is."""
    try:
        name = raw.decode()
    except UnicodeDecodeError:
        return "is not UTF-8", "不是 UTF-8"
    if name in {"", ".", ".."} or "/" in name:
        return "is no name of a file", "不是文件名"
    if visible(name) != name:
        return "holds characters that cannot be seen or turn the writing round", "含有看不见的或改变书写方向的字符"
    if "\\" in name:
        return "holds a backslash", "含有反斜杠"
    if name.startswith("-"):
        return "begins with `-` and could be taken for an option", "以 `-` 开头，会被当作选项"
    if name.endswith((".", " ")):
        return "ends with a dot or a space", "以点或空格结尾"
    if len(raw) > LONGEST_NAME:
        return f"has more than {LONGEST_NAME} bytes", f"超过 {LONGEST_NAME} 字节"
    return _fault_of_meaning(name)


def _fault_of_meaning(name: str) -> Words | None:
    plain = collision_key(name).partition(":")[0].rstrip(" .")
    if plain == ".git" or re.fullmatch(r"git~[0-9]+", plain):
        return "is git's own", "是 git 自用的名称"
    if plain.partition(".")[0].rstrip() in _DEVICES:
        return "is the name of a device on some machines", "在有的系统上是设备名"
    return None


def collision_key(name: str) -> str:
    """By what a name is told from its neighbours where neither capitals nor the composition of letters count."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def collisions(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Names of one folder that are the same on some machines: the later with the earlier one."""
    seen: dict[str, str] = {}
    for name in names:
        key = collision_key(name)
        if key in seen:
            yield name, seen[key]
        else:
            seen[key] = name


def is_repository(names: Iterable[str]) -> bool:
    """Whether a folder that holds these names is taken by git for a repository of its own."""
    return {collision_key(name) for name in names} >= _BARE


def is_sorted(entries: Iterable[Entry]) -> bool:
    """Whether a folder's entries stand as git writes them: sorted, and none twice."""
    before = None
    for entry in entries:
        if before is not None and before >= entry.order:
            return False
        before = entry.order
    return True


def is_for_git(name: str) -> bool:
    """Whether git reads a file of that name as settings of submodules."""
    return collision_key(name) in _GIT_FILES


def is_attributes(name: str) -> bool:
    """Whether git reads a file of that name as attributes, on some machine at least."""
    return collision_key(name) == ".gitattributes"


def named_drivers(text: str) -> list[str]:
    """The attributes of a `.gitattributes` that name something to run: `filter=`, `diff=`, `merge=`."""
    lines = (line.split() for line in text.splitlines() if not line.lstrip().startswith("#"))
    return [word for words in lines for word in words if _DRIVER.match(word)]


def policy_of(settings: Mapping[str, Any]) -> tuple[Any, Any]:
    """What of register.toml, as plain data, says who approves and who signs: the tables `review` and `signing`."""
    return settings.get("review"), settings.get("signing")


def fault_of_day(day: date, today: date, *, grace: bool) -> Words | None:
    """Why a commit's day is not believed; None where it is.

    Args:
        day: the day that the commit says.
        today: the server's.
        grace: whether it may not lie further back than somebody works offline.
    """
    if day - today > AHEAD:
        return f"which is still to come (today is {today})", f"尚未到来（今天是 {today}）"
    if grace and today - day > GRACE:
        return (
            f"more than {GRACE.days} days before today, {today}",
            f"早于今天（{today}）{GRACE.days} 天以上",
        )
    return None
