"""Papers about one post or one letter: statement of responsibilities, duty statement, handover list, letter of urging."""

from datetime import date

from exchange.naming import name_of
from exchange.naming import parties_of
from exchange.naming import party_of
from exchange.papers.paper import Block
from exchange.papers.paper import Grid
from exchange.papers.paper import Heading
from exchange.papers.paper import Paper
from exchange.papers.paper import Paragraph
from exchange.papers.paper import in_words
from exchange.papers.reports import ZH
from exchange.papers.reports import say_obligation
from exchange.papers.reports import signer
from schema.handover import matters
from schema.handover import of_post
from schema.handover import units_of
from schema.holding import holder
from schema.kinds.duty import Cadence
from schema.kinds.duty import Duty
from schema.kinds.handover import Handover
from schema.kinds.post import Post
from schema.kinds.urge import Urge
from schema.marks import State
from schema.obligation import DONE
from schema.obligation import obligations
from schema.rectification import rectifications
from schema.register import Register
from schema.selector import includes
from schema.selector import is_selector
from schema.vocabulary import SignatureRole


def statement_of_responsibilities(register: Register, post: Post, on: date) -> Paper:
    """What a post answers for on a day, on paper of its own (domain 5.2, item 1)."""
    duties = [one for one in register.duties.values() if _is_of(register, one, post, on)]
    person = holder(register, post.id, on).person
    rows = [
        (
            str(at),
            one.title,
            (one.tier_wording or one.tier.zh) + ("（一岗双责）" if one.dual_duty else ""),
            "；".join(say_cadence(row) for row in one.cadence) or "常年",
            parties_of(register, one.lead, ZH),
            "\n".join(row.clause for row in one.basis) or "自设",
            f"duty/{one.id}",
        )
        for at, one in enumerate(duties, 1)
    ]
    units = parties_of(register, sorted(units_of(register, post)), ZH)
    blocks: list[Block] = [
        Heading(1, "岗位"),
        Paragraph(
            f"{post.title}，{post.rank.zh}，{party_of(register, post.unit, ZH)}。"
            f"{in_words(on)}由{name_of(register, 'person', person, ZH) if person else '（空缺）'}任职。"
        ),
        *([Paragraph(f"负责的单位：{units}。")] if units else []),
        Heading(1, "职责事项"),
        Paragraph(f"共{len(duties)}项。"),
        Grid(("序号", "事项", "责任层级", "频次", "牵头单位", "依据条款", "记录"), rows, (2, 7, 4, 4, 4, 5, 5)),
    ]
    return Paper(f"{post.title}职责清单", on, blocks, signer=signer(register, duties, on), entries=len(duties))


def duty_statement(register: Register, post: Post, on: date) -> Paper:
    """The draft of a leader's duty statement for the year: post and scope, work done, problems, next steps (5.1, item 11)."""
    held = holder(register, post.id, on)
    name = name_of(register, "person", held.person, ZH) if held.person else "（空缺）"
    found = of_post(register, post, obligations(register, on, year=on.year, older=False), on)
    done = [one for one in found if one.state in DONE]
    missed = [one for one in found if one.state is State.MISSED]
    ahead = [one for one in found if one.is_open and one.state is not State.MISSED]
    units = units_of(register, post)
    waiting = [one for one in rectifications(register, on) if one.is_open and one.finding.unit in units]
    blocks: list[Block] = [
        Heading(1, "岗位与职责"),
        Paragraph(f"本人任{post.title}。{on.year}年由本岗及所负责单位办理的应办事项共{len(found)}项。"),
        Heading(1, "履职情况"),
        Paragraph(
            f"截至{in_words(on)}，已完成{len(done)}项，其中逾期完成{sum(one.state is State.DONE_LATE for one in done)}项。"
        ),
        Grid(
            ("事项", "完成日期", "状态", "工作记录"),
            [
                (
                    say_obligation(register, one),
                    one.completed_on.isoformat() if one.completed_on else "",
                    one.state.zh,
                    "\n".join(f"activity/{each}" for each in one.records),
                )
                for one in done
            ],
            (8, 4, 3, 7),
        ),
        Heading(1, "存在问题"),
    ]
    problems = [f"{say_obligation(register, one)}：{one.state.zh}，{in_words(one.last_day)}到期。" for one in missed]
    problems += [
        f"{party_of(register, one.finding.unit, ZH)}的问题“{one.finding.text}”：{one.state.zh}（finding/{one.finding.id}）。"
        for one in waiting
    ]
    blocks += [Heading(3, text) for text in problems] or [Paragraph("没有逾期未完成的应办事项，也没有未销号的问题。")]
    blocks += [Heading(1, "下一步打算"), Paragraph(f"本年度的应办事项尚有{len(ahead)}项待完成。")]
    blocks += [Heading(3, f"{say_obligation(register, one)}，{in_words(one.last_day)}前完成。") for one in ahead]
    return Paper(f"{on.year}年度责任制述职报告", on, blocks, signer=name, entries=len(found))


