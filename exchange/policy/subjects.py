"""Who a sentence or a heading names: found by what names of bodies, units and posts end with and by what may stand behind them.

No dictionary of names is kept. Where the words do not make plain who it is, nobody is named and the importer asks.
"""

import re
from collections.abc import Iterator
from typing import Final

_POSTS: Final = (
    "书记|主任|委员(?!会)|主席|[镇乡县市区村局处科股部厅院校所站队会厂州]长|(?<!领导小)(?<!工作)组长|经理|董事长|董事(?!会)|总监|总裁|秘书长?|主管|专员|监事(?!会)|[联管格安档保]?[络理格全案密]员|"
    "负责人|负责同志|接待人|经办人|承办人|正职|副职|一把手|领导(?!小组|干部|班子|机构|责任)|成员(?!单位)|班子|干部|职工|员工|人员"
)
_UNITS: Final = (
    "党工委|党委会|党委(?!会)|党组(?!织)|纪工委|纪委(?!书记)|[县区市省州镇乡旗]委(?!员|书记|办|组|宣|政)|常委会|委员会|党总支|总支|党支部|支部|党组织|人民政府|政府|办事处|管委会|安委会|安委办|领导小组|指挥部|"
    "办公会|董事会|监事会|理事会|办公室|科室|部门|单位|公司|集团|企业|学院|学校|医院|社区|村委会|居委会|工会|团委|(?<=[务会组公])会议|机关|机构|中心|"
    "(?<=[\u4e00-\u9fff])(?:部(?!门|署|分)|处(?!理|置|分|罚|级)|局(?!面)|科(?!室|学|技|级)|室|站(?!在)|所(?!有|在|属|辖|联)|队(?!伍)|厅|院|办(?!法|理|公|好))"
)
_JOINED: Final = "[、和与及或]|以及"
_BEHIND: Final = (
    r"[^\u4e00-\u9fff)]|$|[是为要应对在按须每向以于将把均都也还既不可会]|[和与及或]|承担|负(?!责人|责同志)|履行|担负|作为|根据|协助|必须|定期|统筹|具体|牵头|及时|全面|组织|开展|制[定订]|建立|督促|指导|研究|听取|至少|依|"
    "结合|通过|全年|随时|严格|认真|切实|积极|主动|立即|加强|强化|做好|抓好|落实|完成|配合|支持|参与|参加|汇总|上报|报送|报告|填写|提交|收集|整理|召开|举行|进行|实行|接受|自觉|共同|分别|同时|围绕|坚持|充分|"
    "带头|亲自|直接|统一|明确|指定|确定|设立|成立|配备|签订|检查|监督|审定|审核|年内|年度内?|年终|年底|担任|兼任|的(?=(?:主要|工作|具体)?(?:工作)?(?:责任|职责|任务))"
)
_CHARS: Final = r"[\u4e00-\u9fff()×]"
_NAMED: Final = re.compile(
    rf"{_CHARS}{{0,24}}?(?:(?:{_POSTS})(?={_BEHIND}|分管(?!领导|负责))|(?:{_UNITS})(?={_BEHIND}))"
    rf"|各{_CHARS}{{0,8}}?(?:村|社区|镇|乡|街道|县|区|市|支部|企业)(?:\([\u4e00-\u9fff]{{1,4}}\))?(?=[每要应须对按在向将把]|必须|负责|定期|及时|至少|开展|建立|组织)"
)
_OF_SECTIONS: Final = re.compile(
    rf"各{_CHARS}{{0,10}}?(?:科室|单位|部门|支部|党组织)(?!书记|负责人|主任|成员)(?=[\u4e00-\u9fff])"
)
_BY: Final = re.compile(
    r"(?:^|[^,]{0,20}[^理自缘事])由(?P<who>[\u4e00-\u9fff()、]{2,30}?)(?:统一|具体|共同|负责|牵头|会同|(?<!党)组织(?!部|委员|科)|承担|实施|领导|汇总|统筹|主持|召集|办理|起草|建立|完成|制定|审核|审批|保管|管理|汇报|报告|执行|负(?!责人|责同志))"
)
_ASIDE: Final = re.compile(r"(?<![村股室镇乡科校])\([^()]*\)")
_LEADING: Final = re.compile("^(?:由(?!于)|各级(?=党|人民|各)|其中|其(?!他|它)|同时|并且?)+")
_NOBODY: Final = re.compile(
    "报|抄送|及时|情况|下设|设在|列为|纳入|总书记|任办公室|上级|下级|由|担任|兼任|可以|没有|不(?!得)|是|(?<!主)(?<!重)要(?!害)|必须|坚持|应当|贯彻|违反|有关|相关(?!责任)|之(?!间)|使|让|以上级|并(?!入)|统一领导|被|所(?![在属辖有、]|$)|成立|设立|实行"
)
"""Words that no name of a body or post holds."""
_TOO_VAGUE: Final = frozenset(
    "部门 单位 机构 机关 人员 干部 领导 成员 班子 会议 中心 组织 学院 学校 企业 公司 集团 领导干部 职工 员工 各级 党员干部 党员 教育部门 工作人员 组织机构 工作机构".split()  # noqa: SIM905
)
_DOING: Final = re.compile(
    "^(?:抓|带头|加强|推动|协助|指导|组织(?!委员|部|科|人事)|维护|督[促查导办]|坚持|强化|做[好到]|支持|配合|参[照加与]|接受|纳入|列入|形成|完善|健全|开展|负责|牵头|主持|统筹|切实|认真|思想上|政治上|本(?:实施)?(?:细则|办法|规定|方案|制度|规则|意见|责任书)|"
    "在|根据|依[据照法]|按|对|为|经|报|向|把|将|抄?送|[应须]|必须|不|凡|严[禁格]|禁止|可以?|没?有|是|与|同|从|用|会同|发现|发生|贯彻|履行|执行|落实|压实|实[行施]|建[立设]|制[定订]|确[保定立]|保[证障]|深入|全面(?!从严)|不断|积极|及时|"
    "定期|充分|主动|结合|围绕|通过|利用|研究|分析|听取|召开|审[议定核]|检查|监督(?!部)|收集|整理|汇总|报告|填写|完成|签订|造成|违反|未|因|若|如|明确|提高|提升|推进|促进|引导|学习|宣传(?!部|委员|办|科)|传达|部署|安排|解决|处理|支付|设[立置]|成立|配[备齐]|动员|"
    "以(?=[^,]{0,20}为)|以及|及|和|并|或|进一步|努力|要|使|采取|运用|充实|调整|实现|构建|打造|营造|树立|增强|突出|聚焦|紧盯|对照|除|至|每|全年|年度|当|凡是|作为|关于)"
)
"""How a part of a sentence begins that says what is done; nobody is named by it."""
_QUALIFIED: Final = re.compile(
    rf"^(?:参[加与]|负责|主持|协助|牵头|具体负责)[^,的]{{1,16}}的[\u4e00-\u9fff]{{0,6}}?(?:{_POSTS})"
)
"""What begins alike and names somebody: 参与决策的班子成员."""
_SEAT: Final = re.compile("(?:为|任|担任)(?:常务)?(?:副?组长|副?主任委员|(?:小组)?成员)")
"""Words that give somebody a seat in a group, and nothing to do."""
_PATTERN: Final = re.compile("格局|体制|机制")
_OVER: Final = re.compile(
    rf"^(?P<who>{_CHARS}{{0,24}}(?:{_POSTS.replace('|责任)', ')')}|{_UNITS}|村\(社区\)|村|乡镇|街道))(?:的)?[\u4e00-\u9fff]{{0,12}}(?:责任|职责|任务)(?:内容|清单|分工)?$"
)
_WHO: Final = re.compile(rf"^{_CHARS}{{0,20}}(?:{_POSTS}|{_UNITS})$")
_NO_WHO: Final = re.compile("(?:领导|成员|班子|干部|人员|机构|会议|机关|办法|中心组|队伍|组织)$")
_LABEL: Final = re.compile(
    r"^(?:第[零一二三四五六七八九十百0-9]+[编章节条项部分类]+|[零一二三四五六七八九十]+、|\([^()]{1,3}\)|[0-9.]+[、.]?|[①-⑳])[ :、]*"
)
_CAPITALISED: Final = r"[A-Z][\w'-]*(?:(?: (?:of|and|the|for|&|[A-Z][\w'-]*))*(?: [A-Z][\w'-]*))?"
_ENGLISH: Final = re.compile(
    rf"^(?:[Tt]he |[Ee]ach |[Ee]very |[Aa]ll )?(?P<who>[A-Za-z][A-Za-z' -]{{1,40}}?) (?:(?:shall|must|will|should)(?! be (?:\w+ed|kept|made|held|given|sent|taken|set|put|done)\b)|(?:is|are) (?:also )?(?:accountable|responsible)|reports?)\b"
    rf"|^(?:The |Each |Every |All )(?P<does>{_CAPITALISED}) (?:[a-z]+s|has|have)\b(?<!\bis)(?<!\bhas)"
)
_PRONOUN: Final = re.compile(r"(?:it|this|these|they|there|that|such|which|he|she)\b", re.IGNORECASE)


