"""A register as one immutable value: settings, calendars and every record. The rules are functions over it and a day."""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from functools import cached_property
from typing import TypeVar
from typing import cast

from schema.identity import Place
from schema.kinds import KINDS
from schema.kinds.activity import Activity
from schema.kinds.base import Record
from schema.kinds.base import Table
from schema.kinds.calendar import Calendar
from schema.kinds.case import Case
from schema.kinds.duty import Duty
from schema.kinds.finding import Finding
from schema.kinds.group import Group
from schema.kinds.handover import Handover
from schema.kinds.person import Person
from schema.kinds.platform import Platform
from schema.kinds.post import Post
from schema.kinds.settings import Settings
from schema.kinds.source import Clause
from schema.kinds.source import Source
from schema.kinds.unit import Unit
from schema.kinds.urge import Urge
from schema.kinds.waiver import Waiver
from schema.matter import Matters
from schema.target import name_of
from schema.target import names_of
from schema.vocabulary import ActivityState
from schema.workdays import Workdays

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, kw_only=True)
class Register:
    """Everything that a register holds at one moment."""

    settings: Settings
    calendars: Mapping[int, Calendar] = field(default_factory=dict)
    """Calendars by year."""
    records: Mapping[str, Mapping[str, Record]] = field(default_factory=dict)
    """Records by kind, then by id; every kind may be absent."""
    unreadable: frozenset[Place] = frozenset()
    """Records whose file stands there but cannot be read: references to them say "unreadable", not "missing"."""

    def of(self, struct: type[R]) -> Mapping[str, R]:
        """All records of one kind by id: `register.of(Duty)`."""
        return cast("Mapping[str, R]", self.records.get(_NAMES[struct], {}))

    def get(self, kind: str, id: str) -> Record | None:
        """One record, or None where there is none that can be read."""
        return self.records.get(kind, {}).get(id)

    def at(self, place: Place) -> Table | None:
        """The record, the settings or the calendar of a place; None where there is none that can be read."""
        kind, id_ = place
        if kind == "register":
            return None if place in self.unreadable else self.settings
        if kind == "calendar":
            return self.calendars.get(int(id_)) if id_.isdecimal() else None
        return self.get(kind, id_)

    def everything(self) -> Iterator[tuple[str, Record]]:
        """Every record with its kind, in the order of the kinds."""
        for kind in KINDS:
            for record in self.records.get(kind, {}).values():
                yield kind, record

    @property
    def units(self) -> Mapping[str, Unit]:
        """Units by id."""
        return self.of(Unit)

    @property
    def posts(self) -> Mapping[str, Post]:
        """Posts by id."""
        return self.of(Post)

    @property
    def people(self) -> Mapping[str, Person]:
        """People by id."""
        return self.of(Person)

    @property
    def groups(self) -> Mapping[str, Group]:
        """Groups by id."""
        return self.of(Group)

    @property
    def sources(self) -> Mapping[str, Source]:
        """Source documents by id."""
        return self.of(Source)

    @property
    def duties(self) -> Mapping[str, Duty]:
        """Duties by id."""
        return self.of(Duty)

    @property
    def platforms(self) -> Mapping[str, Platform]:
        """Platforms by id."""
        return self.of(Platform)

    @property
    def activities(self) -> Mapping[str, Activity]:
        """Work records by id."""
        return self.of(Activity)

    @property
    def findings(self) -> Mapping[str, Finding]:
        """Findings by id."""
        return self.of(Finding)

    @property
    def urges(self) -> Mapping[str, Urge]:
        """Urges by id."""
        return self.of(Urge)

    @property
    def waivers(self) -> Mapping[str, Waiver]:
        """Waivers by id."""
        return self.of(Waiver)

    @property
    def cases(self) -> Mapping[str, Case]:
        """Cases by id."""
        return self.of(Case)

    @property
    def handovers(self) -> Mapping[str, Handover]:
        """Handovers by id."""
        return self.of(Handover)

    @cached_property
    def workdays(self) -> Workdays:
        """The working days that the calendars say."""
        return Workdays(self.calendars)

    @cached_property
    def clauses(self) -> Mapping[str, tuple[Source, Clause]]:
        """Every clause by `source-id#path`."""
        return {
            f"{source.id}#{clause.path}": (source, clause)
            for source in self.sources.values()
            for clause in source.clause
        }

    @cached_property
    def posts_by_unit(self) -> Mapping[str, tuple[Post, ...]]:
        """The posts of each unit."""
        found: dict[str, list[Post]] = {}
        for post in self.posts.values():
            found.setdefault(post.unit, []).append(post)
        return {unit: tuple(posts) for unit, posts in found.items()}

    @cached_property
    def matters(self) -> Matters:
        """The findings by what they are about."""
        return Matters(self.findings)

    @cached_property
    def urges_by_target(self) -> Mapping[str, tuple[Urge, ...]]:
        """The letters about each finding (by its id) and each obligation (`duty period element`), in order of issue."""
        found: dict[str, list[Urge]] = {}
        for urge in sorted(self.urges.values(), key=lambda one: (one.issued, one.id)):
            for name in names_of(urge):
                found.setdefault(name, []).append(urge)
        return {name: tuple(urges) for name, urges in found.items()}

    @cached_property
    def waivers_by_target(self) -> Mapping[str, tuple[Waiver, ...]]:
        """The waivers and extensions of each obligation (`duty period element`)."""
        found: dict[str, list[Waiver]] = {}
        for waiver in self.waivers.values():
            found.setdefault(name_of(waiver.obligation), []).append(waiver)
        return {name: tuple(waivers) for name, waivers in found.items()}

    @cached_property
    def corrected_on(self) -> Mapping[str, date]:
        """Since which day each corrected work record is replaced by a filed correction (R0.1)."""
        found: dict[str, date] = {}
        for one in self.activities.values():
            if one.corrects is not None and one.state is ActivityState.FILED:
                found[one.corrects] = min(one.date, found.get(one.corrects, one.date))
        return found

    @cached_property
    def posts_by_charge(self) -> Mapping[str, tuple[Post, ...]]:
        """The posts in charge of each unit."""
        found: dict[str, list[Post]] = {}
        for post in self.posts.values():
            for unit in post.in_charge_of:
                found.setdefault(unit, []).append(post)
        return {unit: tuple(posts) for unit, posts in found.items()}

    @cached_property
    def kinds_by_id(self) -> Mapping[str, tuple[str, ...]]:
        """The kinds in which an id stands, for commands that take an id alone."""
        found: dict[str, list[str]] = {}
        for kind, record in self.everything():
            found.setdefault(record.id, []).append(kind)
        return {id_: tuple(kinds) for id_, kinds in found.items()}


_NAMES: dict[type[Record], str] = {kind.struct: kind.name for kind in KINDS.values()}
