"""What has to be asked about a document as a whole: rules that stand in it twice, gaps in its numbers, what it does not say of itself."""

import re
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from typing import Final

from exchange.policy.clause import Clause
from exchange.policy.edges import Closing
from exchange.policy.labels import label_of
from exchange.policy.outline import Document
from exchange.policy.question import Question
from schema.shadow import shadow
from schema.vocabulary import ClauseScope

_SELF: Final = re.compile("本(?:实施)?(细则|办法|规定|方案|意见|制度|规则|条例)")
_SHORTEST_SAME: Final = 6


def mark_repeated(clauses: Sequence[Clause]) -> Iterator[Clause]:
    """Say of a clause whose rule stood before that it did: the same tier for the same ones, or the same words."""
    said: dict[object, str] = {}
    for clause in clauses:
        keys: list[object] = [(role.subject, role.tier) for role in clause.roles if role.subject and role.tier]
        if len(clause.text) >= _SHORTEST_SAME:
            keys.append(shadow(clause.text).replace(" ", ""))
        before = [said[key] for key in keys if key in said]
        for key in keys:
            said.setdefault(key, clause.path)
        if before and clause.scope is not ClauseScope.OUT:
            asked = *clause.questions, Question("repeated", "、".join(dict.fromkeys(before)))
            yield clause._replace(questions=asked)
        else:
            yield clause


def asked_of_document(
    document: Document, clauses: Sequence[Clause], closing: Closing, effective: date | None
) -> Iterator[Question]:
    """What a document does not say of itself, where it calls itself by several names, and where its numbers leave something out."""
    if not document.line:
        yield Question("title-unknown")
    if not closing.issuer:
        yield Question("issuer-unknown")
    if effective is None:
        yield Question("day-unknown")
    own = list(dict.fromkeys(match[1] for clause in clauses for match in _SELF.finditer(shadow(clause.text))))
    title = next(
        (
            word
            for word in ("细则", "办法", "规定", "方案", "意见", "制度", "规则", "条例")
            if word in document.title[-10:]
        ),
        "",
    )
    if len({*own, title} - {""}) > 1:
        yield Question("self-name", "、".join(dict.fromkeys([title, *own] if title else own)))
    previous: dict[str, tuple[str, int]] = {}
    for clause in clauses:
        label = label_of(shadow(clause.label)) if clause.label else None
        run = clause.path.rpartition("-")[0]
        if label is None:
            if clause.path.endswith("-1"):
                previous[run] = clause.label, 1  # it lost its label
            continue
        before = previous.get(run)
        if len(label.numbers) == 1 and _is_gap(clauses, run, before[1] if before else 0, label.number):
            yield Question("numbers-missing", f"{before[0] if before else '?'} -> {clause.label}（{clause.path}）")
        previous[run] = clause.label, label.number


def _is_gap(clauses: Sequence[Clause], run: str, before: int, number_: int) -> bool:
    """Whether a number between two is that of no clause and of no heading over clauses."""
    stem = f"{run}-" if run else ""
    between = range(before + 1, number_)
    return any(
        not any(one.path.startswith((f"{stem}{each}-", f"{stem}{each}.")) for one in clauses) for each in between
    )
