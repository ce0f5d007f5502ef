"""Whether the repository is sound: git's objects, the index and the files against the last commit, names, modes, and what was seen of the remote.

Nothing is written here but by a remedy, and no remedy takes away what is not in a commit or in a file.
"""

import os
import unicodedata
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from schema.identity import Place
from schema.identity import place_of
from store.care.ailment import Ailment
from store.care.ailment import Code
from store.care.ailment import Examination
from store.commit import commit_paths
from store.failure import GitTimedOut
from store.git import Git
from store.location import read_head
from store.location import read_reference
from store.lock import wait_for_git
from store.message import compose
from store.together.upstream import is_ancestor
from store.wording import brief
from store.wording import ended
from store.wording import names
from store.wording import names_zh

MANY_COMMITS: Final = 1_000
"""Commits from which a commit-graph makes the history noticeably faster."""
_STATUSES: Final = range(256)
"""What `git fsck` ends with adds up from what it found; all of it is an answer."""
_FAULTS: Final = ("missing", "broken", "error", "fatal", "bad", "corrupt", "unable", "hash mismatch")
_REST: Final = 38
"""Characters of an object's id behind the name of its folder; what is named otherwise is no object."""
_EXECUTABLE: Final = 0o111


def find_damaged_objects(exam: Examination) -> Iterator[Ailment]:
    """What `git fsck` finds missing or broken, with the records that it concerns. Looked at only: what is lost is elsewhere."""
    git = exam.location.git()
    reach = () if exam.thorough else ("--connectivity-only",)
    try:
        found = git.run(
            "fsck",
            *reach,
            "--no-dangling",
            "--no-progress",
            ok=_STATUSES,
            deadline=exam.deadline,
            cancelled=exam.cancelled,
        )
    except GitTimedOut:
        yield Ailment(
            Code.NOT_EXAMINED,
            f"Git did not check its objects within {exam.deadline:g} second(s).",
            f"git 未能在 {exam.deadline:g} 秒内核对完对象。",
            "Look again with more time: `dutybook doctor --deadline 600`.",
            "请给更多时间再查：`dutybook doctor --deadline 600`。",
        )
        return
    lines = [*found.out.decode(errors="replace").splitlines(), *found.err.splitlines()]
    faults = [line.strip() for line in lines if line.strip().startswith(_FAULTS)]
    faults += [] if exam.thorough else [f"empty object {id_}" for id_ in _empty_objects(exam.location.common_dir)]
    if not faults:
        return
    paths = _paths_of(git, faults)
    concerned = f" It concerns {names(paths)}." if paths else ""
    concerned_zh = f"涉及 {names_zh(paths)}。" if paths else ""
    yield Ailment(
        Code.DAMAGED_OBJECT,
        f"Git finds {len(faults)} fault(s) in its objects, the first: {ended(faults[0])}{concerned}",
        f"git 在对象中发现 {len(faults)} 处问题，第一处：{ended(faults[0], '。')}{concerned_zh}",
        "Nothing by itself: copy the register's folder first, then clone anew from the remote or fetch from another clone.",
        "不自行处理：请先备份台账文件夹，再从远端重新克隆，或从其他克隆取回。",
    )


def _empty_objects(common_dir: Path) -> Iterator[str]:
    """Loose objects that hold nothing, as a cut of power leaves them; git looks only whether they are there."""
    for folder in sorted((common_dir / "objects").glob("[0-9a-f][0-9a-f]")):
        with os.scandir(folder) as listing:
            yield from sorted(
                folder.name + one.name for one in listing if len(one.name) == _REST and not one.stat().st_size
            )


def _paths_of(git: Git, faults: Iterable[str]) -> list[str]:
    """The files of the last commit whose content is among what git names."""
    words = {word for line in faults for word in line.replace(":", " ").split() if len(word) == 40}
    listed = git.run("ls-tree", "-r", "-z", "HEAD", ok=_STATUSES).out.decode("utf-8", "surrogateescape").split("\0")
    return [path for entry in listed if entry for head, _, path in [entry.partition("\t")] if head.split()[2] in words]


def find_staged(exam: Examination) -> Iterator[Ailment]:
    """Records that are staged and not committed, as a killed commit or a hand at git leaves them."""
    git = exam.location.git()
    if exam.location.head is None:
        return
    for path, blob in _staged(git).items():
        if place_of(path) is None:
            continue
        safe = not blob or _hash_of(git, exam.location.work_tree / path, path) == blob
        yield Ailment(
            Code.STAGED_RECORD,
            f"The record {path} is staged in git's index and not committed.",
            f"记录 {path} 已暂存在 git 索引中而未提交。",
            "Set its place in the index back to the last commit; the file stays as it is, for `dutybook save`."
            if safe
            else "Nothing: what is staged is not what the file holds. Commit it by git, or stage the file again.",
            "把索引中的这一项恢复为最近一次提交；文件保持原样，可用 `dutybook save` 保存。"
            if safe
            else "不作处理：暂存的内容与文件不同。请用 git 提交，或重新暂存。",
            _Unstaging(exam, path) if safe else None,
        )


