"""`dutybook sync`: take over what others saved, send what was saved here, and say what a person must decide first."""

from collections.abc import Callable
from typing import Annotated
from typing import Any

from cyclopts import Parameter

from cli.exits import Exit
from cli.failure import BadOptions
from cli.language import say
from cli.language import spoken
from cli.opening import open_register
from cli.options import JsonOption
from cli.options import RegisterOption
from cli.output import Cell
from cli.output import note
from cli.output import print_json
from cli.output import print_line
from cli.output import print_table
from cli.progress import Progress
from cli.records import Plain
from schema.change import GONE
from schema.diagnostic import Diagnostic
from store.register import RegisterStore
from store.together import pending
from store.together.reconciliation import FileConflict
from store.together.sharing import give_up
from store.together.sharing import share
from store.together.sync import Step
from store.together.sync import SyncResult


def run(
    *,
    go_on: Annotated[bool, Parameter(name="--continue")] = False,
    abort: bool = False,
    take: str = "",
    json: JsonOption = False,
    register: RegisterOption = None,
) -> int:
    """Sync with the remote."""
    if take and take not in pending.SIDES:
        raise BadOptions("bad-option-value", "sync", name="--take", value=take, choices=", ".join(pending.SIDES))
    if take and not go_on:
        raise BadOptions("goes-with", "sync", name="--take", other="--continue")
    store = open_register(register, writing=True)
    if abort:
        give_up(store)
        print_line(say("sync-given-up"))
        return Exit.FINE
    with Progress() as progress:
        result = _share(store, lambda step: progress(_say(step)), go_on=go_on, take=take)
    if json:
        print_json(_entry(result))
    else:
        _print(store, result)
    return Exit.FOUND if result.waits else Exit.FINE


def _share(store: RegisterStore, progress: Callable[[Step], None], *, go_on: bool, take: str) -> SyncResult:
    if not go_on:
        return share(store, progress=progress)
    choices = pending.read_choices(store.location)
    found = share(store, choices=choices, accept_broken=True, progress=progress)
    if found.conflicts and take:
        chosen = {(one.path, one.key) for one in choices}
        rest = [
            pending.Choice(one.path, _key(one), take) for one in found.conflicts if (one.path, _key(one)) not in chosen
        ]
        found = share(store, choices=[*choices, *rest], accept_broken=True, progress=progress)
    return found


def _say(step: Step) -> str:
    return say(f"sync-{step.stage}", count=step.commits, remote=step.remote)


def _key(one: FileConflict) -> tuple[str, ...]:
    return tuple(str(step) for step in one.conflict.key)


def _entry(result: SyncResult) -> Plain:
    return {
        "fetched": result.fetched,
        "merged": result.merged,
        "pushed": result.pushed,
        "conflicts": [_conflict(one) for one in result.conflicts],
        "broken": [_broken(one) for one in result.broken],
        "proposals": result.proposals,
    }


def _conflict(one: FileConflict) -> Plain:
    kind, id_ = one.place or ("", "")
    sides = {"base": one.conflict.base, "ours": one.conflict.ours, "theirs": one.conflict.theirs}
    values: dict[str, Any] = {side: None if value is GONE else value for side, value in sides.items()}
    return {"kind": kind, "id": id_, "path": one.path, "key": ".".join(_key(one)), "why": one.conflict.clash, **values}


def _broken(one: Diagnostic) -> Plain:
    message, hint = one.say(spoken())
    return {"code": one.code, "kind": one.kind, "id": one.id, "message": message, "hint": hint}


def _print(store: RegisterStore, result: SyncResult) -> None:
    for path, comment in result.lost_comments:
        note(say("merge-comment-lost", path=path, comment=comment))
    if result.conflicts:
        titles = [say(name) for name in ("place", "field", "side-base", "side-ours", "side-theirs")]
        print_table(titles, [_row(one) for one in result.conflicts])
        note(say("sync-conflicts", count=len(result.conflicts), path=pending.path_of_file(store.location)))
    elif result.broken:
        titles = [say("code-of-rule"), say("place"), say("message")]
        print_table(titles, [_broken_row(one) for one in result.broken])
        note(say("sync-broken", count=len(result.broken)))
    elif result.up_to_date:
        print_line(say("up-to-date"))
    else:
        print_line(say("synced", fetched=result.fetched, merged=result.merged, pushed=result.pushed))
    for name in result.proposals:
        print_line(say("proposal-sent", name=name))
    for name, words in result.troubled:
        note(say("proposal-refused", name=name, words=words) if words else say("proposal-apart", name=name))


def _broken_row(one: Diagnostic) -> list[Cell | str]:
    return [Cell(one.code, "yellow"), f"{one.kind}/{one.id}", one.say(spoken())[0]]


def _row(one: FileConflict) -> list[Cell | str]:
    sides = (one.conflict.base, one.conflict.ours, one.conflict.theirs)
    return [one.path, ".".join(_key(one)), *(say("gone") if value is GONE else str(value) for value in sides)]
