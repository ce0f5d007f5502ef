from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from tests.tui.stage import HOSTILE
from tui.text import MARKS_PER_CELL
from tui.text import RawControlFilter
from tui.text import fit
from tui.text import fold
from tui.text import literal
from tui.text import literal_text

ANY_TEXT = st.one_of(
    st.text(max_size=60), st.sampled_from(HOSTILE), st.text("季度ab 会\u0301\u200d👨👩あ゙", max_size=40)
)


@settings(max_examples=60, deadline=None)
@given(ANY_TEXT, st.integers(0, 30), st.booleans())
def test_a_fitted_text_is_exactly_as_wide_as_asked(text: str, cells: int, right: bool) -> None:
    assert cell_len(fit(text, cells, right=right)) == cells


@settings(max_examples=60, deadline=None)
@given(ANY_TEXT, st.integers(2, 30))
def test_folded_lines_are_never_too_wide(text: str, cells: int) -> None:
    assert all(cell_len(line) <= cells for line in fold(text, cells))


def test_short_texts_are_padded_and_long_ones_end_with_two_dots() -> None:
    assert fit("季度", 6) == "季度  "
    assert fit("4", 3, right=True) == "  4"
    assert fit("季度例会安排", 7) == "季度.. "
    assert fit("例", 1) == " "
    assert fit("abcdef", 2) == "ab"


def test_a_wide_character_is_not_split() -> None:
    assert fit("季度例会", 5) == "季.. "


def test_a_pile_of_combining_marks_is_cut() -> None:
    shown = fit("e" + "\u0301" * 1000 + "z", 10)
    assert shown.count("\u0301") <= MARKS_PER_CELL
    assert all(line.count("\u0301") <= MARKS_PER_CELL for line in fold("e" + "\u0301" * 1000, 4))


def test_text_is_literal() -> None:
    content = literal("[@click=app.quit]x[/] \x1b[2J", style="bold")
    assert content.plain == "[@click=app.quit]x[/] <U+001B>[2J"
    assert literal("a\nb", multiline=True).plain == "a\nb"
    assert literal_text("[b]\x1bx").plain == "[b]<U+001B>x"


def test_folding_loses_nothing_of_ordinary_text() -> None:
    text = "每季度至少召开一次专题会议 and so on"
    assert "".join(fold(text, 7)) == text


def test_the_last_guard_takes_raw_controls_out_of_any_line() -> None:
    segments = [Segment("a\x1b[31mb\u202ec"), Segment("\x1b[1A", None, [])]
    kept = RawControlFilter().apply(segments, Color(0, 0, 0))
    assert kept[0].text == "a[31mbc"
    clean = [Segment("季度")]
    assert RawControlFilter().apply(clean, Color(0, 0, 0)) is clean


def test_piles_are_cut_in_widgets_too() -> None:
    assert literal("e" + "\u0301" * 50 + "z").plain == "e" + "\u0301" * MARKS_PER_CELL + "z"
    assert literal_text("e" + "\u0301" * 50 + "z").plain == "e" + "\u0301" * MARKS_PER_CELL + "z"
