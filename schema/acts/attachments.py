"""Attaching a file to a work record or a finding: a row of evidence that names it (R15)."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from typing import ClassVar

from schema.change import Attachment
from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.failure import Failure
from schema.kinds.activity import Activity
from schema.kinds.activity import Evidence
from schema.kinds.finding import Finding
from schema.vocabulary import EvidenceType


class TypeNeeded(Failure):
    """A file is to be attached, and it cannot be told to which evidence it belongs."""

    code: ClassVar[str] = "F944"
    exit_code: ClassVar[int] = 2

    def __init__(self, id: str, waiting: int) -> None:
        super().__init__(
            f"The record `{id}` has {waiting} rows of evidence without a file, so it must be said what the file is."
            if waiting
            else f"The record `{id}` has no row of evidence that waits for a file, so it must be said what the file is.",
            "Give its sort, such as --type minutes.",
            message_zh=f"“{id}”有 {waiting} 件佐证还没有文件，须说明这是哪一类。"
            if waiting
            else f"“{id}”没有等待文件的佐证，须说明这是哪一类。",
            hint_zh="请写明类型，如 --type minutes。",
        )


def day_of(record: Activity | Finding) -> date:
    """The day under whose year evidence of a record lies."""
    return record.date if isinstance(record, Activity) else record.issued


def attach(
    record: Activity | Finding,
    file: Attachment,
    *,
    type: EvidenceType | None = None,
    label: str = "",
    day: date | None = None,
    reason: str = "",
    language: str = "zh",
    read_digest: str | None = None,
) -> ChangeSet:
    """Make the change set that attaches a file.

    A row that waits for its file is completed: the only one of the type, or, without a type, the only one at all. Otherwise a
    row is added.

    Args:
        record: the work record or finding.
        file: the file.
        type: the sort of evidence; None: that of the only row without a file.
        label: its name or number; on a row that has another one already, a row of its own is added.
        day: of the evidence itself.
        reason: why, in the person's words; empty: said by us in the register's language.
        language: the register's language.
        read_digest: digest of the record's file as it was read.

    Returns:
        The changes; without records where the file is attached as this sort of evidence already.

    Raises:
        TypeNeeded: no type is given, and not exactly one row has no file.
    """
    rows = record.evidence
    at = _waiting(record.id, rows, type, label)
    sort = rows[at].type if type is None else type
    if any(row.type is sort and row.sha256 == file.sha256 and row.path for row in rows):
        return ChangeSet(action="attach", records=())
    row = {"type": sort.value, "label": label, "date": day, "path": file.path, "sha256": file.sha256}
    given = {key: value for key, value in row.items() if value}
    known = "activity" if isinstance(record, Activity) else "finding"
    change = RecordChange(
        kind=known, id=record.id, verb=Verb.EDIT, fields=_fields(at, given, len(rows)), read_digest=read_digest
    )
    word = sort.label(language)
    said = f"附上{word}。" if language.startswith("zh") else f"Attached: {word[:1].lower()}{word[1:]}."
    return ChangeSet(action="attach", records=(change,), reason=reason.strip() or said, attachments=(file,))


def _waiting(id: str, rows: Sequence[Evidence], type: EvidenceType | None, label: str) -> int:
    """Index of the row that the file belongs to; that after the last where a row is to be added."""
    waiting = [at for at, row in enumerate(rows) if not row.path and type in {None, row.type}]
    if type is None:
        if len(waiting) != 1:
            raise TypeNeeded(id, len(waiting))
        return waiting[0]
    if len(waiting) == 1 and rows[waiting[0]].label in {"", label or rows[waiting[0]].label}:
        return waiting[0]
    return len(rows)


def _fields(at: int, given: dict[str, Any], count: int) -> tuple[FieldChange, ...]:
    if at == count:
        return (FieldChange(key=("evidence", at), value=given),)
    return tuple(FieldChange(key=("evidence", at, key), value=value) for key, value in given.items() if key != "type")
