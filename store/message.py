"""Commit messages: one act of a person in words, its reason, and trailers that programs read.

`duty(quarterly-review): cadence quarter -> month`, a blank line, the reason as given, a blank line, and trailers
`Register-Action`, `Register-Record` and, where a person overrode a refusal, `Register-Override`. The message is plain text to git:
nothing in it is obeyed. A number that belongs to a person is never repeated in it, overridden or not (R17): history stays for ever.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from schema.change import GONE
from schema.difference import FieldDifference
from schema.personal import mask
from schema.visible import visible

LONGEST_SUBJECT = 100
"""Characters that one record takes in the first line."""
LONGEST_SUMMARY = 200
"""Characters of the first line."""
_LONGEST_VALUE = 30
_TRAILER = re.compile(r"([A-Z][A-Za-z-]+): (.*)")
ACTION = "Register-Action"
RECORD = "Register-Record"
OVERRIDE = "Register-Override"
RENAMED = "Register-Renamed"
"""`kind/old -> kind/new`, once for each record that a commit gave another id."""
UNDOES = "Register-Undoes"
"""Full id of the commit that this one undoes."""
REDOES = "Register-Redoes"
"""Full id of the undo that this commit takes back."""


def subject_of(verb: str, kind: str, id: str, changes: Iterable[FieldDifference], heading: str = "") -> str:
    """The first line for one record.

    Args:
        verb: `add`, `edit` or `remove`.
        kind: kind of the record.
        id: its id.
        changes: what differs, for an edit.
        heading: what the record is called, for an addition or removal.
    """
    name = f"{kind}({id})" if id else kind
    if verb == "edit":
        said = ", ".join(_say(change) for change in changes) or "text only"
    else:
        said = f"{verb} {mask(heading)}".strip()
    return cut(f"{name}: {said}", LONGEST_SUBJECT)


def compose(
    subject: str, reason: str, action: str, places: Iterable[tuple[str, str]], overrides: Iterable[str] = ()
) -> str:
    """A whole message.

    Args:
        subject: the first line.
        reason: why, in the person's words; may be empty.
        action: the act, for the trailer.
        places: the records that it touches, for the trailers.
        overrides: codes of refusals that the person overrode; the values themselves are never named.
    """
    # A reason must never read as trailers of ours: its lines that look like them are indented.
    lines = [f" {line}" if _is_ours(line) else line for line in mask(_storable(reason)).strip().splitlines()]
    trailers = [f"{ACTION}: {visible(action)}"]
    trailers += [f"{RECORD}: {visible(f'{kind}/{name}' if name else kind)}" for kind, name in places]
    trailers += [f"{OVERRIDE}: {visible(code)}" for code in overrides]
    # Git takes the first paragraph for the subject, so there must be one.
    parts = [" ".join(mask(_storable(subject)).split()) or action, "\n".join(lines), "\n".join(trailers)]
    return "\n\n".join(part for part in parts if part) + "\n"


def add_trailers(message: str, trailers: Iterable[tuple[str, str]]) -> str:
    """A message of `compose` with more trailers at its end.

    Args:
        message: the whole message.
        trailers: names and values.
    """
    return message + "".join(f"{name}: {visible(value)}\n" for name, value in trailers)


def _storable(text: str) -> str:
    """A text as git takes it: without NUL, and with a mark for what is no character."""
    return text.replace("\0", "").encode(errors="replace").decode()


def take_apart(message: str) -> tuple[str, str, dict[str, list[str]]]:
    """A message's first line, reason and trailers; a message that another tool wrote has no trailers.

    Args:
        message: the whole commit message.
    """
    subject, _, rest = message.strip().partition("\n")
    paragraphs = re.split(r"\n\s*\n", rest.strip())
    trailers: dict[str, list[str]] = {}
    matches = [_TRAILER.fullmatch(line) for line in paragraphs[-1].splitlines()]
    if matches and all(matches):
        for match in matches:
            if match is not None:
                trailers.setdefault(match[1], []).append(match[2])
        paragraphs.pop()
    return subject, "\n\n".join(paragraphs).strip(), trailers


def cut(text: str, longest: int) -> str:
    """Text on one line, cut at a length; what was cut is shown by `...`."""
    line = visible(" ".join(text.split()))
    return line if len(line) <= longest else f"{line[: longest - 3]}..."


def _is_ours(line: str) -> bool:
    return line.startswith(tuple(f"{name}:" for name in (ACTION, RECORD, OVERRIDE, RENAMED, UNDOES, REDOES)))


def _say(change: FieldDifference) -> str:
    old, new = short_value(change.old), short_value(change.new)
    if change.old is GONE:
        return f"{change.dotted} = {new}"
    if change.new is GONE:
        return f"{change.dotted} removed"
    return f"{change.dotted} {old} -> {new}"


def short_value(value: Any) -> str:
    """A field's value in a few words, for a first line or a sentence; empty where there is none, personal numbers masked."""
    if value is GONE:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return f"{len(value)} rows"
    if isinstance(value, list):
        return cut("[" + ", ".join(mask(str(element)) for element in value) + "]", _LONGEST_VALUE)
    if isinstance(value, dict):
        return cut(", ".join(f"{key} {short_value(inner)}" for key, inner in value.items()), _LONGEST_VALUE)
    return cut(mask(str(value)), _LONGEST_VALUE)  # before it is cut: half a number is a number still
