"""The demonstration register as files: every one decodes, in normal form, complete as the design lists it, calendar as decreed."""

import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from datetime import timedelta
from pathlib import Path
from typing import Any

import chinese_calendar
import pytest

from schema.check import check
from schema.check import refuse
from schema.decode import decode
from schema.decode import decode_table
from schema.diagnostic import Severity
from schema.evidence import judge
from schema.field import fields_of
from schema.fingerprint import fingerprint
from schema.holding import holder
from schema.identity import ALPHABET
from schema.identity import fits
from schema.identity import path_of
from schema.identity import place_of
from schema.kinds import KINDS
from schema.kinds.calendar import Calendar
from schema.kinds.settings import Settings
from schema.marks import Standing
from schema.register import Register
from schema.selector import members
from schema.vocabulary import ActivityState
from store.sample.demo import SAMPLE
from store.sample.demo import read_sample
from store.toml.normal import render

FILES = {path.relative_to(SAMPLE).as_posix(): path.read_bytes() for path in sorted(SAMPLE.rglob("*.toml"))}
DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def register() -> Register:
    return read_sample().register


@pytest.mark.parametrize("path", FILES)
def test_every_file_decodes_without_a_fault(path: str) -> None:
    place = place_of(path)
    assert place is not None
    kind, name = place
    data = tomllib.loads(FILES[path].decode())
    if kind in {"register", "calendar"}:
        value, faults = decode_table(Settings if kind == "register" else Calendar, kind, name, data)
        assert (value is not None, faults) == (True, ())
        return
    decoded = decode(KINDS[kind], name, data)
    assert decoded.diagnostics == ()
    assert decoded.record is not None
    assert fits(kind, name)
    assert path_of(kind, name) == path


@pytest.mark.parametrize("path", FILES)
def test_every_file_is_in_normal_form_but_for_its_comments(path: str) -> None:
    text = FILES[path].decode()
    bare = re.sub(r"(?m)^ *#.*\n| {2}#.*$", "", text)
    assert bare == render(tomllib.loads(text))
    # A comment above a header would belong to the table before it.
    assert not re.search(r"(?m)^ *#.*\n+\[", text)


@pytest.mark.parametrize("path", FILES)
def test_keys_stand_in_the_order_of_the_schema(path: str) -> None:
    kind = (place_of(path) or ("", ""))[0]
    struct = KINDS[kind].struct if kind in KINDS else Settings if kind == "register" else Calendar

    def look(data: dict[str, Any], known: type) -> Iterator[tuple[list[str], list[str]]]:
        fields = {field.key: field for field in fields_of(known)}
        tables = [key for key in fields if fields[key].table is not None]
        wanted = [key for key in fields if key in data and key not in tables]
        yield [key for key in data if key not in tables], wanted
        yield [key for key in data if key in tables], [key for key in tables if key in data]
        for key in tables:
            rows = data.get(key, [])
            for row in rows if isinstance(rows, list) else [rows]:
                table = fields[key].table
                assert table is not None
                yield from look(row, table)

    for found, wanted in look(tomllib.loads(FILES[path].decode()), struct):
        assert found == wanted


def test_it_holds_what_the_design_lists(register: Register) -> None:
    counts = {kind: len(records) for kind, records in register.records.items()}
    assert counts == {
        "unit": 18,
        "post": 20,
        "person": 16,
        "group": 2,
        "source": 6,
        "duty": 25,
        "platform": 3,
        "activity": 47,
        "finding": 3,
        "urge": 3,
        "scheme": 1,
        "waiver": 1,
        "assessment": 1,
        "case": 1,
        "handover": 2,
    }
    types = Counter(unit.type.value for unit in register.units.values())
    assert types == {"section": 8, "centre": 1, "community": 4, "village": 1, "body": 3, "branch": 1}
    assert sum(unit.party_org for unit in register.units.values()) == 6


def test_codes_are_whole_runs_of_numbers(register: Register) -> None:
    codes = sorted(record.code for _, record in register.everything())
    runs = [
        *(f"U{n:02}" for n in range(1, 15)),
        *(f"B{n}" for n in range(1, 4)),
        "PO1",
        *(f"Z{n:02}" for n in range(1, 21)),
        *(f"P{n:02}" for n in range(1, 17)),
        *("G1", "G2"),
        *(f"P{n}" for n in range(1, 7)),
        *(f"D{n:02}" for n in range(1, 26)),
        *("F1", "F2", "F3"),
        *(f"W{n:02}" for n in range(1, 48)),
        *("X1", "X2", "X3", "C1", "C2", "C3", "H1", "H2", "S1", "M1", "K1", "A1"),
    ]
    assert codes == sorted(runs)


def test_dated_ids_take_the_day_and_six_characters_of_the_alphabet(register: Register) -> None:
    dated = [(kind, record) for kind, record in register.everything() if KINDS[kind].dated]
    for kind, record in dated:
        day, suffix = record.id[:10], record.id[11:]
        days = {getattr(record, KINDS[kind].day), getattr(record, "asked_on", None)}
        assert date.fromisoformat(day) in days
        assert len(suffix) == 6
        assert set(suffix) <= set(ALPHABET)
    assert len({record.id[11:] for _, record in dated}) == len(dated)


def test_the_calendar_agrees_with_an_independent_one_on_every_day_of_2026(register: Register) -> None:
    calendar = register.calendars[2026]
    day = date(2026, 1, 1)
    wrong = []
    while day.year == 2026:
        decreed, _ = chinese_calendar.get_holiday_detail(day)
        if register.workdays.is_workday(day) != chinese_calendar.is_workday(day):
            wrong.append(day)
        # What the notice names is listed, and an ordinary weekend is not.
        if (day in calendar.holidays) != (decreed and chinese_calendar.get_holiday_detail(day)[1] is not None):
            wrong.append(day)
        day += timedelta(days=1)
    assert wrong == []
    assert not register.workdays.is_provisional(date(2026, 1, 1), date(2026, 12, 31))
    assert (len(calendar.holidays), calendar.issued) == (33, date(2025, 11, 4))
    assert [day.strftime("%m-%d") for day in calendar.workdays] == [
        *("01-04", "02-14", "02-28", "05-09", "09-20", "10-10")
    ]


