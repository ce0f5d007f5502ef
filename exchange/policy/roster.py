"""Leading groups in a text: rosters in columns, and sentences that set a group up. Posts are kept, names are left out (R7)."""

import re
from collections.abc import Sequence
from typing import Final
from typing import NamedTuple

from exchange.policy.line import Line
from exchange.policy.names import is_name
from exchange.policy.names import leave_out
from schema.shadow import shadow


class Roster(NamedTuple):
    """One leading group as a text sets it up, in the text's own words."""

    title: str
    line: int
    head: str = ""
    deputies: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    office: str = ""
    """The unit in which its office sits."""
    director: str = ""
    """The post that heads the office."""
    names: int = 0
    """How many names of persons were left out."""


_ROLE: Final = re.compile(r"^ *(?P<role>组 *长|副 *组 *长|成 *员|常务副组长)(?: *: *| {1,}|\t|$)")
_CUT: Final = re.compile(r"\t+| {2,}|(?<=[长员]) *: *")
_POSTLIKE: Final = re.compile("书记|主任|委员|主席|长$|负责人|经理|董事|干事|专干|站长|所长|成员|员$")
_TITLE: Final = re.compile(
    r"(?:成立|设立|调整|组建)(?:以[^。]*?为?成员的)?(?:了|由[^。]*?组成的)?(?P<title>[\u4e00-\u9fff“”\"]{2,30}?领导小组)"
)
_OF: Final = re.compile(r"的(?P<title>[\u4e00-\u9fff“”\"]{0,30}?领导小组)")
_HEAD: Final = re.compile(r"(?:以|由|,|^|。)(?P<who>[^,。;以由]{2,30}?)(?:为|任|担任)组长")
_DEPUTIES: Final = re.compile(r"(?:以|由|,|;|^|。)(?P<who>[^,。;]{2,60}?)(?:为|任|担任)副组长")
_MEMBERS: Final = re.compile(r"(?:以|由|,|;|^|。)(?P<who>[^,。;]{2,80}?)(?:为|任|担任)(?:领导)?(?:小组)?成员")
_HEADED: Final = re.compile(r"(?<!副)组长(?:由|为)(?P<who>[^,。;]{2,30}?)(?:同志)?(?:担任|兼任)?(?=[,。;]|$)")
_DEPUTISED: Final = re.compile(r"副组长(?:由|为)(?P<who>[^,。;]{2,60}?)(?:同志)?(?:担任|兼任)?(?=[,。;]|$)")
_JOINED: Final = re.compile(r"成员(?:由|为|包括)(?P<who>[^,。;]{2,80}?)(?:同志)?(?:担任|组成)?(?=[,。;]|$)")
"""The same the other way round: 组长由……担任."""
_HEADS: Final = re.compile("(?:主要)?负责(?:人|同志)$")
_OFFICE: Final = re.compile(r"(?:领导小组)?(?:下设)?办公室设?(?:在|于)(?P<who>[^,。;]{2,16}?)(?=[,。;]|$)")
_DIRECTOR: Final = re.compile(
    r"(?:,|;|。|由|^)(?P<who>[^,。;由]{2,24}?)(?:同志)?(?:兼任|任|担任|兼)(?:领导小组)?办公室主任"
    r"|办公室主任由(?P<other>[^,。;由]{2,24}?)(?:同志)?(?:兼任|担任|任)"
)


def find_rosters(lines: Sequence[Line]) -> tuple[list[Roster], set[tuple[int, int]]]:
    """The rosters in columns, and the places of the lines that they take up.

    Args:
        lines: of one document.
    """
    rosters: list[Roster] = []
    taken: set[tuple[int, int]] = set()
    at = 0
    while at < len(lines):
        if not _ROLE.match(lines[at].plain):
            at += 1
            continue
        first, until = at, _end(lines, at)
        rosters.append(_roster(lines[first:until], _title_before(lines, first)))
        taken |= {line.place for line in lines[first:until]}
        at = until
    return rosters, taken


def group_in(text: str, line: int) -> Roster | None:
    """The group that a sentence sets up; None where it sets up none.

    Args:
        text: of a clause, names left out.
        line: where it stands.
    """
    plain = shadow(text)
    head = _HEAD.search(plain) or _HEADED.search(plain)
    title = _TITLE.search(plain) or _OF.search(plain)
    if head is None or title is None:
        return None
    deputies, members, office, director = (
        next((match for pattern in patterns if (match := pattern.search(plain))), None)
        for patterns in ((_DEPUTIES, _DEPUTISED), (_MEMBERS, _JOINED), (_OFFICE,), (_DIRECTOR,))
    )
    return Roster(
        title["title"].strip('“”"'),
        line,
        head["who"].strip(),
        _several(deputies["who"]) if deputies else (),
        _several(members["who"]) if members else (),
        office["who"].strip() if office else "",
        _director(director),
    )


