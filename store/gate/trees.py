"""The server check of folders and files: what may lie in a register at all, whoever pushed it. Contents of records are not read here.

Every folder that comes new is read as git keeps it, so that nothing hides behind how git shows it: two entries of one name, odd modes, names that git
itself would not write. Each is read once however often it is named, so that folders inside each other without end cost nothing.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Final
from typing import NamedTuple

from schema.diagnostic import Diagnostic
from schema.gatekeeping import MOST_DEEP
from schema.gatekeeping import Entry
from schema.gatekeeping import collisions
from schema.gatekeeping import fault_of_mode
from schema.gatekeeping import fault_of_name
from schema.gatekeeping import is_attributes
from schema.gatekeeping import is_for_git
from schema.gatekeeping import is_repository
from schema.gatekeeping import is_sorted
from schema.gatekeeping import named_drivers
from schema.personal import find_numbers
from schema.rules.gate import BAD_PATH
from schema.rules.gate import COLLISION
from schema.rules.gate import FOR_GIT
from schema.rules.gate import NESTED
from schema.rules.gate import NOT_ORDINARY
from schema.rules.gate import PERSONAL
from schema.rules.gate import TOO_LARGE
from schema.rules.gate import TOO_MUCH
from schema.visible import visible
from store.attachment import FOLDER as ATTACHMENTS
from store.attachment import LARGEST
from store.gate.pushed import read_objects
from store.gate.pushed import sizes_of
from store.gate.verdict import Refusal
from store.git import BlobReader
from store.git import Git
from store.toml.encoding import MAX_BYTES

MOST_FILES: Final = 500_000
"""Files of one state of the register."""
MOST_BYTES: Final = 500 * 1024 * 1024
"""Bytes of all that comes new."""


class Folder(NamedTuple):
    """One folder that comes new."""

    commit: str
    """Id of the commit that brings it."""
    path: str
    """From the top; empty for the top itself. One of its places, if it has several."""
    entries: tuple[Entry, ...]


def read_folders(git: Git, tips: Sequence[str], old: str | None) -> dict[str, Folder]:
    """Every folder that comes new, by id, as its bytes say."""
    known = [f"^{old}"] if old else []
    listed = git.run(
        *("rev-list", "--objects", "--in-commit-order", "--reverse", "--filter=blob:none"),
        *("--end-of-options", *tips, *known),
        deadline=600.0,
    ).out.decode(errors="replace")
    places: dict[str, tuple[str, str]] = {}
    commit = ""
    for line in listed.split("\n"):
        id_, separator, path = line.partition(" ")
        if separator:
            places.setdefault(id_, (commit, path))
        elif line:
            commit = line
    return {id_: Folder(*places[id_], _entries(body)) for id_, body in read_objects(git, list(places))}


def _entries(body: bytes) -> tuple[Entry, ...]:
    entries = []
    at = 0
    while at < len(body):
        end = body.index(b"\0", at)
        mode, _, name = body[at:end].partition(b" ")
        entries.append(Entry(mode, name, body[end + 1 : end + 21].hex()))
        at = end + 21
    return tuple(entries)


def judge_folders(git: Git, folders: Mapping[str, Folder], main: str) -> list[Refusal]:
    """What is refused of the folders that come new.

    Args:
        git: git of the repository.
        folders: by id.
        main: short name of the main branch, for the hint.
    """
    found = [refusal for folder in folders.values() for refusal in _judge_folder(folder)]
    found += _judge_extent(git, folders, main)
    return [*found, *_judge_attributes(git, folders)]


def _judge_folder(folder: Folder) -> Iterator[Refusal]:
    names = [entry.name.decode("utf-8", "surrogateescape") for entry in folder.entries]
    for entry, name in zip(folder.entries, names, strict=True):
        for one in _judge_entry(entry, name, _join(folder.path, name)):
            yield Refusal(folder.commit, one)
    for name, other in collisions(names):
        values = {"path": visible(_join(folder.path, name)), "other": visible(_join(folder.path, other))}
        yield Refusal(folder.commit, COLLISION.found("", "", **values))
    if is_repository(names):
        yield Refusal(folder.commit, NESTED.found("", "", path=visible(folder.path or ".")))
    if not is_sorted(folder.entries):
        what, what_zh = (
            "holds a folder that git would not write: not sorted, or one name twice",
            "含有 git 不会写出的文件夹：未排序或重名",
        )
        yield Refusal(
            folder.commit, BAD_PATH.found("", "", path=visible(folder.path or "."), what=what, what_zh=what_zh)
        )


def _judge_entry(entry: Entry, name: str, path: str) -> Iterator[Diagnostic]:
    shown = visible(path)
    if words := fault_of_mode(entry):
        yield NOT_ORDINARY.found("", "", path=shown, what=words[0], what_zh=words[1])
    if words := fault_of_name(entry.name):
        yield BAD_PATH.found("", "", path=shown, what=words[0], what_zh=words[1])
    if is_for_git(name):
        yield FOR_GIT.found(
            "", "", path=shown, what="names other repositories to fetch", what_zh="指定要取回的其他仓库"
        )
    if not path.startswith(f"{ATTACHMENTS}/") and find_numbers(name):
        yield PERSONAL.found("", "", place=f"the name `{shown}`", place_zh=f"名称 `{shown}` ")


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


# How many files and folders a state holds


def _judge_extent(git: Git, folders: Mapping[str, Folder], main: str) -> Iterator[Refusal]:
    """Whether the states that come new are of a size that can be looked at, whatever their folders name several times."""
    with BlobReader(git) as blobs:
        extent = _Extent(blobs, folders)
        extents = [(folder.commit, *extent.of(id_)) for id_, folder in folders.items() if not folder.path]
    for commit, depth, files in extents:
        if depth > MOST_DEEP:
            what, what_zh = f"has more than {MOST_DEEP} folders inside each other", f"文件夹嵌套超过 {MOST_DEEP} 层"
            yield Refusal(commit, BAD_PATH.found("", "", path=".", what=what, what_zh=what_zh))
        elif files > MOST_FILES:
            words = {"count": files, "most": MOST_FILES, "what": "files", "what_zh": "个文件", "main": main}
            yield Refusal(commit, TOO_MUCH.found("", "", **words))


class _Extent:
    """Counts folders inside each other and files, each folder once."""

    def __init__(self, blobs: BlobReader, folders: Mapping[str, Folder]) -> None:
        self._blobs = blobs
        self._folders = folders
        self._known: dict[str, tuple[int, int]] = {}

    def of(self, id: str, above: int = 0) -> tuple[int, int]:
        """How deep a folder is, and how many files are in it; nothing is looked at that lies deeper than is taken."""
        if id not in self._known:
            if above > MOST_DEEP:
                return 1, 0
            entries = self._read(id)
            inner = [self.of(entry.id, above + 1) for entry in entries if entry.is_folder]
            files = sum(not entry.is_folder for entry in entries) + sum(count for _, count in inner)
            self._known[id] = (1 + max((depth for depth, _ in inner), default=0), files)
        return self._known[id]

    def _read(self, id: str) -> tuple[Entry, ...]:
        return self._folders[id].entries if id in self._folders else _entries(self._blobs.read(id) or b"")


# Attributes, and how large files are


def _judge_attributes(git: Git, folders: Mapping[str, Folder]) -> Iterator[Refusal]:
    """What the attributes that come new would have git run."""
    places: dict[str, tuple[str, str]] = {}
    for folder in folders.values():
        for entry in folder.entries:
            name = entry.name.decode("utf-8", "surrogateescape")
            if is_attributes(name) and not entry.is_folder and not fault_of_mode(entry):
                places.setdefault(entry.id, (folder.commit, visible(_join(folder.path, name))))
    sizes = sizes_of(git, list(places))
    for id_ in (id_ for id_ in places if sizes.get(id_, 0) > MAX_BYTES):
        words = {"what": "is too large to be looked at", "what_zh": "过大，无法检查"}
        yield Refusal(places[id_][0], FOR_GIT.found("", "", path=places[id_][1], **words))
    for id_, body in read_objects(git, [id_ for id_ in places if sizes.get(id_, 0) <= MAX_BYTES]):
        drivers = named_drivers(body.decode(errors="replace"))
        if drivers:
            named = visible(", ".join(sorted(set(drivers)))[:200])
            words = {"what": f"names what git is to run: {named}", "what_zh": f"指定由 git 运行的程序：{named}"}
            yield Refusal(places[id_][0], FOR_GIT.found("", "", path=places[id_][1], **words))


def judge_sizes(git: Git, files: Mapping[tuple[str, str], str], main: str) -> Iterator[Refusal]:
    """Which files are too large, each on its own and all together.

    Args:
        git: git of the repository.
        files: path and blob of what comes new, each with the commit that brings it.
        main: short name of the main branch, for the hint.
    """
    sizes = sizes_of(git, list(dict.fromkeys(blob for _, blob in files)))
    for (path, blob), commit in files.items():
        most = LARGEST if path.startswith(f"{ATTACHMENTS}/") else MAX_BYTES
        if sizes.get(blob, 0) > most:
            values = {"path": visible(path), "size": sizes[blob], "most": most}
            yield Refusal(commit, TOO_LARGE.found("", "", **values))
    total = sum(sizes.values())
    if total > MOST_BYTES:
        words = {"count": total, "most": MOST_BYTES, "what": "bytes", "what_zh": "字节", "main": main}
        yield Refusal("", TOO_MUCH.found("", "", **words))
