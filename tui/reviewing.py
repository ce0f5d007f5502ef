"""Proposals on the screen: which wait for the person at the keyboard, what each would change, what was said, the decision.

Everything that asks git is for thread workers and runs beside the store's turn where it only reads.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from itertools import islice
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
_MOST_READ = 50
"""The differences of this many proposals are read for Today; those of the rest show in Review."""
MOST_DONE = 50
"""How many approved proposals Review shows, the newest; it says how many it leaves out."""
_ORDER = {"submitted": 1, "returned": 2, "draft": 3}
"""In which order open proposals stand within a section."""
_MOST_RECORDS = 40
"""Of a proposal that changes more records, the differences of these are shown and the rest counted."""
_LONGEST = 2_000
"""Characters of one value that are shown."""
_OWN_STEPS = {
    "draft": msgid("hand it in"),
    "returned": msgid("change it, hand in again"),
}
_STATES = {
    "draft": msgid("being prepared"),
    "submitted": msgid("waits for approval"),
    "returned": msgid("sent back"),
    "approved": msgid("approved"),
}


@dataclass(frozen=True)
class Waiting:
    """A proposal as the person at the keyboard has to see it."""

    proposal: "Proposal"
    may_decide: bool
    """Whether the person may approve it or send it back."""
    may_hand_in: bool
    """Whether it is the person's own and may be handed in, for the first time or again."""
    next_step: str
    """Who must do what next, in words."""
    differences: "tuple[RecordDifference, ...] | None" = None
    """What it would change, or changed where it is approved; None while it was not read."""
    left_out: int = 0
    """Records whose differences were not read."""

    @property
    def state(self) -> str:
        """Where it stands: `draft`, `submitted`, `returned` or `approved`."""
        return self.proposal.state.value

    @property
    def is_approved(self) -> bool:
        """Whether it is on the main line."""
        return self.state == "approved"

    @property
    def is_mine(self) -> bool:
        """Whether the next step is the person's."""
        return self.may_decide or self.may_hand_in

    @property
    def author(self) -> str:
        """Who began it."""
        return self.proposal.said[0].author if self.proposal.said else ""

    @property
    def day(self) -> str:
        """The day since which it waits for whoever must act; an approved one's, when it was approved."""
        return self.proposal.since.date().isoformat() if self.proposal.since else ""

    @property
    def last_word(self) -> str:
        """The day on which something was said to it last."""
        return self.proposal.said[-1].time.date().isoformat() if self.proposal.said else ""


@dataclass(frozen=True)
class Found:
    """All proposals, in the sections of Review."""

    mine: tuple[Waiting, ...] = ()
    others: tuple[Waiting, ...] = ()
    done: tuple[Waiting, ...] = ()
    done_left_out: int = 0
    """Approved proposals, the oldest, that are not among `done`."""


def find_waiting(desk: "Desk") -> tuple[Waiting, ...]:
    """The proposals that wait for the person at the keyboard: to be approved, or their own that were sent back. Blocks.

    Raises:
        Failure: git could not answer.
    """
    if desk.past is not None or not desk.view.register.settings.review.kinds:
        return ()
    reader = _Reader(desk)
    if reader.person is None:
        return ()
    seen = [reader.see(one) for one in reader.open_proposals() if one.state.value in {"submitted", "returned"}]
    wanted = [one for one in seen if one.is_mine]
    return (*(read_changes(desk, one) for one in wanted[:_MOST_READ]), *wanted[_MOST_READ:])


def find_all(desk: "Desk") -> Found:
    """All proposals, those that wait longest first, the approved the newest first; what they change is not read. Blocks.

    Raises:
        Failure: git could not answer.
    """
    if desk.past is not None:
        return Found()
    reader = _Reader(desk)
    waiting = sorted((reader.see(one) for one in reader.open_proposals()), key=lambda one: (_ORDER[one.state], one.day))
    done, left_out = reader.approved(MOST_DONE)
    return Found(
        tuple(one for one in waiting if one.is_mine),
        tuple(one for one in waiting if not one.is_mine),
        tuple(reader.see(one) for one in done),
        left_out,
    )