def office_in(text: str) -> tuple[str, str]:
    """The unit in which a group's office sits and the post that heads it, as a sentence says; empty where it does not."""
    plain = shadow(text)
    if "领导小组" not in plain or "办公室" not in plain:
        return "", ""
    office, director = _OFFICE.search(plain), _DIRECTOR.search(plain)
    return office["who"].strip() if office else "", _director(director)


def _director(match: re.Match[str] | None) -> str:
    return (match["who"] or match["other"]).strip() if match is not None else ""


def _several(words: str) -> tuple[str, ...]:
    return _with_heads([part.strip() for part in re.split("[、,]|和|以及|及", words) if part.strip()])


def _with_heads(parts: list[str]) -> tuple[str, ...]:
    """Members as posts: in `甲处、乙处主要负责人` the last words belong to each."""
    heads = _HEADS.search(parts[-1]) if len(parts) > 1 else None
    if heads is None:
        return tuple(parts)
    return tuple(part if _POSTLIKE.search(part) else part + heads.group() for part in parts)


def _end(lines: Sequence[Line], at: int) -> int:
    """The line after a roster's last: rows go on while they have columns, posts, or a role of their own."""
    until = at + 1
    while until < len(lines):
        line = lines[until]
        plain = line.plain.strip()
        if not plain and until + 1 < len(lines) and _ROLE.match(lines[until + 1].plain):
            until += 1
            continue
        row = bool(_ROLE.match(line.plain)) or (
            bool(plain) and len(plain) <= 60 and not plain.endswith(("。", ";", ":")) and _is_row(line)
        )
        if not row:
            break
        until += 1
    return until


def _is_row(line: Line) -> bool:
    cells = _cells(line.text)
    if any(is_name(cell) for cell in cells):
        return True
    return line.plain.startswith("  ") and bool(_POSTLIKE.search(shadow(cells[-1])))


def _cells(text: str) -> list[str]:
    text = text.replace("\t", "  ")  # columns of a table; in a shadow they would be one space
    plain = shadow(text)
    cells, start = [], 0
    for cut in _CUT.finditer(plain):
        cells.append(text[start : cut.start()])
        start = cut.end()
    cells.append(text[start:])
    return [cell for cell in (shadow(cell).strip() for cell in cells) if cell] or [""]


def _roster(lines: Sequence[Line], title: str) -> Roster:
    found: dict[str, list[str]] = {"组长": [], "副组长": [], "成员": []}
    role, names = "", 0
    for line in lines:
        match = _ROLE.match(line.plain)
        rest = line.text
        if match is not None:
            role = match["role"].replace(" ", "").removeprefix("常务")
            rest = line.text[match.end() :]
        if not rest.strip() or not role:
            continue
        posts, dropped = _posts(_cells(rest))
        names += dropped
        found[role] += posts
    # Several heads stay one name, which nobody is known by: a group has one head, and a person says who it is.
    head = "、".join(found["组长"])
    return Roster(title, lines[0].number, head, tuple(found["副组长"]), _with_heads(found["成员"]), names=names)


def _posts(cells: list[str]) -> tuple[list[str], int]:
    """The posts of a row, and how many names of persons beside them were left out; several posts in one cell are one person's."""
    names = sum(is_name(cell) for cell in cells)
    posts: list[list[str]] = []
    for cell in (cell for cell in cells if not is_name(cell)):
        cleaned = leave_out(cell)
        names += cleaned.persons
        # A cell of names alone, "张三、李四", says no post.
        parts = [part for part in re.split("[、,]", cleaned.text) if part.strip()]
        kept = [part.strip() for part in parts if not is_name(part)]
        names += len(parts) - len(kept)
        posts.append(kept)
    # Beside one name several posts are one person's; otherwise each stands for itself.
    if names == 1:
        return ["、".join(kept) for kept in posts if kept], names
    return [post for kept in posts for post in kept], names


def _title_before(lines: Sequence[Line], at: int) -> str:
    for line in reversed(lines[max(at - 4, 0) : at]):
        match = re.search(r"(?P<title>[\u4e00-\u9fff]{2,30}?领导小组)(?!成员名单中)", line.plain.replace(" ", ""))
        if match is not None:
            return re.sub("^.*?(?:成立|设立|组建|调整)(?:了)?", "", match["title"])
    return "领导小组"
