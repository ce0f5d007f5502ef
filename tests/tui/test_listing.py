"""Columns and rows of each kind, made from the schema, and filtering by pinyin."""

from pathlib import Path

import pytest

from schema.kinds import KINDS
from schema.marks import Light
from store.register import RegisterStore
from tests.tui.stage import HOSTILE
from tui.desk import Desk
from tui.desk import View
from tui.kind_columns import FIELDS
from tui.kind_columns import columns_of
from tui.kind_columns import rows_of
from tui.kind_columns import with_pinyin
from tui.kind_columns import worst_lights
from tui.kind_columns import worst_of
from tui.language import use
from tui.pinyin import spell


@pytest.fixture
def view(demo: Path) -> View:
    use("zh_CN")
    return Desk(RegisterStore.open(demo)).view


def cells_of(view: View, kind: str, id_: str) -> dict[str, str]:
    rows = rows_of(view, kind, worst_lights(view.obligations))
    return dict(zip([column.title for column in columns_of(kind)], rows.cells[rows.ids.index(id_)], strict=True))


def test_every_kind_has_columns_that_its_schema_knows() -> None:
    assert set(FIELDS) == set(KINDS)
    for kind in KINDS:
        columns = columns_of(kind)
        assert len({column.key for column in columns}) == len(columns)
        assert any(column.weight for column in columns)
        assert any(column.rank == 0 for column in columns)
        assert all(column.title for column in columns)


def test_a_duty_shows_its_cadence_in_words_and_its_light(view: View) -> None:
    cells = cells_of(view, "duty", "half-year-report")
    assert (cells["编号"], cells["频次"], cells["责任层级"]) == ("D05", "每年 6、12 月", "第一责任人")
    assert cells_of(view, "duty", "liaison-list")["频次"] == "每年 01-31 前；事发后 5 个工作日内"
    lights = worst_lights(view.obligations)
    rows = rows_of(view, "duty", lights)
    assert rows.marks[rows.ids.index("branch-theme-day")] == "red"
    assert rows_of(view, "duty", {}).marks == [""] * len(rows)
    assert worst_of(lights.values()) == "red"
    assert worst_of([]) == ""
    assert set(lights.values()) <= {light.value for light in Light}


def test_a_post_shows_who_holds_it_on_the_day_and_how(view: View) -> None:
    assert cells_of(view, "post", "secretary")["任职人"] == "李四"
    assert cells_of(view, "post", "deputy-secretary")["任职人"] == "王五（空缺·临时分管）"
    before = View(view.register, view.on.replace(month=8, day=1))
    assert cells_of(before, "post", "secretary")["任职人"] == "张三"


def test_dated_kinds_stand_newest_first_and_named_ones_by_code(view: View) -> None:
    assert rows_of(view, "activity", {}).ids == sorted(view.register.activities, reverse=True)
    codes = [cells[0] for cells in rows_of(view, "duty", {}).cells]
    assert codes == sorted(codes)


def test_every_row_of_every_kind_has_as_many_cells_as_columns(view: View) -> None:
    for language in ("zh_CN", "en"):
        use(language)
        for kind in KINDS:
            rows = with_pinyin(rows_of(view, kind, {}), lambda: False)
            assert {len(cells) for cells in rows.cells} <= {len(columns_of(kind))}
            assert len(rows.ids) == len(rows.cells) == len(rows.haystacks)
            assert all("missing" not in cell for cells in rows.cells for cell in cells)


def test_both_languages_pinyin_and_initials_find_a_record(view: View) -> None:
    rows = with_pinyin(rows_of(view, "duty", {}), lambda: False)
    found = rows.haystacks[rows.ids.index("quarterly-review")]
    for word in ("形势分析会", "quarterly situation", "d03", "quarterly-review", "xingshifenxihui", "xsfxh"):
        assert word in found, word


def test_a_cancelled_spelling_leaves_the_rows_as_they_are(view: View) -> None:
    rows = rows_of(view, "duty", {})
    assert with_pinyin(rows, lambda: True) is rows


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("党务", ["dangwu", "dw"]),
        ("科长", ["kezhang", "kz", "kechang", "kc"]),
        ("2026年", ["nian", "n"]),
        ("女", ["nv", "n"]),
        ("plain", []),
        ("①②", []),
    ],
)
def test_spelling(text: str, wanted: list[str]) -> None:
    assert spell(text).split("\n")[: len(wanted) or 1] == (wanted or [""])


def test_spelling_takes_any_text() -> None:
    for text in HOSTILE:
        assert isinstance(spell(text), str)
