"""The server check of records: every version that comes new can be read and passes the boundary, and the new tip brings in no error.

Commit by commit is looked for what history must never hold: texts that are no records, what the boundary refuses (R17), two formal holders (R6).
The whole check is asked of the new tips alone: who saved an error and mended it in the next commit cannot unsay the first.
"""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from msgspec.structs import replace as with_fields

from schema.check import check
from schema.decode import NEWER_FORMAT
from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.identity import Place
from schema.identity import place_of
from schema.override import OVERRIDABLE
from schema.personal import find_numbers
from schema.rules.gate import PERSONAL
from store.admission import Candidate
from store.admission import find_faults
from store.admission import find_refusals
from store.gate.push import Push
from store.gate.pushed import Commit
from store.gate.verdict import Refusal
from store.git import BlobReader
from store.loading import Known
from store.loading import Loaded
from store.loading import Stamp
from store.loading import gather
from store.loading import read_one
from store.loading import with_files
from store.message import OVERRIDE
from store.review.proposal import REVIEWED_BY
from store.together.divergence import ORDINARY
from store.together.divergence import Change
from store.together.divergence import Version

_ADDRESSES: Final = (f"{REVIEWED_BY}: ", "Signed-off-by: ", "Co-authored-by: ")
"""Trailers that name people by their addresses, which may be made of digits."""


class Registers:
    """The register as of each new commit and each parent, made from one another; kept while a child is still to come."""

    def __init__(self, push: Push, blobs: BlobReader) -> None:
        """Begin at the main line as it stood.

        Args:
            push: the push.
            blobs: reads what changed.
        """
        self._push = push
        self._blobs = blobs
        self._known: dict[str, Loaded] = {"": gather({})}
        self._children = Counter(parent for one in push.commits.values() for parent in one.parents)
        self._stay = {"", push.base or ""}
        if push.base is not None:
            self._known[push.base] = push.before

    def of(self, commit: str) -> Loaded:
        """The register as a commit holds it: the main line's as it stood, one before that, or a new one."""
        if commit not in self._known:
            self._known[commit] = self.changed(self._push.before, self._push.from_base(commit))
        return self._known[commit]

    def advance(self, commit: Commit) -> Loaded:
        """The register as of a new commit, from that of its first parent."""
        parent = commit.parents[0] if commit.parents else ""
        found = self.changed(self.of(parent), self._push.changes(commit, parent))
        if self._children[commit.id]:
            self._known[commit.id] = found
        return found

    def forget(self, commit: Commit) -> None:
        """Say that a commit was looked at: what only it needed is let go."""
        for parent in commit.parents:
            self._children[parent] -= 1
            if not self._children[parent] and parent not in self._stay:
                self._known.pop(parent, None)

    def changed(self, loaded: Loaded, changes: Mapping[str, Change]) -> Loaded:
        """A register with some files changed."""
        results: dict[str, Known | None] = {}
        for path, change in changes.items():
            if _is_read(path):
                results[path] = self.read(path, change.after)
        return with_files(loaded, results) if results else loaded

    def read(self, path: str, version: Version | None) -> Known | None:
        """What a version of a file gives; None where it is none."""
        content = self.content(version)
        return None if content is None else read_one(path, content, Stamp(-1, -1))

    def content(self, version: Version | None) -> bytes | None:
        """The bytes of a version of an ordinary file; None where it is none."""
        return None if version is None or version.mode not in ORDINARY else self._blobs.read(version.blob)


def _is_read(path: str) -> bool:
    return place_of(path) is not None or (path.startswith("calendar/") and path.endswith(".toml"))


def judge_records(push: Push) -> Iterator[Refusal]:
    """What is refused of each commit's message and records."""
    with BlobReader(push.git) as blobs:
        registers = Registers(push, blobs)
        for commit in push.commits.values():
            yield from _judge_message(commit)
            after = registers.advance(commit)
            overridden = _overridden(commit)
            for path, change in push.own_changes(commit).items():
                for one in _judge_file(push, registers, commit, path, change, after):
                    if one.code not in overridden:
                        yield Refusal(commit.id, one if one.path else with_fields(one, path=path))
            registers.forget(commit)


