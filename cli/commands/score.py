"""`dutybook score`: what each object of an assessment scheme gets for a year, where every point comes from, and freezing it."""

from datetime import MAXYEAR
from datetime import MINYEAR
from datetime import date
from typing import Annotated

from cyclopts import Parameter

from cli.editing import save_change
from cli.exits import Exit
from cli.failure import BadOptions
from cli.failure import WhyMissing
from cli.failure import WrongKind
from cli.language import say
from cli.opening import day_of
from cli.opening import open_register
from cli.options import AsOfOption
from cli.options import JsonOption
from cli.options import OnOption
from cli.options import RegisterOption
from cli.options import YesOption
from cli.output import note
from cli.output import print_json
from cli.records import find_place
from cli.scoresheet import Sheet
from cli.scoresheet import entry
from cli.scoresheet import print_one
from cli.scoresheet import print_sheet
from schema.assessed import NotAssessed
from schema.assessed import frozen_results
from schema.assessed import scheme_of
from schema.kinds.scheme import Scheme
from schema.scoring import score
from store.freezing import freeze_year
from store.register import RegisterStore


def run(
    *,
    year: int | None = None,
    on: OnOption = None,
    unit: Annotated[str, Parameter(name=("--object", "--unit"))] = "",
    scheme: str = "",
    freeze: bool = False,
    again: bool = False,
    why: Annotated[str, Parameter(name="--why")] = "",
    yes: YesOption = False,
    json: JsonOption = False,
    as_of: AsOfOption = "",
    register: RegisterOption = None,
) -> int:
    """Score."""
    if year is not None and not MINYEAR < year < MAXYEAR:  # a year has one before and one after
        raise BadOptions("bad-option-value", "score", name="--year", value=year)
    store = open_register(register, writing=freeze, as_of=as_of)
    day = day_of(store, on)
    wanted = day.year if year is None else year
    chosen = _find_scheme(store, scheme) if scheme else scheme_of(store.register, wanted, day)
    if freeze:
        return _freeze(store, chosen, wanted, day, again=again, why=why.strip(), yes=yes, json=json)
    sheet = make_sheet(store, chosen, wanted, day)
    if unit:
        sheet = _narrow(store, sheet, unit)
    if json:
        print_json([entry(sheet, one) for one in sheet.scores])
    elif unit:
        print_one(sheet, sheet.scores[0])
    else:
        print_sheet(sheet)
    return Exit.FINE


def make_sheet(store: RegisterStore, scheme: Scheme, year: int, on: date) -> Sheet:
    """Score all objects of a scheme, with what was frozen of them."""
    register = store.register
    scores = score(register, scheme, year, on)
    return Sheet(register, scheme, year, on, tuple(scores), frozen_results(register, scheme, year, on))


def _find_scheme(store: RegisterStore, text: str) -> Scheme:
    schemes = store.register.of(Scheme)
    kind, id_ = find_place(store, text if "/" in text or text not in schemes else f"scheme/{text}")
    if kind != "scheme" or id_ not in schemes:
        raise WrongKind(text, kind, ["scheme"])
    return schemes[id_]


def _narrow(store: RegisterStore, sheet: Sheet, text: str) -> Sheet:
    kind, id_ = find_place(store, text)
    if kind not in {"unit", "post"}:
        raise WrongKind(text, kind, ["unit", "post"])
    found = tuple(one for one in sheet.scores if (one.kind, one.object) == (kind, id_))
    if not found:
        raise NotAssessed(id_, sheet.scheme.id, sheet.on)
    return sheet._replace(scores=found)


def _freeze(
    store: RegisterStore, scheme: Scheme, year: int, on: date, *, again: bool, why: str, yes: bool, json: bool
) -> int:
    """Write the results into the year's assessment, as of the last commit."""
    if again and not why:
        raise WhyMissing
    changes = freeze_year(store, scheme, year, on, again=again, reason=why)
    if on < date(year, 12, 31):
        note(say("year-not-over", year=year, day=on.isoformat()))
    return save_change(store, changes, yes=yes, json=json)
