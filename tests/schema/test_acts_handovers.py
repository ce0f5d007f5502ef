"""Recording and signing a handover (R18)."""

from datetime import date
from typing import Any

import pytest

from schema.acts.handovers import NobodyLeft
from schema.acts.handovers import NotTheSigner
from schema.acts.handovers import RecordedAlready
from schema.acts.handovers import SignedAlready
from schema.acts.handovers import SignsTooEarly
from schema.acts.handovers import WitnessIsParty
from schema.acts.handovers import name_witness
from schema.acts.handovers import record
from schema.acts.handovers import sign
from schema.acts.standing import PersonMissing
from schema.change import Verb
from schema.handover import Item
from schema.marks import MatterSort
from schema.vocabulary import SignatureRole
from tests.builders import RegisterBuilder

ON = date(2026, 9, 12)
ID = "2026-09-10-aaaaaa"
ITEMS = [Item(MatterSort.OBLIGATION, "形势分析会 2026-Q3", "review 2026-Q3", date(2026, 9, 30))]


def left(*, successor: bool = True, language: str = "en") -> RegisterBuilder:
    builder = RegisterBuilder(language=language).calendar()
    for id_, name in {"zhang": "张三", "li": "李四", "qian": "钱七"}.items():
        builder.person(id_, name=name)
    rows: list[dict[str, Any]] = [{"person": "zhang", "from": "2022-03-01", "to": "2026-09-09"}]
    rows += [{"person": "li", "from": "2026-09-10"}] if successor else []
    return builder.post("p", title="书记", holding=rows)


def recorded(**fields: Any) -> RegisterBuilder:
    values = {"post": "p", "outgoing": "zhang", "incoming": "li", "witness": "qian", "date": "2026-09-10", **fields}
    return left().record("handover", ID, **values)


def test_record_holds_who_when_and_what() -> None:
    register = left().build()
    changes = record(register, register.posts["p"], ID, ITEMS, ON, witness="qian")
    (added,) = changes.records
    assert (added.kind, added.id, added.verb, changes.action) == ("handover", ID, Verb.ADD, "handover")
    assert [(field.key, field.value) for field in added.fields] == [
        (("post",), "p"),
        (("outgoing",), "zhang"),
        (("incoming",), "li"),
        (("witness",), "qian"),
        (("date",), date(2026, 9, 10)),
        (("due",), date(2026, 9, 17)),
        (("matter",), [{"text": "形势分析会 2026-Q3", "reference": "review 2026-Q3"}]),
    ]
    assert changes.reason == "Handover of 书记: 张三 left on 2026-09-09"


def test_what_is_not_known_is_left_out() -> None:
    register = left(successor=False, language="zh").build()
    changes = record(register, register.posts["p"], ID, [], ON)
    assert [field.key for field in changes.records[0].fields] == [("post",), ("outgoing",), ("date",), ("due",)]
    assert changes.reason == "书记交接：张三于 2026-09-09 离任"
    assert record(register, register.posts["p"], ID, [], ON, reason="补办").reason == "补办"


def test_nobody_left() -> None:
    register = left().build()
    with pytest.raises(NobodyLeft) as caught:
        record(register, register.posts["p"], ID, [], date(2026, 9, 8))
    assert caught.value.message == ('Nobody has left the post "书记" by 2026-09-08, so nothing is to be handed over.')


def test_recorded_already() -> None:
    register = recorded().build()
    with pytest.raises(RecordedAlready) as caught:
        record(register, register.posts["p"], "2026-09-10-bbbbbb", [], ON)
    assert caught.value.message == f'The handover of "书记" is recorded already, in {ID}.'


@pytest.mark.parametrize("witness", ["zhang", "li"])
def test_a_party_is_no_witness(witness: str) -> None:
    register = left().build()
    with pytest.raises(WitnessIsParty):
        record(register, register.posts["p"], ID, [], ON, witness=witness)


def test_witness_must_be_on_the_staff() -> None:
    register = left().build()
    with pytest.raises(PersonMissing):
        record(register, register.posts["p"], ID, [], ON, witness="nobody")


@pytest.mark.parametrize(("role", "person"), [("outgoing", "zhang"), ("incoming", "li"), ("witness", "qian")])
def test_each_signs_in_the_own_role(role: str, person: str) -> None:
    register = recorded().build()
    found = next(one for one in SignatureRole if one.value == role)
    changes = sign(register, register.handovers[ID], found, person, ON, read_digest="abc")
    (edit,) = changes.records
    assert (edit.kind, edit.id, edit.read_digest, changes.action) == ("handover", ID, "abc", "sign")
    assert [(field.key, field.value) for field in edit.fields] == [
        (("signature", 0), {"role": role, "person": person, "on": ON})
    ]


def test_reason_of_a_signature() -> None:
    builder = recorded()
    for language, expected in (
        ("en", "钱七 signs the handover of 书记 (witness)"),
        ("zh", "钱七以监交人身份签字：书记交接"),
    ):
        builder.settings["language"] = language
        register = builder.build()
        assert sign(register, register.handovers[ID], SignatureRole.WITNESS, "qian", ON).reason == expected


def test_nobody_signs_for_another() -> None:
    register = recorded().build()
    with pytest.raises(NotTheSigner) as caught:
        sign(register, register.handovers[ID], SignatureRole.WITNESS, "li", ON)
    assert caught.value.message == '"李四" can\'t sign as witness: that is "钱七".'
    register = recorded(witness=None).build()
    with pytest.raises(NotTheSigner) as caught:
        sign(register, register.handovers[ID], SignatureRole.WITNESS, "qian", ON)
    assert caught.value.message == '"钱七" can\'t sign as witness: the record names nobody as that.'
    assert caught.value.message_zh == "“钱七”不能以监交人身份签字：记录没有指定该身份的人。"


def test_nobody_signs_twice() -> None:
    register = recorded(signature=[{"role": "witness", "person": "qian", "on": "2026-09-11"}]).build()
    with pytest.raises(SignedAlready) as caught:
        sign(register, register.handovers[ID], SignatureRole.WITNESS, "qian", ON)
    assert caught.value.message == '"钱七" signed as witness on 2026-09-11; nobody signs twice.'


def test_nobody_signs_before_the_change() -> None:
    register = recorded().build()
    with pytest.raises(SignsTooEarly) as caught:
        sign(register, register.handovers[ID], SignatureRole.OUTGOING, "zhang", date(2026, 9, 9))
    assert caught.value.message == "A signature on 2026-09-09 would lie before the handover takes effect on 2026-09-10."


def test_a_witness_is_named_later_unless_a_party_or_signed() -> None:
    register = recorded(witness=None).build()
    changes = name_witness(register, register.handovers[ID], "qian", ON, read_digest="abc")
    (edit,) = changes.records
    assert [(field.key, field.value) for field in edit.fields] == [(("witness",), "qian")]
    assert (edit.read_digest, changes.reason) == ("abc", "钱七 witnesses the handover of 书记")
    for party in ("zhang", "li"):
        with pytest.raises(WitnessIsParty):
            name_witness(register, register.handovers[ID], party, ON)
    with pytest.raises(PersonMissing):
        name_witness(register, register.handovers[ID], "nobody", ON)
    signed = recorded(signature=[{"role": "witness", "person": "qian", "on": "2026-09-11"}]).build()
    with pytest.raises(SignedAlready):
        name_witness(signed, signed.handovers[ID], "qian", ON)
