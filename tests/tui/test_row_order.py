from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tui.widgets.columns import GAP
from tui.widgets.columns import Column
from tui.widgets.columns import lay_out
from tui.widgets.row_order import RowOrder
from tui.widgets.row_order import Rows

CELLS = st.lists(st.tuples(st.text("abAB例会", max_size=4), st.text("ab会", max_size=3)), max_size=12)
QUERY = st.text("abA会 ", max_size=5)


def make(cells: list[tuple[str, str]]) -> Rows:
    return Rows(ids=[f"r{n}" for n in range(len(cells))], cells=cells)


@settings(max_examples=60, deadline=None)
@given(CELLS, st.lists(QUERY, max_size=6), st.sampled_from([None, 0, 1]), st.booleans())
def test_any_walk_of_queries_gives_what_a_plain_search_gives(
    cells: list[tuple[str, str]], queries: list[str], column: int | None, backwards: bool
) -> None:
    order = RowOrder(make(cells))
    order.sort(column, backwards=backwards)
    whole = list(order.shown)
    for query in queries:
        order.filter(query)
        terms = query.casefold().split()
        expected = [n for n in whole if all(term in "\n".join(cells[n]).casefold() for term in terms)]
        assert list(order.shown) == expected


@settings(max_examples=60, deadline=None)
@given(CELLS, QUERY, st.sampled_from([0, 1]))
def test_sorting_is_stable_and_keeps_the_filter(cells: list[tuple[str, str]], query: str, column: int) -> None:
    order = RowOrder(make(cells))
    order.filter(query)
    shown = list(order.shown)
    order.sort(column)
    assert list(order.shown) == sorted(shown, key=lambda n: cells[n][column].casefold())


def test_a_longer_query_looks_only_at_what_the_shorter_one_left() -> None:
    class Watched(str):
        looked = 0
        __slots__ = ()

        def __contains__(self, part: str) -> bool:  # type: ignore[override]
            Watched.looked += 1
            return super().__contains__(part)

    haystacks = [Watched(f"row {n} {'even' if n % 2 == 0 else 'odd'}") for n in range(100)]
    rows = Rows(ids=[str(n) for n in range(100)], cells=[("x",)] * 100, haystacks=haystacks)
    order = RowOrder(rows)
    order.filter("ev")
    assert (Watched.looked, len(order.shown)) == (100, 50)
    order.filter("eve 4")
    assert Watched.looked == 100 + 50 + 50  # `eve` among the 50 left, `4` among the 50 that still hold
    order.filter("ev")
    assert (Watched.looked, len(order.shown)) == (200, 50)


def test_other_rows_keep_the_filter() -> None:
    order = RowOrder(make([("a", ""), ("b", "")]))
    order.filter("b")
    order.replace(make([("b", ""), ("ab", ""), ("c", "")]))
    assert list(order.shown) == [0, 1]
    assert order.position("r1") == 1
    assert order.position("r2") is None
    assert order.position("gone") is None


def test_a_column_may_bring_its_own_order() -> None:
    order = RowOrder(make([("10", ""), ("9", ""), ("1", "")]))
    order.sort(0, key=int)
    assert list(order.shown) == [2, 1, 0]
    order.sort(None, backwards=True)
    assert list(order.shown) == [2, 1, 0]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 30), st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=6),
    st.integers(1, 120),
)
def test_columns_never_take_more_than_there_is(shapes: list[tuple[int, int, int]], cells: int) -> None:
    columns = [Column(key=str(n), title="", width=w, weight=g, rank=r) for n, (w, g, r) in enumerate(shapes)]
    laid = lay_out(columns, cells)
    assert sum(width for _index, width in laid) + GAP * (len(laid) - 1) <= cells
    assert [index for index, _width in laid] == sorted(index for index, _width in laid)
    assert all(width > 0 for _index, width in laid)


def test_columns_share_what_is_left_and_drop_by_rank() -> None:
    columns = [
        Column(key="a", title="", width=5),
        Column(key="b", title="", width=10, weight=1),
        Column(key="c", title="", width=10, rank=1),
        Column(key="d", title="", width=10, rank=2),
    ]
    assert lay_out(columns, 58) == [(0, 5), (1, 30), (2, 10), (3, 10)]
    assert lay_out(columns, 30) == [(0, 5), (1, 13), (2, 10)]
    assert lay_out(columns, 17) == [(0, 5), (1, 11)]
