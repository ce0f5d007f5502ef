"""The server check of signatures: every new commit is signed by its author's key, as the main line knew it before the push (`[signing]`)."""

from collections.abc import Iterator

from schema.gatekeeping import fault_of_day
from schema.marks import Signature
from schema.rules.approvals import OTHER_DAY
from schema.rules.signatures import tell_signature
from schema.signers import Proof
from schema.signers import Soundness
from store.gate.push import Push
from store.gate.pushed import Commit
from store.gate.verdict import Refusal
from store.signature import owners
from store.signature import read_signatures


def judge_signatures(push: Push) -> Iterator[Refusal]:
    """What is refused of the signatures; nothing where the main line did not ask for them.

    Raises:
        KeygenMissing: there is no ssh-keygen.
    """
    if not push.policy.settings.signing.required:
        return
    proofs = {one.commit: one.proof for one in read_signatures(push.git, list(push.commits))}
    for commit in push.commits.values():
        yield from _judge(push, commit, proofs.get(commit.id, Proof(Soundness.BAD)))


def _judge(push: Push, commit: Commit, proof: Proof) -> Iterator[Refusal]:
    # Author and day are those of the strict reading: git reads two addresses in one line as it likes.
    day = push.day(commit)
    state = push.signers.judge(proof, commit.email, day)
    told = tell_signature(state, commit.id, commit.author, day, owners(push.signers, proof))
    if told is not None:
        yield Refusal(commit.id, told)
    elif state is Signature.SIGNED:
        last = push.signers.last_day(proof, commit.email, day)
        # A key that was given up signs nothing but what somebody did offline while it was his.
        is_over = last is not None and last < push.today
        if words := fault_of_day(day, push.today, grace=is_over):
            values = {"commit": commit.id[:12], "day": day.isoformat(), "what": words[0], "what_zh": words[1]}
            yield Refusal(commit.id, OTHER_DAY.found("commit", commit.id[:12], **values))
