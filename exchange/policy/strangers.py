"""Units and posts that a text names and the register does not know, with what their names suggest."""

import re
from collections.abc import Sequence
from typing import Final
from typing import NamedTuple

from exchange.policy.clause import Recognised
from exchange.policy.drafting import Draft
from exchange.policy.parties import Parties
from exchange.policy.parties import bare_name


class Stranger(NamedTuple):
    """A unit or post that a text names and the register does not know."""

    kind: str
    """`unit` or `post`."""
    name: str
    type: str
    """The type of unit or the rank of post that its name suggests."""
    unit: str = ""
    """For a post, what its unit is called; empty where the text does not say."""


def strangers(document: Recognised, drafts: Sequence[Draft], parties: Parties) -> tuple[Stranger, ...]:
    """Units and posts that a text names and the register does not know, with what their names suggest."""
    names = [name for one in drafts for name in (*one.lead, *one.responsible)]
    names += [roster.office for roster in document.rosters]
    bearers = [one.bearer for one in drafts]
    for roster in document.rosters:
        bearers += [roster.head, roster.director, *roster.deputies, *roster.members]
    names += [name for name in bearers if not is_post(name)]
    own = next((clause.own for clause in document.clauses if clause.own), "")
    posts = [part for name in bearers for part in name.split("、") if is_post(part) and _NAMED.fullmatch(part)]
    names += [own] if posts and own else []
    # Names said together are offered one by one; English words without a capital are no names.
    names = [part for name in names for part in name.split("、") if not part.isascii() or part != part.lower()]
    units = [name for name in dict.fromkeys(names) if name and "各" not in name and not parties.is_known(name)]
    bare = {bare_name(name) for name in units if bare_name(name) == name}
    # "公司党委" beside "党委" is the same one, said with its owner.
    found = [
        Stranger("unit", name, _sort(name)) for name in units if bare_name(name) == name or bare_name(name) not in bare
    ]
    named = [one.name for one in found]
    found += [
        # A secretary or a member of a committee is one of the body that the text speaks of; a mayor or a director need not be.
        Stranger("post", name, _rank(name), _unit_of(name, named, parties) or (own if _OF_BODY.search(name) else ""))
        for name in dict.fromkeys(posts)
        if not parties.is_known(name)
    ]
    return tuple(found)


_NAMED: Final = re.compile(
    "(?=.*[\u4e00-\u9fff])[^各和及、,]{2,16}(?<!成员)(?<!领导)(?<!同志)(?<!负责人)(?<!班子)(?<!干部)(?<!人员)|(?=[^\u4e00-\u9fff]*$)[A-Z].{2,40}(?<!s)"
)


_OF_BODY: Final = re.compile("书记|委员|常委")


def _unit_of(post: str, named: Sequence[str], parties: Parties) -> str:
    """The unit that a post's own name begins with, as 保卫处 does 保卫处处长; empty where it begins with none that is known or named."""
    return next(
        (
            post[:end]
            for end in range(len(post) - 1, 1, -1)
            if post[:end] in named or (end > 2 and parties.unit(post[:end]) is not None)
        ),
        "",
    )


def is_post(name: str) -> bool:
    """Whether a name is that of a post, or of those who hold posts."""
    return (
        re.search(
            r"书记|主任|委员(?!会)|成员(?!单位)|领导(?!小组)|负责人|经理|董事长|同志|班子|[局部科所站队处院校镇乡县区市村厂会]长|主管$|专员$|总监$|干部$|人员$|员$|接待人|\b(?:officer|manager|director|head|executive|secretary|chair|heads|managers)\b(?! of directors)",
            name,
            re.IGNORECASE,
        )
        is not None
    )


def _rank(name: str) -> str:
    for pattern, rank in (
        ("支部|村|社区", "community-head"),
        ("副|委员|纪", "member"),
        ("书记$|董事长$|局长$", "principal"),
    ):
        if re.search(pattern, name):
            return rank
    return "section-head"


def _sort(name: str) -> str:
    for pattern, sort in (
        ("社区$", "community"),
        ("村$", "village"),
        ("支部$", "branch"),
        ("中心$|大厅$|站$|所$", "centre"),
        (
            r"党工委$|党委$|党组$|纪工委$|纪委$|[县区市省镇乡]委$|委员会$|常委会$|安委会$|董事会$|会议$|办事处$|政府$|管委会$|board\b|committee$",
            "body",
        ),
        ("公司$|厂$", "subsidiary"),
    ):
        if re.search(pattern, name, re.IGNORECASE):
            return sort
    return "section"
