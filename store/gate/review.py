"""The server check of changes that need an approval: what one person may put on the main line, and which approvals hold (`[review]`).

The main line is walked from its new tip: through every parent of an ordinary commit or merge, and through the first parent alone of an approval, whose
other side is the proposal. What is met on that way is the main line's own; the rest came in by approvals, each of which is looked at.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from typing import Final

from schema.gatekeeping import policy_of
from schema.rules.approvals import OTHER_VERSION
from schema.rules.approvals import PROTECTED
from schema.rules.gate import MALFORMED
from schema.visible import visible
from store.gate.approval import judge_approval
from store.gate.push import Push
from store.gate.push import kind_of
from store.gate.pushed import Commit
from store.gate.verdict import Refusal
from store.git import BlobReader
from store.loading import gather
from store.review.proposal import TRAILER
from store.together.divergence import Change
from store.together.divergence import Version
from store.together.reconciliation import Reconciliation
from store.together.reconciliation import reconcile
from store.toml.text import plain

SETTINGS: Final = "register.toml"


def judge_review(push: Push, tip: str) -> Iterator[Refusal]:
    """What is refused of the main line's new commits; nothing where the main line protected nothing.

    Args:
        push: the push.
        tip: the new tip of the main line.
    """
    if not push.policy.settings.review.kinds:
        return
    own = _main_line(push, tip)
    with BlobReader(push.git) as blobs:
        for commit in push.commits.values():
            if commit.id in own:
                yield from _judge(push, commit, blobs)


def is_approval(commit: Commit) -> bool:
    """Whether a commit says that it approves a proposal."""
    return len(commit.parents) == 2 and bool(commit.trailers.get(TRAILER))


def _main_line(push: Push, tip: str) -> set[str]:
    own: set[str] = set()
    waiting = [tip]
    while waiting:
        commit = push.commits.get(waiting.pop())
        if commit is not None and commit.id not in own:
            own.add(commit.id)
            waiting += commit.parents[:1] if is_approval(commit) else commit.parents
    return own


def _judge(push: Push, commit: Commit, blobs: BlobReader) -> Iterator[Refusal]:
    if is_approval(commit):
        yield from judge_approval(push, commit)
    elif len(commit.parents) > 2:
        values = {"what": "it merges more than two", "what_zh": "合并了两个以上的提交"}
        yield Refusal(commit.id, MALFORMED.found("commit", commit.id[:12], commit=commit.id[:12], **values))
    elif len(commit.parents) == 2:
        yield from _judge_merge(push, commit, blobs)
    else:
        changes = push.changes(commit, commit.parents[0] if commit.parents else "")
        for path in _protected(push, changes, blobs):
            values = {"commit": commit.id[:12], "path": visible(path), **_name(push, path)}
            yield Refusal(commit.id, PROTECTED.found(*_place(path), **values))


def _protected(push: Push, changes: Mapping[str, Change], blobs: BlobReader) -> list[str]:
    """The paths of a change that need an approval: of protected kinds, and register.toml where it says who approves or signs."""
    kinds = frozenset(push.policy.settings.review.kinds)
    return [
        path
        for path, change in changes.items()
        if kind_of(path) in kinds
        or (path == SETTINGS and _policy(change.before, blobs) != _policy(change.after, blobs))
    ]


def _policy(version: Version | None, blobs: BlobReader) -> object:
    """What a version of register.toml says of approving and signing; of one that cannot be read, that it is this one."""
    content = None if version is None else blobs.read(version.blob)
    data = plain(None if content is None else content.decode(errors="replace"))
    return policy_of(data) if data else version


def _name(push: Push, path: str) -> dict[str, str]:
    if path == SETTINGS and "register" not in push.policy.settings.review.kinds:
        return {"what": "who approves and who signs changes", "what_zh": "谁审批、谁签名"}
    kind = kind_of(path)
    return {"what": f"records of the kind `{kind}` change", "what_zh": f"“{kind}”类记录"}


def _place(path: str) -> tuple[str, str]:
    kind = kind_of(path)
    return kind, path.rpartition("/")[2].removesuffix(".toml") if kind != "register" else ""


# Merges that approve nothing


def _judge_merge(push: Push, commit: Commit, blobs: BlobReader) -> Iterator[Refusal]:
    """A merge of two desks: what is protected must come out of it as the two sides give it."""
    sides = [push.changes(commit, parent) for parent in commit.parents]
    paths = dict.fromkeys(path for side in sides for path in _protected(push, side, blobs))
    if not paths:
        return
    expected = reconcile(push.git, push.location, gather({}), *commit.parents, on=push.today)
    for path in paths:
        if not _is_given(push, path, sides, expected, blobs):
            values = {"commit": commit.id[:12], "path": visible(path), **_name(push, path)}
            yield Refusal(commit.id, OTHER_VERSION.found(*_place(path), **values))


def _is_given(
    push: Push, path: str, sides: list[Mapping[str, Change]], expected: Reconciliation, blobs: BlobReader
) -> bool:
    """Whether a merge holds a file as its sides give it: merged, or where they cannot be merged as one of them has it."""
    if any(conflict.path == path for conflict in expected.conflicts):
        return any(path not in side or not _protected(push, {path: side[path]}, blobs) for side in sides)
    found = next(side[path].after for side in sides if path in side)
    wanted = expected.files[path] if path in expected.files else _of_first(path, sides)
    return found == wanted or not _protected(push, {path: Change(wanted, found)}, blobs)


def _of_first(path: str, sides: list[Mapping[str, Change]]) -> Version | None:
    """A file as the first parent has it."""
    return sides[0][path].before if path in sides[0] else sides[1][path].after
