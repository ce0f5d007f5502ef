"""Handing a post over: the steps in their order with who takes each, what is passed on, and one key that takes the next step."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen

from schema.succession import Succession
from store.register import Saved
from tui.acting.handover import EXPORT
from tui.acting.handover import Course
from tui.acting.handover import Step
from tui.acting.handover import changes_of
from tui.acting.handover import course_of
from tui.actions import Action
from tui.actions import bindings
from tui.actions import register_actions
from tui.desk import Desk
from tui.dialogs.export import ask_where
from tui.dialogs.pick import PickDialog
from tui.errands import run_errand
from tui.exporting import Exported
from tui.language import _
from tui.language import msgid
from tui.naming import name_of
from tui.pinyin import spell
from tui.screens.acts import ActsFrame
from tui.widgets.columns import Column
from tui.widgets.fields.spec import Choice
from tui.widgets.record_list import RecordList
from tui.widgets.row_order import Rows
from tui.widgets.section_list import HEAD
from tui.widgets.section_list import SectionList

register_actions(
    [
        Action(
            id="handover.next",
            keys=("f2", "ctrl+s"),
            label=msgid("Next step"),
            help=msgid("Take the next step of the handover."),
            shown=True,
        ),
        Action(
            id="handover.list",
            keys=("ctrl+k", "f7"),
            label=msgid("Handover list"),
            help=msgid("Make the handover list as a document."),
            does="make_list",
            shown=True,
        ),
    ],
    scopes={"handover": msgid("Handover")},
)


@dataclass
class CourseFound(Message):
    """How the handover stands was worked out."""

    course: Course | None


class HandoverDialog(ActsFrame):
    """One handover, step by step. Dismissed with what was saved last; None where nothing was."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("handover")]
    DEFAULT_CSS = """
    HandoverDialog .dialog-hint { color: $foreground; text-style: bold; }
    """

    def __init__(self, desk: Desk, change: Succession) -> None:
        super().__init__(say_change(desk, change), desk)
        self._change = change
        self.course: Course | None = None
        """How it stands; None until it was worked out."""
        self._saved_last: Saved | None = None
        columns = [
            Column(key="what", title=_("Step"), width=22, weight=3),
            Column(key="who", title=_("By"), width=10, weight=1, rank=1),
            Column(key="state", title=_("State"), width=19, weight=1, rank=2),
        ]
        self.list = SectionList(columns, empty=_("working .."), selectable=False, sortable=False)
        """Steps and matters."""

    def compose_body(self) -> ComposeResult:
        """The steps, the matters, and who must act next."""
        yield self.list
        yield self._told

    def on_mount(self) -> None:
        """Work out how it stands."""
        self.list.focus()
        self._find()

    def _find(self) -> None:
        change = self._change
        run_errand(self, "course", lambda: CourseFound(course_of(self.desk, change.post, change.row)))

    @on(CourseFound)
    def _show(self, event: CourseFound) -> None:
        event.stop()
        self.course = event.course
        if event.course is None:
            self.list.empty = _("This change of person is not there any more.")
            self.list.set_rows(Rows())
            return
        self.list.set_rows(_rows_of(event.course))
        self.say(event.course.next)
        self.refresh_bindings()

    def done(self, saved: Saved) -> None:
        """A step was taken: show how it stands now."""
        self._saved_last = saved
        self._find()

    def action_back(self) -> None:
        """Close; what was saved is told to whoever opened it."""
        self.dismiss(self._saved_last)

    @property
    def _next(self) -> Step | None:
        steps = self.course.steps if self.course is not None else ()
        return next((step for step in steps if step.light in {"yellow", "red"}), None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The next step rests where there is none."""
        if action == "next" and self._next is None:
            return None
        return super().check_action(action, parameters)

    def action_next(self) -> None:
        """Take the next step."""
        if self._next is not None:
            self._take(self._next)

    @on(RecordList.RowChosen)
    def _chosen(self, event: RecordList.RowChosen) -> None:
        event.stop()
        steps = self.course.steps if self.course is not None else ()
        step = next((step for step in steps if step.id == event.row_id), None)
        if step is not None:
            self._take(step)

    def _take(self, step: Step) -> None:
        if step.id == EXPORT:
            self.action_make_list()
        elif step.why_not:
            self.app.notify(step.why_not, severity="warning")
        elif step.act is None:
            self.app.notify(_("This step is done."))
        else:
            self.begin(step.act)

    def action_make_list(self) -> None:
        """Ask where the list goes, and make it."""
        record = self.course.record if self.course is not None else None
        place = ("handover", record.id) if record is not None else ("post", self._change.post)
        ask_where(self, self.desk, "handover", place)

    def on_exported(self, event: Exported) -> None:
        """Say where the list is."""
        event.stop()
        self.app.notify(_("Written: {path}").format(path=str(event.path)))


def _rows_of(course: Course) -> Rows:
    ids, marks = [f"{HEAD}steps"], [""]
    cells = [(_("Steps"), "", "")]
    for step in course.steps:
        ids.append(step.id)
        cells.append((step.label, step.who, step.state))
        marks.append(step.light)
    ids.append(f"{HEAD}matters")
    cells.append((_("What is passed on ({n})").format(n=len(course.matters)), "", ""))
    marks.append("")
    for at, matter in enumerate(course.matters):
        ids.append(f"matter/{at}")
        cells.append((" ".join(matter.text.split()), matter.sort, matter.due))
        marks.append("")
    return Rows(ids=ids, cells=cells, marks=marks)


def say_change(desk: Desk, change: Succession) -> str:
    """Name a change of person: the post, who left and who came."""
    register = desk.view.register
    incoming = name_of(register, "person", change.incoming) if change.incoming else _("nobody yet")
    outgoing = name_of(register, "person", change.outgoing)
    return f"{name_of(register, 'post', change.post)}  {outgoing} -> {incoming}"


def offer_handovers(owner: Screen[None], desk: Desk, post: str, show: Callable[[HandoverDialog], None]) -> None:
    """Ask which change of person is meant, unless there is only one, and show its handover.

    Args:
        owner: the screen that shows it.
        desk: the register.
        post: id of the post; empty for those of every post.
        show: shows the dialog.
    """
    found = {
        f"{change.post}/{change.row}": (change, said) for change, said in changes_of(desk) if post in {"", change.post}
    }
    if not found:
        said = _("This post has not changed hands.") if post else _("No post has changed hands.")
        owner.app.notify(said, severity="warning")
        return
    if len(found) == 1:
        show(HandoverDialog(desk, next(iter(found.values()))[0]))
        return
    labels = {key: say_change(desk, change) for key, (change, _said) in found.items()}
    choices = [
        Choice(value=key, label=labels[key], note=f"{change.effective}  {said}", search=spell(labels[key]))
        for key, (change, said) in found.items()
    ]

    def take(answer: list[str] | None) -> None:
        if answer:
            show(HandoverDialog(desk, found[answer[0]][0]))

    owner.app.push_screen(PickDialog(_("Which handover"), choices), take)
