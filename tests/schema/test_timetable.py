"""One obligation looked up by its name agrees with all obligations counted."""

from datetime import date
from pathlib import Path

import pytest

from schema.kinds.urge import Target
from schema.obligation import obligations
from schema.register import Register
from schema.selector import SELECTORS
from schema.selector import expand
from schema.selector import includes
from schema.timetable import appointment
from schema.timetable import due_with_extensions
from store.loading import load
from tests.builders import RegisterBuilder
from tests.builders import by_date

SAMPLE = Path(__file__).parents[2] / "sample-repo"


@pytest.fixture(scope="module")
def sample() -> Register:
    return load(SAMPLE).register


@pytest.mark.parametrize("on", [date(2026, 7, 1), date(2026, 11, 23), date(2026, 12, 31)])
def test_every_obligation_of_the_sample_is_found_by_its_name(sample: Register, on: date) -> None:
    found = obligations(sample, on)
    assert len(found) > 60
    for one in found:
        named = appointment(sample, Target(duty=one.duty, period=one.period, element=one.element), on)
        assert named is not None
        assert (named.absence, named.due) == ("", one.due)


def test_duty_without_a_readable_cadence_says_nothing() -> None:
    register = RegisterBuilder().duty("vague", {"type": "at-least"}).build()
    assert appointment(register, Target(duty="vague", period="2026"), date(2026, 1, 1)) is None
    assert appointment(register, Target(duty="nowhere", period="2026"), date(2026, 1, 1)) is None


@pytest.mark.parametrize("on", [date(2020, 1, 1), date(2026, 11, 23)])
@pytest.mark.parametrize("text", [*SELECTORS, "@nothing", "party-office"])
def test_includes_says_what_expand_lists(sample: Register, text: str, on: date) -> None:
    bearer = "publicity-member"
    listed = set(expand(sample, text, on, context_post=bearer).ids) if text.startswith("@") else set()
    everything = {*sample.units, *sample.posts, "nowhere"}
    assert {id_ for id_ in everything if includes(sample, text, id_, on, context_post=bearer)} == listed


def test_own_selectors_need_the_post() -> None:
    register = RegisterBuilder().unit("cranes").post("head", None, in_charge_of=["cranes"]).build()
    assert includes(register, "@own-sections", "cranes", date(2026, 1, 1), context_post="head")
    assert not includes(register, "@own-sections", "cranes", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("fields", "due"),
    [
        ({}, "2026-12-04"),
        ({"element": "bank"}, "2026-11-20"),  # of one element alone
        ({"new_due": "2026-11-19"}, "2026-11-20"),
        ({"approved_on": "2026-11-20"}, "2026-11-20"),
        ({"approved_on": None}, "2026-11-20"),
        ({"expires": "2026-11-18"}, "2026-11-20"),
    ],
)
def test_due_day_with_extensions(fields: dict[str, str | None], due: str) -> None:
    values = {"new_due": "2026-12-04", "approved_on": "2026-11-17"} | fields
    register = (
        RegisterBuilder().duty("plan", by_date("11-20")).waiver("plan", "2026", type="extend", **values).build()
    )  # fmt: skip
    target = Target(duty="plan", period="2026")
    day = date(2026, 11, 20)
    assert due_with_extensions(register, target, day, date(2026, 11, 19)) == date.fromisoformat(due)
    (waiver,) = register.waivers
    assert due_with_extensions(register, target, day, date(2026, 11, 19), without=waiver) == day
