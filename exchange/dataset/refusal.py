"""Why a data set is not written or asked: one class per reason, codes F491 to F494."""

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from schema.failure import Failure


class ExtraMissing(Failure):
    """DuckDB is not installed; it comes with the extra `analysis`."""

    code: ClassVar[str] = "F491"
    exit_code: ClassVar[int] = 2

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} needs DuckDB, which is not installed.",
            "Install it with `pip install 'dutybook[analysis]'` (or `uv tool install 'dutybook[analysis]'`); "
            "CSV and JSON Lines need nothing more: `--format csv`.",
            message_zh=f"{what} 需要 DuckDB，但没有安装。",
            hint_zh="请安装：`pip install 'dutybook[analysis]'`（或 `uv tool install 'dutybook[analysis]'`）；"
            "CSV 和 JSON Lines 不需要它：`--format csv`。",
        )


class UnknownTable(Failure):
    """There is no table of that name."""

    code: ClassVar[str] = "F492"
    exit_code: ClassVar[int] = 2

    def __init__(self, name: str, tables: Iterable[str]) -> None:
        listed = ", ".join(tables)
        super().__init__(
            f"There is no table `{name}`.",
            f"The tables are: {listed}",
            message_zh=f"没有“{name}”这张表。",
            hint_zh=f"有这些表：{listed}",
        )


class NotAQuestion(Failure):
    """What was asked is not one statement that only reads."""

    code: ClassVar[str] = "F493"
    exit_code: ClassVar[int] = 2

    def __init__(self) -> None:
        super().__init__(
            "A query is one statement that reads, such as SELECT, DESCRIBE or SHOW TABLES.",
            "Nothing else is run: no file or network is reached, and the register is never changed this way.",
            message_zh="查询须为一条只读的语句，如 SELECT、DESCRIBE、SHOW TABLES。",
            hint_zh="其他语句一律不执行：不访问文件和网络，也不会由此改动台账。",
        )


class QueryFailed(Failure):
    """The statement was not understood, or could not be carried out; DuckDB says why."""

    code: ClassVar[str] = "F494"
    exit_code: ClassVar[int] = 2

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The query could not be run: {reason}",
            "`dutybook query 'SHOW TABLES'` lists the tables, `'DESCRIBE duties'` the columns of one.",
            message_zh=f"查询不能执行：{reason}",
            hint_zh="`dutybook query 'SHOW TABLES'` 列出各表，`'DESCRIBE duties'` 列出一张表的各列。",
        )


class NotADataset(Failure):
    """The folder that is to be replaced holds something else."""

    code: ClassVar[str] = "F495"
    exit_code: ClassVar[int] = 2

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} holds something else than a data set; it was left as it is.",
            "Choose another folder: `--force` replaces only what `export dataset` wrote.",
            message_zh=f"{folder} 里不是数据集，未作改动。",
            hint_zh="请换一个文件夹：`--force` 只覆盖由 `export dataset` 写出的内容。",
        )
