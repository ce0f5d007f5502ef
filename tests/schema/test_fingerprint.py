"""Fingerprints: reflowed and full-width text keeps them, any other character changes them (R18)."""

import unicodedata

import pytest
from hypothesis import assume
from hypothesis import given
from hypothesis import strategies as st

from schema.fingerprint import fingerprint
from schema.fingerprint import fold
from schema.fingerprint import is_known

CHINESE = st.text(st.sampled_from("每季度至少一次专题研究责任制，。；（）：「」"), min_size=1, max_size=20)
BLANKS = st.text(st.sampled_from(" \n\t\u00a0\u3000\u2003"), max_size=3)
WORDS = st.lists(st.sampled_from(["four", "times", "a", "year", "2026", "§", "专题", "（三）"]), min_size=1, max_size=8)


def test_fingerprint_is_named_and_short() -> None:
    assert fingerprint("") == "n1:e3b0c44298fc1c14"
    assert fingerprint("专题研究每年不少于4次。") == "n1:ebfd70186987d016"
    assert is_known(fingerprint("x"))


@pytest.mark.parametrize(
    "text", ["", "n1:", "n1:e3b0c44298fc1c1", "n1:E3B0C44298FC1C14", "n2:e3b0c44298fc1c14", "n1:e3b0c44298fc1c14 "]
)
def test_what_is_no_fingerprint_of_ours_is_not_known(text: str) -> None:
    assert not is_known(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("每季度（一）至少 3 次，向区委报告。", "每季度(一)至少3次,\n向区委报告。"),
        ("  four times\n  a year ", "four times a year"),
        ("四次\u3000\u00a0两次", "四次两次"),
        ("Ｐ２－３", "P2-3"),
        ("one , two", "one, two"),
    ],
)
def test_text_that_was_reflowed_or_widened_keeps_its_fingerprint(one: str, other: str) -> None:
    assert fingerprint(one) == fingerprint(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("四次", "六次"),
        ("4次", "6次"),
        ("now here", "nowhere"),
        ("Office", "office"),
        ("四次。", "四次"),
        ("四次，两次", "四次、两次"),
        ("a 12", "a 1 2"),
    ],
)
def test_text_that_says_something_else_does_not(one: str, other: str) -> None:
    assert fingerprint(one) != fingerprint(other)


@given(CHINESE, st.data())
def test_white_space_anywhere_in_chinese_changes_nothing(text: str, data: st.DataObject) -> None:
    spread = "".join(character + data.draw(BLANKS) for character in text)
    assert fingerprint(spread) == fingerprint(text)


@given(WORDS, st.data())
def test_how_long_a_space_is_changes_nothing(words: list[str], data: st.DataObject) -> None:
    spread = "".join(data.draw(BLANKS.filter(bool)) + word for word in words)
    assert fingerprint(spread) == fingerprint(" ".join(words))


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=20))
def test_full_width_forms_change_nothing(text: str) -> None:
    wide = "".join(chr(ord(character) + 0xFEE0) for character in text)
    assert fingerprint(wide) == fingerprint(text)


@given(st.text(max_size=12), st.characters(), st.text(max_size=12))
def test_any_other_character_changes_it(before: str, character: str, after: str) -> None:
    assume(not unicodedata.normalize("NFKC", character).isspace())
    assert fold(before + character + after) != fold(before + after)
    assert fingerprint(before + character + after) != fingerprint(before + after)
