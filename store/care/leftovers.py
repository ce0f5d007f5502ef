"""What dead processes left behind: git's locks, saves and moves that were cut off, temporary files; and notes of ours that can't be read.

Looking writes nothing, so notes of ours are read as files here: `Journal` and `Drafts` sweep the folders that they open.
"""

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final
from typing import TypeVar

import msgspec

from store.care import recovery
from store.care.ailment import Ailment
from store.care.ailment import Code
from store.care.ailment import Examination
from store.disk import FileFailure
from store.disk import Missing
from store.disk import is_left_over
from store.draft import Draft
from store.files import digest
from store.files import read
from store.files import sweep
from store.journal import MAX_INTENT
from store.journal import Intent
from store.journal import Journal
from store.journal import State
from store.lock import LockFile
from store.lock import find_stale
from store.lock import remove_stale
from store.together.moving import finish_move
from store.wording import names
from store.wording import names_zh

Note = TypeVar("Note", bound=msgspec.Struct)

_YOUNG: Final = 600.0
"""A lock of git's younger than this may be held by a process that can't be looked at, in seconds."""
_OLD: Final = 3600.0
"""Age of a file of ours without a process in its name, from which nobody uses it any more, in seconds."""
_UNNAMED: Final = ("paths-", "seen-", "trees-", "objects-")
"""How files and folders of ours begin that last no longer than one command."""


