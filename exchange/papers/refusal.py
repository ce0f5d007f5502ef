"""Why a paper is not made: one class per reason, codes F47x."""

from typing import ClassVar

from schema.failure import Failure


class BrokenTemplate(Failure):
    """A template lacks what a paper needs, or is no Word document."""

    code: ClassVar[str] = "F471"
    exit_code: ClassVar[int] = 3

    def __init__(self, name: str, what: str) -> None:
        super().__init__(
            f"The template {name} can't be used: it lacks {what}.",
            "Mend it, or begin again from `dutybook export template`.",
            message_zh=f"模板 {name} 不能使用：缺少 {what}。",
            hint_zh="请修改模板，或从 `dutybook export template` 重新开始。",
        )


class NothingToSay(Failure):
    """A paper was asked for of which the register holds nothing."""

    code: ClassVar[str] = "F472"
    exit_code: ClassVar[int] = 2

    def __init__(self, name: str) -> None:
        super().__init__(
            f"A paper needs to know about what it is: `{name}` names nothing that fits."
            if name
            else "Say what the paper is about.",
            "A report takes a period such as 2026-H1, an inspection report a year, a letter the id of an urge, others that of a post.",
            message_zh=f"不知道文书所指：“{name}”与文书不相符。" if name else "请写明文书所指的期间、催办或岗位。",
            hint_zh="半年报告写所属期（如 2026-H1），检查报告写年份，催办函写催办的标识，其余写岗位的标识。",
        )