def handover_list(register: Register, post: Post, on: date, record: Handover | None = None) -> Paper:
    """The list of a handover: what is unfinished, and the places for three signatures (R18)."""
    day = record.date if record is not None else on
    outgoing = record.outgoing if record is not None else (holder(register, post.id, day).person or "")
    found = (
        [("", one.text, one.reference, "") for one in record.matter]
        if record is not None and record.matter
        else [
            (one.sort.zh, one.text, one.reference, one.due.isoformat() if one.due else "")
            for one in matters(register, post, outgoing, day)
        ]
    )
    signed = {row.role: row for row in record.signature} if record is not None else {}
    names = {
        SignatureRole.OUTGOING: outgoing,
        SignatureRole.INCOMING: (record.incoming or "") if record is not None else "",
        SignatureRole.WITNESS: (record.witness or "") if record is not None else "",
    }
    blocks: list[Block] = [
        Paragraph(f"岗位：{post.title}。移交日期：{in_words(day)}。共{len(found)}项。"),
        Grid(
            ("序号", "类别", "事项", "对应记录", "期限"),
            [(str(at), *row) for at, row in enumerate(found, 1)],
            (2, 4, 10, 6, 4),
        ),
        Paragraph("签字："),
        Grid(
            ("身份", "姓名", "签字", "日期"),
            [
                (
                    role.zh,
                    name_of(register, "person", id_, ZH) if id_ else "",
                    "已签（见台账）" if role in signed else "",
                    signed[role].on.isoformat() if role in signed else "",
                )
                for role, id_ in names.items()
            ],
            (3, 4, 6, 4),
        ),
    ]
    return Paper(f"{post.title}工作交接清单", day, blocks, entries=len(found))


def letter(register: Register, urge: Urge) -> Paper:
    """A letter of urging as it was issued (R11)."""
    reply = f"请于{in_words(urge.reply_due)}前书面回复。" if urge.reply_due else ""
    about = f"finding/{urge.finding}" if urge.finding else ""
    if urge.obligation is not None:
        row = urge.obligation
        about = " ".join(part for part in (row.duty, row.period, row.element) if part)
    blocks = [Paragraph(part) for part in (urge.text, reply, f"对应：{about}；催办记录 urge/{urge.id}。") if part]
    return Paper(
        urge.level.zh,
        urge.issued,
        blocks,
        addressee=party_of(register, urge.to, ZH),
        number=urge.number,
        signer=signer(register, (), urge.issued),
        entries=1,
    )


def say_cadence(row: Cadence) -> str:
    """A cadence in a few words; the document's own where they were kept."""
    if row.wording:
        return row.wording
    per = row.per.zh if row.per is not None else ""
    months = "、".join(f"{month}月" for month in row.months)
    return f"{row.type.zh}{months or per}{row.n if row.n > 1 else ''}".strip()


def _is_of(register: Register, duty: Duty, post: Post, on: date) -> bool:
    if is_selector(duty.bearer):
        return includes(register, duty.bearer, post.id, on)
    return duty.bearer in {post.id, *units_of(register, post)}
