"""Who a report goes to, and who gets a copy, as a clause says it (R12)."""

import re
from typing import Final
from typing import NamedTuple

_BODY: Final = (
    r"(?:党组织|党委|党工委|党组|党总支|总支|党支部|委员会|常委会|安委会|安委办|[县区市省州镇乡]委|办公室|办公会|领导小组|指挥部|[宣组统]\w?部门?|宣传部门?|组织部|政法委|纪委|纪工委|机关|政府|网站|监委|部门|主管部门|"
    r"信息科|单位|董事会|监事会|理事会|公司|集团|管委会|办事处|督查室|机构|中心|局|办|科|处|部|室|站|厅|院|大队|支队)"
)
_NAME: Final = rf"(?!请|经|告|备)(?:(?![向报送经由和及、,。;并])[\u4e00-\u9fff()×]){{0,14}}{_BODY}"
_LIST: Final = rf"(?P<names>{_NAME}(?:(?:、|和|及|以及){_NAME})*)"
_TO: Final = re.compile(
    rf"(?:向\.?{_LIST}(?:书面|当面|专题|作|做)?[^,。;向]{{0,6}}?(?:汇报|报告|报送|反馈|备案|述职|提交))".replace(
        "names", "to"
    )
    + rf"|(?<!汇)(?<!述)(?<!通)(?:及时|按时)?(?:书面)?(?:上报|报送|呈报|报告|(?<!填)(?<!申)(?<!通)(?<!简)报(?!告|请|批|警|名|表|酬))(?:至|给|到)?(?!一|定期){_LIST}(?![室])".replace(
        "names", "on"
    )
    + rf"|(?:送交?|行文报){_LIST}".replace("names", "sent")
)
_ENGLISH_NAME: Final = r"[Tt]he (?P<names>(?:[A-Z][\w'-]*|regulator|authority|board)(?:(?: (?:of|and|the|for|[A-Z][\w'-]*))* [A-Z][\w'-]*)?)"
_ENGLISH_TO: Final = re.compile(
    rf"(?:\b(?:report|submit|notify|inform|escalate|refer|present|provide)(?:s|ed|ing|ted|ting|ies|ied)?\b|\bnotif(?:y|ies|ied)\b)(?:(?!\bcop(?:y|ies|ied) to\b)[^.;]){{0,80}}?(?:\bto |(?<=notify )|(?<=inform )){_ENGLISH_NAME}".replace(
        "names", "to"
    )
)
_ENGLISH_COPY: Final = re.compile(rf"\bcop(?:y|ies|ied) (?:of [^.;,]{{2,40}} )?to {_ENGLISH_NAME}")
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
    if plain[:1].isascii():
        to_whom = dict.fromkeys(match["to"] for match in _ENGLISH_TO.finditer(plain))
        return Report(tuple(to_whom), tuple(dict.fromkeys(match["names"] for match in _ENGLISH_COPY.finditer(plain))))
    copies = [name for match in _COPIES.finditer(plain) for name in _SPLIT.split(match["copy"])]
    bare = _COPIES.sub(lambda match: " " * len(match.group()), plain)
    to = [
        name
        for match in _TO.finditer(bare)
        for name in _SPLIT.split(next(value for value in match.groupdict().values() if value))
    ]
    return Report(tuple(dict.fromkeys(filter(None, to))), tuple(dict.fromkeys(filter(None, copies))))
