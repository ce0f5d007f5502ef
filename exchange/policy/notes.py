"""Notes of who leads and who is responsible, as texts add them in brackets or after a clause."""

import re
from typing import Final
from typing import NamedTuple

from schema.shadow import shadow

_LEAD: Final = "牵头单位|牵头部门|牵头科室|主办单位|主责单位|主办部门|主责部门"
_WHO: Final = "牵头领导|责任领导|分管领导|责任人|责任岗位"
_WITH: Final = "责任单位|责任部门|责任科室|配合单位|配合部门|协办单位|参与单位|参加单位|承办单位|落实单位|协同单位"
_LIMIT: Final = "完成时限|完成时间|办结时限|时限要求|时限"
_SORTS: Final = (("lead", _LEAD), ("with", _WITH), ("who", _WHO), ("limit", _LIMIT))
_AROUND: Final = " \u00a0\u3000\t。，；,;.\n"
_KEY: Final = re.compile(rf"(?P<key>{_LEAD}|{_WITH}|{_WHO}|{_LIMIT}) *:")
_BRACKETED: Final = re.compile(
    rf"[(\[] *(?={_KEY.pattern.replace('(?P<key>', '(?:')})(?:[^()\[\]]|\([^()]*\))*[)\]]? *[。.;]? *$"
)
_BARE: Final = re.compile(rf"(?:^|(?<=[。;\n ])) *(?={_KEY.pattern.replace('(?P<key>', '(?:')})[^\n]*$")
_SAID: Final = re.compile(
    r"[(](?P<lead>[\u4e00-\u9fff、()]{2,80}?)牵头(?:[,;、]?(?P<with>[\u4e00-\u9fff、()]{2,120}?)(?:等)?(?:单位|部门)?(?:按(?:照)?(?:各自)?职责(?:分工)?(?:负责|落实|配合)?|配合|参[与加]|协助|负责|落实))?[)] *[。.;]? *$"
    r"|[(](?P<alone>[\u4e00-\u9fff、()]{2,120}?)(?:按(?:照)?(?:各自)?职责(?:分工)?)?负责[)] *[。.;]? *$"
)
"""The same in words: （甲局牵头，乙局、丙局按职责分工负责）."""
_SPLIT: Final = re.compile("[、,/]|和(?=[^和]{2,}$)| {2,}")


class Note(NamedTuple):
    """What a note says."""

    lead: tuple[str, ...]
    responsible: tuple[str, ...]
    limit: str
    """By when, in the text's own words; empty where it does not say."""
    start: int
    """Where the note begins; the clause ends there."""
    carried: tuple[str, ...] = ()
    """Posts that answer for it; a text that names persons here loses them later."""


def note_of(text: str) -> Note | None:
    """The note that a clause ends with; None where it ends with none."""
    plain = shadow(text)
    said = _SAID.search(plain)
    if said is not None:
        lead, others = said["lead"] or said["alone"], said["with"] or ""
        return Note(tuple(_names(lead)), tuple(_names(others)), "", said.start())
    match = _BRACKETED.search(plain) or _BARE.search(plain)
    if match is None:
        return None
    keys = [*_KEY.finditer(plain, match.start())]
    found: dict[str, list[str]] = {"lead": [], "with": [], "who": [], "limit": []}
    for at, key in enumerate(keys):
        until = keys[at + 1].start() if at + 1 < len(keys) else match.end()
        value = _within(text[key.end() : until].strip(_AROUND))
        sort = next(sort for sort, keys in _SORTS if re.fullmatch(keys, key["key"]))
        found[sort] += [value] if sort == "limit" else _names(value)
    return Note(
        tuple(found["lead"]), tuple(found["with"]), "；".join(found["limit"]), match.start(), tuple(found["who"])
    )


def _within(value: str) -> str:
    """A value without the brackets of the note; those of its own, as in 各镇（街道）, stay."""
    while value[-1:] in {")", "）", "]", "】"} and sum(value.count(sign) for sign in "(（[【") < sum(
        value.count(sign) for sign in ")）]】"
    ):
        value = value[:-1].rstrip(_AROUND)
    return value


def _names(value: str) -> list[str]:
    plain = shadow(value)
    names, start = [], 0
    for cut in _SPLIT.finditer(plain):
        names.append(value[start : cut.start()])
        start = cut.end()
    names.append(value[start:])
    return [name.strip(" \u00a0\u3000。") for name in names if name.strip(" \u00a0\u3000。")]
