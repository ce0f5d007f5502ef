"""What `add`, `set` and `save` share: the difference is shown, the person may be asked, then one commit is made."""

import difflib
from collections.abc import Iterable
from collections.abc import Iterator

from cli.exits import Exit
from cli.failure import WhyMissing
from cli.language import say
from cli.language import spoken
from cli.output import Cell
from cli.output import ask
from cli.output import is_asked
from cli.output import note
from cli.output import note_lines
from cli.output import print_json
from cli.output import print_line
from schema.change import ChangeSet
from schema.diagnostic import Diagnostic
from schema.diagnostic import dotted
from schema.identity import place_of
from schema.override import OVERRIDABLE
from schema.reference import references
from schema.rules.references import check_reference
from store.register import RegisterStore
from store.register import Saved
from store.review.entering import enter
from store.review.entering import prepare_entry
from store.saving import Prepared
from store.saving import SaveRefused


def require_reason(why: str) -> str:
    """A reason with something in it.

    Raises:
        WhyMissing: it is blank.
    """
    if not why.strip():
        raise WhyMissing
    return why.strip()


def save_change(store: RegisterStore, changes: ChangeSet, *, yes: bool, json: bool) -> int:
    """Show the difference on stderr, ask where a person sits at the keyboard, save.

    Args:
        store: the register.
        changes: what is to be done.
        yes: don't ask.
        json: say what was saved as JSON.

    Returns:
        The exit code; `Exit.FINE` too where the person said no.

    Raises:
        SaveRefused: the result would break a rule that no save may break.
        Failure: as `RegisterStore.save` raises.
    """
    saved = save_asked(store, changes, yes=yes)
    if saved is not None:
        tell_saved(saved, json=json)
    return Exit.FINE


def save_asked(store: RegisterStore, changes: ChangeSet, *, yes: bool) -> Saved | None:
    """Show the difference on stderr, ask where a person sits at the keyboard, save; what was saved is the caller's to tell.

    Args:
        store: the register.
        changes: what is to be done.
        yes: don't ask.

    Returns:
        None where the person said no.

    Raises:
        SaveRefused: the result would break a rule that no save may break.
        Failure: as `RegisterStore.save` raises.
    """
    prepared = prepare_entry(store, changes)
    show_difference(prepared)
    if prepared.refusals:
        tell_override(prepared.refusals)
        raise SaveRefused(prepared.refusals)
    tell_loose_ends(store, prepared)
    if not yes and is_asked() and not ask(say("save-it")):
        note(say("not-saved"))
        return None
    return enter(store, changes)


def tell_override(refusals: Iterable[Diagnostic]) -> None:
    """Say how refusals are overridden, where all of them may be."""
    codes = {one.code for one in refusals}
    if codes and codes <= OVERRIDABLE:
        note(say("may-override", options=" ".join(f"--override {code}" for code in sorted(codes))))


def tell_loose_ends(store: RegisterStore, prepared: Prepared) -> None:
    """Say which references that a save brings in lead nowhere: it may be done all the same, what they name may come later."""
    after = prepared.loaded.register
    for edit in prepared.files:
        record, old = after.at(edit.place), store.register.at(edit.place)
        known = {one.target for one in references(old)} if old is not None else set()
        for reference in references(record) if record is not None else ():
            fault = check_reference(after, *edit.place, reference) if reference.target not in known else None
            if fault is not None:
                message, hint = fault.say(spoken())
                note(f"{dotted(reference.key)}: {message} ({hint})")


def tell_saved(saved: Saved, *, json: bool) -> None:
    """Say what was saved: the commit and its first line, or a JSON document."""
    if json:
        places = [place for path in saved.paths if (place := place_of(path)) is not None]
        records = [{"kind": kind, "id": id_} for kind, id_ in places]
        told = {"commit": saved.commit, "summary": saved.summary, "paths": saved.paths, "records": records}
        print_json(told | ({"proposal": saved.proposal} if saved.proposal else {}))
    else:
        print_line(say("saved", commit=saved.commit[:12], summary=saved.summary))
        if saved.proposal:
            note(say("proposed", name=saved.proposal))


def show_difference(prepared: Prepared) -> None:
    """Show on stderr what a save would change in each file, line by line, and which comments it takes away."""
    for edit in prepared.files:
        note_lines(_difference(edit.path, edit.before or "", edit.after or ""))
        for comment in edit.lost_comments:
            note(say("comment-lost", comment=comment))


def _difference(path: str, before: str, after: str) -> Iterator[Cell]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), path, path, lineterm="")
    for line in lines:
        style = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1], "")
        yield Cell(line, "bold" if line.startswith(("+++", "---")) else style)
