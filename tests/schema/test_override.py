import pytest

from schema.override import OVERRIDABLE
from schema.override import REFUSING
from schema.override import NotOverridable
from schema.override import ReasonNeeded
from schema.override import accept


def test_r17_refusals_are_overridden_by_code_with_a_reason() -> None:
    assert accept(["db705", " DB704 ", "DB705"], "值班电话须公布") == ("DB705", "DB704")
    assert accept([], "") == ()


@pytest.mark.parametrize("why", ["", "  \n"])
def test_r17_no_reason_no_override(why: str) -> None:
    with pytest.raises(ReasonNeeded) as caught:
        accept(["DB705"], why)
    assert (caught.value.code, caught.value.exit_code) == ("F982", 2)
    assert caught.value.message == "A refusal is overridden with a reason only."


@pytest.mark.parametrize("code", ["DB201", "DB001", "DB308", "", "x"])
def test_other_codes_are_no_refusals_that_may_be_overridden(code: str) -> None:
    with pytest.raises(NotOverridable) as caught:
        accept([code], "why")
    assert caught.value.message == f'"{code.upper()}" is no refusal that may be overridden.'
    assert caught.value.hint == "Give one of DB701, DB702, DB703, DB704, DB705, DB706, DB707, DB708, DB710."


def test_two_formal_holders_refuse_a_save_for_good() -> None:
    assert {"DB201"} == REFUSING - OVERRIDABLE
