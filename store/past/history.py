"""The history as the record: commits in the words of the register, and what each changed, field by field.

Here git itself is asked: one `git log --raw` gives a list, one `cat-file --batch` the blobs of the commits whose
differences are wanted. `store.past.chronology` answers the same from its table where that knows all.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence

import msgspec

from schema.difference import FieldDifference
from schema.difference import differences
from schema.identity import Place
from schema.identity import place_of
from store.git import GITLINKS_AS_THEY_ARE
from store.git import Git
from store.message import ACTION
from store.message import RENAMED
from store.past.blobs import Blobs
from store.past.logbook import LoggedCommit
from store.past.logbook import TouchedFile
from store.past.logbook import Verb
from store.past.logbook import make_commit
from store.past.logbook import moment
from store.past.logbook import renames_of
from store.past.logbook import touched
from store.signature import CONFIG

__all__ = [
    "LoggedCommit",
    "Pair",
    "RecordDifference",
    "TouchedFile",
    "brought_in",
    "compare",
    "details",
    "list_renaming",
    "log",
    "pair_files",
    "records_of",
    "verify",
]

_FORMAT = "tformat:%x01%H%x00%P%x00%ad%x00%an%x00%ae%x00%G?%x00%B%x00"
_FIELDS = 7
_READ = ("--no-show-signature", "--no-follow", "--date=raw", f"--format={_FORMAT}")
_RAW = ("-z", "--raw", "--no-abbrev", "--no-renames", "--root", "--diff-merges=first-parent", GITLINKS_AS_THEY_ARE)
_AT_ONCE = 200
"""Commits and records whose blobs are read together."""
_SIGNED = {"N": "unsigned", "B": "bad"}
"""What git says of a signature; whose key made any other, `store.signature.with_signatures` says."""


class RecordDifference(msgspec.Struct, frozen=True, kw_only=True):
    """What a commit did to one record."""

    kind: str
    id: str
    verb: Verb
    fields: tuple[FieldDifference, ...]
    note: str = ""
    """Why fields cannot be told, such as a side that is no TOML; empty as a rule."""
    was: str = ""
    """The id that it had before, where the commit renamed it (its verb is then `edit`); empty otherwise."""


def log(
    git: Git, *, paths: Sequence[str] = (), limit: int | None = None, skip: int = 0, revision: str = "HEAD"
) -> list[LoggedCommit]:
    """List commits, newest first, along the main line; a merge shows what it brought in.

    Args:
        git: git of the repository.
        paths: only commits that touch one of these, from the repository's top.
        limit: most commits to list; None for all.
        skip: commits to leave out first.
        revision: where to begin.

    Returns:
        The commits; empty where the branch has none yet.
    """
    if revision == "HEAD" and git.run("rev-parse", "--verify", "--quiet", "HEAD", ok=(0, 1)).status:
        return []
    options = [f"--max-count={limit}"] if limit is not None else []
    options += [f"--skip={skip}"] if skip else []
    wanted = ("--first-parent", *options, "--end-of-options", revision, "--", *paths)
    return list(_read(git.run(*CONFIG, "log", *_RAW, *_READ, *wanted, deadline=600.0).out))


def brought_in(git: Git, merge: LoggedCommit, *, paths: Sequence[str] = ()) -> list[LoggedCommit]:
    """The commits that a merge brought into the line of its first parent, newest first.

    Args:
        git: git of the repository.
        merge: as `log` gives it; empty for a commit with one parent.
        paths: only commits that touch one of these.
    """
    first, *others = merge.parents or ("",)
    if not others:
        return []
    order = ("--topo-order", "--full-history") if paths else ("--topo-order",)
    wanted = ("--end-of-options", *others, f"^{first}", "--", *paths)
    found = _read(git.run(*CONFIG, "log", *_RAW, *_READ, *order, *wanted, deadline=600.0).out)
    return [
        msgspec.structs.replace(commit, via=merge.commit) for commit in found if commit.files or len(commit.parents) < 2
    ]


def list_renaming(git: Git, within: str, without: str) -> list[LoggedCommit]:
    """The commits that say that they renamed records, newest first.

    Args:
        git: git of the repository.
        within: full id of a commit that they are reached from.
        without: full id of a commit that they are not reached from.
    """
    words = (f"--grep=^{RENAMED}: ", f"--grep=^{ACTION}: rename$", "--topo-order")
    out = git.run(*CONFIG, "log", *_RAW, *_READ, *words, within, f"^{without}", "--", deadline=600.0).out
    return list(_read(out))


def _read(out: bytes) -> Iterator[LoggedCommit]:
    tokens = out.decode(errors="replace").split("\0")
    at = 0
    while at + _FIELDS <= len(tokens):
        head = tokens[at : at + _FIELDS]
        at += _FIELDS
        files: list[TouchedFile] = []
        while at < len(tokens) and not tokens[at].startswith("\x01"):
            raw = tokens[at].lstrip("\n")
            at += 1
            if raw.startswith(":") and at < len(tokens):
                files.append(touched(raw, tokens[at]))
                at += 1
        commit, parents, time, author, email, signed, message = head
        yield make_commit(
            commit=commit.removeprefix("\x01"),
            parents=tuple(parents.split()),
            time=moment(time),
            author=author,
            email=email,
            signed=_SIGNED.get(signed, "unchecked"),
            message=message,
            files=tuple(files),
        )


def verify(git: Git, commits: Sequence[str]) -> dict[str, str]:
    """How the signatures of some commits stand, in the words of `LoggedCommit.signed`. A process runs for each."""
    if not commits:
        return {}
    form = ("--no-walk=unsorted", "--no-show-signature", "--format=%H %G?", "--stdin")
    out = git.run(*CONFIG, "log", *form, stdin="\n".join(commits).encode(), deadline=600.0).text
    return {line[:-2]: _SIGNED.get(line[-1:], "unchecked") for line in out.splitlines()}


def details(
    git: Git, commits: Iterable[LoggedCommit], *, only: Place | None = None, most: int | None = None
) -> Iterator[tuple[LoggedCommit, tuple[RecordDifference, ...]]]:
    """What each commit changed, field by field.

    Args:
        git: git of the repository.
        commits: as `log` gives them.
        only: this record alone; None for all.
        most: of each commit, so many records and no more.

    Yields:
        Each commit with its records. One that was renamed comes once, under its new id.
    """
    some: list[tuple[LoggedCommit, list[Pair]]] = []
    count = 0
    for commit in commits:
        some.append((commit, records_of(commit, only)[:most]))
        count += 1 + len(some[-1][1])
        if count >= _AT_ONCE:
            yield from _compare_all(git, some)
            some, count = [], 0
    yield from _compare_all(git, some)


def _compare_all(
    git: Git, some: Sequence[tuple[LoggedCommit, list["Pair"]]]
) -> Iterator[tuple[LoggedCommit, tuple[RecordDifference, ...]]]:
    blobs = Blobs(git, (id_ for _, pairs in some for pair in pairs for id_ in pair[1:3]))
    for commit, pairs in some:
        yield commit, tuple(compare(*pair, blobs) for pair in pairs)


Pair = tuple[Place, str, str, str]
"""A record, its blobs before and after, and the id that it had before where that was another."""


def records_of(commit: LoggedCommit, only: Place | None = None) -> list[Pair]:
    """The records that a commit touched, each with its state before and after; one that was renamed stands once.

    Args:
        commit: as `log` gives it.
        only: this record alone; None for all.
    """
    pairs = pair_files(commit.files, renames_of(commit))
    return [pair for pair in pairs if only is None or pair[0] == only]


def pair_files(files: Iterable[TouchedFile], renames: dict[Place, Place]) -> list[Pair]:
    """The records among some files, each with its state before and after.

    Args:
        files: what differs between two states; what is no record is left out.
        renames: former places by new ones. One is believed where the former is gone and the new one is new.
    """
    before: dict[Place, str] = {}
    after: dict[Place, str] = {}
    for file in files:
        place = place_of(file.path)
        if place is not None:  # a file that was moved within its kind's folder is the same record
            before[place] = file.old or before.get(place, "")
            after[place] = file.new or after.get(place, "")
    believed = {
        new: old for new, old in renames.items()
        if after.get(new) and not before[new] and before.get(old) and not after[old]
    }  # fmt: skip
    left = set(believed.values())
    return [
        (place, before[believed.get(place, place)], after[place], believed[place][1] if place in believed else "")
        for place in before
        if place not in left
    ]


def compare(place: Place, old: str, new: str, was: str, blobs: Blobs) -> RecordDifference:
    """What differs between two blobs of one record; an empty id stands for no file."""
    verb = TouchedFile("", old, new).verb
    before, after = blobs.data(old), blobs.data(new)
    if before is None or after is None:
        note = "one side cannot be read as TOML"
        return RecordDifference(kind=place[0], id=place[1], verb=verb, fields=(), note=note, was=was)
    return RecordDifference(kind=place[0], id=place[1], verb=verb, fields=differences(before, after), was=was)
