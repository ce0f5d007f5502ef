"""Each measurement runs on a small register; what can't be measured says why; goals are judged."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import measurements
from bench import peers
from bench.measurements import Bench
from bench.measurements import compare
from bench.painting import STEPS
from bench.painting import save_seen
from bench.report import Goal
from bench.report import Growth
from bench.report import Row
from bench.report import growths
from bench.report import machine
from bench.report import markdown
from bench.report import write_json
from bench.timing import Figure
from bench.timing import Unmeasured
from bench.timing import run_inner
from bench.timing import run_whole
from bench.workplace import Workplace
from bench.workplace import clone
from bench.workplace import prepare

SIZE, COMMITS = 200, 20


@pytest.fixture(scope="module", autouse=True)
def isolated() -> Iterator[None]:
    """Keep the machine's own git settings out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        yield


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    return prepare(SIZE, COMMITS, work=tmp_path_factory.mktemp("bench"))


@pytest.mark.parametrize("group", ["open", "changes", "due", "save", "log", "blame", "ledgers", "commands", "texts"])
def test_each_measurement_runs_on_a_small_register(place: Workplace, group: str) -> None:
    rows = list(measurements.GROUPS[group](Bench(place, 1)))
    assert rows
    for row in rows:
        assert row.unmeasured == "", row.name
        assert row.ours is not None
        assert row.ours_cpu > 0


def test_the_start_of_the_app_is_seen_in_a_terminal(place: Workplace) -> None:
    rows = list(measurements.measure_paint(Bench(place, 1)))
    assert [row.name for row in rows] == list(STEPS)
    for row in rows:
        assert row.unmeasured == "" or "/proc" in row.unmeasured


def test_the_app_is_measured_from_its_keyboard(place: Workplace) -> None:
    top = clone(place, "seat")
    before = run_inner("bench.floors", ["log", str(top), "duties"])["found"][0]
    assert save_seen(top)["wall"] > 0
    assert run_inner("bench.floors", ["log", str(top), "duties"])["found"][0] == before + 1
    assert all(cost > 0 for cost in run_inner("bench.seat", ["record", str(top)])["cpu"])
    watched = run_inner("bench.seat", ["served", str(top), "sync"])
    assert watched["wall"] >= watched["cpu"] > 0
    assert (top.with_name("seat-remote") / "refs" / "heads" / "main").exists()


