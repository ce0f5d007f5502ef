"""Exit codes of the command line: stable, and documented in docs/reference/exit-codes.md, which is made from here."""

from enum import IntEnum
from typing import Self


class Exit(IntEnum):
    """What a command ends with."""

    zh: str
    en: str

    def __new__(cls, code: int, zh: str, en: str) -> Self:
        """Make a code with its meaning in both languages."""
        member = int.__new__(cls, code)
        member._value_ = code
        member.zh = zh
        member.en = en
        return member

    FINE = (0, "正常", "Fine. `check` with nothing but warnings or notes ends so too, unless `--strict` is given.")
    FOUND = (
        1,
        "检查有错误（加 `--strict` 时警告也算），或有冲突、被拒绝的保存",
        "`check` found errors (with `--strict`: or warnings); a conflict; a save or push that was refused.",
    )
    MISUSE = (
        2,
        "用法不对：命令、选项、标识、字段或值不存在或不合格",
        "Wrong use: a command, option, id, field or value that does not exist or does not fit.",
    )
    NOT_OPENED = (
        3,
        "台账、要导入的文件或模板打不开，或台账在此处不能写",
        "The register, a document to be imported or a template can't be opened, or the register can't be written here.",
    )
    GIT_FAILED = (
        4,
        "git 或远端失败，或程序自身出错",
        "git or the remote failed, or dutybook itself did; nothing is half done.",
    )
    INTERRUPTED = (130, "被中断（Ctrl+C）", "Interrupted (Ctrl+C).")
