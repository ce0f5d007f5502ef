"""What the record pane shows for the row of the cursor."""

from collections.abc import Mapping
from collections.abc import Sequence

from textual.widget import Widget

from schema.failure import Failure
from schema.identity import Place
from schema.identity import path_of
from schema.kinds.finding import Finding
from schema.obligation import Obligation
from schema.turn import HandoverTurn
from store.draft import Draft
from store.past.history import LoggedCommit
from tui.actions import key_of
from tui.desk import Desk
from tui.language import _
from tui.naming import kind_label
from tui.naming import place_label
from tui.record_lines import Line
from tui.record_lines import Page
from tui.record_lines import obligation_page
from tui.record_lines import record_page
from tui.reviewing import Waiting
from tui.reviewing import waiting_page
from tui.screens.listing import Listing
from tui.screens.pane import Pane
from tui.screens.today import Item
from tui.screens.today import Today
from tui.screens.today import Work
from tui.screens.today import place_of_draft
from tui.turns import handover_page
from tui.turns import next_lines

_SHOWN_FILES = 200

Known = Mapping[str, Sequence[Obligation]]
"""Obligations by duty, as far as they are worked out."""


def page_of(desk: Desk, middle: Widget | None, known: Known, *, pinned: Place | None) -> Page:
    """The page for the row of the cursor, or for a record that was opened."""
    if pinned is not None:
        return page_of_place(desk, pinned, known)
    match middle:
        case Listing() if middle.records.cursor_id:
            return page_of_place(desk, (middle.kind, middle.records.cursor_id), known)
        case Pane():
            return middle.page(desk)
        case Today() if middle.item is not None:
            return _page_of_item(desk, middle.item, known)
    return Page()


def page_of_place(desk: Desk, place: Place, known: Known) -> Page:
    """Everything about a record."""
    faults = [fault for fault in desk.faults if (fault.kind, fault.id) == place]
    found = known.get(place[1], ()) if place[0] == "duty" else ()
    first = next_lines(desk.view, place)
    return record_page(desk.view, place, path_in(desk, place), obligations=found, faults=faults, first=first)


def path_in(desk: Desk, place: Place) -> str:
    """Where a record's file lies; the usual place where it lies nowhere."""
    kind, id_ = place
    try:
        return desk.store.path_of(kind, id_)
    except (Failure, ValueError):
        try:
            return path_of(kind, id_)
        except ValueError:
            return ""


def _page_of_item(desk: Desk, item: Item, known: Known) -> Page:
    match item:
        case Obligation():
            return obligation_page(desk.view, item)
        case Finding():
            return page_of_place(desk, ("finding", item.id), known)
        case LoggedCommit():
            return Page(None, tuple(_commit_lines(desk, item)))
        case Waiting():
            return waiting_page(desk.view.register, item)
        case HandoverTurn():
            return handover_page(desk.view.register, item)
        case Work():
            return Page(None, tuple(_work_lines(item)))
        case Draft():
            said = _("Typed but not saved. Enter goes on with it.")
            kind, id_ = place_of_draft(item)
            name = place_label(desk.view.register, (kind, id_)) if id_ else kind_label(kind)
            return Page(None, (Line(name, tone="title"), Line(""), Line(said)))


def _commit_lines(desk: Desk, one: LoggedCommit) -> list[Line]:
    lines = [Line(one.subject, tone="title"), Line("")]
    if one.reason:
        lines += [Line(one.reason, label=_("Reason"))]
    lines += [
        Line(one.author, label=_("Author")),
        Line(one.time.strftime("%Y-%m-%d %H:%M"), label=_("Time")),
        Line(one.commit[:12], label=_("Commit")),
        Line(""),
    ]
    register = desk.view.register
    lines += [Line(place_label(register, place), mark="changed", place=place) for place in one.places[:_SHOWN_FILES]]
    return lines


def _work_lines(work: Work) -> list[Line]:
    if not (work.outside or work.unfinished or work.sync_waits):
        said = _("Enter goes to the units; {key} adds the first. {menu} shows the other kinds.")
        return [Line(said.format(key=key_of("main.add"), menu=key_of("main.menu")))]
    lines = [Line(_("Changed outside and not committed"), tone="title"), Line("")] if work.outside else []
    lines += [Line(change.path, mark=change.status) for change in work.outside[:_SHOWN_FILES]]
    if work.sync_waits:
        said = _("Both sides changed the same. Enter syncs again and asks; `dutybook sync --continue` goes on as well.")
        lines += [Line(said), Line("")]
    if work.unfinished:
        lines += [Line(""), Line(_("Saves that were cut off"), tone="title"), Line("")]
    for intent in work.unfinished:
        lines.append(Line(intent.message.split("\n")[0], mark="changed"))
        lines += [Line(revision.path, indent=2, tone="muted") for revision in intent.revisions[:_SHOWN_FILES]]
    return lines
