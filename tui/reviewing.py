"""Proposals on the screen: which wait for the person at the keyboard, what each would change, what was said, the decision.

Everything that asks git is for thread workers and runs beside the store's turn where it only reads.
"""

from collections.abc import Iterator
from dataclasses import dataclass
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
_MOST_PROPOSALS = 50
_MOST_RECORDS = 40
"""Of a proposal that changes more records, the differences of these are shown and the rest counted."""
_ORDER = {"submitted": 1, "returned": 2, "draft": 3, "approved": 4}
"""In which order proposals stand that the person need do nothing about."""
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
    def state(self) -> str:
        """Where it stands: `draft`, `submitted`, `returned` or `approved`."""
        return self.proposal.state.value

    @property
    def is_approved(self) -> bool:
        """Whether it is on the main line."""
        return self.state == "approved"

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
    if desk.past is not None or not desk.view.register.settings.review.kinds:
        return ()
    reader = _Reader(desk)
    if reader.person is None:
        return ()
    wanted = (one for one in reader.proposals() if reader.may_decide(one) or reader.was_sent_back(one))
    return tuple(reader.look_at(one) for one in islice(wanted, _MOST_PROPOSALS))


def find_all(desk: "Desk") -> tuple[Waiting, ...]:
    """All proposals, those that the person must do something about first, the newest of each sort first. Blocks.

    Raises:
        Failure: git could not answer.
    """
    if desk.past is not None:
        return ()
    reader = _Reader(desk)
    listed = [reader.look_at(one, tell_next=True) for one in reader.proposals()[:_MOST_PROPOSALS]]
    listed.sort(key=lambda one: one.day, reverse=True)
    return tuple(sorted(listed, key=lambda one: 0 if one.may_decide or one.may_hand_in else _ORDER[one.state]))


class _Reader:
    """Reads proposals as the person at the keyboard has to see them; beside the store's turn, because it only reads."""

    def __init__(self, desk: "Desk") -> None:
        with desk.turn:
            self._store = desk.store
            self.person = self._store.me()
        register, today = self._store.register, self._store.today
        self._posts = approving_posts(register, self.person.id, today) if self.person is not None else ()
        self._emails = {email.casefold() for email in self.person.emails} if self.person is not None else set()

    def proposals(self) -> "list[Proposal]":
        """All of them, in the store's order."""
        from store.review.proposing import proposals  # noqa: PLC0415 - only a register with reviews asks for it

        return proposals(self._store) if self._store.location.head is not None else []

    def may_decide(self, one: "Proposal") -> bool:
        """Whether the person may approve it or send it back."""
        return one.state.value == "submitted" and bool(self._posts) and not self._is_own(one)

    def was_sent_back(self, one: "Proposal") -> bool:
        """Whether it is the person's own and was sent back."""
        return one.state.value == "returned" and self._is_own(one)

    def _is_own(self, one: "Proposal") -> bool:
        return bool(self._emails & one.authors)

    def look_at(self, one: "Proposal", *, tell_next: bool = False) -> Waiting:
        """Read what it would change; nothing where it is on the main line."""
        changes, left_out = ((), 0) if one.state.value == "approved" else _changes_of(self._store, one)
        may_hand_in = one.state.value == "draft" and self._is_own(one) and not one.is_remote
        step = say_next(self._store.register, one, self._store.today) if tell_next else ""
        return Waiting(one, changes, left_out, self.may_decide(one), may_hand_in, step)


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
    return _(_STATES[waiting.state])


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
