"""`dutybook trust`: let a repository's own hooks, signing and filters run, after saying what they are."""

from typing import Annotated

from cyclopts import Parameter

from cli.exits import Exit
from cli.failure import NeedsConsent
from cli.language import say
from cli.language import spoken
from cli.opening import here
from cli.options import RegisterOption
from cli.options import YesOption
from cli.output import ask
from cli.output import is_asked
from cli.output import note
from cli.output import print_line
from store.location import find
from store.trust import assess
from store.trust import grant
from store.trust import revoke


def run(
    *,
    revoked: Annotated[bool, Parameter(name="--revoke")] = False,
    yes: YesOption = False,
    register: RegisterOption = None,
) -> int:
    """Trust the repository, or take trust back."""
    location = find(register or here())
    trust = assess(location)
    for words in trust.runs_zh if spoken().startswith("zh") else trust.runs:
        print_line(f"  {words}")
    if revoked:
        revoke(location)
        print_line(say("trust-revoked" if trust.runs else "trust-not-needed"))
        return Exit.FINE
    if not trust.runs:
        print_line(say("trust-not-needed"))
        return Exit.FINE
    if trust.trusted:
        print_line(say("trust-given-already"))
        return Exit.FINE
    if not yes and not is_asked():
        raise NeedsConsent
    if not yes and not ask(say("trust-it")):
        note(say("trust-not-given"))
        return Exit.FINE
    grant(location)
    print_line(say("trust-given"))
    return Exit.FINE
