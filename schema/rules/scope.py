"""DB708-DB711: clauses outside the register's scope, sheets with a column of names, and duties that should only be counted (R17)."""

import re
from collections.abc import Iterator
from typing import Final

from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.diagnostic import Step
from schema.diagnostic import dotted
from schema.kinds.activity import Activity
from schema.kinds.duty import Duty
from schema.kinds.source import Source
from schema.register import Register
from schema.rule import Rule
from schema.visible import visible
from schema.vocabulary import ActivityType
from schema.vocabulary import ClauseScope

OUT_TEXT = Rule(
    code="DB708",
    severity=Severity.ERROR,
    message='the clause "{path}" is out of scope, but its text stands here',
    message_zh="条款“{path}”属域外，却写有内容",
    hint="delete `text`; path and `out_code` alone may stand, and what is in scope becomes a clause of its own",
    hint_zh="删去 `text`，只留路径和 `out_code`；其中属于范围内的部分另立一条",
    reason="What a register of duties is not about is not kept in it, not even in our own words.",
    example='[[clause]]\npath = "4-1"\ntext = "…"\nscope = "out"\nout_code = "O1"',
    fix='[[clause]]\npath = "4-1"\nscope = "out"\nout_code = "O1"',
    source="R17",
)
OUT_CODE = Rule(
    code="DB709",
    severity=Severity.ERROR,
    message='the clause "{path}" has {found}; a clause out of scope has one of O1 to O5',
    message_zh="条款“{path}”{found_zh}；域外条款须写 O1 至 O5 之一",
    hint="write why it is out of scope: O1, O2, O3, O4 or O5; or correct `scope`",
    hint_zh="写明属于域外的哪一类：O1、O2、O3、O4 或 O5；或改正 `scope`",
    reason="The code is all that is kept of such a clause: without it nobody sees that it was looked at.",
    example='[[clause]]\npath = "4-1"\nscope = "out"',
    fix='[[clause]]\npath = "4-1"\nscope = "out"\nout_code = "O1"',
    source="R17, domain model 1.7",
)
NAME_COLUMN = Rule(
    code="DB710",
    severity=Severity.ERROR,
    message='the duty "{duty}" takes counts only, but `{key}` looks like a column about persons',
    message_zh="职责事项“{duty}”只记数，而 `{key}` 像是人员信息一栏",
    hint="take the column out of the sheet; received, closed and overdue are what is counted",
    hint_zh="从表中去掉这一栏；只登受理、办结、超期等件数",
    reason="A sheet of petitions with names says who came, and that is kept by the owner system alone.",
    example='[[counts]]\nlabel = "来访人姓名"\nnumber = 12',
    fix='[[counts]]\nlabel = "受理"\nnumber = 12',
    source="R17",
)
COUNTS_SCOPE = Rule(
    code="DB711",
    severity=Severity.WARNING,
    message="the duty rests only on clauses that are in scope as counts, but takes content",
    message_zh="该事项的依据条款全部只在记数范围内（入*），而事项未标“只记数”",
    hint="set `counts_only = true`, or correct the clauses' `scope`",
    hint_zh="写上 `counts_only = true`，或改正条款的 `scope`",
    reason="Such clauses may be followed by date, count and number alone.",
    example='counts_only = false\n\n[[basis]]\nclause = "division-plan#3-8b"',
    fix='counts_only = true\n\n[[basis]]\nclause = "division-plan#3-8b"',
    source="R17",
)
RULES: Final = (OUT_TEXT, OUT_CODE, NAME_COLUMN, COUNTS_SCOPE)

_OUT_CODES: Final = frozenset({"O1", "O2", "O3", "O4", "O5"})
_COUNTED: Final = frozenset({ActivityType.PETITION_COUNTS, ActivityType.HAZARD_COUNTS})
_PERSONAL: Final = re.compile(
    # "信访人次" and "来访人数" are counts, "电话" alone is a column and "电话受理" is a channel.
    "姓名|名字|身份证|证件号|出生|户籍|住址|住所|地址|手机|电话号码|联系电话|联系方式|联系人|^电话$"
    "|(?:来访|来信|信访|上访|投诉|举报|反映|申请)人(?![数次员满])|当事人(?![数次满])"
    r"|\b(?:(?:sur|full |first |last |family )?names?|identity numbers?|id (?:cards?|numbers?)|(?:home )?address(?:es)?"
    r"|(?:tele|mobile |cell)?phone numbers?)\b",
    re.IGNORECASE,
)


def refuse_source(source: Source) -> Iterator[Diagnostic]:
    """Say which clauses out of scope hold more than path and code; such a source is not saved."""
    for at, clause in enumerate(source.clause):
        if clause.scope is ClauseScope.OUT and clause.text.strip():
            yield OUT_TEXT.found("source", source.id, ("clause", at, "text"), path=visible(clause.path))


def check_source(source: Source) -> Iterator[Diagnostic]:
    """Find clauses out of scope without a code, and codes that there are not."""
    for at, clause in enumerate(source.clause):
        code = clause.out_code.strip()
        if code in _OUT_CODES or not (code or clause.scope is ClauseScope.OUT):
            continue
        shown = visible(code)
        values = {
            "found": f'the code "{shown}"' if code else "no code",
            "found_zh": f"的代码是“{shown}”" if code else "没有代码",
        }
        yield OUT_CODE.found("source", source.id, ("clause", at, "out_code"), path=visible(clause.path), **values)


def check_duty(register: Register, duty: Duty) -> Iterator[Diagnostic]:
    """Find a duty that rests only on clauses that may be counted, and takes more."""
    if duty.counts_only or not duty.basis:
        return
    found = [register.clauses.get(row.clause) for row in duty.basis]
    if all(one is not None and one[1].scope is ClauseScope.COUNTS for one in found):
        yield COUNTS_SCOPE.found("duty", duty.id, ("counts_only",))


def counting_duty(register: Register, activity: Activity) -> Duty | None:
    """The first duty of a work record that takes counts only; None where it fulfils none."""
    duties = (register.duties.get(row.duty) for row in activity.fulfils)
    return next((duty for duty in duties if duty is not None and duty.counts_only), None)


def refuse_columns(activity: Activity, duty: Duty | None) -> Iterator[Diagnostic]:
    """Say which labels of a sheet of counts are about persons; such a record is not saved.

    Args:
        activity: the record.
        duty: the duty of it that takes counts only; counts of petitions and hazards are looked at without one too.
    """
    if duty is None and activity.type not in _COUNTED:
        return
    title = visible(activity.title if duty is None else duty.title)
    for key, label in _labels(activity):
        if _PERSONAL.search(label.strip()):
            yield NAME_COLUMN.found("activity", activity.id, key, duty=title, key=dotted(key))


def _labels(activity: Activity) -> Iterator[tuple[tuple[Step, ...], str]]:
    yield from ((("counts", at, "label"), row.label) for at, row in enumerate(activity.counts))
    yield from ((("evidence", at, "label"), row.label) for at, row in enumerate(activity.evidence))
    if activity.report is not None:
        yield from ((("report", "figure", at, "label"), row.label) for at, row in enumerate(activity.report.figure))
