from datetime import date

from schema.participation import group_members
from schema.participation import leading_groups
from schema.participation import participants
from tests.builders import at_least
from tests.schema.test_selector import street_office

BEFORE, AFTER = date(2026, 6, 30), date(2026, 11, 23)


def test_participants_follow_who_bears_the_duty() -> None:
    builder = street_office().unit("b2", type="body").duty("by-post", at_least(), bearer="z01", lead=["u01"])
    builder.duty("by-heads", at_least(), bearer="@section-heads").duty("by-body", at_least(), bearer="b1", lead=["u01"])
    register = builder.build()
    duties = register.duties
    assert participants(register, duties["by-post"], AFTER) == ("z01",)
    assert len(participants(register, duties["by-heads"], AFTER)) == 8
    # without a group that leads it: the posts of the body, and nobody for a vacant one
    assert "z03" in participants(register, duties["by-body"], BEFORE)
    assert "z03" not in participants(register, duties["by-body"], AFTER)
    assert participants(register, duties["by-heads"], AFTER, element="u14") == ("z20",)
    assert participants(register, duties["by-heads"], AFTER, element="z06") == ("z06",)
    assert participants(register, duties["by-heads"], AFTER, element="gone") == ()


def test_the_only_group_whose_office_leads_the_duty_takes_part_as_it_stands_that_day() -> None:
    builder = street_office().duty("d", at_least(), bearer="b1", lead=["u01"])
    named = ["z03", "@community-secretaries"]
    builder.group("g3", "z01", members=named, office_unit="u01", since="2026-02-01")
    register = builder.build()
    duty = register.duties["d"]
    assert participants(register, duty, BEFORE) == ("z01", "z03", "z16", "z17", "z18", "z19", "z20")
    assert participants(register, duty, AFTER) == ("z01", "z16", "z17", "z18", "z19", "z20")
    assert leading_groups(register, duty, date(2026, 1, 31)) == []
    assert group_members(register, register.groups["g3"], AFTER) == participants(register, duty, AFTER)
    two = builder.group("g4", "z02", office_unit="u01").build()
    assert participants(two, duty, AFTER) == ("z01", "z06", "z02", "z04", "z05")
