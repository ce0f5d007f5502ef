"""Choosing a policy text and, of several in one file, which; then going through it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from textual.screen import Screen

from schema.change import Attachment
from store.register import Saved
from tui.desk import Desk
from tui.dialogs.files import FileDialog
from tui.dialogs.files import Picked
from tui.dialogs.pick import PickDialog
from tui.importing import Importing
from tui.importing import make_plan
from tui.importing import read_text
from tui.language import _
from tui.screens.importing import ImportDialog
from tui.widgets.fields.spec import Choice


def offer_import(owner: Screen[None], desk: Desk, saved: Callable[[Saved | None], None]) -> None:
    """Ask which file, then which document of it, and go through that.

    Args:
        owner: the screen that asks.
        desk: the register.
        saved: hears what was saved; None where it was left.
    """
    found: list[Importing] = []

    def take(file: Path) -> Attachment:
        """Recognise a file; in a thread."""
        text = read_text(desk, file)
        found[:] = [make_plan(desk, text, at) for at in range(len(text.documents))]
        return Attachment(path=str(file), sha256=text.sha256, content=b"")

    def choose(picked: Picked | None) -> None:
        if picked is None:
            return
        if len(found) == 1:
            owner.app.push_screen(ImportDialog(desk, found[0]), saved)
            return
        choices = [Choice(value=str(at), label=str(one.plan.source["title"])) for at, one in enumerate(found)]
        owner.app.push_screen(PickDialog(_("Which document?"), choices), partial(open_one, found))

    def open_one(several: list[Importing], answer: list[str] | None) -> None:
        if answer:
            owner.app.push_screen(ImportDialog(desk, several[int(answer[0])]), saved)

    told = _("A text of rules: .txt, .md or .docx. It is read and taken apart; nothing is saved before you say so.")
    here = Path.cwd()
    folder = Path.home() if here.is_relative_to(desk.top) else here
    owner.app.push_screen(FileDialog(folder, take, title=_("Import a policy text"), told=told), choose)
