"""The golden results of the sample register: computed by hand from its tables, never from our code."""

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from schema.check import check
from schema.diagnostic import Severity
from schema.obligation import Obligation
from schema.obligation import obligations
from schema.register import Register
from store.loading import load

SAMPLE = Path(__file__).parents[2] / "sample-repo"
DAY = date(2026, 11, 23)


@cache
def register() -> Register:
    """The whole sample register."""
    loaded = load(SAMPLE)
    assert loaded.faults == ()
    return loaded.register


@cache
def on(day: date) -> dict[str, Obligation]:
    """The obligations of a day by `D12/2026-Q3/PO6`-like names: duty code, period, element code."""
    found = {}
    for one in obligations(register(), day):
        code = register().duties[one.duty].code
        element = _code(one.element) if one.element else ""
        found["/".join(part for part in (code, one.period, element) if part)] = one
    return found


def _code(element: str) -> str:
    record = register().units.get(element) or register().posts[element]
    return record.code


def states(day: date) -> Counter[str]:
    return Counter(one.state.value for one in on(day).values())


def test_there_are_69_obligations_by_duty() -> None:
    counted = Counter(name.partition("/")[0] for name in on(DAY))
    once = ["D01", "D02", "D04", "D13", "D22", "D06", "D07", "D21", "D11", "D17", "D09", "D25", "D24", "D16"]
    assert counted == {
        **dict.fromkeys(once, 1),
        **dict.fromkeys(["D03", "D15", "D20", "D19"], 4),
        **dict.fromkeys(["D08", "D10", "D14", "D18", "D05"], 2),
        "D12": 24,
        "D23": 5,
    }
    assert sum(counted.values()) == 69


def test_states_on_2026_11_23() -> None:
    assert states(DAY) == {"done": 48, "done-late": 2, "missed": 2, "running": 9, "not-started": 8}


def test_which_are_late_missed_running_and_not_started_on_2026_11_23() -> None:
    by_state: dict[str, set[str]] = {}
    for name, one in on(DAY).items():
        by_state.setdefault(one.state.value, set()).add(name)
    account = next(platform.id for platform in register().platforms.values() if platform.code == "F1")
    assert by_state["done-late"] == {"D05/2026-H1", f"D16/event:{account}/administrator-changed/2026-09-15"}
    branch = register().units
    last = next(unit.code for unit in branch.values() if unit.code == "U14")
    assert by_state["missed"] == {"D03/2026-Q3", f"D12/2026-Q3/{last}"}
    theme_days = {name for name in by_state["running"] if name.startswith("D12/2026-Q4/")}
    assert len(theme_days) == 6
    assert by_state["running"] - theme_days == {"D15/2026-Q4", "D20/2026-Q4", "D08/2026-H2"}
    posts = {"Z01", "Z02", "Z04", "Z05", "Z06"}
    assert by_state["not-started"] == {
        "D05/2026-H2",
        "D24/2026",
        "D19/2026-Q4",
        *(f"D23/2026/{post}" for post in posts),
    }


def test_states_on_2026_07_01() -> None:
    day = date(2026, 7, 1)
    assert states(day) == {"done": 29, "missed": 1, "running": 19, "near-due": 1, "not-started": 19}
    assert [name for name, one in on(day).items() if one.state.value == "missed"] == ["D05/2026-H1"]
    assert [name for name, one in on(day).items() if one.state.value == "near-due"] == ["D19/2026-Q2"]


@pytest.mark.parametrize(
    ("name", "due"),
    [
        ("D09/2026", date(2026, 10, 30)),
        ("D25/2026", date(2026, 1, 30)),
        ("D11/2026", date(2026, 2, 28)),
        ("D19/2026-Q3", date(2026, 10, 10)),
        ("D05/2026-H1", date(2026, 6, 30)),
        ("D05/2026-H2", date(2026, 12, 31)),
        ("D24/2026", date(2027, 1, 29)),
        ("D19/2026-Q4", date(2027, 1, 11)),
    ],
)
def test_rolled_due_days(name: str, due: date) -> None:
    assert on(DAY)[name].due == due


