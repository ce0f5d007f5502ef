"""Documents from the app: what can be made of the record of the cursor, and making it in a worker."""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import msgspec
from textual.message import Message

from schema.identity import Place
from schema.provenance import Provenance
from store.document import hand_out
from store.document import hand_out_made
from store.files import read
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
    "calendar": msgid("Calendar of what is due"),
    "page": msgid("Page for leaders"),
    "ledger": msgid("Ledger of everything"),
    "dataset": msgid("Data set for analysis"),
    "template": msgid("Template of documents"),
}
"""What is offered, in the order of the list."""
DATASET: Final = "dataset"
"""The name of the data set, which is a folder of tables."""
_ENDINGS: Final[Mapping[str, str]] = {"ledger": ".xlsx", "calendar": ".ics", "page": ".html", DATASET: ""}
"""Of files; .docx for all others, none for a folder."""
_NO_PAPERS: Final = frozenset({*_ENDINGS, "template"})
_OF: Final[Mapping[str, tuple[str, ...]]] = {"calendar": ("unit", "post")}
"""Documents beside the papers that are narrowed to a record of these kinds."""
_MOST: Final = 20 << 20
"""Most bytes of a template."""


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """A document that was asked for."""

    what: str
    """A name of LABELS."""
    place: Place | None
    """The record of the cursor."""
    path: str
    """Where it goes, as it was typed."""
    language: str
    """`zh` or `en`."""
    final: bool = False
    """Whether a paper bears no draft mark; it does all the same while files are changed and not committed."""
    format: str = "csv"
    """Of the tables of a data set: `csv`, `parquet` or `jsonl`."""
    template: str = ""
    """The file of an own template of papers, as it was typed; empty for ours."""


@dataclass
class Exported(Message):
    """A document was written."""

    path: Path


def offers(place: Place | None) -> list[Choice]:
    """The documents to choose from: those about the record first."""
    from exchange.papers.offer import ABOUT  # noqa: PLC0415 - Word documents are heavy and rare
    from exchange.papers.offer import ALWAYS  # noqa: PLC0415

    about = ABOUT.get(place[0], ()) if place is not None else ()
    names = dict.fromkeys((*about, *ALWAYS, "calendar", "page", "ledger", DATASET, "template"))
    notes = {**_ENDINGS, DATASET: ".csv .parquet .jsonl"}
    return [Choice(value=name, label=_(LABELS[name]), note=notes.get(name, ".docx")) for name in names]


def is_paper(what: str) -> bool:
    """Whether a document is a paper: it has a draft mark and is laid out by a template."""
    return what not in _NO_PAPERS


def usual_name(what: str, place: Place | None, on: date) -> str:
    """The file name that is proposed."""
    target = _target(what, place)
    parts = [what] if what == "template" else [what, *([target] if target else []), on.isoformat()]
    return "-".join(parts) + _ENDINGS.get(what, ".docx")


def export(desk: Desk, order: Order) -> Exported:
    """Make a document and write it; blocks.

    Raises:
        Failure: as `hand_out` and the makers raise.
    """
    source = desk.origin()
    source = source._replace(title=desk.view.register.settings.called(order.language))
    if order.what == DATASET:
        return Exported(_dataset(desk, order, source))
    content = _paper(desk, order, source) if is_paper(order.what) else _other(desk, order, source)
    return Exported(hand_out(Path(order.path).expanduser(), content))


def _dataset(desk: Desk, order: Order, source: Provenance) -> Path:
    """Write all tables into a folder of their own; the history goes back from what is shown."""
    from exchange.dataset.changes import read_changes  # noqa: PLC0415 - only a data set asks for it
    from exchange.dataset.files import Format  # noqa: PLC0415
    from exchange.dataset.rows import Row  # noqa: PLC0415
    from exchange.dataset.rows import rows_of  # noqa: PLC0415
    from exchange.dataset.tables import TABLES  # noqa: PLC0415
    from exchange.dataset.tables import Table  # noqa: PLC0415
    from exchange.dataset.writing import write_dataset  # noqa: PLC0415
    from store.past.chronology import Chronology  # noqa: PLC0415
    from store.past.history import details  # noqa: PLC0415

    git, register, on = desk.store.git, desk.view.register, desk.view.on
    history = Chronology(git, desk.store.location)

    def fill(table: Table) -> Iterator[Row]:
        commits = history.commits(until=desk.past.commit if desk.past is not None else "")
        return rows_of(table, register, on, read_changes(details(git, commits)))

    def make(folder: Path) -> None:
        folder.mkdir()
        format_ = msgspec.convert(order.format, Format)
        write_dataset(folder, list(TABLES.values()), format_, fill, source, order.language)

    return hand_out_made(Path(order.path).expanduser(), make, is_ours=lambda _path: False)


def _target(what: str, place: Place | None) -> str:
    """Id of the record that a document is about; empty where it is about none."""
    from exchange.papers.offer import ABOUT  # noqa: PLC0415

    if place is None or not (what in ABOUT.get(place[0], ()) or place[0] in _OF.get(what, ())):
        return ""
    return place[1]


def _paper(desk: Desk, order: Order, source: Provenance) -> bytes:
    from exchange.papers.layout import write_paper  # noqa: PLC0415
    from exchange.papers.offer import make_paper  # noqa: PLC0415

    view, target = desk.view, _target(order.what, order.place)
    unit = target if order.place is not None and order.place[0] == "unit" else ""
    paper = make_paper(view.register, order.what, "" if unit else target, view.on, unit, order.language)
    own = Path(order.template).expanduser().absolute() if order.template else None
    template = read(own.parent, own.name, limit=_MOST) if own is not None else None
    draft = not order.final or source.changed
    return write_paper(paper, source, draft=draft, template=template, template_name=order.template or "-")


def _other(desk: Desk, order: Order, source: Provenance) -> bytes:
    register, on = desk.view.register, desk.view.on
    match order.what:
        case "calendar":
            from exchange.calendar import select_dated  # noqa: PLC0415
            from exchange.calendar import write_calendar  # noqa: PLC0415

            target = {order.place[0]: order.place[1]} if order.place and _target("calendar", order.place) else {}
            found = select_dated(register, on, unit=target.get("unit", ""), post=target.get("post", ""))
            return write_calendar(register, found, source, language=order.language, alarms=(7, 1))
        case "page":
            from exchange.page.page import write_page  # noqa: PLC0415
            from schema.obligation import obligations  # noqa: PLC0415

            return write_page(register, obligations(register, on), source, language=order.language)
        case "template":
            from exchange.papers.template import make_template  # noqa: PLC0415

            return make_template(order.language)
        case _:
            from exchange.ledger import OBLIGATIONS  # noqa: PLC0415
            from exchange.ledger import write_ledger  # noqa: PLC0415
            from schema.kinds import KINDS  # noqa: PLC0415

            return write_ledger(register, source, [OBLIGATIONS, *KINDS], language=order.language)[0]
