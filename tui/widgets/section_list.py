"""A record list in sections: rows that head a section are drawn across and the cursor passes over them."""

from collections.abc import Iterator
from collections.abc import Sequence

from rich.segment import Segment
from textual.strip import Strip

from tui.text import fit
from tui.widgets.record_list import RecordList

HEAD = "#"
"""What ids of rows that head a section begin with."""


class SectionList(RecordList):
    """A record list in sections; it keeps the order it is given."""

    DEFAULT_CSS = """
    SectionList > .record-list--section { text-style: bold; color: $text-accent; background: $boost; }
    SectionList:nocolor > .record-list--section, SectionList:ansi > .record-list--section { text-style: bold; }
    """
    COMPONENT_CLASSES = {"record-list--section"}  # noqa: RUF012 - Textual's ClassVar

    @property
    def counts(self) -> tuple[int, int]:
        """How many rows are shown and how many there are, heads left out."""
        return sum(not each.startswith(HEAD) for each in self.shown_ids), sum(
            not each.startswith(HEAD) for each in self.all_ids
        )

    def _restore_cursor(self) -> None:
        """Leave out the heads under which a filter shows nothing; the cursor stands on no head."""
        if self._order.terms:
            self._order.shown = list(self._with_rows(self._order.shown))
        wanted = self._wanted
        super()._restore_cursor()
        if self.cursor_id.startswith(HEAD):
            self._move(self.cursor + 1)
            if wanted and not wanted.startswith(HEAD):
                self._wanted = wanted  # it is hidden now, and comes back with its row

    def _with_rows(self, shown: Sequence[int]) -> Iterator[int]:
        """The shown places without heads that no row follows."""
        ids = self._order.rows.ids
        for at, place in enumerate(shown):
            follows = at + 1 < len(shown) and not ids[shown[at + 1]].startswith(HEAD)
            if follows or not ids[place].startswith(HEAD):
                yield place

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
