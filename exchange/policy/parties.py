"""From the words of a text to units, posts, groups, superior bodies and selectors of the register."""

import re
from collections.abc import Iterable
from typing import Final

from schema.register import Register
from schema.shadow import shadow

_SELECTORS: Final = tuple(
    (re.compile(pattern), selector)
    for pattern, selector in (
        (r"各?相?关?(?:科室|股室|股\(室\)|部门|处室|职能部门)(?:的)?(?:主要)?(?:负责人|主任|科长)", "@section-heads"),
        (r"各(?:相关)?(?:科室|股室|股\(室\)|部门|处室|科室站所|站所|职能部门)|机关各?(?:科室|部门)", "@sections"),
        (r"各中心", "@centres"),
        (r"各?(?:村|社区)(?:\(社区\)|、社区|社区)?(?:党组织)?(?:书记|负责人|党支部书记)", "@community-secretaries"),
        (r"(?:各|所联系的?|包抓|联系|所包)?(?:行政)?村(?:\(社区\)|\(居\)|、社区|社区)?|各社区", "@communities"),
        (r"(?:各|下级|所属|所辖)?(?:基层)?(?:各级)?党组织", "@party-orgs"),
        (r"(?:各|所属)?(?:基层)?党支部", "@party-branches"),
        (r"各?驻场单位", "@stationed-units"),
        (r"(?:公司)?(?:所属|下属|各所属|各下属)各?单位|各?(?:所属|下属)企业", "@subsidiaries"),
        (r"(?:党委|党组|党工委)?(?:领导)?班子(?:的)?其[他它](?:成员|领导)|其[他它](?:领导)?班子成员", "@other-team-members"),
        (r"(?:各)?(?:领导|党委|党组|党工委)?班子(?:的)?(?:各|全体)?成员|领导班子|各班子成员|班子成员", "@team"),
        (r"(?:各|相关单位|有关单位)?分管(?:领导|负责人|负责同志)", "@in-charge-leaders"),
        (r"(?:本人)?(?:所)?分管(?:的)?(?:科室|部门)", "@own-sections"),
        (r"(?:本人)?(?:所)?(?:联系|包抓)(?:的)?村(?:\(社区\))?", "@own-communities"),
    )
)  # fmt: skip
_OWNER: Final = re.compile("^(?:本|我)?(?:公司|街道|乡|镇|局|机关)?(?:党工委|党委|党组)?")
_SEVERAL: Final = re.compile("[、，,]|和(?!县|镇|村|乡|区|市)|及")
_FILLING: Final = re.compile(r"^(?:本|我|公司|街道|乡|镇|局|县|区|市|单位|的|由|以)+|(?:的|等|同志)+$")


class Parties:
    """Looks names up in a register."""

    def __init__(self, register: Register) -> None:
        self._found: dict[str, tuple[str, str]] = {}
        self._units = {post.id: post.unit for post in register.posts.values()}
        for unit in register.units.values():
            self.learn("unit", unit.id, (unit.title, unit.short, *unit.aliases))
        for post in register.posts.values():
            self.learn("post", post.id, (post.title,))
        for group in register.groups.values():
            self.learn("group", group.id, (group.title,))
        for body in register.settings.superior:
            self.learn("superior", body.id, (body.title,))

    def learn(self, kind: str, id: str, names: Iterable[str], *, unit: str = "") -> None:
        """Know a record by further names; a name that is known already keeps what it means. A post has a unit."""
        if unit:
            self._units[id] = unit
        for name in names:
            if name:
                self._found.setdefault(_key(name), (kind, id))

    def unit(self, name: str) -> str | None:
        """The unit of a name."""
        return self._of(name, "unit")

    def post(self, name: str) -> str | None:
        """The post of a title; 书记 of a body finds the body's own (`街道党工委书记` is `党工委书记`)."""
        return self._of(name, "post")

    def unit_of(self, bearer: str) -> str | None:
        """The unit behind a bearer: itself, or that of a post; None for a selector."""
        return self._units.get(bearer, bearer) if bearer and not bearer.startswith("@") else None

    def party(self, name: str) -> str | None:
        """The unit, post or selector of a name, for a duty's responsible ones and bearers."""
        return self.selector(name) or self._of(name, "unit", "post")

    def addressee(self, name: str) -> str | None:
        """The unit or superior body of a name."""
        return self._of(name, "superior", "unit")

    def selector(self, name: str) -> str | None:
        """The selector that some words mean, such as 各科室; None where they are a name."""
        return selector_of(name)

    def is_known(self, name: str) -> bool:
        """Whether a name is that of anything."""
        return self.selector(name) is not None or self._of(name, "unit", "post", "group", "superior") is not None

    def _of(self, name: str, *kinds: str) -> str | None:
        for key in dict.fromkeys((_key(name), _key(bare_name(name)))):
            found = self._found.get(key)
            if found is not None and found[0] in kinds:
                return found[1]
        whole = self._found.get(f"{_key(name)}公室") if name.endswith("办") else None
        if whole is not None and whole[0] in kinds:
            return whole[1]
        if _SEVERAL.search(name):
            return None  # "县委、县政府" are two, and neither alone
        # "样例街道党工委" is "党工委" of this register, if one name alone ends so.
        keys = {_key(name), _key(bare_name(name))}
        ends = {
            place
            for known, place in self._found.items()
            if place[0] in kinds and any(_ends(key, known) for key in keys)
        }
        return next(iter(ends))[1] if len(ends) == 1 else None


def selector_of(name: str) -> str | None:
    """The selector that some words mean, such as 各科室; None where they are a name."""
    plain = shadow(name).replace(" ", "")
    words = dict.fromkeys((plain, _OWNER.sub("", plain), plain.rpartition("的")[2]))
    return next((selector for word in words for pattern, selector in _SELECTORS if pattern.fullmatch(word)), None)


def bare_name(name: str) -> str:
    """A name without the owner that a text puts before it: 公司党委 is 党委."""
    return _FILLING.sub("", name.strip())


def _key(name: str) -> str:
    return shadow(name).replace(" ", "").casefold()


def _ends(name: str, known: str) -> bool:
    return len(name) > 2 and len(known) > 2 and (known.endswith(name) or name.endswith(known))
