"""Every action of the app, once: its keys, its words and where it holds.

Bindings, footer, help, palette, keymap file and docs/reference/keys.md are all made from ACTIONS, so that none of them
can go stale. Single letters don't arrive while an input method composes: an action with a letter always has a
function, control or named key as well, and a test says so.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from textual.binding import Binding

from tui.language import _
from tui.language import language as spoken
from tui.language import msgid
from tui.language import use


@dataclass(frozen=True, kw_only=True)
class Action:
    """One thing that a key can do."""

    id: str
    """Stable name: `scope.verb`. The keymap file and the docs use it."""
    keys: tuple[str, ...]
    """Textual key names, the one to show first; at least one is not a single letter."""
    label: str
    """One or two words for footer and palette; an English message of the catalogue."""
    help: str
    """One sentence for help and docs; an English message of the catalogue."""
    does: str = ""
    """Textual action string; empty for the verb of the id with `-` as `_`."""
    shown: bool = False
    """Whether the footer shows it."""
    priority: bool = False
    """Whether it goes before what the focused widget does with the key."""

    @property
    def scope(self) -> str:
        """Where the action holds: the part of the id before the dot."""
        return self.id.partition(".")[0]

    @property
    def action(self) -> str:
        """The Textual action string."""
        return self.does or self.id.partition(".")[2].replace("-", "_")


SCOPES: dict[str, str] = {
    "app": msgid("Everywhere"),
    "list": msgid("Lists"),
    "form": msgid("Record form"),
    "field": msgid("Fields"),
    "table": msgid("Rows of a table"),
    "calendar": msgid("Calendar"),
    "dialog": msgid("Dialogs"),
}
"""The scopes in the order of help and docs, with their headings."""

ACTIONS: list[Action] = [
    Action(
        id="app.help",
        keys=("f1", "question_mark"),
        label=msgid("Help"),
        help=msgid("Show the keys that work here."),
        shown=True,
    ),
    Action(
        id="app.palette",
        keys=("ctrl+p",),
        label=msgid("Commands"),
        help=msgid("Find a command by its name."),
        does="command_palette",
        shown=True,
        priority=True,
    ),
    Action(
        id="app.settings",
        keys=("f12",),
        label=msgid("App settings"),
        help=msgid("Language, theme, movement, mouse and keys of this app."),
    ),
    Action(
        id="app.quit",
        keys=("ctrl+q",),
        label=msgid("Quit"),
        help=msgid("Leave; asks first when something is unsaved."),
        shown=True,
        priority=True,
    ),
    Action(
        id="app.copy-file",
        keys=("shift+f12",),
        label=msgid("Copy to file"),
        help=msgid("Write what was copied last into a file, for where the clipboard did not get it."),
    ),
    Action(
        id="list.down", keys=("down", "j"), label=msgid("Down"), help=msgid("Go to the next row."), does="cursor_down"
    ),
    Action(id="list.up", keys=("up", "k"), label=msgid("Up"), help=msgid("Go to the row before."), does="cursor_up"),
    Action(id="list.page-down", keys=("pagedown", "ctrl+f"), label=msgid("Page down"), help=msgid("Go one page down.")),
    Action(id="list.page-up", keys=("pageup", "ctrl+b"), label=msgid("Page up"), help=msgid("Go one page up.")),
    Action(id="list.first", keys=("home", "g"), label=msgid("First"), help=msgid("Go to the first row.")),
    Action(id="list.last", keys=("end", "G"), label=msgid("Last"), help=msgid("Go to the last row.")),
    Action(id="list.choose", keys=("enter",), label=msgid("Open"), help=msgid("Open the row."), shown=True),
    Action(
        id="list.filter",
        keys=("slash", "f3"),
        label=msgid("Filter"),
        help=msgid("Type words that the rows must hold, in any order."),
        shown=True,
    ),
    Action(id="list.sort", keys=("f4", "s"), label=msgid("Sort"), help=msgid("Sort by the next column."), shown=True),
    Action(
        id="list.sort-turn",
        keys=("shift+f4", "ctrl+r", "S"),
        label=msgid("Turn round"),
        help=msgid("Turn the order round."),
    ),
    Action(
        id="list.select",
        keys=("space", "ctrl+t"),
        label=msgid("Select"),
        help=msgid("Select the row, or take it out of the selection."),
    ),
    Action(
        id="list.select-all",
        keys=("ctrl+a",),
        label=msgid("Select all"),
        help=msgid("Select all rows that the filter shows, or none."),
    ),
    Action(
        id="list.copy",
        keys=("ctrl+c", "y"),
        label=msgid("Copy"),
        help=msgid("Copy the selected rows, or this one, as text."),
    ),
    Action(
        id="form.save",
        keys=("f2", "ctrl+s"),
        label=msgid("Save"),
        help=msgid("Show what changes, ask why, and save."),
        shown=True,
    ),
    Action(
        id="form.leave",
        keys=("escape",),
        label=msgid("Back"),
        help=msgid("Go back; asks first when something is unsaved."),
        shown=True,
    ),
    Action(
        id="field.pick",
        keys=("f4", "enter"),
        label=msgid("Pick"),
        help=msgid("Pick the value from a list or a calendar."),
        shown=True,
    ),
    Action(id="field.clear", keys=("ctrl+delete", "f8"), label=msgid("Clear"), help=msgid("Empty the field.")),
    Action(id="field.reset", keys=("f9",), label=msgid("As it was"), help=msgid("Put back the value the field had.")),
    Action(id="field.undo", keys=("ctrl+z",), label=msgid("Undo"), help=msgid("Undo the last change of this text.")),
    Action(id="field.redo", keys=("ctrl+y",), label=msgid("Redo"), help=msgid("Redo what was undone in this text.")),
    Action(
        id="table.add",
        keys=("f7", "insert", "a"),
        label=msgid("Add row"),
        help=msgid("Add a row to the table."),
        shown=True,
    ),
    Action(id="table.edit", keys=("enter", "f6"), label=msgid("Edit row"), help=msgid("Edit the row."), shown=True),
    Action(
        id="table.remove",
        keys=("delete", "f8"),
        label=msgid("Remove row"),
        help=msgid("Take the row out; asks first."),
        shown=True,
    ),
    Action(id="table.move-up", keys=("ctrl+up", "shift+up"), label=msgid("Move up"), help=msgid("Move the row up.")),
    Action(
        id="table.move-down",
        keys=("ctrl+down", "shift+down"),
        label=msgid("Move down"),
        help=msgid("Move the row down."),
    ),
    Action(
        id="calendar.day-before",
        keys=("left", "h"),
        label=msgid("Day before"),
        help=msgid("Go one day back."),
        does="move(-1)",
    ),
    Action(
        id="calendar.day-after",
        keys=("right", "l"),
        label=msgid("Day after"),
        help=msgid("Go one day on."),
        does="move(1)",
    ),
    Action(
        id="calendar.week-before",
        keys=("up", "k"),
        label=msgid("Week before"),
        help=msgid("Go one week back."),
        does="move(-7)",
    ),
    Action(
        id="calendar.week-after",
        keys=("down", "j"),
        label=msgid("Week after"),
        help=msgid("Go one week on."),
        does="move(7)",
    ),
    Action(
        id="calendar.month-before",
        keys=("pageup",),
        label=msgid("Month -"),
        help=msgid("Go one month back."),
        does="turn(-1)",
        shown=True,
    ),
    Action(
        id="calendar.month-after",
        keys=("pagedown",),
        label=msgid("Month +"),
        help=msgid("Go one month on."),
        does="turn(1)",
        shown=True,
    ),
    Action(id="calendar.today", keys=("home", "t"), label=msgid("Today"), help=msgid("Go to today."), shown=True),
    Action(id="calendar.choose", keys=("enter", "f2"), label=msgid("Take"), help=msgid("Take this day."), shown=True),
    Action(
        id="dialog.accept", keys=("f2", "ctrl+s"), label=msgid("Accept"), help=msgid("Accept and close."), shown=True
    ),
    Action(
        id="dialog.back", keys=("escape",), label=msgid("Back"), help=msgid("Close and change nothing."), shown=True
    ),
    Action(id="dialog.confirm", keys=("f10", "Y"), label=msgid("Confirm"), help=msgid("Do what is asked."), shown=True),
    Action(
        id="dialog.keep",
        keys=("f2", "ctrl+s"),
        label=msgid("Keep as draft"),
        help=msgid("Keep the changes as a draft and leave."),
        shown=True,
    ),
    Action(
        id="dialog.discard",
        keys=("f10", "D"),
        label=msgid("Discard"),
        help=msgid("Throw the changes away and leave."),
        shown=True,
    ),
]
"""The registry. Screens extend it with `register_actions` when their module is loaded."""


def register_actions(actions: Iterable[Action], *, scopes: Mapping[str, str] | None = None) -> None:
    """Add the actions of a screen to the registry; an action whose id is known already is left as it is."""
    SCOPES.update(scopes or {})
    known = {action.id for action in ACTIONS}
    ACTIONS.extend(action for action in actions if action.id not in known)


def find_action(action_id: str) -> Action | None:
    """Look an action up by its id."""
    return next((action for action in ACTIONS if action.id == action_id), None)


def bindings(*wanted: str) -> list[Binding]:
    """Make the bindings of a widget or screen.

    Args:
        wanted: scopes (`list`) or ids of actions (`dialog.back`).

    Returns:
        One binding per action, with the action's id, so that a keymap can change its keys.
    """
    chosen = [action for action in ACTIONS if action.scope in wanted or action.id in wanted]
    return [
        Binding(
            ",".join(action.keys),
            action.action,
            action.label,
            show=action.shown,
            priority=action.priority,
            id=action.id,
        )
        for action in chosen
    ]


_KEY_NAMES = {
    "question_mark": "?",
    "slash": "/",
    "comma": ",",
    "full_stop": ".",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "delete": "Del",
    "insert": "Ins",
    "home": "Home",
    "end": "End",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "tab": "Tab",
    "backspace": "Backspace",
}


_CHANGED_KEYS: dict[str, str] = {}


def use_keymap(keys: Mapping[str, str]) -> None:
    """Remember the user's own keys, so that texts name the keys that work."""
    _CHANGED_KEYS.clear()
    _CHANGED_KEYS.update(keys)


