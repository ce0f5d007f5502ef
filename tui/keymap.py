"""The user's own keys: read, checked, and handed to Textual.

The file is TOML, `keys.toml` in the user's configuration folder: a table `[keys]` from the name of an action to its
keys, separated by commas. What can't be used is left out and said; the app starts with the keys it has.
"""

import tomllib
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path

from textual.keys import _character_to_key

from tui.actions import ACTIONS
from tui.actions import Action
from tui.actions import find_action
from tui.language import _


@dataclass
class Keymap:
    """The keys a user asked for."""

    keys: dict[str, str] = field(default_factory=dict)
    """Action id to Textual keys with commas, as `App.set_keymap` takes them."""
    problems: list[str] = field(default_factory=list)
    """What could not be used, one sentence each."""


def load_keymap(path: Path) -> Keymap:
    """Read the keymap file; no file means no changes, an unreadable one is said."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Keymap()
    except (OSError, UnicodeDecodeError) as error:
        return Keymap(problems=[_("{path} cannot be read: {reason}").format(path=path, reason=error)])
    return parse_keymap(text)


def parse_keymap(text: str) -> Keymap:
    """Read the text of a keymap file and leave out what would take an action away."""
    try:
        table = tomllib.loads(text).get("keys", {})
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return Keymap(problems=[_("The keymap is not TOML: {reason}").format(reason=error)])
    keymap = Keymap()
    if not isinstance(table, dict):
        keymap.problems.append(_("The keymap has no table [keys]."))
        return keymap
    for name, keys in table.items():
        action = find_action(name)
        if action is None:
            keymap.problems.append(_("There is no action '{name}'.").format(name=name))
        elif not isinstance(keys, str) or not keys.strip():
            keymap.problems.append(_("The keys of '{name}' must be a text such as \"f5,r\".").format(name=name))
        else:
            _take(keymap, action, keys)
    return keymap


def _take(keymap: Keymap, action: Action, keys: str) -> None:
    wanted = [key.strip() for key in keys.split(",") if key.strip()]
    wanted = [_character_to_key(key) if len(key) == 1 else key for key in wanted]
    if is_letters_only(wanted):
        keymap.problems.append(
            _(
                "'{name}' needs a function or control key as well: letters don't arrive while an input method composes."
            ).format(name=action.id)
        )
        return
    for other in ACTIONS:
        taken = keymap.keys.get(other.id, ",".join(other.keys)).split(",")
        clash = set(wanted) & set(taken)
        if other.id != action.id and clash and (other.scope == action.scope or "app" in {other.scope, action.scope}):
            keymap.problems.append(
                _("'{key}' of '{name}' is also the key of '{other}'.").format(
                    key=min(clash), name=action.id, other=other.id
                )
            )
            return
    keymap.keys[action.id] = ",".join(wanted)


_PRINTED = {"space", "question_mark", "slash", "plus", "minus", "equals_sign", "full_stop", "comma", "colon"}


def is_letters_only(keys: list[str]) -> bool:
    """Tell whether every key is one that an input method would swallow: a character without ctrl or function key."""
    return all(len(key) == 1 or key in _PRINTED for key in keys)
