"""Choosing in which form records are copied, and whether into a file."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING
from typing import ClassVar
from typing import cast

from textual.binding import BindingType
from textual.widget import Widget

from schema.identity import Place
from tui.actions import Action
from tui.actions import bindings
from tui.actions import register_actions
from tui.copied_records import FORMS
from tui.copied_records import Form
from tui.copied_records import forms_of
from tui.copied_records import make_text
from tui.dialogs.pick import PickDialog
from tui.errands import run_errand
from tui.language import _
from tui.language import msgid
from tui.screens.listing import Listing
from tui.widgets.fields.spec import Choice
from tui.widgets.record_view import RecordView

if TYPE_CHECKING:
    from tui.screens.frame import Frame

register_actions(
    [
        Action(
            id="copy.to-file",
            keys=("f4",),
            label=msgid("To a file"),
            help=msgid("Write it into a file instead of copying it."),
            shown=True,
        )
    ],
    scopes={"copy": msgid("Copy as")},
)

_FILE = "file"


class CopyDialog(PickDialog):
    """Asks for the form. Dismissed with its name, and with `file` after it where it goes into one; None to go back."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("copy")]
    DEFAULT_CSS = """
    CopyDialog.-tall > .dialog-frame { height: 15; }
    """

    def __init__(self, forms: Sequence[Form], count: int) -> None:
        """Make the dialog.

        Args:
            forms: what is offered.
            count: how many records are copied; 0 for a page about none.
        """
        choices = [Choice(value=form, label=_(FORMS[form][0]), note=_(FORMS[form][1])) for form in forms]
        title = _("Copy {n} records as").format(n=count) if count > 1 else _("Copy as")
        super().__init__(title, choices)

    def action_to_file(self) -> None:
        """Take the form of the cursor, into a file."""
        if form := self.list.records.cursor_id:
            self.dismiss([form, _FILE])


def offer_copy(main: "Frame") -> None:
    """Ask for the form, and copy what is selected, or what the record pane shows; the app hears `TextMade`."""
    page, known, desk = main.query_one(RecordView).page, main.obligations, main.desk
    places = _chosen(main.middle) if main.pinned is None else []
    places = places or ([page.place] if page.place is not None else [])
    forms = forms_of(places, page)
    if not forms:
        main.app.notify(_("There is nothing to copy here."), severity="warning")
        return

    def take(answer: list[str] | None) -> None:
        if answer:
            form = cast("Form", answer[0])
            job = partial(make_text, desk, form, places, page, known, to_file=_FILE in answer[1:])
            run_errand(main, "copy", job)

    main.app.push_screen(CopyDialog(forms, len(places)), take)


def _chosen(middle: Widget | None) -> list[Place]:
    """The selected records of a list."""
    if isinstance(middle, Listing) and middle.records.selected:
        return [(middle.kind, id_) for id_ in middle.records.chosen_ids()]
    return []
