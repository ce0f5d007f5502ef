"""`dutybook export WHAT`: documents made from the register, each figure of which can be traced to its records."""

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Annotated
from typing import Literal
from typing import get_args

from cyclopts import Parameter

from cli.exits import Exit
from cli.failure import BadOptions
from cli.language import say
from cli.opening import day_of
from cli.opening import open_register
from cli.options import AsOfOption
from cli.options import JsonOption
from cli.options import OnOption
from cli.options import RegisterOption
from cli.output import note
from cli.output import print_json
from cli.records import find_id
from store.document import hand_out

if TYPE_CHECKING:
    from cli.exports.wish import Made
    from cli.exports.wish import Wish
    from exchange.dataset.files import Format

What = Literal[
    "ledger",
    "calendar",
    "page",
    "dataset",
    "report",
    "inspection",
    "notice",
    "letter",
    "rectification",
    "statement",
    "handover",
    "responsibilities",
    "template",
]
"""The documents there are; each has a module in cli.exports, the Word documents one for all."""

_PAPERS = frozenset(get_args(What)) - {"ledger", "calendar", "page", "dataset"}
_PAPER = frozenset({"--final", "--template"})
_TAKES = {
    "ledger": frozenset({"RECORD", "--unit"}),
    "calendar": frozenset({"--unit", "--post", "--year", "--open", "--alarm"}),
    "page": frozenset[str](),
    "dataset": frozenset({"RECORD", "--format"}),
    "report": _PAPER | {"RECORD"},
    "inspection": _PAPER | {"RECORD"},
    "notice": _PAPER | {"--unit"},
    "letter": _PAPER | {"RECORD"},
    "rectification": _PAPER | {"--unit"},
    "statement": _PAPER | {"RECORD"},
    "handover": _PAPER | {"RECORD"},
    "responsibilities": _PAPER | {"RECORD"},
    "template": frozenset[str](),
}
"""What each document takes beside the options of all."""
_MOST_DAYS = 366


def run(
    what: What,
    /,
    *targets: str,
    output: Annotated[Path | None, Parameter(name=("--output", "-o"), allow_leading_hyphen=True)] = None,
    force: bool = False,
    unit: str = "",
    post: str = "",
    year: int | None = None,
    open: bool = False,
    alarm: list[int] | None = None,
    final: bool = False,
    template: Path | None = None,
    format: Literal["parquet", "csv", "jsonl"] | None = None,
    language: Literal["zh", "en"] | None = None,
    on: OnOption = None,
    json: JsonOption = False,
    as_of: AsOfOption = "",
    register: RegisterOption = None,
) -> int:
    """Make a document and write it to a file, or to stdout for `-`."""
    from cli.exports.wish import Wish

    given = {
        "RECORD": targets,
        "--unit": unit,
        "--post": post,
        "--year": year is not None,
        "--open": open,
        "--alarm": alarm,
        "--final": final,
        "--template": template is not None,
        "--format": format is not None,
    }
    wrong = [name for name, value in given.items() if value and name not in _TAKES[what]]
    if wrong:
        raise BadOptions("not-for-this", "export", name=", ".join(wrong), value=what)
    if any(not 0 <= days <= _MOST_DAYS for days in alarm or ()):
        raise BadOptions("bad-option-value", "export", name="--alarm", value=str(alarm))
    store = open_register(register, as_of=as_of)
    wish = Wish(
        store,
        day_of(store, on),
        language or ("zh" if store.language.startswith("zh") else "en"),
        targets=targets,
        what=what,
        final=final,
        template=template,
        unit=find_id(store, unit, "unit") if unit else "",
        post=find_id(store, post, "post") if post else "",
        year=year,
        open=open,
        alarms=tuple(alarm or ()),
    )
    if what == "dataset":
        from cli.exports.dataset import hand_over

        return hand_over(wish, format or _format_of(output), output, force=force, json=json)
    return _hand_over(_maker(what)(wish), output, force=force, json=json)


def _format_of(output: Path | None) -> "Format":
    """What a file's ending asks for; CSV where it asks for nothing, for that needs no extra."""
    endings: dict[str, Format] = {".parquet": "parquet", ".jsonl": "jsonl", ".ndjson": "jsonl"}
    return endings.get(output.suffix.casefold(), "csv") if output is not None else "csv"


def _maker(what: str) -> "Callable[[Wish], Made]":
    make: Callable[[Wish], Made] = import_module(f"cli.exports.{'paper' if what in _PAPERS else what}").make
    return make


def _hand_over(made: "Made", output: Path | None, *, force: bool, json: bool) -> int:
    if output is not None and str(output) == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(made.content)
        sys.stdout.buffer.flush()
        return Exit.FINE
    path = hand_out(output or Path(made.name), made.content, force=force)
    if json:
        print_json({"path": str(path), "bytes": len(made.content), "entries": made.entries})
    else:
        note(say("exported", path=str(path), count=made.entries))
    return Exit.FINE
