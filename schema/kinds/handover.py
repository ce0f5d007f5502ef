"""Handovers: what an outgoing holder of a post passes on (R18)."""

from typing import Annotated

from schema.field import about
from schema.kinds.base import Day
from schema.kinds.base import PersonId
from schema.kinds.base import PostId
from schema.kinds.base import Record
from schema.kinds.base import Table
from schema.vocabulary import SignatureRole


class Matter(Table, frozen=True, kw_only=True):
    """One matter on the list."""

    text: Annotated[str, about("事项", "Matter")]
    reference: Annotated[
        str, about("对应", "Reference", "应办事项、问题或平台", "an obligation, a finding or a platform")
    ] = ""


class Signature(Table, frozen=True, kw_only=True):
    """Who signed as what, and when."""

    role: Annotated[SignatureRole, about("身份", "Role")]
    person: Annotated[PersonId, about("人员", "Person")]
    on: Annotated[Day, about("签字日期", "On")]


class Handover(Record, frozen=True, kw_only=True):
    """A handover of a post."""

    post: Annotated[PostId, about("岗位", "Post")]
    outgoing: Annotated[PersonId, about("移交人", "Outgoing")]
    incoming: Annotated[PersonId | None, about("接收人", "Incoming")] = None
    witness: Annotated[PersonId | None, about("监交人", "Witness")] = None
    date: Annotated[
        Day,
        about(
            "生效日期",
            "Date",
            "接任者正式任职之日；无接任者则为离任次日",
            "the successor's formal start; without one, the day after the end",
        ),
    ]
    due: Annotated[Day | None, about("交接期限", "Due")] = None
    note: Annotated[str, about("备注", "Note", long=True)] = ""
    matter: Annotated[tuple[Matter, ...], about("交接事项", "Matters")] = ()
    signature: Annotated[tuple[Signature, ...], about("签字", "Signatures")] = ()
