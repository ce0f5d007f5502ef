"""Renames that one side of a merge made, followed on the other: what was written there under the old id goes to the new one.

A rename is known by what its commit says (`Register-Renamed`), and only where that side really let the one record go and holds the other. The
merge itself is then of records that have one name on both sides. Source: docs/explanation/merge.md, laws of renames.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final
from typing import NamedTuple

from schema.field import nested_keys
from schema.identity import Place
from schema.identity import place_of
from schema.kinds import struct_of
from schema.mention import find_mentions_in
from schema.mention import rename_mentions
from schema.merge import Clash
from schema.merge import Conflict
from schema.register import Register
from store.git import BlobReader
from store.git import Git
from store.loading import Stamp
from store.loading import read_one
from store.location import Location
from store.past.history import list_renaming
from store.past.logbook import told_renames
from store.together.divergence import ORDINARY
from store.together.divergence import Change
from store.together.divergence import Version
from store.together.merging import Decision
from store.toml.edit import FieldEdit
from store.toml.edit import apply
from store.trees import write_objects

Changes = Mapping[str, Change]
"""What a side changed, by path."""
Moves = Mapping[str, str]
"""Renames: the new path by the old one."""
KEY: Final = ("id",)
"""The key of the conflict about a record that both sides renamed."""


class Followed(NamedTuple):
    """Two sides of a merge after each other's renames."""

    ours: dict[str, Change]
    theirs: dict[str, Change]
    carried: dict[str, Version | None]
    """How our side differs from our commit by now; None for what goes."""
    apart: tuple[tuple[str, Conflict], ...]
    """Records that both sides renamed, each to an id of its own: our path, and what is to be decided."""
    given_up: tuple[tuple[str, str], ...]
    """The names that a person decided against: path and the path that stays, that of our side last. The merge must say so in its commit, or what
    somebody else wrote under such a name would not find its way."""
    told_as: dict[str, str]
    """Such records for which a person chose another id than ours: our path by the path that they get. What else is to be decided in them is told,
    and decided, under our path all the while."""


def find_moves(git: Git, within: str, without: str, changes: Changes) -> dict[str, str]:
    """What one side renamed, each record from its path in the common version to its path now.

    A record that two people renamed, each otherwise, has both names in the history of the merge that decided for one of them: the name that stands
    at the end counts, whatever was said in which order. No id is ever used twice, so this can't lead to another record.

    Args:
        git: git of the repository.
        within: the side's commit.
        without: the other side's.
        changes: what the side changed.
    """
    gone = {place_of(path): path for path, change in changes.items() if change.before and change.after is None}
    come = {place_of(path): path for path, change in changes.items() if change.before is None and change.after}
    if not {place and place[0] for place in gone} & {place and place[0] for place in come} - {None}:
        return {}
    told: dict[Place, list[Place]] = {}
    for commit in list_renaming(git, within, without):
        for old, new in told_renames(commit):
            told.setdefault(old, []).append(new)
    moves = {}
    for place, path in gone.items():
        now = next((new for new in _later_names(place, told) if new in come), None) if place else None
        if now is not None:
            moves[path] = come[now]
    return moves


def _later_names(place: Place, told: Mapping[Place, Sequence[Place]]) -> Iterator[Place]:
    """Every name that a record got after another, near ones first."""
    names = [place]
    for name in names:
        for new in told.get(name, ()):
            if new not in names:
                names.append(new)
                yield new


def follow(
    git: Git,
    location: Location,
    blobs: BlobReader,
    sides: tuple[Changes, Changes],
    moves: tuple[Moves, Moves],
    known: Register,
    decisions: Mapping[str, Sequence[Decision]],
) -> Followed:
    """Give both sides of a merge, and the version that both began with, the names that either side gave.

    Args:
        git: git of the repository; loose objects are written, nothing else.
        location: where the register lies.
        blobs: reads what is there.
        sides: what our side and their side changed.
        moves: what our side and their side renamed.
        known: a register by which an id that stands alone is understood.
        decisions: what a person decided, by path.
    """
    mine, other = ({**some} for some in moves)
    apart = []
    given_up: list[tuple[str, str]] = []
    told_as = {}
    for old in mine.keys() & other.keys():
        if mine[old] == other[old]:
            continue
        chosen = _choose(old, mine[old], other[old], decisions)
        if chosen is None:
            apart.append((mine[old], _conflict(old, mine[old], other[old])))
            chosen = mine[old]  # so that whatever else is to be decided is told as well
        else:
            given_up += [(name, chosen) for name in (other[old], mine[old]) if name != chosen]
            if chosen != mine[old]:
                told_as[chosen] = mine[old]
        # Each side is moved on from the name that it gave, as if the other had renamed it so.
        other |= {old: chosen, mine[old]: chosen}
        mine |= {old: chosen, moves[1][old]: chosen}
    mine = _without_taken(mine, sides[1], moves[1])
    other = _without_taken(other, sides[0], moves[0])
    before = {path: change.before for side in sides for path, change in side.items()}
    after = [{**before, **{path: change.after for path, change in side.items()}} for side in sides]
    mover = _Mover(git, location, blobs, known)
    base = mover.move(before, {**mine, **other})
    ours, theirs = mover.move(after[0], other), mover.move(after[1], mine)
    changes, carried = (_changes(base, ours), _changes(base, theirs)), _differing(after[0], ours)
    return Followed(*changes, carried, tuple(apart), tuple(given_up), told_as)


