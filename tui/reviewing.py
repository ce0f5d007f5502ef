"""Proposals on the screen: which wait for the person at the keyboard, what each would change, what was said, the decision.

Everything that asks git is for thread workers and runs beside the store's turn where it only reads.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from typing import Literal

from schema.change import GONE
from schema.difference import FieldDifference
from schema.identity import Place
from schema.register import Register
from schema.review import approvers
from schema.review import approving_posts
from tui.language import _
from tui.language import msgid
from tui.naming import name_of
from tui.naming import place_label
from tui.record_lines import Line
from tui.record_lines import Page
from tui.wording import field_of
from tui.wording import say_key
from tui.wording import say_plain

if TYPE_CHECKING:  # proposals come with the register itself, behind the first paint
    from store.past.history import RecordDifference
    from store.register import RegisterStore
    from store.review.proposal import Proposal
    from tui.desk import Desk

Verdict = Literal["approve", "return", "comment", "hand-in"]
"""What a person may do with a proposal."""
_MOST_PROPOSALS = 50
_MOST_RECORDS = 40
"""Of a proposal that changes more records, the differences of these are shown and the rest counted."""
_LONGEST = 2_000
"""Characters of one value that are shown."""
_STATES = {
    "draft": msgid("being prepared"),
    "submitted": msgid("waits for approval"),
    "returned": msgid("sent back"),
    "approved": msgid("approved"),
}


@dataclass(frozen=True)
class Waiting:
    """A proposal that waits for the person at the keyboard."""

    proposal: "Proposal"
    differences: "tuple[RecordDifference, ...]"
    """What it would change."""
    left_out: int
    """Records whose differences were not read."""
    may_decide: bool
    """Whether the person may approve it or send it back."""
    may_hand_in: bool = False
    """Whether it is the person's own and may be handed in."""
    next_step: str = ""
    """Who must do what next, in words."""

    @property
    def is_approved(self) -> bool:
        """Whether it is on the main line."""
        return self.proposal.state.value == "approved"

    @property
    def author(self) -> str:
        """Who began it."""
        return self.proposal.said[0].author if self.proposal.said else ""

    @property
    def day(self) -> str:
        """The day on which something was said to it last."""
        return self.proposal.said[-1].time.date().isoformat() if self.proposal.said else ""


def find_waiting(desk: "Desk") -> tuple[Waiting, ...]:
    """The proposals that wait for the person at the keyboard: to be approved, or their own that were sent back. Blocks.

    Raises:
        Failure: git could not answer.
    """
    with desk.turn:
        store = desk.store
        person = None if desk.past is not None or not store.register.settings.review.kinds else store.me()
    if person is None or store.location.head is None:
        return ()
    from store.review.proposal import ProposalState  # noqa: PLC0415 - only a register with reviews asks for it
    from store.review.proposing import proposals  # noqa: PLC0415

    posts = approving_posts(store.register, person.id, store.today)
    emails = {email.casefold() for email in person.emails}
    found = []
    for one in proposals(store):
        is_own = bool(emails & one.authors)
        to_decide = one.state is ProposalState.SUBMITTED and bool(posts) and not is_own
        if to_decide or (one.state is ProposalState.RETURNED and is_own):
            changes, left_out = _changes_of(store, one)
            found.append(Waiting(one, changes, left_out, to_decide))
        if len(found) == _MOST_PROPOSALS:
            break
    return tuple(found)


def find_all(desk: "Desk") -> tuple[Waiting, ...]:
    """All proposals, those that the person must do something about first, the newest of each sort first. Blocks.

    Raises:
        Failure: git could not answer.
    """
    from store.review.proposal import ProposalState  # noqa: PLC0415 - only the review asks for it
    from store.review.proposing import proposals  # noqa: PLC0415

    with desk.turn:
        store = desk.store
        if desk.past is not None or store.location.head is None:
            return ()
        person = store.me()
        found = proposals(store)[:_MOST_PROPOSALS]
    posts = approving_posts(store.register, person.id, store.today) if person is not None else ()
    emails = {email.casefold() for email in person.emails} if person is not None else set()
    listed = []
    for one in found:
        is_own = bool(emails & one.authors)
        is_done = one.state is ProposalState.APPROVED
        changes, left_out = ((), 0) if is_done else _changes_of(store, one)
        may_decide = one.state is ProposalState.SUBMITTED and bool(posts) and not is_own
        may_hand_in = is_own and one.state is ProposalState.DRAFT and not one.is_remote
        step = say_next(store.register, one, store.today)
        listed.append(Waiting(one, changes, left_out, may_decide, may_hand_in, step))
    order = {ProposalState.SUBMITTED: 2, ProposalState.RETURNED: 3, ProposalState.DRAFT: 4, ProposalState.APPROVED: 5}
    listed.sort(key=lambda one: one.day, reverse=True)
    return tuple(sorted(listed, key=lambda one: 1 if one.may_decide or one.may_hand_in else order[one.proposal.state]))


