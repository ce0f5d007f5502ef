"""What differs between two states of the register, record by record and field by field: commits, or the files as they are."""

import hashlib
from collections.abc import Iterable
from collections.abc import Iterator

from schema.failure import Failure
from schema.identity import Place
from schema.identity import place_of
from store.files import Missing
from store.files import read
from store.git import GITLINKS_AS_THEY_ARE
from store.git import Git
from store.location import Location
from store.outside import find_outside
from store.past.blobs import Blobs
from store.past.blobs import find_objects
from store.past.history import Pair
from store.past.history import RecordDifference
from store.past.history import compare
from store.past.history import list_renaming
from store.past.history import pair_files
from store.past.logbook import TouchedFile
from store.past.logbook import renames_of
from store.past.logbook import touched

_AT_ONCE = 500
"""Records that are read together."""
_FILE = "file:"
"""Before a path, stands for the file's content as a blob's id does for a blob's."""


def compare_commits(git: Git, old: str, new: str) -> Iterator[RecordDifference]:
    """What differs between two commits, by path; a renamed record comes once, under its new id.

    Args:
        git: git of the repository.
        old: full id of a commit.
        new: full id of another.
    """
    files = _list_changed(git, old, new)
    yield from _compare(git, pair_files(files, _renames(git, old, new, files)), {})


def compare_files(git: Git, location: Location, old: str, head: str) -> Iterator[RecordDifference]:
    """What differs between a commit and the files as they are, saved or not.

    Args:
        git: git of the repository.
        location: where the register lies.
        old: full id of the commit.
        head: full id of the commit that the files began with.
    """
    committed = _list_changed(git, old, head)
    paths = {file.path for file in committed} | {change.path for change in find_outside(git, location)}
    wanted = sorted(path for path in paths if "\n" not in path and place_of(path) is not None)
    above = location.top.relative_to(location.work_tree)
    specs = [f"{old}:{(above / path).as_posix()}" for path in wanted]
    contents: dict[str, bytes] = {}
    files = []
    for path, before in zip(wanted, find_objects(git, specs), strict=True):
        content = _content(location, path)
        if content is None:
            files.append(TouchedFile(path, before, ""))
        elif _blob_id(content) != before:
            files.append(TouchedFile(path, before, f"{_FILE}{path}"))
            contents[f"{_FILE}{path}"] = content
    yield from _compare(git, pair_files(files, _renames(git, old, head, committed)), contents)


def _compare(git: Git, pairs: list[Pair], contents: dict[str, bytes]) -> Iterator[RecordDifference]:
    for at in range(0, len(pairs), _AT_ONCE):
        some = pairs[at : at + _AT_ONCE]
        blobs = Blobs(git)
        for name, content in contents.items():
            blobs.take(name, content)
        blobs.fetch(id_ for pair in some for id_ in pair[1:3])
        for pair in some:
            if pair[1] or pair[2]:
                yield compare(*pair, blobs)


def _list_changed(git: Git, old: str, new: str) -> list[TouchedFile]:
    if old == new:
        return []
    form = ("-r", "-z", "--raw", "--no-renames", "--no-abbrev", GITLINKS_AS_THEY_ARE)
    tokens = iter(git.run("diff-tree", *form, old, new, deadline=600.0).out.decode(errors="replace").split("\0"))
    return [touched(token, next(tokens)) for token in tokens if token.startswith(":")]


def _renames(git: Git, old: str, new: str, files: Iterable[TouchedFile]) -> dict[Place, Place]:
    """Former places by new ones, from the commits that lie between; they are asked only where some record could be renamed."""
    places = [(file.verb, place) for file in files if (place := place_of(file.path)) is not None]
    gone, come = ({place[0] for verb, place in places if verb == which} for which in ("remove", "add"))
    if not gone & come:
        return {}
    back: dict[Place, Place] = {}
    for commit in list_renaming(git, old, new):  # of the old side alone: undone on the way to the new one
        for later, former in renames_of(commit).items():
            back[former] = back.pop(later, later)
    forth: dict[Place, Place] = {}
    for commit in reversed(list_renaming(git, new, old)):
        for later, former in renames_of(commit).items():
            forth[later] = forth.pop(former, back.get(former, former))
    return back | forth


def _content(location: Location, path: str) -> bytes | None:
    try:
        return read(location.top, path)
    except Missing:
        return None
    except (Failure, ValueError):
        return b"\0"  # a link, a folder, too large: there, and no TOML


def _blob_id(content: bytes) -> str:
    """The id that git gives a text with plain line ends."""
    plain = content.replace(b"\r\n", b"\n")
    return hashlib.sha1(b"blob %d\0" % len(plain) + plain, usedforsecurity=False).hexdigest()
