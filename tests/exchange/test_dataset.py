"""The data set: every value comes back from every format, nothing in it runs, and questions reach nothing else."""

import csv
import json
import sys
from collections.abc import Iterator
from datetime import UTC
from datetime import date
from datetime import datetime
from io import BytesIO
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from exchange.dataset.engine import ask
from exchange.dataset.files import Format
from exchange.dataset.files import write_csv
from exchange.dataset.files import write_descriptor
from exchange.dataset.files import write_lines
from exchange.dataset.refusal import ExtraMissing
from exchange.dataset.refusal import NotAQuestion
from exchange.dataset.refusal import QueryFailed
from exchange.dataset.rows import Past
from exchange.dataset.rows import Row
from exchange.dataset.rows import rows_of
from exchange.dataset.tables import OBLIGATIONS
from exchange.dataset.tables import TABLES
from exchange.dataset.tables import Table
from exchange.dataset.tables import find_table
from exchange.dataset.writing import write_dataset
from exchange.dataset.writing import write_table
from schema.obligation import obligations
from schema.provenance import Provenance
from schema.register import Register
from schema.visible import visible
from store.loading import load
from tests.builders import RegisterBuilder
from tests.builders import at_least

ON = date(2026, 11, 23)
SOURCE = Provenance("T", ON, "c" * 40, datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
PAST = [
    Past("c" * 40, datetime(2026, 3, 5, 9, tzinfo=UTC), "尹癸", "set", "", "", "duty", "d", "edit", "", "note", "=1+1", 7),
    Past("b" * 40, datetime(2026, 3, 4, 9, tzinfo=UTC), "尹癸", "", "整理", ""),
]  # fmt: skip


@pytest.fixture(scope="module")
def sample() -> Register:
    return load(Path(__file__).parents[2] / "sample-repo").register


def rows(register: Register, table: Table) -> Iterator[Row]:
    return rows_of(table, register, ON, PAST)


def asked(register: Register, question: str) -> list[dict[str, Any]]:
    answer = ask(question, lambda table: rows(register, table))
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def test_every_table_of_the_sample_says_the_same_in_every_format(sample: Register, tmp_path: Path) -> None:
    counts: dict[str, int] = {}
    formats: tuple[Format, ...] = ("csv", "jsonl", "parquet")
    for format_ in formats:
        folders = []
        for again in ("one", "two"):
            folder = tmp_path / again / format_
            folder.mkdir(parents=True)
            write_dataset(folder, list(TABLES.values()), format_, lambda table: rows(sample, table), SOURCE, "zh")
            folders.append({path.name: path.read_bytes() for path in folder.iterdir()})
        assert folders[0] == folders[1], format_
        told = json.loads(folders[0]["datapackage.json"])
        assert told["commit"] == SOURCE.commit and told["on"] == "2026-11-23"
        found = {each["name"]: each["rows"] for each in told["resources"]}
        assert counts in ({}, found)
        counts = found
    assert counts["records"] == sum(len(records) for records in sample.records.values())
    assert counts["history"] == len(PAST)
    for table in TABLES.values():
        plain = [json.loads(line) for line in (tmp_path / f"one/jsonl/{table.name}.jsonl").read_text().splitlines()]
        assert all(list(row) == [column.name for column in table.columns] for row in plain)
        with (tmp_path / f"one/csv/{table.name}.csv").open(encoding="utf-8-sig", newline="") as file:
            read = list(csv.DictReader(file))
        texts = [column.name for column in table.columns if column.sort == "text"]
        assert [{name: row[name].removeprefix("'") or None for name in texts} for row in read] == [
            {name: row[name] for name in texts} for row in plain
        ]
        parquet = duckdb.read_parquet(str(tmp_path / f"one/parquet/{table.name}.parquet"))
        assert parquet.columns == [column.name for column in table.columns]
        at = [place for place, column in enumerate(table.columns) if column.sort in {"text", "texts", "integer"}]
        assert [[row[place] for place in at] for row in parquet.fetchall()] == [
            [list(row.values())[place] for place in at] for row in plain
        ]


def test_obligations_of_all_years_hold_those_of_each(sample: Register) -> None:
    builder = RegisterBuilder(language="zh").calendar()
    builder.unit("a", title="甲")
    builder.duty("d", at_least(1, "quarter"), title="乙", lead=["a"], **{"from": date(2025, 1, 1)})
    builder.duty("e", at_least(1, "year"), title="丙", lead=["a"])
    found = [row[:3] for row in rows(builder.build(), OBLIGATIONS)]
    wanted = [["d", 0, f"{year}-Q{quarter}"] for year in (2025, 2026) for quarter in (1, 2, 3, 4)]
    assert found == [*wanted, ["e", 0, "2026"]]
    whole = {tuple(row[:4]) for row in rows(sample, OBLIGATIONS)}
    assert whole >= {(one.duty, one.row, one.period, one.element) for one in obligations(sample, ON)}


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(title=TEXT.filter(str.strip), note=st.one_of(TEXT, st.sampled_from(["=1+1", "'=x", "@a", "-1", "+1", "\t=x"])))
def test_texts_come_back_and_none_is_a_formula(title: str, note: str) -> None:
    register = RegisterBuilder().unit("u", title=title, note=note, aliases=[note] if note else []).build()
    table = TABLES["units"]
    unit = register.units["u"]
    lines, cells = BytesIO(), BytesIO()
    assert write_lines(lines, table, rows(register, table)) == write_csv(cells, table, rows(register, table))
    text = lines.getvalue().decode()
    assert visible(text, multiline=True) == text
    plain = next(row for row in map(json.loads, text.splitlines()) if row["id"] == "u")
    assert (plain["title"], plain["note"]) == (unit.title, unit.note or None)
    read = next(
        row for row in csv.DictReader(StringIO(cells.getvalue().decode("utf-8-sig"), newline="")) if row["id"] == "u"
    )
    assert not read["note"].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert read["note"].removeprefix("'") == visible(unit.note, multiline=True)
    (found,) = asked(register, "SELECT title, note, aliases FROM units WHERE id = 'u'")
    assert (found["title"], found["note"]) == (unit.title, unit.note or None)
    assert found["aliases"] == list(unit.aliases)


def test_questions_join_the_tables(sample: Register) -> None:
    found = asked(sample, "SELECT state, count(*) AS n FROM obligations GROUP BY state")
    whole = list(rows(sample, OBLIGATIONS))
    assert {row["state"]: row["n"] for row in found} == {
        state: sum(row[15] == state for row in whole) for state in {row[15] for row in whole}
    }
    assert asked(sample, "SELECT old, new, time FROM history WHERE field = 'note'") == [
        {"old": "=1+1", "new": "7", "time": datetime(2026, 3, 5, 9)}  # noqa: DTZ001 - SQL's moments have no zone; the column says UTC
    ]
    assert list(asked(sample, "SELECT a.id, b.id FROM units a, units b LIMIT 1")[0]) == ["id", "id_2"]
    names = {row["name"] for row in asked(sample, "SHOW TABLES")}
    assert names == set(TABLES)
    assert asked(sample, "SELECT count(*) AS n FROM query_table('his' || 'tory')") == [{"n": len(PAST)}]


def test_a_question_reaches_no_file_no_network_and_no_variable(sample: Register, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    leaked = [1, 2, 3]
    assert leaked
    for question, reason in (
        (f"FROM read_text('{secret}')", QueryFailed),
        (f"FROM '{secret}'", QueryFailed),
        (f"FROM glob('{tmp_path}/*')", QueryFailed),
        ("SELECT * FROM 'https://host.example/x.parquet'", QueryFailed),
        ("SELECT * FROM duckdb_secrets()", QueryFailed),
        ("SELECT * FROM leaked", QueryFailed),
        ("FROM enable_logging(storage = 'file')", QueryFailed),
        ("WITH gone AS (DELETE FROM units RETURNING id) SELECT * FROM gone", QueryFailed),
        ("SELECT * FROM query('DROP TABLE units')", QueryFailed),
        ("SELEKT 1", QueryFailed),
        ("SELECT 'torn", QueryFailed),
        ("SELECT error('x')", QueryFailed),
        ("SELECT CAST(title AS INTEGER) FROM units", QueryFailed),
        (f"COPY units TO '{tmp_path}/out.csv'", NotAQuestion),
        (f"EXPORT DATABASE '{tmp_path}/out'", NotAQuestion),
        (f"ATTACH '{tmp_path}/out.db'", NotAQuestion),
        ("SET enable_external_access = true", NotAQuestion),
        ("INSTALL httpfs", NotAQuestion),
        ("LOAD httpfs", NotAQuestion),
        ("DROP TABLE units", NotAQuestion),
        ("SELECT 1; SELECT 2", NotAQuestion),
        ("", NotAQuestion),
    ):
        with pytest.raises(reason) as refused:
            asked(sample, question)
        assert "\n" not in refused.value.message, question
    assert [path.name for path in tmp_path.iterdir()] == ["secret.csv"]


def test_a_question_without_end_is_stopped_by_ctrl_c(sample: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise RuntimeError("Query interrupted")  # noqa: TRY003 - as DuckDB says it

    monkeypatch.setattr("exchange.dataset.engine._read", interrupted)
    with pytest.raises(KeyboardInterrupt):
        asked(sample, "SELECT 1")


def test_without_the_extra_parquet_and_questions_say_how_to_install_it(
    sample: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    table = TABLES["units"]
    with pytest.raises(ExtraMissing, match="DuckDB") as refused:
        write_table(tmp_path / "u.parquet", table, "parquet", rows(sample, table))
    assert "dutybook[analysis]" in refused.value.hint and "dutybook[analysis]" in refused.value.hint_zh
    with pytest.raises(ExtraMissing):
        ask("SELECT 1", lambda table: rows(sample, table))
    assert list(tmp_path.iterdir()) == []
    assert write_table(tmp_path / "u.csv", table, "csv", rows(sample, table)) == len(sample.units)
    assert write_table(tmp_path / "u.jsonl", table, "jsonl", rows(sample, table)) == len(sample.units)


def test_rows_are_written_as_they_come() -> None:
    """A large register is never held: of the rows that came, all but the last portion are in the file already."""

    class Counted(BytesIO):
        longest = 0

        def write(self, data: Any) -> int:
            self.longest = max(self.longest, len(data))
            return super().write(data)

    for write in (write_lines, write_csv):
        file = Counted()
        seen: list[int] = []

        def many(file: Counted = file, seen: list[int] = seen) -> Iterator[Row]:
            for number in range(5_000):
                seen.append(file.tell())
                yield ["unit", str(number), None, "甲" * 50, {"title": "甲" * 50}]

        assert write(file, TABLES["records"], many()) == 5_000
        assert file.longest < 100_000
        assert seen[2_500] > 100_000


def test_tables_are_named_as_people_name_kinds_and_columns_are_described() -> None:
    for name in ("duties", "duty", "职责事项", "DUTY"):
        assert find_table(name) is TABLES["duties"]
    assert find_table("应办事项") is find_table("obligation") is OBLIGATIONS
    assert find_table("nothing") is None
    told = json.loads(write_descriptor(SOURCE, list(TABLES.values()), "csv", [0] * len(TABLES), "zh"))
    for resource in told["resources"]:
        for field in resource["schema"]["fields"]:
            assert field["title"], (resource["name"], field["name"])
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert len(set(names)) == len(names)
        words = {"from", "group", "order", "table", "column", "select", "case", "end", "desc"}
        assert not words & {resource["name"], *names}, "SQL would want it in quotation marks"
