"""Another id for a record, and its removal: what stands in the way on the disk and in the history, which the schema knows nothing of.

An id is never used twice, so the history is asked too. What is planned here is saved as any other change; that nothing names a record that goes
is made sure of at the save itself, under its lock.
"""

import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from typing import TYPE_CHECKING
from typing import ClassVar

import msgspec

from schema.acts import records
from schema.change import ChangeSet
from schema.change import RecordChange
from schema.change import Verb
from schema.diagnostic import Diagnostic
from schema.failure import Failure
from schema.field import nested_keys
from schema.identity import Place
from schema.identity import day_of
from schema.identity import fits
from schema.kinds import KINDS
from schema.register import Register
from store.admission import Candidate
from store.admission import find_faults
from store.admission import find_refusals
from store.git import Git
from store.loading import Stamp
from store.loading import read_one
from store.message import RENAMED
from store.message import add_trailers
from store.rejection import BadId
from store.rejection import IdTaken
from store.rejection import NewerRecord
from store.rejection import SettingsNeeded
from store.saving import Prepared
from store.toml.edit import FieldEdit
from store.toml.edit import apply
from store.wording import brief
from store.wording import names
from store.wording import names_zh

if TYPE_CHECKING:
    from store.register import RegisterStore

_ARROW = " -> "


class DayKept(Failure):
    """A record of a dated kind was to get an id of another day than its own."""

    code: ClassVar[str] = "F613"
    exit_code: ClassVar[int] = 2

    def __init__(self, id: str, new: str) -> None:
        super().__init__(
            f"The id `{new}` is of another day than `{id}`.",
            f"Keep the date in front: {id[:11]}k7qd3m.",
            message_zh=f"标识“{new}”的日期与“{id}”不同。",
            hint_zh=f"请保留前面的日期，如 {id[:11]}k7qd3m。",
        )


class OnceUsed(Failure):
    """An id stood for a record before; the history still tells of that one under it."""

    code: ClassVar[str] = "F614"
    exit_code: ClassVar[int] = 2

    def __init__(self, kind: str, id: str, commit: str) -> None:
        super().__init__(
            f"The {kind} id `{id}` was used before, last in commit {brief(commit)}; an id is never used twice.",
            "Choose another id; `dutybook undo` takes a rename back.",
            message_zh=f"标识“{id}”曾用于{KINDS[kind].zh}（最近见提交 {brief(commit)}）；标识不得重复使用。",
            hint_zh="请另选标识；要退回改名，用 `dutybook undo`。",
        )


class NeverRenamed(Failure):
    """The settings and the calendars have the names that the program looks for."""

    code: ClassVar[str] = "F615"
    exit_code: ClassVar[int] = 2

    def __init__(self) -> None:
        super().__init__(
            "The settings and the calendars keep their names: they are looked for under them.",
            "Change what stands in them with `dutybook set`.",
            message_zh="台账设置和工作日历不能改名：程序按名称查找它们。",
            hint_zh="可用 `dutybook set` 修改其内容。",
        )


class NamedInUnreadable(Failure):
    """A file that can't be read as a record holds the id, so that nobody can say what it means there."""

    code: ClassVar[str] = "F616"
    exit_code: ClassVar[int] = 1

    def __init__(self, id: str, paths: Sequence[str]) -> None:
        super().__init__(
            f"The id `{id}` stands in {names(paths)}, which can't be read.",
            "Mend it first; `dutybook check` says what is wrong.",
            message_zh=f"无法读取的 {names_zh(paths)} 中有标识“{id}”。",
            hint_zh="请先修好；`dutybook check` 说明问题所在。",
        )


class UnsavedFiles(Failure):
    """Files that an act would change were changed outside and are not saved yet."""

    code: ClassVar[str] = "F617"
    exit_code: ClassVar[int] = 1

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(
            f"What was changed outside in {names(paths)} is not saved yet, and would be swept in.",
            "Save it first with `dutybook save --why TEXT`.",
            message_zh=f"{names_zh(paths)} 在外部的改动尚未保存，会被一并提交。",
            hint_zh='请先用 `dutybook save --why "理由"` 保存。',
        )


def plan_rename(store: "RegisterStore", kind: str, id: str, new: str, why: str = "") -> ChangeSet:
    """Work out what gives a record another id. Nothing is written.

    Args:
        store: the register.
        kind: kind of the record.
        id: its id.
        new: the id that it gets.
        why: the reason in the person's words; empty: one is made.

    Raises:
        NeverRenamed, BadId, DayKept, IdTaken, OnceUsed: it can't get that id.
        MeaningUnclear, NamedInUnreadable: what names it can't be told for certain.
        UnsavedFiles: a file that must be changed has changes of its own.
        UnknownRecord, NewerRecord, EditUnproven: as named.
    """
    if kind not in KINDS:
        raise NeverRenamed
    require_free(store, kind, id, new)
    was = _find_user(store.git, kind, new)
    if was:
        raise OnceUsed(kind, new, was)
    return move(store, kind, id, new, why)


def move(store: "RegisterStore", kind: str, id: str, new: str, why: str = "") -> ChangeSet:
    """The change set that gives a record an id which it may have; raises as `plan_rename` does."""
    opened = store.read(kind, id)
    if (kind, id) in store.newer:
        raise NewerRecord(kind, id)
    _require_readable(store, kind, id)
    changed = records.find_changes(store.register, kind, id, new)
    own = [FieldEdit(field.key, field.value) for field in changed.get((kind, id), ())]
    text = apply(opened.text, own, order=nested_keys(KINDS[kind].struct)).text if own else opened.raw
    changes = records.rename(store.register, kind, id, new, text=text, named_by=changed, why=why)
    require_saved(store, [(one.kind, one.id) for one in changes.records])
    renamed = ((RENAMED, f"{kind}/{id}{_ARROW}{kind}/{new}"),)
    return msgspec.structs.replace(with_digests(store, changes), trailers=renamed)


