"""`dutybook report prepare DUTY`: a draft of the next report, with figures that can be traced to records."""

from typing import TYPE_CHECKING
from typing import Literal

from cli.editing import save_change
from cli.exits import Exit
from cli.failure import WrongKind
from cli.language import say
from cli.language import spoken
from cli.opening import day_of
from cli.opening import open_register
from cli.options import JsonOption
from cli.options import OnOption
from cli.options import RegisterOption
from cli.options import YesOption
from cli.output import note
from cli.output import print_json
from cli.output import print_line
from cli.output import print_table
from cli.records import Plain
from cli.records import find_place
from schema.vocabulary import ReportForm

if TYPE_CHECKING:
    from schema.acts.reports import Account
    from store.register import RegisterStore


def run(
    action: Literal["prepare"],  # noqa: ARG001  # the only one so far
    duty: str,
    /,
    *,
    period: str = "",
    on: OnOption = None,
    form: ReportForm = ReportForm.WRITTEN,
    dry_run: bool = False,
    yes: YesOption = False,
    json: JsonOption = False,
    register: RegisterOption = None,
) -> int:
    """Prepare a report."""
    from schema.acts.reports import account
    from schema.acts.reports import prepare

    store = open_register(register, writing=not dry_run)
    kind, id_ = find_place(store, duty)
    if kind != "duty":
        raise WrongKind(duty, kind, ("duty",))
    given = account(store.register, id_, day_of(store, on), period=period)
    if dry_run:
        _show(given, json=json)
        return Exit.FINE
    draft = store.new_id("activity", day=given.on)
    changes = prepare(store.register, given, id=draft, form=form)
    if not json:
        _show(given, json=False)
    code = save_change(store, changes, yes=yes, json=json)
    _tell_what_is_left(store, draft)
    return code


def _show(given: "Account", *, json: bool) -> None:
    if json:
        print_json(_document(given))
        return
    print_line(say("report-heading", title=given.title, first=given.span.first, last=given.span.last))
    rows = [[fact.sort.label(spoken()), str(fact.number), say("joiner").join(fact.sources)] for fact in given.facts]
    print_table([say("figure"), say("number"), say("sources")], rows)


def _document(given: "Account") -> Plain:
    figures = [
        {"fact": fact.sort, "label": fact.sort.label(spoken()), "number": fact.number, "records": fact.sources}
        for fact in given.facts
    ]
    return {
        "duty": given.duty.id,
        "type": given.type,
        "period": given.period,
        "span": [given.span.first, given.span.last],
        "on": given.on,
        "title": given.title,
        "matter": given.matter,
        "figures": figures,
    }


def _tell_what_is_left(store: "RegisterStore", draft: str) -> None:
    """Say what the draft still lacks; nothing where it was not saved."""
    from schema.rules.reports import describe

    saved = store.register.activities.get(draft)
    left = [one.say(spoken())[0] for one in describe(store.register, saved)] if saved is not None else []
    if left:
        note(say("report-left"))
        for message in left:
            note(f"  {message}")
