"""Reaffirming a duty's clauses (R18)."""

from datetime import date
from typing import Any

import pytest

from schema.acts.bases import ClauseMissing
from schema.acts.bases import NoSuchBasis
from schema.acts.bases import ReviewedAlready
from schema.acts.bases import ReviewerUnknown
from schema.acts.bases import reaffirm
from schema.fingerprint import fingerprint
from tests.builders import RegisterBuilder
from tests.builders import at_least

ON = date(2026, 3, 2)


def ruled(*basis: dict[str, Any], language: str = "en") -> RegisterBuilder:
    builder = RegisterBuilder(language=language).person("li", name="李四").person("wang")
    builder.record("source", "a", title="a", clause=[{"path": "1", "text": "每年六次"}, {"path": "2", "text": "通报"}])
    return builder.duty("d", at_least(), title="研究", basis=list(basis))


def act(builder: RegisterBuilder, clause: str = "", person: str | None = "li", **given: str) -> list[tuple[Any, Any]]:
    register = builder.build()
    changes = reaffirm(register, register.duties["d"], clause, register.people[person] if person else None, ON, **given)
    (change,) = changes.records
    assert (changes.action, changes.summary, change.kind, change.id) == ("reaffirm", "", "duty", "d")
    return [(field.key, field.value) for field in change.fields]


def test_every_clause_gets_the_fingerprint_of_now() -> None:
    assert act(ruled({"clause": "a#1"}, {"clause": "a#2", "fingerprint": fingerprint("旧")})) == [
        (("basis", 0, "fingerprint"), fingerprint("每年六次")),
        (("basis", 0, "reviewed_by"), "li"),
        (("basis", 0, "reviewed_on"), ON),
        (("basis", 1, "fingerprint"), fingerprint("通报")),
        (("basis", 1, "reviewed_by"), "li"),
        (("basis", 1, "reviewed_on"), ON),
    ]


@pytest.mark.parametrize("clause", ["a#2", "2"])
def test_one_clause_by_its_name_or_its_path(clause: str) -> None:
    found = act(ruled({"clause": "a#1"}, {"clause": "a#2"}), clause)
    assert [key for key, _ in found] == [("basis", 1, key) for key in ("fingerprint", "reviewed_by", "reviewed_on")]


def test_only_what_differs_is_written() -> None:
    row = {"clause": "a#1", "fingerprint": fingerprint("每年六次"), "reviewed_by": "wang", "reviewed_on": "2026-03-02"}
    assert act(ruled(row)) == [(("basis", 0, "reviewed_by"), "li")]
    with pytest.raises(ReviewedAlready) as caught:
        act(ruled({**row, "reviewed_by": "li"}))
    assert caught.value.message == (
        'Nothing is left to reaffirm in "研究": you reviewed it on 2026-03-02, and the clauses say the same now.'
    )


def test_reason_says_who_reviewed_what() -> None:
    for language, expected in (("en", "李四 reviewed the clauses of 研究: a#1"), ("zh", "李四复核研究的依据条款：a#1")):
        register = ruled({"clause": "a#1"}, language=language).build()
        duty, person = register.duties["d"], register.people["li"]
        assert reaffirm(register, duty, "", person, ON).reason == expected
        assert reaffirm(register, duty, "", person, ON, reason="只改措辞").reason == "只改措辞"


def test_a_review_needs_somebody_known() -> None:
    with pytest.raises(ReviewerUnknown) as caught:
        act(ruled({"clause": "a#1"}), person=None)
    assert caught.value.message == (
        "Nobody of this register has the e-mail that git knows here, so the review would be nobody's."
    )


@pytest.mark.parametrize(
    ("basis", "clause", "message", "hint"),
    [
        ([{"clause": "a#1"}], "a#2", 'The duty "研究" does not rest on the clause "a#2".', "It rests on: a#1."),
        ([], "", 'The duty "研究" rests on no clause.', "Add a `[[basis]]` first."),
    ],
)
def test_clause_that_the_duty_does_not_rest_on(
    basis: list[dict[str, str]], clause: str, message: str, hint: str
) -> None:
    with pytest.raises(NoSuchBasis) as caught:
        act(ruled(*basis), clause)
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_clause_that_stands_nowhere() -> None:
    with pytest.raises(ClauseMissing) as caught:
        act(ruled({"clause": "a#1"}, {"clause": "a#9"}))
    assert caught.value.message == 'The clause "a#9" stands in no source that can be read.'
