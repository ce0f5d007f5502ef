"""JSON documents: everything comes back, and nothing in them is obeyed by a terminal."""

import json
import unicodedata
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from cli.document import encode
from schema.change import GONE
from schema.visible import visible
from schema.vocabulary import Tier

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(ANY, st.booleans())
@settings(max_examples=60)
def test_documents_come_back_and_are_clean(document: Any, pretty: bool) -> None:  # given by Hypothesis
    text = encode(document, pretty=pretty)
    assert json.loads(text) == document
    assert visible(text, multiline=True) == text
    assert text.endswith("\n")
    assert pretty or text.count("\n") == 1


def test_every_character_comes_back_and_controls_are_escaped() -> None:
    everything = "".join(chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    text = encode(everything)
    assert json.loads(text) == everything
    written = set(text)
    assert not [sign for sign in written if unicodedata.category(sign) in {"Cc", "Cs"} and sign != "\n"]
    assert not written & set("\u202e\u2066\u200b\u200d\ufeff\u061c\u00ad\U000e0041")
    assert {"汉", "字", "é", "\U0001f600"} <= written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("\x1b", '"\\u001b"'),
        ("\x9b", '"\\u009b"'),
        ("\x7f", '"\\u007f"'),
        ("\u202e", '"\\u202e"'),
        ("\U000e0041", '"\\udb40\\udc41"'),
        ("\ud800", '"\\ud800"'),
        ("汉字", '"汉字"'),
        (date(2026, 6, 30), '"2026-06-30"'),
        (datetime(2026, 6, 30, 8, tzinfo=UTC), '"2026-06-30T08:00:00+00:00"'),
        (time(8, 30), '"08:30:00"'),
        (Tier.DIRECT, '"direct"'),
        (GONE, "null"),
        (float("nan"), '"nan"'),
        (float("-inf"), '"-inf"'),
        ((1, frozenset({2})), "[1, [2]]"),
    ],
)
def test_values_are_written_so(value: Any, written: str) -> None:
    assert encode(value) == f"{written}\n"
