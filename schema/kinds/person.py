"""People: office-holders and staff of the institution, and nobody else. No personal field but the name and the git identity."""

from typing import Annotated

import msgspec

from schema.field import about
from schema.kinds.base import Day
from schema.kinds.base import Record
from schema.kinds.base import Table


class Key(Table, frozen=True, kw_only=True):
    """An ssh public key that signs a person's commits over a dated span."""

    public: Annotated[str, about("公钥", "Public key", "ssh-ed25519 等一行", "one line, such as ssh-ed25519")]
    since: Annotated[Day | None, about("起", "From", "含当日", "inclusive")] = msgspec.field(default=None, name="from")
    until: Annotated[Day | None, about("止", "To", "含当日", "inclusive")] = msgspec.field(default=None, name="to")


class Person(Record, frozen=True, kw_only=True):
    """A member of the institution's staff."""

    name: Annotated[str, about("姓名", "Name")]
    name_en: Annotated[str, about("英文姓名", "English name")] = ""
    emails: Annotated[
        tuple[str, ...],
        about(
            "邮箱", "E-mails", "git 署名所用的邮箱，认人以此为准", "the git author addresses by which a person is known"
        ),
    ] = ()
    since: Annotated[Day | None, about("起", "From", "含当日", "inclusive")] = msgspec.field(default=None, name="from")
    until: Annotated[Day | None, about("止", "To", "含当日", "inclusive")] = msgspec.field(default=None, name="to")
    key: Annotated[tuple[Key, ...], about("签名公钥", "Signing keys")] = ()
