"""Attribution: which responsibility the rules propose for each member after a decision was found wrong (R9).

A proposal never becomes a decision: what an organ decided are the case's `[[decision]]` rows, which people write. Nothing here writes anything,
and nothing here is about executors, whose direct responsibility other rules judge.
"""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar
from typing import NamedTuple

from schema.failure import Failure
from schema.holding import holder
from schema.kinds.activity import MeetingItem
from schema.kinds.base import covers
from schema.kinds.case import Case
from schema.kinds.case import Decision
from schema.kinds.case import Member
from schema.marks import AttributionFlag
from schema.marks import Outcome
from schema.profile import PROFILES
from schema.profile import Profile
from schema.register import Register
from schema.vocabulary import DecisionMode
from schema.vocabulary import Rank
from schema.vocabulary import Stance


class ProfileUnset(Failure):
    """The case does not say by which rules responsibility is attributed."""

    code: ClassVar[str] = "F961"
    exit_code: ClassVar[int] = 1

    def __init__(self, case: str) -> None:
        super().__init__(
            f"The case {case} names no profile, so nothing says by which rules responsibility is attributed.",
            f"Set its `profile` to one of {', '.join(PROFILES)}.",
            message_zh=f"问责 {case} 没有写认定规则，无从提出责任认定。",
            hint_zh=f"把它的 `profile` 填为 {'、'.join(PROFILES)} 之一。",
        )


class ProfileUnknown(Failure):
    """The case names rules of attribution that nobody knows."""

    code: ClassVar[str] = "F962"
    exit_code: ClassVar[int] = 1

    def __init__(self, case: str, profile: str) -> None:
        super().__init__(
            f"The case {case} names the profile {profile}, which nobody knows.",
            f"Set its `profile` to one of {', '.join(PROFILES)}.",
            message_zh=f"问责 {case} 所写的认定规则 {profile} 无人认识。",
            hint_zh=f"把它的 `profile` 填为 {'、'.join(PROFILES)} 之一。",
        )


class CaseLater(Failure):
    """The case was opened after the day that is asked about."""

    code: ClassVar[str] = "F963"
    exit_code: ClassVar[int] = 2

    def __init__(self, case: str, opened: date, on: date) -> None:
        super().__init__(
            f"The case {case} was opened on {opened.isoformat()}, after {on.isoformat()}.",
            "Ask about a later day by --on.",
            message_zh=f"问责 {case} {opened.isoformat()} 立案，晚于 {on.isoformat()}。",
            hint_zh="用 --on 指定较晚的日期。",
        )


class Line(NamedTuple):
    """What is proposed for one member, or for the team as a whole."""

    person: str | None
    """Id of the person; None for the team, and for a decider whose post nobody held."""
    post: str | None
    """Id of the post; None for the team."""
    outcome: Outcome
    row: int | None
    """The row of R9 that led to it; None for the team."""
    flags: tuple[AttributionFlag, ...] = ()


class Matched(NamedTuple):
    """A line of a proposal beside what an organ decided about that person or body."""

    line: Line | None
    """None for a decision that nothing proposes."""
    decisions: tuple[Decision, ...]


def attribute(register: Register, case: Case) -> tuple[Line, ...]:
    """Propose who bears which responsibility, as of the day of the decision.

    Args:
        register: the register; holders are those of the case's day.
        case: the facts.

    Returns:
        One line for each member in the case's order, or the meeting's where the case lists none. Where one leader decided alone and is not among
        the members, a line for that leader stands first; where the team decided, a line for the team stands last.

    Raises:
        ProfileUnset: the case names no profile.
        ProfileUnknown: it names one that nobody knows.
    """
    profile = _profile_of(case)
    common = () if case.found_wrong_by else (AttributionFlag.NOT_FOUND_WRONG,)
    listed = members_of(register, case)
    if case.mode is DecisionMode.INDIVIDUAL:
        lines = _attribute_individual(register, case, listed)
    else:
        charge = in_charge_of(register, case)
        lines = [_attribute_member(register, profile, member, charge) for member in listed]
        lines.append(_attribute_team(case, charge))
    return tuple(_finish(register, case, line, common) for line in lines)


def match_decisions(case: Case, lines: Iterable[Line], on: date) -> list[Matched]:
    """Put what was decided by a day beside what is proposed; each decision once, those that nothing proposes last.

    Args:
        case: the case.
        lines: what `attribute` gave.
        on: the day; a decision without a day always was.
    """
    left = [one for one in case.decision if one.decided_on is None or one.decided_on <= on]
    found: list[Matched] = []
    for line in lines:
        own = [one for one in left if _is_about(one, line)]
        left = [one for one in left if one not in own]
        found.append(Matched(line, tuple(own)))
    return found + [Matched(None, (one,)) for one in left]


def _is_about(one: Decision, line: Line) -> bool:
    if line.post is None and line.person is None:
        return one.unit is not None and one.person is None
    return one.person is not None and one.person == line.person


def begun(case: Case) -> date:
    """Since when a case exists (R0.1): the day on which it was opened, else the day of the decision."""
    return case.opened if case.opened is not None else case.occurred


