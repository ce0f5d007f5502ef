"""What papers say around their figures, in Chinese and in English: sentences, headings and column titles by name."""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from typing import Final

from exchange.papers.paper import in_words

TEXTS: Final[Mapping[str, tuple[str, str]]] = {
    # columns
    "no": ("序号", "No."),
    "matter": ("事项", "Matter"),
    "tier": ("责任层级", "Tier"),
    "cadence": ("频次", "How often"),
    "lead": ("牵头单位", "Lead unit"),
    "clauses": ("依据条款", "Clauses"),
    "done-on": ("完成日期", "Done on"),
    "state": ("状态", "State"),
    "work-records": ("工作记录", "Work records"),
    "duty": ("职责事项", "Duty"),
    "work-record": ("工作记录", "Work record"),
    "finding": ("问题记录", "Finding"),
    "sort": ("类别", "Sort"),
    "its-record": ("对应记录", "Record"),
    "day-limit": ("期限", "Due"),
    "capacity": ("身份", "Capacity"),
    "name": ("姓名", "Name"),
    "signature": ("签字", "Signature"),
    "date": ("日期", "Date"),
    "figure": ("指标", "Figure"),
    "number": ("数", "No."),
    "from-records": ("依据的记录", "Records behind it"),
    "type": ("类型", "Type"),
    "title": ("名称", "Title"),
    "inspected": ("被查单位", "Units inspected"),
    "due": ("完成时限", "Due"),
    "progress": ("进展", "Progress"),
    "basis": ("依据", "Reference"),
    "unit": ("单位", "Unit"),
    "problem": ("问题", "Problem"),
    "measure": ("整改措施", "Measure"),
    "owner": ("责任岗", "Owner"),
    # words within sentences
    "vacant": ("（空缺）", "(vacant)"),
    "none": ("无", "none"),
    "own": ("自设", "set by the office itself"),
    "all-year": ("常年", "all year round"),
    "dual": ("（一岗双责）", " (dual duty)"),
    "signed": ("已签（见台账）", "signed (see the register)"),
    "in-brackets": ("{text}（{inside}）", "{text} ({inside})"),
    "counted": ("{what}{count}次", "{what}: {count}"),
    "H1": ("{year}年上半年", "first half of {year}"),
    "H2": ("{year}年下半年", "second half of {year}"),
    # half-year report
    "report-title": ("{signer}关于{when}责任制落实情况的报告", "{signer}: report on the responsibility system, {when}"),
    "report-begin": (
        "现将{when}责任制落实情况报告如下。",
        "This report says how the responsibility system was carried out in the {when}.",
    ),
    "report-whole": ("总体情况", "Overview"),
    "report-figures": (
        "{when}到期的应办事项中，{total}项已有结果：按期完成{done}项，逾期完成{late}项，逾期未完成{missed}项。",
        "Obligations due in the {when} whose outcome is known: {total}. Done in time: {done}; done late: {late}; missed: {missed}.",
    ),
    "report-work": ("主要工作", "Work done"),
    "report-inspection": ("督查与整改", "Inspection and rectification"),
    "report-inspected": (
        "开展督查检查{inspections}次，交办问题{issued}个，按期销号{closed}个，逾期销号{late}个，期末未销号{open}个；发出催办{urges}件。",
        "Inspections held: {inspections}. Problems handed out: {issued}; closed in time: {closed}; closed late: {late}; open at the end: {open}. Letters of urging sent: {urges}.",
    ),
    "report-problems": ("存在问题", "Problems"),
    "report-next": ("下一步工作", "Next steps"),
    "report-source": ("数据来源表", "Where the figures come from"),
    "report-end": ("特此报告。", "Submitted accordingly."),
    "work-none": ("本期没有已归档的工作记录。", "No work record was filed in this period."),
    "work-told": ("本期归档工作记录：{told}。", "Work records filed in this period: {told}."),
    "problems-missed": ("逾期未完成的应办事项", "Obligations that were missed"),
    "problems-open": ("尚未销号的问题", "Problems that are still open"),
    "problems-none": (
        "没有逾期未完成的应办事项，也没有未销号的问题。",
        "No obligation was missed, and no problem is open.",
    ),
    "next-none": ("此后三个月内没有到期的应办事项。", "Nothing falls due in the three months after."),
    "next-told": ("此后三个月内有{count}项应办事项到期。", "Obligations that fall due in the three months after: {count}."),
    # inspection report
    "inspection-title": ("{signer}关于{year}年度督查检查情况的报告", "{signer}: report on the inspections of {year}"),
    "inspection-begin": ("现将{year}年度督查检查情况报告如下。", "This report tells of the inspections of {year}."),
    "inspection-held": ("督查检查开展情况", "Inspections held"),
    "inspection-count": ("截至{day}，共开展督查检查{count}次。", "Inspections held up to {day}: {count}."),
    "inspection-found": ("发现问题及整改情况", "Problems found and their rectification"),
    "inspection-figures": (
        "共交办问题{count}个，已销号{closed}个，尚未销号{open}个。",
        "Problems handed out: {count}; closed: {closed}; open: {open}.",
    ),
    # notice
    "notice-title": ("{signer}关于做好近期应办事项办理工作的通知", "{signer}: notice of obligations that are overdue or fall due soon"),
    "notice-begin": (
        "截至{day}，有{late}项应办事项逾期未完成，{soon}项将于{until}前到期。现将有关事项通知如下。",
        "As of {day}, obligations that are overdue: {late}; obligations that fall due by {until}: {soon}. They are as follows.",
    ),
    "notice-none": (
        "截至{day}，没有逾期未完成的应办事项，{until}前也没有到期的应办事项。",
        "As of {day}, no obligation is overdue, and none falls due by {until}.",
    ),
    "notice-late": ("逾期未完成的事项", "Overdue"),
    "notice-soon": ("即将到期的事项", "Due soon"),
    "notice-asked": ("办理要求", "What is asked"),
    "notice-please": (
        "请各牵头单位按期办理，办结后登记工作记录并附佐证。",
        "Lead units are asked to do these in time, and then to enter a work record with its evidence.",
    ),
    # list of rectification
    "rectification-title": ("{whose}问题整改清单", "Rectification list{whose}"),
    "rectification-whose": ("{unit}", ": {unit}"),
    "rectification-figures": (
        "截至{day}，共有问题{count}个，其中未销号{open}个。",
        "Problems as of {day}: {count}, of which open: {open}.",
    ),
    # statement of responsibilities
    "responsibilities-title": ("{post}职责清单", "Statement of responsibilities: {post}"),
    "responsibilities-post": ("岗位", "Post"),
    "responsibilities-held": (
        "{post}，{rank}，{unit}。{day}由{person}任职。",
        "{post}, {rank}, {unit}. Held on {day} by: {person}.",
    ),
    "responsibilities-units": ("负责的单位：{units}。", "Units in its charge: {units}."),
    "responsibilities-duties": ("职责事项", "Duties"),
    "responsibilities-count": ("共{count}项。", "Duties in all: {count}."),
    # duty statement
    "statement-title": ("{year}年度责任制述职报告", "Duty statement for {year}"),
    "statement-post": ("岗位与职责", "Post and duties"),
    "statement-held": ("本人自{since}起任{post}。", "I have held the post of {post} since {since}."),
    "statement-holds": ("本人任{post}。", "I hold the post of {post}."),
    "statement-vacant": ("{post}岗位空缺。", "The post of {post} is vacant."),
    "statement-before": (
        "前任任职至{until}，本年度此前的事项一并列入。",
        "The predecessor held it until {until}; what was done before in this year is told as well.",
    ),
    "statement-scope": (
        "{year}年由本岗及所负责单位办理的应办事项共{count}项。",
        "Obligations of this post and the units in its charge in {year}: {count}.",
    ),
    "statement-work": ("履职情况", "Work done"),
    "statement-done": (
        "截至{day}，已完成{done}项，其中逾期完成{late}项。",
        "Done up to {day}: {done}, of which late: {late}.",
    ),
    "statement-problems": ("存在问题", "Problems"),
    "statement-missed": ("{what}：{state}，{day}到期。", "{what}: {state}, due on {day}."),
    "statement-finding": (
        "{unit}的问题“{text}”：{state}（{record}）。",
        "A problem of {unit}, “{text}”: {state} ({record}).",
    ),
    "statement-next": ("下一步打算", "Next steps"),
    "statement-ahead": ("本年度的应办事项尚有{count}项待完成。", "Obligations of this year that are still to be done: {count}."),
    "statement-by": ("{what}，{day}前完成。", "{what}, by {day}."),
    # handover
    "handover-title": ("{post}工作交接清单", "Handover list: {post}"),
    "handover-begin": (
        "岗位：{post}。移交日期：{day}。共{count}项。",
        "Post: {post}. Day of the handover: {day}. Matters in all: {count}.",
    ),
    "handover-signatures": ("签字：", "Signatures:"),
    # letter
    "letter-reply": ("请于{day}前书面回复。", "Please reply in writing by {day}."),
    "letter-finding": (
        "所涉问题：{unit}，{text}期限{day}（{record}）。",
        "It is about the problem of {unit}: {text} Due on {day} ({record}).",
    ),
    "letter-obligation": (
        "所涉事项：{what}，{day}到期（{record}）。",
        "It is about {what}, due on {day} ({record}).",
    ),
    "letter-about": ("所涉：{about}。", "It is about {about}."),
    "letter-record": ("催办记录：{record}。", "Record of this letter: {record}."),
    "clauses-of": ("《{title}》{paths}", "{title}: {paths}"),
    # around the body
    "draft": ("草稿", "DRAFT"),
    "addressee": ("{who}：", "To: {who}"),
    "copies": ("抄送：{who}。", "Copies: {who}"),
    "attachment-only": ("附件：{text}", "Enclosure: {text}"),
    "enclosure": ("附件{at}", "Enclosure {at}"),
    "attachment-first": ("附件：{at}.{text}", "Enclosures: {at}. {text}"),
    "attachment-next": ("　　　{at}.{text}", "{at}. {text}"),
    "source": (
        "（据《{title}》截至{day}的记录生成，提交 {commit}）",
        "(Made from the records of “{title}” as of {day}, commit {commit})",
    ),
}  # fmt: skip
"""By name: (Chinese, English). A test finds names that are missing or unused."""


class Speech:
    """Says things in one language."""

    def __init__(self, language: str) -> None:
        """Choose a language: `zh…` is Chinese, all else English."""
        self.language = "zh" if language.startswith("zh") else "en"
        self._at = 0 if self.language == "zh" else 1

    def __call__(self, name: str, **values: object) -> str:
        """Say what stands under a name, with values put in."""
        return TEXTS[name][self._at].format(**values)

    def heads(self, *names: str) -> tuple[str, ...]:
        """Titles of columns."""
        return tuple(self(name) for name in names)

    def day(self, day: date) -> str:
        """A day in words."""
        return in_words(day, self.language)

    def several(self, parts: Iterable[str]) -> str:
        """Parts of one sentence, one after another."""
        return ("，" if self._at == 0 else ", ").join(parts)

    def listed(self, parts: Iterable[str]) -> str:
        """Parts of a list, such as numbers of clauses."""
        return ("、" if self._at == 0 else ", ").join(parts)

    def apart(self, parts: Iterable[str]) -> str:
        """Parts that hold commas themselves."""
        return ("；" if self._at == 0 else "; ").join(parts)
