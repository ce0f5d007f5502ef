"""The editor of an array of tables: its rows in a list, each edited in a form of its own."""

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from tui.actions import bindings
from tui.actions import key_of
from tui.dialogs.confirm import ConfirmDialog
from tui.language import _
from tui.widgets.columns import Column
from tui.widgets.fields.editor import FieldEditor
from tui.widgets.fields.spec import FieldSpec
from tui.widgets.fields.spec import FormRules
from tui.widgets.fields.spec import Key
from tui.widgets.record_list import RecordList
from tui.widgets.row_order import Rows


class TableField(FieldEditor):
    """Rows that are added, edited, moved and removed."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("table")]
    DEFAULT_CSS = """
    TableField RecordList { height: auto; min-height: 2; max-height: 8; background: $boost; }
    """

    class RowWanted(Message):
        """A row shall be edited; the form opens a dialog (it knows how to make forms, an editor doesn't)."""

        def __init__(
            self,
            field: "TableField",
            specs: list[FieldSpec],
            row: Mapping[str, Any],
            take: Callable[[dict[str, Any] | None], None],
            begin: Key = (),
        ) -> None:
            super().__init__()
            self.field = field
            """The table."""
            self.specs = specs
            """The fields of the row; their keys hold the table and the place of the row."""
            self.row = row
            """The row as it is; empty for a new one."""
            self.take = take
            """Gets the whole row, or None when nothing shall change."""
            self.begin = begin
            """Key of the field to begin in; empty for the first."""

    def __init__(self, spec: FieldSpec, rules: FormRules) -> None:
        super().__init__(spec, rules)
        self._rows: list[dict[str, Any]] = [dict(row) for row in spec.value or []]
        column = Column(key="row", title=_("Rows"), width=10, weight=1)
        self.list = RecordList(
            [column],
            self._filling(),
            empty=_("No rows yet. {key} adds one.").format(key=key_of("table.add")),
            selectable=False,
            sortable=False,
        )
        """The rows."""

    @property
    def value(self) -> Any:
        """The rows; None while there are none."""
        return [dict(row) for row in self._rows] or None

    def show_value(self, value: Any) -> None:
        """Show other rows."""
        self._rows = [dict(row) for row in value or []]
        self._refill(self.list.cursor)

    def compose_body(self) -> ComposeResult:
        """The list."""
        yield self.list

    def _filling(self) -> Rows:
        summary = self.spec.summary or summarise
        return Rows(ids=[str(place) for place in range(len(self._rows))], cells=[(summary(row),) for row in self._rows])

    def _refill(self, cursor: int) -> None:
        self.list.set_rows(self._filling())
        self.list.go_to(str(max(0, min(cursor, len(self._rows) - 1))))
        self.list.refresh(layout=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A table that is only shown can be looked at; there is nothing to remove from an empty one."""
        if action in {"clear", "reset"}:
            return False  # F8 takes one row out here, and never all of them
        if action in {"add", "remove", "move_up", "move_down"} and self.spec.read_only:
            return False
        if action in {"edit", "remove", "move_up", "move_down"} and not self._rows:
            return None
        return super().check_action(action, parameters)

    @on(RecordList.RowChosen)
    def _row_chosen(self, event: RecordList.RowChosen) -> None:
        event.stop()
        self.action_edit()

    def action_add(self) -> None:
        """Open a form for a new row."""
        self._open(len(self._rows), {})

    def begin_row(self, row: Mapping[str, Any]) -> None:
        """Open a form for a new row that begins with some values."""
        self._open(len(self._rows), row)

    def put_row(self, place: int, row: Mapping[str, Any]) -> None:
        """Put a row in the place of another, or after the last."""
        self._rows[place : place + 1] = [dict(row)]
        self._changed(place)

    def action_edit(self) -> None:
        """Open the form of the row of the cursor."""
        if self._rows:
            self._open(self.list.cursor, self._rows[self.list.cursor])

    def open_row(self, key: Key) -> None:
        """Put the cursor on the row that a key names, and open it where the key goes on into it."""
        depth = len(self.spec.key)
        place = key[depth] if len(key) > depth else None
        if isinstance(place, int) and 0 <= place < len(self._rows):
            self.list.go_to(str(place))
            if len(key) > depth + 1:
                self._open(place, self._rows[place], key)

    def _open(self, place: int, row: Mapping[str, Any], begin: Key = ()) -> None:
        def take(values: dict[str, Any] | None) -> None:
            if values is not None:
                self._rows[place : place + 1] = [values]
                self._changed(place)

        self.post_message(self.RowWanted(self, self._row_specs(place, row), row, take, begin).set_sender(self))

    def _row_specs(self, place: int, row: Mapping[str, Any]) -> list[FieldSpec]:
        read_only = self.spec.read_only
        return [
            replace(
                column,
                key=(*self.spec.key, place, *column.key),
                value=row.get(str(column.key[-1]), column.value if not row else None),
                read_only=read_only or column.read_only,
            )
            for column in self.spec.columns
        ]

    def action_remove(self) -> None:
        """Ask, and take the row of the cursor out."""
        if not self._rows:
            return
        place = self.list.cursor
        line = (self.spec.summary or summarise)(self._rows[place])

        def take(confirmed: bool | None) -> None:
            if confirmed:
                del self._rows[place]
                self._changed(place)

        self.app.push_screen(ConfirmDialog(_("Take this row out?"), line, start_key="delete,f8"), take)

    def action_move_up(self) -> None:
        """Move the row up."""
        self._swap(-1)

    def action_move_down(self) -> None:
        """Move the row down."""
        self._swap(1)

    def _swap(self, step: int) -> None:
        place = self.list.cursor
        other = place + step
        if 0 <= other < len(self._rows):
            self._rows[place], self._rows[other] = self._rows[other], self._rows[place]
            self._changed(other)

    def _changed(self, cursor: int) -> None:
        self._refill(cursor)
        self.changed()


def summarise(row: Mapping[str, Any]) -> str:
    """Write a row in one line: its values in order, lists with commas, tables as their number of rows."""
    parts = []
    for value in row.values():
        if isinstance(value, list):
            tables = value and isinstance(value[0], dict)
            parts.append(f"[{len(value)}]" if tables else ", ".join(str(item) for item in value))
        elif isinstance(value, date):
            parts.append(value.isoformat())
        elif value is not None:
            parts.append(str(value))
    return "  ".join(part for part in parts if part)