def members_of(register: Register, case: Case) -> tuple[Member, ...]:
    """The members of the case, else those whose stance the meeting's item holds, who were there."""
    if case.member:
        return case.member
    item = item_of(register, case)
    found = []
    for row in item.stance if item is not None else ():
        person = row.person or holder(register, row.post, case.occurred).person
        if person is not None:
            found.append(Member(post=row.post, person=person, stance=row.stance, in_minutes=row.in_minutes))
    return tuple(found)


def item_of(register: Register, case: Case) -> MeetingItem | None:
    """The item of the meeting that the case is about; None where the case names none that is there."""
    activity = register.activities.get(case.meeting) if case.meeting is not None else None
    if activity is None or activity.meeting is None or case.item is None:
        return None
    return next((item for item in activity.meeting.item if item.no == case.item), None)


def decider_of(register: Register, case: Case) -> str | None:
    """Who decided alone: the holder of the case's `decided_by` on its day; None where the case is none of that sort or nobody held it."""
    if case.mode is not DecisionMode.INDIVIDUAL or case.decided_by is None:
        return None
    return holder(register, case.decided_by, case.occurred).person


def in_charge_of(register: Register, case: Case) -> frozenset[str]:
    """The posts directly in charge of the matter: what the case says, else those in charge of the duty's first lead unit that day.

    Empty where nothing says.
    """
    if case.in_charge is not None:
        return frozenset({case.in_charge})
    duty = register.duties.get(case.duty) if case.duty is not None else None
    if duty is None or not duty.lead:
        return frozenset()
    return frozenset(
        post.id
        for post in register.posts_by_charge.get(duty.lead[0], ())
        if covers(post.since, post.until, case.occurred)
    )


def _profile_of(case: Case) -> Profile:
    if not case.profile:
        raise ProfileUnset(case.id)
    found = PROFILES.get(case.profile)
    if found is None:
        raise ProfileUnknown(case.id, case.profile)
    return found


def _attribute_individual(register: Register, case: Case, listed: tuple[Member, ...]) -> list[Line]:
    """Row 1: the leader who decided alone, and nobody else."""
    lines = [
        Line(
            member.person,
            member.post,
            Outcome.PERSONAL if member.post == case.decided_by else Outcome.NOT_APPLICABLE,
            1,
        )
        for member in listed
    ]
    if any(line.outcome is Outcome.PERSONAL for line in lines):
        return lines
    person = decider_of(register, case)
    flags = () if person is not None else (AttributionFlag.TO_VERIFY,)
    return [Line(person, case.decided_by, Outcome.PERSONAL, 1, flags), *lines]


def _attribute_team(case: Case, charge: frozenset[str]) -> Line:
    flags = [] if case.member else [AttributionFlag.MEMBERS_INCOMPLETE]
    flags += [] if charge else [AttributionFlag.IN_CHARGE_UNKNOWN]
    return Line(None, None, Outcome.COLLECTIVE, None, tuple(flags))


def _attribute_member(register: Register, profile: Profile, member: Member, charge: frozenset[str]) -> Line:
    """Rows 2 to 6, the first that matches; row 6 takes what row 3 or 4 would give."""
    soft = (AttributionFlag.MAY_BE_EXEMPTED,) if profile.exempts_by_discretion else ()
    verify = (AttributionFlag.TO_VERIFY,)
    if member.stance is Stance.OBJECTED and member.in_minutes:
        return Line(member.person, member.post, Outcome.NOT_ATTRIBUTED, 2, soft)
    rank = _rank_of(register, member)
    main = rank is Rank.PRINCIPAL or member.post in charge
    if member.observer or rank not in _TEAM or not (main or member.present):
        return Line(member.person, member.post, Outcome.NOT_APPLICABLE, 5, verify)
    outcome = Outcome.MAIN_LEADERSHIP if main else Outcome.IMPORTANT_LEADERSHIP
    unsure = () if main or charge else (AttributionFlag.IN_CHARGE_UNKNOWN,)
    if member.present and member.stance is Stance.RESERVED:
        return Line(member.person, member.post, outcome, 6, (*(soft or verify), *unsure))
    # An objection outside the minutes, a stance that nobody noted, a principal who was not there: somebody must look.
    clear = member.present and member.stance in {Stance.AGREED, Stance.SILENT}
    return Line(member.person, member.post, outcome, 3 if main else 4, (*(() if clear else verify), *unsure))


def _finish(register: Register, case: Case, line: Line, common: tuple[AttributionFlag, ...]) -> Line:
    """Add the flags that every line has, and that of a person who did not hold the post that day."""
    flags = [*line.flags, *common]
    if line.post is not None and line.person is not None:
        held = holder(register, line.post, case.occurred)
        if not (held.in_post and held.person == line.person):
            flags.append(AttributionFlag.NOT_HOLDER)
    return line._replace(flags=tuple(dict.fromkeys(flags)))


def _rank_of(register: Register, member: Member) -> Rank | None:
    post = register.posts.get(member.post)
    return post.rank if post is not None else None


_TEAM = frozenset({Rank.PRINCIPAL, Rank.IN_CHARGE, Rank.MEMBER})
"""The ranks of those who decide together; whoever else was there is no member of the body."""
