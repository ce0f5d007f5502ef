"""One record through its history, also where it had another id before: the one place that follows renames.

`rename` writes one commit in which the old file is gone and the new one is there, with the trailers `Register-Action: rename`
and, for each record that it renames, `Register-Renamed: KIND/OLD -> KIND/NEW`. A trailer alone proves nothing: it is
followed only where its commit took the one file away and added the other.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence

import msgspec

from schema.identity import Place
from schema.identity import path_of
from store.past.chronology import Chronology
from store.past.logbook import LoggedCommit
from store.past.logbook import renames_of


def paths_of(place: Place, *more: str) -> tuple[str, ...]:
    """Where a record's file lies, or lay; empty for what can be no record.

    Args:
        place: kind and id.
        more: other paths at which it is known to lie.
    """
    try:
        return tuple(dict.fromkeys([path_of(*place), *more]))
    except ValueError:
        return more


def lineage(chronology: Chronology, place: Place, paths: Sequence[str] = ()) -> Iterator[LoggedCommit]:
    """Every commit of a record, newest first, what merges brought in included, across renames.

    Args:
        chronology: the register's history.
        place: the record as it is called now, or as it was called last.
        paths: where its file lies; where it lies by its id if left out.

    Yields:
        The commits, each with this record's files alone: at a rename the old one and the new one.
    """
    wanted = tuple(paths) or paths_of(place)
    commits = chronology.commits(paths=wanted) if wanted else iter(())
    while True:
        for commit in commits:
            former = former_of(commit, place)
            earlier = chronology.commits(paths=paths_of(former)) if former else iter(())
            renamed = find_renaming(earlier, commit)
            if renamed is None or former is None:
                yield commit
            else:
                yield msgspec.structs.replace(commit, files=(*renamed.files, *commit.files))
                place, commits = former, earlier
                break
        else:
            return


def former_of(commit: LoggedCommit, place: Place) -> Place | None:
    """What a record was called before a commit that added its file, as the commit says; not proven yet.

    Args:
        commit: with this record's files alone.
        place: the record as the commit left it.
    """
    if not any(file.new and not file.old for file in commit.files):
        return None
    former = renames_of(commit).get(place)
    return former if former is not None and paths_of(former) else None


def find_renaming(earlier: Iterable[LoggedCommit], commit: LoggedCommit) -> LoggedCommit | None:
    """The same commit as the former record saw it, if that record's file went with it.

    Args:
        earlier: the former record's commits, newest first; read up to the one found, so that the rest lies behind it.
        commit: the commit that says so.
    """
    found = next((one for one in earlier if one.commit == commit.commit), None)
    return found if found is not None and any(file.old and not file.new for file in found.files) else None
