"""Names of persons and accounts in a text: found so that they can be left out, never kept and never repeated in a message.

A duty is carried by a post, and the register says who held it on which day. What looks like a name beside a post is left out, the post stays.
"""

import re
from typing import Final
from typing import NamedTuple

from schema.shadow import shadow

_SURNAMES: Final = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅皮卞齐康伍余元卜顾孟平黄穆萧尹"
    "姚邵汪祁毛禹狄米贝明臧成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房解应宗丁宣邓单杭洪包诸左石崔吉龚程嵇邢裴陆荣翁荀羊甄曲家封芮靳"
    "段富巫乌焦巴弓牧隗山谷车侯宓蓬全班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶黎薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍桑桂濮牛寿通边扈燕冀浦尚农温别庄晏"
    "柴瞿阎充慕连茹习艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧利师巩聂晁勾敖融冷辛阚那简饶曾沙养鞠须丰关查游竺权盖益桓公闫付肖涂岳佟代邸蹇"
)
_DOUBLE: Final = "欧阳|上官|司马|诸葛|司徒|皇甫|尉迟|公孙|慕容|夏侯|东方|南宫|令狐|宇文|长孙|申屠"
_POST: Final = "书记|主任|委员|主席|部长|局长|科长|所长|站长|院长|校长|队长|镇长|乡长|区长|县长|市长|组长|经理|董事长|董事|干事|专员|主编|村长|股长|处长|秘书|总监|负责人|副职|调研员|联络员|常委|政委|会长"
_NAME: Final = rf"(?:{_DOUBLE})[\u4e00-\u9fff]{{1,2}}|[{_SURNAMES}] {{0,3}}[\u4e00-\u9fff×某]{{1,2}}"
_NEVER: Final = re.compile(
    "[的是在应要须由为对和与及等把将向按主副责委办组长员党工作关会部局科室区街县市省乡镇村设任兼担负分管领导同其他各所该并或经府]"
)
_NO_NAME: Final = re.compile("[部科局室站所队院校厂委办党组镇乡村区县市街监会长任记员责人府]")
"""Signs of which none stands in a name that fills a cell: there fewer words can be meant than in a sentence."""
_WORDS: Final = frozenset(
    [
        "应当",
        "应该",
        "应对",
        "应急",
        "应知",
        "应有",
        "应以",
        "全面",
        "全力",
        "全程",
        "全体",
        "全员",
        "全年",
        "全局",
        "全市",
        "全区",
        "安排",
        "安全",
        "高度",
        "高效",
        "高质",
        "严格",
        "严肃",
        "严守",
        "严密",
        "周密",
        "周期",
        "周边",
        "宣传",
        "解决",
        "解释",
        "解读",
        "明确",
        "成立",
        "成效",
        "方案",
        "方面",
        "方可",
        "时刻",
        "时限",
        "常态",
        "常务",
        "常年",
        "常规",
        "管理",
        "管好",
        "管控",
        "关于",
        "关注",
        "关键",
        "查处",
        "查找",
        "查阅",
        "通报",
        "通过",
        "通知",
        "都要",
        "都应",
        "能够",
        "从严",
        "从事",
        "任务",
        "任职",
        "任期",
        "平时",
        "平安",
        "计划",
        "季度",
        "季末",
        "项目",
        "强化",
        "强调",
        "施行",
        "施工",
        "金融",
        "充分",
        "充实",
        "连续",
        "习近",
        "向上",
        "广泛",
        "利用",
        "居民",
        "步骤",
        "万人",
        "古镇",
        "路径",
        "何种",
        "温馨",
        "丰富",
        "养成",
        "游客",
        "权限",
        "益处",
        "相应",
        "须经",
        "须向",
        "简报",
        "简要",
        "党风",
        "党性",
        "党员",
        "党建",
        "党组",
        "农村",
        "农业",
        "文件",
        "文明",
        "文化",
        "文字",
        "国家",
        "国有",
        "满足",
        "满意",
        "衡量",
        "容易",
        "易于",
        "燕窝",
        "双重",
        "双月",
        "石化",
        "水平",
        "和谐",
        "和其",
        "于每",
        "于年",
        "车辆",
        "元旦",
        "康复",
        "齐抓",
        "齐心",
        "包抓",
        "包保",
        "包括",
        "左右",
        "吉祥",
        "封存",
        "支部",
        "支持",
        "支撑",
        "经常",
        "经费",
        "经办",
        "单独",
        "单位",
        "单项",
        "牛奶",
        "通常",
        "边界",
        "庄严",
        "别名",
        "聂",
        "师生",
        "东西",
        "融合",
        "融入",
        "冷静",
        "辛苦",
        "那些",
        "空缺",
        "沙龙",
        "查看",
        "后续",
        "红色",
        "竺",
        "盖章",
        "公开",
        "公安",
        "卫健",
        "水务",
        "文旅",
        "司法",
        "国土",
        "国资",
        "广电",
        "政务",
        "成员",
        "公布",
        "公示",
        "公告",
    ]
)
_AFTER: Final = r"(?=(?:同志|任|兼任|兼|担任|为|负责|牵头|分管|主持|是|对|应当?|每|[、,。;)( ]|$))"
_BESIDE: Final = re.compile(rf"(?P<post>(?:{_POST}))(?P<gap>[ :]{{0,4}})(?P<name>{_NAME}){_AFTER}")
_CALLED: Final = re.compile(
    rf"(?<![\u4e00-\u9fff])(?P<name>{_NAME})(?= *同志| *[(](?:[^()]{{0,20}}(?:{_POST})))|(?P<before>[由以]) *(?P<other>{_NAME})(?= *同志| *[(](?:[^()]{{0,20}}(?:{_POST})))"
)
_TITLED: Final = re.compile(
    rf"(?P<name>(?:{_DOUBLE})[\u4e00-\u9fff]{{1,2}}|[{_SURNAMES}](?: {{0,3}}[^部科局室站所队院校厂库委党办处区县市镇乡街]{{2}}| {{0,3}}[\u4e00-\u9fff] ))[ :]*(?=[\u4e00-\u9fff(]{{0,10}}(?:{_POST}))"
)
_OFFICE: Final = re.compile(
    rf"{_POST}|[部局科办室处站所队院校厂会司委镇乡村]$|街道|社区|中心|部门|单位|党组织|支部|负责|领导|成员|人员|主管|员$|各"
)
_NEXT: Final = re.compile(rf" *、 *(?P<name>{_NAME}){_AFTER}")
_CELL: Final = re.compile(rf"^(?:{_NAME})$")
_QUOTED: Final = re.compile(
    r"[“\"「《](?P<inside>[^”\"」》谁、，。]{2,30})[”\"」》](?=(?:[\u4e00-\u9fff]{0,4}(?:公众|微信|微博|抖音|视频号|头条号|客户端|账号|帐号|网站|栏目|平台|小程序|工作室|app)))"
    r"|(?:公众号|微博|抖音|视频号|头条号|客户端|账号|帐号|网站|栏目|小程序|工作室)[“\"「](?P<after>[^”\"」]{2,30})[”\"」]",
    re.IGNORECASE,
)  # fmt: skip