class _Unstaging:
    """Sets the index entry of one file back to the last commit."""

    def __init__(self, exam: Examination, path: str) -> None:
        self._exam = exam
        self._path = path

    def __call__(self) -> None:
        git = self._exam.location.git()
        with self._exam.lock():
            reset(self._exam, git, [self._path])


def reset(exam: Examination, git: Git, paths: Sequence[str]) -> None:
    """Set the index entries of some files to the last commit; the files stay."""
    wait_for_git(exam.location, lambda: git.run("reset", "--quiet", "HEAD", "--", *paths))


def _staged(git: Git) -> dict[str, str]:
    """Each path whose index entry differs from the last commit, with its blob there; empty for one that is taken out."""
    out = git.run("diff-index", "--cached", "-z", "--raw", "--no-renames", "--no-abbrev", "HEAD", "--").out
    fields = out.decode("utf-8", "surrogateescape").split("\0")
    pairs = zip(fields[::2], fields[1::2], strict=False)
    return {path: "" if raw.endswith(" D") else raw.split(" ")[3] for raw, path in pairs}


def _hash_of(git: Git, file: Path, path: str) -> str:
    """The blob that a file would be, through its filters; empty where it is not there."""
    if not file.is_file() or file.is_symlink():
        return ""
    return git.run("hash-object", f"--path={path}", "--stdin", stdin=file.read_bytes()).text


def find_missing(exam: Examination) -> Iterator[Ailment]:
    """Records that the last commit has and the disk has not."""
    git, top = exam.location.git(), exam.location.work_tree
    if exam.location.head is None:
        return
    gone = set(_listed(git, "ls-files", "-z", "--deleted"))
    gone |= {path for path, blob in _staged(git).items() if not blob and not os.path.lexists(top / path)}
    records = [path for path in sorted(gone) if place_of(path) is not None]
    for path in [path for path in records if _is_committed(git, path)]:
        yield Ailment(
            Code.MISSING_RECORD,
            f"The record {path} is not on the disk, but in the last commit.",
            f"最近一次提交里有记录 {path}，磁盘上没有。",
            "Put it back from the last commit (if it was meant to go: `dutybook save` commits that).",
            "从最近一次提交放回（若本意是删除，用 `dutybook save` 提交）。",
            _PuttingBack(exam, path),
        )


class _PuttingBack:
    """Puts one file back from the last commit, if nothing stands in its place by now."""

    def __init__(self, exam: Examination, path: str) -> None:
        self._exam = exam
        self._path = path

    def __call__(self) -> None:
        git, location = self._exam.location.git(), self._exam.location
        wanted = self._path.encode("utf-8", "surrogateescape") + b"\0"
        with self._exam.lock():
            reset(self._exam, git, [self._path])
            wait_for_git(location, lambda: git.run("checkout-index", "-q", "-u", "-z", "--stdin", stdin=wanted))


def _is_committed(git: Git, path: str) -> bool:
    return git.run("cat-file", "-e", f"HEAD:{path}", ok=_STATUSES).status == 0


def find_wrong_modes(exam: Examination) -> Iterator[Ailment]:
    """Records that are executable, or symbolic links, or repositories."""
    git, top = exam.location.git(), exam.location.work_tree
    kept = git.run("config", "--type=bool", "core.fileMode", ok=(0, 1)).text != "false"
    for entry in _listed(git, "ls-files", "-s", "-z"):
        head, _, path = entry.partition("\t")
        mode, place = head.split(" ")[0], place_of(path)
        if place is None:
            continue
        if mode in {"120000", "160000"}:
            yield Ailment(
                Code.WRONG_MODE,
                f"The record {path} is no ordinary file in git ({'a symbolic link' if mode == '120000' else 'a repository'}).",
                f"记录 {path} 在 git 中不是普通文件（{'符号链接' if mode == '120000' else '仓库'}）。",
                "Nothing: put the record itself in its place, then `dutybook save`.",
                "不作处理：请换成记录本身，再用 `dutybook save` 保存。",
            )
        elif mode == "100755" or (kept and _is_executable(top / path)):
            yield Ailment(
                Code.WRONG_MODE,
                f"The record {path} is marked as a program.",
                f"记录 {path} 被标为可执行程序。",
                "Take the mark away, and commit that where git has it too.",
                "去掉标记；git 里也有的，一并提交。",
                _Demoting(exam, path, place),
            )


