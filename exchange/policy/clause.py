"""What is recognised in a policy text: clauses with who and how often, and the documents that they belong to."""

from datetime import date
from typing import Final
from typing import NamedTuple

from exchange.policy.line import Line
from exchange.policy.misprints import Suspect
from exchange.policy.outline import Group
from exchange.policy.question import Question
from exchange.policy.roles import Role
from exchange.policy.roster import Roster
from schema.proposal import Proposal
from schema.vocabulary import ClauseScope

_LOOSE: Final = " ，,、；;"
"""Signs that mean nothing at the ends of a fragment."""


class Passage(NamedTuple):
    """A part of a clause that is about one thing."""

    start: int
    end: int
    code: str
    """O1 to O5; empty where it is in scope."""


class Clause(NamedTuple):
    """One clause, recognised."""

    path: str
    label: str
    heading: str
    line: int
    text: str
    """As it stands there, without its note and without names of persons and accounts."""
    scope: ClauseScope
    out_codes: tuple[str, ...]
    """What of it is out of scope."""
    passages: tuple[Passage, ...]
    subject: str
    """Who it is about, in the text's own words."""
    above: str
    """Who it is plainly about: named at its beginning, or by the clause or heading over it."""
    own: str
    """The decision body that the document speaks of most; empty where it names none."""
    lead: tuple[str, ...]
    responsible: tuple[str, ...]
    carried: tuple[str, ...]
    """Who its note says answers for it."""
    cadences: tuple[Proposal, ...]
    roles: tuple[Role, ...]
    addressee: tuple[str, ...]
    copies: tuple[str, ...]
    questions: tuple[Question, ...]
    suspects: tuple[Suspect, ...]

    @property
    def kept(self) -> str:
        """The text without what is out of scope; empty where all of it is."""
        return self._joined().strip(_LOOSE)

    def place(self, at: int) -> int:
        """Where a place of the text is in what is kept of it."""
        joined = self._joined()
        before = sum(min(at, one.end) - one.start for one in self.passages if not one.code and one.start < at)
        return min(max(before - (len(joined) - len(joined.lstrip(_LOOSE))), 0), len(self.kept))

    def _joined(self) -> str:
        return "".join(self.text[one.start : one.end] for one in self.passages if not one.code)


class Recognised(NamedTuple):
    """One document, recognised."""

    title: str
    line: int
    number: str
    """Its document number; empty where it has none."""
    issuer: str
    """Who signed it; empty where nobody did."""
    issued: date | None
    effective: date | None
    """From when it holds; None where it does not say."""
    groups: tuple[Group, ...]
    clauses: tuple[Clause, ...]
    rosters: tuple[Roster, ...]
    questions: tuple[Question, ...]
    suspects: tuple[Suspect, ...]
    """Misprints of the title."""


class Recognition(NamedTuple):
    """A file, recognised."""

    documents: tuple[Recognised, ...]
    skipped: tuple[Line, ...]
