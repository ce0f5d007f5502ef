"""Shadows are as long as their texts, and numbers are read as texts write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.shadow import number
from schema.shadow import shadow


@given(st.text())
def test_a_shadow_is_as_long_as_its_text(text: str) -> None:
    assert len(shadow(text)) == len(text)


def test_look_alike_signs_are_one() -> None:
    assert shadow("（一）：，；　\u00a0１") == "(一):,;  1"
    assert shadow("①。、…") == "①。、…"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零三", 103),
        ("１２", 12),
        ("两", 2),
        ("二〇", 20),
        ("廿五", 25),
        ("〇", 0),
        ("x", 0),
        ("", 0),
    ],
)
def test_numbers_are_read(text: str, found: int) -> None:
    assert number(text) == found