class _Demoting:
    """Takes the mark of a program from one record."""

    def __init__(self, exam: Examination, path: str, place: Place) -> None:
        self._exam = exam
        self._path = path
        self._place = place

    def __call__(self) -> None:
        location = self._exam.location
        git, file = location.git(), location.work_tree / self._path
        with self._exam.lock():
            if file.is_file() and not file.is_symlink():
                file.chmod(file.stat().st_mode & ~_EXECUTABLE)
            entry = git.run("ls-tree", "-z", "HEAD", "--", self._path).text
            mode, _, blob = entry.partition("\t")[0].split(" ") if entry else ("", "", "")
            if mode == "100755" and _hash_of(git, file, self._path) == blob:
                name = f"{self._place[0]}({self._place[1]})" if self._place[1] else self._place[0]
                message = compose(f"{name}: no program", "", "doctor", [self._place])
                commit_paths(git, location, [self._path], message, expected_head=read_head(location)[1])


def _is_executable(file: Path) -> bool:
    return file.is_file() and not file.is_symlink() and bool(file.stat().st_mode & _EXECUTABLE)


def find_collisions(exam: Examination) -> Iterator[Ailment]:
    """Paths that are one and the same where a disk tells no small letters from capitals, or one form of a letter from another."""
    seen: dict[str, str] = {}
    told: set[tuple[str, str]] = set()
    for path in _listed(exam.location.git(), "ls-files", "-z", "--cached", "--others", "--exclude-standard"):
        parts = path.split("/")
        for depth in range(1, len(parts) + 1):
            part = "/".join(parts[:depth])
            first = seen.setdefault(unicodedata.normalize("NFC", part).casefold(), part)
            if first != part and (first, part) not in told:
                told.add((first, part))
                yield Ailment(
                    Code.CASE_COLLISION,
                    f"The paths {first} and {part} are one and the same on some disks.",
                    f"路径 {first} 和 {part} 在某些磁盘上是同一个。",
                    "Nothing: give one of them another name, then `dutybook save`.",
                    "不作处理：请给其中一个改名，再用 `dutybook save` 保存。",
                )


def find_rewritten(exam: Examination) -> Iterator[Ailment]:
    """Remote branches that no longer hold what was seen there."""
    note = exam.location.state_dir / "seen.json"
    if not note.exists():
        return
    try:
        seen = msgspec.json.decode(note.read_bytes(), type=dict[str, str])
    except (OSError, msgspec.DecodeError):
        yield Ailment(
            Code.DAMAGED_MEMORY,
            f"The note {exam.shown(note)} of what was seen on the remote can't be read.",
            f"远端情况的记录 {exam.shown(note)} 无法读取。",
            "Nothing: the next sync writes it anew. Until then a rewritten remote would not be noticed by it.",
            "不作处理：下次同步会重新写入。此前远端若被改写，无法据此发现。",
        )
        return
    git = exam.location.git()
    for key, commit in sorted(seen.items()):
        remote, _, reference = key.partition(" ")
        branch = reference.removeprefix("refs/heads/")
        tip = read_reference(exam.location.common_dir, f"refs/remotes/{remote}/{branch}")
        if tip is not None and tip != commit and not is_ancestor(git, commit, tip):
            yield Ailment(
                Code.REWRITTEN_UPSTREAM,
                f"The branch {branch} of {remote} no longer holds the commit {brief(commit)} that was seen there.",
                f"远端“{remote}”的分支“{branch}”已不含曾见到的提交 {brief(commit)}。",
                "Nothing: somebody rewrote or rolled back the remote. Ask who did, and why; `dutybook sync` says what to do.",
                "不作处理：有人改写或回退了远端。请先问清缘由；`dutybook sync` 会说明怎么办。",
            )


def find_slow_history(exam: Examination) -> Iterator[Ailment]:
    """A long history without the file that makes it quick to read."""
    location = exam.location
    if location.head is None or (location.common_dir / "shallow").exists() or _has_graph(location.common_dir):
        return
    git = location.git()
    count = int(git.run("rev-list", "--count", "HEAD").text)
    if count >= MANY_COMMITS:
        yield Ailment(
            Code.NO_COMMIT_GRAPH,
            f"The history has {count} commits and no commit-graph with changed paths, so that it is slow to read.",
            f"历史有 {count} 个提交而没有带路径信息的提交图，读取较慢。",
            "Write the commit-graph; it is derived and takes some seconds.",
            "写入提交图；它由历史推得，需几秒钟。",
            lambda: _write_graph(exam),
        )


def _has_graph(common_dir: Path) -> bool:
    """Whether a commit-graph with changed paths stands; its table of contents lies at its beginning."""
    info = common_dir / "objects" / "info"
    for path in (info / "commit-graph", *sorted((info / "commit-graphs").glob("graph-*.graph"))):
        try:
            with path.open("rb") as file:
                if b"BIDX" in file.read(512):
                    return True
        except OSError:
            continue
    return False


def _write_graph(exam: Examination) -> None:
    git = exam.location.git()
    with exam.lock():
        git.run("commit-graph", "write", "--reachable", "--changed-paths", "--no-progress", deadline=600.0)


def _listed(git: Git, *arguments: str) -> list[str]:
    return [one for one in git.run(*arguments).out.decode("utf-8", "surrogateescape").split("\0") if one]
