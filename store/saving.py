"""From a change set to edited text: what a save would write, worked out and checked before anything is written."""

from collections.abc import Iterable
from collections.abc import Mapping
from typing import Any
from typing import ClassVar
from typing import NamedTuple

from schema.change import GONE
from schema.change import ChangeSet
from schema.change import RecordChange
from schema.change import Verb
from schema.check import refuse
from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.diagnostic import Step
from schema.difference import differences
from schema.failure import Failure
from schema.field import field_keys
from schema.field import nested_keys
from schema.heading import heading_of
from schema.identity import Place
from schema.identity import fits
from schema.identity import path_of
from schema.kinds import KINDS
from schema.kinds.base import Record
from schema.kinds.base import Table
from schema.kinds.calendar import Calendar
from schema.kinds.settings import Settings
from schema.register import Register
from store.edit import REMOVE
from store.edit import FieldEdit
from store.edit import apply
from store.loading import Known
from store.loading import Loaded
from store.loading import Stamp
from store.loading import read_one
from store.loading import with_files
from store.message import compose
from store.message import cut
from store.message import subject_of
from store.text import parse
from store.text import render
from store.wording import sentence

_BULK = 5
"""Most records whose subject lines are joined; more are counted."""


class UnknownRecord(Failure):
    """A change names a record that is not there."""

    code: ClassVar[str] = "F601"
    exit_code: ClassVar[int] = 2

    def __init__(self, kind: str, id: str) -> None:
        super().__init__(
            f"There is no {kind} `{id}` in this register.",
            "Look for it with `dutybook find TEXT`.",
            message_zh=f"本台账没有{_label(kind)}“{id}”。",
            hint_zh="可用 `dutybook find 文字` 查找。",
        )


class IdTaken(Failure):
    """An addition names an id that stands already, or once stood."""

    code: ClassVar[str] = "F602"
    exit_code: ClassVar[int] = 2

    def __init__(self, kind: str, id: str) -> None:
        super().__init__(
            f"The {kind} `{id}` is there already; an id is never used twice.",
            "Choose another id.",
            message_zh=f"{_label(kind)}“{id}”已存在；标识不得重复使用。",
            hint_zh="请另选标识。",
        )


class BadId(Failure):
    """A text cannot be an id of its kind."""

    code: ClassVar[str] = "F603"
    exit_code: ClassVar[int] = 2

    def __init__(self, kind: str, id: str) -> None:
        dated = kind in KINDS and KINDS[kind].dated
        form, form_zh = (
            ("2026-06-18-k7qd3m", "2026-06-18-k7qd3m") if dated else ("quarterly-review", "quarterly-review")
        )
        super().__init__(
            f"The text `{id}` cannot be the id of a {kind}.",
            f"Use small letters, digits and single hyphens, at most 64, such as {form}.",
            message_zh=f"“{id}”不能作{_label(kind)}的标识。",
            hint_zh=f"只用小写字母、数字和单个连字符，至多 64 个，如 {form_zh}。",
        )


class NewerRecord(Failure):
    """A record was written by a newer version: it is shown and not edited."""

    code: ClassVar[str] = "F604"
    exit_code: ClassVar[int] = 2

    def __init__(self, kind: str, id: str) -> None:
        super().__init__(
            f"The {kind} `{id}` was written by a newer version of dutybook and is read-only here.",
            "Update dutybook to edit it.",
            message_zh=f"{_label(kind)}“{id}”由较新版本的 dutybook 写成，在此只能查看。",
            hint_zh="升级 dutybook 后再修改。",
        )


class RecordChanged(Failure):
    """The file changed on disk since the person read it. Nothing was written; the file's text now is in `theirs`."""

    code: ClassVar[str] = "F605"
    exit_code: ClassVar[int] = 1

    def __init__(self, kind: str, id: str, path: str, theirs: str | None) -> None:
        super().__init__(
            f"The file {path} was changed on disk since it was opened here; nothing was written.",
            "Look at both versions, then save again.",
            message_zh=f"文件 {path} 打开之后在磁盘上被改动过；没有写入任何内容。",
            hint_zh="请对照两个版本后再保存。",
        )
        self.place = (kind, id)
        self.theirs = theirs
        """The file's text as it stands now; None where it is gone."""


