"""Reaffirming: a person read the clauses again and says that the duty still stands on them (R18)."""

from datetime import date
from typing import ClassVar

from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.failure import Failure
from schema.fingerprint import fingerprint
from schema.kinds.duty import Basis
from schema.kinds.duty import Duty
from schema.kinds.person import Person
from schema.register import Register


class ReviewerUnknown(Failure):
    """The person at the keyboard is nobody whom the register knows, so the review would be nobody's."""

    code: ClassVar[str] = "F909"
    exit_code: ClassVar[int] = 1

    def __init__(self) -> None:
        super().__init__(
            "Nobody of this register has the e-mail that git knows here, so the review would be nobody's.",
            "Write the e-mail into `emails` of your own record in people/, or set git's user.email to the one that stands there.",
            message_zh="台账的人员中没有人用 git 在此所设的邮箱，复核无法记在任何人名下。",
            hint_zh="在 people/ 中本人记录的 `emails` 里写上该邮箱，或把 git 的 user.email 改为其中已有的邮箱。",
        )


class NoSuchBasis(Failure):
    """The duty does not rest on the clause, or on none at all."""

    code: ClassVar[str] = "F910"
    exit_code: ClassVar[int] = 2

    def __init__(self, duty: str, clause: str, known: tuple[str, ...]) -> None:
        super().__init__(
            f'The duty "{duty}" does not rest on the clause "{clause}".'
            if clause
            else f'The duty "{duty}" rests on no clause.',
            f"It rests on: {', '.join(known)}." if known else "Add a `[[basis]]` first.",
            message_zh=f"职责事项“{duty}”的依据中没有条款“{clause}”。" if clause else f"职责事项“{duty}”没有依据条款。",
            hint_zh=f"其依据为：{'、'.join(known)}。" if known else "请先补写 `[[basis]]`。",
        )


class ClauseMissing(Failure):
    """The clause stands in no source that can be read, so nobody can have read it."""

    code: ClassVar[str] = "F911"
    exit_code: ClassVar[int] = 1

    def __init__(self, clause: str) -> None:
        super().__init__(
            f'The clause "{clause}" stands in no source that can be read.',
            "Mend the source or the `[[basis]]` first, or name another clause.",
            message_zh=f"没有可读的文件含有条款“{clause}”。",
            hint_zh="请先改好文件或 `[[basis]]`，或只写其他条款。",
        )


class ReviewedAlready(Failure):
    """The same person reviewed the same text on the same day."""

    code: ClassVar[str] = "F912"
    exit_code: ClassVar[int] = 1

    def __init__(self, duty: str, on: date) -> None:
        super().__init__(
            f'Nothing is left to reaffirm in "{duty}": you reviewed it on {on}, and the clauses say the same now.',
            "There is nothing to do.",
            message_zh=f"“{duty}”无须再复核：您已于 {on} 复核，条款此后没有变化。",
            hint_zh="不需要任何操作。",
        )


def reaffirm(
    register: Register,
    duty: Duty,
    clause: str,
    person: Person | None,
    on: date,
    *,
    reason: str = "",
    read_digest: str | None = None,
) -> ChangeSet:
    """Write the fingerprint of what the clauses say now, with who reviewed them and when.

    Args:
        register: the register.
        duty: the duty.
        clause: the clause, `source-id#path` or its path alone; empty: every clause that the duty rests on.
        person: who reviewed it; None: nobody known.
        on: the day of the review.
        reason: why; empty: the act says it itself.
        read_digest: digest of the duty's file as it was read.

    Raises:
        ReviewerUnknown: nobody is known to have reviewed it.
        NoSuchBasis: the duty does not rest on the clause.
        ClauseMissing: the clause is in no source that can be read.
        ReviewedAlready: nothing would change.
    """
    if person is None:
        raise ReviewerUnknown
    chosen = [(at, basis) for at, basis in enumerate(duty.basis) if _is_named(basis, clause)]
    if not chosen:
        raise NoSuchBasis(duty.title, clause, tuple(basis.clause for basis in duty.basis))
    fields: list[FieldChange] = []
    for at, basis in chosen:
        fields += _review(register, at, basis, person, on)
    if not fields:
        raise ReviewedAlready(duty.title, on)
    edit = RecordChange(kind="duty", id=duty.id, verb=Verb.EDIT, fields=tuple(fields), read_digest=read_digest)
    return ChangeSet(action="reaffirm", records=(edit,), reason=reason or _said(register, duty, person, chosen))


def _is_named(basis: Basis, clause: str) -> bool:
    return clause in {"", basis.clause, basis.clause.partition("#")[2]}


def _review(register: Register, at: int, basis: Basis, person: Person, on: date) -> list[FieldChange]:
    found = register.clauses.get(basis.clause)
    if found is None:
        raise ClauseMissing(basis.clause)
    values = {"fingerprint": fingerprint(found[1].text), "reviewed_by": person.id, "reviewed_on": on}
    return [
        FieldChange(key=("basis", at, key), value=value)
        for key, value in values.items()
        if getattr(basis, key) != value
    ]


def _said(register: Register, duty: Duty, person: Person, chosen: list[tuple[int, Basis]]) -> str:
    clauses = [basis.clause for _, basis in chosen]
    if register.settings.language.startswith("zh"):
        return f"{person.name}复核{duty.title}的依据条款：{'、'.join(clauses)}"
    return f"{person.name} reviewed the clauses of {duty.title}: {', '.join(clauses)}"
