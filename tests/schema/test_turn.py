"""Whose act the register waits for: who is expected to verify, what is next in a handover, and when it depends on who asks."""

from datetime import date
from pathlib import Path

import pytest

from schema.register import Register
from schema.turn import HandoverStep
from schema.turn import handover_turns
from schema.turn import is_shared
from schema.turn import is_turn_of
from schema.turn import verification_of
from schema.turn import verifications
from schema.vocabulary import SignatureRole
from store.loading import load
from tests.builders import RegisterBuilder


@pytest.fixture(scope="module")
def sample() -> Register:
    return load(Path("sample-repo")).register


def test_whoever_inspected_or_supervises_is_expected_to_verify_but_never_the_rectifying_unit(sample: Register) -> None:
    (turn,) = verifications(sample, date(2026, 11, 18))
    assert turn.rectification.finding.code == "X1"
    assert turn.units == ("publicity-office", "discipline-committee", "discipline-office")
    assert turn.people == ("zhou-jiu", "zhao-liu", "zheng-yi")
    finding = turn.rectification.finding
    assert verification_of(sample, finding, date(2026, 11, 18)) == turn
    assert verification_of(sample, finding, date(2026, 11, 17)) is None, "nothing is done yet"
    assert verification_of(sample, finding, date(2026, 11, 19)) is None, "it is closed"
    assert verification_of(sample, finding, date(2026, 10, 1)) is None, "it was not issued yet"
    assert verifications(sample, date(2026, 11, 19)) == []


def test_a_handover_goes_from_its_record_to_the_signatures_and_is_late_after_its_day(sample: Register) -> None:
    early = {turn.change.post: turn for turn in handover_turns(sample, date(2026, 9, 15))}
    assert {post: turn.step for post, turn in early.items()} == {
        "deputy-secretary": HandoverStep.RECORD,
        "secretary": HandoverStep.SIGN,
        "street-director": HandoverStep.SIGN,
    }
    assert early["deputy-secretary"].people == ("wang-wu",)
    assert early["street-director"].people == ("qian-qi",), "the two parties have signed"
    assert early["street-director"].roles == (SignatureRole.WITNESS,)
    assert not any(turn.is_late for turn in early.values())
    (late,) = handover_turns(sample, date(2026, 9, 18))
    assert (late.change.post, late.due, late.is_late) == ("deputy-secretary", date(2026, 9, 16), True)


def changed_hands(*holdings: dict[str, str]) -> RegisterBuilder:
    builder = RegisterBuilder().calendar().unit("office").person("ada", emails=["ada@harbour.example"])
    builder.person("bo", "cy", "di").record(
        "post", "head", title="Head", unit="office", rank="section-head", holding=list(holdings)
    )
    return builder


ADA = {"person": "ada", "manner": "formal", "from": "2026-01-05", "to": "2026-03-31"}
BO = {"person": "bo", "manner": "formal", "from": "2026-04-01"}


def test_the_witness_is_named_before_anybody_signs_and_the_records_own_day_counts() -> None:
    handover = {"post": "head", "outgoing": "ada", "incoming": "bo", "date": "2026-04-01", "due": "2026-04-20"}
    register = changed_hands(ADA, BO).record("handover", "2026-04-01-aaaaaa", **handover).build()
    (turn,) = handover_turns(register, date(2026, 4, 15))
    assert (turn.step, turn.people, turn.due, turn.is_late) == (
        HandoverStep.WITNESS,
        ("ada", "bo"),
        date(2026, 4, 20),
        False,
    )


def test_what_cannot_be_recorded_any_more_and_what_somebody_stands_in_for_waits_for_nobody() -> None:
    again = {"person": "bo", "manner": "formal", "from": "2026-04-01", "to": "2026-05-31"}
    cy = {"person": "cy", "manner": "formal", "from": "2026-06-01"}
    (only,) = handover_turns(changed_hands(ADA, again, cy).build(), date(2026, 7, 1))
    assert (only.change.outgoing, only.change.incoming) == ("bo", "cy")
    acting = {"person": "bo", "manner": "acting", "from": "2026-04-01"}
    assert handover_turns(changed_hands(ADA, acting).build(), date(2026, 7, 1)) == []


def test_whose_turn_it_is_depends_on_who_asks_only_where_two_share() -> None:
    alone = changed_hands(ADA, BO).build()
    assert not is_shared(alone)
    assert is_turn_of(alone, ("bo",), "ada")
    both = changed_hands(ADA, BO).person("ed", emails=["ed@harbour.example"]).build()
    assert is_shared(both)
    assert (is_turn_of(both, ("bo",), "bo"), is_turn_of(both, ("bo",), "ada")) == (True, False)