def _judge_message(commit: Commit) -> Iterator[Refusal]:
    said = [line for line in commit.message.splitlines() if not line.startswith(_ADDRESSES)]
    if find_numbers("\n".join(said)):
        values = {"place": f"the message of the commit {commit.id[:12]}", "place_zh": f"提交 {commit.id[:12]} 的说明"}
        yield Refusal(commit.id, PERSONAL.found("commit", commit.id[:12], **values))


def _overridden(commit: Commit) -> frozenset[str]:
    """The codes that a commit overrides, with a reason."""
    codes = commit.trailers.get(OVERRIDE, ()) if commit.reason.strip() else ()
    return OVERRIDABLE.intersection(codes)


def _judge_file(
    push: Push, registers: Registers, commit: Commit, path: str, change: Change, after: Loaded
) -> list[Diagnostic]:
    """What is refused of a version of a record that no parent had; what stood with one of them is let pass."""
    place, content = place_of(path), registers.content(change.after)
    if place is None or content is None or change.after is None:
        return []
    result = read_one(path, content, Stamp(-1, -1))
    text = content.decode(errors="replace")
    found: list[list[Diagnostic]] = []
    for parent in commit.parents or ("",):
        version = push.changes(commit, parent)[path].before
        before = registers.content(version)
        old = None if before is None else before.decode(errors="replace")
        candidate = Candidate(place, path, old, text, result)
        found.append([*find_faults(candidate), *_find_refusals(registers.of(parent), after, candidate)])
    newer = [one for one in result.faults if one.code == NEWER_FORMAT.code]
    others = [{(one.code, one.key) for one in side} for side in found[1:]]
    return [*newer, *(one for one in found[0] if all((one.code, one.key) in side for side in others))]


def _find_refusals(before: Loaded, after: Loaded, candidate: Candidate) -> Iterator[Diagnostic]:
    yield from find_refusals(before.register, after.register, candidate)


# The whole check of a new tip


def judge_tip(push: Push, tip: str, forked_at: str | None = None) -> Iterator[Refusal]:
    """The errors that a new tip has, and the main line had not; nothing of a first push, which is held against nothing.

    Args:
        push: the push.
        tip: the new tip of a branch.
        forked_at: for a proposal, the commit of the main line that it began at: what stood there is not its own.
    """
    if push.base is None:
        return
    with BlobReader(push.git) as blobs:
        registers = Registers(push, blobs)
        known = [_errors(push, push.before)]
        if forked_at is not None and forked_at != push.base:
            known.append(_errors(push, registers.of(forked_at)))
        loaded = registers.of(tip)
    paths = {file.place: path for path, file in loaded.files.items()}
    errors = _errors(push, loaded)
    sides = [_added(side, errors) for side in known]
    accepted = _accepted(push)
    for one in errors:
        if all(_what(one) in side for side in sides) and (one.code, (one.kind, one.id)) not in accepted:
            yield Refusal(tip, one if one.path else with_fields(one, path=paths.get((one.kind, one.id), "")))


def _accepted(push: Push) -> set[tuple[str, Place | None]]:
    """What the new commits overrode: codes, with the records that they changed. The check goes on saying it; the push may come in."""
    return {
        (code, place_of(path))
        for commit in push.commits.values()
        for code in _overridden(commit)
        for path in push.own_changes(commit)
    }


def _added(before: Iterable[Diagnostic], after: Iterable[Diagnostic]) -> set[tuple[str, ...]]:
    """What of some errors is new: said otherwise than before, and more often of its record.

    An error that stood there is often told in other words once the record is called otherwise, and is no new one for that.
    """
    old, new = ({_what(one): one for one in side} for side in (before, after))
    gone = Counter(what[:3] for what in old.keys() - new.keys())
    come = Counter(what[:3] for what in new.keys() - old.keys())
    return {what for what in new.keys() - old.keys() if come[what[:3]] > gone[what[:3]]}


def _what(one: Diagnostic) -> tuple[str, ...]:
    return one.code, one.kind, one.id, one.message


def _errors(push: Push, loaded: Loaded) -> list[Diagnostic]:
    """The errors of a register, with the severities that the main line set: a push does not silence its own."""
    settings = with_fields(loaded.register.settings, severity=push.policy.settings.severity)
    demo = push.policy.settings.demo
    found = [
        *loaded.faults,
        *check(replace(loaded.register, settings=settings), demo.today if demo is not None else push.today),
    ]
    return [one for one in found if one.severity is Severity.ERROR]
