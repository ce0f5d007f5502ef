"""Choosing a document and where it goes."""

from functools import partial
from pathlib import Path

from textual.screen import Screen

from schema.identity import Place
from tui.desk import Desk
from tui.dialogs.line import LineDialog
from tui.dialogs.pick import PickDialog
from tui.errands import run_errand
from tui.exporting import export
from tui.exporting import offers
from tui.exporting import usual_name
from tui.language import _


def offer_export(owner: Screen[None], desk: Desk, place: Place | None) -> None:
    """Ask which document, then where; the owner hears `Exported` or `ErrandFailed`.

    Args:
        owner: the screen that the errand belongs to.
        desk: the register.
        place: the record of the cursor; None where there is none.
    """

    def ask(picked: list[str] | None) -> None:
        if picked:
            what = picked[0]
            told = _("Each says from which commit it was made. A file that is there is not replaced.")
            here = Path.cwd()  # not among the records: a document is made from them, it is none of them
            folder = Path.home() if here.is_relative_to(desk.top) else here
            typed = str(folder / usual_name(what, place, desk.today))
            owner.app.push_screen(LineDialog(_("Write to"), told, typed=typed), partial(write, what))

    def write(what: str, path: str | None) -> None:
        if path and path.strip():
            run_errand(owner, "export", partial(export, desk, what, place, Path(path.strip()).expanduser()))

    owner.app.push_screen(PickDialog(_("Export"), offers(place)), ask)
