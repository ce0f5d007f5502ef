"""The tutorial as data: what each step asks for, which keys it names, and when it is done.

A step is judged by `Facts`, what the app's state is now and what it was when the step began; `tui.tutor` gathers them and
shows the steps. Keys come from the registry of actions and the user's keymap, names of places from the menu.
"""

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from typing import Final

from tui.actions import key_of
from tui.language import _
from tui.language import msgid
from tui.theme import mark_of
from tui.widgets.navigation import CHECK
from tui.widgets.navigation import HISTORY
from tui.widgets.navigation import MAP
from tui.widgets.navigation import REVIEW
from tui.widgets.navigation import SYNC
from tui.widgets.navigation import TODAY
from tui.widgets.navigation import label_of


@dataclass(frozen=True)
class Facts:
    """What the app's state is at one moment, as far as a step asks."""

    here: str = TODAY
    """The destination that is shown."""
    is_reading: bool = False
    """Whether the record pane has the focus."""
    is_overdue: bool = False
    """Whether the cursor is on an obligation that was missed."""
    is_proposal: bool = False
    """Whether the cursor is on a proposal."""
    is_filtered: bool = False
    """Whether the list is filtered."""
    has_form: bool = False
    """Whether a form is open."""
    is_typed: bool = False
    """Whether something was typed into a form and is not saved."""
    head: str = ""
    """The newest commit."""
    works: int = 0
    """How many work records there are."""
    cell: tuple[int, int] = (0, 0)
    """Row and column of the map's cursor."""
    is_synced: bool = False
    """Whether a sync ran to its end."""
    has_help: bool = False
    """Whether the help is open."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing to do."""

    id: str
    """Stable name: where a person was is kept by it."""
    title: str
    """What it is about, in a few words; an English message of the catalogue."""
    told: str
    """What to do, in a line or two, with `{names}` to fill; an English message of the catalogue."""
    keys: Mapping[str, str]
    """Name in `told` to the action whose key stands there."""
    places: Mapping[str, str] = field(default_factory=dict)
    """Name in `told` to the destination whose name stands there."""
    done: Callable[[Facts, Facts], bool]
    """Whether it is done: what was when the step began, and what is now."""

    def say(self) -> str:
        """What to do, with the keys that work now."""
        filled = {name: key_of(action) for name, action in self.keys.items()}
        filled |= {name: label_of(place) for name, place in self.places.items()}
        return _(self.told).format(**filled, mark=mark_of("red").letter)


def _was_saved(was: Facts, now: Facts) -> bool:
    return now.head != was.head and not now.has_form


STEPS: Final = (
    Step(
        id="overdue",
        title=msgid("What is overdue"),
        told=msgid("{today} lists what is overdue, near and open; {mark} marks what is overdue. Go to such a row with {down} and open it with {choose}."),
        keys={"down": "list.down", "choose": "list.choose"},
        places={"today": TODAY},
        done=lambda _was, now: now.here == TODAY and now.is_overdue and now.is_reading,
    ),
    Step(
        id="filter",
        title=msgid("Finding a record"),
        told=msgid("{menu} is the menu: choose {duty}. Then {filter}, type a word of a title or its pinyin initials, and {choose} twice opens the first that is left."),
        keys={"menu": "main.menu", "filter": "list.filter", "choose": "list.choose"},
        places={"duty": "duty"},
        done=lambda _was, now: now.here == "duty" and now.is_filtered and now.is_reading,
    ),
    Step(
        id="edit",
        title=msgid("Changing it"),
        told=msgid("{edit} opens the form of the record. Add a word to a field, such as the title; what is wrong is said at the field at once."),
        keys={"edit": "main.edit"},
        done=lambda _was, now: now.here == "duty" and now.is_typed,
    ),
    Step(
        id="save",
        title=msgid("Difference and reason"),
        told=msgid("{save} in the form shows exactly what changes in the file. Read it, say why, and {save} again saves it as one commit."),
        keys={"save": "form.save"},
        done=lambda was, now: now.here == "duty" and _was_saved(was, now),
    ),
    Step(
        id="undo",
        title=msgid("History, and taking back"),
        told=msgid("{history} shows who changed the record, when and why; your change stands on top. {undo} takes it back: read the difference, then {save}."),
        keys={"history": "main.history", "undo": "history.undo", "save": "form.save"},
        done=lambda was, now: now.here == HISTORY and _was_saved(was, now),
    ),
    Step(
        id="work",
        title=msgid("Recording work"),
        told=msgid("Back on {today} ({menu}): on an overdue row {work} opens a work record, filled in. {evidence} and {accept} add its evidence; {save}, a reason, {save}, and the light changes."),
        keys={
            "menu": "main.menu",
            "work": "main.work",
            "evidence": "work.evidence",
            "accept": "dialog.accept",
            "save": "form.save",
        },
        places={"today": TODAY},
        done=lambda was, now: now.works > was.works and _was_saved(was, now),
    ),
    Step(
        id="map",
        title=msgid("Who answers for what"),
        told=msgid("In the menu ({menu}) choose {map}: units beside duties, a letter for the tier. Go to a cell with {right} and {down}: it says who answers for it."),
        keys={"menu": "main.menu", "right": "matrix.right", "down": "matrix.down"},
        places={"map": MAP},
        done=lambda was, now: now.here == MAP and now.cell != was.cell,
    ),
    Step(
        id="check",
        title=msgid("What contradicts the rules"),
        told=msgid("In the menu ({menu}) choose {check}: what is wrong or missing, and what to do about it. {choose} on a row opens the form at the very field."),
        keys={"menu": "main.menu", "choose": "list.choose"},
        places={"check": CHECK},
        done=lambda _was, now: now.here == CHECK and now.has_form,
    ),
    Step(
        id="review",
        title=msgid("What waits for approval"),
        told=msgid("{leave} closes the form. In the menu ({menu}) choose {review}: a colleague's proposal waits. {choose} opens it: what it changes, and who must act."),
        keys={"leave": "form.leave", "menu": "main.menu", "choose": "list.choose"},
        places={"review": REVIEW},
        done=lambda _was, now: now.here == REVIEW and now.is_proposal and now.is_reading,
    ),
    Step(
        id="sync",
        title=msgid("Sharing with the office"),
        told=msgid("{sync} ({sync_name} in the menu) fetches what colleagues saved, merges it record by record, and pushes what you saved."),
        keys={"sync": "main.sync"},
        places={"sync_name": SYNC},
        done=lambda _was, now: now.is_synced,
    ),
    Step(
        id="help",
        title=msgid("Where help is"),
        told=msgid("{close} closes this. {help} shows every key that works where you are, {palette} finds every command by its name. Press {help}."),
        keys={"close": "sync.close", "help": "app.help", "palette": "app.palette"},
        done=lambda _was, now: now.has_help,
    ),
    Step(
        id="end",
        title=msgid("That was it"),
        told=msgid("Try everything here: it is a copy. {turn} closes the tutorial, and later begins it again."),
        keys={"turn": "tutorial.turn"},
        done=lambda _was, _now: False,
    ),
)  # fmt: skip
"""In order; the last one is only read."""


def place_of(step_id: str) -> int:
    """Where a step stands; the first for an unknown one."""
    return next((place for place, step in enumerate(STEPS) if step.id == step_id), 0)
