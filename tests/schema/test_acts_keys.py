"""Entering and ending the key that a person signs with."""

from datetime import date

import pytest

from schema.acts.keys import KeyOfOther
from schema.acts.keys import KeyUnknown
from schema.acts.keys import end_key
from schema.acts.keys import enter_key
from schema.change import FieldChange
from schema.register import Register
from schema.signers import PublicKey
from schema.signers import read_key
from tests.builders import RegisterBuilder

ONE = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICCO6lUQ8PE/oekga5PqiD3smJNIqGU0FNdgO0k4l6OO"
TWO = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICCO6lUQ8PE/oekga5PqiD3smJNIqGU0FNdgO0k4l6OP"
DAY = date(2026, 6, 15)


def key(line: str = ONE) -> PublicKey:
    found = read_key(f"{line} somebody@example.org")
    assert found is not None
    return found


def register(*rows: dict[str, str], language: str = "en") -> Register:
    builder = RegisterBuilder(language=language)
    builder.record("person", "li-si", name="Li Si", key=list(rows))
    builder.record("person", "wang-wu", name="Wang Wu", key=[{"public": TWO}])
    return builder.build()


def test_a_key_is_entered_from_the_day_on_behind_those_that_stand_there() -> None:
    known = register({"public": ONE, "to": "2026-05-31"})
    changes = enter_key(known, known.people["li-si"], key(), DAY, digest="d")
    assert changes is not None
    (record,) = changes.records
    assert record.fields == (FieldChange(key=("key", 1), value={"public": ONE, "from": DAY}),)
    assert (record.kind, record.id, record.read_digest) == ("person", "li-si", "d")
    assert (changes.action, changes.reason) == ("sign", "Li Si signs with this key from 2026-06-15 on")
    zh = register(language="zh")
    own = enter_key(zh, zh.people["li-si"], key(), DAY, reason="")
    assert own is not None
    assert own.reason == "Li Si自 2026-06-15 起用此密钥签名"


def test_what_stands_there_already_is_left() -> None:
    known = register({"public": f"{ONE} another comment", "from": "2026-06-15"})
    assert enter_key(known, known.people["li-si"], key(), DAY) is None
    assert enter_key(known, known.people["li-si"], key(), date(2026, 6, 14)) is not None


def test_a_key_of_somebody_else_is_not_entered() -> None:
    known = register()
    with pytest.raises(KeyOfOther, match=r"The key SHA256:.{43} stands in the record of Wang Wu\."):
        enter_key(known, known.people["li-si"], key(TWO), DAY)


def test_a_key_ends_with_the_day() -> None:
    known = register({"public": ONE, "to": "2026-01-31"}, {"public": ONE, "from": "2026-02-01"})
    changes = end_key(known, known.people["li-si"], key(), DAY, reason="lost")
    assert changes.records[0].fields == (FieldChange(key=("key", 1, "to"), value=DAY),)
    assert changes.reason == "lost"


@pytest.mark.parametrize(
    "row", [{"public": TWO[:-1] + "Q"}, {"public": ONE, "to": "2026-06-15"}, {"public": ONE, "from": "2026-06-16"}]
)
def test_what_has_ended_or_not_begun_is_not_ended(row: dict[str, str]) -> None:
    known = register(row)
    with pytest.raises(KeyUnknown, match="No key that Li Si signs with today is set up here"):
        end_key(known, known.people["li-si"], key(), DAY)
