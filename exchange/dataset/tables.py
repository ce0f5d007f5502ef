"""The tables of the data set and their columns: made from the kinds' own fields, and documented from here.

`dutybook export dataset` writes them, `dutybook query` asks them; docs/reference/dataset.md and the descriptor beside the files are
made from the same values, so that a column cannot be called one thing and documented as another.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from typing import Final
from typing import Literal
from typing import NamedTuple

from schema.field import Field
from schema.field import Shape
from schema.field import fields_of
from schema.kinds import KINDS
from schema.kinds import Kind

Sort = Literal["text", "integer", "number", "flag", "date", "time", "texts", "integers", "dates", "json"]
"""What a column holds; the plural ones hold a list, `time` a moment in UTC, `json` what a field of tables says."""

_SORTS: Final[Mapping[Shape, Sort]] = {
    "text": "text",
    "long": "text",
    "date": "date",
    "integer": "integer",
    "number": "number",
    "flag": "flag",
    "choice": "text",
    "reference": "text",
    "texts": "texts",
    "choices": "texts",
    "references": "texts",
    "integers": "integers",
    "dates": "dates",
    "table": "json",
    "rows": "json",
}


class Column(NamedTuple):
    """One column."""

    name: str
    sort: Sort
    zh: str
    en: str
    help_zh: str = ""
    help_en: str = ""

    def label(self, language: str) -> str:
        """Its label in a language: `zh…` gives Chinese, all else English."""
        return self.zh if language.startswith("zh") else self.en

    def help(self, language: str) -> str:
        """What it means, in a language; empty where the label says all."""
        return self.help_zh if language.startswith("zh") else self.help_en


class Table(NamedTuple):
    """One table."""

    name: str
    """As SQL and file names have it: the folder of a kind, or a plural word of its own."""
    zh: str
    en: str
    help_zh: str
    help_en: str
    columns: Sequence[Column]
    kind: Kind | None = None
    """The kind whose records are its rows; None for what is no kind."""

    def label(self, language: str) -> str:
        """Its label in a language: `zh…` gives Chinese, all else English."""
        return self.zh if language.startswith("zh") else self.en

    def help(self, language: str) -> str:
        """What a row is, in a language."""
        return self.help_zh if language.startswith("zh") else self.help_en


def table_fields(kind: Kind) -> tuple[Field, ...]:
    """The fields of a kind that are columns: all but the format version."""
    return tuple(field for field in fields_of(kind.struct) if field.key != "format")


def _of_kind(kind: Kind) -> Table:
    """The table of a kind. Columns bear the fields' keys; `from` and `to`, which SQL has as words of its own, are `since` and `until`."""
    own = Column("id", "text", "标识", "Id", "文件名，不含 .toml", "the file's name without .toml")
    columns = [own, *(_column(field) for field in table_fields(kind))]
    return Table(kind.folder, kind.zh, kind.en, "每行一条记录", "a row for each record", columns, kind)


def _column(field: Field) -> Column:
    about = field.about
    return Column(field.attribute, _SORTS[field.shape], about.zh, about.en, about.help_zh, about.help_en)


