from datetime import date
from typing import Any

from schema.precedent import carried
from schema.precedent import last_similar
from tests.builders import at_least
from tests.schema.test_selector import street_office

ON = date(2026, 11, 23)


def test_the_last_record_of_the_same_duty_and_unit_is_the_precedent() -> None:
    builder = street_office().duty("d", at_least(), bearer="b1").duty("e", at_least(), bearer="b1")
    for day, unit, id_, more in (
        ("2026-03-02", "u01", "first", {}),
        ("2026-06-02", "u01", "second", {}),
        ("2026-07-02", "u02", "other-unit", {}),
        ("2026-08-02", "u01", "taken-back", {"state": "withdrawn"}),
        ("2026-12-02", "u01", "later", {}),
    ):
        builder.activity(day, "d", unit=unit, id=id_, **more)
    register = builder.build()

    def found(*duties: str, unit: str | None = "u01", but: str = "") -> str | None:
        last = last_similar(register, duties, unit, ON, but=but)
        return last.id if last is not None else None

    assert (found("d"), found("e", "d"), found("e"), found("d", unit="u03")) == ("second", "second", None, None)
    assert (found("d", but="second"), found("d", unit=None)) == ("first", "other-unit")


def test_what_stays_the_same_is_taken_over_and_never_days_numbers_or_evidence() -> None:
    register = street_office().person("p01").person("left", until="2026-09-09").build()
    data: dict[str, Any] = {
        "title": "Round 1",
        "type": "deliberation",
        "date": date(2026, 9, 1),
        "filed_on": date(2026, 9, 2),
        "code": "W1",
        "note": "one",
        "participants": ["z01", "z03", "gone"],
        "meeting": {"expected": 5, "present": 4, "chair": "z03", "recorder": "left", "item": [{"no": 1, "topic": "x"}]},
        "report": {
            "form": "written",
            "addressee": "above",
            "number": "No. 1",
            "receipt_date": date(2026, 9, 3),
            "result": "r",
        },
        "inspection": {"units": ["u02"], "checkers": ["left", "p01"], "plan_number": "7", "result": "fine"},
        "statement": [{"post": "z01"}],
        "counts": [{"label": "petitions", "number": 3}],
        "fulfils": [{"duty": "d", "period": "2026-Q3"}],
        "evidence": [{"type": "minutes", "label": "no. 1"}],
    }
    assert carried(register, data, ON) == {
        "participants": ["z01"],  # nobody holds z03 any more
        "meeting": {"expected": 5},
        "report": {"form": "written", "addressee": "above"},
        "inspection": {"units": ["u02"], "checkers": ["p01"]},
        "counts": [{"label": "petitions"}],
    }
    assert carried(register, {}, ON) == {}
