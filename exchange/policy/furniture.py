"""What stands in a file beside the document: a web page's own lines, page numbers, a table of contents, places for signatures.

Such lines are no clauses. They are not thrown away silently: the importer says which lines it took for this.
"""

import re
from typing import Final

from exchange.policy.labels import label_of
from exchange.policy.line import Line

_KEYS: Final = (
    "索引号|发布机构|发布单位|发布部门|发文机关|发文单位|公开范围|公开方式|公开时限|生成日期|公开日期|发布日期|发布时间|成文日期|发文日期|发文字号|发文文号|文号|名称|标题|"
    "主题分类|信息分类|主题词|有效性|是否有效|效力状态|来源|信息来源|文章来源|稿件来源|作者|编辑|责任编辑|校对|审核|浏览|浏览量|浏览次数|阅读|阅读次数|点击|点击数|点击率|"
    "更新时间|更新日期|字体|字号|字体大小|打印|分享|联系人|联系电话|电子邮箱|关键词|上一篇|下一篇|相关附件|相关阅读|相关链接|政策咨询机关|政策咨询电话|版权所有|文档编号|页数|上传人|上传时间"
)
_MARKED: Final = re.compile(rf"[•·●|\[ ]*(?:{_KEYS})[:|]")
_TIME: Final = re.compile(r"(?:时间|日期):?\d{4}[-/.年]\d{1,2}")
_TRAIL: Final = re.compile(r"(?:您|你)?(?:现在|当前)?(?:所在)?(?:的)?位置:|首页[>»/|-]|.{2,20}(?:>>?|»).{2,}")
_ALONE: Final = re.compile(
    r"[—–―-]\d{1,3}[—–―-]|第?\d{1,3}页?(?:[/,，共]*(?:第|共)?\d{1,3}页)?|\(?此件(?:主动|依申请|不予|公开)*(?:公开|发布)+\)?|目[录次]|年月日|\*+|[-=_·.…]{3,}"
    r"|.{0,30}(?:字体:?|字号:?)[^。]{0,20}(?:大|打印).{0,12}|\(?(?:以下|下)为?附件\)?|(?:正文|全文)(?:如下|内容)?:?"
)
_CONTENTS: Final = re.compile(r".{2,60}(?:[.·…‥]{3,}|\t) *\d{1,3} *$")
_PUFF: Final = re.compile(
    "(?:供|给)(?:大家|您|各位|你)?(?:们)?(?:写作)?(?:参考|借鉴)|希望(?:能够?)?对(?:大家|您|你)|本文共\\d+字|小编|阅读\\d+次|欢迎(?:下载|阅读)"
)
_SIGNED: Final = re.compile(r"[^。;]{0,40}[(]?(?:盖章|签字|签名|签章)[)]?:")
_NUMBERED: Final = re.compile("(?:文号|发文字号|发文文号)[:|](?P<number>[^|]+)")


def is_furniture(line: Line) -> bool:
    """Whether a line is no part of a document."""
    plain = line.plain.strip()
    if not plain or len(plain) > 120:
        return False
    if _CONTENTS.fullmatch(line.text.strip()):
        return True
    bare = plain.replace(" ", "")
    if any(pattern.match(bare) for pattern in (_MARKED, _TIME, _TRAIL)) or _ALONE.fullmatch(bare):
        return True
    return label_of(line.plain) is None and bool(_PUFF.search(bare) or _SIGNED.match(bare))


def number_in(line: Line) -> str:
    """The document number that a page says of the document it shows; empty where the line says none."""
    match = _NUMBERED.search(line.text.replace(" ", "").replace("\u3000", "").replace("：", ":"))
    return match["number"].strip() if match is not None else ""