def read_changes(desk: "Desk", one: Waiting) -> Waiting:
    """The same proposal with what it would change. Blocks.

    Raises:
        Failure: git could not answer.
    """
    changes, left_out = _changes_of(desk.store, one.proposal)
    return replace(one, differences=changes, left_out=left_out)


def with_changes_of(one: Waiting, known: Waiting) -> Waiting:
    """The same proposal with what another reading of the same commits found that it changes."""
    return replace(one, differences=known.differences, left_out=known.left_out)


class _Reader:
    """Reads proposals as the person at the keyboard has to see them; never in the store's turn, so that no save waits for it."""

    def __init__(self, desk: "Desk") -> None:
        self._store = desk.store
        self.person = self._store.me()
        register, today = self._store.register, self._store.today
        self._posts = approving_posts(register, self.person.id, today) if self.person is not None else ()
        self._emails = {email.casefold() for email in self.person.emails} if self.person is not None else set()

    def open_proposals(self) -> "list[Proposal]":
        """Those that are not on the main line yet."""
        from store.review.proposing import open_proposals  # noqa: PLC0415 - only a register with reviews asks for it

        return open_proposals(self._store)

    def approved(self, most: int) -> "tuple[list[Proposal], int]":
        """Those that were approved last, the newest first, and how many more there are."""
        from store.review.proposal import find_approvals  # noqa: PLC0415 - only a register with reviews asks for it
        from store.review.proposal import read_approved  # noqa: PLC0415

        git, location, head = self._store.git, self._store.location, self._store.location.head
        if head is None:
            return [], 0
        approvals = find_approvals(git, head)
        newest = dict(islice(approvals.items(), most))
        remote = self._store.register.settings.git.remote
        found = read_approved(git, location, newest, remote=remote, main=head)
        return found, len(approvals) - len(newest)

    def see(self, one: "Proposal") -> Waiting:
        """What the person may do with it, and who must act next."""
        is_own = bool(self._emails & one.authors)
        may_decide = one.state.value == "submitted" and bool(self._posts) and not is_own
        may_hand_in = one.state.value in {"draft", "returned"} and is_own
        if may_decide:
            step = _("approve it or send back")
        elif may_hand_in:
            step = _(_OWN_STEPS[one.state.value])
        else:
            step = say_next(self._store.register, one, self._store.today)
        return Waiting(one, may_decide, may_hand_in, step)


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
    """What a proposal changes from where it left the main line to its newest commit; and how many records were not read."""
    from store.past.comparison import compare_commits  # noqa: PLC0415 - only a register with reviews asks for it

    head = store.location.head or "HEAD"
    if one.state.value == "approved" and one.said:
        base = f"{one.said[0].commit}^"
    else:
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
    return _(_STATES[waiting.state])


def say_records(register: Register, waiting: Waiting) -> str:
    """The records that it changes, the first few by name."""
    places = waiting.proposal.places
    names = _(", ").join(place_label(register, place) for place in places[:3])
    return f"{names} .." if len(places) > 3 else names


def waiting_page(register: Register, waiting: Waiting, *, unread: str = "") -> Page:
    """A proposal in full: who must act, what it would change field by field, and what was said.

    Args:
        register: the register.
        waiting: the proposal.
        unread: what is said while it was not read what changes; empty: where that shows.
    """
    one = waiting.proposal
    lines = [
        Line(one.title, tone="title"),
        Line(f"{_('Proposal')} {one.name}", tone="muted"),
        Line(""),
        Line(say_state(waiting), label=_("State"), tone="yellow"),
        Line(waiting.author, label=_("Author")),
        Line(waiting.next_step, label=_("Next")),
        Line(waiting.day, label=_("Approved on") if waiting.is_approved else _("Waits since")),
        *([Line(waiting.last_word, label=_("Last word"))] if waiting.last_word != waiting.day else []),
        Line(""),
    ]
    if waiting.differences is None:
        told = unread or _("What changes in {records} is read in Review.").format(
            records=say_records(register, waiting)
        )
        lines += [Line(told, tone="muted"), Line("")]
    for difference in waiting.differences or ():
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
