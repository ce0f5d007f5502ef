import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.visible import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("党建办 party", "党建办 party"),
        ("a\u202eb", "a<U+202E>b"),
        ("a\u200bb", "a<U+200B>b"),
        ("\x1b[31mred", "<U+001B>[31mred"),
        ("a\nb\tc", "a<U+000A>b<U+0009>c"),
        ("\x9b", "<U+009B>"),
        ("\ud800", "<U+D800>"),
        ("\U000e0041", "<U+E0041>"),
        ("\r", "<U+000D>"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("a\u200db", "a<U+200D>b"),
        ("\ue000👨\u200d👩", "\ue000👨<U+200D>👩"),
        ("", ""),
    ],
)
def test_what_a_terminal_would_obey_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_line_breaks_stay_where_they_may() -> None:
    assert visible("a\n\tb\x07", multiline=True) == "a\n\tb<U+0007>"


@given(text=st.text())
def test_nothing_risky_is_left_and_nothing_is_dropped(text: str) -> None:
    shown = visible(text)
    assert len(shown) >= len(text)
    assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in shown)
    assert "\u202e" not in shown
    assert visible(shown) == shown
