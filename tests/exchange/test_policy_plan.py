"""Drafts are gone through one by one, and what was accepted is one change set; a new version keeps its clauses' paths."""

from collections.abc import Collection
from datetime import date

import pytest

from exchange.policy.plan import Decision
from exchange.policy.plan import Plan
from exchange.policy.plan import adopt
from exchange.policy.plan import change
from exchange.policy.plan import decide
from exchange.policy.plan import join
from exchange.policy.plan import plan as plan_of
from exchange.policy.plan import resolve
from exchange.policy.plan import split
from exchange.policy.plan import still_open
from exchange.policy.plan import titles_of
from exchange.policy.recognition import recognise
from exchange.policy.renewal import Renewal
from exchange.policy.renewal import renew
from schema.change import ChangeSet
from schema.change import Verb
from schema.decode import decode
from schema.fingerprint import fingerprint
from schema.kinds import KINDS
from schema.kinds.source import Source
from schema.register import Register
from tests.builders import RegisterBuilder
from tests.exchange.policies import STREET
from tests.exchange.test_policy_recognition import register

ON = date(2026, 3, 2)


def slug(title: str, taken: Collection[str], fallback: str) -> str:
    return f"{fallback}-{len(taken) + 1}"


def made(text: str = STREET, known: Register | None = None) -> Plan:
    known = known or register()
    (document,) = recognise("a.txt", text.encode(), known).documents
    return plan_of(document, known, digest="d" * 64)


def at(plan: Plan, path: str) -> int:
    return next(number for number, item in enumerate(plan.items) if item.path == path)


def data(changes: ChangeSet, kind: str) -> list[dict[str, object]]:
    return [{one.key[0]: one.value for one in record.fields} for record in changes.records if record.kind == kind]  # type: ignore[misc]


def test_a_clause_is_parted_by_what_it_asks() -> None:
    plan = made()
    assert [item.path for item in plan.items if item.path.startswith("2-2")] == ["2-2a", "2-2b", "2-2c", "2-2d"]
    fields = plan.items[at(plan, "2-2b")].fields
    assert fields["accepts"] == ["study"]
    assert fields["cadence"] == [{"type": "at-least", "n": 2, "per": "year", "wording": "专题学习不少于两次"}]


def test_only_what_was_accepted_becomes_duties_with_their_clauses_fingerprints() -> None:
    plan = made()
    plan = decide(plan, at(plan, "1-2"), Decision.ACCEPT)
    plan = decide(plan, at(plan, "2-4"), Decision.SKIP)
    known = RegisterBuilder().person("wu-shi").build().people["wu-shi"]
    adoption = adopt(plan, register(), slug, source="", person=known, on=ON, reason="r")
    (source,), (duty,) = data(adoption.changes, "source"), data(adoption.changes, "duty")
    assert [record.verb for record in adoption.changes.records] == [Verb.ADD, Verb.ADD]
    assert (
        duty["tier"] == "first-responsible" and duty["bearer"] == "secretary" and duty["lead"] == ["working-committee"]
    )
    rows = {row["path"]: row for row in source["clause"]}  # type: ignore[attr-defined]
    assert list(rows)[:3] == ["0-1", "0-2", "0-3"]
    assert duty["basis"] == [
        {
            "clause": f"{adoption.source}#1-2",
            "fingerprint": fingerprint(rows["1-2"]["text"]),
            "reviewed_by": "wu-shi",
            "reviewed_on": ON,
        }
    ]
    assert duty["from"] == date(2025, 11, 20)
    for record in adoption.changes.records:
        fields = {str(one.key[0]): one.value for one in record.fields}
        assert decode(KINDS[record.kind], record.id, fields).diagnostics == ()


def test_a_draft_without_a_tier_says_what_it_lacks() -> None:
    plan = made("样例办法\n（一）做好工作。\n")
    assert [fault.key[0] for fault in plan.items[0].faults()] == ["tier", "bearer"]
    plan = change(plan, 0, {**plan.items[0].fields, "tier": "handling", "bearer": "office"})
    assert plan.items[0].faults() == ()


