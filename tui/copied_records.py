"""Records in the forms in which they are copied: as they read, as their files stand, as rows for a spreadsheet."""

from collections.abc import Mapping
from collections.abc import Sequence
from typing import Literal

from schema.identity import Place
from schema.kinds import KINDS
from tui.clipboard import table_line
from tui.copying import TextMade
from tui.desk import Desk
from tui.kind_columns import FIELDS
from tui.kind_columns import cells_of
from tui.kind_columns import columns_of
from tui.language import _
from tui.language import msgid
from tui.record_lines import Page
from tui.screens.pages import Known
from tui.screens.pages import page_of_place
from tui.screens.pages import path_in

Form = Literal["text", "toml", "rows"]
"""In which form records are copied."""

FORMS: Mapping[Form, tuple[str, str]] = {
    "text": (msgid("Text"), msgid("as the record pane shows it")),
    "toml": (msgid("TOML"), msgid("the file as it stands")),
    "rows": (msgid("Table rows"), msgid("for a spreadsheet, with a heading")),
}
"""Name and explanation."""


def forms_of(places: Sequence[Place], page: Page) -> list[Form]:
    """In which forms these records can be copied; a page that is about no record is text alone."""
    if not places:
        return ["text"] if page.lines else []
    return ["text", "toml", "rows"] if all(kind in KINDS for kind, _id in places) else ["text", "toml"]


def make_text(desk: Desk, form: Form, places: Sequence[Place], page: Page, known: Known, *, to_file: bool) -> TextMade:
    """Write records in one form; reads files, so it is for a thread.

    Args:
        desk: the register.
        form: one of FORMS.
        places: the records; empty for a page about none.
        page: what the record pane shows.
        known: obligations by duty, as far as they are worked out.
        to_file: handed on.

    Raises:
        Failure: a file can't be read.
    """
    if form == "toml":
        files = [desk.read(*place).text for place in places]
        if len(files) > 1:
            files = [f"# {path_in(desk, place)}\n{text}" for place, text in zip(places, files, strict=True)]
        text = "\n".join(files)
    elif form == "rows":
        text = "\n".join(_rows(desk, places)) + "\n"
    elif list(places) in ([], [page.place]):
        text = page.as_text()
    else:
        text = "\n".join(page_of_place(desk, place, known).as_text() for place in places)
    return TextMade(text, to_file)


def _rows(desk: Desk, places: Sequence[Place]) -> list[str]:
    """A heading and the rows, for each kind."""
    lines: list[str] = []
    for kind in FIELDS:
        ids = [id_ for of, id_ in places if of == kind]
        if ids:
            lines.append(table_line([*(column.title for column in columns_of(kind)), _("Id")]))
            rows = cells_of(desk.view, kind, ids)
            lines += [table_line([*cells, id_]) for cells, id_ in zip(rows, ids, strict=True)]
    return lines
