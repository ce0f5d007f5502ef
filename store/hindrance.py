"""Why a commit is not undone, told so that a person knows what to do: which later change stands on it, of which field, by whom.

Raised by `store.undo` before anything is written.
"""

from collections.abc import Sequence
from typing import ClassVar
from typing import Final
from typing import NamedTuple

from schema.change import GONE
from schema.diagnostic import Step
from schema.difference import is_same
from schema.failure import Failure
from schema.identity import Place
from schema.inverse import Clash
from schema.inverse import value_at
from schema.inverse import write_key
from schema.kinds import struct_of
from store.git import BlobReader
from store.git import Git
from store.message import short_value
from store.past.history import TouchedFile
from store.past.history import log
from store.toml.text import Unparseable
from store.toml.text import parse
from store.wording import brief

_SHOWN: Final = 3
"""Most clashes that a sentence tells one by one."""


class NoSuchCommit(Failure):
    """The history of this branch has no commit of that name."""

    code: ClassVar[str] = "F618"
    exit_code: ClassVar[int] = 2

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is no commit `{name}` in the history of this register.",
            "Look for it with `dutybook log`.",
            message_zh=f"本台账的历史中没有提交“{name}”。",
            hint_zh="可用 `dutybook log` 查找。",
        )


class MergeNotUndone(Failure):
    """A merge brings together what others did; undoing it whole would take back their work."""

    code: ClassVar[str] = "F619"
    exit_code: ClassVar[int] = 2

    def __init__(self, commit: str) -> None:
        super().__init__(
            f"The commit {brief(commit)} is a merge: it only joins what was saved on both sides.",
            "Undo the commit that made the change; `dutybook log` lists it.",
            message_zh=f"提交 {brief(commit)} 是合并，只是把双方各自的保存合在一起。",
            hint_zh="请撤销当初作出改动的那个提交；`dutybook log` 会列出。",
        )


class NoRecordTouched(Failure):
    """A commit that touches no record has nothing that could be undone here."""

    code: ClassVar[str] = "F620"
    exit_code: ClassVar[int] = 2

    def __init__(self, commit: str) -> None:
        super().__init__(
            f"The commit {brief(commit)} touches no record.",
            "Files that are no records are not undone here; git can do that.",
            message_zh=f"提交 {brief(commit)} 没有涉及任何记录。",
            hint_zh="记录以外的文件不在此撤销；可用 git 处理。",
        )


class LaterChange(Failure):
    """What the commit changed was changed again since: what came later stands on it."""

    code: ClassVar[str] = "F621"
    exit_code: ClassVar[int] = 1

    def __init__(self, commit: str, obstacles: Sequence["Obstacle"]) -> None:
        more = len(obstacles) - _SHOWN
        told = "; ".join(one.words for one in obstacles[:_SHOWN]) + (f"; and {more} more" if more > 0 else "")
        told_zh = "；".join(one.words_zh for one in obstacles[:_SHOWN]) + (
            f"；等 {len(obstacles)} 处" if more > 0 else ""
        )
        super().__init__(
            f"The commit {brief(commit)} can't be undone, for later changes stand on it: {told}.",
            "Undo the later change first, or write the value that is wanted with `dutybook set`.",
            message_zh=f"无法撤销提交 {brief(commit)}，其后的改动以它为基础：{told_zh}。",
            hint_zh="请先撤销后来的改动，或用 `dutybook set` 写入所要的值。",
        )
        self.obstacles = tuple(obstacles)


class AlreadyUndone(Failure):
    """The commit was undone already, and that stands."""

    code: ClassVar[str] = "F622"
    exit_code: ClassVar[int] = 1

    def __init__(self, commit: str, by: str) -> None:
        super().__init__(
            f"The commit {brief(commit)} was undone already, by {brief(by)}.",
            "Take the newest undo back with `dutybook redo`.",
            message_zh=f"提交 {brief(commit)} 已由 {brief(by)} 撤销。",
            hint_zh="可用 `dutybook redo` 恢复最近一次撤销。",
        )


