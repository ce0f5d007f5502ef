"""Writing proposals: changes of protected kinds, handing in, comments, sending back, approval. The work tree stays on the main line.

Everything is written by plumbing: blobs, a tree, a commit, then the branch with its old value given. Approval alone moves the work tree, because it
moves the main line.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.counterpart import follow_key
from schema.identity import Place
from schema.kinds import struct_of
from schema.kinds.person import Person
from schema.merge import Status
from schema.review import approving_posts
from schema.review import protected_kinds
from store.commit import sync_reference
from store.complaint import name_complaint
from store.complaint import name_disk_error
from store.failure import GitFailed
from store.files import digest
from store.files import read
from store.files import remove
from store.files import write
from store.git import NOTHING
from store.git import BlobReader
from store.identifier import dated
from store.loading import Loaded
from store.location import find
from store.location import read_head
from store.location import read_reference
from store.lock import RegisterLock
from store.lock import wait_for_git
from store.message import add_trailers
from store.message import compose
from store.objection import NoLongerFits
from store.objection import NotApprover
from store.objection import NotHandedIn
from store.objection import NothingProposed
from store.objection import OwnProposal
from store.objection import ProposalMoved
from store.objection import UnknownPerson
from store.outside import OutsideChange
from store.past.snapshot import load_commit
from store.register import RegisterStore
from store.rejection import RecordChanged
from store.rejection import SaveRefused
from store.renaming import conclude
from store.review.proposal import POST
from store.review.proposal import REVIEWED_BY
from store.review.proposal import TIP
from store.review.proposal import TRAILER
from store.review.proposal import Proposal
from store.review.proposal import ProposalState
from store.review.proposal import contains
from store.review.proposal import find_proposal
from store.review.proposal import list_open
from store.review.proposal import list_proposals
from store.review.proposal import name_of
from store.review.proposal import tip_of
from store.saving import FileEdit
from store.saving import Opened
from store.saving import Prepared
from store.saving import prepare
from store.together.divergence import Version
from store.together.merging import merge_texts
from store.together.moving import move_on
from store.together.reconciliation import reconcile
from store.toml.text import parse
from store.trees import write_commit
from store.trees import write_objects
from store.trees import write_tree

_OPEN = frozenset({ProposalState.DRAFT, ProposalState.RETURNED})


class Proposed(NamedTuple):
    """What was written to a proposal."""

    name: str
    commit: str
    summary: str
    """First line of the commit's message."""
    paths: tuple[str, ...]


def me(store: RegisterStore) -> Person:
    """The person at the keyboard.

    Raises:
        UnknownPerson: no person of the register has the git identity's e-mail.
    """
    found = store.me()
    if found is None:
        raise UnknownPerson
    return found


def proposals(store: RegisterStore) -> list[Proposal]:
    """Every proposal that is known here."""
    head = store.location.head
    remote = store.register.settings.git.remote
    return list_proposals(store.git, store.location, remote=remote, main=head) if head else []


def open_proposals(store: RegisterStore) -> list[Proposal]:
    """The proposals that are not on the main line yet, in the order of `proposals`."""
    head = store.location.head
    remote = store.register.settings.git.remote
    return list_open(store.git, store.location, remote=remote, main=head) if head else []


def proposal(store: RegisterStore, name: str) -> Proposal:
    """One proposal.

    Raises:
        UnknownProposal: there is none of that name.
    """
    remote = store.register.settings.git.remote
    return find_proposal(store.git, store.location, name, remote=remote, main=store.location.head or "HEAD")


def own_draft(store: RegisterStore) -> str:
    """The name of the proposal that the next change of the person at the keyboard goes to: the one under way, else a new one.

    Raises:
        UnknownPerson: nobody is known by the git identity.
    """
    person = me(store).id
    started = [one for one in open_proposals(store) if one.name.split("/")[1] == person and one.state in _OPEN]
    return started[0].name if started else name_of(person, dated(store.today, ()))


