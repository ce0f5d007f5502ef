"""Entering a change: what front ends call. A change of protected kinds goes to the person's proposal, every other to the main line."""

from schema.change import ChangeSet
from schema.review import protected_kinds
from store.register import RegisterStore
from store.register import Saved
from store.review.proposing import own_draft
from store.review.proposing import prepare_proposal
from store.review.proposing import save_to_proposal
from store.saving import Prepared


def is_protected(store: RegisterStore, changes: ChangeSet) -> bool:
    """Whether a change touches a kind that changes only through an approved proposal."""
    return bool(protected_kinds(store.register, (change.kind for change in changes.records)))


def prepare_entry(store: RegisterStore, changes: ChangeSet) -> Prepared:
    """Work out what entering a change would write, and check it. Nothing is written.

    Raises:
        Failure: see RegisterStore.prepare and store.review.proposing.prepare_proposal.
    """
    if is_protected(store, changes):
        for reason in store.read_only:
            raise reason
        return prepare_proposal(store, changes, own_draft(store))
    return store.prepare(changes)


def enter(store: RegisterStore, changes: ChangeSet) -> Saved:
    """Write a change and commit it: one act, one commit, on the main line or on the person's proposal.

    Returns:
        What was saved; `Saved.proposal` names the proposal where it went to one.

    Raises:
        Failure: see RegisterStore.save and store.review.proposing.save_to_proposal.
    """
    if not is_protected(store, changes):
        return store.save(changes)
    written = save_to_proposal(store, changes)
    return Saved(written.commit, written.summary, written.paths, written.name)
