import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric

from schema.personal import ISSUERS
from schema.personal import PersonalNumber
from schema.personal import find_numbers
from schema.personal import locate_numbers
from schema.personal import mask
from schema.personal import may_hold

# Made up: a county that was never assigned, and phone and card numbers of zeros.
BODY = "11000019900307123"
IDENTITY = BODY + ric.calc_check_digit(f"{BODY}0")
WITH_X = next(f"{body}X" for n in range(1000) if ric.calc_check_digit(f"{(body := f'11000019900307{n:03}')}0") == "X")
OLD = "110000900307123"
MOBILE = "13800000000"
CARD = "6200000000000005"


def card(prefix: int, length: int) -> str:
    """A card that nobody has: the issuer's digits, zeros, and the check digit over them."""
    body = f"{prefix}".ljust(length - 1, "0")
    return body + luhn.calc_check_digit(body)


CARDS = [card(first, length) for issuers in ISSUERS for first, _ in issuers.prefixes for length in issuers.lengths]


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
        ("6200-0000-0000-0005", PersonalNumber.CARD),
        ("620000 0000000005", PersonalNumber.CARD),
        (" ".join(CARD), PersonalNumber.CARD),
        (f"卡号（储蓄卡）{CARD}；户名略", PersonalNumber.CARD),
        ("3400 000000 00000 "[:-2] + luhn.calc_check_digit("34000000000000"), PersonalNumber.CARD),
        ("138 00 00 00 00", PersonalNumber.MOBILE),
        ("1380 000 0000", PersonalNumber.MOBILE),
        ("138 000 00000", PersonalNumber.MOBILE),
        ("0086-13800000000", PersonalNumber.MOBILE),
        ("8613800000000", PersonalNumber.MOBILE),
        ("(138)0000.0000", PersonalNumber.MOBILE),
        ("手机138\t0000\t0000", PersonalNumber.MOBILE),
        ("\u0661\u0663\u0668" + "\u0660" * 8, PersonalNumber.MOBILE),  # Arabic digits
        ("\u2460\u2462\u2467" + "\u24ea" * 8, PersonalNumber.MOBILE),  # digits in circles
        (f"受理12件，来电{MOBILE}，办结11件", PersonalNumber.MOBILE),
        (f"晨街工发〔2026〕18号 {MOBILE}", PersonalNumber.MOBILE),
        (f"2026-05-12/{MOBILE}", PersonalNumber.MOBILE),
        ("110000-19900307-" + IDENTITY[14:], PersonalNumber.IDENTITY),
        ("110000 1990 03 07 " + IDENTITY[14:], PersonalNumber.IDENTITY),
        ("110000 900307 123", PersonalNumber.IDENTITY),
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
        "4000000000000003",
        card(70, 16),  # they pass Luhn, but nobody issues them
        card(2220, 16),
        card(2721, 16),
        card(50, 16),
        card(9550, 19),
        card(4, 13),  # a bar code as a rule
        card(51, 19),
        card(37, 16),
        card(62, 15),
        card(62, 20),
        hashlib.sha256(b"13800000000").hexdigest(),
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI13800000000",
        "2026-06-18-k7qd3m",
        "2026-06-18-223344",
        "晨街工发〔2026〕18号",
        "样区委干〔2026〕12号、晨街工干〔2023〕2号",
        "登记于涉密册 第138号",
        "0571-88001380",
        "0571-8800 1380 转 8001",
        "（0571）88001380-13800",
        "400-138-0000",
        "010-65501380 010-65501381",
        "2026-05-12 13:45:00",
        "20260512134500",
        "1767225600000",  # milliseconds since 1970
        "1 3 0 2 1 0 0 1 2 0 1 0",  # twelve months
        "13 45 67 89 10 2",
        "45 12 33 40 51 62 11 28",
        "138 12 34 56 78 9",
        "第1380000000号",
        "192.168.100.200 192.168.100.201",
        "978-7-04-000000-1",  # a book's number
        "11330000002500123X",  # a public body's credit code: no birthday in it
        "92330100MA00000000",
        "550e8400-e29b-41d4-a716-446655440000",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "sha256:" + "0" * 63 + "f",
        "一三八零零零零零零零零",
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


@pytest.mark.parametrize("number", CARDS)
def test_every_issuer_is_known_and_its_check_digit_counts(number: str) -> None:
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert find_numbers(number) == [PersonalNumber.CARD]
    assert find_numbers(wrong) == []


@given(body=st.from_regex(r"110000(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])[0-9]{3}", fullmatch=True))
def test_of_all_last_places_one_makes_an_identity_number(body: str) -> None:
    made = [last for last in "0123456789X" if PersonalNumber.IDENTITY in find_numbers(body + last)]
    assert made == [ric.calc_check_digit(f"{body}0")]


@given(text=st.text(st.sampled_from("0123456789 -.X\u00b2\u2460\uff11\u200b"), max_size=60))
def test_a_text_with_eleven_digits_is_always_looked_at(text: str) -> None:
    digits = sum(character in "0123456789" for character in unicodedata.normalize("NFKC", text))
    assert may_hold(text) == (digits >= 11)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("晨街工发〔2026〕18号", "晨街工发〔2026〕18号"),
        (f"电话 {MOBILE}，夜间", "电话 ***，夜间"),
        (f"{MOBILE}、{IDENTITY}（{CARD}）", "***、***（***）"),
        ("ring 138 0000 0000 at night", "ring *** at night"),
        ("１３８００００００００！", "***！"),
        ("\u200b".join(MOBILE), "***"),
        (f"（{WITH_X.lower()}）", "（***）"),
    ],
)
def test_a_number_is_masked_where_it_stands(text: str, shown: str) -> None:
    assert mask(text) == shown


@given(text=st.text(st.sampled_from("0123456789 -X１６２号，"), max_size=80))
def test_nothing_personal_is_left_behind_a_mask(text: str) -> None:
    assert find_numbers(mask(text)) == [] or "***" in mask(text)
    assert (mask(text) == text) == (locate_numbers(text) == [])
