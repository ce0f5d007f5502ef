"""Why something about a proposal is not done: who may not, and what stands against it. Part of `store.failure`, codes F43x."""

from collections.abc import Sequence
from typing import ClassVar

from schema.failure import Failure
from store.wording import names
from store.wording import names_zh


class UnknownPerson(Failure):
    """Nobody in people/ has the e-mail of the git identity."""

    code: ClassVar[str] = "F432"
    exit_code: ClassVar[int] = 2

    def __init__(self) -> None:
        super().__init__(
            "Nobody in people/ has the e-mail address of this git identity, so proposals and approvals can't be told apart.",
            "Add the address to the person's `emails`, or set `git config user.email` to the one that stands there.",
            message_zh="people/ 中没有人用这个 git 邮箱，无法区分谁送审、谁批准。",
            hint_zh="请把邮箱写进本人的 `emails`，或用 `git config user.email` 设成其中已有的邮箱。",
        )


class NotApprover(Failure):
    """The person holds none of the approving posts today."""

    code: ClassVar[str] = "F433"
    exit_code: ClassVar[int] = 1

    def __init__(self, person: str, posts: Sequence[str]) -> None:
        super().__init__(
            f"Nothing was decided: {person} holds none of the posts that approve today: {names(posts) if posts else 'none is named'}.",
            "Ask the holder of such a post; register.toml names them under `[review]`.",
            message_zh=f"{person} 今天不在审批岗位任职（审批岗位：{names_zh(posts) if posts else '未设'}）。",
            hint_zh="请由审批岗位的在任者办理；审批岗位写在 register.toml 的 `[review]`。",
        )


class OwnProposal(Failure):
    """Who changed something in a proposal was to approve it."""

    code: ClassVar[str] = "F434"
    exit_code: ClassVar[int] = 1

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The proposal {name} holds changes of your own; nobody approves what is theirs.",
            "Ask another approver.",
            message_zh=f"送审 {name} 中有您本人的改动；不能批准自己的送审。",
            hint_zh="请由另一位审批人批准。",
        )


class NotHandedIn(Failure):
    """A proposal does not wait for an approver."""

    code: ClassVar[str] = "F435"
    exit_code: ClassVar[int] = 1

    def __init__(self, name: str, state: str) -> None:
        super().__init__(
            f"The proposal {name} does not wait for an approver: it is {state}.",
            "Its author hands it in by `dutybook propose`.",
            message_zh=f"送审 {name} 不在等待批准：当前为{_STATES.get(state, state)}。",
            hint_zh="由送审人用 `dutybook propose` 提交。",
        )


class ProposalMoved(Failure):
    """A proposal was changed since the approver looked at it."""

    code: ClassVar[str] = "F436"
    exit_code: ClassVar[int] = 1

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The proposal {name} was changed since you looked at it; nothing was approved.",
            f"Look at it again: `dutybook review show {name}`.",
            message_zh=f"送审 {name} 在您查看之后又有改动；没有批准。",
            hint_zh=f"请重新查看：`dutybook review show {name}`。",
        )


class NoLongerFits(Failure):
    """A proposal no longer goes together with the main line."""

    code: ClassVar[str] = "F437"
    exit_code: ClassVar[int] = 1

    def __init__(self, name: str, where: Sequence[str]) -> None:
        super().__init__(
            f"The proposal {name} no longer fits the main line: {names(where)}.",
            "Its author looks at it again, changes it and hands it in anew.",
            message_zh=f"送审 {name} 与主线已不相合：{names_zh(where)}。",
            hint_zh="请送审人重新核对、修改并再次提交。",
        )


class NothingProposed(Failure):
    """There is no change to hand in."""

    code: ClassVar[str] = "F438"
    exit_code: ClassVar[int] = 2

    def __init__(self) -> None:
        super().__init__(
            "There is no proposal of yours under way.",
            "Change a record of a protected kind first, such as by `dutybook set`.",
            message_zh="您没有正在准备的送审。",
            hint_zh="请先修改受保护类别的记录，如用 `dutybook set`。",
        )


class Protected(Failure):
    """Files of protected kinds were changed outside, and were to be saved on the main line."""

    code: ClassVar[str] = "F439"
    exit_code: ClassVar[int] = 1

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(
            f"These records change only through an approved proposal: {names(paths)}.",
            "Put them into your proposal by `dutybook propose --files`, which puts the files back as they were.",
            message_zh=f"以下记录须经送审批准才能改：{names_zh(paths)}。",
            hint_zh="用 `dutybook propose --files` 把改动放进您的送审，文件随之复原。",
        )


_STATES = {"draft": "草稿", "submitted": "待批准", "returned": "已退回", "approved": "已批准"}