def subject_of(text: str, *, last: bool = False) -> str:
    """Who a text names, in its own words; empty where it names none.

    Args:
        text: the shadow of a clause, or of what stands before the words in question.
        last: take the last who, not the first.
    """
    english = _ENGLISH.match(text.strip())
    if english is not None:
        who: str = english["who"] or english["does"]
        return "" if _PRONOUN.fullmatch(who) else who
    found = ""
    for part in _parts_of(_ASIDE.sub("", text)):
        who = _named(part.strip())
        if who:
            found = who
            if not last:
                break
    return found


def _parts_of(text: str) -> Iterator[str]:
    """The parts of sentences between their stops; how a text describes who works together in general gives nobody anything to do."""
    for sentence in re.split("[。;]", text):
        if "统一领导" not in sentence or not _PATTERN.search(sentence):
            yield from re.split("[,:]", sentence)


def _named(part: str) -> str:
    """Who a part of a sentence names at its beginning, or by 由 … 负责."""
    by = _BY.match(part)
    if by is not None and by["who"] not in _TOO_VAGUE and not _NOBODY.search(by["who"]):
        return str(by["who"])
    words = _LEADING.sub("", part)
    if _SEAT.search(words):
        return ""
    if _DOING.match(words) and not _QUALIFIED.match(words):
        return ""
    start, end = 0, 0
    while match := _NAMED.match(words, start) or (None if start else _OF_SECTIONS.match(words)):
        end = match.end()
        joined = re.compile(_JOINED).match(words, end)
        if joined is None:
            break
        start, end = joined.end(), -1
    # "党委、政府关于……的要求" names nobody: what is joined must be a name as well.
    who = words[:end] if end > 0 else ""
    return "" if not who or who in _TOO_VAGUE or _NOBODY.search(who) else who


def bearer_of(heading: str) -> str:
    """Who carries what stands below a heading such as `办公室主任职责`, the nearest heading first; empty where none says it.

    Args:
        heading: the headings over a clause, the nearest last, joined by strokes, as a shadow.
    """
    for over in reversed(heading.split(" / ")):
        words = _ASIDE.sub("", _LABEL.sub("", over.strip())).strip(" :。")
        if _DOING.match(words):
            continue
        match = _OVER.match(words)
        who = match["who"] if match is not None else words if _WHO.match(words) and not _NO_WHO.search(words) else ""
        if len(who) > 2 and who not in _TOO_VAGUE and not _NOBODY.search(who):
            return who
    return ""