class NothingToUndo(Failure):
    """The history has no commit of this person that is left to undo."""

    code: ClassVar[str] = "F623"
    exit_code: ClassVar[int] = 2

    def __init__(self) -> None:
        super().__init__(
            "No commit of yours is left to undo.",
            "Name a commit; `dutybook log` lists them.",
            message_zh="您的提交都已撤销，或没有可撤销的提交。",
            hint_zh="请指明提交；`dutybook log` 会列出。",
        )


class NothingToRedo(Failure):
    """The history has no undo of this person that is left to redo."""

    code: ClassVar[str] = "F624"
    exit_code: ClassVar[int] = 2

    def __init__(self) -> None:
        super().__init__(
            "No undo of yours is left to redo.",
            "See with `dutybook log` what was done.",
            message_zh="没有可恢复的撤销。",
            hint_zh="`dutybook log` 显示历次操作。",
        )


class NothingLeft(Failure):
    """Everything that the commit changed is as it was before already."""

    code: ClassVar[str] = "F625"
    exit_code: ClassVar[int] = 1

    def __init__(self, commit: str) -> None:
        super().__init__(
            f"Everything that the commit {brief(commit)} changed is as it was before it already.",
            "There is nothing to do.",
            message_zh=f"提交 {brief(commit)} 的改动均已恢复原样。",
            hint_zh="无须再做什么。",
        )


class Obstacle(NamedTuple):
    """One change that stands on the one that is to be undone."""

    kind: str
    id: str
    clash: Clash
    """The field; an empty key is the whole record."""
    later: str
    """Full id of the commit that changed it; empty where none is found."""
    words: str
    """All of it as a part of a sentence."""
    words_zh: str


def tell(git: Git, commit: str, path: str, place: Place, clash: Clash, blobs: BlobReader) -> Obstacle:
    """Say which later change stands in the way, and who made it.

    Args:
        git: git of the repository.
        commit: full id of the commit that is to be undone.
        path: the record's file, from the top with `/`.
        place: the record.
        clash: the field that was changed since.
        blobs: reads what stood in the files.
    """
    kind, id_ = place
    name = f"{kind}/{id_}" if id_ else kind
    later, who = _later(git, commit, path, place, clash.key, blobs)
    by, by_zh = (f" (commit {brief(later)}, {who})", f"（提交 {brief(later)}，{who}）") if later else ("", "")
    if clash.key:
        (gave, gave_zh), (now, now_zh) = _say(clash.after), _say(clash.now)
        words = f"{write_key(clash.key)} of {name} was {gave} after it and is {now} now"
        words_zh = f"{name} 的 {write_key(clash.key)} 当时为{gave_zh}，现为{now_zh}"
    else:
        words, words_zh = _tell_whole(name, clash)
    return Obstacle(kind, id_, clash, later, words + by, words_zh + by_zh)


def _tell_whole(name: str, clash: Clash) -> tuple[str, str]:
    if clash.now is GONE:
        return f"{name} was removed", f"{name} 已被删除"
    if clash.after is GONE:
        return f"{name} stands again", f"{name} 又已存在"
    return f"the text of {name} was changed", f"{name} 的文字又有改动"


def _say(value: object) -> tuple[str, str]:
    if value is GONE:
        return "nothing", "空"
    said = short_value(value)
    return f"`{said}`", f"“{said}”"


def _later(git: Git, commit: str, path: str, place: Place, key: tuple[Step, ...], blobs: BlobReader) -> tuple[str, str]:
    """The newest commit after one that changed a field, and who made it when; empty where none is found."""
    for one in log(git, paths=(path,), revision=f"{commit}..HEAD"):
        file = next((file for file in one.files if file.path == path), None)
        if file is not None and (not key or _differs(place[0], file, key, blobs)):
            return one.commit, f"{one.author}, {one.time:%Y-%m-%d}"
    return "", ""


def _differs(kind: str, file: TouchedFile, key: tuple[Step, ...], blobs: BlobReader) -> bool:
    sides = []
    for blob in (file.old, file.new):
        try:
            data = parse((blobs.read(blob) if blob else None) or b"").data
        except Unparseable:
            return True
        sides.append(value_at(struct_of(kind), data, key))
    return not is_same(*sides)
