"""Documents from the app: what can be made of the record of the cursor, and making it in a worker."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from textual.message import Message

from schema.identity import Place
from store.document import hand_out
from tui.desk import Desk
from tui.language import _
from tui.language import msgid
from tui.widgets.fields.spec import Choice

LABELS: dict[str, str] = {
    "statement": msgid("Duty statement"),
    "responsibilities": msgid("Statement of responsibilities"),
    "handover": msgid("Handover list"),
    "letter": msgid("Letter"),
    "notice": msgid("Notice of what is due"),
    "rectification": msgid("Rectification list"),
    "report": msgid("Half-year report"),
    "inspection": msgid("Inspection report of the year"),
    "ledger": msgid("Ledger of everything"),
}
"""What is offered, in the order of the list."""


@dataclass
class Exported(Message):
    """A document was written."""

    path: Path


def offers(place: Place | None) -> list[Choice]:
    """The documents to choose from: those about the record first."""
    from exchange.papers.offer import ABOUT  # noqa: PLC0415 - Word documents are heavy and rare
    from exchange.papers.offer import ALWAYS  # noqa: PLC0415

    about = ABOUT.get(place[0], ()) if place is not None else ()
    names = dict.fromkeys((*about, *ALWAYS, "ledger"))
    return [Choice(value=name, label=_(LABELS[name]), note=".xlsx" if name == "ledger" else ".docx") for name in names]


def usual_name(what: str, place: Place | None, on: date) -> str:
    """The file name that is proposed."""
    from exchange.papers.offer import ABOUT  # noqa: PLC0415

    about = place is not None and what in ABOUT.get(place[0], ())
    parts = [what, *([place[1]] if about and place is not None else []), on.isoformat()]
    return "-".join(parts) + (".xlsx" if what == "ledger" else ".docx")


def export(desk: Desk, what: str, place: Place | None, path: Path) -> Exported:
    """Make a document and write it; blocks.

    Raises:
        Failure: as `hand_out` and the makers raise.
    """
    from exchange.papers.offer import ABOUT  # noqa: PLC0415

    view = desk.view
    about = place is not None and what in ABOUT.get(place[0], ())
    target = place[1] if about and place is not None else ""
    if what == "ledger":
        from exchange.ledger import OBLIGATIONS  # noqa: PLC0415
        from exchange.ledger import write_ledger  # noqa: PLC0415
        from schema.kinds import KINDS  # noqa: PLC0415

        content, _rows = write_ledger(view.register, desk.origin(), [OBLIGATIONS, *KINDS], language=desk.language)
    else:
        from exchange.papers.layout import write_paper  # noqa: PLC0415
        from exchange.papers.offer import make_paper  # noqa: PLC0415

        unit = target if place is not None and place[0] == "unit" else ""
        paper = make_paper(view.register, what, "" if unit else target, view.on, unit)
        content = write_paper(paper, desk.origin(), draft=True)
    return Exported(hand_out(path, content))
