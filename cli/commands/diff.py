"""`dutybook diff [A] [B]`: what differs between two states of the register, field by field."""

from cli.commands.log import entry_of
from cli.exits import Exit
from cli.language import say
from cli.opening import open_register
from cli.options import JsonOption
from cli.options import RegisterOption
from cli.output import Cell
from cli.output import note
from cli.output import print_json_list
from cli.output import print_line
from cli.output import print_parts
from cli.records import Plain
from cli.sentence import say_field
from cli.sentence import say_place
from schema.register import Register
from store.failure import NoCommitsYet
from store.location import read_head
from store.past.comparison import compare_commits
from store.past.comparison import compare_files
from store.past.history import RecordDifference
from store.past.revision import resolve
from store.past.revision import zone_of


def run(a: str = "", b: str = "", /, *, json: JsonOption = False, register: RegisterOption = None) -> int:
    """Compare commits, days or the files."""
    store = open_register(register)
    git = store.git
    branch, head = read_head(store.location)
    if head is None:
        raise NoCommitsYet(branch or "HEAD")
    zone = zone_of(store.register.settings.time_zone)
    old = resolve(git, a, zone) if a else head
    found = compare_commits(git, old, resolve(git, b, zone)) if b else compare_files(git, store.location, old, head)
    if json:
        print_json_list(_entry(one) for one in found)
        return Exit.FINE
    is_same = True
    for one in found:
        is_same = False
        _print(store.register, one)
    if is_same:
        note(say("diff-same"))
    return Exit.FINE


def _entry(one: RecordDifference) -> Plain:
    found = entry_of(one)
    fields = found.pop("fields")
    return {**found, "verb": "rename" if one.was else one.verb, "fields": fields}


def _print(register: Register, one: RecordDifference) -> None:
    verb = say("log-renamed", old=one.was, new=one.id) if one.was else say(f"verb-{one.verb}")
    style = {"add": "green", "remove": "red"}.get(one.verb, "yellow")
    print_parts(Cell(f"{say_place(register, (one.kind, one.id))}  ", "bold"), Cell(verb, style))
    if one.note:
        print_line(f"  {say('log-unreadable')}")
    elif one.verb == "edit" and not one.fields and not one.was:
        print_line(f"  {say('text-only')}")
    for field in one.fields:
        print_line(f"  {say_field(register, one.kind, field)}")