RECORDS: Final = Table(
    "records", "全部记录", "Every record", "每行一条记录，各类都在", "a row for each record of every kind",
    (
        Column("kind", "text", "类别", "Kind", "如 duty", "such as `duty`"),
        Column("id", "text", "标识", "Id"),
        Column("code", "text", "编号", "Code"),
        Column("title", "text", "名称", "Title", "列表中的称呼", "what it is called in lists"),
        Column("data", "json", "全文", "Data", "文件中的全部字段，键同文件", "every field, under the keys of the file"),
    ),
)  # fmt: skip
OBLIGATIONS: Final = Table(
    "obligations", "应办事项", "Obligations",
    "每行一项：职责事项 × 所属期 × 范围（R0–R5）；含往年",
    "a row for each duty × period × element (R0-R5), those of earlier years too",
    (
        Column("duty", "text", "职责事项", "Duty", "其标识", "its id"),
        Column("row", "integer", "频次行", "Cadence row", "从 0 数起", "counted from 0"),
        Column("period", "text", "所属期", "Period", "如 2026-Q3；事件以 event: 起", "such as 2026-Q3; `event:` begins that of an event"),
        Column("element", "text", "范围", "Element", "“每个”所指的单位、岗位或平台", "the unit, post or platform that `each` means"),
        Column("opens", "date", "开始", "Opens"),
        Column("due", "date", "期限", "Due", "顺延后，不含延期", "after rolling to a working day, without extensions"),
        Column("extended_to", "date", "延至", "Extended to"),
        Column("last_day", "date", "最后期限", "Last day", "含已批准的延期", "an approved extension included"),
        Column("rolled", "flag", "已顺延", "Rolled", "期限顺延过", "the due day was moved to a working day"),
        Column("provisional", "flag", "暂定", "Provisional", "期限尚无官方日历为据", "no official calendar stands behind the due day"),
        Column("needed", "integer", "应有次数", "Needed", "0 为频次未定", "0 where the cadence is not set"),
        Column("count", "integer", "已有次数", "Count", "计入的工作记录数", "how many work records count"),
        Column("records", "texts", "工作记录", "Records", "计入的，按日期", "those that count, in order of day"),
        Column("awaiting", "texts", "待定记录", "Awaiting", "草稿或佐证不足", "drafts, or short of evidence"),
        Column("completed_on", "date", "完成日期", "Completed on"),
        Column("state", "text", "状态", "State", "如 done、missed", "such as `done`, `missed`"),
        Column("light", "text", "亮灯", "Light", "red、yellow、green 等", "`red`, `yellow`, `green` ..."),
        Column("flags", "texts", "提示", "Flags"),
        Column("lead", "texts", "牵头单位", "Lead units"),
        Column("responsible", "texts", "责任单位", "Responsible units"),
    ),
)  # fmt: skip
HISTORY: Final = Table(
    "history", "历史", "History",
    "每行为一次提交改动的一个字段；新的在前",
    "a row for each field that a commit changed, newest first",
    (
        Column("commit", "text", "提交", "Commit", "完整标识", "its full id"),
        Column("time", "time", "时间", "Time", "协调世界时", "in UTC"),
        Column("author", "text", "作者", "Author", "git 中的姓名", "the name in git"),
        Column("action", "text", "操作", "Action", "如 set、import", "such as `set`, `import`"),
        Column("reason", "text", "理由", "Reason"),
        Column("merged_by", "text", "并入", "Merged by", "带入它的合并提交", "the merge that brought it in"),
        Column("kind", "text", "类别", "Kind", "未涉及记录则空", "empty where no record was touched"),
        Column("id", "text", "标识", "Id"),
        Column("verb", "text", "改动", "Verb", "add、edit 或 remove", "`add`, `edit` or `remove`"),
        Column("was", "text", "原标识", "Was", "改名前的标识", "the id before it was renamed"),
        Column("field", "text", "字段", "Field", "如 cadence[0].per", "such as cadence[0].per"),
        Column("old", "text", "原值", "Old", "数组和表为 JSON", "arrays and tables as JSON"),
        Column("new", "text", "新值", "New", "数组和表为 JSON", "arrays and tables as JSON"),
    ),
)  # fmt: skip

TABLES: Final[Mapping[str, Table]] = {
    table.name: table for table in (RECORDS, *(_of_kind(kind) for kind in KINDS.values()), OBLIGATIONS, HISTORY)
}
"""Every table by name, in the order in which they are written and documented."""


def find_table(name: str) -> Table | None:
    """The table that a person names: by its name, or by a kind's token or label; None where there is none."""
    wanted = name.casefold()
    for table in TABLES.values():
        kind = (table.kind.name,) if table.kind is not None else (table.name.removesuffix("s"),)
        if wanted in {each.casefold() for each in (table.name, table.zh, table.en, *kind)}:
            return table
    return None
