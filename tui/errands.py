"""Errands: work on the register that runs in a thread and comes back as one message.

Every worker of the app starts here, so that all of them are alike: grouped, a newer one of a group taking the place of
the older, never ending the app, touching no widget. Whatever goes wrong comes back as `ErrandFailed`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.dom import DOMNode
from textual.message import Message
from textual.widget import Widget
from textual.worker import get_current_worker

from schema.failure import Failure

SLOW = 0.5
"""Seconds after which an errand shows that it is under way."""


class Unexpected(Failure):
    """Something went wrong that nobody foresaw; the app goes on with what it has."""

    code: ClassVar[str] = "F690"

    def __init__(self, errand: str, error: BaseException) -> None:
        said = f"{type(error).__name__}: {error}"
        super().__init__(
            f"A fault in dutybook stopped '{errand}': {said}",
            "Nothing was changed. Try again; if it comes back, report it with these words.",
            message_zh=f"dutybook 出错，「{errand}」没有完成：{said}",
            hint_zh="没有改动任何东西。请再试一次；如果仍然如此，请连同这些文字一起报告。",
        )


@dataclass
class ErrandFailed(Message):
    """An errand could not be done."""

    errand: str
    """Its group."""
    failure: Failure


def run_errand(owner: DOMNode, errand: str, job: Callable[[], Message | None]) -> None:
    """Do something that blocks in a thread, and post what it gives to the owner.

    Args:
        owner: the widget, screen or app that hears of the end; the errand is forgotten when it goes.
        errand: the group; an errand of the same group that is under way is not heard any more.
        job: touches no widget; None where there is nothing to say.
    """

    def work() -> None:
        try:
            message = job()
        except Failure as failure:
            message = ErrandFailed(errand, failure)
        except Exception as error:  # noqa: BLE001 - a fault in a thread must reach the person, never end the app
            message = ErrandFailed(errand, Unexpected(errand, error))
        if message is not None and not get_current_worker().is_cancelled:
            owner.post_message(message)

    owner.run_worker(work, name=errand, group=errand, exclusive=True, thread=True, exit_on_error=False)


def errands_of(owner: Widget) -> list[str]:
    """The groups of the owner's errands that are under way, the eldest first.

    The list of workers is asked and not their messages: a worker that is overtaken before its first step never tells its end.
    """
    return [worker.group for worker in owner.workers if worker.node is owner and worker.is_running]
