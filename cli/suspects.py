"""How duties that are to be reviewed again are shown: what their clauses said and what they say now (R18). For `check` and `reaffirm`."""

from collections.abc import Iterable

from cli.language import say
from cli.output import print_line
from cli.output import print_table
from cli.records import Plain
from cli.records import title_of
from schema.fingerprint import fingerprint
from schema.register import Register
from schema.supersession import Why
from store.past.suspects import Comparison


def print_comparisons(register: Register, comparisons: Iterable[Comparison]) -> None:
    """Show each suspect: the duty and its clause, then both texts side by side."""
    for suspect, old in comparisons:
        print_line()
        names = {"duty": title_of(register, "duty", suspect.duty), "id": suspect.duty, "clause": suspect.basis.clause}
        if suspect.why is Why.SOURCE_SUPERSEDED:
            source = suspect.source
            by = title_of(register, "source", source.superseded_by) if source.superseded_by else say("nothing")
            print_line(say("suspect-superseded", **names, day=source.superseded_on, by=by))
            continue
        print_line(say("suspect-changed", **names))
        then = say("text-then", commit=old.commit[:12], day=old.time.date()) if old is not None else say("text-before")
        print_table(
            [then, say("text-now")],
            [[_line(old.text if old is not None else say("text-lost")), _line(suspect.clause.text)]],
        )


def entry(comparison: Comparison) -> Plain:
    """A suspect as `reaffirm --json` lists it."""
    suspect, old = comparison
    return {
        "duty": suspect.duty,
        "clause": suspect.basis.clause,
        "why": suspect.why,
        "fingerprint": suspect.basis.fingerprint,
        "reviewed_by": suspect.basis.reviewed_by,
        "reviewed_on": suspect.basis.reviewed_on,
        "old": {"text": old.text, "commit": old.commit, "time": old.time} if old is not None else None,
        "new": {"text": suspect.clause.text, "fingerprint": fingerprint(suspect.clause.text)},
        "superseded_by": suspect.source.superseded_by,
        "superseded_on": suspect.source.superseded_on,
    }


def _line(text: str) -> str:
    return " ".join(text.split())