def _choose(old: str, mine: str, other: str, decisions: Mapping[str, Sequence[Decision]]) -> str | None:
    """The path that a person decided for a record that both sides renamed; None where nobody did."""
    by_id = {PurePosixPath(path).stem: path for path in (old, mine, other)}
    return next((by_id.get(str(one.value)) for one in decisions.get(mine, ()) if one.key == KEY), None)


def _conflict(old: str, mine: str, other: str) -> Conflict:
    base, ours, theirs = (PurePosixPath(path).stem for path in (old, mine, other))
    return Conflict(key=KEY, clash=Clash.BOTH_RENAMED, base=base, ours=ours, theirs=theirs)


def _without_taken(moves: Moves, side: Changes, own: Moves) -> dict[str, str]:
    """The renames that a side can follow: not those to a name under which it added another record."""
    added = {place_of(path) for path, change in side.items() if change.before is None and change.after is not None}
    taken = added - {place_of(path) for path in own.values()}
    return {old: new for old, new in moves.items() if place_of(new) not in taken}


def _changes(base: Mapping[str, Version | None], side: Mapping[str, Version | None]) -> dict[str, Change]:
    paths = {**base, **side}
    found = {path: Change(base.get(path), side.get(path)) for path in paths}
    return {path: change for path, change in found.items() if change.before != change.after}


def _differing(was: Mapping[str, Version | None], now: Mapping[str, Version | None]) -> dict[str, Version | None]:
    return {path: now.get(path) for path in {**was, **now} if was.get(path) != now.get(path)}


class _Mover:
    """Puts new names into files: into their paths, and into the places that name a record."""

    def __init__(self, git: Git, location: Location, blobs: BlobReader, known: Register) -> None:
        self._git, self._location, self._blobs, self._known = git, location, blobs, known

    def move(self, files: Mapping[str, Version | None], moves: Moves) -> dict[str, Version | None]:
        """The files under their new names."""
        if not moves:
            return dict(files)
        renamed = dict(self._renamed(moves))
        texts: dict[str, str] = {}
        for path, version in files.items():
            text = self._rewrite(path, version, renamed)
            if text is not None:
                texts[path] = text
        blobs = write_objects(self._git, self._location, [text.encode() for text in texts.values()])
        new = {path: Version("100644", blob) for path, blob in zip(texts, blobs, strict=True)}
        at_rest = {path: version for path, version in files.items() if path not in moves}
        moved = {moves[path]: new.get(path, version) for path, version in files.items() if path in moves and version}
        return {**{path: new.get(path, version) for path, version in at_rest.items()}, **moved}

    @staticmethod
    def _renamed(moves: Moves) -> Iterator[tuple[Place, str]]:
        for old, new in moves.items():
            place = place_of(old)
            if place is not None:
                yield place, PurePosixPath(new).stem

    def _rewrite(self, path: str, version: Version | None, renamed: Mapping[Place, str]) -> str | None:
        """A record's text with every new name in it; None where it names nothing that moved."""
        place = place_of(path)
        content = None if version is None or version.mode not in ORDINARY else self._blobs.read(version.blob)
        if place is None or content is None or not any(id_.encode() in content for _, id_ in renamed):
            return None
        record = read_one(path, content, Stamp(-1, -1)).record
        if record is None:
            return None
        text = content.decode()
        for old, new in renamed.items():
            mentions = list(find_mentions_in(place, record, [old], known=self._known))
            edits = [FieldEdit(one.key, one.value) for one in rename_mentions(mentions, new).get(place, ())]
            if edits:
                text = apply(text, edits, order=nested_keys(struct_of(place[0]))).text
                record = read_one(path, text.encode(), Stamp(-1, -1)).record or record
        return None if text == content.decode() else text