class Cleaned(NamedTuple):
    """A text without names."""

    text: str
    persons: int
    """How many names of persons were left out."""
    quotes: int
    """How many names of accounts or offices in quotes were."""


def leave_out(text: str) -> Cleaned:
    """Leave the names of persons and of accounts out of a text.

    Args:
        text: of a clause.
    """
    cuts = [*_persons(shadow(text))]
    quotes = [*_quotes(text)]
    for start, end in sorted(cuts + quotes, reverse=True):
        text = text[:start] + text[end:]
    return Cleaned(text, len(cuts), len(quotes))


def is_name(cell: str) -> bool:
    """Whether a cell of a roster holds nothing but a name; blanks inside a name of two characters do not matter."""
    plain = shadow(cell).strip()
    bare = plain.replace(" ", "")
    return bool(_CELL.match(plain)) and len(bare) <= 4 and not _NO_NAME.search(bare[1:]) and bare[:2] not in _WORDS


def drop_names(words: str) -> str:
    """What is left of words that say who answers for something: a post or a unit; empty where they are but a name.

    In such a place a name needs no words around it to be known, so what is no post and no unit is taken for one.
    """
    plain = shadow(words).strip()
    before = _TITLED.match(plain)
    if before is not None and before["name"].replace(" ", "")[:2] not in _WORDS:
        plain = plain[before.end() :]
    plain = plain.strip(" ()")
    return plain if _OFFICE.search(plain) else ""


def _may_be(name: str) -> bool:
    bare = name.replace(" ", "")
    return len(bare) <= 4 and not _NEVER.search(bare[1:]) and bare[:2] not in _WORDS


def _persons(plain: str) -> list[tuple[int, int]]:
    found: dict[int, int] = {}
    for match in _BESIDE.finditer(plain):
        if _may_be(match["name"]):
            # The blanks before the name go with it; so do the courtesy after it and further names of the same post.
            end = match.end("name") + _courtesy(plain, match.end("name"))
            while (more := _NEXT.match(plain, end)) and _may_be(more["name"]):
                end = more.end("name") + _courtesy(plain, more.end("name"))
            found[match.end("post")] = end
    for match in _CALLED.finditer(plain):
        group = "name" if match["name"] else "other"
        if _may_be(match[group]):
            found.setdefault(match.start(group), match.end(group) + _courtesy(plain, match.end(group)))
    return list(found.items())


def _courtesy(plain: str, at: int) -> int:
    courtesy = re.compile(" *同志").match(plain, at)
    return courtesy.end() - at if courtesy else 0


def _quotes(text: str) -> list[tuple[int, int]]:
    found = []
    for match in _QUOTED.finditer(text):
        group = "inside" if match["inside"] else "after"
        if group == "inside" and ("一" in match["inside"][:3] and "端" in match["inside"]):
            continue  # "两微一端" is a term, no account
        found.append((match.start(group) - 1, match.end(group) + 1))
    return found
