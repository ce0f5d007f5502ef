"""Another id for a record, and its removal, as change sets."""

import pytest

from schema.acts.records import MeaningUnclear
from schema.acts.records import StillNamed
from schema.acts.records import find_changes
from schema.acts.records import remove
from schema.acts.records import rename
from schema.acts.records import require_unnamed
from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from tests.builders import RegisterBuilder
from tests.builders import at_least


def quay() -> RegisterBuilder:
    builder = (
        RegisterBuilder().unit("quay", parent="quay").post("head", "ada", unit="quay", in_charge_of=["office", "quay"])
    )
    return builder.duty("round", at_least(), bearer="head", lead=["quay"])


def test_a_rename_takes_out_adds_and_changes_what_names_it() -> None:
    register = quay().build()
    named_by = find_changes(register, "unit", "quay", "pier")
    assert named_by["unit", "quay"] == (FieldChange(key=("parent",), value="pier"),)
    changes = rename(register, "unit", "quay", "pier", text='title = "x"\n', named_by=named_by)
    assert changes == ChangeSet(
        action="rename",
        records=(
            RecordChange(kind="unit", id="quay", verb=Verb.REMOVE),
            RecordChange(kind="unit", id="pier", verb=Verb.ADD, text='title = "x"\n'),
            RecordChange(
                kind="post",
                id="head",
                verb=Verb.EDIT,
                fields=(FieldChange(key=("unit",), value="pier"), FieldChange(key=("in_charge_of", 1), value="pier")),
            ),
            RecordChange(kind="duty", id="round", verb=Verb.EDIT, fields=(FieldChange(key=("lead", 0), value="pier"),)),
        ),
        reason="The id changes from quay to pier",
        summary="unit(quay): renamed to pier",
    )


def test_the_reason_is_the_persons_or_in_the_registers_language() -> None:
    register = RegisterBuilder(language="zh").unit("quay").build()
    assert rename(register, "unit", "quay", "pier", text="", named_by={}).reason == "标识由 quay 改为 pier"
    assert rename(register, "unit", "quay", "pier", text="", named_by={}, why=" 更名 ").reason == "更名"


def test_a_text_that_may_mean_another_record_stops_a_rename() -> None:
    builder = quay().unit("head")
    with pytest.raises(MeaningUnclear) as caught:
        find_changes(builder.build(), "unit", "head", "front")
    assert (
        caught.value.message == "What `head` means in duty/round bearer would not be certain: unit/head or post/head."
    )
    assert caught.value.message_zh == "duty/round bearer 中的“head”指什么将无法确定：unit/head 或 post/head。"
    assert caught.value.mention.key == ("bearer",)


def test_an_id_that_would_mean_two_records_is_not_given() -> None:
    register = quay().duty("look", at_least(), bearer="quay").post("pier", None).build()
    with pytest.raises(MeaningUnclear, match=r"`quay` means in duty/look bearer .*: unit/pier or post/pier"):
        find_changes(register, "unit", "quay", "pier")


def test_an_id_that_something_refers_to_already_is_not_given() -> None:
    register = quay().unit("shed", parent="pier").build()
    with pytest.raises(MeaningUnclear) as caught:
        find_changes(register, "unit", "quay", "pier")
    assert caught.value.message == "What `pier` means in unit/shed parent would not be certain: unit/pier or nothing."


def test_an_id_of_another_kind_is_no_matter_where_only_one_kind_may_stand() -> None:
    register = quay().person("pier").build()
    assert ("unit", "quay") in find_changes(register, "unit", "quay", "pier")


def test_a_removal_is_one_change_with_the_persons_reason() -> None:
    register = quay().unit("shed").build()
    assert remove(register, "unit", "shed", why=" closed ") == ChangeSet(
        action="remove", records=(RecordChange(kind="unit", id="shed", verb=Verb.REMOVE),), reason="closed"
    )


def test_a_record_that_names_itself_alone_may_go() -> None:
    register = RegisterBuilder().unit("quay", parent="quay").build()
    assert remove(register, "unit", "quay", why="x").records[0].verb is Verb.REMOVE


def test_what_is_named_stays_and_every_place_is_told() -> None:
    with pytest.raises(StillNamed) as caught:
        remove(quay().build(), "unit", "quay", why="x")
    assert (
        caught.value.message
        == "The unit `quay` can't go: it is named in post/head unit, post/head in_charge_of[1], duty/round lead[0]."
    )
    assert (
        caught.value.message_zh
        == "不能删除 unit/quay：以下各处仍提到它：post/head unit、post/head in_charge_of[1]、duty/round lead[0]。"
    )
    assert [one.key for one in caught.value.mentions] == [("unit",), ("in_charge_of", 1), ("lead", 0)]


def test_many_places_are_counted() -> None:
    builder = RegisterBuilder().person("ada")
    for number in range(7):
        builder.platform(f"feed-{number}", administrator="ada")
    with pytest.raises(StillNamed, match="feed-4 administrator and 2 more"):
        remove(builder.build(), "person", "ada", why="x")


def test_records_that_go_together_may_name_each_other() -> None:
    register = quay().build()
    gone = [("unit", "quay"), ("post", "head"), ("duty", "round")]
    after = quay().without("unit", "quay").without("post", "head").without("duty", "round").build()
    require_unnamed(after, gone, known=register)
    with pytest.raises(StillNamed, match="The post `head` can't go: it is named in duty/round bearer"):
        require_unnamed(quay().without("post", "head").build(), [("person", "ada"), ("post", "head")], known=register)