def test_every_record_of_work_falls_on_a_working_day(register: Register) -> None:
    assert [act.code for act in register.activities.values() if not register.workdays.is_workday(act.date)] == []


def test_every_clause_has_its_duty_and_every_duty_its_clause(register: Register) -> None:
    used = {basis.clause for duty in register.duties.values() for basis in duty.basis}
    assert used == set(register.clauses)
    assert all(duty.basis and duty.lead for duty in register.duties.values())


def test_counts_only_duties_have_records_without_words(register: Register) -> None:
    counted = {duty.id for duty in register.duties.values() if duty.counts_only}
    assert {register.duties[id_].code for id_ in counted} == {"D03", "D19", "D20"}
    records = [act for act in register.activities.values() if counted & {row.duty for row in act.fulfils}]
    assert len(records) == 11
    for record in records:
        assert (record.note, record.meeting, record.report, record.inspection) == ("", None, None, None)


def test_every_record_is_filed_with_enough_evidence_and_only_one_receipt_is_missing(register: Register) -> None:
    judged = {act.code: judge(act) for act in register.activities.values()}
    assert all(act.state is ActivityState.FILED for act in register.activities.values())
    assert [code for code, found in judged.items() if not found.enough] == []
    assert [code for code, found in judged.items() if found.flags] == ["W24"]


def test_every_basis_was_reviewed_and_only_one_clause_was_changed_since(register: Register) -> None:
    rows = [(duty.code, basis) for duty in register.duties.values() for basis in duty.basis]
    assert all(row.fingerprint and row.reviewed_by and row.reviewed_on for _, row in rows)
    changed = [code for code, row in rows if fingerprint(register.clauses[row.clause][1].text) != row.fingerprint]
    assert changed == ["D17"]


def test_every_unit_of_the_fourteen_has_one_liaison_and_a_head(register: Register) -> None:
    for unit in register.units.values():
        wanted = 1 if unit.code.startswith("U") else 0
        assert len(unit.liaison) == wanted, unit.id
        held = [post for post in register.posts_by_unit.get(unit.id, ()) if post.rank.value.endswith("-head")]
        assert len(held) == wanted, unit.id


@pytest.mark.parametrize(
    ("post", "day", "person", "standing"),
    [
        ("secretary", date(2026, 8, 31), "zhang-san", Standing.FORMAL),
        ("secretary", date(2026, 9, 5), "li-si", Standing.ACTING),
        ("secretary", date(2026, 9, 10), "li-si", Standing.FORMAL),
        ("street-director", date(2026, 9, 9), "li-si", Standing.FORMAL),
        ("street-director", date(2026, 9, 10), "wang-wu", Standing.FORMAL),
        ("deputy-secretary", date(2026, 9, 9), "wang-wu", Standing.FORMAL),
        ("deputy-secretary", date(2026, 10, 1), "wang-wu", Standing.COVER),
    ],
)
def test_the_succession_answers_who_it_was(
    register: Register, post: str, day: date, person: str, standing: Standing
) -> None:
    held = holder(register, post, day)
    assert (held.person, held.manner) == (person, standing)


@pytest.mark.parametrize(
    ("group", "day", "posts", "persons"),
    [
        ("implementation-group", date(2026, 6, 30), 19, 16),
        ("implementation-group", DAY, 19, 15),
        ("network-secrecy-group", date(2026, 6, 30), 11, 10),
    ],
)
def test_the_groups_follow_the_succession_without_an_edit(
    register: Register, group: str, day: date, posts: int, persons: int
) -> None:
    found = members(register, register.groups[group], day)
    assert (len(found.posts), len(found.persons)) == (posts, persons)


def test_the_check_finds_no_error_on_the_demonstration_day(register: Register) -> None:
    assert [found for found in check(register, DAY) if found.severity is Severity.ERROR] == []


def test_every_record_could_be_saved_as_it_is(register: Register) -> None:
    refused = [refuse(register, (kind, record.id), record) for kind, record in register.everything()]
    assert [found for several in refused for found in several] == []


def test_people_are_known_by_placeholder_names_and_addresses_that_belong_to_nobody(register: Register) -> None:
    surnames = "张李王赵钱孙周吴郑冯陈褚卫蒋沈韩"
    numbers = "三四五六七八九十一二甲乙丙丁戊己"
    assert [person.name for person in sorted(register.people.values(), key=lambda person: person.code)] == [
        a + b for a, b in zip(surnames, numbers, strict=True)
    ]
    for person in register.people.values():
        assert person.emails == (f"{person.id}@chenhe.example",)


def test_the_folder_holds_nothing_else() -> None:
    others = {path.relative_to(SAMPLE).as_posix() for path in SAMPLE.rglob("*") if path.is_file()} - set(FILES)
    attached = {path for path in others if path.startswith("attachments/")}
    assert others - attached == {"README.md", ".gitattributes"}
    assert {Path(path).stem for path in attached} == {
        hashlib.sha256((SAMPLE / path).read_bytes()).hexdigest() for path in attached
    }
    assert all(data.endswith(b"\n") and b"\r" not in data for data in FILES.values())
    assert Path(SAMPLE, ".gitattributes").read_text(encoding="utf-8").splitlines()[-1] == "*.toml text eol=lf"
