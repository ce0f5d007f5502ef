"""Why a file is not taken in as a table: one class per reason, codes F46x, each with what to do instead."""

from collections.abc import Sequence
from typing import ClassVar

from schema.failure import Failure


class NotATable(Failure):
    """The file is of a kind that is not read."""

    code: ClassVar[str] = "F461"
    exit_code: ClassVar[int] = 2

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is not a table that is read: only .xlsx and .csv are.",
            "Open it in a spreadsheet program and save it as .xlsx without macros, or as .csv.",
            message_zh=f"不能读取表格 {name}：只读 .xlsx 和 .csv。",
            hint_zh="请在表格软件中打开，另存为不含宏的 .xlsx，或 .csv。",
        )


class TableDamaged(Failure):
    """The file cannot be opened as what its name says."""

    code: ClassVar[str] = "F462"
    exit_code: ClassVar[int] = 3

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is damaged or not a workbook; nothing was read from it.",
            "Open it in a spreadsheet program and save it again.",
            message_zh=f"{name} 已损坏或不是工作簿，未读取任何内容。",
            hint_zh="请在表格软件中打开并重新保存。",
        )


class TableLocked(Failure):
    """The file is encrypted, or an old .xls under another name."""

    code: ClassVar[str] = "F463"
    exit_code: ClassVar[int] = 3

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is encrypted or in the old .xls format.",
            "Take the password off in a spreadsheet program, or save it as .xlsx.",
            message_zh=f"{name} 已加密，或是旧的 .xls 格式。",
            hint_zh="请在表格软件中去掉密码，或另存为 .xlsx。",
        )


class TableTooLarge(Failure):
    """The file holds more than can be taken in at once, or unpacks to it."""

    code: ClassVar[str] = "F464"
    exit_code: ClassVar[int] = 3

    def __init__(self, name: str, most: int) -> None:
        super().__init__(
            f"{name} is too large, or would be when unpacked: at most {most} MB are read.",
            "Split it, or delete sheets and formatting that are not needed.",
            message_zh=f"{name} 过大，或解压后过大：最多读取 {most} MB。",
            hint_zh="请拆分文件，或删去不需要的工作表和格式。",
        )


class TableUnsafe(Failure):
    """The file holds macros or declarations that a table has no use for."""

    code: ClassVar[str] = "F465"
    exit_code: ClassVar[int] = 3

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} holds macros or XML declarations that a table has no use for; it was not read.",
            "Save it as .xlsx without macros.",
            message_zh=f"{name} 含有宏或表格不应有的 XML 声明，未予读取。",
            hint_zh="请另存为不含宏的 .xlsx。",
        )


class WrongEncoding(Failure):
    """A .csv is text in no encoding that is known."""

    code: ClassVar[str] = "F466"
    exit_code: ClassVar[int] = 3

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is neither UTF-8 nor GB18030 text.",
            "Save it as CSV UTF-8.",
            message_zh=f"{name} 既不是 UTF-8，也不是 GB18030 文本。",
            hint_zh="请另存为“CSV UTF-8”。",
        )


class NoHeadings(Failure):
    """No sheet has headings that mean fields of a kind."""

    code: ClassVar[str] = "F467"
    exit_code: ClassVar[int] = 3

    def __init__(self, name: str) -> None:
        super().__init__(
            f"No row of headings was found in {name}, or it is not said which kind of record it holds.",
            "Say the kind with `--kind`, and name the columns as `dutybook export ledger KIND` does.",
            message_zh=f"{name} 中没有找到标题行，或不知道其中是哪类记录。",
            hint_zh="请用 `--kind` 指明类别，列名参照 `dutybook export ledger 类别` 的台账。",
        )


class HeadingsAlike(Failure):
    """Two columns mean the same field."""

    code: ClassVar[str] = "F468"
    exit_code: ClassVar[int] = 3

    def __init__(self, sheet: str, field: str, cells: Sequence[str]) -> None:
        listed = ", ".join(cells)
        super().__init__(
            f"Several columns of {sheet} mean `{field}`: {listed}.",
            "Leave one out with `--column CELL=-`, or give it another field with `--column CELL=FIELD`.",
            message_zh=f"{sheet} 中有几列都表示 {field}：{listed}。",
            hint_zh="用 `--column 单元格=-` 略去一列，或用 `--column 单元格=字段` 另行指定。",
        )
