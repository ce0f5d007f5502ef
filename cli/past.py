"""What `log`, `blame` and `diff` share: the history of an opened register, and records that may be there no longer."""

from typing import ClassVar

from cli.exits import Exit
from cli.failure import Misuse
from cli.failure import NoSuchRecord
from cli.language import say
from cli.progress import Progress
from cli.records import find_kind
from cli.records import find_place
from schema.identity import Place
from schema.identity import place_of
from schema.keypath import KeyPath
from schema.keypath import parse_key
from schema.kinds import KINDS
from store.past.chronology import Chronology
from store.past.lineage import paths_of
from store.register import RegisterStore


class BadKey(Misuse):
    """A text is no key of a field."""

    code: ClassVar[str] = "F423"

    def __init__(self, key: str) -> None:
        super().__init__("bad-key", "key-forms", key=key)


class NeverCommitted(Misuse):
    """A record is there, but no commit holds it yet."""

    code: ClassVar[str] = "F424"
    exit_code: ClassVar[int] = Exit.FOUND

    def __init__(self, name: str) -> None:
        super().__init__("never-committed", "save-first", name=name)


class SpanReversed(Misuse):
    """A span of days ends before it begins."""

    code: ClassVar[str] = "F425"

    def __init__(self, start: str, end: str) -> None:
        super().__init__("span-reversed", start=start, end=end)


def history_of(store: RegisterStore, progress: Progress) -> Chronology:
    """The history of a register; filling its table is told as it goes on.

    Args:
        store: the register.
        progress: where that is told.
    """

    def tell(done: int, whole: int) -> None:
        if done < whole:  # what takes one piece is over before anybody wonders
            progress(f"{say('reading-history')}: {100 * done // whole}% ({done}/{whole})")

    return Chronology(store.git, store.location, progress=tell)


def find_past(store: RegisterStore, history: Chronology, text: str) -> Place:
    """The record that a person names: one that is there, or else one that the history knows under that id.

    Raises:
        NoSuchRecord, AmbiguousRecord, UnknownKind: as `cli.records.find_place`.
    """
    try:
        return find_place(store, text)
    except NoSuchRecord:
        kind, slash, id_ = text.partition("/")
        if text.endswith(".toml"):
            named = place_of(text)
            places = [named] if named is not None else []
        elif slash:
            places = [("calendar" if kind == "calendar" else find_kind(kind).name, id_)]
        else:
            places = [(of, text) for of in KINDS]
        paths = {path: place for place in places for path in paths_of(place)}
        last = next(iter(history.commits(paths=list(paths))), None) if paths else None
        if last is None:
            raise
        return next(paths[file.path] for file in last.files if file.path in paths)


def current_paths(store: RegisterStore, place: Place) -> tuple[str, ...]:
    """Where a record's file lies, or lay when it was there last."""
    try:
        return paths_of(place, store.path_of(*place))
    except ValueError:
        return paths_of(place)


def read_key(text: str) -> KeyPath:
    """A key as typed: `holding`, `cadence[0].per`.

    Raises:
        BadKey: it is none.
    """
    key = parse_key(text)
    if key is None:
        raise BadKey(text)
    return key
