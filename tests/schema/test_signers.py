"""Whose key it is: reading key lines, and the answers for each day."""

from datetime import date

import pytest

from schema.check import check
from schema.marks import Signature
from schema.rules.signatures import tell_signature
from schema.signers import Proof
from schema.signers import Signers
from schema.signers import Soundness
from schema.signers import read_key
from tests.builders import RegisterBuilder

DATA = "AAAAC3NzaC1lZDI1NTE5AAAAICCO6lUQ8PE/oekga5PqiD3smJNIqGU0FNdgO0k4l6OO"
KEY = f"ssh-ed25519 {DATA}"
PRINT = "SHA256:CXgAL+y8kk7W32ZR9a2XyZb1W3ROdXb/J72ciLC+VGs"
DAY = date(2026, 6, 15)


def sound(fingerprint: str) -> Proof:
    return Proof(Soundness.SOUND, fingerprint)


def test_a_key_line_is_read_with_and_without_a_comment() -> None:
    key = read_key(f"  {KEY} li-si@example.org office laptop\n")
    assert key is not None
    assert key.type == "ssh-ed25519"
    assert key.line == KEY
    assert key.fingerprint.startswith("SHA256:") and len(key.fingerprint) == 50
    assert read_key(KEY) == key


@pytest.mark.parametrize(
    "text",
    [
        "",
        "my key",
        "ssh-ed25519",
        f"ssh-rsa {DATA}",
        f"ssh-dss {DATA}",
        "ssh-ed25519 not!base64",
        "ssh-ed25519 AAAA=A",
        "ssh-ed25519 AAAA",
        f"cert-authority {KEY}",
        f'principals="x" {KEY}',
        f"{KEY}\n{KEY}",
        f"{KEY} x\nssh-ed25519 {DATA}",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA",
    ],
)
def test_nothing_else_is_a_key(text: str) -> None:
    assert read_key(text) is None


def people() -> RegisterBuilder:
    builder = RegisterBuilder()
    rows = [{"public": KEY, "from": "2026-01-01", "to": "2026-06-30"}, {"public": "no key"}]
    builder.record("person", "li-si", name="Li Si", emails=["Li-Si@example.org"], key=rows)
    builder.record(
        "person", "wang-wu", name="Wang Wu", emails=["wang-wu@example.org"], to="2026-06-01", key=[{"public": KEY}]
    )
    return builder


def test_the_day_and_the_address_decide() -> None:
    signers = Signers.of(people().build())
    key = read_key(KEY)
    assert key is not None
    proof = sound(key.fingerprint)
    assert signers.judge(proof, "li-si@EXAMPLE.org", DAY) is Signature.SIGNED
    assert signers.judge(proof, "li-si@example.org", date(2026, 6, 30)) is Signature.SIGNED
    assert signers.judge(proof, "li-si@example.org", date(2026, 7, 1)) is Signature.NOT_VALID
    assert signers.judge(proof, "li-si@example.org", date(2025, 12, 31)) is Signature.NOT_VALID
    assert signers.judge(proof, "wang-wu@example.org", date(2026, 6, 1)) is Signature.SIGNED
    assert signers.judge(proof, "wang-wu@example.org", date(2026, 6, 2)) is Signature.NOT_VALID, "he had left"
    assert signers.judge(proof, "nobody@example.org", DAY) is Signature.OTHER_PERSON
    assert signers.judge(sound(PRINT), "li-si@example.org", DAY) is Signature.UNKNOWN_KEY
    assert signers.judge(Proof(Soundness.FOREIGN), "li-si@example.org", DAY) is Signature.UNKNOWN_KEY
    assert signers.judge(Proof(Soundness.NONE), "li-si@example.org", DAY) is Signature.UNSIGNED
    assert signers.judge(Proof(Soundness.BAD), "li-si@example.org", DAY) is Signature.BAD
    assert signers.last_day(proof, "li-si@example.org", DAY) == date(2026, 6, 30)
    assert signers.last_day(proof, "wang-wu@example.org", date(2026, 6, 1)) is None
    assert signers.last_day(proof, "li-si@example.org", date(2026, 7, 1)) is None


def test_a_key_that_is_none_is_told() -> None:
    builder = RegisterBuilder()
    builder.record(
        "person",
        "li-si",
        name="Li Si",
        emails=["a@example.org"],
        key=[{"public": KEY}, {"public": "no key of mine, this is"}],
    )
    (found,) = [one for one in check(builder.build(), DAY) if one.code == "DB936"]
    assert found.key == ("key", 1, "public")
    assert found.message == '`key[1].public` is no ssh public key of one line: "no key of mine, this…"'
    assert found.message_zh == "`key[1].public` 不是一行 ssh 公钥：“no key of mine, this…”"


def test_what_is_told_of_a_commit() -> None:
    commit = "0123456789abcdef0123456789abcdef01234567"
    assert tell_signature(Signature.SIGNED, commit, "Li Si", DAY) is None
    assert tell_signature(Signature.UNCHECKED, commit, "Li Si", DAY) is None
    found = tell_signature(Signature.OTHER_PERSON, commit, "Li\x1b Si", DAY, "Wang Wu")
    assert found is not None
    assert (found.kind, found.id) == ("commit", "0123456789ab")
    assert found.message == "the commit 0123456789ab bears the name of Li<U+001B> Si and is signed by a key of Wang Wu"
    assert found.message_zh == "提交 0123456789ab 署名 Li<U+001B> Si，却由 Wang Wu 的密钥签名"
