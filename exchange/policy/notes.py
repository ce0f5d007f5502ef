"""Notes of who leads and who is responsible, as texts add them in brackets or after a clause."""

import re
from typing import Final
from typing import NamedTuple

from schema.shadow import shadow

_LEAD: Final = "牵头单位|牵头部门|牵头科室|主办单位|主责单位|牵头领导"
_WITH: Final = "责任单位|责任部门|责任科室|配合单位|配合部门|协办单位|参与单位|参加单位|责任领导|责任人"
_LIMIT: Final = "完成时限|完成时间|办结时限|时限要求|时限"
_KEY: Final = re.compile(rf"(?P<key>{_LEAD}|{_WITH}|{_LIMIT}) *:")
_BRACKETED: Final = re.compile(rf"[(\[] *(?={_KEY.pattern.replace('(?P<key>', '(?:')})[^()\[\]]*[)\]]? *[。.;]? *$")
_BARE: Final = re.compile(rf"(?:^|(?<=[。;\n ])) *(?={_KEY.pattern.replace('(?P<key>', '(?:')})[^\n]*$")
_SPLIT: Final = re.compile("[、,/]|和(?=[^和]{2,}$)| {2,}")


class Note(NamedTuple):
    """What a note says."""

    lead: tuple[str, ...]
    responsible: tuple[str, ...]
    limit: str
    """By when, in the text's own words; empty where it does not say."""
    start: int
    """Where the note begins; the clause ends there."""


def note_of(text: str) -> Note | None:
    """The note that a clause ends with; None where it ends with none."""
    plain = shadow(text)
    match = _BRACKETED.search(plain) or _BARE.search(plain)
    if match is None:
        return None
    keys = [*_KEY.finditer(plain, match.start())]
    found: dict[str, list[str]] = {"lead": [], "with": [], "limit": []}
    for at, key in enumerate(keys):
        until = keys[at + 1].start() if at + 1 < len(keys) else match.end()
        value = text[key.end() : until].strip(" \u00a0\u3000\t。，；,;.()（）[]【】\n")
        sort = "lead" if re.fullmatch(_LEAD, key["key"]) else "with" if re.fullmatch(_WITH, key["key"]) else "limit"
        found[sort] += [value] if sort == "limit" else _names(value)
    return Note(tuple(found["lead"]), tuple(found["with"]), "；".join(found["limit"]), match.start())


def _names(value: str) -> list[str]:
    plain = shadow(value)
    names, start = [], 0
    for cut in _SPLIT.finditer(plain):
        names.append(value[start : cut.start()])
        start = cut.end()
    names.append(value[start:])
    return [name.strip(" \u00a0\u3000。") for name in names if name.strip(" \u00a0\u3000。")]
