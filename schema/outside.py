"""Words by which a clause is seen to be about what the register does not hold, or holds as a count only (R17, domain model 1.7).

O1 watching what is said, O2 commenters and the steering of opinion, O3 people outside the institution, O4 what may be published,
O5 handing members of the public over. Only the code of such a passage is kept. Words are a first guess: a person confirms every one.
"""

import re
from typing import Final

from schema.vocabulary import ClauseScope

_OUT: Final = tuple(
    (code, re.compile(pattern))
    for code, pattern in (
        ("O5", "移交公安|移送(?:公安|司法)|(?:举报|检举)[^,。;]{0,8}(?:他人|网民|群众|人员)|依法打击|落地查人|约谈网民"),
        ("O2", "评论员|网评|跟帖|水军|(?:舆论|舆情|思想|网上|正面|正确)引导|引导(?:网上|网络|社会|正面|广大|干部)?(?:舆论|舆情|网民|热点|群众|居民|村民)|引导力|正能量|发声|澄清谬误|舆论斗争|思想斗争"),
        ("O1", "舆情(?:监测|监控|巡查|收集|信息|预警|研判|处置|应对)|监测(?:舆情|网上|网络|预警)|网上(?:巡查|监看|监测)|巡网|言论|思想动态|苗头性|倾向性|敏感信息|错误(?:思想|观点|言论|思潮)|领域(?:的)?(?:突出|热点|敏感)|密切关注网"),
        ("O3", "重点人员?|重点人群|网民|大v|意见领袖|知识分子|宗教|信教|民族|师生|青少年|未成年|境外|统战对象|新的社会阶层|教育(?:引导)?(?:广大)?(?:群众|居民|市民|公众)|居民思想|群众思想"),
        ("O4", "删帖|封堵|屏蔽|有害信息|不良信息|违法信息|清理(?:整治)?(?:网|信息)|管阵地|把导向|强队伍|阵地(?:管控|意识形态)|内容(?:审核|管控|把关)|敢于亮剑|敢抓敢管|讲座|论坛|出版物|广播电视|演出|领导权|话语权|主动权|主旋律|讴歌|占领"),
    )
)  # fmt: skip
_COUNTED: Final = re.compile(
    "(?:分析研判|形势分析|研判)|信访|举报|投诉|矛盾纠纷|隐患|风险(?:评估|点)|来信来访|治理难题"
)
_SELF: Final = (
    "(?:本|此)(?:实施)?(?:细则|办法|规定|方案|制度|规则|意见|条例|责任书|清单|通知|手册|机制|规程|章程|准则|要点)"
)
_PURPOSE: Final = re.compile(
    r"^(?:为(?:了|使|进一步)?[^,。]{2,}|根据[^,。]{2,}|按照[^,。]{2,}|以[^,。]{2,}为指导)[,，].*(?:制[定订]|特制|拟定|建立|签订|下发|印发)(?:了)?(?:本|如下|以下|此)|^(?:深入)?贯彻[^。]*(?:领导权|话语权|指导思想)[^。]*。?$"
    rf"|^{_SELF}[^。]*(?:解释|施行|实施之日|执行|适用(?:于)?|[所指]称|是指|生效|一式)|^{_SELF}[^。,]{{0,6}}(?:未尽|如有)|自[^,。]{{2,14}}起(?:施行|实施|执行|实行|生效)"
    r"|^(?:指导思想|总体要求|工作目标|基本原则)"
)
_INFORMS: Final = re.compile(
    rf"适用(?:于)?{_SELF}|以{_SELF}为准|同时废止|有效期[^,。;]{{0,6}}年|未尽事宜|另有规定的?,?从其规定|按(?:照)?其规定执行|依照其规定"
    "|(?:结果|等次|等级|档次)?分为[^。;]{2,80}(?:等次|等级|档次|档|类)|实行百分制|满分(?:为)?[0-9]+分|(?:为|属)(?:优秀|良好|合格|不合格|基本合格)|一式[0-9一二两三四五六七八九十]份"
    r"|^(?:[\u4e00-\u9fff]{2,16})?(?:所称)[^。]{2,40}(?:是|指|包括)|^(?:推进|适用|考核|工作|实施)(?:范围|对象):|责任追究(?:的)?(?:形式|方式|种类)(?:有|为|包括|:)|^[^。;]{0,12}(?:坚持|遵循|贯彻|实行)[^。;]{2,80}(?:原则|方针)$|特此通知|^附[件表录]"
    r"|^(?:this|the) (?:manual|policy|code|procedure|document|section|standard)\b[^.]{0,40}\b(?:sets out|applies|explains|describes|implements|provides|enters?|comes?|takes? effect|establishes|covers|is intended)"
    r"|^it applies|^in this |\bmeans\b|^(?:effective|version)\b",
    re.IGNORECASE,
)
"""What only says how the text is meant, to whom it applies, or what its words mean."""


def out_code(words: str) -> str:
    """Which of O1 to O5 some words are about; empty where none is seen.

    Args:
        words: the shadow (`schema.shadow`) of a passage between two stops or commas.
    """
    return next((code for code, pattern in _OUT if pattern.search(words)), "")


def informs(words: str) -> bool:
    """Whether a sentence asks nobody for anything: it says to whom the text applies, what its words mean, or how points are counted.

    Args:
        words: the shadow of the sentence.
    """
    sentences = [part for part in re.split("[。;\n]", words.strip()) if part.strip()]
    return bool(sentences) and all(_INFORMS.search(part.strip()) for part in sentences)


def scope_of(words: str) -> ClauseScope:
    """Whether a passage that is not out of scope asks for something, for counts only, or for nothing.

    Args:
        words: the shadow of the passage.
    """
    if _PURPOSE.search(words.strip()) or informs(words):
        return ClauseScope.BACKGROUND
    return ClauseScope.COUNTS if _COUNTED.search(words) else ClauseScope.IN
