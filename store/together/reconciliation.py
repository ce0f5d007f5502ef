"""The merge of two histories, worked out in memory: what the merged register would hold, what a person must decide, what it alone would break.

Nothing is written but loose objects; branch, index and files stand as they did. Every record that both sides changed is merged by field, also
where a merge by lines would be clean: such a merge can be wrong. Source: docs/decisions/0006-merging.md.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Final
from typing import NamedTuple

from schema.breakage import find_breakage
from schema.breakage import new_faults
from schema.change import GONE
from schema.diagnostic import Diagnostic
from schema.identity import Place
from schema.identity import place_of
from schema.merge import Clash
from schema.merge import Conflict
from schema.merge import Status
from schema.sequence import merge_lines
from store.git import BlobReader
from store.git import Git
from store.loading import Known
from store.loading import Loaded
from store.loading import Stamp
from store.loading import read_one
from store.loading import with_files
from store.location import Location
from store.message import RENAMED
from store.together.divergence import ORDINARY
from store.together.divergence import Change
from store.together.divergence import Version
from store.together.divergence import changes_between
from store.together.divergence import compose
from store.together.divergence import find_bases
from store.together.following import Followed
from store.together.following import find_moves
from store.together.following import follow
from store.together.merging import Decision
from store.together.merging import MergedText
from store.together.merging import decide
from store.together.merging import merge_texts
from store.together.merging import struct_at
from store.trees import write_objects

Decisions = Mapping[str, Sequence[Decision]]
"""What a person decided, by path of the file."""
UNDECIDED: Final[Decisions] = {}


class FileConflict(NamedTuple):
    """One thing that a person must decide."""

    path: str
    place: Place | None
    """The record; None for a file that is none."""
    conflict: Conflict


class Reconciliation(NamedTuple):
    """A merge, worked out."""

    ours: str
    """Id of our commit."""
    theirs: str
    """Id of theirs."""
    files: dict[str, Version | None]
    """What the merged tree holds otherwise than ours; None for what goes."""
    conflicts: tuple[FileConflict, ...]
    broken: tuple[Diagnostic, ...]
    """What the merge alone breaks; not worked out while there are conflicts."""
    merged: tuple[str, ...]
    """Paths that both sides had changed."""
    lost_comments: tuple[tuple[str, str], ...]
    """Comments that went with parts that one side took out: path and comment."""
    given_up: tuple[tuple[Place, Place], ...] = ()
    """Names of records that a person decided against, and the name that stays."""

    @property
    def trailers(self) -> list[tuple[str, str]]:
        """What the merge's commit must say to programs, as names and values."""
        return [(RENAMED, f"{'/'.join(old)} -> {'/'.join(new)}") for old, new in self.given_up]


class _Result(NamedTuple):
    """One file that both sides changed."""

    content: bytes | None
    mode: str
    conflicts: tuple[Conflict, ...] = ()
    lost_comments: tuple[str, ...] = ()


def reconcile(
    git: Git,
    location: Location,
    loaded: Loaded,
    ours: str,
    theirs: str,
    *,
    on: date | None,
    decisions: Decisions = UNDECIDED,
) -> Reconciliation:
    """Work out the merge of two commits.

    Args:
        git: git of the repository.
        location: where the register lies.
        loaded: the register as of our commit.
        ours: our commit.
        theirs: theirs.
        on: the day of the check; None: what the merge alone breaks is not asked.
        decisions: what a person decided about conflicts that were told before.
    """
    with BlobReader(git) as blobs:
        changed = _two_sides(git, location, loaded, blobs, ours, theirs)
        named = _follow(git, location, loaded, blobs, (ours, theirs), changed, decisions)
        files = named.carried | {path: one.after for path, one in named.theirs.items() if path not in named.ours}
        both = sorted(
            path
            for path in named.theirs.keys() & named.ours.keys()
            if named.ours[path].after != named.theirs[path].after
        )
        decisions = {**decisions, **{path: decisions.get(old, ()) for path, old in named.told_as.items()}}
        results = {path: _merge_file(path, named.ours[path], named.theirs[path], blobs, decisions) for path in both}
        files |= _store(git, location, results)
        told = [*named.apart, *((path, one) for path, result in results.items() for one in result.conflicts)]
        told = [(named.told_as.get(path, path), one) for path, one in told]
        conflicts = tuple(FileConflict(path, place_of(path), one) for path, one in told)
        broken = () if conflicts or on is None else _find_broken(loaded, named, files, blobs, on)
    lost = tuple((path, comment) for path, result in results.items() for comment in result.lost_comments)
    pairs = ((place_of(old), place_of(new)) for old, new in named.given_up)
    given_up = tuple((old, new) for old, new in pairs if old is not None and new is not None)
    return Reconciliation(ours, theirs, files, conflicts, broken, tuple(both), lost, given_up)


def _follow(
    git: Git,
    location: Location,
    loaded: Loaded,
    blobs: BlobReader,
    tips: tuple[str, str],
    changed: tuple[dict[str, Change], dict[str, Change]],
    decisions: Decisions,
) -> Followed:
    """Both sides after each other's renames; as they are where neither renamed anything."""
    moves = (
        find_moves(git, tips[0], tips[1], changed[0]),
        find_moves(git, tips[1], tips[0], changed[1]),
    )
    if not any(moves):
        return Followed(*changed, {}, (), (), {})
    before = {path: one.before for side in changed for path, one in side.items()}
    known = with_files(loaded, _read(before, blobs)).register
    return follow(git, location, blobs, changed, moves, known, decisions)


