"""Help of the office's own verbs: (Chinese, English) by name."""

from typing import Final

HELP: Final[dict[str, tuple[str, str]]] = {
    "verify": (
        """复核整改：由整改单位以外的单位复核通过即销号，或退回重办。

例：
  dutybook verify 2026-10-30-hdc6z5 --by discipline-office
  dutybook verify 2026-10-30-hdc6z5 --by discipline-office --return --reason "签到表不全\"""",
        """Verify a rectification: another unit closes the finding, or sends it back.

For example:
  dutybook verify 2026-10-30-hdc6z5 --by discipline-office
  dutybook verify 2026-10-30-hdc6z5 --by discipline-office --return --reason "a sheet is missing\"""",
    ),
    "verify.id": ("问题的标识。", "Id of the finding."),
    "verify.by": ("复核单位；不能是整改单位。", "The verifying unit; never the rectifying one."),
    "verify.back": ("不予通过，退回重办。", "Don't verify it; send it back."),
    "verify.reason": ("退回的理由。", "Why it is sent back."),
    "extend": (
        """申请延期，或批准已申请的延期：问题，或应办事项。到期以后申请的不予接受。

例：
  dutybook extend 2026-10-30-et6ery 2026-11-30 --reason "管理员外出培训"
  dutybook extend 2026-10-30-et6ery 2026-11-30 --approve publicity-member
  dutybook extend platform-check 2026-Q4 2027-01-15 --reason "系统升级" --approve secretary""",
        """Ask for a later due day, or approve one that was asked for: of a finding or an obligation. Not after the due day.

For example:
  dutybook extend 2026-10-30-et6ery 2026-11-30 --reason "the administrator is away"
  dutybook extend 2026-10-30-et6ery 2026-11-30 --approve publicity-member
  dutybook extend platform-check 2026-Q4 2027-01-15 --reason "new system" --approve secretary""",
    ),
    "extend.target": (
        "问题 新期限；或 职责 所属期 新期限。",
        "FINDING NEW_DUE, or DUTY PERIOD NEW_DUE.",
    ),
    "extend.element": ("只延其中一个范围；不给则全部。", "Only this element; left out, every one."),
    "extend.reason": ("延期的理由。", "Why it takes longer."),
    "extend.approve": ("批准的岗位；不给则只是申请。", "The approving post; left out, it is only asked for."),
    "waive": (
        """免办：经批准，某件应办事项不必再办。

例：
  dutybook waive quarterly-review 2026-Q3 --reason "区里统一安排取消" --by secretary""",
        """Waive an obligation: with somebody's approval it falls away.

For example:
  dutybook waive quarterly-review 2026-Q3 --reason "called off by the district" --by secretary""",
    ),
    "waive.duty": ("职责事项的标识。", "Id of the duty."),
    "waive.period": ("所属期，如 2026-Q3 或 event:…。", "The period, such as 2026-Q3 or event:…."),
    "waive.element": ("只免其中一个范围；不给则全部。", "Only this element; left out, every one."),
    "waive.reason": ("免办的理由。", "Why it falls away."),
    "waive.by": ("批准的岗位。", "The approving post."),
    "waive.expires": ("免办到哪一天为止，含当日；不给则一直有效。", "The last day of the waiver; left out, it stays."),
    "urge": (
        """催办：不带参数列出当日应发的文书；写明问题或应办事项则发出一件；或登记回复。

从第几天起催办、督办、通报，由 register.toml 的 [urging] 定；没有定的级别不会提出。

例：
  dutybook urge
  dutybook urge 2026-10-30-hdc6z5
  dutybook urge half-year-report 2026-H1 --level L1 --to party-office
  dutybook urge --all
  dutybook urge --replied 2026-11-23-rzktpy""",
        """Urge: without words, list the letters that are owed; with a finding or an obligation, send one; or record a reply.

From which day each level applies stands in register.toml under [urging]; a level that is not set is never proposed.

For example:
  dutybook urge
  dutybook urge 2026-10-30-hdc6z5
  dutybook urge half-year-report 2026-H1 --level L1 --to party-office
  dutybook urge --all
  dutybook urge --replied 2026-11-23-rzktpy""",
    ),
    "urge.target": ("问题；或 职责 所属期。", "FINDING, or DUTY PERIOD."),
    "urge.element": ("应办事项的范围。", "The element of the obligation."),
    "urge.level": ("级别 L0 至 L4；不给则为应发的一级。", "The level, L0 to L4; left out, the one that is due."),
    "urge.to": ("发给哪个单位或岗位；不给则按所提的。", "The unit or post it goes to; left out, as proposed."),
    "urge.text": ("内容；不给则按事实写成。", "The text; left out, it is made from the facts."),
    "urge.number": ("文号。", "The letter's number."),
    "urge.every": ("一次发出当日应发的全部（一个提交）。", "Send all letters that are owed, in one commit."),
    "urge.replied": ("登记这件催办已于当日回复。", "Record that this letter was answered on the day."),
    "appoint": (
        """任命：某人自某日起任某岗。主持、代理和临时分管在前一天自动结束；正式任职须先结束，或加 --end-previous。

例：
  dutybook appoint secretary li-si --from 2026-09-01 --manner acting
  dutybook appoint secretary li-si --from 2026-09-10 --basis "样区委干〔2026〕12号\"""",
        """Put somebody into a post from a day on. Whoever stands in, and any cover, ends the day before; a formal holding must be ended
first, or by --end-previous.

For example:
  dutybook appoint secretary li-si --from 2026-09-01 --manner acting
  dutybook appoint secretary li-si --from 2026-09-10 --basis "No. 12 of 2026\"""",
    ),
    "appoint.post": ("岗位。", "The post."),
    "appoint.person": ("人员。", "The person."),
    "appoint.since": ("起日，含当日。", "The first day."),
    "appoint.manner": (
        "方式：formal 正式、acting 主持、deputising 代理；不给则为正式。",
        "How: formal, acting or deputising; left out, formal.",
    ),
    "appoint.basis": ("任免文号。", "Number of the appointment."),
    "appoint.end_previous": ("前任的正式任职在前一天结束。", "End a formal holding that still runs the day before."),
    "end": (
        """结束任职：某日为任职的最后一天。

例：
  dutybook end secretary --on 2026-08-31
  dutybook end secretary li-si --on 2026-08-31    有几个人任职时写明是谁""",
        """End a holding; the day is its last.

For example:
  dutybook end secretary --on 2026-08-31
  dutybook end secretary li-si --on 2026-08-31    whose, where several hold it""",
    ),
    "end.post": ("岗位。", "The post."),
    "end.person": ("结束谁的任职；只有一人任职时不必写。", "Whose holding; needed only where several hold the post."),
    "end.on": ("最后一天。", "The last day."),
    "cover": (
        """临时分管：空缺的岗位自某日起由另一个岗位代管。

例：
  dutybook cover deputy-secretary street-director --from 2026-09-10 --basis 党工委分工调整""",
        """Let another post look after a vacant one from a day on.

For example:
  dutybook cover deputy-secretary street-director --from 2026-09-10 --basis "new division of work\"""",
    ),
    "cover.post": ("空缺的岗位。", "The vacant post."),
    "cover.by": ("代管的岗位。", "The post that looks after it."),
    "cover.since": ("起日，含当日。", "The first day."),
    "cover.basis": ("依据。", "What it rests on."),
    "handover": (
        """交接：谁交给谁、何时办完、交接清单；不给岗位则列出全部应办的交接。--save 存为记录，--sign 签字。

例：
  dutybook handover
  dutybook handover secretary --on 2026-09-10
  dutybook handover secretary --save --witness qian-qi
  dutybook handover secretary --sign outgoing zhang-san --on 2026-09-16""",
        """A handover: who hands what to whom, and by when; without a post, all that are asked for. --save records it, --sign signs it.

For example:
  dutybook handover
  dutybook handover secretary --on 2026-09-10
  dutybook handover secretary --save --witness qian-qi
  dutybook handover secretary --sign outgoing zhang-san --on 2026-09-16""",
    ),
    "handover.id": ("岗位，或交接记录。", "A post, or the record of a handover."),
    "handover.save": ("把清单存为交接记录。", "Record the handover with its list."),
    "handover.witness": ("监交人。", "The witness."),
    "handover.sign": (
        "签字：身份（outgoing 移交、incoming 接收、witness 监交）和人员。",
        "Sign: the role (outgoing, incoming or witness) and the person.",
    ),
    "reaffirm": (
        """复核：不给职责事项则列出待复核的，新旧条款对照；给出则记下本人已复核，按现在的条款确认。

例：
  dutybook reaffirm
  dutybook reaffirm committee-deliberation street-rules#2-3-2c --why "次数未变，只改了措辞\"""",
        """Review: without a duty, list what is to be reviewed again, old and new clause side by side; with one, record that you did.

For example:
  dutybook reaffirm
  dutybook reaffirm committee-deliberation street-rules#2-3-2c --why "the number stays, only words changed\"""",
    ),
    "reaffirm.duty": ("职责事项；不给则列出待复核的。", "The duty; left out, list what is to be reviewed again."),
    "reaffirm.clause": (
        "依据条款（文件#路径，或只写路径）；不给则为全部依据。",
        "The clause, source#path or its path; left out, all that the duty rests on.",
    ),
    "attach": (
        """把文件附到工作记录或问题的佐证上：按内容命名，复制进 attachments/，与记录一并提交。

例：
  dutybook attach 2026-05-12-vsrbpm 纪要.pdf --type minutes
  dutybook attach 2026-07-02-yx87md 回执.jpg --type receipt --label "区委收文18号" --date 2026-07-06""",
        """Attach a file as evidence to a work record or a finding: it is copied into attachments/, named by its content,
and committed with the record.

For example:
  dutybook attach 2026-05-12-vsrbpm minutes.pdf --type minutes
  dutybook attach 2026-07-02-yx87md receipt.jpg --type receipt --label "received, no. 18" --date 2026-07-06""",
    ),
    "attach.id": ("工作记录或问题。", "A work record or a finding."),
    "attach.file": ("普通文件，至多 50 MB；文件名不登记。", "An ordinary file of at most 50 MB; its name is not kept."),
    "attach.type": (
        "佐证类型；不给则补到唯一一件还没有文件的佐证上。",
        "The sort of evidence; left out, the file goes to the one row of evidence that has none yet.",
    ),
    "attach.label": ("佐证的名称或编号。", "Label or number of the evidence."),
    "attach.date": ("佐证的形成日期。", "The day of the evidence itself."),
    "report": (
        """起草报告：按所属期从记录中数出各项数字，每个数字都注明出自哪些记录，存为草稿。

例：
  dutybook report prepare half-year-report
  dutybook report prepare half-year-report --period 2026-H2 --form in-person
  dutybook report prepare half-year-report --dry-run --json""",
        """Prepare a report: the figures of its period, each with the records that it was counted from, saved as a draft.

For example:
  dutybook report prepare half-year-report
  dutybook report prepare half-year-report --period 2026-H2 --form in-person
  dutybook report prepare half-year-report --dry-run --json""",
    ),
    "report.action": ("prepare：起草。", "prepare: make a draft."),
    "report.duty": ("以报告完成的职责事项。", "A duty that reports fulfil."),
    "report.period": (
        "报哪一期；不给则为下一个未报的期。",
        "The period that is reported on; left out, the next that is still to be reported.",
    ),
    "report.form": ("书面 written，或当面 in-person。", "On paper (written), or made in person (in-person)."),
    "report.dry_run": ("只列数字，不存草稿。", "Show the figures only; no draft is saved."),
}