def prepare_proposal(store: RegisterStore, changes: ChangeSet, name: str) -> Prepared:
    """Work out what a change would write to a proposal. Nothing is written.

    Args:
        store: the register.
        changes: the change, made from what the main line holds.
        name: the proposal; it begins at the main line where it does not exist yet.

    Raises:
        RecordChanged: a file was changed on disk since it was read, or the proposal holds another change of the same text.
        Failure: see store.saving.prepare.
    """
    base, head = _base(store, name), store.location.head or "HEAD"
    on_main = load_commit(store.git, store.location, head)
    loaded = on_main if base == head else load_commit(store.git, store.location, base)
    opened: dict[Place, Opened | None] = {}
    moved = []
    for change in changes.records:
        place = (change.kind, change.id)
        main, here = _open(store, on_main, head, place), _open(store, loaded, base, place)
        if change.read_digest is not None and main is not None and main.digest != change.read_digest:
            raise RecordChanged(*place, main.path, main.text)
        opened[place] = here
        moved.append(_onto(change, main, here))
    return conclude(loaded.register, prepare(loaded, _with(changes, moved), opened))


def _with(changes: ChangeSet, records: Iterable[RecordChange]) -> ChangeSet:
    return msgspec.structs.replace(changes, records=tuple(records))


def _onto(change: RecordChange, main: Opened | None, here: Opened | None) -> RecordChange:
    """A change that was made from the main line, as a change of what the proposal holds."""
    text, fields = change.text, change.fields
    if main is not None and here is not None and main.text != here.text:
        if text is not None:
            merged = merge_texts(struct_of(change.kind), main.text, here.text, text)
            if merged.status is Status.CONFLICT or merged.text is None:
                raise RecordChanged(change.kind, change.id, here.path, here.text)
            text = merged.text
        fields = tuple(_follow(change, field, main, here) for field in fields)
    return RecordChange(kind=change.kind, id=change.id, verb=change.verb, fields=fields, text=text, read_digest=None)


def _follow(change: RecordChange, field: FieldChange, main: Opened, here: Opened) -> FieldChange:
    """A field's change with the row numbers of the proposal, whose rows may stand in another order by now."""
    if not any(isinstance(step, int) for step in field.key):
        return field
    before, after = parse(main.raw.encode()).data, parse(here.raw.encode()).data
    key = follow_key(struct_of(change.kind), before, after, field.key)
    if key is None:
        raise RecordChanged(change.kind, change.id, here.path, here.text)
    return FieldChange(key=key, value=field.value)


def _base(store: RegisterStore, name: str) -> str:
    remote = store.register.settings.git.remote
    tip = tip_of(store.git, store.location, name, remote)
    head = store.location.head or "HEAD"
    # What was approved lies behind the main line, and begins there anew.
    is_open = tip is not None and not contains(store.git, head, tip)
    return tip if is_open and tip is not None else head


def _open(store: RegisterStore, loaded: Loaded, commit: str, place: Place) -> Opened | None:
    path = next((path for path, file in loaded.files.items() if file.place == place), None)
    if path is None:
        return None
    content = store.git.run("cat-file", "blob", f"{commit}:{path}").out
    return Opened(path, content.decode("utf-8-sig"), digest(content), content.decode())


def save_to_proposal(store: RegisterStore, changes: ChangeSet, name: str = "") -> Proposed:
    """Write a change to a proposal: one act, one commit on its branch, durable when this returns.

    Args:
        store: the register.
        changes: the change.
        name: the proposal; empty: the person's own that is under way, or a new one.

    Raises:
        SaveRefused: the result would break rules that no save may break.
        UnknownPerson: nobody is known by the git identity.
        Failure: see store.saving.prepare.
    """
    _require(store)
    name = name or own_draft(store)
    with RegisterLock(store.location, purpose="propose"):
        prepared = prepare_proposal(store, changes, name)
        if prepared.refusals:
            raise SaveRefused(prepared.refusals)
        edits = [edit for edit in prepared.files if edit.before != edit.after]
        files = _blobs(store, edits) | _attached(store, changes)
        commit = _commit(store, name, _base(store, name), files, prepared.message)
    return Proposed(name, commit, prepared.summary, tuple(edit.path for edit in edits))