class SaveRefused(Failure):
    """The changed record would break rules that a save must not break. Nothing was written."""

    code: ClassVar[str] = "F606"
    exit_code: ClassVar[int] = 1

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__(
            "Nothing was saved: " + "; ".join(f"{_where(d)}: {d.message} [{d.code}]" for d in diagnostics) + ".",
            next((sentence(d.hint) for d in diagnostics if d.hint), ""),
            message_zh="没有保存：" + "；".join(f"{_where(d)}：{d.message_zh} [{d.code}]" for d in diagnostics) + "。",
            hint_zh=next((sentence(d.hint_zh, "。") for d in diagnostics if d.hint_zh), ""),
        )
        self.diagnostics = diagnostics


class FileEdit(NamedTuple):
    """What a save does to one file."""

    place: Place
    path: str
    before: str | None
    """Its text now; None where it does not exist."""
    after: str | None
    """Its text after the save; None where it is deleted."""
    digest: str | None
    """Digest of its bytes now; None where it does not exist."""
    lost_comments: tuple[str, ...] = ()
    """Comments of parts that the save takes away."""
    raw: str | None = None
    """Its text now with whatever the file begins with (a byte order mark), for putting it back."""


class Prepared(NamedTuple):
    """What a save would do."""

    changes: ChangeSet
    files: tuple[FileEdit, ...]
    refusals: tuple[Diagnostic, ...]
    """Why it must not be done; empty where it may."""
    summary: str
    """First line of the commit message."""
    message: str
    """The whole commit message."""
    loaded: Loaded
    """The register as it would be."""


class Opened(NamedTuple):
    """One file as it stands on disk now."""

    path: str
    text: str
    """Its text, line ends as they stand, without a byte order mark."""
    digest: str
    raw: str
    """Its text with a byte order mark where it has one."""


def prepare(loaded: Loaded, changes: ChangeSet, files: Mapping[Place, Opened | None]) -> Prepared:
    """Work out what a save would write, and check it. Nothing is written.

    Args:
        loaded: the register as it is.
        changes: what a person wants.
        files: each touched record's file as it stands on disk now; None where there is none.

    Raises:
        UnknownRecord: see each class; so for IdTaken, BadId, NewerRecord, RecordChanged.
        EditUnproven: an edit of a file in a form of its own could not be proven right.
        Unparseable: a text that a person wrote is no TOML.
    """
    edits = tuple(_edit(change, files[change.kind, change.id], loaded) for change in changes.records)
    results = {edit.path: _result(edit) for edit in edits}
    after = with_files(loaded, results)
    refusals = tuple(_refusals(loaded.register, after.register, edits, results, changes.overrides))
    summary = changes.summary or _summary(changes.records, edits, after.register, loaded.register)
    message = compose(summary, changes.reason, changes.action, [edit.place for edit in edits], changes.overrides)
    return Prepared(changes, edits, refusals, cut(summary, 200), message, after)


def _edit(change: RecordChange, opened: Opened | None, loaded: Loaded) -> FileEdit:
    place = (change.kind, change.id)
    if not _is_place(change):
        raise BadId(change.kind, change.id)
    path = opened.path if opened else path_of(change.kind, change.id)
    if change.verb is Verb.ADD:
        if opened is not None or place in loaded.register.unreadable:
            raise IdTaken(change.kind, change.id)
        text = change.text if change.text is not None else render(_fields(change))
        return FileEdit(place, path, None, text, None)
    if opened is None:
        if change.read_digest is not None:
            raise RecordChanged(change.kind, change.id, path, None)
        raise UnknownRecord(change.kind, change.id)
    if place in loaded.newer:
        raise NewerRecord(change.kind, change.id)
    if change.read_digest not in {None, opened.digest}:
        raise RecordChanged(change.kind, change.id, path, opened.text)
    if change.verb is Verb.REMOVE:
        return FileEdit(place, path, opened.text, None, opened.digest, raw=opened.raw)
    if change.text is not None:
        return FileEdit(place, path, opened.text, change.text, opened.digest, raw=opened.raw)
    edited = apply(
        opened.text,
        [_as_edit(field.key, field.value) for field in change.fields],
        order=nested_keys(_struct(change.kind)),
    )
    return FileEdit(place, path, opened.text, edited.text, opened.digest, tuple(edited.lost_comments), opened.raw)


