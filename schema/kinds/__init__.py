"""The kinds of record: one module each says its fields, their order, labels and help.

`KINDS` is the one table of kinds; folders, forms, JSON Schema, documentation and the loader are made from it.
"""

from typing import NamedTuple

from schema.kinds.activity import Activity
from schema.kinds.assessment import Assessment
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
from schema.kinds.scheme import Scheme
from schema.kinds.settings import Settings
from schema.kinds.source import Source
from schema.kinds.unit import Unit
from schema.kinds.urge import Urge
from schema.kinds.waiver import Waiver


class Kind(NamedTuple):
    """One kind of record."""

    name: str
    """The English token that stands in references and in `--json`: `duty`."""
    folder: str
    """The folder below the register's top: `duties`."""
    struct: type[Record]
    zh: str
    en: str
    dated: bool
    """Whether records lie in `folder/YYYY/MM/` under an id that begins with a date."""
    heading: str
    """The field that stands for the record in lists: `title`, `name` or `text`; empty where it is made up from others."""
    day: str
    """For dated kinds, the field that holds the date of the id; empty otherwise."""

    def label(self, language: str) -> str:
        """The kind's name in a language: `zh…` gives Chinese, all else English."""
        return self.zh if language.startswith("zh") else self.en


_ALL = (
    Kind("unit", "units", Unit, "单位", "Unit", dated=False, heading="title", day=""),
    Kind("post", "posts", Post, "岗位", "Post", dated=False, heading="title", day=""),
    Kind("person", "people", Person, "人员", "Person", dated=False, heading="name", day=""),
    Kind("group", "groups", Group, "领导小组", "Group", dated=False, heading="title", day=""),
    Kind("source", "sources", Source, "制度文件", "Source", dated=False, heading="title", day=""),
    Kind("duty", "duties", Duty, "职责事项", "Duty", dated=False, heading="title", day=""),
    Kind("platform", "platforms", Platform, "平台", "Platform", dated=False, heading="title", day=""),
    Kind("scheme", "schemes", Scheme, "考核方案", "Scheme", dated=False, heading="title", day=""),
    Kind("activity", "activities", Activity, "工作记录", "Activity", dated=True, heading="title", day="date"),
    Kind("finding", "findings", Finding, "问题", "Finding", dated=True, heading="text", day="issued"),
    Kind("urge", "urges", Urge, "催办", "Urge", dated=True, heading="", day="issued"),
    Kind("waiver", "waivers", Waiver, "免办", "Waiver", dated=True, heading="reason", day="asked_on"),
    Kind("assessment", "assessments", Assessment, "考核", "Assessment", dated=True, heading="", day="date"),
    Kind("case", "cases", Case, "问责", "Case", dated=True, heading="title", day="occurred"),
    Kind("handover", "handovers", Handover, "交接", "Handover", dated=True, heading="", day="date"),
)

KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}
"""Every kind by name, in the order in which lists and navigation show them."""

BY_FOLDER: dict[str, Kind] = {kind.folder: kind for kind in _ALL}
"""Every kind by its folder."""


def find_struct(kind: str) -> type[Table] | None:
    """The struct of a kind, of `register` or of `calendar`; None for a name that is no kind."""
    return KINDS[kind].struct if kind in KINDS else _OTHERS.get(kind)


def struct_of(kind: str) -> type[Table]:
    """The struct of a kind, of `register` (the settings) or of `calendar`.

    Raises:
        KeyError: there is no such kind.
    """
    return _OTHERS.get(kind) or KINDS[kind].struct


_OTHERS: dict[str, type[Table]] = {"register": Settings, "calendar": Calendar}
