"""`dutybook who DUTY|POST|GROUP`: who answers for it on a day, and on which tier."""

from cli.exits import Exit
from cli.failure import WrongKind
from cli.language import say
from cli.language import spoken
from cli.opening import day_of
from cli.opening import open_register
from cli.options import AsOfOption
from cli.options import JsonOption
from cli.options import OnOption
from cli.options import RegisterOption
from cli.output import Row
from cli.output import print_json
from cli.output import print_line
from cli.output import print_table
from cli.records import Plain
from cli.records import find_place
from cli.records import get_record
from cli.records import heading
from cli.records import title_of
from schema.answer import Answer
from schema.answer import who
from schema.kinds import KINDS
from schema.register import Register

_KINDS = ("duty", "post", "group", "unit")


def run(
    id: str,
    /,
    *,
    on: OnOption = None,
    json: JsonOption = False,
    as_of: AsOfOption = "",
    register: RegisterOption = None,
) -> int:
    """Say who answers."""
    store = open_register(register, as_of=as_of)
    place = find_place(store, id)
    if place[0] not in _KINDS:
        raise WrongKind(id, place[0], _KINDS)
    record = get_record(store, place)
    day = day_of(store, on)
    answers = who(store.register, *place, day)
    if json:
        print_json({"subject": f"{place[0]}/{place[1]}", "on": day, "answers": [_entry(one) for one in answers]})
        return Exit.FINE
    print_line(f"{KINDS[place[0]].label(spoken())} {place[1]}  {heading(place[0], record)}  {day.isoformat()}")
    titles = [say(name) for name in ("role", "tier", "unit", "post", "person", "manner", "since", "flags")]
    print_table(titles, [_row(store.register, one) for one in answers])
    return Exit.FINE


def _entry(one: Answer) -> Plain:
    return {
        "tier": one.tier,
        "label": one.label,
        "post": one.post,
        "person": one.person,
        "manner": one.manner,
        "since": one.since,
        "flags": one.flags,
    }


def _row(register: Register, one: Answer) -> Row:
    standing = one.manner.label(spoken())
    return [
        one.role.label(spoken()),
        _tier(register, one),
        title_of(register, "unit", one.unit) if one.unit else "",
        title_of(register, "post", one.post) if one.post else "",
        title_of(register, "person", one.person) if one.person else "",
        f"{standing} ({title_of(register, 'post', one.cover_post)})" if one.cover_post else standing,
        one.since.isoformat() if one.since else "",
        say("joiner").join(flag.label(spoken()) for flag in one.flags),
    ]


def _tier(register: Register, one: Answer) -> str:
    """The document's own word for the tier where it has one, else the tier's label in the language in use."""
    if one.tier is None:
        return ""
    own = one.label != one.tier.label(register.settings.language)
    return one.label if own else one.tier.label(spoken())
