"""A new version of a text that the register has: clauses keep their paths, so that duties go on resting on them, and changed ones are marked.

A clause is the same where its text folds to the same fingerprint, else where its path is the same, else where its words are much alike.
What is gone from the text stays in the source without words, so that the duties on it become suspect and nobody overlooks them.
"""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final
from typing import Literal
from typing import NamedTuple

from exchange.policy.plan import Item
from exchange.policy.plan import Piece
from exchange.policy.plan import Plan
from schema.fingerprint import fingerprint
from schema.fingerprint import fold
from schema.kinds.source import Clause
from schema.kinds.source import Source
from schema.register import Register
from schema.shadow import shadow
from schema.vocabulary import ClauseScope

Mark = Literal["same", "changed", "new", "gone"]
"""How a clause of the new version stands to the old one."""

_ALIKE: Final = 0.6
"""How much alike two texts must be to be one clause that moved and changed."""


class Renewal(NamedTuple):
    """A plan with the paths of the old version, and how each clause stands to it."""

    plan: Plan
    marks: dict[str, Mark]
    """By path, in the order of the text; what is gone comes last."""
    suspect: tuple[str, ...]
    """Ids of the duties that must be reviewed, because a clause of theirs changed or went."""


def find_source(register: Register, title: str) -> Source | None:
    """The source of a title, whatever its spaces and the width of its signs; None where there is none."""
    wanted = _bare(title)
    return next((one for one in register.sources.values() if _bare(one.title) == wanted), None)


def _bare(title: str) -> str:
    return shadow(title).replace(" ", "")


def renew(plan: Plan, old: Source, register: Register) -> Renewal:
    """Match a new version against the source that the register has.

    Args:
        plan: of the new version.
        old: the source.
        register: whose duties rest on it.

    Returns:
        The plan, in which only clauses that are new and in scope are left as drafts: what duties rest on already is only a clause.
    """
    news = plan.clauses()
    kept = _match(news, old.clause)
    paths = {piece.path: before.path for piece, before in kept}
    taken = set(paths.values()) | {clause.path for clause in old.clause}
    marks: dict[str, Mark] = {}
    for piece in news:
        if piece.path not in paths:
            paths[piece.path] = _free(piece.path, taken)
    for piece in news:
        before = next((clause for new, clause in kept if new.path == piece.path), None)
        marks[paths[piece.path]] = "new" if before is None else "same" if _same(piece, before) else "changed"
    gone = [clause for clause in old.clause if clause.path not in marks]
    marks |= dict.fromkeys((clause.path for clause in gone), "gone")
    rested = {basis.clause: duty.id for duty in register.duties.values() for basis in duty.basis}
    return Renewal(_renamed(plan, paths, old, gone, rested), marks, tuple(_suspect(marks, old, register)))


def _match(news: list[Piece], olds: tuple[Clause, ...]) -> list[tuple[Piece, Clause]]:
    left, free = list(news), list(olds)
    found: list[tuple[Piece, Clause]] = []

    def take(piece: Piece, clause: Clause) -> None:
        found.append((piece, clause))
        left.remove(piece)
        free.remove(clause)

    by_text = {fingerprint(clause.text): clause for clause in reversed(olds) if clause.text}
    for piece in list(left):
        clause = by_text.get(fingerprint(piece.text)) if piece.text else None
        if clause is not None and clause in free:
            take(piece, clause)
    by_path = {clause.path: clause for clause in free}
    for piece in list(left):
        clause = by_path.get(piece.path)
        if (
            clause is not None
            and clause in free
            and (not piece.text or not clause.text or _likeness(piece, clause) > 1 - _ALIKE)
        ):
            take(piece, clause)
    for piece in list(left):
        clause = max(free, key=lambda one: _likeness(piece, one), default=None)
        if clause is not None and piece.text and _likeness(piece, clause) >= _ALIKE:
            take(piece, clause)
    return found


def _likeness(piece: Piece, clause: Clause) -> float:
    return SequenceMatcher(None, fold(piece.text), fold(clause.text), autojunk=False).ratio()


def _same(piece: Piece, clause: Clause) -> bool:
    return fingerprint(piece.text) == fingerprint(clause.text) and piece.scope is clause.scope


def _free(path: str, taken: set[str]) -> str:
    free, nth = path, 2
    while free in taken:
        free, nth = f"{path}n{nth}", nth + 1
    taken.add(free)
    return free


def _renamed(plan: Plan, paths: dict[str, str], old: Source, gone: list[Clause], rested: dict[str, str]) -> Plan:
    items: list[Item] = []
    pieces = [piece._replace(path=paths[piece.path]) for piece in plan.pieces]
    for item in plan.items:
        own = tuple(piece._replace(path=paths[piece.path]) for piece in item.pieces)
        if any(f"{old.id}#{piece.path}" in rested for piece in own):
            pieces += own
        else:
            items.append(item._replace(pieces=own))
    pieces += [
        Piece(
            clause.path,
            clause.label,
            "",
            clause.scope if clause.scope is ClauseScope.OUT else ClauseScope.BACKGROUND,
            clause.out_code,
        )
        for clause in gone
        if f"{old.id}#{clause.path}" in rested
    ]
    order = (*(paths[path] for path in plan.order), *(clause.path for clause in gone))
    return plan._replace(items=tuple(items), pieces=tuple(pieces), order=order)


def _suspect(marks: dict[str, Mark], old: Source, register: Register) -> Iterator[str]:
    for duty in register.duties.values():
        if any(
            marks.get(basis.clause.removeprefix(f"{old.id}#")) in {"changed", "gone"}
            for basis in duty.basis
            if basis.clause.startswith(f"{old.id}#")
        ):
            yield duty.id