def key_of(action_id: str) -> str:
    """Write the first key of an action, as a text tells it: `No rows yet. F7 adds one.`; empty for an unknown one."""
    action = find_action(action_id)
    if action is None:
        return ""
    return key_label(_CHANGED_KEYS.get(action_id, action.keys[0]).split(",")[0])


@lru_cache(maxsize=512)
def key_label(key: str) -> str:
    """Write a key as people read it: `ctrl+s` becomes `^S`, `pagedown` `PgDn`; ASCII only."""
    *modifiers, last = key.split("+")
    name = _KEY_NAMES.get(last, last.upper() if last.startswith("f") and last[1:].isdigit() else last)
    if "ctrl" in modifiers and len(name) == 1:
        modifiers.remove("ctrl")
        name = "^" + name.upper()
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])


def render_keys_page(language: str) -> str:
    """Write docs/reference/keys.md in one language: a table per scope with every action, its keys and its name."""
    before = spoken()
    use(language)
    try:
        return "\n".join(_page_lines())
    finally:
        use(before)


def _page_lines() -> list[str]:
    lines = [f"# {_('Keys')}", "", _("Made from the list of actions in tui/actions.py; change it there."), ""]
    for scope, heading in SCOPES.items():
        lines += [
            f"## {_(heading)}",
            "",
            f"| {_('Keys')} | {_('Action')} | {_('What it does')} | {_('Name in the keymap')} |",
        ]
        lines.append("|---|---|---|---|")
        for action in (action for action in ACTIONS if action.scope == scope):
            keys = ", ".join(f"`{key_label(key)}`" for key in action.keys)
            lines.append(f"| {keys} | {_(action.label)} | {_(action.help)} | `{action.id}` |")
        lines.append("")
    return lines
