"""The user's own keys: read, checked, and handed to Textual.

The file is TOML, `keys.toml` in the user's configuration folder: a table `[keys]` from the name of an action to its
keys, separated by commas. What can't be used is left out and said with its line; the app starts with the keys it has.
"""

import pkgutil
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from textual.keys import Keys
from textual.keys import _character_to_key

import tui
from tui.actions import ACTIONS
from tui.actions import Action
from tui.actions import find_action
from tui.actions import key_of
from tui.language import _
from tui.language import language


@dataclass
class Keymap:
    """The keys a user asked for."""

    keys: dict[str, str] = field(default_factory=dict)
    """Action id to Textual keys with commas, as `App.set_keymap` takes them."""
    problems: list[str] = field(default_factory=list)
    """What could not be used, one sentence each, with its line where it has one."""


def load_keymap(path: Path) -> Keymap:
    """Read the keymap file; no file means no changes, an unreadable one is said."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Keymap()
    except OSError as error:
        return Keymap(problems=[_("{path} cannot be read: {reason}").format(path=path, reason=error.strerror or error)])
    know_all_actions()
    return parse_keymap(data)


@cache
def know_all_actions() -> None:
    """Load every screen, because each brings its own actions: a keymap may name any of them and clash with any."""
    for module in pkgutil.walk_packages(tui.__path__, "tui."):
        import_module(module.name)


def parse_keymap(data: bytes) -> Keymap:
    """Read the content of a keymap file and leave out what would take an action away."""
    from store.toml.text import Unparseable  # noqa: PLC0415 - only where there is a file
    from store.toml.text import locate  # noqa: PLC0415 - the same
    from store.toml.text import parse  # noqa: PLC0415 - the same

    try:
        table = parse(data).data.get("keys", {})
    except Unparseable as failure:
        return Keymap(problems=[_("The keymap is not TOML: {reason}").format(reason=failure.say(language())[0])])
    if not isinstance(table, dict):
        return Keymap(problems=[_("The keymap has no table [keys].")])
    text = data.decode("utf-8", "replace")
    lines: dict[str, int] = {}
    wanted: dict[str, list[str]] = {}
    found: list[tuple[int, str]] = []
    for path, keys in _entries(table):
        name = ".".join(path)
        lines[name] = locate(text, ("keys", *path))
        fault = _fault(name, keys)
        if fault:
            found.append((lines[name], fault))
        else:
            wanted[name] = _names(keys)
    found += [(lines[name], said) for name, said in _drop_clashes(wanted)]
    said = [_("Line {n}: {said}").format(n=line, said=fault) for line, fault in sorted(found)]
    return Keymap({name: ",".join(keys) for name, keys in wanted.items()}, said)


def _entries(table: Mapping[str, Any], before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Names and keys; `list.sort` without quotation marks is a table in a table."""
    for name, value in table.items():
        if isinstance(value, dict) and value:
            yield from _entries(value, (*before, name))
        else:
            yield (*before, name), value


def _fault(name: str, keys: Any) -> str:
    """What is wrong with an entry by itself; empty where nothing is."""
    if find_action(name) is None:
        return _("There is no action '{name}'.").format(name=name)
    if not isinstance(keys, str) or not keys.strip(" ,"):
        return _("The keys of '{name}' must be a text such as \"f5,r\".").format(name=name)
    names = _names(keys)
    strange = next((key for key in names if not is_key(key)), "")
    if strange:
        return _("'{key}' of '{name}' is no key; keys are written like f5, ctrl+s or shift+f4.").format(
            key=strange, name=name
        )
    if is_letters_only(names):
        return _(
            "'{name}' needs a function or control key as well: letters don't arrive while an input method composes."
        ).format(name=name)
    return ""


def _names(keys: str) -> list[str]:
    wanted = [key.strip() for key in keys.split(",") if key.strip()]
    return [_character_to_key(key) if len(key) == 1 else key for key in wanted]


def _drop_clashes(wanted: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Take entries out until no key does two things in one place; the later of two goes. Two may change places."""
    while True:
        clash = next((found for name in reversed(wanted) if (found := _clash(name, wanted))), None)
        if clash is None:
            return
        name, key, other = clash
        del wanted[name]
        yield name, _("'{key}' of '{name}' is also the key of '{other}'.").format(key=key, name=name, other=other)


def _clash(name: str, wanted: Mapping[str, list[str]]) -> tuple[str, str, str] | None:
    action = find_action(name)
    for other in ACTIONS if action is not None else ():
        taken = wanted.get(other.id, other.keys)
        clash = set(wanted[name]) & set(taken)
        if clash and other.id != name and _meet(action, other) and not _clashed_before(action, other, clash):
            return name, min(clash), other.id
    return None


def _meet(one: Action | None, other: Action) -> bool:
    return one is not None and (other.scope == one.scope or "app" in {other.scope, one.scope})


def _clashed_before(one: Action | None, other: Action, keys: set[str]) -> bool:
    """Whether the same two share the key as they are: they are never there at one time."""
    return one is not None and keys <= set(one.keys) & set(other.keys)


_PRINTED = {"space", "question_mark", "slash", "plus", "minus", "equals_sign", "full_stop", "comma", "colon"}
_MODIFIERS = {"ctrl", "shift", "alt", "meta", "super", "hyper"}
_KNOWN = {key.value for key in Keys} | {_character_to_key(chr(code)) for code in range(33, 127)}


def is_key(name: str) -> bool:
    """Tell whether this is how Textual writes a key."""
    *modifiers, last = name.split("+")
    return set(modifiers) <= _MODIFIERS and (len(last) == 1 or last in _KNOWN or name in _KNOWN)


def is_letters_only(keys: list[str]) -> bool:
    """Tell whether every key is one that an input method would swallow: a character without ctrl or function key."""
    return all(len(key) == 1 or key in _PRINTED for key in keys)


def write_template() -> str:
    """A keymap file that changes nothing: every action with its keys, as comments."""
    told = _(
        "Take the sign off a line and write other keys. The settings ({key}) say what can't be used, line by line."
    )
    lines = [f'# "{action.id}" = "{",".join(action.keys)}"  # {_(action.help)}' for action in ACTIONS]
    return "\n".join([f"# {told.format(key=key_of('app.settings'))}", "[keys]", *lines, ""])
