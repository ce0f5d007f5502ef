"""Freezing a year's result: the scores of the last commit become a change of the year's assessment (R14).

For `score --freeze` and the app; both show the difference before they save it.
"""

from datetime import date

from schema.acts.assessments import UnsavedChanges
from schema.acts.assessments import assessment_to_freeze
from schema.acts.assessments import freeze
from schema.change import ChangeSet
from schema.kinds.scheme import Scheme
from schema.scoring import score
from store.register import RegisterStore


def freeze_year(
    store: RegisterStore, scheme: Scheme, year: int, on: date, *, again: bool = False, reason: str = ""
) -> ChangeSet:
    """The change that writes a year's scores into its assessment, as of the last commit.

    Args:
        store: the register.
        scheme: the scheme that the year is scored by.
        year: the year assessed.
        on: the day as of which it is scored.
        again: whether a result that is frozen already may be replaced.
        reason: why; empty: the act says it itself.

    Raises:
        UnsavedChanges: files differ from the last commit, so that no commit holds what would be scored.
        SeveralAssessments, AssessmentLater, AlreadyFrozen, NothingToFreeze: see schema.acts.assessments.
    """
    changed = [change for change in store.outside() if change.bears]
    if changed:
        raise UnsavedChanges([change.path for change in changed])
    record = assessment_to_freeze(store.register, scheme, year, on, again=again)
    return freeze(
        store.register,
        scheme,
        year,
        on,
        score(store.register, scheme, year, on),
        commit=store.location.head or "",
        record=record,
        new_id=store.new_id("assessment", day=on) if record is None else "",
        read_digest=None if record is None else store.read("assessment", record.id).digest,
        reason=reason,
    )
