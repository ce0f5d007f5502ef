"""Acts about who holds a post: to appoint somebody, to end a holding, to let another post cover a vacant one (R6)."""

from datetime import date
from typing import Any
from typing import ClassVar

from schema.acts.standing import BeginsLater
from schema.acts.standing import edit_post
from schema.acts.standing import end_before
from schema.acts.standing import lasts_until
from schema.acts.standing import name_of
from schema.acts.standing import require_person
from schema.acts.standing import require_post
from schema.change import ChangeSet
from schema.change import FieldChange
from schema.failure import Failure
from schema.holding import holder
from schema.kinds.base import covers
from schema.kinds.post import Post
from schema.register import Register
from schema.vocabulary import Manner


class HeldAlready(Failure):
    """Somebody holds the post formally at the time."""

    code: ClassVar[str] = "F904"
    exit_code: ClassVar[int] = 1

    def __init__(self, post: str, person: str, since: date, until: date | None) -> None:
        super().__init__(
            f'"{person}" holds the post "{post}" formally from {since}{f" to {until}" if until else ""}.',
            "End that first with `dutybook end`, or add --end-previous to end it the day before.",
            message_zh=f"“{person}”自 {since} 起{f'至 {until} ' if until else ''}正式任职“{post}”。",
            hint_zh="先用 `dutybook end` 结束该任职，或加 --end-previous 在前一天结束它。",
        )


class NothingHeld(Failure):
    """Nobody holds the post on the day in a way that could be ended."""

    code: ClassVar[str] = "F905"
    exit_code: ClassVar[int] = 1

    def __init__(self, post: str, on: date, person: str = "") -> None:
        super().__init__(
            f'"{person}" does not hold the post "{post}" beyond {on}.'
            if person
            else f'Nobody holds the post "{post}" beyond {on}.',
            "See who does with `dutybook who`.",
            message_zh=f"{on} 之后没有{f'“{person}”' if person else '人'}任职“{post}”，无可结束。",
            hint_zh="用 `dutybook who` 查看在任者。",
        )


class SeveralHold(Failure):
    """Several hold the post on the day, and the act does not say whose holding it is about."""

    code: ClassVar[str] = "F906"
    exit_code: ClassVar[int] = 2

    def __init__(self, post: str, on: date, people: tuple[str, ...]) -> None:
        super().__init__(
            f'Several hold the post "{post}" on {on}: {", ".join(people)}.',
            "Say whose holding ends: `dutybook end POST PERSON --on DAY`.",
            message_zh=f"{on} 有几个人任职“{post}”：{'、'.join(people)}。",
            hint_zh="请写明结束谁的任职：`dutybook end 岗位 人员 --on 日期`。",
        )


class NotVacant(Failure):
    """A post that somebody holds needs no cover."""

    code: ClassVar[str] = "F907"
    exit_code: ClassVar[int] = 1

    def __init__(self, post: str, on: date, person: str) -> None:
        super().__init__(
            f'The post "{post}" is not vacant on {on}: "{person}" holds it.',
            "End the holding first with `dutybook end`, or choose a later day.",
            message_zh=f"{on} 岗位“{post}”并不空缺，在任者为“{person}”。",
            hint_zh="先用 `dutybook end` 结束任职，或另选较晚的日期。",
        )


class CircularCover(Failure):
    """The covering post is covered, over other posts or not, by the one that it should cover."""

    code: ClassVar[str] = "F908"
    exit_code: ClassVar[int] = 1

    def __init__(self, chain: tuple[str, ...]) -> None:
        shown = " -> ".join(chain)
        super().__init__(
            f"The covers would run in a circle: {shown}.",
            "Name a post that somebody holds.",
            message_zh=f"临时分管会绕成一圈：{shown}。",
            hint_zh="请写有人任职的岗位。",
        )


def appoint(
    register: Register,
    post_id: str,
    person_id: str,
    since: date,
    *,
    manner: Manner = Manner.FORMAL,
    basis: str = "",
    end_previous: bool = False,
    reason: str = "",
    read_digest: str | None = None,
) -> ChangeSet:
    """Put a person into a post. Whoever stands in, and any cover, ends the day before.

    Args:
        register: the register.
        post_id: id of the post.
        person_id: id of the person.
        since: the first day.
        manner: formal, acting or deputising.
        basis: number of the appointment.
        end_previous: end a formal holding that still runs the day before, instead of refusing.
        reason: why; empty: the act says it itself.
        read_digest: digest of the post's file as it was read.

    Raises:
        PostMissing: there is no such post, or no such unit, on the day.
        PersonMissing: the person is not on the staff on the day.
        HeldAlready: somebody holds the post formally then or later.
        BeginsLater: what would have to end the day before begins later.
    """
    post = require_post(register, post_id, since)
    person = require_person(register, person_id, since)
    fields: list[FieldChange] = []
    for at, row in enumerate(post.holding):
        if lasts_until(row, since):
            if row.manner is Manner.FORMAL and not (end_previous and row.since < since):
                raise HeldAlready(post.title, name_of(register, row.person), row.since, row.until)
            fields.append(end_before("holding", at, row, since, name_of(register, row.person)))
    fields += _end_covers(register, post, since)
    row_data: dict[str, Any] = {"person": person.id, "manner": manner.value, "from": since}
    fields.append(FieldChange(key=("holding", len(post.holding)), value=_with_basis(row_data, basis)))
    return edit_post(
        "appoint", post, fields, reason or _appointed(register, post, person.name, manner, since), read_digest
    )


