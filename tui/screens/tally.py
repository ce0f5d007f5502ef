"""The numbers and marks of the navigation."""

from collections.abc import Mapping

from schema.diagnostic import Severity
from schema.kinds import KINDS
from tui.desk import Desk
from tui.kind_columns import worst_of
from tui.screens.today import Work
from tui.widgets.navigation import CHECK
from tui.widgets.navigation import TODAY


def tally(
    desk: Desk, lights: Mapping[str, str], work: Work, problems: int
) -> tuple[Mapping[str, int], Mapping[str, str]]:
    """Count the records of each kind, and mark what asks for a look.

    Args:
        desk: the register.
        lights: of duties; the worst stands beside their kind.
        work: what lies beside the register.
        problems: how many diagnostics there are; 0 while nobody checked.

    Returns:
        Counts and marks by destination.
    """
    register = desk.view.register
    counts = {kind: len(register.records.get(kind, {})) for kind in KINDS}
    marks = {"duty": worst_of(lights.values())}
    for kind, _id in register.unreadable:
        if kind in counts:
            counts[kind] += 1
            marks[kind] = "error"
    if problems:
        counts[CHECK] = problems
    if any(fault.severity is Severity.ERROR for fault in desk.faults):
        marks[CHECK] = "error"
    if work.outside or work.unfinished or work.sync_waits or work.waiting:
        marks[TODAY] = "changed"
    return counts, marks
