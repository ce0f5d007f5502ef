"""The server check of one approval: who gave it, in whose name, of what, and that nothing else came in with it."""

from collections.abc import Iterator
from datetime import date

from schema.gatekeeping import fault_of_day
from schema.review import approving_posts
from schema.rules.approvals import NO_APPROVAL
from schema.rules.approvals import NOT_APPROVER
from schema.rules.approvals import OTHER_DAY
from schema.rules.approvals import OTHER_TREE
from schema.rules.approvals import OWN_PROPOSAL
from schema.visible import visible
from store.gate.push import Push
from store.gate.pushed import Commit
from store.gate.pushed import read_commit
from store.gate.pushed import read_objects
from store.gate.verdict import Refusal
from store.loading import gather
from store.refusal import PathsCollide
from store.review.proposal import POST
from store.review.proposal import REVIEWED_BY
from store.review.proposal import TIP
from store.review.proposal import TRAILER
from store.review.proposal import is_name
from store.together.reconciliation import reconcile
from store.trees import write_tree

_SHOWN = 5


def judge_approval(push: Push, commit: Commit) -> Iterator[Refusal]:
    """What is refused of an approval.

    Args:
        push: the push.
        commit: a merge that says that it approves its second parent.
    """
    yield from _judge_words(commit)
    yield from _judge_person(push, commit)
    yield from _judge_authors(push, commit)
    yield from _judge_result(push, commit)


def _judge_words(commit: Commit) -> Iterator[Refusal]:
    """The trailers name the proposal, the commit that was looked at, and who approves."""
    names, tips = commit.trailers.get(TRAILER, []), commit.trailers.get(TIP, [])
    if len(names) != 1 or not is_name(names[0]):
        yield _refuse(commit, f"`{TRAILER}` names no proposal", f"`{TRAILER}` 没有写明送审")
    if tips != [commit.parents[1]]:
        yield _refuse(
            commit, f"`{TIP}` names another commit than the one that is merged", f"`{TIP}` 写的不是所合并的提交"
        )
    if commit.trailers.get(REVIEWED_BY, []) != [visible(commit.person)]:
        yield _refuse(commit, f"`{REVIEWED_BY}` names another than its author", f"`{REVIEWED_BY}` 写的不是提交的作者")


def _refuse(commit: Commit, what: str, what_zh: str) -> Refusal:
    values = {"commit": commit.id[:12], "what": what, "what_zh": what_zh}
    return Refusal(commit.id, NO_APPROVAL.found("commit", commit.id[:12], **values))


def _judge_person(push: Push, commit: Commit) -> Iterator[Refusal]:
    """Its author held an approving post, and the post that is named, on that day."""
    day = push.day(commit)
    if words := fault_of_day(day, push.today, grace=True):
        values = {"commit": commit.id[:12], "day": day.isoformat(), "what": words[0], "what_zh": words[1]}
        yield Refusal(commit.id, OTHER_DAY.found("commit", commit.id[:12], **values))
    posts = _posts(push, commit, day)
    named = commit.trailers.get(POST, [])
    if not posts:
        values = {"commit": commit.id[:12], "who": visible(commit.person), "day": day.isoformat()}
        yield Refusal(commit.id, NOT_APPROVER.found("commit", commit.id[:12], **values))
    elif len(named) != 1 or named[0] not in posts:
        yield _refuse(commit, f"`{POST}` names none of the posts of its author", f"`{POST}` 写的不是作者所任的审批岗位")


def _posts(push: Push, commit: Commit, day: date) -> tuple[str, ...]:
    person = push.signers.person(commit.email)
    return approving_posts(push.policy, person.id, day) if person is not None else ()


def _judge_authors(push: Push, commit: Commit) -> Iterator[Refusal]:
    """Who approves has changed nothing in the proposal."""
    for one in _proposed(push, commit):
        if _is_same_person(push, commit, one) and _changes(push, one):
            values = {"commit": commit.id[:12], "own": one.id[:12], "who": visible(commit.person)}
            yield Refusal(commit.id, OWN_PROPOSAL.found("commit", commit.id[:12], **values))
            return


def _proposed(push: Push, commit: Commit) -> Iterator[Commit]:
    """The commits that an approval brings in."""
    first, second = commit.parents
    listed = push.git.run("rev-list", "--end-of-options", second, f"^{first}").text.split()
    unknown = [id_ for id_ in listed if id_ not in push.commits]
    yield from (push.commits[id_] for id_ in listed if id_ in push.commits)
    for id_, body in read_objects(push.git, unknown):
        read = read_commit(id_, body)
        if isinstance(read, Commit):
            yield read


def _is_same_person(push: Push, one: Commit, other: Commit) -> bool:
    if one.email.strip().casefold() == other.email.strip().casefold():
        return True
    person = push.signers.person(one.email)
    return person is not None and person is push.signers.person(other.email)


def _changes(push: Push, commit: Commit) -> bool:
    """Whether a commit of a proposal changes anything: what is said is an empty commit, and a merge may be just that."""
    if commit.tree in [push.tree_of(parent) for parent in commit.parents]:
        return False
    return len(commit.parents) != 2 or _merged_tree(push, commit) != commit.tree


def _judge_result(push: Push, commit: Commit) -> Iterator[Refusal]:
    """It holds what the merge of its two parents gives, and nothing else."""
    expected = _merged_tree(push, commit)
    if expected == commit.tree:
        return
    paths = ["…"] if expected is None else [*push.differences.between(expected, commit.tree)]
    shown = ", ".join(visible(path) for path in paths[:_SHOWN]) + (" …" if len(paths) > _SHOWN else "")
    yield Refusal(commit.id, OTHER_TREE.found("commit", commit.id[:12], commit=commit.id[:12], paths=shown))


def _merged_tree(push: Push, commit: Commit) -> str | None:
    """The tree that the merge of a commit's two parents gives; None where a person would have to decide something."""
    first, second = commit.parents
    worked_out = reconcile(push.git, push.location, gather({}), first, second, on=push.today)
    if worked_out.conflicts:
        return None
    try:
        return write_tree(push.git, push.location, first, worked_out.files)
    except PathsCollide:
        return None