def _require(store: RegisterStore) -> None:
    for reason in store.read_only:
        raise reason


def _blobs(store: RegisterStore, edits: Sequence[FileEdit]) -> dict[str, Version | None]:
    written = [edit for edit in edits if edit.after is not None]
    ids = write_objects(store.git, store.location, [(edit.after or "").encode() for edit in written])
    files: dict[str, Version | None] = {edit.path: None for edit in edits}
    return files | {edit.path: Version("100644", blob) for edit, blob in zip(written, ids, strict=True)}


def _attached(store: RegisterStore, changes: ChangeSet) -> dict[str, Version | None]:
    ids = write_objects(store.git, store.location, [one.content for one in changes.attachments])
    return {one.path: Version("100644", blob) for one, blob in zip(changes.attachments, ids, strict=True)}


def _commit(store: RegisterStore, name: str, base: str, files: Mapping[str, Version | None], message: str) -> str:
    git, location = store.git, store.location
    reference = f"refs/heads/{name}"
    before = read_reference(location.common_dir, reference)
    try:
        tree = write_tree(git, location, base, files)
        commit = write_commit(git, tree, [base], message)
        subject = message.split("\n", 1)[0]
        wait_for_git(
            location, lambda: git.run("update-ref", "-m", f"commit: {subject}", reference, commit, before or NOTHING)
        )
    except GitFailed as failure:
        raise name_complaint(failure, location.top) from failure
    except OSError as error:
        raise name_disk_error(error, location.top) from error
    sync_reference(location, reference)
    return commit


def save_files(store: RegisterStore, reason: str) -> Proposed:
    """Put files of protected kinds that were changed outside into the person's proposal, and the files back as the main line has them.

    Args:
        store: the register.
        reason: why, in the person's words.

    Raises:
        NothingProposed: no file of a protected kind was changed outside.
        Failure: see `save_to_proposal`; a file is put back only once the proposal holds its change.
    """
    _require(store)
    outside = [change for change in store.outside() if protected_kinds(store.register, (change.kind,))]
    if not outside:
        raise NothingProposed
    top, head = store.location.top, store.location.head or "HEAD"
    with BlobReader(store.git) as blobs:
        before = {change.path: blobs.read(f"{head}:{change.path}") for change in outside}
    now = {change.path: None if change.status == "removed" else read(top, change.path) for change in outside}
    records = [_as_change(change, before[change.path], now[change.path]) for change in outside]
    written = save_to_proposal(store, ChangeSet(action="save", records=tuple(records), reason=reason))
    for path, content in now.items():
        _put_back(top, path, content, before[path])
    store.reload()
    return written


def _as_change(change: OutsideChange, before: bytes | None, now: bytes | None) -> RecordChange:
    verb = Verb.REMOVE if now is None else Verb.ADD if before is None else Verb.EDIT
    text = None if now is None else now.decode("utf-8-sig", "replace")
    return RecordChange(kind=change.kind, id=change.id, verb=verb, text=text)


def _put_back(top: Path, path: str, now: bytes | None, before: bytes | None) -> None:
    expected = None if now is None else digest(now)
    if before is None:
        remove(top, path, expected=expected)
    else:
        write(top, path, before, expected=expected)


def hand_in(store: RegisterStore, name: str, title: str, reason: str) -> Proposed:
    """Hand a proposal in: from now on it waits for an approver.

    Args:
        store: the register.
        name: the proposal; empty: the person's own that is under way.
        title: what it is about, in a few words; empty: the subject of its first change.
        reason: why it is wanted.

    Raises:
        NothingProposed: it holds no change.
        UnknownProposal: there is none.
    """
    _require(store)
    found = proposal(store, name) if name else _under_way(store)
    if not found.places or found.state is ProposalState.APPROVED:
        raise NothingProposed
    return _say(store, found, "propose", title or found.title, reason)


