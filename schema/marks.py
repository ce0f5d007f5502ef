"""The marks that rules give: states, lights, roles, flags. English tokens in `--json`, labels on the screen; derived, never stored."""

from schema.field import Word


class UrgeReason(Word):
    """Why a rung of urging is due (R11). Derived, never stored."""

    DAYS = "days", "按天数", "By the days"
    UNANSWERED = "unanswered", "催办没有回复", "Letter unanswered"
    REPLY_MISSED = "reply-missed", "督办没有按期回复", "Reply to the supervision letter missed"
    REPEATED = "repeated", "同一事项一年内多次逾期未完成", "Missed several times in the year"
    REPORTED = "reported", "报第一责任人后仍未了结", "Still open after the report"
    CHOSEN = "chosen", "由人选定", "Chosen by a person"


class Outcome(Word):
    """What attribution proposes for one person or for the team (R9). Derived, never stored: an organ decides."""

    PERSONAL = "personal", "个人责任", "Personal responsibility"
    MAIN_LEADERSHIP = "main-leadership", "主要领导责任", "Main leadership responsibility"
    IMPORTANT_LEADERSHIP = "important-leadership", "重要领导责任", "Important leadership responsibility"
    NOT_ATTRIBUTED = "not-attributed", "不承担领导责任", "No leadership responsibility"
    NOT_APPLICABLE = "not-applicable", "不适用", "Not applicable"
    COLLECTIVE = "collective", "集体责任", "Collective responsibility"


class AttributionFlag(Word):
    """What somebody must look at before a proposal of attribution is used (R9). Derived, never stored."""

    TO_VERIFY = "to-verify", "待核", "To be verified"
    MAY_BE_EXEMPTED = "may-be-exempted", "可以免责", "May be exempted"
    NOT_FOUND_WRONG = "not-found-wrong", "尚未认定决策有误", "Not found wrong yet"
    NOT_HOLDER = "not-holder", "当日并非在任", "Not the holder that day"
    IN_CHARGE_UNKNOWN = "in-charge-unknown", "直接分管者不明", "Nobody known to be in charge"
    MEMBERS_INCOMPLETE = "members-incomplete", "缺席者未列", "Absent members not known"


class ScoreMark(Word):
    """Why a line of a score counts less than it says, or not at all (R14). Derived, never stored."""

    CAPPED = "capped", "已到上限", "Capped"
    CAP_UNSET = "cap-unset", "加分上限未定", "Bonus cap not set"
    NO_BASIS = "no-basis", "无依据", "Without a basis"
    WRONG_SIGN = "wrong-sign", "正负号有误", "Wrong sign"


class VetoState(Word):
    """Where a veto event stands (R10). Derived, never stored."""

    PARAMETERS_UNSET = "parameters-unset", "否决参数未定", "Veto parameters not set"
    REVOKED = "revoked", "已撤销", "Revoked"
    PENDING = "pending", "待认定", "Awaiting confirmation"
    IN_FORCE = "in-force", "否决", "Veto"
    OTHER_YEAR = "other-year", "非本年度", "Of another year"


class Signature(Word):
    """How the signature of a commit stands against the keys in people/. Derived, never stored; the set is closed."""

    SIGNED = "signed", "已签名", "Signed"
    UNSIGNED = "unsigned", "未签名", "Unsigned"
    UNKNOWN_KEY = "unknown-key", "签名密钥未登记", "Signed by an unknown key"
    NOT_VALID = "not-valid-that-day", "签名密钥当日无效", "Signed by a key not valid that day"
    OTHER_PERSON = "other-person", "用他人密钥签名", "Signed by somebody else's key"
    BAD = "bad", "签名不符", "Bad signature"
    UNCHECKED = "unchecked", "签名未验证", "Signature not verified"


class State(Word):
    """The state of an obligation (R5). Derived, never stored."""

    NOT_STARTED = "not-started", "未启动", "Not started"
    RUNNING = "running", "进行中", "Running"
    NEAR_DUE = "near-due", "临期", "Near due"
    EXTENDED = "extended", "延期", "Extended"
    DONE = "done", "按期完成", "Done"
    DONE_LATE = "done-late", "逾期完成", "Done late"
    MISSED = "missed", "逾期未完成", "Missed"
    WAIVED = "waived", "已免除", "Waived"
    UNSET = "unset", "未定频次", "Cadence not set"


class Light(Word):
    """The colour that stands for a state (R5). Derived, never stored."""

    WHITE = "white", "白", "White"
    GREEN = "green", "绿", "Green"
    YELLOW = "yellow", "黄", "Yellow"
    RED = "red", "红", "Red"
    GREY = "grey", "灰", "Grey"
    NONE = "none", "无", "None"


