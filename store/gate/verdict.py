"""What the server check answers: reasons to refuse a push, each with the commit that it is about; or why there is no answer, which refuses it too.

Made by `store.gate_*`, shown by cli.
"""

from typing import ClassVar
from typing import NamedTuple

from schema.diagnostic import Diagnostic
from schema.failure import Failure


class Refusal(NamedTuple):
    """One reason why a push is refused."""

    commit: str
    """Full id of the commit; empty where it is about the push as a whole."""
    found: Diagnostic
    """What is wrong: rule, record, message, hint."""

    @property
    def place(self) -> str:
        """The file or record that it is about; empty where it is about none."""
        found = self.found
        if found.path or found.kind in {"", "commit"}:
            return found.path
        return f"{found.kind}/{found.id}" if found.id else f"{found.kind}.toml"


class Verdict(NamedTuple):
    """The answer to a push."""

    refusals: tuple[Refusal, ...]
    """Why it is refused, each reason once; empty where it may come in."""
    language: str
    """Of the register as it stood before the push: `zh` or `en`."""


class NotAsked(Failure):
    """The hook was not called as git calls it."""

    code: ClassVar[str] = "F443"
    exit_code: ClassVar[int] = 1

    def __init__(self) -> None:
        super().__init__(
            "This is for git to call as the pre-receive hook of a bare repository; the push is refused.",
            "Set it up as docs/how-to/server.md says.",
            message_zh="此命令由 git 作为裸仓库的 pre-receive 钩子调用；推送已拒绝。",
            hint_zh="设置方法见 docs/how-to/server.md。",
        )


class TooLong(Failure):
    """The check of a push did not come to an end in time."""

    code: ClassVar[str] = "F444"
    exit_code: ClassVar[int] = 1

    def __init__(self, seconds: int) -> None:
        super().__init__(
            f"The push could not be looked at within {seconds} s and is refused.",
            "Push in parts: `git push origin COMMIT:main` with an earlier commit first.",
            message_zh=f"未能在 {seconds} 秒内检查完此次推送，已拒绝。",
            hint_zh="请分次推送：先用 `git push origin 提交号:main` 推送较早的提交。",
        )


class TooBig(Failure):
    """The check of a push would take up more memory than it may."""

    code: ClassVar[str] = "F445"
    exit_code: ClassVar[int] = 1

    def __init__(self) -> None:
        super().__init__(
            "The push takes up more memory than the check may use and is refused.",
            "Push in parts: `git push origin COMMIT:main` with an earlier commit first.",
            message_zh="检查此次推送所需内存超过限额，已拒绝。",
            hint_zh="请分次推送：先用 `git push origin 提交号:main` 推送较早的提交。",
        )
