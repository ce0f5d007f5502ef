"""A record list in sections: rows that head a section are drawn across and the cursor passes over them."""

from rich.segment import Segment
from textual.strip import Strip

from tui.text import fit
from tui.widgets.record_list import RecordList
from tui.widgets.row_order import Rows

HEAD = "#"
"""What ids of rows that head a section begin with."""


class SectionList(RecordList):
    """A record list in sections; it keeps the order it is given."""

    DEFAULT_CSS = """
    SectionList > .record-list--section { text-style: bold; color: $text-accent; background: $boost; }
    SectionList:nocolor > .record-list--section, SectionList:ansi > .record-list--section { text-style: bold; }
    """
    COMPONENT_CLASSES = {"record-list--section"}  # noqa: RUF012 - Textual's ClassVar

    def set_rows(self, rows: Rows) -> None:
        """Fill the list again; the cursor goes to the first row that is no head unless it stands on one already."""
        super().set_rows(rows)
        if self.cursor_id.startswith(HEAD):
            self._move(self.cursor + 1)

    def _move(self, place: int) -> None:
        last = self.row_count - 1
        place = max(0, min(place, last))
        step = 1 if place >= self.cursor else -1
        for direction in (step, -step):
            at = place
            while 0 <= at <= last and self._id_at(at).startswith(HEAD):
                at += direction
            if 0 <= at <= last:
                break
        else:
            at = place
        super()._move(at)
        if at == 1:  # the head above the first row is in sight too
            self.scroll_to(y=0, animate=False, force=True)

    def render_line(self, y: int) -> Strip:
        """Draw a head across, everything else as any list."""
        place = self.scroll_offset.y + y - 1
        if y and self._id_at(place).startswith(HEAD):
            cells = self.scrollable_content_region.width
            index = self._order.shown[place]
            return Strip([Segment(fit(f" {self._order.rows.cells[index][0]}", cells), self._style("section"))], cells)
        return super().render_line(y)
