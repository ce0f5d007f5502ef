"""What the acts about posts ask first: that the post, its unit and the person exist on the day (R6)."""

from datetime import date
from datetime import timedelta
from typing import ClassVar
from typing import Final

from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.failure import Failure
from schema.kinds.base import covers
from schema.kinds.person import Person
from schema.kinds.post import Cover
from schema.kinds.post import Holding
from schema.kinds.post import Post
from schema.register import Register

_DAY: Final = timedelta(days=1)


class PostMissing(Failure):
    """The post, or the unit that it belongs to, does not exist on the day."""

    code: ClassVar[str] = "F901"
    exit_code: ClassVar[int] = 1

    def __init__(self, post: str, on: date, unit: str = "") -> None:
        super().__init__(
            f'The unit "{unit}" of the post "{post}" does not exist on {on}.'
            if unit
            else f'The post "{post}" does not exist on {on}.',
            "Look at `from` and `to` with `dutybook show`, or choose another day.",
            message_zh=f"岗位“{post}”所在的单位“{unit}”在 {on} 不存在。" if unit else f"岗位“{post}”在 {on} 不存在。",
            hint_zh="用 `dutybook show` 查看起止日期，或另选日期。",
        )


class PersonMissing(Failure):
    """The person is not on the staff on the day."""

    code: ClassVar[str] = "F902"
    exit_code: ClassVar[int] = 1

    def __init__(self, person: str, on: date) -> None:
        super().__init__(
            f'"{person}" is not among the people of this register on {on}.',
            "Add the record with `dutybook add person`, or look at its `from` and `to`.",
            message_zh=f"{on} 本台账的人员中没有“{person}”。",
            hint_zh="用 `dutybook add person` 新增，或查看该人员记录的起止日期。",
        )


class BeginsLater(Failure):
    """Something would end before it begins."""

    code: ClassVar[str] = "F903"
    exit_code: ClassVar[int] = 1

    def __init__(self, who: str, since: date, by: date) -> None:
        super().__init__(
            f'What "{who}" holds or covers begins on {since} and can\'t be over by {by}.',
            "Choose a later day, or take the row away with `dutybook set` if it was wrong.",
            message_zh=f"“{who}”的任职或临时分管始于 {since}，不能在 {by} 前结束。",
            hint_zh="请另选较晚的日期；如系误登，用 `dutybook set` 删去该行。",
        )


def require_post(register: Register, post: str, on: date) -> Post:
    """The post, existing on a day together with its unit.

    Raises:
        PostMissing: one of the two does not.
    """
    found = register.posts.get(post)
    if found is None or not covers(found.since, found.until, on):
        raise PostMissing(found.title if found is not None else post, on)
    unit = register.units.get(found.unit)
    if unit is None or not covers(unit.since, unit.until, on):
        raise PostMissing(found.title, on, unit.title if unit is not None else found.unit)
    return found


def require_person(register: Register, person: str, on: date) -> Person:
    """The person, on the staff on a day.

    Raises:
        PersonMissing: nobody of that id is.
    """
    found = register.people.get(person)
    if found is None or not covers(found.since, found.until, on):
        raise PersonMissing(found.name if found is not None else person, on)
    return found


def name_of(register: Register, person: str) -> str:
    """A person's name; the id where there is none that can be read."""
    found = register.people.get(person)
    return found.name if found is not None else person


def lasts_until(row: Holding | Cover, on: date) -> bool:
    """Whether a row is still running on a day, or begins later."""
    return row.until is None or row.until >= on


def end_before(table: str, at: int, row: Holding | Cover, day: date, who: str) -> FieldChange:
    """The change that ends a row of `holding` or `cover` the day before a day.

    Raises:
        BeginsLater: it begins on that day or later.
    """
    if row.since >= day:
        raise BeginsLater(who, row.since, day)
    return FieldChange(key=(table, at, "to"), value=day - _DAY)


def edit_post(action: str, post: Post, fields: list[FieldChange], reason: str, digest: str | None) -> ChangeSet:
    """The change set of one act on one post."""
    edit = RecordChange(kind="post", id=post.id, verb=Verb.EDIT, fields=tuple(fields), read_digest=digest)
    return ChangeSet(action=action, records=(edit,), reason=reason)
