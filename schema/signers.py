"""Whose key it is: the ssh public keys in people/, and how a signature stands against them on a day. Pure.

A key belongs to the people in whose records it stands, over the dated spans that stand there. Whether a signature is sound at all is git's to say
(store.signature); whether the key was the author's on that day is judged here, never by dates that ssh-keygen would compare.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final
from typing import NamedTuple
from typing import Self

from schema.kinds.base import covers
from schema.kinds.person import Key
from schema.kinds.person import Person
from schema.marks import Signature
from schema.register import Register

_LINE: Final = re.compile(
    r"(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)|sk-ssh-ed25519@openssh\.com|sk-ecdsa-sha2-nistp256@openssh\.com)"
    r"[ \t]+([A-Za-z0-9+/]+={0,2})(?:[ \t]+[^\r\n]*)?"
)


class PublicKey(NamedTuple):
    """One ssh public key."""

    type: str
    """Such as `ssh-ed25519`."""
    data: str
    """The key itself in base64."""

    @property
    def fingerprint(self) -> str:
        """`SHA256:` and 43 characters, as ssh-keygen and git write it."""
        digest = hashlib.sha256(base64.b64decode(self.data)).digest()
        return f"SHA256:{base64.b64encode(digest).decode().rstrip('=')}"

    @property
    def line(self) -> str:
        """Type and key on one line, without a comment."""
        return f"{self.type} {self.data}"


class Soundness(StrEnum):
    """What git says of a signature, whoever's key it is. The set is closed."""

    NONE = "none"
    """There is no signature."""
    SOUND = "sound"
    """It fits the commit and the key that made it."""
    BAD = "bad"
    """It does not fit, or the key was revoked."""
    FOREIGN = "foreign"
    """It is no ssh signature, and so none that can be looked up here."""


class Proof(NamedTuple):
    """A commit's signature as far as it can be told without the register."""

    soundness: Soundness
    fingerprint: str = ""
    """Of the key that made a sound one."""


def read_key(text: str) -> PublicKey | None:
    """Read a line such as `ssh-ed25519 AAAA… comment`; None where it is no public key of a type that is taken."""
    found = _LINE.fullmatch(text.strip())
    if found is None:
        return None
    try:
        data = base64.b64decode(found[2], validate=True)
    except (binascii.Error, ValueError):
        return None
    length = int.from_bytes(data[:4], "big")
    return PublicKey(found[1], found[2]) if data[4 : 4 + length] == found[1].encode() else None


class Signers:
    """The keys and addresses of a register's people, for looking up."""

    def __init__(self, keys: Mapping[str, list[tuple[Person, Key]]], people: Mapping[str, list[Person]]) -> None:
        """Hold what `of` has found.

        Args:
            keys: by fingerprint, each row with its person.
            people: by e-mail address in small letters.
        """
        self._keys = keys
        self._people = people

    @classmethod
    def of(cls, register: Register) -> Self:
        """Those of a register; what cannot be read as a key counts for nothing."""
        keys: dict[str, list[tuple[Person, Key]]] = {}
        people: dict[str, list[Person]] = {}
        for person in register.people.values():
            for email in person.emails:
                people.setdefault(email.strip().casefold(), []).append(person)
            for row in person.key:
                key = read_key(row.public)
                if key is not None:
                    keys.setdefault(key.fingerprint, []).append((person, row))
        return cls(keys, people)

    def person(self, email: str) -> Person | None:
        """The one person who is known by an e-mail address; None where there is none, or more than one."""
        found = self._people.get(email.strip().casefold(), [])
        return found[0] if len(found) == 1 else None

    def rows(self, fingerprint: str) -> list[tuple[Person, Key]]:
        """The rows in which a key stands, each with its person."""
        return self._keys.get(fingerprint, [])

    def last_day(self, proof: Proof, email: str, day: date) -> date | None:
        """The last day of the key that makes a signature of that day the author's; None where it has not ended."""
        rows = self._valid(proof, email, day)
        ends = [row.until for _, row in rows if row.until is not None]
        return max(ends) if rows and len(ends) == len(rows) else None

    def judge(self, proof: Proof, email: str, day: date) -> Signature:
        """How a signature stands.

        Args:
            proof: what git says of it.
            email: the author's address.
            day: the commit's.
        """
        match proof.soundness:
            case Soundness.NONE:
                return Signature.UNSIGNED
            case Soundness.BAD:
                return Signature.BAD
            case Soundness.FOREIGN:
                return Signature.UNKNOWN_KEY
            case Soundness.SOUND:
                pass
        if not self.rows(proof.fingerprint):
            return Signature.UNKNOWN_KEY
        if not self._own(proof, email):
            return Signature.OTHER_PERSON
        return Signature.SIGNED if self._valid(proof, email, day) else Signature.NOT_VALID

    def _own(self, proof: Proof, email: str) -> list[tuple[Person, Key]]:
        """The rows of a key that stand with the one person whom an address means."""
        author = self.person(email)
        return [(person, row) for person, row in self.rows(proof.fingerprint) if person is author]

    def _valid(self, proof: Proof, email: str, day: date) -> list[tuple[Person, Key]]:
        return [
            (person, row)
            for person, row in self._own(proof, email)
            if covers(row.since, row.until, day) and covers(person.since, person.until, day)
        ]
