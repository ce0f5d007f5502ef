"""`dutybook hook textconv FILE`: a record as lines that read well in `git diff` and `git log -p`.

Git calls it for each side of each file, so it loads little: no register, no git, no command line parser. It is shown a
copy of the file under a name of git's own, so the kind is told by the keys where the path does not say it. A file that is no
record comes out as it is.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from typing import ClassVar

import msgspec

from cli.exits import Exit
from cli.failure import BadOptions
from cli.failure import Misuse
from cli.language import say
from cli.language import spoken
from cli.output import print_text
from schema.field import Field
from schema.field import field_keys
from schema.field import fields_of
from schema.identity import place_of
from schema.kinds import KINDS
from schema.kinds import struct_of
from schema.kinds.base import Table
from store.toml.encoding import Unparseable
from store.toml.text import parse

_INSET = "  "


class HookFileMissing(Misuse):
    """The file that git names can't be read."""

    code: ClassVar[str] = "F427"

    def __init__(self, path: str, why: str) -> None:
        super().__init__("hook-file-missing", path=path, why=why)


def run(*arguments: str) -> int:
    """Print one file for git.

    Args:
        arguments: the file, as the only one.

    Raises:
        BadOptions: there is none, or more than one.
        HookFileMissing: it can't be read.
    """
    if len(arguments) != 1:
        raise BadOptions(
            "too-many-words" if arguments else "missing-argument", "hook", name=" ".join(arguments) or "FILE"
        )
    (path,) = arguments
    try:
        content = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise HookFileMissing(path, getattr(error, "strerror", None) or str(error)) from error
    print_text(convert(path, content))
    return Exit.FINE


def convert(path: str, content: bytes) -> str:
    """A file's content as lines to compare.

    Args:
        path: where it lies, or a copy of it.
        content: its bytes; what is no TOML comes back as text.
    """
    try:
        data = parse(content).data
    except Unparseable:
        return content.decode("utf-8", "replace")
    return "\n".join(_lines(_find_struct(path, data), data, "")) + "\n"


def _find_struct(path: str, data: Mapping[str, Any]) -> type[Table] | None:
    """The kind by the path from the register's top; by the keys where the path is git's own; None where neither tells."""
    place = place_of(path)
    if place is not None:
        return struct_of(place[0])
    structs = [struct_of(kind) for kind in (*KINDS, "register", "calendar")]
    likely = [struct for struct in structs if all(field.key in data for field in fields_of(struct) if field.required)]
    return max(likely, key=lambda struct: len(data.keys() & set(field_keys(struct))), default=None)


def _lines(struct: type[msgspec.Struct] | None, data: Mapping[str, Any], inset: str) -> Iterator[str]:
    """A table's fields, one to a line, in the schema's order; then those that it does not know."""
    fields = {field.key: field for field in fields_of(struct)} if struct is not None else {}
    for key in [*(key for key in fields if key in data), *(key for key in data if key not in fields)]:
        yield from _field(fields.get(key), key, data[key], inset)


def _field(field: Field | None, key: str, value: Any, inset: str) -> Iterator[str]:
    label = field.about.label(spoken()) if field is not None else key
    table = field.table if field is not None else None
    if isinstance(value, Mapping):
        yield f"{inset}{label}"
        yield from _lines(table, value, inset + _INSET)
    elif isinstance(value, list) and value and all(isinstance(row, Mapping) for row in value):
        for number, row in enumerate(value, 1):
            yield f"{inset}{label} {number}"
            yield from _lines(table, row, inset + _INSET)
    else:
        said = _say(field, value)
        first, *more = said.split("\n") if "\n" not in said else ["", *said.split("\n")]
        yield f"{inset}{say('label', label=label)}{first}".rstrip()
        yield from (f"{inset}{_INSET}{line}" for line in more)


def _say(field: Field | None, value: Any) -> str:
    if isinstance(value, list):
        return say("joiner").join(_say(field, one) for one in value)
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    words = field.words if field is not None else None
    return next((word.label(spoken()) for word in words or () if word.value == value), str(value))