def test_parting_and_joining() -> None:
    plan = made("样例办法\n（一）党工委做好甲甲甲甲工作，做好乙乙乙乙工作。\n（二）党工委做好丙丙丙丙工作。\n")
    parted = split(plan, 0, plan.items[0].pieces[0].text.index("做好乙"))
    assert [(item.path, item.pieces[0].text) for item in parted.items[:2]] == [
        ("1a", "党工委做好甲甲甲甲工作"),
        ("1b", "做好乙乙乙乙工作。"),
    ]
    assert [piece.path for piece in parted.clauses()] == ["1a", "1b", "2"]
    joined = join(parted, 1)
    assert [[piece.path for piece in item.pieces] for item in joined.items] == [["1a"], ["1b", "2"]]
    assert [piece.path for piece in joined.clauses()] == ["1a", "1b", "2"]
    assert split(joined, 1, 3) == joined
    assert join(joined, 1) == joined
    assert len(still_open(joined)) == 2


def test_units_and_posts_that_nobody_knows_may_come_with_it() -> None:
    text = "样例办法\n（一）公司党委负主体责任。（牵头单位：综合部）\n（二）党委书记是第一责任人。\n"
    empty = RegisterBuilder().build()
    plan = made(text, empty)
    assert [(one.stranger.kind, one.stranger.name) for one in plan.newcomers] == [
        ("unit", "综合部"),
        ("unit", "党委"),
        ("post", "党委书记"),
    ]
    plan = plan._replace(newcomers=tuple(one._replace(decision=Decision.ACCEPT) for one in plan.newcomers))
    plan = resolve(plan, empty, slug)
    for number in range(len(plan.items)):
        plan = decide(plan, number, Decision.ACCEPT)
    adoption = adopt(plan, empty, slug, source="", person=None, on=ON)
    first, second = data(adoption.changes, "duty")
    assert (first["bearer"], first["lead"]) == ("unit-3", ["unit-2"])
    assert (second["bearer"], second["lead"]) == ("post-1", ["unit-3"])
    assert data(adoption.changes, "post") == [{"title": "党委书记", "unit": "unit-3", "rank": "principal"}]


OLD = "样例办法\n（一）党工委每年开会一次。\n（二）党工委每季度检查一次。\n（三）党工委做好登记工作并留存。\n"
NEW = "样例办法\n（一）党工委公布名单。\n（二）党工委每年开会一次。\n（三）党工委每季度检查不少于两次。\n"


def renewed() -> Renewal:
    plan = made(OLD)
    rows = [piece.fields() for piece in plan.clauses()]
    built = RegisterBuilder(language="zh").record("source", "rules", title="样例办法", clause=rows)
    for path in ("1", "2", "3"):
        built.duty(f"d{path}", basis=[{"clause": f"rules#{path}"}])
    known = built.build()
    source = known.sources["rules"]
    assert isinstance(source, Source)
    return renew(made(NEW, known), source, known)


def test_a_new_version_keeps_paths_and_marks_what_changed() -> None:
    renewal = renewed()
    assert renewal.marks == {"1n2": "new", "1": "same", "2": "changed", "3": "gone"}
    assert sorted(renewal.suspect) == ["d2", "d3"]
    assert [item.path for item in renewal.plan.items] == ["1n2"]
    texts = {piece.path: piece.text for piece in renewal.plan.clauses()}
    assert texts["1"] == "党工委每年开会一次。" and texts["2"] == "党工委每季度检查不少于两次。" and texts["3"] == ""


@pytest.mark.parametrize("text", [OLD, STREET])
def test_the_same_text_again_changes_no_clause(text: str) -> None:
    plan = made(text)
    rows = [piece.fields() for piece in plan.clauses()]
    known = RegisterBuilder(language="zh").record("source", "rules", title="x", clause=rows).build()
    renewal = renew(made(text, known), known.sources["rules"], known)
    assert set(renewal.marks.values()) == {"same"}
    assert [piece.fields() for piece in renewal.plan.clauses()] == rows


def test_what_comes_in_with_the_text_answers_what_was_asked() -> None:
    text = "样例闸口值守办法\n第一条 闸口站每月检查一次。\n第二条 闸口站、堤防所每年演练一次。"
    (document,) = recognise("a.txt", text.encode(), RegisterBuilder().build()).documents
    made = plan_of(document, RegisterBuilder().build())
    assert [one.stranger.name for one in made.newcomers] == ["闸口站", "堤防所"]
    assert not made.items[0].is_clear
    taken = made._replace(newcomers=tuple(one._replace(decision=Decision.ACCEPT) for one in made.newcomers))
    settled = resolve(taken, RegisterBuilder().build(), slug)
    assert settled.items[0].is_clear and settled.items[0].fields["bearer"] in titles_of(
        taken, RegisterBuilder().build(), slug
    )
    # Two said together are not one of them.
    assert "bearer" not in settled.items[1].fields and not settled.items[1].is_clear