class GapType(Word):
    """What the map of responsibility lacks on a day (R16). Derived, never stored."""

    CLAUSE_WITHOUT_DUTY = "clause-without-duty", "条款无职责事项", "Clause without a duty"
    DUTY_WITHOUT_CLAUSE = "duty-without-clause", "职责事项无条款", "Duty without a clause"
    DUTY_WITHOUT_LEAD = "duty-without-lead", "职责事项无牵头", "Duty without a lead"
    UNIT_WITHOUT_HEAD = "unit-without-head", "单位无负责人岗位", "Unit without a head post"
    UNIT_WITHOUT_LIAISON = "unit-without-liaison", "单位无联络员", "Unit without a liaison"
    POST_WITHOUT_HOLDER = "post-without-holder", "岗位空缺", "Post without a holder"


class MatterSort(Word):
    """What sort of matter a handover passes on (R18). Derived, never stored."""

    OBLIGATION = "obligation", "未了事项", "Open obligation"
    FINDING = "finding", "未销号问题", "Open finding"
    REPORT = "report", "即将到期的报告", "Report falling due"
    PLATFORM = "platform", "平台", "Platform"
    EVIDENCE = "evidence", "待补佐证", "Evidence owed"


class FindingState(Word):
    """Where a finding stands (R13). Derived, never stored."""

    ISSUED = "issued", "已交办", "Issued"
    RECTIFYING = "rectifying", "整改中", "Being rectified"
    AWAITING = "awaiting-verification", "待验收", "Awaiting verification"
    RETURNED = "returned", "退回", "Returned"
    EXTENDED = "extended", "延期", "Extended"
    CLOSED = "closed", "按期销号", "Closed in time"
    CLOSED_LATE = "closed-late", "逾期销号", "Closed late"
    RECURRED = "recurred", "反弹", "Recurred"


class Standing(Word):
    """How a post stands on a day (R6). Derived, never stored."""

    FORMAL = "formal", "正式", "Formal"
    ACTING = "acting", "主持", "Acting"
    DEPUTISING = "deputising", "代理", "Deputising"
    COVER = "cover", "空缺·临时分管", "Vacant, covered"
    VACANT = "vacant", "空缺", "Vacant"
    CONFLICT = "conflict", "冲突", "Conflict"


class Role(Word):
    """In what role somebody answers for a duty, a post or a group. Derived, never stored."""

    HOLDER = "holder", "任职", "Holder"
    BEARER = "bearer", "承担", "Bearer"
    FIRST_LEAD = "first-lead", "第一牵头", "First lead"
    LEAD = "lead", "并列牵头", "Joint lead"
    RESPONSIBLE = "responsible", "责任", "Responsible"
    GROUP_HEAD = "group-head", "组长", "Head of the group"
    GROUP_DEPUTY = "group-deputy", "副组长", "Deputy head of the group"
    GROUP_MEMBER = "group-member", "成员", "Member of the group"
    OFFICE_HEAD = "office-head", "办公室主任", "Head of the group's office"


class Flag(Word):
    """Marks beside a state, an answer or a work record. Derived, never stored."""

    FILED_LATER = "filed-later", "补录", "Filed later"
    DRAFT = "draft", "草稿待归档", "Draft not filed"
    EVIDENCE_MISSING = "evidence-missing", "待补证", "Evidence missing"
    NO_RECEIPT = "no-receipt", "未回执", "No receipt"
    EARLY = "early", "早于窗口", "Before the window"
    DUPLICATE = "duplicate", "重复", "Counted already"
    EXTRA = "extra", "超出次数", "More than asked"
    DUAL_DUTY = "dual-duty", "一岗双责", "Dual duty"
    ENDED = "ended", "不在存续期", "Does not exist on the day"
    UNKNOWN = "unknown", "查无此岗", "No such post"
    SEVERAL_ACTING = "several-acting", "多人主持或代理", "Several acting"
    PRESUMED = "presumed", "推定", "Presumed"
    VACANT = "vacant", "空缺", "Vacant"
    CONFLICT = "conflict", "任职冲突", "Two holders"
    NO_HEAD = "no-head", "无负责人岗位", "No head post"
    NO_LIAISON = "no-liaison", "无联络员", "No liaison"
    NO_LEAD = "no-lead", "无牵头单位", "No lead unit"
    EMPTY_SELECTOR = "empty-selector", "选择项为空", "Selector stands for nothing"
    NOT_IN_REGISTER = "not-in-register", "台账中没有", "Not in the register"
    UNREADABLE = "unreadable", "记录无法读取", "Record unreadable"