def _under_way(store: RegisterStore) -> Proposal:
    person = me(store).id
    started = [one for one in open_proposals(store) if one.name.split("/")[1] == person and one.state in _OPEN]
    if not started:
        raise NothingProposed
    return started[0]


def comment(store: RegisterStore, name: str, text: str) -> Proposed:
    """Say something to a proposal: an empty commit on its branch.

    Raises:
        UnknownProposal: there is none.
        UnknownPerson: nobody is known by the git identity.
    """
    _require(store)
    me(store)
    return _say(store, proposal(store, name), "comment", "comment", text)


def send_back(store: RegisterStore, name: str, text: str) -> Proposed:
    """Send a proposal back with what is to be changed; approvers do so.

    Raises:
        NotHandedIn: it does not wait for an approver.
        NotApprover: the person holds no approving post today.
        UnknownProposal, UnknownPerson: as named.
    """
    _require(store)
    _posts(store)
    found = proposal(store, name)
    if found.state is not ProposalState.SUBMITTED:
        raise NotHandedIn(found.name, found.state)
    return _say(store, found, "return", "returned", text)


def _posts(store: RegisterStore) -> tuple[str, ...]:
    """The approving posts that the person at the keyboard holds today."""
    person = me(store)
    posts = approving_posts(store.register, person.id, store.today)
    if not posts:
        raise NotApprover(person.name, store.register.settings.review.approvers)
    return posts


def _say(store: RegisterStore, found: Proposal, action: str, subject: str, text: str) -> Proposed:
    message = compose(f"{action}: {subject}" if subject != action else subject, text, action, [])
    with RegisterLock(store.location, purpose=action):
        commit = _commit(store, found.name, found.tip, {}, message)
    return Proposed(found.name, commit, message.split("\n", 1)[0], ())


def approve(store: RegisterStore, name: str, text: str, *, looked_at: str = "") -> Proposed:
    """Approve a proposal: one merge commit on the main line, in the name of a post that the person holds today.

    Args:
        store: the register.
        name: the proposal.
        text: what the approver says; may be empty.
        looked_at: full id of the commit that the approver saw; empty: its newest.

    Raises:
        NotApprover: the person holds no approving post today.
        OwnProposal: the person changed something in it.
        NotHandedIn: it does not wait for an approver.
        ProposalMoved: it was changed since it was looked at.
        NoLongerFits: it no longer goes together with the main line, or would break something there.
        Failure: as named.
    """
    _require(store)
    post = _posts(store)[0]
    found = proposal(store, name)
    who = store.identity()
    if who.email.casefold() in found.authors:
        raise OwnProposal(found.name)
    if found.state is not ProposalState.SUBMITTED:
        raise NotHandedIn(found.name, found.state)
    if looked_at and looked_at != found.tip:
        raise ProposalMoved(found.name)
    branch, head = read_head(store.location)
    store.reload()
    worked_out = reconcile(store.git, store.location, store.loaded, head or "HEAD", found.tip, on=store.today)
    if worked_out.conflicts or worked_out.broken or branch is None or head is None:
        told = [f"{one.path} {'.'.join(map(str, one.conflict.key))}".strip() for one in worked_out.conflicts]
        raise NoLongerFits(found.name, told or [one.message for one in worked_out.broken])
    trailers = {TRAILER: found.name, TIP: found.tip, POST: post, REVIEWED_BY: f"{who.name} <{who.email}>"}
    message = add_trailers(compose(f"approve: {found.title}", text, "approve", found.places), trailers.items())
    tree = write_tree(store.git, store.location, head, worked_out.files)
    commit = write_commit(store.git, tree, [head, found.tip], message)
    move_on(store.git, store.location, branch, head, commit, purpose="approve")
    store.location = find(store.location.top)
    store.reload()
    return Proposed(found.name, commit, message.split("\n", 1)[0], tuple(worked_out.files))
