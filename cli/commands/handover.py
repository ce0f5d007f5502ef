"""`dutybook handover [POST|RECORD]`: what is handed over and by when; `--save` records it, `--sign` signs it."""

from datetime import date

from cli.editing import save_change
from cli.exits import Exit
from cli.language import say
from cli.language import spoken
from cli.opening import day_of
from cli.opening import open_register
from cli.options import AsOfOption
from cli.options import JsonOption
from cli.options import OnOption
from cli.options import RegisterOption
from cli.options import WhyOption
from cli.options import YesOption
from cli.output import Row
from cli.output import note
from cli.output import print_json
from cli.output import print_line
from cli.output import print_table
from cli.places import find_of
from cli.records import Plain
from cli.records import title_of
from schema.acts.handovers import NotRecorded
from schema.acts.handovers import record
from schema.acts.handovers import require_change
from schema.acts.handovers import sign as sign_record
from schema.handover import Item
from schema.handover import matters
from schema.kinds.handover import Handover
from schema.kinds.post import Post
from schema.register import Register
from schema.succession import Succession
from schema.succession import change_of
from schema.succession import record_of
from schema.succession import successions
from schema.succession import unsigned
from schema.vocabulary import SignatureRole
from store.register import RegisterStore


def run(
    id: str = "",
    /,
    *,
    on: OnOption = None,
    save: bool = False,
    witness: str = "",
    sign: tuple[SignatureRole, str] | None = None,
    why: WhyOption = "",
    yes: YesOption = False,
    json: JsonOption = False,
    as_of: AsOfOption = "",
    register: RegisterOption = None,
) -> int:
    """Show, record or sign a handover."""
    store = open_register(register, writing=save or sign is not None, as_of=as_of)
    day = day_of(store, on)
    if not id:
        return _list(store.register, day, json=json)
    place = find_of(store, id, "post", "handover")
    if sign is not None:
        role, person = sign[0], find_of(store, sign[1], "person")[1]
        signed = _record(store, place, day)
        digest = store.read("handover", signed.id).digest
        changes = sign_record(store.register, signed, role, person, day, reason=why.strip(), read_digest=digest)
        return save_change(store, changes, yes=yes, json=json)
    post, change = _change(store, place, day)
    items = matters(store.register, post, change.outgoing, day)
    if not save:
        return _show(store.register, post, change, items, day, json=json)
    named = find_of(store, witness, "person")[1] if witness else ""
    new = store.new_id("handover", day=change.effective)
    changes = record(store.register, post, new, items, day, witness=named, reason=why.strip())
    return save_change(store, changes, yes=yes, json=json)


def _change(store: RegisterStore, place: tuple[str, str], on: date) -> tuple[Post, Succession]:
    """The post and the change of person that an id is about: the post's last, or that of a record.

    Raises:
        NobodyLeft: nobody had left the post by the day.
        NoSuchRecord: the record names a post that is not there.
    """
    register = store.register
    kind, id_ = place
    handover = register.handovers.get(id_) if kind == "handover" else None
    post = register.posts[find_of(store, f"post/{handover.post}", "post")[1] if handover is not None else id_]
    change = change_of(register, handover, on) if handover is not None else None
    return post, change or require_change(register, post, on)


def _record(store: RegisterStore, place: tuple[str, str], on: date) -> Handover:
    """The record that an id is about: itself, or that of the post's last change of person.

    Raises:
        NotRecorded: the post's last change of person has none.
    """
    if place[0] == "handover":
        return store.register.handovers[place[1]]
    post, change = _change(store, place, on)
    found = record_of(store.register.handovers.values(), change, on)
    if found is None:
        raise NotRecorded(post.title)
    return found


def _list(register: Register, on: date, *, json: bool) -> int:
    found = list(successions(register, on))
    if json:
        print_json([_entry(register, change, on) for change in found])
        return Exit.FINE
    names = ("post", "outgoing", "incoming", "effective", "due-day", "record", "unsigned")
    print_table([say(name) for name in names], [_change_row(register, change, on) for change in found])
    return Exit.FINE


def _show(register: Register, post: Post, change: Succession, items: list[Item], on: date, *, json: bool) -> int:
    if json:
        listed = [{"sort": one.sort, "text": one.text, "reference": one.reference, "due": one.due} for one in items]
        print_json({**_entry(register, change, on), "matters": listed})
        return Exit.FINE
    entry = _entry(register, change, on)
    print_line(f"{title_of(register, 'post', post.id)} ({post.id})  {on.isoformat()}")
    for name in ("outgoing", "incoming", "witness"):
        print_line(f"{say(name)}: {title_of(register, 'person', entry[name]) if entry[name] else say('nobody')}")
    print_line(say("handover-due", effective=change.effective, due=change.due or say("not-yet-due")))
    print_line(f"{say('record')}: {entry['record'] or say('nothing')}")
    if entry["record"] and entry["unsigned"]:
        print_line(f"{say('unsigned')}: {_roles(entry['unsigned'])}")
    print_line()
    print_table([say(name) for name in ("sort", "matter", "reference", "due-day")], [_item_row(one) for one in items])
    note(say("handover-summary", count=len(items)))
    return Exit.FINE


def _entry(register: Register, change: Succession, on: date) -> Plain:
    found = record_of(register.handovers.values(), change, on)
    return {
        "post": change.post,
        "title": register.posts[change.post].title,
        "on": on,
        "outgoing": change.outgoing,
        "incoming": (found.incoming if found is not None else None) or change.incoming,
        "witness": found.witness if found is not None else None,
        "ended": change.ended,
        "effective": change.effective,
        "due": change.due,
        "record": found.id if found is not None else None,
        "unsigned": unsigned(register, found, on) if found is not None else (),
    }


def _change_row(register: Register, change: Succession, on: date) -> Row:
    entry = _entry(register, change, on)
    return [
        title_of(register, "post", change.post),
        title_of(register, "person", change.outgoing),
        title_of(register, "person", entry["incoming"]) if entry["incoming"] else "",
        change.effective.isoformat(),
        change.due.isoformat() if change.due else say("not-yet-due"),
        entry["record"] or say("nothing"),
        _roles(entry["unsigned"]),
    ]


def _roles(roles: tuple[SignatureRole, ...]) -> str:
    return say("joiner").join(role.label(spoken()) for role in roles)


def _item_row(one: Item) -> Row:
    return [one.sort.label(spoken()), " ".join(one.text.split()), one.reference, one.due.isoformat() if one.due else ""]
