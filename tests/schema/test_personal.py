import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from schema.personal import PersonalNumber
from schema.personal import find_numbers

# Made up: a county that was never assigned, and phone and card numbers of all the same digits.
BODY = "11000019900307123"
IDENTITY = BODY + ric.calc_check_digit(f"{BODY}0")
WITH_X = next(f"{body}X" for n in range(1000) if ric.calc_check_digit(f"{(body := f'11000019900307{n:03}')}0") == "X")
OLD = "110000900307123"
MOBILE = "13800000000"
CARD = "6200000000000005"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (IDENTITY, PersonalNumber.IDENTITY),
        (WITH_X, PersonalNumber.IDENTITY),
        (WITH_X.lower(), PersonalNumber.IDENTITY),
        (OLD, PersonalNumber.IDENTITY),
        (f"身份证{IDENTITY}。", PersonalNumber.IDENTITY),
        (f"{IDENTITY[:6]} {IDENTITY[6:14]} {IDENTITY[14:]}", PersonalNumber.IDENTITY),
        ("\u200b".join(IDENTITY), PersonalNumber.IDENTITY),
        (IDENTITY.translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789"}), PersonalNumber.IDENTITY),
        (MOBILE, PersonalNumber.MOBILE),
        (f"电话：{MOBILE}，", PersonalNumber.MOBILE),
        ("138 0000 0000", PersonalNumber.MOBILE),
        ("138-0000-0000", PersonalNumber.MOBILE),
        ("138\u20140000\u20140000", PersonalNumber.MOBILE),
        ("+86 138 0000 0000", PersonalNumber.MOBILE),
        ("1 3 8 0 0 0 0 0 0 0 0", PersonalNumber.MOBILE),
        (f"2026-05-12 {MOBILE}", PersonalNumber.MOBILE),
        (CARD, PersonalNumber.CARD),
        ("6200 0000 0000 0005", PersonalNumber.CARD),
    ],
)
def test_personal_numbers_are_found_however_they_are_written(text: str, found: PersonalNumber) -> None:
    assert find_numbers(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "晨党〔2026〕12号",
        "2026-01-01 2026-02-01 2026-03-01",
        "受理 12 件，办结 11 件，超期 1 件",
        IDENTITY[:-1] + ("0" if IDENTITY[-1] != "0" else "1"),  # the check digit is wrong
        "990000199003071230",  # no such province
        "110000199013071230",  # no such month
        "110000901307123",
        "12800000000",
        f"{MOBILE}0",
        f"9{MOBILE}",
        f"a{MOBILE}",
        f"{MOBILE}f",
        "6200000000000006",
        "4000000000000002",  # passes Luhn, but no issuer that is known
        hashlib.sha256(b"13800000000").hexdigest(),
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI13800000000",
        "2026-06-18-k7qd3m",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert find_numbers(text) == []


def test_several_are_each_named_once() -> None:
    assert find_numbers(f"{MOBILE}、{IDENTITY}、{MOBILE}") == [PersonalNumber.MOBILE, PersonalNumber.IDENTITY]


@given(digest=st.binary(min_size=32, max_size=32))
def test_a_fingerprint_is_never_taken_for_a_person(digest: bytes) -> None:
    text = digest.hex()
    assert text.isdigit() or find_numbers(text) == []


@given(text=st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    assert len(find_numbers(text)) <= 3


def test_a_long_table_of_counts_is_left_alone() -> None:
    assert find_numbers(" ".join(str(n % 9 + 20) for n in range(2000))) == []
    assert find_numbers("7" * 5000) == []
