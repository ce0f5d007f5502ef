"""Holdings: who holds a post on a day (R6)."""

from datetime import date
from datetime import timedelta
from typing import Final
from typing import NamedTuple

from schema.kinds.base import covers
from schema.kinds.post import Holding
from schema.kinds.post import Post
from schema.marks import Flag
from schema.marks import Standing
from schema.register import Register
from schema.vocabulary import Manner

IN_POST: Final = frozenset({Standing.FORMAL, Standing.ACTING, Standing.DEPUTISING})
"""The standings that count as being in post (在任): a vacant post is not, even if covered (R0.8)."""

_STANDING: Final = {
    Manner.FORMAL: Standing.FORMAL,
    Manner.ACTING: Standing.ACTING,
    Manner.DEPUTISING: Standing.DEPUTISING,
}
_DAY: Final = timedelta(days=1)


class Holder(NamedTuple):
    """How a post stands on a day."""

    post: str
    """Id of the post."""
    person: str | None
    """Id of the person who answers; for a covered post the holder of the covering one; None where nobody does."""
    manner: Standing
    since: date | None
    """Since when it stands so: the holding's first day, or the vacancy's; None where nothing says."""
    cover_post: str | None = None
    """The post that covers a vacant one."""
    flags: tuple[Flag, ...] = ()

    @property
    def in_post(self) -> bool:
        """Whether somebody holds the post formally, acting or deputising."""
        return self.manner in IN_POST


def holder(register: Register, post_id: str, on: date) -> Holder:
    """Say who holds a post on a day; an unknown post and one that does not exist that day are vacant and flagged."""
    post = register.posts.get(post_id)
    if post is None:
        return Holder(post_id, None, Standing.VACANT, None, flags=(Flag.UNKNOWN,))
    if not covers(post.since, post.until, on):
        return Holder(post_id, None, Standing.VACANT, None, flags=(Flag.ENDED,))
    held = _held(post, on)
    return held if held is not None else _vacant(register, post, on)


def vacant_since(post: Post, on: date) -> date | None:
    """The first day of the vacancy in which a day lies; None where nothing was ever said about the post."""
    ended = [row.until for row in post.holding if row.until is not None and row.until < on]
    begun = [max(ended) + _DAY] if ended else []
    return max([*begun, post.since] if post.since is not None else begun, default=None)


def _held(post: Post, on: date) -> Holder | None:
    """The holding that counts on a day; None while the post is vacant."""
    live = [row for row in post.holding if row.since <= on and (row.until is None or on <= row.until)]
    if not live:
        return None
    formal = [row for row in live if row.manner is Manner.FORMAL]
    if len(formal) > 1:
        return Holder(post.id, None, Standing.CONFLICT, max(row.since for row in formal))
    standing_in = [row for row in live if row.manner is not Manner.FORMAL]
    chosen = formal[0] if formal else max(standing_in, key=_weight)
    flags = (Flag.SEVERAL_ACTING,) if not formal and len(standing_in) > 1 else ()
    return Holder(post.id, chosen.person, _STANDING[chosen.manner], chosen.since, flags=flags)


def _weight(row: Holding) -> tuple[date, bool]:
    """Of several who stand in, the latest counts; on the same day the acting one."""
    return row.since, row.manner is Manner.ACTING


def _vacant(register: Register, post: Post, on: date) -> Holder:
    """Follow the covers of a vacant post to somebody in post; covers that run in a circle end nowhere."""
    since = vacant_since(post, on)
    first = by = _cover_of(post, on)
    seen = {post.id}
    while by is not None and by not in seen:
        seen.add(by)
        covering = register.posts.get(by)
        if covering is None or not covers(covering.since, covering.until, on):
            break
        held = _held(covering, on)
        if held is not None:
            if held.person is None:
                break
            return Holder(post.id, held.person, Standing.COVER, since, first, held.flags)
        by = _cover_of(covering, on)
    return Holder(post.id, None, Standing.VACANT, since, first)


def _cover_of(post: Post, on: date) -> str | None:
    live = [row for row in post.cover if covers(row.since, row.until, on)]
    return max(live, key=lambda row: row.since).by if live else None
