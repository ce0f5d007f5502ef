"""`dutybook review`: proposals that wait, what each would change, what was said about it; comment, approve, send back."""

from collections.abc import Iterable
from collections.abc import Iterator
from typing import Annotated
from typing import Literal

from cyclopts import Parameter

from cli.commands.log import entry_of
from cli.editing import require_reason
from cli.exits import Exit
from cli.failure import BadOptions
from cli.language import say
from cli.opening import open_register
from cli.options import JsonOption
from cli.options import RegisterOption
from cli.options import YesOption
from cli.output import Cell
from cli.output import ask
from cli.output import is_asked
from cli.output import note
from cli.output import note_lines
from cli.output import print_json
from cli.output import print_line
from cli.output import print_table
from cli.records import Plain
from cli.sentence import say_field
from cli.sentence import say_place
from schema.review import approvers
from store.past.comparison import compare_commits
from store.past.history import RecordDifference
from store.register import RegisterStore
from store.review.proposal import Proposal
from store.review.proposal import ProposalState
from store.review.proposing import Proposed
from store.review.proposing import approve
from store.review.proposing import comment
from store.review.proposing import proposal
from store.review.proposing import proposals
from store.review.proposing import send_back

Act = Literal["list", "show", "comment", "approve", "return"]
_STYLES = {ProposalState.SUBMITTED: "yellow", ProposalState.RETURNED: "red", ProposalState.APPROVED: "green"}


def run(
    act: Act = "list",
    name: str = "",
    /,
    *,
    why: Annotated[str, Parameter(name="--why")] = "",
    yes: YesOption = False,
    json: JsonOption = False,
    register: RegisterOption = None,
) -> int:
    """List, show and decide proposals."""
    if act != "list" and not name:
        raise BadOptions("missing-argument", "review", name="NAME")
    store = open_register(register, writing=act in {"comment", "approve", "return"})
    match act:
        case "list":
            _list(store, json=json)
        case "show":
            _show(store, proposal(store, name), json=json)
        case "comment":
            _tell(comment(store, name, require_reason(why)), "commented", json=json)
        case "return":
            _tell(send_back(store, name, require_reason(why)), "sent-back", json=json)
        case "approve":
            _approve(store, proposal(store, name), why.strip(), yes=yes, json=json)
    return Exit.FINE


def _list(store: RegisterStore, *, json: bool) -> None:
    found = proposals(store)
    if json:
        print_json([_entry(one) for one in found])
        return
    titles = [say(name) for name in ("state", "proposal", "title", "record", "author", "time")]
    if found:
        print_table(titles, [_row(one) for one in found])
    people = store.register.people
    named = say("joiner").join(
        people[person].name for person in approvers(store.register, store.today).values()
    ) or say("nobody")
    note(say("review-summary", count=sum(one.state is ProposalState.SUBMITTED for one in found), approvers=named))


def _row(one: Proposal) -> list[Cell | str]:
    last = one.said[-1] if one.said else None
    return [
        Cell(say(f"proposal-{one.state}"), _STYLES.get(one.state, "")),
        one.name,
        one.title,
        say("joiner").join(f"{kind}/{id_}" for kind, id_ in one.places),
        one.said[0].author if one.said else "",
        last.time.strftime("%Y-%m-%d %H:%M") if last else "",
    ]


def _entry(one: Proposal) -> Plain:
    return {
        "name": one.name,
        "state": one.state,
        "title": one.title,
        "tip": one.tip,
        "since": one.since,
        "records": [{"kind": kind, "id": id_} for kind, id_ in one.places],
        "said": [
            {
                "commit": said.commit,
                "time": said.time,
                "author": said.author,
                "action": said.action,
                "subject": said.subject,
                "text": said.text,
            }
            for said in one.said
        ],
    }


def _changes(store: RegisterStore, one: Proposal) -> list[RecordDifference]:
    """What a proposal would change: from where it left the main line to its newest commit."""
    head = store.location.head or "HEAD"
    base = store.git.run("merge-base", head, one.tip, ok=(0, 1)).text.split("\n")[0]
    if one.state is ProposalState.APPROVED and one.said:
        base = f"{one.said[0].commit}^"
    return list(compare_commits(store.git, base or head, one.tip))


def _show(store: RegisterStore, one: Proposal, *, json: bool) -> None:
    changes = _changes(store, one)
    if json:
        print_json(_entry(one) | {"changes": [{**entry_of(each), "verb": each.verb} for each in changes]})
        return
    print_line(f"{one.name}  {say(f'proposal-{one.state}')}  {one.title}")
    for line in _lines(store, changes):
        print_line(line)
    for said in one.said:
        print_line()
        print_line(f"{said.time.strftime('%Y-%m-%d %H:%M')}  {said.author}  {said.subject}")
        for line in said.text.splitlines():
            print_line(f"  {line}")


def _lines(store: RegisterStore, changes: Iterable[RecordDifference]) -> Iterator[str]:
    for each in changes:
        yield f"{say_place(store.register, (each.kind, each.id))}  {say(f'verb-{each.verb}')}"
        yield from (f"  {say_field(store.register, each.kind, field)}" for field in each.fields)


def _approve(store: RegisterStore, one: Proposal, why: str, *, yes: bool, json: bool) -> None:
    note_lines(Cell(line, "") for line in _lines(store, _changes(store, one)))
    if not yes and is_asked() and not ask(say("approve-it", name=one.name)):
        note(say("not-approved"))
        return
    _tell(approve(store, one.name, why, looked_at=one.tip), "approved", json=json)


def _tell(written: Proposed, word: str, *, json: bool) -> None:
    if json:
        print_json({"proposal": written.name, "commit": written.commit, "summary": written.summary})
    else:
        print_line(say(word, name=written.name, commit=written.commit[:12]))
