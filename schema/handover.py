"""The list of a handover: what the holder of a post has open on a day and passes on (R18).

Obligations that are open, findings, reports that fall due soon, platforms, and evidence that is still owed. A head passes on what
is its unit's and that of the units below it too; whoever is in charge of units or linked to communities, what is theirs.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from datetime import timedelta
from typing import Final
from typing import NamedTuple

from schema.evidence import REPORTS
from schema.evidence import judge
from schema.kinds.activity import Activity
from schema.kinds.base import Record
from schema.kinds.duty import Duty
from schema.kinds.finding import Finding
from schema.kinds.post import Post
from schema.marks import Flag
from schema.marks import MatterSort
from schema.obligation import Obligation
from schema.obligation import obligations
from schema.register import Register
from schema.selector import includes
from schema.selector import is_selector
from schema.vocabulary import ActivityState
from schema.vocabulary import Rank
from schema.vocabulary import UnitType

_HEADS: Final = frozenset({Rank.PRINCIPAL, Rank.SECTION_HEAD, Rank.COMMUNITY_HEAD})
_TEAM: Final = frozenset({Rank.PRINCIPAL, Rank.IN_CHARGE, Rank.MEMBER})
_ORDER: Final = list(MatterSort)


class Item(NamedTuple):
    """One matter that is passed on."""

    sort: MatterSort
    text: str
    """What it is, in the language that was asked for."""
    reference: str
    """`duty period element` of an obligation, else the id of a finding, a platform or a work record."""
    due: date | None
    """The last day, approved extensions included; None where there is none."""


def matters(register: Register, post: Post, person: str, on: date, language: str = "") -> list[Item]:
    """What a post has open on a day.

    Args:
        register: the register.
        post: the post that is handed over.
        person: id of the person who hands over; the platforms that he or she administers are listed too.
        on: the day.
        language: in which they are said; empty for the register's. What a person wrote stands as it was written.

    Returns:
        Obligations, findings, reports, platforms and evidence, in this order, each by due day.
    """
    scope = _Scope(register, post, on)
    language = language or register.settings.language
    found = [
        *_obligations(register, scope, on, language),
        *_findings(register, scope, on),
        *_platforms(register, post, person, on),
        *_evidence(register, scope, on, language),
    ]
    return sorted(found, key=lambda one: (_ORDER.index(one.sort), one.due or date.max, one.reference))


def units_of(register: Register, post: Post) -> frozenset[str]:
    """The units whose matters a post passes on: those it is in charge of or linked to; for a head its own and all below it."""
    found = {*post.in_charge_of, *post.linked}
    if _is_head(register, post):
        found |= _below(register, post.unit)
    return frozenset(found)


def of_post(register: Register, post: Post, found: Iterable[Obligation], on: date) -> list[Obligation]:
    """Those of some obligations that are a post's: its own, and those of the units that it answers for."""
    scope = _Scope(register, post, on)
    return [one for one in found if scope.has_duty(register.duties[one.duty], (one.element,) if one.element else ())]


def _is_head(register: Register, post: Post) -> bool:
    """Whether a post is the head of its unit: by rank, or as the one team post of a decision body."""
    if post.rank in _HEADS:
        return True
    unit = register.units.get(post.unit)
    if unit is None or unit.type is not UnitType.BODY or post.rank not in _TEAM:
        return False
    return sum(other.rank in _TEAM for other in register.posts_by_unit.get(post.unit, ())) == 1


def _below(register: Register, unit: str) -> set[str]:
    """A unit and all that have it above them; a circle of parents ends."""
    children: dict[str, list[str]] = {}
    for each in register.units.values():
        if each.parent is not None:
            children.setdefault(each.parent, []).append(each.id)
    found: set[str] = set()
    waiting = [unit]
    while waiting:
        each_id = waiting.pop()
        if each_id not in found:
            found.add(each_id)
            waiting += children.get(each_id, ())
    return found


class _Scope:
    """What belongs to a post on a day."""

    def __init__(self, register: Register, post: Post, on: date) -> None:
        self._register = register
        self._on = on
        self.post = post.id
        self.units = units_of(register, post)

    def has_duty(self, duty: Duty, elements: Iterable[str]) -> bool:
        """Whether a duty is the post's: borne by it, or borne or led by its units, or counted for them or it."""
        own = {self.post, *self.units}
        named = set(elements)
        if named & own or self.units.intersection(duty.lead):
            return True
        if is_selector(duty.bearer):
            return not named and any(includes(self._register, duty.bearer, each, self._on) for each in own)
        return duty.bearer in own


