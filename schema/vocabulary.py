"""The enumerated values of the register: English tokens in the files, Chinese and English labels on the screen.

Source: the wording of responsibility systems of public bodies; a token is never renamed once released.
"""

from schema.field import Word


class UnitType(Word):
    """What sort of unit it is."""

    BODY = "body", "决策体", "Decision body"
    SECTION = "section", "科室", "Section"
    CENTRE = "centre", "中心", "Centre"
    COMMUNITY = "community", "社区", "Community"
    VILLAGE = "village", "村", "Village"
    BRANCH = "branch", "党支部", "Party branch"
    SUBSIDIARY = "subsidiary", "所属单位", "Subsidiary"
    STATIONED = "stationed", "驻场单位", "Stationed unit"


class Rank(Word):
    """The rank of a post, from which R8 resolves its tier."""

    PRINCIPAL = "principal", "主要负责人", "Principal"
    IN_CHARGE = "in-charge", "分管领导", "Leader in charge"
    MEMBER = "member", "其他成员", "Other team member"
    SECTION_HEAD = "section-head", "科室负责人", "Head of section"
    COMMUNITY_HEAD = "community-head", "村社负责人", "Head of community or village"
    STAFF = "staff", "经办", "Staff"


class Manner(Word):
    """How a person holds a post (R6)."""

    FORMAL = "formal", "正式", "Formal"
    ACTING = "acting", "主持", "Acting"
    DEPUTISING = "deputising", "代理", "Deputising"


class Tier(Word):
    """The tier of responsibility; dual duty (一岗双责) is a flag beside it, never a tier."""

    MAIN_BODY = "main-body", "主体责任", "Main-body responsibility"
    FIRST = "first-responsible", "第一责任人", "First responsible person"
    DIRECT = "direct", "直接责任人", "Direct responsible person"
    MAIN_LEADERSHIP = "main-leadership", "主要领导责任", "Main leadership responsibility"
    IMPORTANT_LEADERSHIP = "important-leadership", "重要领导责任", "Important leadership responsibility"
    LEADERSHIP = "leadership", "领导责任", "Leadership responsibility"
    SUPERVISION = "supervision", "监督责任", "Supervision responsibility"
    CONCRETE = "concrete", "具体责任", "Concrete responsibility"
    COORDINATION = "coordination", "统筹协调", "Coordination"
    HANDLING = "handling", "具体经办", "Handling"


class CadenceType(Word):
    """How a duty recurs (R1-R4)."""

    AT_LEAST = "at-least", "每期至少", "At least n a period"
    EXACTLY = "exactly", "每期恰好", "Exactly n a period"
    MONTHS = "months", "固定月份", "In fixed months"
    BY_DATE = "by-date", "年内截止日", "Once a year by a date"
    EVENT = "event", "事件触发", "After an event"
    UNSET = "unset", "未定频次", "Not set"


class Per(Word):
    """The length of a period."""

    YEAR = "year", "年", "Year"
    HALF_YEAR = "half-year", "半年", "Half-year"
    QUARTER = "quarter", "季", "Quarter"
    MONTH = "month", "月", "Month"


class Roll(Word):
    """Where a due day goes that is not a working day (R0.5, R2)."""

    BACK = "back", "提前到上一工作日", "To the working day before"
    FORWARD = "forward", "顺延到下一工作日", "To the next working day"
    NONE = "none", "不移动", "Stays"


class DistinctBy(Word):
    """What two records that both count must differ in (R0.9)."""

    UNIT = "unit", "单位", "Unit"
    DATE = "date", "日期", "Day"
    MONTH = "month", "月份", "Month"


class EventType(Word):
    """The sorts of dated events on a platform or a unit that may set off a duty (R0.7)."""

    OPENED = "opened", "开设", "Opened"
    ADMINISTRATOR_CHANGED = "administrator-changed", "管理员变更", "Administrator changed"
    CLOSED = "closed", "注销", "Closed"
    LIAISON_CHANGED = "liaison-changed", "联络员变更", "Liaison changed"
    RENAMED = "renamed", "更名", "Renamed"
    OTHER = "other", "其他", "Other"


