"""Help of the commands that make documents and take them in: (Chinese, English) by name."""

from typing import Final

HELP: Final[dict[str, tuple[str, str]]] = {
    "export": (
        """导出文档：ledger 台账（.xlsx），calendar 日历（.ics），page 领导网页（.html）。每份都注明出自哪个提交。

例：
  dutybook export ledger --unit party-office
  dutybook export ledger 职责事项 人员 --output 台账.xlsx
  dutybook export calendar --unit party-office --alarm 7 --alarm 1
  dutybook export page --output 责任台账.html
  dutybook export page --on 2026-06-30 --language en -o report.html""",
        """Make a document: ledger (.xlsx), calendar (.ics) or page (.html, for leaders). Each says from which commit it was made.

For example:
  dutybook export ledger --unit party-office
  dutybook export ledger duty person --output ledger.xlsx
  dutybook export calendar --unit party-office --alarm 7 --alarm 1
  dutybook export page --output register.html
  dutybook export page --on 2026-06-30 --language en -o report.html""",
    ),
    "export.what": (
        "ledger：台账，可改后再导入；calendar：到期日历；page：供领导阅读的网页，可离线打开。",
        "ledger: a workbook that may be filled in and imported; calendar: due days; page: a page for leaders.",
    ),
    "export.targets": (
        "台账：哪些类的记录，obligation 为应办事项；不给则全部。",
        "For the ledger, kinds of record, `obligation` for the obligations; left out, everything.",
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
    "export.language": ("文档的语言；不给则用台账的语言。", "Language of the document; left out, the register's."),
}
"""Every help text by name: (Chinese, English)."""