def _obligations(register: Register, scope: _Scope, on: date, language: str) -> Iterator[Item]:
    soon = on + timedelta(days=register.settings.thresholds.handover_reports)
    found = obligations(register, on)
    if soon.year > on.year:
        found += obligations(register, on, year=soon.year, older=False)
    for one in found:
        duty = register.duties[one.duty]
        if one.is_open and scope.has_duty(duty, (one.element,) if one.element else ()):
            last = one.last_day
            if one.opens <= on:
                yield Item(MatterSort.OBLIGATION, _say(register, one, last, language), _name(one), last)
            elif last <= soon and _is_report(duty):
                yield Item(MatterSort.REPORT, _say(register, one, last, language), _name(one), last)


def _is_report(duty: Duty) -> bool:
    return duty.addressee is not None or not REPORTS.isdisjoint(duty.accepts)


def _name(one: Obligation) -> str:
    return " ".join(part for part in (one.duty, one.period, one.element) if part)


def _say(register: Register, one: Obligation, last: date, language: str) -> str:
    duty = register.duties[one.duty]
    found = register.get("unit", one.element or "") or register.get("post", one.element or "")
    element = _called(found, language) or one.element
    about = " ".join(part for part in (_called(duty, language), one.period, element) if part)
    state = one.state.label(language)
    if language.startswith("zh"):
        return f"{about}：{one.count}/{one.needed}，{last.isoformat()} 到期（{state}）"
    return f"{about}: {one.count}/{one.needed}, due {last.isoformat()} ({state})"


def _called(record: Record | None, language: str) -> str:
    """A record's title; in English the English one where there is one."""
    english = "" if language.startswith("zh") else getattr(record, "title_en", "")
    return english or getattr(record, "title", "")


def _findings(register: Register, scope: _Scope, on: date) -> Iterator[Item]:
    for finding in register.findings.values():
        closed = finding.verified_on is not None and finding.verified_on <= on
        if finding.issued <= on and not closed and (finding.owner == scope.post or finding.unit in scope.units):
            yield Item(MatterSort.FINDING, finding.text, finding.id, _due(finding, on))


def _due(finding: Finding, on: date) -> date:
    """The finding's last day with the extensions that were approved by a day."""
    approved = (row.new_due for row in finding.extension if row.approved_on is not None and row.approved_on <= on)
    return max(approved, default=finding.due)


def _platforms(register: Register, post: Post, person: str, on: date) -> Iterator[Item]:
    for platform in register.platforms.values():
        begun = platform.opened is None or platform.opened <= on
        gone = platform.closed is not None and platform.closed <= on
        if begun and not gone and (platform.post == post.id or platform.administrator == person):
            yield Item(MatterSort.PLATFORM, platform.title, platform.id, None)


def _evidence(register: Register, scope: _Scope, on: date, language: str) -> Iterator[Item]:
    known = [one for one in register.activities.values() if one.date <= on and one.state in _KEPT]
    replaced = {one.corrects for one in known if one.state is ActivityState.FILED}
    for activity in known:
        owed = _owed(activity) if activity.id not in replaced else None
        if owed is not None and _is_of(register, scope, activity):
            text = f"{activity.title}（{owed.zh}）" if language.startswith("zh") else f"{activity.title} ({owed.en})"
            yield Item(MatterSort.EVIDENCE, text, activity.id, None)


_KEPT: Final = frozenset({ActivityState.FILED, ActivityState.DRAFT})


def _owed(activity: Activity) -> Flag | None:
    """What a work record still owes; None where it is complete."""
    if activity.state is ActivityState.DRAFT:
        return Flag.DRAFT
    found = judge(activity)
    if not found.enough:
        return Flag.EVIDENCE_MISSING
    return Flag.NO_RECEIPT if Flag.NO_RECEIPT in found.flags else None


def _is_of(register: Register, scope: _Scope, activity: Activity) -> bool:
    if activity.unit in scope.units:
        return True
    for row in activity.fulfils:
        duty = register.duties.get(row.duty)
        if duty is not None and scope.has_duty(duty, row.elements):
            return True
    return False