class ActivityType(Word):
    """What sort of work a record shows. Deliberation and study are different types with different quotas."""

    DELIBERATION = "deliberation", "会议·专题研究", "Thematic deliberation"
    ANALYSIS = "analysis", "会议·形势分析", "Situation analysis meeting"
    STUDY = "study", "学习·专题", "Thematic study"
    GROUP_STUDY = "group-study", "学习·中心组", "Study-group session"
    THEME_DAY = "theme-day", "主题党日", "Branch theme day"
    LECTURE = "lecture", "党课", "Party lecture"
    TRAINING = "training", "培训", "Training"
    CIRCULAR = "circular", "党内通报", "Inner-party circular"
    WARNING_CIRCULAR = "warning-circular", "警示通报", "Warning circular"
    HALF_YEAR_REPORT = "half-year-report", "半年专题报告", "Half-year thematic report"
    MAJOR_REPORT = "major-report", "重大情况报告", "Report of a major matter"
    DEPARTMENT_REPORT = "department-report", "部门半年报", "Department half-year report"
    NEWS_REPORT = "news-report", "信息报送", "News sent upward"
    GENERAL_INSPECTION = "general-inspection", "督查·综合", "General inspection"
    SPECIAL_INSPECTION = "special-inspection", "督查·专题", "Special inspection"
    SUPERVISION_CHECK = "supervision-check", "监督检查", "Supervision check"
    SECRECY_CHECK = "secrecy-check", "保密检查", "Secrecy check"
    PLATFORM_CHECK = "platform-check", "平台核对", "Platform check"
    PLATFORM_FILING = "platform-filing", "平台备案", "Platform filing"
    HAZARD_COUNTS = "hazard-counts", "排查统计", "Counts of disputes and hazards"
    PETITION_COUNTS = "petition-counts", "信访统计", "Counts of petitions"
    PLAN = "plan", "计划/要点", "Plan or key points"
    REGULATION = "regulation", "制度", "Regulation"
    ROSTER_FILING = "roster-filing", "名单备案", "Filing of a list"
    DEMOCRATIC_LIFE = "democratic-life", "民主生活会", "Democratic-life meeting"
    ORGANISATIONAL_LIFE = "organisational-life", "组织生活会", "Organisational-life meeting"
    APPRAISAL = "appraisal", "民主评议", "Democratic appraisal"
    DUTY_STATEMENT = "duty-statement", "述职", "Duty statement"
    ASSESSMENT = "assessment", "考核", "Assessment"
    HANDOVER = "handover", "交接", "Handover"


class ActivityState(Word):
    """Where a work record stands; only filed records count (R0.1)."""

    DRAFT = "draft", "草稿", "Draft"
    FILED = "filed", "已归档", "Filed"
    CORRECTED = "corrected", "已更正", "Replaced by a correction"
    WITHDRAWN = "withdrawn", "撤回", "Withdrawn"


class EvidenceType(Word):
    """What sort of evidence a record holds (R15)."""

    MINUTES = "minutes", "纪要", "Minutes"
    ATTENDANCE = "attendance", "签到", "Attendance sheet"
    AGENDA = "agenda", "议程", "Agenda"
    NUMBER = "number", "文号/记录号", "Document or record number"
    TEXT = "text", "正文", "Text"
    SHEET = "sheet", "表单", "Sheet"
    RECEIPT = "receipt", "回执", "Receipt"
    LIST = "list", "名单", "List"
    SLIDES = "slides", "课件", "Slides"
    SCRIPT = "script", "讲稿", "Script"


class Secrecy(Word):
    """The register is for open papers only: every value but none is refused at save (R17)."""

    NONE = "none", "无", "None"
    INTERNAL = "confidential", "秘密", "Confidential"
    SECRET = "secret", "机密", "Secret"
    TOP_SECRET = "top-secret", "绝密", "Top secret"


class Stance(Word):
    """What a member of a meeting took for a position (R9)."""

    AGREED = "agreed", "同意", "Agreed"
    OBJECTED = "objected", "反对", "Objected"
    RESERVED = "reserved", "保留意见", "Reserved"
    SILENT = "silent", "未表态", "Silent"


class ReportForm(Word):
    """Whether a report is handed in on paper or made in person (R12)."""

    WRITTEN = "written", "书面", "Written"
    IN_PERSON = "in-person", "当面", "In person"


class ReportContent(Word):
    """What a half-year report holds (R12)."""

    COMPREHENSIVE = "comprehensive", "综合性总结", "Comprehensive summary"
    SINGLE_TOPIC = "single-topic", "专题性情况", "Single topic"


class PlatformType(Word):
    """The institution's own platforms."""

    PUBLIC_ACCOUNT = "public-account", "公众号", "Public account"
    SITE_COLUMN = "site-column", "网站栏目", "Column on a site"
    WORK_GROUP = "work-group", "工作群", "Work chat group"
    INTRANET = "intranet", "内网", "Intranet"
    OTHER = "other", "其他", "Other"