def test_how_long_keys_wait_is_not_judged_where_others_have_the_processor(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = Row("keys wait", 1, "", Figure([{"cpu": 0.02, "wall": 0.09, "idle": 0.06}]), goal=Goal(50, "ms"))
    assert (row.value, row.verdict) == (60, "**missed**")
    monkeypatch.setattr("os.getloadavg", lambda: (99.0, 1.0, 1.0))
    (found,) = measurements.watch(Bench(place, 1), "open", lambda: {"cpu": 0.02, "wall": 0.09, "idle": 0.06})
    assert found.verdict.startswith("not measured: others had the processor")
    monkeypatch.setattr("os.getloadavg", lambda: (0.0, 0.0, 0.0))
    (found,) = measurements.watch(Bench(place, 1), "open", lambda: {"cpu": 0.02, "wall": 0.05, "idle": 0.03})
    assert found.verdict == "met"


def test_a_keystroke_leaves_the_same_rows_in_both_lists() -> None:
    ours = run_inner("bench.keystroke", ["list", "200"])
    table = run_inner("bench.keystroke", ["table", "200"])
    assert ours["shown"] == table["shown"] == 40
    assert ours["cpu"] > 0
    assert run_inner("bench.keystroke", ["scroll-list", "200"])["cpu"] > 0


def test_our_programs_and_the_floors_see_the_same_register(place: Workplace) -> None:
    top = str(place.register)
    assert run_inner("bench.floors", ["load", top])["count"] == SIZE
    assert run_inner("bench.ours", ["open-cold", top])["faults"] == 0
    assert run_inner("bench.ours", ["check", top])["found"] == 0
    ours = run_inner("bench.ours", ["log", top, place.hot])
    floor = run_inner("bench.floors", ["log", top, place.hot])
    assert ours["found"] == floor["found"] == [COMMITS // 2 + 1]


def test_saves_of_both_are_commits_of_one_file(place: Workplace) -> None:
    top = clone(place, "both")
    before = run_inner("bench.floors", ["log", str(top), "activities"])["found"][0]
    run_inner("bench.ours", ["save", str(top), "3"])
    run_inner("bench.floors", ["save", str(top), "3"])
    assert run_inner("bench.floors", ["log", str(top), "activities"])["found"][0] == before + 6


def test_the_register_is_made_once_and_anew_where_it_is_another(place: Workplace) -> None:
    marker = place.folder / "marker"
    marker.touch()
    assert prepare(SIZE, COMMITS, work=place.folder.parent) == place
    assert marker.exists()
    other = prepare(SIZE, COMMITS + 2, work=place.folder.parent / "other")
    again = prepare(SIZE, COMMITS, work=place.folder.parent / "other")
    assert (other.commits, again.commits) == (COMMITS + 2, COMMITS)


def test_the_database_holds_every_item_and_recfix_takes_it_where_it_is_installed(tmp_path: Path) -> None:
    for with_keys in (True, False):
        file = tmp_path / f"{with_keys}.rec"
        peers.write_database(SIZE, file, with_keys=with_keys)
        text = file.read_text()
        assert text.count("\nId: ") == SIZE
        assert ("%key" in text) == with_keys
        program = peers.find_recfix()
        assert program is None or run_whole([program, "--check", str(file)], ok={0})["lines"] == 0


def test_the_doorstop_project_links_every_work_record_to_a_duty(tmp_path: Path) -> None:
    peers.write_project(SIZE, tmp_path / "project")
    items = list((tmp_path / "project").rglob("*[0-9].yml"))
    assert len(items) == SIZE
    works = [item.read_text() for item in items if item.name.startswith("ACT")]
    assert works
    assert all(text.count("\n- DUT") == 1 for text in works)


def test_a_peer_that_is_not_there_is_said_not_to_be(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "find_recfix", lambda: None)
    monkeypatch.setattr(peers, "find_doorstop", lambda: None)
    found = [row.verdict for row in measurements.measure_peers(Bench(place, 1))]
    assert found == [
        "not measured: recutils is not installed",
        "not measured: recutils is not installed",
        "not measured: doorstop is not installed (or name it in DUTYBOOK_BENCH_DOORSTOP)",
    ]


def test_a_program_that_fails_is_unmeasured_with_its_last_word() -> None:
    with pytest.raises(Unmeasured, match=r"ended with 3: no luck"):
        run_whole([sys.executable, "-c", "import sys; print('no luck', file=sys.stderr); sys.exit(3)"], ok={0})
    with pytest.raises(Unmeasured, match=r"ended after 0 s"):
        run_whole([sys.executable, "-c", "while True: pass"], limit=0.3, ok={0})
    with pytest.raises(Unmeasured, match="No such file"):
        run_whole(["/nowhere/at-all"], ok={0})


def figure(*cpu: float) -> Figure:
    return Figure([{"cpu": each, "wall": each, "rss": 100.0} for each in cpu])


def test_the_ratio_is_of_medians_and_the_goal_is_judged_with_its_size() -> None:
    row = Row("open", 1_000, "floor", figure(3.0, 1.0, 2.0), figure(1.0), Goal(1.5, sizes=(100_000,)))
    assert row.value == 2.0
    assert row.verdict == "**missed** (set for 100,000)"
    assert Row("open", 100_000, "floor", figure(1.5), figure(1.0), Goal(1.5, sizes=(100_000,))).verdict == "met"
    assert Row("open", 1_000, "floor", figure(1.0), figure(1.0)).verdict == "no goal"


def test_a_series_counts_by_its_own_median() -> None:
    assert Figure([{"cpu": [9.0, 1.0, 2.0], "wall": 1.0}]).cpu == 2.0


def test_a_speed_goal_asks_how_many_times_less() -> None:
    assert Row("log", 1, "git", figure(1.0), figure(10.0), Goal(10, "speed")).verdict == "met"
    slow = Row("log", 1, "git", figure(2.0), figure(1.0), Goal(10, "speed"))
    assert slow.verdict == "**missed**"
    assert "| 2.0x more | ≥ 10x less | **missed** |" in markdown("machine", [slow], [])


def test_memory_is_held_against_mebibytes() -> None:
    row = Row("memory", 1, "", figure(1.0), None, Goal(99, "mib"))
    assert (row.value, row.verdict) == (100.0, "**missed**")


def test_growth_is_from_the_smallest_size_to_the_largest() -> None:
    rows = [
        Row("save", size, "git", figure(cpu), figure(1.0))
        for size, cpu in ((1_000, 1.0), (10_000, 2.0), (100_000, 12.0))
    ]
    assert growths(rows, {"save": Goal(10, "growth")}) == [Growth("save", (1_000, 100_000), 12.0, Goal(10, "growth"))]
    assert growths(rows, {"save": Goal(10, "growth")})[0].verdict == "**missed**"
    assert growths(rows[:1], {}) == []


def test_what_fails_halfway_is_a_row_with_the_reason() -> None:
    def fail() -> dict[str, float]:
        message = "no disk"
        raise Unmeasured(message)

    row = compare(Row("save", 1, "git"), lambda: {"cpu": 1.0, "wall": 1.0}, fail, 1)
    assert row.verdict == "not measured: no disk"


def test_the_machine_stands_first_and_every_sample_is_kept(tmp_path: Path) -> None:
    line = machine("git version 2.50.0", ["peer 1.0"])
    assert "git version 2.50.0 · peer 1.0" in line
    assert "cores · Python 3." in line
    row = Row("open", 1_000, "floor", figure(1.0, 2.0), figure(1.0), Goal(1.3))
    assert markdown(line, [row], []).startswith(line)
    write_json(tmp_path / "work" / "results.json", line, [row], [])
    text = (tmp_path / "work" / "results.json").read_text()
    assert text.count('"cpu": 2.0') == 1
    assert '"verdict": "missed"' in text
