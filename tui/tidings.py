"""What the screens hear about the register, and the errands that find it out. Each errand runs in a thread."""

from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from textual.message import Message

from schema.failure import Failure
from schema.identity import Place
from schema.kinds.base import Record
from schema.obligation import Obligation
from store.draft import Draft
from store.journal import Intent
from store.location import find
from store.past.history import LoggedCommit
from tui.desk import Desk
from tui.desk import View
from tui.kind_columns import worst_lights
from tui.reviewing import Waiting
from tui.reviewing import find_waiting
from tui.screens.today import Book
from tui.screens.today import Work
from tui.screens.today import write_book
from tui.seen import is_known
from tui.seen import read_seen
from tui.seen import since


@dataclass
class PersonFound(Message):
    """Who sits at the keyboard."""

    person: Record | None


@dataclass
class ObligationsReady(Message):
    """The obligations of a view are worked out."""

    view: View
    by_duty: Mapping[str, Sequence[Obligation]]
    lights: Mapping[str, str]
    """Worst light of each duty."""


@dataclass
class FallingReady(Message):
    """It is worked out what falls to each unit and post."""

    view: View
    by_place: Mapping[Place, Sequence[Obligation]]


@dataclass
class WorkFound(Message):
    """What lies beside the register was looked at."""

    work: Work


@dataclass
class BookWritten(Message):
    """What Today shows is ready."""

    view: View
    book: Book


@dataclass
class Reloaded(Message):
    """The files were looked at."""

    renewed: bool
    """Whether a record or the day differs: the desk has another view."""
    moved: bool
    """Whether branch, newest commit or the reasons for reading only differ."""


@dataclass
class Checked(Message):
    """A view was checked."""

    view: View
    problems: int
    """How many diagnostics there are."""


def find_person(desk: Desk) -> PersonFound:
    """Say who sits at the keyboard."""
    return PersonFound(desk.me())


def work_out(view: View) -> ObligationsReady:
    """Work out the obligations of a view."""
    found: dict[str, list[Obligation]] = {}
    for one in view.obligations:
        found.setdefault(one.duty, []).append(one)
    return ObligationsReady(view, found, worst_lights(view.obligations))


def find_falling(view: View) -> FallingReady:
    """Work out what falls to each unit and post."""
    from schema.matrix import falling  # noqa: PLC0415 - the first paint does not wait for it

    return FallingReady(view, falling(view.register, view.obligations, view.on))


def look_around(desk: Desk) -> WorkFound:
    """Look at what lies beside the register: changes outside, drafts, saves cut off, commits since the last look."""
    from tui.screens.drafts import find_drafts  # noqa: PLC0415 - it loads the forms, which the first paint does not need

    outside = desk.outside()
    drafts: list[Draft] = []
    unfinished: list[Intent] = []
    if not desk.read_only:
        with suppress(Failure, OSError):  # a register whose drafts can't be read is still a register
            drafts = find_drafts(desk)
        with desk.turn:
            unfinished = desk.store.unfinished()
    commits: Sequence[LoggedCommit] = ()
    waiting: Sequence[Waiting] = ()
    lost = False
    me = desk.me() if desk.past is None else None
    with suppress(Failure):  # a register without a repository has no history, and no proposals
        if desk.past is None:
            seen = read_seen(desk.store.location.state_dir)
            commits = tuple(since(lambda limit: desk.log(limit=limit), seen))
            if seen and commits and not is_known(desk.store.git, seen):
                commits, lost = tuple(since(lambda limit: desk.log(limit=limit), "")), True
            waiting = find_waiting(desk)
    return WorkFound(
        Work(
            outside=tuple(outside),
            drafts=tuple(drafts),
            unfinished=tuple(unfinished),
            commits=commits,
            waiting=waiting,
            sync_waits=desk.sync_waits(),
            me=None if desk.past is not None else me.id if me is not None else "",
            lost=lost,
        )
    )


def write_down(view: View, work: Work) -> BookWritten:
    """Write what Today shows."""
    return BookWritten(view, write_book(view, view.obligations, work))


def look_again(desk: Desk) -> Reloaded:
    """Read what changed on disk, and whether the repository moved or became read-only."""
    view = desk.view
    desk.reload()
    with desk.turn:
        if desk.past is not None:  # the past does not move
            return Reloaded(desk.view is not view, moved=False)
        store = desk.store
        before = store.location
        found = find(desk.top)
        moved = (found.branch, found.head, [str(one) for one in found.read_only_reasons]) != (
            before.branch,
            before.head,
            [str(one) for one in before.read_only_reasons],
        )
        if moved:
            store.location = found
    return Reloaded(desk.view is not view, moved)


def return_to_present(desk: Desk) -> Reloaded:
    """Leave the past."""
    desk.return_to_present()
    return Reloaded(renewed=True, moved=True)
