"""Sharing a register: a sync that merges by record, and keeps for a person what only a person can decide."""

from collections.abc import Callable
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

from schema.failure import Failure
from store.founding import ssh_environment
from store.location import find
from store.refusal import NothingToDecide
from store.register import RegisterStore
from store.together import pending
from store.together.courier import carry
from store.together.pending import Choice
from store.together.pending import settle
from store.together.reconciliation import UNDECIDED
from store.together.reconciliation import Decisions
from store.together.reconciliation import FileConflict
from store.together.reconciliation import Reconciliation
from store.together.reconciliation import reconcile
from store.together.sync import Stage
from store.together.sync import Step
from store.together.sync import SyncResult
from store.together.sync import sync
from store.together.upstream import Network


def share(
    store: RegisterStore,
    *,
    choices: Iterable[Choice] = (),
    accept_broken: bool = False,
    progress: Callable[[Step], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> SyncResult:
    """Bring a register and its remote to the same commit; histories that have gone apart are merged by record.

    Args:
        store: the register; it holds what the files say afterwards.
        choices: what a person decided about conflicts that an earlier sync told.
        accept_broken: merge although the merge alone breaks something; the check tells it from then on.
        progress: told each step as it begins.
        cancelled: asked about ten times a second; True gives up, with nothing half done.

    Returns:
        What was done; where it waits for decisions, they lie in the file that `store.together.pending` names.

    Raises:
        Failure: why nothing may be written here; see also store.together.sync.sync.
    """
    for reason in store.read_only:
        raise reason
    chosen = tuple(choices)
    told: tuple[FileConflict, ...] = ()

    def work_out(ours: str, theirs: str, decisions: Decisions = UNDECIDED) -> Reconciliation:
        return reconcile(store.git, store.location, store.loaded, ours, theirs, on=store.today, decisions=decisions)

    def merge(ours: str, theirs: str) -> Reconciliation:
        nonlocal told
        store.reload()
        found = work_out(ours, theirs)
        told = found.conflicts  # the decided ones too: the file keeps what was chosen until all is merged
        if found.conflicts and chosen:
            found = work_out(ours, theirs, settle(found.conflicts, chosen))
        return found._replace(broken=()) if accept_broken else found

    shared = store.register.settings.git
    try:
        result = sync(
            store.git,
            store.location,
            remote=shared.remote,
            branch=shared.branch,
            merger=merge,
            progress=progress,
            cancelled=cancelled,
        )
    except Failure:
        with suppress(Failure):  # the first one is what happened
            _look_again(store)  # what was taken over before a push failed stands there
        raise
    if result.waits:
        pending.keep(store.location, told, result.broken, chosen)
    else:
        pending.forget(store.location)
    _look_again(store)
    if result.waits or not store.register.settings.review.kinds:
        return result
    progress(Step(Stage.PROPOSALS))
    carried = carry(store, Network(ssh_environment(store.git), cancelled=cancelled))
    troubled = (*carried.refused, *((name, "") for name in carried.apart))
    return replace(result, proposals=carried.sent, troubled=troubled)


def _look_again(store: RegisterStore) -> None:
    store.location = find(store.location.top)
    store.reload()


def give_up(store: RegisterStore) -> None:
    """Forget a sync that waits for decisions: both histories stay as they are.

    Raises:
        NothingToDecide: none waits.
    """
    if not pending.waits(store.location):
        raise NothingToDecide
    pending.forget(store.location)
