"""Help of the commands that make documents and take them in: (Chinese, English) by name."""

from typing import Final

HELP: Final[dict[str, tuple[str, str]]] = {
    "export": (
        """导出文档：ledger 台账（.xlsx），calendar 日历（.ics），page 领导网页（.html），dataset 数据集，以及公文（.docx）。每份都注明出自哪个提交。

例：
  dutybook export ledger --unit party-office
  dutybook export ledger 职责事项 人员 --output 台账.xlsx
  dutybook export report 2026-H1 -o 半年报告.docx
  dutybook export calendar --unit party-office --alarm 7 --alarm 1
  dutybook export page --output 责任台账.html
  dutybook export page --on 2026-06-30 --language en -o report.html
  dutybook export dataset --format parquet -o 数据集""",
        """Make a document: ledger (.xlsx), calendar (.ics), page (.html, for leaders), dataset (tables for analysis) or a Word document. Each says from which commit it was made.

For example:
  dutybook export ledger --unit party-office
  dutybook export ledger duty person --output ledger.xlsx
  dutybook export report 2026-H1 -o report.docx
  dutybook export calendar --unit party-office --alarm 7 --alarm 1
  dutybook export page --output register.html
  dutybook export page --on 2026-06-30 --language en -o report.html
  dutybook export dataset --format parquet -o dataset""",
    ),
    "export.what": (
        "ledger：台账，可改后再导入；calendar：到期日历；page：供领导阅读的网页，可离线打开；dataset：记录、应办事项和历史各成一表，供分析。公文：report 半年报告，inspection 检查报告，notice 通知，letter 催办函，rectification 整改清单，statement 述职报告，handover 交接清单，responsibilities 岗位职责清单，template 公文模板。",
        "ledger: a workbook that may be filled in and imported; calendar: due days; page: a page for leaders; dataset: records, obligations and history as tables for analysis. Word documents: report (half-year), inspection (report of a year), notice, letter (of urging), rectification (list), statement (of a leader), handover (list), responsibilities (of a post), and template, by which they are laid out.",
    ),
    "export.targets": (
        "台账：哪些类的记录，obligation 为应办事项，不给则全部；数据集：哪些表，只写一张时写成一个文件。公文：所属期 2026-H1、年份、岗位、交接或催办的标识。",
        "For the ledger, kinds of record, `obligation` for the obligations; left out, everything. For a data set, tables; a single one goes to one file. For Word documents the period 2026-H1, the year, or the id of a post, handover or urge.",
    ),
    "export.output": (
        "写到哪个文件；`-` 为标准输出；不给则写到当前文件夹。",
        "The file to write; `-` is stdout; left out, one in the current folder.",
    ),
    "export.force": ("覆盖已有的文件。", "Replace a file that is there."),
    "export.unit": ("只含该单位的事项。", "Only what is this unit's."),
    "export.post": ("只含该岗位的事项。", "Only what is this post's."),
    "export.year": (
        "哪一年的事项；不给则为当年及往年未完成的。",
        "Of which year; left out, this year and what is unfinished of earlier ones.",
    ),
    "export.open": ("只含未完成的。", "Only what is not finished."),
    "export.alarm": (
        "到期前几天上午九时提醒，可多个；0 为当天。",
        "Remind at nine in the morning so many days before, several if need be; 0 is the day itself.",
    ),
    "export.final": (
        "公文不再标注“草稿”；有未提交的改动时仍标。",
        "Leave the draft mark out; it stays while changes are uncommitted.",
    ),
    "export.template": ("用自己的公文模板（.docx）。", "Lay it out by a template of your own (.docx)."),
    "export.format": (
        "数据集的格式；不给则看文件名，仍不知则为 csv。parquet 需要另装 dutybook[analysis]。",
        "Format of the data set; left out, by the file's name, else csv. parquet needs dutybook[analysis].",
    ),
    "export.language": ("文档的语言；不给则用台账的语言。", "Language of the document; left out, the register's."),
    "query": (
        """用 SQL 查询数据集的各表（docs/reference/dataset.md），只读，在内存中进行，不访问文件和网络。需要另装 dutybook[analysis]。

例：
  dutybook query 'SHOW TABLES'
  dutybook query "SELECT state, count(*) AS n FROM obligations GROUP BY state ORDER BY n DESC"
  dutybook query "SELECT author, count(DISTINCT commit) FROM history GROUP BY author" --json
  dutybook query "SELECT title, unnest(lead) AS unit FROM duties" --as-of 2026-06-30
  dutybook query - < 问题.sql""",
        """Ask the tables of the data set (docs/reference/dataset.md) in SQL: reading only, in memory, without files or network. It needs dutybook[analysis].

For example:
  dutybook query 'SHOW TABLES'
  dutybook query "SELECT state, count(*) AS n FROM obligations GROUP BY state ORDER BY n DESC"
  dutybook query "SELECT author, count(DISTINCT commit) FROM history GROUP BY author" --json
  dutybook query "SELECT title, unnest(lead) AS unit FROM duties" --as-of 2026-06-30
  dutybook query - < question.sql""",
    ),
    "query.sql": ("一条只读的 SQL 语句；`-` 为标准输入。", "One SQL statement that reads; `-` takes it from stdin."),
    "import": (
        """导入表格（.xlsx、.csv）：台账改后导回，或单位自己的名单；或导入制度文件（.txt、.md、.docx），条款成为依据，逐项采用的草稿成为职责事项。一次导入为一次提交，重复导入不再改动。

例：
  dutybook import policy 实施细则.docx --dry-run
  dutybook import policy 实施细则.docx --plan 方案.toml
  dutybook import table 台账.xlsx --dry-run
  dutybook import table 人员.csv --kind 人员 --column 手机=-
  dutybook import table 台账.xlsx --skip-bad --why 年中核对""",
        """Take in a table (.xlsx, .csv), a ledger that was filled in or an office's own list; or a policy text (.txt, .md, .docx): clauses become a source, drafts that are accepted become duties. One import is one commit; doing it again changes nothing.

For example:
  dutybook import policy rules.docx --dry-run
  dutybook import policy rules.docx --plan plan.toml
  dutybook import table ledger.xlsx --dry-run
  dutybook import table people.csv --kind person --column Phone=-
  dutybook import table ledger.xlsx --skip-bad --why 'Half-year review'""",
    ),
    "import.what": (
        "table：表格；policy：制度文件。",
        "table: a workbook or a .csv; policy: a text of rules.",
    ),
    "import.document": ("文件中有几份时，导入第几份。", "Which document, where the file holds several."),
    "import.source": (
        "它是台账中哪份文件的新版本；不给则按标题找。",
        "Which source of the register it is a new version of; left out, the one of the same title.",
    ),
    "import.plan": (
        "导入方案：没有则写出，改好后再执行一次即导入。",
        "A plan of the import: written where there is none; edit it, run this again, and it is followed.",
    ),
    "import.accept_clear": ("没有疑问的草稿全部采用。", "Accept every draft about which nothing is asked."),
    "import.file": ("要导入的文件。", "The file."),
    "import.kind": (
        "表中是哪类记录；台账自己会说明。",
        "Which kind of record it holds; a ledger says so itself.",
    ),
    "import.column": (
        "另行指定列：标题=字段，或 B3=字段；字段写 - 则略去该列。",
        "Say what a column is: HEADING=FIELD or B3=FIELD; `-` leaves it out.",
    ),
    "import.skip_bad": ("有问题的行不导入，其余照常。", "Import the good rows without the bad ones."),
    "import.dry_run": ("只说会改什么，不保存。", "Say what would change; save nothing."),
    "import.why": ("为什么导入，写入提交说明。", "Why; it goes into the commit."),
}
"""Every help text by name: (Chinese, English)."""