def _two_sides(
    git: Git, location: Location, loaded: Loaded, blobs: BlobReader, ours: str, theirs: str
) -> tuple[dict[str, Change], dict[str, Change]]:
    """What each side changed since the version that both began with."""
    bases = find_bases(git, ours, theirs)
    first = bases[0] if bases else None
    sides = (changes_between(git, first, ours), changes_between(git, first, theirs))
    if len(bases) < 2:
        return sides
    shared = _join_bases(git, location, loaded, blobs, bases)
    back = {path: Change(change.after, change.before) for path, change in shared.items()}
    return compose(back, sides[0]), compose(back, sides[1])


def _join_bases(
    git: Git, location: Location, loaded: Loaded, blobs: BlobReader, bases: Sequence[str]
) -> dict[str, Change]:
    """How the version that both sides began with differs from the first base: the bases, merged with each other.

    A record that has another name in each base has that of the first: under two names it would be removed by both sides that each kept one.
    """
    joined: dict[str, Change] = {}
    for base in bases[1:]:
        sides = _two_sides(git, location, loaded, blobs, bases[0], base)
        named = _follow(git, location, loaded, blobs, (bases[0], base), sides, UNDECIDED)
        ours, theirs = named.ours, named.theirs
        both = [path for path in theirs if path in ours and ours[path].after != theirs[path].after]
        results = {path: _merge_file(path, ours[path], theirs[path], blobs, {}) for path in both}
        new = named.carried | {path: change.after for path, change in theirs.items() if path not in ours}
        new |= _store(git, location, results)
        first = {path: one.before for path, one in sides[1].items()} | {
            path: one.after for path, one in sides[0].items()
        }
        for path, after in new.items():
            joined[path] = Change(joined[path].before if path in joined else first.get(path), after)
    return joined


def _merge_file(path: str, ours: Change, theirs: Change, blobs: BlobReader, decisions: Decisions) -> _Result:
    mode = next((side.after.mode for side in (ours, theirs) if side.after is not None), "100644")
    versions = (ours.before, ours.after, theirs.after)
    if any(version is not None and version.mode not in ORDINARY for version in versions):
        return _whole(path, versions, blobs, decisions, mode)
    try:
        base, mine, other = (_text(version, blobs) for version in versions)
    except UnicodeDecodeError:
        return _whole(path, versions, blobs, decisions, mode)
    struct = struct_at(path)
    merged = merge_texts(struct, base, mine, other) if struct is not None else _merge_plain(base, mine, other)
    if merged.conflicts and struct is not None:
        merged = decide(struct, merged, decisions.get(path, ()))
    elif merged.conflicts:
        return _whole(path, versions, blobs, decisions, mode)
    content = None if merged.text is None else merged.text.encode()
    return _Result(content, mode, merged.conflicts, merged.lost_comments)


def _text(version: Version | None, blobs: BlobReader) -> str | None:
    return None if version is None else (blobs.read(version.blob) or b"").decode()


def _merge_plain(base: str | None, ours: str | None, theirs: str | None) -> MergedText:
    """A file that is no record: merged by lines, or not at all."""
    if ours is not None and theirs is not None:
        text = merge_lines(base or "", ours, theirs)
        if text is not None:
            return MergedText(Status.MERGED, text)
    sides = tuple(GONE if text is None else text for text in (base, ours, theirs))
    conflict = Conflict(key=(), clash=Clash.BOTH_CHANGED, base=sides[0], ours=sides[1], theirs=sides[2])
    return MergedText(Status.CONFLICT, base, (conflict,))


def _whole(
    path: str, versions: tuple[Version | None, ...], blobs: BlobReader, decisions: Decisions, mode: str
) -> _Result:
    """A file of which only one side as a whole can be taken: a binary one, a link, a text whose lines meet."""
    told = [GONE if version is None else f"{version.mode} {version.blob}" for version in versions]
    for one in decisions.get(path, ()):
        if one.key == () and one.value in told:
            chosen = versions[told.index(one.value)]
            return _Result(None if chosen is None else blobs.read(chosen.blob), chosen.mode if chosen else mode)
    conflict = Conflict(key=(), clash=Clash.BOTH_CHANGED, base=told[0], ours=told[1], theirs=told[2])
    return _Result(None if versions[0] is None else blobs.read(versions[0].blob), mode, (conflict,))


def _store(git: Git, location: Location, results: Mapping[str, _Result]) -> dict[str, Version | None]:
    written = {path: result for path, result in results.items() if result.content is not None}
    ids = write_objects(git, location, [result.content or b"" for result in written.values()])
    stored: dict[str, Version | None] = dict.fromkeys(results)
    for (path, result), blob in zip(written.items(), ids, strict=True):
        stored[path] = Version(result.mode, blob)
    return stored


def _find_broken(
    loaded: Loaded, named: Followed, files: Mapping[str, Version | None], blobs: BlobReader, on: date
) -> tuple[Diagnostic, ...]:
    """What the merged register breaks that neither side had broken, each side under the names that it gets."""
    there = {path: change.after for path, change in named.theirs.items()}
    there |= {path: change.before for path, change in named.ours.items() if path not in named.theirs}
    ours = with_files(loaded, _read(named.carried, blobs))
    theirs = with_files(ours, _read(there, blobs))
    merged = with_files(loaded, _read(files, blobs))
    faults = new_faults((ours.faults, theirs.faults), merged.faults)
    return (*faults, *find_breakage(ours.register, theirs.register, merged.register, on))


def _read(files: Mapping[str, Version | None], blobs: BlobReader) -> dict[str, Known | None]:
    found: dict[str, Known | None] = {}
    for path, version in files.items():
        if place_of(path) is None:
            continue
        content = None if version is None or version.mode not in ORDINARY else blobs.read(version.blob)
        found[path] = None if content is None else read_one(path, content, Stamp(-1, -1))
    return found