def end(
    register: Register,
    post_id: str,
    last: date,
    *,
    person_id: str = "",
    reason: str = "",
    read_digest: str | None = None,
) -> ChangeSet:
    """End a holding; the day is its last.

    Args:
        register: the register.
        post_id: id of the post.
        last: the last day of the holding.
        person_id: whose holding; empty: of the one person who holds the post on that day.
        reason: why; empty: the act says it itself.
        read_digest: digest of the post's file as it was read.

    Raises:
        PostMissing: there is no such post, or no such unit, on the day.
        BeginsLater: the holding begins after that day.
        NothingHeld: nobody holds the post beyond that day.
        SeveralHold: several do, and no person is named.
    """
    post = require_post(register, post_id, last)
    running = [
        (at, row)
        for at, row in enumerate(post.holding)
        if (row.until is None or row.until > last) and person_id in {"", row.person}
    ]
    begun = [each for each in running if each[1].since <= last]
    name = name_of(register, person_id) if person_id else ""
    if not begun:
        if running:
            row = running[0][1]
            raise BeginsLater(name_of(register, row.person), row.since, last)
        raise NothingHeld(post.title, last, name)
    people = tuple(dict.fromkeys(name_of(register, row.person) for _, row in begun))
    if len({row.person for _, row in begun}) > 1:
        raise SeveralHold(post.title, last, people)
    fields = [FieldChange(key=("holding", at, "to"), value=last) for at, _ in begun]
    return edit_post("end", post, fields, reason or _ended(register, post, people[0], last), read_digest)


def cover(
    register: Register,
    post_id: str,
    by_id: str,
    since: date,
    *,
    basis: str = "",
    reason: str = "",
    read_digest: str | None = None,
) -> ChangeSet:
    """Let another post look after a vacant one. A cover that still runs ends the day before.

    Args:
        register: the register.
        post_id: id of the vacant post.
        by_id: id of the covering post.
        since: the first day.
        basis: number of the decision.
        reason: why; empty: the act says it itself.
        read_digest: digest of the post's file as it was read.

    Raises:
        PostMissing: one of the posts, or its unit, does not exist on the day.
        NotVacant: somebody holds the post on the day.
        CircularCover: the covering post is the post itself, or is covered by it in the end.
        BeginsLater: another cover begins on that day or later.
    """
    post = require_post(register, post_id, since)
    by = require_post(register, by_id, since)
    held = holder(register, post.id, since)
    live = [row for row in post.holding if covers(row.since, row.until, since)]
    if live:
        raise NotVacant(post.title, since, name_of(register, held.person or live[0].person))
    _refuse_circle(register, post, by, since)
    fields = _end_covers(register, post, since)
    row_data: dict[str, Any] = {"by": by.id, "from": since}
    fields.append(FieldChange(key=("cover", len(post.cover)), value=_with_basis(row_data, basis)))
    return edit_post("cover", post, fields, reason or _covered(register, post, by, since), read_digest)


def _end_covers(register: Register, post: Post, since: date) -> list[FieldChange]:
    found = []
    for at, row in enumerate(post.cover):
        if lasts_until(row, since):
            by = register.posts.get(row.by)
            found.append(end_before("cover", at, row, since, by.title if by is not None else row.by))
    return found


def _refuse_circle(register: Register, post: Post, by: Post, on: date) -> None:
    """Follow the covers of the covering post on a day, as `schema.holding.holder` does.

    Raises:
        CircularCover: they come back to the post.
    """
    chain = [post]
    at: Post | None = by
    while at is not None and at not in chain[1:]:
        chain.append(at)
        if at.id == post.id:
            raise CircularCover(tuple(each.title for each in chain))
        if any(covers(row.since, row.until, on) for row in at.holding):
            return
        live = [row for row in at.cover if covers(row.since, row.until, on)]
        at = register.posts.get(max(live, key=lambda row: row.since).by) if live else None


def _with_basis(row: dict[str, Any], basis: str) -> dict[str, Any]:
    return {**row, "basis": basis} if basis else row


def _appointed(register: Register, post: Post, person: str, manner: Manner, since: date) -> str:
    if register.settings.language.startswith("zh"):
        return f"{person}自 {since} 起{manner.zh}任职：{post.title}"
    return f"{person} holds {post.title} ({manner.en.lower()}) from {since}"


def _ended(register: Register, post: Post, person: str, last: date) -> str:
    if register.settings.language.startswith("zh"):
        return f"{person}于 {last} 离任：{post.title}"
    return f"{person} leaves {post.title} on {last}"


def _covered(register: Register, post: Post, by: Post, since: date) -> str:
    if register.settings.language.startswith("zh"):
        return f"{post.title}自 {since} 起由{by.title}临时分管"
    return f"{by.title} covers {post.title} from {since}"
