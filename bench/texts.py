"""Policy texts taken apart, each in a fresh process: `python -m bench.texts taken-apart ARTICLES TIMES` prints one JSON object.

The text is made up by rule: chapters of ten articles, each with a cadence, a report, a note of who leads, and an item below it.
"""

import gc
import sys
from typing import Any

from bench.generator import SMALLEST
from bench.memory import one_year
from bench.timing import Program
from bench.timing import answer
from bench.timing import clock
from bench.timing import told
from exchange.policy.plan import plan
from exchange.policy.recognition import recognise

_CHAPTER = 10


def text_of(articles: int) -> bytes:
    """A text of so many articles."""
    lines = ["样例街道工作责任制实施细则"]
    for at in range(1, articles + 1):
        if at % _CHAPTER == 1:
            lines.append(f"第{at // _CHAPTER + 1}章 工作任务")
        lines.append(
            f"第{at}条 党工委第{at}项任务每季度至少开展{at % 4 + 1}次检查，结果及时报区委，抄送区委宣传部。"
            "分管领导负直接责任。（牵头单位：党政办；责任单位：各科室）"
        )
        lines.append(f"（一）每年6月和12月报送第{at}号材料。")
    return "\n".join(lines).encode()


def taken_apart(articles: str, times: str) -> dict[str, Any]:
    """Recognise a text and draft its duties, so many times over."""
    content = text_of(int(articles))
    register = one_year(SMALLEST)
    plan(recognise("a.txt", text_of(1), register).documents[0], register)  # patterns are compiled once
    gc.disable()
    drafts = 0
    with clock() as cost:
        for _ in range(int(times)):
            drafts += len(plan(recognise("a.txt", content, register).documents[0], register).items)
    return told(cost, drafts=drafts)


PROGRAMS: dict[str, Program] = {"taken-apart": taken_apart}
"""Every program by name."""

if __name__ == "__main__":
    sys.exit(answer(PROGRAMS, sys.argv[1:]))
