"""The doctor: looks a register over for damage and leftovers, says what would be done about each, and does it when asked.

Looking writes nothing and stops at nothing: where one look fails, that is told, and the others go on. What stands in git's way comes first,
so that the remedies after it can do their work.
"""

from collections.abc import Callable
from collections.abc import Iterator
from typing import Final

from schema.failure import Failure
from store.care import leftovers
from store.care import soundness
from store.care.ailment import Ailment
from store.care.ailment import Code
from store.care.ailment import Examination
from store.failure import GitCancelled
from store.location import Location
from store.wording import ended
from store.wording import explain_zh

Look = Callable[[Examination], Iterator[Ailment]]

_OWN: Final[tuple[Look, ...]] = (
    leftovers.find_locks,
    leftovers.find_moves,
    leftovers.find_cut_off,
    leftovers.find_damaged_caches,
    leftovers.find_damaged_drafts,
    leftovers.find_left_over,
)
"""What needs no git, in the order in which it is mended."""
_BY_GIT: Final[tuple[Look, ...]] = (
    soundness.find_damaged_objects,
    soundness.find_staged,
    soundness.find_missing,
    soundness.find_wrong_modes,
    soundness.find_collisions,
    soundness.find_rewritten,
    soundness.find_slow_history,
)


def examine(
    location: Location,
    *,
    thorough: bool = False,
    deadline: float = 60.0,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Ailment]:
    """Look a register over. Nothing is written.

    Args:
        location: where it lies.
        thorough: read the content of every object too, which finds decay and takes long in a large register.
        deadline: seconds for git to check its objects.
        cancelled: asked before each look, and about ten times a second while git checks its objects; True gives up.

    Returns:
        What is wrong, in the order in which it is mended; empty where nothing is.

    Raises:
        GitCancelled: `cancelled` said so.
    """
    exam = Examination(location, thorough=thorough, deadline=deadline, cancelled=cancelled)
    found = [_read_only(reason) for reason in location.read_only_reasons]
    looks = _OWN + _BY_GIT if location.runs_git else _OWN
    for look in looks:
        if cancelled():
            raise GitCancelled(["fsck"])
        found += _look(look, exam)
    return found


def _look(look: Look, exam: Examination) -> Iterator[Ailment]:
    try:
        yield from look(exam)
    except GitCancelled:
        raise
    except (Failure, OSError) as error:
        failure = error if isinstance(error, Failure) else _of_system(error)
        yield Ailment(
            Code.NOT_EXAMINED,
            f"Something could not be looked at: {failure.message}",
            f"有一项无法检查：{failure.message_zh}",
            failure.hint or "Mend what is named first, then look again.",
            failure.hint_zh or "请先处理上述问题，再重新检查。",
        )


def _of_system(error: OSError) -> Failure:
    words = error.strerror or str(error)
    where = f"{error.filename}: " if error.filename else ""
    return Failure(ended(where + words), message_zh=ended(where + explain_zh(words), "。"))


def _read_only(reason: Failure) -> Ailment:
    return Ailment(
        Code.READ_ONLY,
        reason.message,
        reason.message_zh,
        reason.hint or "Nothing by itself.",
        reason.hint_zh or "不自行处理。",
    )