def _as_edit(key: tuple[str | int, ...], value: Any) -> FieldEdit:
    return FieldEdit(key, REMOVE if value is GONE else value)


def _is_place(change: RecordChange) -> bool:
    if change.kind in KINDS:
        # A record that somebody filed under another form of name can still be edited where it is.
        return fits(change.kind, change.id) or change.verb is not Verb.ADD
    return change.kind == "register" or (change.kind == "calendar" and change.id.isdecimal())


def _struct(kind: str) -> type[Table]:
    if kind in KINDS:
        return KINDS[kind].struct
    return Settings if kind == "register" else Calendar


def _fields(change: RecordChange) -> dict[str, Any]:
    given = {str(field.key[0]): field.value for field in change.fields if field.value is not GONE}
    known = {key: given.pop(key) for key in field_keys(_struct(change.kind)) if key in given}
    return {**known, **given}


def _result(edit: FileEdit) -> Known | None:
    if edit.after is None:
        return None
    return read_one(edit.path, edit.after.encode(), Stamp(-1, -1))


def _refusals(
    before: Register,
    after: Register,
    edits: Iterable[FileEdit],
    results: Mapping[str, Known | None],
    overrides: tuple[str, ...],
) -> Iterable[Diagnostic]:
    """What a save must not bring in; what stood there before does not hold up the mending of something else."""
    for edit in edits:
        result = results[edit.path]
        if result is None:
            continue
        yield from (
            fault for fault in result.faults if fault.severity is Severity.ERROR and not _stood_before(fault, edit)
        )
        if isinstance(result.record, Record):
            old, new = plain(edit.before), plain(edit.after)
            known = before.get(*edit.place)
            stood = {(one.code, one.key) for one in refuse(before, edit.place, known, overrides)} if known else set()
            for one in refuse(after, edit.place, result.record, overrides):
                if (one.code, one.key) not in stood or _at(old, one.key) != _at(new, one.key):
                    yield one


def _at(data: Any, key: tuple[Step, ...]) -> Any:
    """The value at a place of plain data; None where there is none."""
    for step in key:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _stood_before(fault: Diagnostic, edit: FileEdit) -> bool:
    """Whether the file had the same fault already: somebody who mends one thing is not held up by another."""
    if edit.before is None:
        return False
    before = read_one(edit.path, edit.before.encode(), Stamp(-1, -1))
    return before.record is None or any((old.code, old.key) == (fault.code, fault.key) for old in before.faults)


def _summary(changes: tuple[RecordChange, ...], edits: tuple[FileEdit, ...], after: Register, before: Register) -> str:
    if len(changes) > _BULK:
        kinds = sorted({change.kind for change in changes})
        return f"{', '.join(kinds)}: {len(changes)} records"
    return "; ".join(_summary_of(change, edit, after, before) for change, edit in zip(changes, edits, strict=True))


def _summary_of(change: RecordChange, edit: FileEdit, after: Register, before: Register) -> str:
    record = after.get(change.kind, change.id) or before.get(change.kind, change.id)
    changed = differences(plain(edit.before), plain(edit.after)) if change.verb is Verb.EDIT else ()
    return subject_of(change.verb, change.kind, change.id, changed, heading_of(change.kind, record))


def plain(text: str | None) -> dict[str, Any]:
    """A record's text as plain data; empty where there is none or it cannot be read."""
    if text is None:
        return {}
    try:
        return parse(text.encode()).data
    except Failure:
        return {}


def _where(fault: Diagnostic) -> str:
    return f"{fault.kind}/{fault.id} {fault.dotted}".strip()


def _label(kind: str) -> str:
    return KINDS[kind].zh if kind in KINDS else kind
