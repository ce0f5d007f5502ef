"""Choosing a document, where it goes and how it is made."""

from functools import partial
from pathlib import Path
from typing import Any
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import Static

from schema.identity import Place
from tui.actions import bindings
from tui.desk import Desk
from tui.dialogs.frame import Dialog
from tui.dialogs.pick import PickDialog
from tui.errands import run_errand
from tui.exporting import DATASET
from tui.exporting import LABELS
from tui.exporting import Order
from tui.exporting import export
from tui.exporting import is_paper
from tui.exporting import offers
from tui.exporting import usual_name
from tui.language import _
from tui.text import literal
from tui.typed_ahead import once_refreshed
from tui.widgets.fields.spec import Choice
from tui.widgets.fields.spec import FieldSpec
from tui.widgets.form import Form

PATH, LANGUAGE, FINAL, TEMPLATE, FORMAT = ("path",), ("language",), ("final",), ("template",), ("format",)
"""Keys of the fields."""
_LANGUAGES = {"zh": "中文", "en": "English"}


class ExportDialog(Dialog[Order]):
    """Asks where a document goes and how it is made. Dismissed with the order; None when the user goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("dialog.accept")]
    DEFAULT_CSS = """
    ExportDialog .export-told { height: auto; margin: 0 0 1 0; color: $text-muted; }
    ExportDialog Form { height: auto; max-height: 16; }
    ExportDialog.-narrow Form { max-height: 12; }
    """

    def __init__(self, what: str, place: Place | None, path: Path, language: str) -> None:
        """Make the dialog.

        Args:
            what: which document, a name of LABELS.
            place: the record of the cursor; None where there is none.
            path: where it goes unless another place is typed.
            language: the language that it has unless another is picked.
        """
        super().__init__(_(LABELS[what]))
        self._what = what
        self._place = place
        special = _fields_of_papers() if is_paper(what) else [_format()] if what == DATASET else []
        self.form = Form([*_fields(path, language), *special])
        """The fields."""

    def compose_body(self) -> ComposeResult:
        """What is to be known, and the fields."""
        told = _("Each says from which commit it was made. A file that is there is not replaced.")
        yield Static(literal(told), classes="export-told")
        yield self.form

    def on_mount(self) -> None:
        """Start where the file name is typed."""
        once_refreshed(self, self.form.focus_first)

    def action_accept(self) -> None:
        """Answer with the order; a fault that stands keeps it open at the field."""
        if self.form.go_to_fault():
            return
        given = self.form.values()
        self.dismiss(
            Order(
                what=self._what,
                place=self._place,
                path=str(given[PATH]).strip(),
                language=given[LANGUAGE] or "zh",
                final=bool(given.get(FINAL)),
                format=given.get(FORMAT) or "csv",
                template=(given.get(TEMPLATE) or "").strip(),
            )
        )


def _fields(path: Path, language: str) -> list[FieldSpec]:
    return [
        FieldSpec(key=PATH, label=_("Write to"), required=True, value=str(path)),
        FieldSpec(
            key=LANGUAGE,
            label=_("Language"),
            editor="choice",
            choices=lambda: [Choice(value=value, label=label) for value, label in _LANGUAGES.items()],
            required=True,
            value=language,
        ),
    ]


def _fields_of_papers() -> list[FieldSpec]:
    return [
        FieldSpec(
            key=FINAL,
            label=_("Final"),
            editor="switch",
            value=False,
            help=_("Without the draft mark; while changes are not committed it stays all the same."),
        ),
        FieldSpec(
            key=TEMPLATE,
            label=_("Own template"),
            value="",
            help=_("A .docx made from the template of documents and changed by you; empty for the usual one."),
        ),
    ]


def _format() -> FieldSpec:
    formats = {"csv": "CSV", "parquet": "Parquet", "jsonl": "JSON Lines"}
    return FieldSpec(
        key=FORMAT,
        label=_("Format"),
        editor="choice",
        choices=lambda: [Choice(value=value, label=label) for value, label in formats.items()],
        required=True,
        value="csv",
        help=_("A folder of tables, one file each. CSV opens in spreadsheets; Parquet needs DuckDB."),
    )


def offer_export(owner: Screen[None], desk: Desk, place: Place | None) -> None:
    """Ask which document, then where and how; the owner hears `Exported` or `ErrandFailed`.

    Args:
        owner: the screen that the errand belongs to.
        desk: the register.
        place: the record of the cursor; None where there is none.
    """

    def ask(picked: list[str] | None) -> None:
        if picked:
            ask_where(owner, desk, picked[0], place)

    owner.app.push_screen(PickDialog(_("Export"), offers(place)), ask)


def ask_where(owner: Screen[Any], desk: Desk, what: str, place: Place | None) -> None:
    """Ask where a document goes and how it is made; the owner hears `Exported` or `ErrandFailed`.

    Args:
        owner: the screen that the errand belongs to.
        desk: the register.
        what: which document, a name of LABELS.
        place: the record that it is about; None where there is none.
    """
    here = Path.cwd()  # not among the records: a document is made from them, it is none of them
    folder = Path.home() if here.is_relative_to(desk.top) else here
    path = folder / usual_name(what, place, desk.today)

    def write(order: Order | None) -> None:
        if order is not None:
            run_errand(owner, "export", partial(export, desk, order))

    owner.app.push_screen(ExportDialog(what, place, path, desk.language), write)