class ClauseScope(Word):
    """Whether a clause of a source document is in scope of the register (R17)."""

    IN = "in", "入", "In scope"
    COUNTS = "counts", "入*", "In scope as date, count or number only"
    BACKGROUND = "background", "背景", "Background"
    OUT = "out", "域外", "Out of scope"


class UrgeLevel(Word):
    """The rungs of urging (R11)."""

    L0 = "L0", "提醒", "Reminder"
    L1 = "L1", "催办单", "Urging letter"
    L2 = "L2", "督办单", "Supervision letter"
    L3 = "L3", "报第一责任人并通报", "To the first responsible person, with a circular"
    L4 = "L4", "转监督责任岗评估", "To the supervising post for evaluation"


class WaiverType(Word):
    """Whether an obligation falls away or gets a later due day (R5)."""

    WAIVE = "waive", "免办", "Waived"
    EXTEND = "extend", "延期", "Extended"


class DecisionMode(Word):
    """How a decision came about (R9)."""

    COLLECTIVE = "collective", "集体", "Collective"
    INDIVIDUAL = "individual", "个人", "By one leader"


class Circumstance(Word):
    """The circumstances of accountability that the register knows (R9); none concerns anyone's speech."""

    C1 = "C1", "交办重大任务组织不力致严重后果", "Assigned major task badly organised, serious consequences"
    C2 = "C2", "重大问题领导不力致重大失误", "Weak leadership on a major matter, serious error"
    C3 = "C3", "未按规定及时防范处置", "Prescribed precautions not taken in time"
    C4 = "C4", "本单位平台严重差错且履职不到位", "Serious error on an own platform, duty not performed"
    C5 = "C5", "对自管平台领导不力", "Weak leadership of own platforms"
    C6 = "C6", "重大网络安全或信息化问题处置不力", "Major network-security problem badly handled"
    C7 = "C7", "失职渎职致严重后果", "Dereliction with serious consequences"
    C8 = "C8", "违反责任制或执行不力", "Breach or weak execution of the responsibility system"
    C9 = "C9", "其他（须说明）", "Other (to be explained)"


class Measure(Word):
    """What the competent organ may decide (R9); which of them a profile knows is said in schema.profile."""

    REMINDER = "reminder", "提醒", "Reminder"
    CRITICISM = "criticism", "批评教育", "Criticism"
    WRITTEN_EXAMINATION = "written-examination", "责令书面检查", "Written self-examination"
    CIRCULAR = "circular", "通报批评", "Criticism by circular"
    ADMONITION = "admonition", "诫勉", "Admonition"
    ORGANISATIONAL = "organisational", "组织处理", "Organisational handling"
    DISCIPLINARY = "disciplinary", "纪律处分", "Disciplinary action"
    BODY_EXAMINATION = "body-examination", "责令检查", "Examination of the body"
    BODY_CIRCULAR = "body-circular", "通报", "Circular about the body"
    BODY_REORGANISATION = "body-reorganisation", "改组", "Reorganisation of the body"


class SignatureRole(Word):
    """Who signs a handover."""

    OUTGOING = "outgoing", "移交人", "Handing over"
    INCOMING = "incoming", "接收人", "Taking over"
    WITNESS = "witness", "监交人", "Witness"


class ScoreRule(Word):
    """What an item of a scheme takes points for or gives points for (R14)."""

    DONE_LATE = "done-late", "逾期完成", "Done late"
    MISSED = "missed", "逾期未完成", "Missed"
    FINDING_LATE = "finding-late", "问题逾期", "Finding closed late"
    FINDING_RECURRED = "finding-recurred", "问题反弹", "Finding recurred"
    BONUS = "bonus", "加分", "Bonus"


class Rounding(Word):
    """How a score is rounded to the places that a scheme says (R14)."""

    HALF_UP = "half-up", "四舍五入", "Half up"
    HALF_EVEN = "half-even", "四舍六入五成双", "Half to even"
    DOWN = "down", "舍去", "Down"


class DiagnosticSeverity(Word):
    """How much a diagnostic of the check matters, as register.toml may say it."""

    ERROR = "error", "错误", "Error"
    WARNING = "warning", "警告", "Warning"
    NOTE = "note", "提示", "Note"
    OFF = "off", "不报", "Not reported"


class CalendarStatus(Word):
    """Whether a year's working days rest on an official notice."""

    OFFICIAL = "official", "正式", "Official"
    PROVISIONAL = "provisional", "暂定", "Provisional"