def plan_removal(store: "RegisterStore", kind: str, id: str, why: str) -> ChangeSet:
    """Work out what takes a record away. Nothing is written.

    Args:
        store: the register.
        kind: kind of the record; `calendar` too.
        id: its id.
        why: the reason in the person's words.

    Raises:
        StillNamed, NamedInUnreadable: other records name it, or may.
        UnsavedFiles: its file has changes that are not saved.
        UnknownRecord, SettingsNeeded: as named.
    """
    if kind == "register":
        raise SettingsNeeded
    store.read(kind, id)
    _require_readable(store, kind, id)
    changes = records.remove(store.register, kind, id, why=why)
    require_saved(store, [(kind, id)])
    return with_digests(store, changes)


def require_free(store: "RegisterStore", kind: str, id: str, new: str) -> None:
    """Make sure that a record may have an id, but for what the history says.

    Raises:
        BadId, DayKept, IdTaken: it may not.
    """
    if not fits(kind, new):
        raise BadId(kind, new)
    if KINDS[kind].dated and day_of(new) != day_of(id):
        raise DayKept(id, new)
    if store.register.get(kind, new) is not None or (kind, new) in store.register.unreadable:
        raise IdTaken(kind, new)


def require_saved(store: "RegisterStore", places: Iterable[Place]) -> None:
    """Make sure that the files of some records are as committed.

    Raises:
        UnsavedFiles: some are not.
    """
    touched = {store.path_of(*place) for place in places}
    unsaved = [change.path for change in store.outside() if change.path in touched]
    if unsaved:
        raise UnsavedFiles(unsaved)


def with_digests(store: "RegisterStore", changes: ChangeSet) -> ChangeSet:
    """A change set that is refused where one of its files has changed by the time it is saved."""
    return msgspec.structs.replace(
        changes,
        records=tuple(
            one if one.verb is Verb.ADD or one.read_digest else _as_read(store, one) for one in changes.records
        ),
    )


def conclude(before: Register, prepared: Prepared) -> Prepared:
    """What concerns more than the files of a save: nothing that goes is still named, and what only moves brings nothing in.

    Args:
        before: the register as it is.
        prepared: the save as worked out.

    Returns:
        The same with the trailers of its change set, without refusals of what stood under another id before.

    Raises:
        StillNamed: a record that goes is still named.
    """
    gone = [(change.kind, change.id) for change in prepared.changes.records if change.verb is Verb.REMOVE]
    if gone:
        records.require_unnamed(prepared.loaded.register, gone, known=before)
    message = add_trailers(prepared.message, prepared.changes.trailers)
    return prepared._replace(message=message, refusals=_not_moved(before, prepared))


def _not_moved(before: Register, prepared: Prepared) -> tuple[Diagnostic, ...]:
    """The refusals without those that a record had already under the id that it has now."""
    moved = dict(_renames(prepared.changes))
    if not moved or not prepared.refusals:
        return prepared.refusals
    stood = set()
    for edit in prepared.files:
        if edit.before is not None:
            result = read_one(edit.path, edit.before.encode(), Stamp(-1, -1))
            whole = Candidate(edit.place, edit.path, None, edit.before, result)
            place = moved.get(edit.place, edit.place)
            found = [*find_faults(whole), *find_refusals(before, before, whole)]
            stood |= {(place, one.code, one.key) for one in found}
    return tuple(one for one in prepared.refusals if ((one.kind, one.id), one.code, one.key) not in stood)


def _renames(changes: ChangeSet) -> Iterator[tuple[Place, Place]]:
    for name, value in changes.trailers:
        if name == RENAMED and _ARROW in value:
            yield read_rename(value)


def read_rename(value: str) -> tuple[Place, Place]:
    """The places in a trailer `kind/old -> kind/new`; places of nothing where it is none."""
    old, _, new = value.partition(_ARROW)
    (kind, _, id_), (of, _, name) = old.partition("/"), new.partition("/")
    return (kind, id_), (of, name)


def _as_read(store: "RegisterStore", change: RecordChange) -> RecordChange:
    return msgspec.structs.replace(change, read_digest=store.read(change.kind, change.id).digest)


def _require_readable(store: "RegisterStore", kind: str, id: str) -> None:
    """Make sure that no file that can't be read as a record holds an id.

    Raises:
        NamedInUnreadable: some do.
    """
    word = re.compile(rf"(?<![A-Za-z0-9-]){re.escape(id)}(?![A-Za-z0-9-])")
    found = []
    for place in sorted(store.register.unreadable - {(kind, id)}):
        try:
            text = store.read(*place).text
        except Failure:
            text = id  # what can't be read at all may name anything
        if word.search(text):
            found.append(store.path_of(*place))
    if found:
        raise NamedInUnreadable(id, found)


def _find_user(git: Git, kind: str, id: str) -> str:
    """The last commit of any branch known here in which a record of that id was written; empty where none ever was."""
    pattern = f":(glob){KINDS[kind].folder}/**/{id}.toml"
    options = (
        "--max-count=1",
        "--format=%H",
        "--full-history",
        "--diff-filter=AM",
        "--no-renames",
        "--branches",
        "--remotes",
        "HEAD",
    )
    return git.run("log", *options, "--", pattern, ok=(0, 128), environment={"GIT_LITERAL_PATHSPECS": "0"}).text
