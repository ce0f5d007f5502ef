"""Attachments held against the records that refer to them: each must be there, and be what was attached."""

import time
from collections.abc import Iterator
from collections.abc import Mapping
from pathlib import Path

from schema.diagnostic import Diagnostic
from schema.filing import NO_ATTACHMENT
from schema.filing import OTHER_ATTACHMENT
from schema.identity import Place
from schema.kinds.activity import Evidence
from schema.register import Register
from schema.visible import visible
from store.attachment import Content
from store.attachment import look
from store.cache import Cache
from store.disk import BadPath
from store.files import FileFailure
from store.files import Missing
from store.files import NotAFile
from store.files import SymlinkRefused
from store.loading import is_settled
from store.wording import clause


def check_attachments(top: Path, register: Register, cache: Cache | None = None) -> list[Diagnostic]:
    """Say which attachments are missing, or are not what was attached. Where no record refers to any, no file is touched.

    Args:
        top: the register's top folder.
        register: the records that refer to them.
        cache: remembers what was seen, so that a file that shows no sign of a change is not read again; None: all are read.
    """
    rows = [*_referring(register)]
    if not rows:
        return []
    known = cache.verified() if cache is not None else {}
    now = time.time_ns()
    seen: dict[str, Content | FileFailure] = {}
    found: list[Diagnostic] = []
    for place, at, row in rows:
        if row.path not in seen:
            seen[row.path] = _look(top, row.path, known)
        found += _judge(place, at, row, seen[row.path])
    if cache is not None:
        fresh = {path: one for path, one in seen.items() if isinstance(one, Content) and known.get(path) is not one}
        settled = {path: one for path, one in fresh.items() if is_settled(one.ctime_ns, now)}
        if settled:
            cache.keep_verified(settled)
    return found


def _referring(register: Register) -> Iterator[tuple[Place, int, Evidence]]:
    """Every row of evidence that names a file."""
    for activity in register.activities.values():
        for at, row in enumerate(activity.evidence):
            if row.path:
                yield ("activity", activity.id), at, row
    for finding in register.findings.values():
        for at, row in enumerate(finding.evidence):
            if row.path:
                yield ("finding", finding.id), at, row


def _look(top: Path, path: str, known: Mapping[str, Content]) -> Content | FileFailure:
    try:
        return look(top, path, known.get(path))
    except FileFailure as failure:
        return failure


def _judge(place: Place, at: int, row: Evidence, seen: Content | FileFailure) -> Iterator[Diagnostic]:
    values = {"path": visible(row.path)}
    if isinstance(seen, FileFailure):
        what, what_zh = _explain(seen)
        yield NO_ATTACHMENT.found(*place, ("evidence", at, "path"), **values, what=what, what_zh=what_zh)
    elif not row.sha256:
        said = {"what": "the record does not say its fingerprint", "what_zh": "记录没有写文件指纹"}
        yield OTHER_ATTACHMENT.found(*place, ("evidence", at), **values, **said)
    elif row.sha256.casefold() != seen.sha256:
        said = {"what": "its content is not what was attached", "what_zh": "内容已不是当初所附"}
        yield OTHER_ATTACHMENT.found(*place, ("evidence", at, "sha256"), **values, **said)


def _explain(failure: FileFailure) -> tuple[str, str]:
    match failure:
        case BadPath():
            return "does not lie in attachments/", "不在 attachments/ 之下"
        case Missing():
            return "is not there", "不存在"
        case SymlinkRefused():
            return "is or lies behind a symbolic link, which is not followed", "是符号链接或在符号链接之下，不予跟随"
        case NotAFile():
            return "is not an ordinary file", "不是普通文件"
        case _:
            return f"cannot be read: {clause(failure.message)}", f"无法读取：{clause(failure.message_zh)}"
