"""`dutybook doctor [--fix]`: what is damaged or was left behind, and what would be done about it; `--fix` does the safe part."""

from collections.abc import Iterator
from collections.abc import Sequence

from cli.exits import Exit
from cli.failure import NeedsConsent
from cli.language import choose
from cli.language import peek
from cli.language import say
from cli.language import spoken
from cli.language import use
from cli.opening import here
from cli.options import JsonOption
from cli.options import RegisterOption
from cli.options import YesOption
from cli.output import ask
from cli.output import is_asked
from cli.output import note
from cli.output import print_json
from cli.output import print_line
from schema.failure import Failure
from store.care.ailment import Ailment
from store.care.doctor import examine
from store.location import Location
from store.location import find


def run(
    *,
    fix: bool = False,
    yes: YesOption = False,
    thorough: bool = False,
    deadline: float = 60.0,
    json: JsonOption = False,
    register: RegisterOption = None,
) -> int:
    """Look the register over."""
    location = find(register or here())
    use(choose(peek(location.top)))
    if fix:
        _require_allowed(location, yes=yes, json=json)
    found = examine(location, thorough=thorough, deadline=deadline)
    fixed = [*_mend(found, yes=yes, json=json)] if fix else [False] * len(found)
    if json:
        print_json([_entry(one, done if fix else None) for one, done in zip(found, fixed, strict=True)])
    else:
        _tell(found, fixed, mended=fix)
    return Exit.FINE if all(fixed) else Exit.FOUND


def _require_allowed(location: Location, *, yes: bool, json: bool) -> None:
    """Make sure that something may be written, and that somebody says so.

    Raises:
        NeedsConsent: nobody is here to be asked.
        Failure: the first reason why nothing may be written.
    """
    for reason in location.read_only_reasons:
        raise reason
    if not yes and (json or not is_asked()):
        raise NeedsConsent


def _mend(found: Sequence[Ailment], *, yes: bool, json: bool) -> Iterator[bool]:
    """Do what is safe, one after the other, each after asking; whether it was done."""
    for one in found:
        if one.remedy is None:
            yield False
            continue
        if not json:
            _print(one)
        if not yes and not ask(say("doctor-fix-it")):
            note(say("doctor-left"))
            yield False
            continue
        try:
            one.remedy()
        except (Failure, OSError) as error:
            note(say("doctor-not-fixed", why=error.say(spoken())[0] if isinstance(error, Failure) else str(error)))
            yield False
        else:
            note(say("doctor-fixed"))
            yield True


def _tell(found: Sequence[Ailment], fixed: Sequence[bool], *, mended: bool) -> None:
    for one in found:
        if not mended or not one.fixable:
            _print(one)
    if not found:
        print_line(say("doctor-healthy"))
    elif mended:
        note(say("doctor-summary-fixed", count=len(found), fixed=sum(fixed)))
    else:
        note(say("doctor-summary", count=len(found), fixable=sum(one.fixable for one in found)))


def _print(one: Ailment) -> None:
    what, would_do = one.say(spoken())
    print_line(f"{one.code}  {what}")
    print_line(f"    {would_do}")


def _entry(one: Ailment, fixed: bool | None) -> dict[str, object]:
    what, would_do = one.say(spoken())
    told: dict[str, object] = {"code": one.code.value, "what": what, "would_do": would_do, "fixable": one.fixable}
    return told if fixed is None else {**told, "fixed": fixed}
