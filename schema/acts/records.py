"""Acts about whole records: another id for one, with everything that names it, and taking one away that nothing names."""

from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from typing import ClassVar

from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.diagnostic import dotted
from schema.failure import Failure
from schema.identity import Place
from schema.letter import is_chinese
from schema.mention import Mention
from schema.mention import find_mentions
from schema.mention import rename_mentions
from schema.mention import stands
from schema.register import Register
from schema.visible import visible

_SHOWN = 5
"""Most mentions that a sentence names one by one."""


class StillNamed(Failure):
    """A record is to go that others still name."""

    code: ClassVar[str] = "F611"
    exit_code: ClassVar[int] = 1

    def __init__(self, kind: str, id: str, mentions: Sequence[Mention]) -> None:
        places = [_where(mention) for mention in mentions]
        more = len(places) - _SHOWN
        listed = ", ".join(places[:_SHOWN])
        super().__init__(
            f"The {kind} `{id}` can't go: it is named in {listed}{f' and {more} more' if more > 0 else ''}.",
            "Let these name another record first, or end it with `to` instead of removing it.",
            message_zh=f"不能删除 {kind}/{id}：以下各处仍提到它：{'、'.join(places[:_SHOWN])}{f' 等 {len(places)} 处' if more > 0 else ''}。",
            hint_zh="请先让这些地方改指别的记录，或不删除而填写止日。",
        )
        self.mentions = tuple(mentions)
        """Every place that names it."""


class MeaningUnclear(Failure):
    """A text may mean the record or another one of the same id, so that nobody can say whether it is to change."""

    code: ClassVar[str] = "F612"
    exit_code: ClassVar[int] = 1

    def __init__(self, mention: Mention, choices: Sequence[str]) -> None:
        where, named = _where(mention), visible(mention.text)
        alone = len(choices) < 2
        super().__init__(
            f"What `{named}` means in {where} would not be certain: {' or '.join(choices)}{' or nothing' if alone else ''}.",
            "Choose an id that nothing else has, or change that place by hand first.",
            message_zh=f"{where} 中的“{named}”指什么将无法确定：{' 或 '.join(choices)}{'，或者什么也不指' if alone else ''}。",
            hint_zh="请选用别处没有的标识，或先手工修改该处。",
        )
        self.mention = mention


def find_changes(register: Register, kind: str, id: str, new: str) -> dict[Place, tuple[FieldChange, ...]]:
    """What changes in which record when one gets another id; its own fields are among them.

    Args:
        register: the register.
        kind: kind of the record.
        id: its id.
        new: the id that it gets.

    Raises:
        MeaningUnclear: a text may mean another record, before or after.
    """
    mentions = list(find_mentions(register, [(kind, id)]))
    for mention in mentions:
        _require_clear(register, mention, kind, id)
        _require_clear(register, mention, kind, new)
    for mention in find_mentions(register, [(kind, new)]):
        raise MeaningUnclear(mention, [*_others(register, mention, kind, new), f"{kind}/{new}"])
    return rename_mentions(mentions, new)


def rename(
    register: Register,
    kind: str,
    id: str,
    new: str,
    *,
    text: str,
    named_by: Mapping[Place, Sequence[FieldChange]],
    why: str = "",
) -> ChangeSet:
    """Give a record another id.

    Args:
        register: the register; its language is that of the reason where none is given.
        kind: kind of the record.
        id: its id.
        new: the id that it gets; whether it may have it is the store's to say, which knows the history.
        text: the record's text, its own fields changed already.
        named_by: what changes in the other records.
        why: the reason in the person's words.
    """
    moved = [
        RecordChange(kind=kind, id=id, verb=Verb.REMOVE),
        RecordChange(kind=kind, id=new, verb=Verb.ADD, text=text),
    ]
    others = [
        RecordChange(kind=of, id=name, verb=Verb.EDIT, fields=tuple(fields))
        for (of, name), fields in named_by.items()
        if (of, name) != (kind, id)
    ]
    own = f"标识由 {id} 改为 {new}" if is_chinese(register) else f"The id changes from {id} to {new}"
    return ChangeSet(
        action="rename",
        records=(*moved, *others),
        reason=why.strip() or own,
        summary=f"{kind}({id}): renamed to {new}",
    )


def remove(register: Register, kind: str, id: str, *, why: str) -> ChangeSet:
    """Take a record away.

    Args:
        register: the register.
        kind: kind of the record.
        id: its id.
        why: the reason in the person's words.

    Raises:
        StillNamed: other records name it.
    """
    require_unnamed(register, [(kind, id)])
    gone = RecordChange(kind=kind, id=id, verb=Verb.REMOVE)
    return ChangeSet(action="remove", records=(gone,), reason=why.strip())


def require_unnamed(register: Register, places: Collection[Place], *, known: Register | None = None) -> None:
    """Make sure that no other record names any of some.

    Args:
        register: where to look.
        places: kind and id of each.
        known: the register in which they still stand; the same where it is left out.

    Raises:
        StillNamed: some do; it tells of the first that is named.
    """
    gone = frozenset(places)
    mentions = [one for one in find_mentions(register, gone, known=known) if (one.kind, one.id) not in gone]
    if mentions:
        kind, id_ = next((kind, mentions[0].target) for kind in mentions[0].kinds if (kind, mentions[0].target) in gone)
        raise StillNamed(kind, id_, [one for one in mentions if one.target == id_ and kind in one.kinds])


def _require_clear(register: Register, mention: Mention, kind: str, id: str) -> None:
    others = list(_others(register, mention, kind, id))
    if others:
        raise MeaningUnclear(mention, [f"{kind}/{id}", *others])


def _others(register: Register, mention: Mention, kind: str, id: str) -> Iterator[str]:
    """The records of other kinds that a text would mean as well."""
    return (f"{of}/{id}" for of in mention.kinds if of != kind and stands(register, of, id))


def _where(mention: Mention) -> str:
    place = f"{mention.kind}/{mention.id}" if mention.id else mention.kind
    return f"{place} {dotted(mention.key)}"
