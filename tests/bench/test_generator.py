"""The generated registers are valid records in normal form, the same at every call."""

from collections import Counter
from datetime import date

import pytest

from bench.generator import SMALLEST
from bench.generator import TODAY
from bench.generator import make_register
from bench.generator import shape_of
from bench.memory import one_year
from schema.check import check
from schema.identity import path_of
from schema.kinds import KINDS
from schema.obligation import obligations
from store.loading import Stamp
from store.loading import read_one
from store.toml.text import parse
from store.toml.text import render

SIZES = (SMALLEST, 200, 1_000)


@pytest.mark.parametrize("size", SIZES)
def test_every_record_decodes_without_a_diagnostic_and_lies_where_it_belongs(size: int) -> None:
    kinds: Counter[str] = Counter()
    for path, text in make_register(size):
        known = read_one(path, text.encode(), Stamp(0, 0))
        assert known.place is not None
        assert known.record is not None, path
        assert known.faults == (), path
        assert path_of(*known.place) == path
        kinds[known.place[0]] += 1
    shape = shape_of(size)
    assert kinds["duty"] == shape.duties == size // 10
    assert kinds["activity"] == shape.activities
    assert sum(count for kind, count in kinds.items() if kind in KINDS) == size


def test_every_text_is_in_normal_form() -> None:
    for path, text in make_register(200):
        assert render(parse(text.encode()).data) == text, path


def test_work_records_are_as_long_as_real_ones() -> None:
    lengths = [len(text.encode()) for path, text in make_register(1_000) if path.startswith(("activities", "duties"))]
    assert 600 <= sum(lengths) / len(lengths) <= 700


def test_the_same_size_and_seed_give_the_same_bytes_and_another_seed_others() -> None:
    assert list(make_register(200)) == list(make_register(200))
    assert list(make_register(200)) != list(make_register(200, seed=2))


def test_paths_are_unique() -> None:
    paths = [path for path, _ in make_register(1_000)]
    assert len(paths) == len(set(paths))


def test_a_size_too_small_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 100 records, not 99"):
        shape_of(SMALLEST - 1)


def test_a_register_of_one_year_passes_the_check_and_its_work_fulfils_its_duties() -> None:
    register = one_year(1_000)
    assert check(register, TODAY) == []
    found = obligations(register, TODAY)
    assert {one.opens.year for one in found} == {TODAY.year}
    done = sum(not one.is_open for one in found)
    assert done > len(found) / 2
    assert all(one.due >= date(TODAY.year, 1, 1) for one in found)