def find_locks(exam: Examination) -> Iterator[Ailment]:
    """Git's locks that no living git holds."""
    for lock in find_stale(exam.location):
        if lock.holder:
            continue
        name, minutes = exam.shown(lock.path), int(lock.age // 60)
        certain = lock.certain or lock.age >= _YOUNG
        yield Ailment(
            Code.STALE_LOCK,
            f"Git's lock {name} has stood for {minutes} minute(s), and no living git is seen that holds it.",
            f"git 的锁文件 {name} 已存在 {minutes} 分钟，没有发现持有它的 git 进程。",
            "Remove the lock."
            if certain
            else "Nothing yet: its holder may be another user's; look again in ten minutes.",
            "删除锁文件。" if certain else "暂不处理：可能由其他用户的进程持有；十分钟后再看。",
            _Unlocking(exam, lock) if certain else None,
        )


class _Unlocking:
    """Removes one lock of git's."""

    def __init__(self, exam: Examination, lock: LockFile) -> None:
        self._exam = exam
        self._lock = lock

    def __call__(self) -> None:
        remove_stale(self._exam.location, self._lock)


def find_cut_off(exam: Examination) -> Iterator[Ailment]:
    """Saves that a kill cut off, and notes of saves that can't be read."""
    folder = _saves(exam)
    for name, intent in _notes(folder, Intent):
        if intent is None or _is_torn(intent):
            yield _unreadable(Code.DAMAGED_NOTE, exam.shown(folder / name), "note of a save", "保存记录")
        elif not intent.alive:
            yield _cut_off(exam, intent)


def _is_torn(intent: Intent) -> bool:
    """Whether a text in a note is not what was noted: it must never get into a record."""
    sides = [
        side for one in intent.revisions for side in ((one.before, one.before_digest), (one.after, one.after_digest))
    ]
    return any(text is not None and digest(text.encode()) != noted for text, noted in sides)


def _unreadable(code: Code, name: str, what: str, what_zh: str) -> Ailment:
    return Ailment(
        code,
        f"The {what} {name} can't be read.",
        f"{what_zh} {name} 无法读取。",
        "Nothing: it may hold what a person wrote. Look at it, then delete it by hand.",
        "不作处理：其中可能有人写的内容。请查看后手工删除。",
    )


def _cut_off(exam: Examination, intent: Intent) -> Ailment:
    summary = intent.message.partition("\n")[0]
    what = f"A save was cut off: {summary}."
    what_zh = f"有一次保存被中断：{summary}。"
    try:
        overtaken = intent.state(exam.location.top) is State.OVERTAKEN
    except FileFailure:
        overtaken = True
    if overtaken:
        paths = [revision.path for revision in intent.revisions]
        return Ailment(
            Code.CUT_OFF_SAVE,
            what,
            what_zh,
            f"Nothing: {names(paths)} changed since. Save what is wanted, then `dutybook save --put-back`.",
            f"不作处理：{names_zh(paths)} 之后又有改动。请先保存需要的内容，再用 `dutybook save --put-back`。",
        )
    return Ailment(
        Code.CUT_OFF_SAVE,
        what,
        what_zh,
        "Finish it: write what is missing and commit it (`dutybook save --put-back` takes it back instead).",
        "完成它：写入缺少的部分并提交（要放回原样，用 `dutybook save --put-back`）。",
        _Finishing(exam, intent.id),
    )


class _Finishing:
    """Finishes one save."""

    def __init__(self, exam: Examination, id: str) -> None:
        self._exam = exam
        self._id = id

    def __call__(self) -> None:
        location = self._exam.location
        with self._exam.lock():
            journal = Journal(_saves(self._exam))
            for intent in journal.unfinished():
                if intent.id == self._id and not intent.alive:
                    recovery.finish(location.git(), location, journal, intent)


def find_moves(exam: Examination) -> Iterator[Ailment]:
    """A move of the work tree that a sync began and did not finish."""
    if not (exam.location.state_dir / "moving.json").exists():
        return
    yield Ailment(
        Code.UNFINISHED_MOVE,
        "A sync was cut off while it brought the files to another commit.",
        "一次同步在更新文件时被中断。",
        "Finish it; files that were changed since stay, and are named.",
        "完成它；之后改动过的文件保持原样并列出。",
        lambda: _finish_move(exam),
    )


def _finish_move(exam: Examination) -> None:
    finish_move(exam.location.git(), exam.location)


def find_damaged_caches(exam: Examination) -> Iterator[Ailment]:
    """Caches that SQLite can't read whole."""
    for path in sorted(exam.location.state_dir.glob("cache*.sqlite")):
        if not _is_whole(path):
            yield Ailment(
                Code.DAMAGED_CACHE,
                f"The cache {exam.shown(path)} is damaged.",
                f"缓存 {exam.shown(path)} 已损坏。",
                "Delete it; it is made anew from the files.",
                "删除它；会由文件重新生成。",
                _Discarding([path, path.with_name(f"{path.name}-journal")]),
            )


def _is_whole(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=2.0)) as base:
            return bool(base.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.OperationalError:
        return True  # another program has it at this moment
    except sqlite3.DatabaseError:
        return False


def find_damaged_drafts(exam: Examination) -> Iterator[Ailment]:
    """Drafts that can't be read; they stay, for they may hold what a person typed."""
    folder = exam.location.state_dir / "drafts"
    for name, draft in _notes(folder, Draft):
        if draft is None:
            yield _unreadable(Code.DAMAGED_DRAFT, exam.shown(folder / name), "draft", "草稿")


def find_left_over(exam: Examination) -> Iterator[Ailment]:
    """Temporary files of ours whose process is gone."""
    state = exam.location.state_dir
    for folder in (exam.location.top, state / "drafts", _saves(exam)):
        found = [*_temporary(folder)]
        if found:
            shown = [exam.shown(path) for path in found]
            yield Ailment(
                Code.LEFT_OVER_FILE,
                f"Temporary files of dead processes lie about: {names(shown)}.",
                f"遗留着已结束进程的临时文件：{names_zh(shown)}。",
                "Delete them; none of them was ever the content of a file.",
                "删除；它们从未成为任何文件的内容。",
                _Sweeping(folder),
            )
    found = [path for path in _listed(state) if path.name.startswith(_UNNAMED) and _is_old(path)]
    if found:
        shown = [exam.shown(path) for path in found]
        yield Ailment(
            Code.LEFT_OVER_FILE,
            f"Working files of commands that were killed lie about: {names(shown)}.",
            f"遗留着被中止的命令的工作文件：{names_zh(shown)}。",
            "Delete them; they hold nothing that is not elsewhere.",
            "删除；其中没有别处没有的内容。",
            _Discarding(found),
        )


class _Sweeping:
    """Removes temporary files of dead processes below one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self) -> None:
        sweep(self._folder)


class _Discarding:
    """Removes derived files and folders."""

    def __init__(self, paths: list[Path]) -> None:
        self._paths = paths

    def __call__(self) -> None:
        for path in self._paths:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _saves(exam: Examination) -> Path:
    return exam.location.git_dir / "dutybook" / "saves"


def _temporary(top: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(top):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(root, name) for name in sorted(files) if is_left_over(name))


def _listed(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _is_old(path: Path) -> bool:
    try:
        return time.time() - path.lstat().st_mtime > _OLD
    except FileNotFoundError:
        return False


def _notes(folder: Path, sort: type[Note]) -> Iterator[tuple[str, Note | None]]:
    """The notes in a folder by name; None for one that can't be read."""
    for path in _listed(folder):
        if path.suffix == ".json":
            try:
                yield path.name, msgspec.json.decode(read(folder, path.name, limit=MAX_INTENT), type=sort)
            except Missing:
                continue
            except (FileFailure, msgspec.DecodeError, UnicodeDecodeError):
                yield path.name, None
