"""`dutybook check --rev A..B`: what the server check would say if B were pushed onto A. For hosts that only run a check, and before a push."""

from datetime import UTC
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from cli.exits import Exit
from cli.failure import Misuse
from cli.language import choose
from cli.language import say
from cli.language import spoken
from cli.language import use
from cli.opening import here
from cli.output import Cell
from cli.output import note
from cli.output import print_json
from cli.output import print_table
from cli.records import Plain
from store.gate.checkpoint import judge_range
from store.gate.pushed import HEADS
from store.gate.pushed import Update
from store.gate.refs import branch_of
from store.gate.verdict import Refusal
from store.git import NOTHING
from store.git import Git
from store.location import find
from store.past.revision import resolve
from store.review.proposal import is_name


class NoRange(Misuse):
    """What was given is no `A..B`."""

    code: ClassVar[str] = "F446"

    def __init__(self, text: str) -> None:
        super().__init__("no-range", "range-example", text=text)


def rehearse(register: Path | None, text: str, *, json: bool) -> int:
    """Judge the commits of a range as the server would, and print what is refused.

    Args:
        register: the folder given with `--register`.
        text: `A..B`: A is where the main line stands, forty zeros for nowhere yet; B the main line or a proposal as it would be pushed.
        json: print one JSON document.

    Raises:
        NoRange: it is none.
        UnknownRevision: one of the two is no commit.
        Failure: as store.gate.checkpoint.
    """
    location = find(register or here())
    git = Git(location.work_tree, location.git_dir) if location.runs_git else location.git()
    first, dots, last = text.partition("..")
    if not dots or not first or not last or last.startswith("."):
        raise NoRange(text)
    base = None if first == NOTHING else resolve(git, first)
    tip = resolve(git, last)
    proposal = _proposal(last)
    name = proposal or branch_of(git, base or tip) or last
    update = Update(None if proposal else base, tip, f"{HEADS}{name}")
    verdict = judge_range(git, update, base, now=datetime.now(UTC).astimezone())
    use(choose(verdict.language))
    if json:
        print_json([_entry(one) for one in verdict.refusals])
    elif verdict.refusals:
        titles = [say("commit"), say("code-of-rule"), say("place"), say("message")]
        print_table(titles, [_row(one) for one in verdict.refusals])
    note(say("range-refused", count=len(verdict.refusals)) if verdict.refusals else say("range-clean"))
    return Exit.FOUND if verdict.refusals else Exit.FINE


def _proposal(name: str) -> str:
    """The proposal that a revision names, on whatever remote; empty where it names none."""
    at = name.find("proposal/")
    found = name[at:] if at == 0 or name[at - 1 : at] == "/" else ""
    return found if is_name(found) else ""


def _entry(refusal: Refusal) -> Plain:
    found = refusal.found
    message, hint = found.say(spoken())
    return {
        "code": found.code,
        "severity": found.severity,
        "kind": found.kind,
        "id": found.id,
        "path": found.path,
        "line": found.line,
        "key": found.dotted,
        "message": message,
        "hint": hint,
        "commit": refusal.commit,
    }


def _row(refusal: Refusal) -> list[Cell | str]:
    found = refusal.found
    message, hint = found.say(spoken())
    text = f"{message} ({hint})" if hint else message
    return [Cell(refusal.commit[:12], "yellow"), found.code, refusal.place, text]
