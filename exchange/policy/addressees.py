"""Who a report goes to, and who gets a copy, as a clause says it (R12)."""

import re
from typing import Final
from typing import NamedTuple

_BODY: Final = r"(?:党组织|党委|党工委|党组|委员会|县委|区委|市委|省委|镇党委|乡党委|办公室|领导小组|宣传部门?|组织部|纪委|纪工委|机关|政府|网站|监委|部门|信息科|单位|局|办|科)"
_NAME: Final = rf"(?:(?![向报送经由和及、,。;])[\u4e00-\u9fff()×]){{0,14}}{_BODY}"
_LIST: Final = rf"(?P<names>{_NAME}(?:(?:、|和|及|以及){_NAME})*)"
_TO: Final = re.compile(
    rf"(?:向\.?{_LIST}(?:书面|当面|专题|作|做)?[^,。;向]{{0,6}}?(?:汇报|报告|报送|反馈|备案|述职|提交))".replace(
        "names", "to"
    )
    + rf"|(?<!汇)(?<!述)(?<!通)(?:及时|按时)?(?:书面)?(?:上报|报送|呈报|报告|报(?!告))(?:至|给)?(?!一|定期){_LIST}(?![室])".replace(
        "names", "on"
    )
    + rf"|(?:送交?|行文报){_LIST}".replace("names", "sent")
)
_COPIES: Final = re.compile(rf"(?:抄送|抄报|抄告){_LIST}".replace("names", "copy"))
_SPLIT: Final = re.compile("、|以及|和|及")


class Report(NamedTuple):
    """Where a report goes."""

    to: tuple[str, ...]
    """Those it is made to, each once."""
    copies: tuple[str, ...]


def report_in(plain: str) -> Report:
    """Who a clause says a report goes to.

    Args:
        plain: the shadow of the clause.
    """
    copies = [name for match in _COPIES.finditer(plain) for name in _SPLIT.split(match["copy"])]
    bare = _COPIES.sub(lambda match: " " * len(match.group()), plain)
    to = [
        name
        for match in _TO.finditer(bare)
        for name in _SPLIT.split(next(value for value in match.groupdict().values() if value))
    ]
    return Report(tuple(dict.fromkeys(filter(None, to))), tuple(dict.fromkeys(filter(None, copies))))
