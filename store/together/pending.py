"""A sync that waits for a person: what is to be decided, in a file that a person or a program can fill in.

The file lies beside the register's locks and drafts, never in the work tree: `merge/conflicts.toml` in the state folder. It is the whole state: when
it is gone, nothing waits. Each conflict gets `take = "ours"`, `"theirs"` or `"base"`, or a `value`; what is empty stays undecided.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from typing import Final
from typing import NamedTuple

from schema.change import GONE
from schema.diagnostic import Diagnostic
from schema.diagnostic import Step
from schema.failure import Failure
from schema.merge import Conflict
from store.files import FileFailure
from store.files import Missing
from store.files import digest
from store.files import read
from store.files import remove
from store.files import write
from store.location import Location
from store.refusal import BadDecision
from store.refusal import NothingToDecide
from store.together.merging import Decision
from store.together.reconciliation import Decisions
from store.together.reconciliation import FileConflict
from store.toml.text import parse
from store.toml.text import render

FILE: Final = "merge/conflicts.toml"
"""Below the state folder."""
SIDES: Final = ("ours", "theirs", "base")
_HELP: Final = """\
# 双方改了同一处，须由人决定。每一处在 take 写 "ours"（我方）、"theirs"（对方）或 "base"（原来的），
# 或另写 value = 要填的值；然后运行 dutybook sync --continue。放弃：dutybook sync --abort。
# Both sides changed the same place. For each, write take = "ours", "theirs" or "base", or value = what is to stand
# there; then run: dutybook sync --continue. To give up: dutybook sync --abort.

"""


class Choice(NamedTuple):
    """What a person chose for one conflict, before it is known what that side holds."""

    path: str
    key: tuple[Step, ...]
    take: str
    """`ours`, `theirs` or `base`; empty where a value of its own is given."""
    value: Any = GONE


def path_of_file(location: Location) -> Path:
    """Where the file of conflicts lies, or would lie."""
    return location.state_dir / FILE


def keep(
    location: Location,
    conflicts: Iterable[FileConflict],
    broken: Iterable[Diagnostic],
    choices: Iterable[Choice] = (),
) -> Path:
    """Write the file of conflicts; gives its path. What a person chose there already stays.

    Args:
        location: where the register lies.
        conflicts: all of them, those that are decided already too.
        broken: what the merge alone would break.
        choices: what was chosen elsewhere; goes before what the file says.

    Raises:
        BadDecision: the file that lies there cannot be read, and holds what a person typed.
        FileFailure: it cannot be written.
    """
    location.make_state_dir()
    written = read_choices(location) if waits(location) else ()
    chosen = {(one.path, tuple(str(step) for step in one.key)): one for one in (*written, *choices)}
    told = {
        "conflict": [_row(one, chosen) for one in conflicts],
        "broken": [{"code": one.code, "record": f"{one.kind}/{one.id}", "message": one.message} for one in broken],
    }
    text = render({key: rows for key, rows in told.items() if rows})
    write(location.state_dir, FILE, (_HELP + text).encode(), expected=_digest(location))
    return path_of_file(location)


def _digest(location: Location) -> str | None:
    try:
        return digest(read(location.state_dir, FILE))
    except Missing:
        return None


def _row(one: FileConflict, chosen: Mapping[tuple[str, tuple[str, ...]], Choice]) -> dict[str, Any]:
    row: dict[str, Any] = {"path": one.path}
    if one.place is not None:
        row["record"] = "/".join(part for part in one.place if part)
    key = tuple(str(step) for step in one.conflict.key)
    choice = chosen.get((one.path, key), Choice(one.path, key, ""))
    row |= {"key": list(key), "why": one.conflict.clash.value, "take": choice.take}
    if choice.value is not GONE:
        row["value"] = choice.value
    sides = {"base": one.conflict.base, "ours": one.conflict.ours, "theirs": one.conflict.theirs}
    return row | {side: value for side, value in sides.items() if value is not GONE}


def waits(location: Location) -> bool:
    """Whether a sync waits for decisions."""
    return path_of_file(location).is_file()


def forget(location: Location) -> None:
    """Take the file of conflicts away: nothing waits any more."""
    try:
        remove(location.state_dir, FILE, expected=_digest(location))
    except Missing:
        return


def read_choices(location: Location) -> tuple[Choice, ...]:
    """What a person wrote into the file of conflicts.

    Raises:
        NothingToDecide: there is no such file.
        BadDecision: it cannot be read, or says what is no choice.
    """
    try:
        content = read(location.state_dir, FILE)
    except (Missing, FileFailure) as error:
        raise NothingToDecide from error
    try:
        rows = parse(content).data.get("conflict", [])
    except Failure as failure:
        raise BadDecision(FILE, failure.message.rstrip("."), why_zh=failure.message_zh.rstrip("。")) from failure
    return tuple(_choices(rows))


def _choices(rows: Any) -> Iterator[Choice]:
    for row in rows if isinstance(rows, list) else []:
        path, key = row.get("path"), row.get("key", [])
        where = f"{path} {' '.join(str(step) for step in key)}".strip()
        take = row.get("take", "")
        if "value" in row:
            yield Choice(str(path), tuple(key), "", row["value"])
        elif take in SIDES:
            yield Choice(str(path), tuple(key), take)
        elif take:
            why = f"`{take}` is none of {', '.join(SIDES)}"
            raise BadDecision(where, why, why_zh=f"“{take}”不是 {'、'.join(SIDES)} 之一")


def settle(conflicts: Sequence[FileConflict], choices: Iterable[Choice]) -> Decisions:
    """Choices as decisions: each side's name becomes what that side holds now.

    Args:
        conflicts: the conflicts as they are now.
        choices: what was chosen; a choice about no conflict is passed over.
    """
    known: Mapping[tuple[str, tuple[str, ...]], Conflict] = {
        (one.path, tuple(str(step) for step in one.conflict.key)): one.conflict for one in conflicts
    }
    found: dict[str, list[Decision]] = {}
    for choice in choices:
        conflict = known.get((choice.path, tuple(str(step) for step in choice.key)))
        if conflict is not None:
            value = getattr(conflict, choice.take) if choice.take else choice.value
            found.setdefault(choice.path, []).append(Decision(conflict.key, value))
    return found
