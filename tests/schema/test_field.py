from collections.abc import Iterator
from datetime import date
from typing import Annotated

import msgspec
import pytest

from schema.field import field_keys
from schema.field import fields_of
from schema.field import refers
from schema.kinds import BY_FOLDER
from schema.kinds import KINDS
from schema.kinds.activity import Activity
from schema.kinds.base import covers
from schema.kinds.calendar import Calendar
from schema.kinds.duty import Cadence
from schema.kinds.duty import Duty
from schema.kinds.settings import Settings
from schema.marks import State
from schema.vocabulary import CadenceType

STRUCTS: list[type[msgspec.Struct]] = [*(kind.struct for kind in KINDS.values()), Settings, Calendar]


def every_struct() -> Iterator[type[msgspec.Struct]]:
    waiting, seen = list(STRUCTS), set()
    while waiting:
        struct = waiting.pop()
        if struct not in seen:
            seen.add(struct)
            yield struct
            waiting += [field.table for field in fields_of(struct) if field.table is not None]


@pytest.mark.parametrize("struct", list(every_struct()), ids=lambda struct: struct.__name__)
def test_every_field_has_labels_a_plain_key_and_no_forbidden_name(struct: type[msgspec.Struct]) -> None:
    for field in fields_of(struct):
        assert field.about.zh
        assert field.about.en
        assert bool(field.about.help_zh) == bool(field.about.help_en)
        assert field.key == field.key.lower()
        assert field.key.isascii()
        assert field.key.replace("_", "").isalnum()
        assert field.key != "kind"
        assert (field.attribute, field.key) in {("since", "from"), ("until", "to"), ("returned", "return")} or (
            field.attribute == field.key
        )


def test_shapes_follow_from_the_annotations() -> None:
    shapes = {field.key: field.shape for field in fields_of(Duty)}
    assert shapes["title"] == "text"
    assert shapes["note"] == "long"
    assert shapes["tier"] == "choice"
    assert shapes["bearer"] == "reference"
    assert shapes["lead"] == "references"
    assert shapes["accepts"] == "choices"
    assert shapes["dual_duty"] == "flag"
    assert shapes["from"] == "date"
    assert shapes["cadence"] == "rows"
    assert {field.key: field.shape for field in fields_of(Activity)}["meeting"] == "table"
    assert {field.key: field.shape for field in fields_of(Cadence)}["months"] == "integers"
    assert {field.key: field.shape for field in fields_of(Calendar)}["holidays"] == "dates"


def test_a_field_knows_what_it_may_hold() -> None:
    fields = {field.key: field for field in fields_of(Duty)}
    assert fields["title"].required
    assert not fields["lead"].required
    assert fields["lead"].default == ()
    assert fields["bearer"].refers is not None
    assert (fields["bearer"].refers.kinds, fields["bearer"].refers.selectors) == (("post", "unit"), True)
    assert fields["cadence"].table is Cadence
    assert {field.key: field for field in fields_of(Cadence)}["type"].words is CadenceType


def test_keys_come_in_the_order_of_the_schema() -> None:
    assert field_keys(Cadence)[:3] == ("type", "n", "per")
    assert field_keys(Duty)[:2] == ("format", "code")


def test_a_field_without_words_is_an_error_of_the_program() -> None:
    class Mute(msgspec.Struct):
        title: Annotated[str, refers("unit")]

    with pytest.raises(TypeError, match="the field title carries no about"):
        fields_of(Mute)


def test_labels_in_two_languages() -> None:
    assert (State.DONE_LATE.label("zh"), State.DONE_LATE.label("zh-CN"), State.DONE_LATE.label("en")) == (
        "逾期完成",
        "逾期完成",
        "Done late",
    )
    assert f"{State.DONE_LATE}" == "done-late"


def test_kinds_and_folders_are_told_apart() -> None:
    assert len(BY_FOLDER) == len(KINDS)
    for kind in KINDS.values():
        keys = field_keys(kind.struct)
        assert kind.heading in {"", *keys}
        assert kind.dated == (kind.day != "")
        assert kind.day in {"", *keys}


def test_spans_hold_both_ends() -> None:
    first, last = date(2026, 1, 1), date(2026, 1, 31)
    assert covers(first, last, first)
    assert covers(first, last, last)
    assert not covers(first, last, date(2026, 2, 1))
    assert not covers(first, None, date(2025, 12, 31))
    assert covers(None, None, date.min)