def test_the_event_obligation_is_due_on_a_make_up_calendar() -> None:
    event = next(one for name, one in on(DAY).items() if name.startswith("D16/"))
    assert (event.opens, event.due, event.completed_on) == (date(2026, 9, 15), date(2026, 9, 21), date(2026, 9, 22))


@pytest.mark.parametrize(
    ("name", "opens"),
    [
        ("D05/2026-H1", date(2026, 6, 1)),
        ("D05/2026-H2", date(2026, 12, 1)),
        ("D19/2026-Q3", date(2026, 10, 1)),
        ("D24/2026", date(2026, 12, 1)),
        ("D23/2026/Z01", date(2026, 12, 1)),
        ("D12/2026-Q3/U14", date(2026, 7, 1)),
        ("D01/2026", date(2026, 1, 1)),
    ],
)
def test_windows_open(name: str, opens: date) -> None:
    assert on(DAY)[name].opens == opens


def test_counts_of_the_year() -> None:
    assert {
        name: (on(DAY)[f"{name}/2026"].count, on(DAY)[f"{name}/2026"].needed) for name in ("D01", "D02", "D22")
    } == {
        "D01": (4, 4),
        "D02": (2, 2),
        "D22": (2, 2),
    }
    assert [on(DAY)[f"D03/2026-Q{quarter}"].count for quarter in (1, 2, 3, 4)] == [1, 2, 0, 1]


def test_only_due_days_after_2026_are_provisional() -> None:
    assert {name for name, one in on(DAY).items() if one.provisional} == {"D24/2026", "D19/2026-Q4"}


def test_the_year_after_is_provisional_throughout() -> None:
    assert all(one.provisional for one in obligations(register(), date(2027, 6, 1), year=2027, older=False))


def gaps(day: date) -> list[tuple[str, str]]:
    """What check says on a day: rule and the code of the record."""
    found = []
    for one in check(register(), day):
        assert one.severity is Severity.WARNING
        record = register().get(one.kind, one.id)
        assert record is not None
        found.append((one.code, record.code))
    return sorted(found)


SELF_CHECKED = ["W10", "W13", "W22", "W33", "W36"]


def test_check_reports_the_gaps_of_the_specification_and_two_that_are_there_on_purpose() -> None:
    """6.9: the vacant post, two leads twice, F3, W24, and who checks himself. On purpose: D17's clause changed, Z03 was never handed over."""
    assert gaps(DAY) == sorted(
        [
            ("DB202", "Z03"),
            ("DB413", "W24"),
            *(("DB414", code) for code in SELF_CHECKED),
            ("DB415", "F3"),
            ("DB802", "D20"),
            ("DB802", "D24"),
            ("DB821", "D17"),
            ("DB841", "Z03"),
        ]
    )


def test_what_is_dated_later_is_not_reported_yet() -> None:
    assert ("DB414", "W46") in gaps(date(2026, 12, 28))
    assert ("DB414", "W46") not in gaps(date(2026, 12, 27))
    assert ("DB202", "Z03") not in gaps(date(2026, 9, 9))
    assert ("DB841", "Z03") not in gaps(date(2026, 9, 16))


def test_the_demonstration_gives_the_same_on_its_day(tmp_path: Path) -> None:
    from store.sample.demo import build

    loaded = load(build(tmp_path / "demo", remote=False).top)
    assert loaded.faults == ()
    whole = {(one.duty, one.period, one.element, one.state, one.count) for one in on(DAY).values()}
    assert {
        (one.duty, one.period, one.element, one.state, one.count) for one in obligations(loaded.register, DAY)
    } == whole
    assert [(one.code, one.id) for one in check(loaded.register, DAY)] == [
        (one.code, one.id) for one in check(register(), DAY)
    ]
