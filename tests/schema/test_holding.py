from datetime import date

import pytest

from schema.holding import holder
from schema.marks import Flag
from schema.marks import Standing
from schema.register import Register
from tests.builders import RegisterBuilder
from tests.builders import day


def sample() -> RegisterBuilder:
    """The succession of the first responsible post, and a post that stays vacant under cover."""
    return (
        RegisterBuilder()
        .post(
            "z01",
            rank="principal",
            holding=[
                {"person": "zhang", "from": "2024-01-01", "to": "2026-08-31"},
                {"person": "li", "manner": "acting", "from": "2026-09-01", "to": "2026-09-09"},
                {"person": "li", "from": "2026-09-10"},
            ],
        )
        .post(
            "z02",
            holding=[
                {"person": "li", "from": "2024-01-01", "to": "2026-09-09"},
                {"person": "wang", "from": "2026-09-10"},
            ],
        )
        .post(
            "z03",
            holding=[{"person": "wang", "from": "2024-01-01", "to": "2026-09-09"}],
            cover=[{"by": "z02", "from": "2026-09-10"}],
        )
    )


@pytest.fixture(scope="module")
def register() -> Register:
    return sample().build()


@pytest.mark.parametrize(
    ("on", "person", "manner"),
    [
        ("2026-08-31", "zhang", Standing.FORMAL),
        ("2026-09-01", "li", Standing.ACTING),
        ("2026-09-05", "li", Standing.ACTING),
        ("2026-09-09", "li", Standing.ACTING),
        ("2026-09-10", "li", Standing.FORMAL),
    ],
)
def test_r6_example_1_a_succession_with_an_acting_term(
    register: Register, on: str, person: str, manner: Standing
) -> None:
    held = holder(register, "z01", day(on))
    assert (held.person, held.manner, held.in_post) == (person, manner, True)


def test_r6_example_2_a_vacant_post_under_cover(register: Register) -> None:
    before = holder(register, "z03", date(2026, 9, 9))
    assert (before.person, before.manner) == ("wang", Standing.FORMAL)
    after = holder(register, "z03", date(2026, 10, 1))
    assert (after.person, after.manner, after.cover_post) == ("wang", Standing.COVER, "z02")
    assert after.since == date(2026, 9, 10)
    assert not after.in_post


def test_two_formal_holders_are_a_conflict() -> None:
    rows = [{"person": "a", "from": "2026-01-01"}, {"person": "b", "from": "2026-05-01"}]
    register = RegisterBuilder().post("p", holding=rows).build()
    assert holder(register, "p", date(2026, 4, 30)).person == "a"
    held = holder(register, "p", date(2026, 5, 1))
    assert (held.person, held.manner, held.since) == (None, Standing.CONFLICT, date(2026, 5, 1))


def test_a_formal_holder_goes_before_an_acting_one() -> None:
    rows = [{"person": "a", "from": "2026-01-01"}, {"person": "b", "manner": "acting", "from": "2026-05-01"}]
    held = holder(RegisterBuilder().post("p", holding=rows).build(), "p", date(2026, 6, 1))
    assert (held.person, held.manner, held.flags) == ("a", Standing.FORMAL, ())


def test_of_several_who_stand_in_the_latest_counts_and_it_is_said() -> None:
    rows = [
        {"person": "a", "manner": "acting", "from": "2026-01-01"},
        {"person": "b", "manner": "deputising", "from": "2026-05-01"},
    ]
    held = holder(RegisterBuilder().post("p", holding=rows).build(), "p", date(2026, 6, 1))
    assert (held.person, held.manner, held.flags) == ("b", Standing.DEPUTISING, (Flag.SEVERAL_ACTING,))


def test_r0_1_a_holding_that_begins_later_does_not_exist(register: Register) -> None:
    assert holder(register, "z02", date(2026, 9, 9)).person == "li"
    assert holder(register, "z02", date(2023, 12, 31)).manner is Standing.VACANT


def test_vacancy_without_cover_and_without_any_holding() -> None:
    register = RegisterBuilder().post("p", since="2026-02-01").post("q").build()
    assert holder(register, "p", date(2026, 3, 1))[1:4] == (None, Standing.VACANT, date(2026, 2, 1))
    assert holder(register, "q", date(2026, 3, 1)).since is None


def test_unknown_and_ended_posts_are_flagged() -> None:
    register = RegisterBuilder().post("p", "a", until="2026-03-01").build()
    assert holder(register, "nowhere", date(2026, 1, 1)).flags == (Flag.UNKNOWN,)
    assert holder(register, "p", date(2026, 3, 1)).person == "a"
    assert holder(register, "p", date(2026, 3, 2)).flags == (Flag.ENDED,)


def test_covers_are_followed_and_circles_end() -> None:
    on = date(2026, 6, 1)
    builder = RegisterBuilder().post("a", cover=[{"by": "b", "from": "2026-01-01"}])
    chain = builder.post("b", cover=[{"by": "c", "from": "2026-01-01"}]).post("c", "li").build()
    assert holder(chain, "a", on)[1:5] == ("li", Standing.COVER, None, "b")
    circle = builder.post("b", cover=[{"by": "a", "from": "2026-01-01"}]).build()
    assert holder(circle, "a", on)[1:5] == (None, Standing.VACANT, None, "b")
    dangling = builder.without("post", "b").build()
    assert holder(dangling, "a", on).manner is Standing.VACANT


def test_a_cover_in_conflict_covers_nobody() -> None:
    rows = [{"person": "x", "from": "2026-01-01"}, {"person": "y", "from": "2026-01-01"}]
    register = RegisterBuilder().post("a", cover=[{"by": "b", "from": "2026-01-01"}]).post("b", holding=rows).build()
    assert holder(register, "a", date(2026, 6, 1)).manner is Standing.VACANT