def say_next(register: Register, one: "Proposal", on: date) -> str:
    """Who must do what next about a proposal."""
    author = one.said[0].author if one.said else ""
    match one.state.value:
        case "draft":
            return _("{who} hands it in").format(who=author)
        case "returned":
            return _("{who} changes it and hands it in again").format(who=author)
        case "approved":
            return _("nobody: it is on the main line")
        case _:
            pass
    able = {
        person: post
        for post, person in approvers(register, on).items()
        if not {email.casefold() for email in register.people[person].emails} & one.authors
    }
    if not able:
        return _("nobody may approve it today: no approving post is held by anybody but its authors")
    names = [
        f"{name_of(register, 'person', person)} ({name_of(register, 'post', post)})" for person, post in able.items()
    ]
    return _("{who} approves it or sends it back").format(who=_(", ").join(names))


def _changes_of(store: "RegisterStore", one: "Proposal") -> "tuple[tuple[RecordDifference, ...], int]":
    """What a proposal would change, from where it left the main line to its newest commit; and how many were not read."""
    from store.past.comparison import compare_commits  # noqa: PLC0415 - only a register with reviews asks for it

    head = store.location.head or "HEAD"
    base = store.git.run("merge-base", head, one.tip, ok=(0, 1)).text.split("\n")[0]
    found = tuple(compare_commits(store.git, base or head, one.tip))
    return found[:_MOST_RECORDS], max(0, len(found) - _MOST_RECORDS)


def decide(desk: "Desk", waiting: Waiting, verdict: Verdict, text: str) -> str:
    """Approve a proposal as it was shown, send it back, comment on it or hand it in; gives the commit's id. Blocks.

    Raises:
        Failure: see store.review.proposing.
    """
    from store.review.proposing import approve  # noqa: PLC0415 - only a decision asks for it
    from store.review.proposing import comment  # noqa: PLC0415
    from store.review.proposing import hand_in  # noqa: PLC0415
    from store.review.proposing import send_back  # noqa: PLC0415

    one = waiting.proposal
    with desk.turn:
        if verdict == "return":
            return send_back(desk.store, one.name, text).commit
        if verdict == "comment":
            return comment(desk.store, one.name, text).commit
        if verdict == "hand-in":
            return hand_in(desk.store, one.name, "", text).commit
        commit = approve(desk.store, one.name, text, looked_at=one.tip).commit
        desk.renew()
        return commit


def say_state(waiting: Waiting) -> str:
    """Where a proposal stands."""
    return _(_STATES[waiting.proposal.state.value])


def say_records(register: Register, waiting: Waiting) -> str:
    """The records that it changes, the first few by name."""
    places = waiting.proposal.places
    names = _(", ").join(place_label(register, place) for place in places[:3])
    return f"{names} .." if len(places) > 3 else names


def waiting_page(register: Register, waiting: Waiting) -> Page:
    """A proposal in full: what it would change field by field, and what was said."""
    one = waiting.proposal
    lines = [
        Line(one.title, tone="title"),
        Line(f"{_('Proposal')} {one.name}", tone="muted"),
        Line(""),
        Line(say_state(waiting), label=_("State"), tone="yellow"),
        Line(waiting.author, label=_("Author")),
        *([Line(waiting.next_step, label=_("Next"))] if waiting.next_step else []),
        Line(""),
    ]
    for difference in waiting.differences:
        lines += [*_record_lines(register, difference), Line("")]
    if waiting.left_out:
        lines += [Line(_(".. and {n} more files").format(n=waiting.left_out), tone="muted"), Line("")]
    lines.append(Line(_("What was said"), tone="head"))
    for said in one.said:
        lines.append(Line(f"{said.time.strftime('%Y-%m-%d %H:%M')}  {said.author}  {said.subject}", indent=1))
        lines += [Line(said.text, indent=2, tone="muted")] if said.text else []
    return Page(None, tuple(lines))


def _record_lines(register: Register, difference: "RecordDifference") -> Iterator[Line]:
    place: Place = (difference.kind, difference.id)
    verb = {"add": _("added"), "edit": _("changed"), "remove": _("removed")}[difference.verb]
    mark = {"add": "added", "edit": "changed", "remove": "removed"}[difference.verb]
    there = register.get(*place) is not None or difference.kind == "register"
    yield Line(f"{place_label(register, place)}: {verb}", tone="head", mark=mark, place=place if there else None)
    if difference.was:
        yield Line(difference.was, label=_("Before"), indent=1)
    if difference.note:
        yield Line(_("The fields cannot be told: one side is no TOML."), indent=1, tone="yellow")
    for field in difference.fields:
        yield from _field_lines(register, difference.kind, field)


def _field_lines(register: Register, kind: str, difference: FieldDifference) -> Iterator[Line]:
    yield Line(say_key(kind, difference.key), indent=1, tone="muted")
    field = field_of(kind, difference.key)
    for mark, value, tone in (("removed", difference.old, "red"), ("added", difference.new, "green")):
        if value is not GONE:
            yield Line(say_plain(register, field, value)[:_LONGEST], indent=2, tone=tone, mark=mark)
