"""Merges of records as texts: right data, and the comments and order of both sides still there."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from schema.change import GONE
from schema.difference import is_same
from schema.kinds.post import Post
from schema.kinds.unit import Unit
from schema.merge import Clash
from schema.merge import Status
from schema.merge import merge
from schema.merge import place_in
from store.together.merging import Decision
from store.together.merging import MergedText
from store.together.merging import decide
from store.together.merging import merge_texts
from store.toml.layout import measure
from store.toml.text import parse
from store.toml.text import render
from tests.strategies import posts_to_merge

POST = """\
# 书记岗
title = "党工委书记"
unit = "working-committee"
rank = "principal"

[[holding]]
# 起止两天都算在内
person = "zhang-san"
manner = "formal"
from = 2022-03-01
"""


def merged(ours: str, theirs: str, base: str = POST) -> MergedText:
    return merge_texts(Post, base, ours, theirs)


def comments(text: str | None) -> set[str]:
    layout = measure(text or "")
    return {layout.text[start:end] for start, end in layout.comments}


def test_neighbouring_fields_that_a_merge_by_lines_cannot_tell_apart_go_together() -> None:
    ours = POST.replace("党工委书记", "书记")
    theirs = POST.replace("working-committee", "street-office")
    assert merged(ours, theirs) == MergedText(Status.MERGED, ours.replace("working-committee", "street-office"))


def test_one_key_added_on_both_sides_is_told_where_a_merge_by_lines_would_write_it_twice() -> None:
    ours = POST.replace('rank = "principal"\n', 'code = "Z01"\nrank = "principal"\n')
    theirs = POST.replace('title = "党工委书记"\n', 'title = "党工委书记"\ncode = "Z02"\n')
    found = merged(ours, theirs)
    assert found.status is Status.CONFLICT
    assert [(one.key, one.base, one.ours, one.theirs) for one in found.conflicts] == [(("code",), GONE, "Z01", "Z02")]


def test_comments_and_order_of_both_sides_survive_a_merge_by_lines() -> None:
    ours = POST.replace("# 书记岗", "# 书记岗：一把手")
    theirs = POST + 'basis = "样区委干〔2022〕5号"  # 任免文号\n'
    assert merged(ours, theirs).text == theirs.replace("# 书记岗", "# 书记岗：一把手")


def test_their_comments_are_brought_in_where_lines_meet() -> None:
    ours = POST.replace('person = "zhang-san"', 'person = "zhang-san"\nbasis = "1号"').replace("党工委书记", "书记")
    theirs = POST.replace('manner = "formal"', 'manner = "formal"  # 正式').replace(
        'unit = "working-committee"', '# 改了归属\nunit = "street-office"'
    )
    found = merged(ours, theirs)
    assert found.status is Status.MERGED
    assert comments(found.text) == {"# 书记岗", "# 起止两天都算在内", "# 正式", "# 改了归属"}
    data = parse((found.text or "").encode()).data
    assert (data["title"], data["unit"], data["holding"][0]["basis"]) == ("书记", "street-office", "1号")


def test_a_row_that_one_side_took_out_takes_its_comments_along_and_says_so() -> None:
    second = '\n[[holding]]\n# 第二段\nperson = "li-si"\nfrom = 2026-09-10\n'
    base = POST + second
    found = merged(POST.replace("党工委书记", "书记"), base.replace("principal", "member"), base)
    assert found.text == POST.replace("党工委书记", "书记").replace("principal", "member")
    assert found.lost_comments == ()  # it stood in the base, and our side took it out
    with_new = base.replace("# 第二段\n", "# 第二段\n# 待核\n").replace("principal", "member")
    found = merged(POST.replace("党工委书记", "书记"), with_new, base)
    assert found.lost_comments == ("# 待核",)


def test_what_cannot_be_read_is_a_conflict_and_left_as_it_was() -> None:
    found = merged(POST + "title =\n", POST.replace("principal", "member"))
    assert (found.status, found.text, [one.clash for one in found.conflicts]) == (
        Status.CONFLICT,
        POST,
        [Clash.UNREADABLE],
    )


def test_removed_on_one_side() -> None:
    assert merge_texts(Post, POST, None, POST) == MergedText(Status.OURS, None)
    found = merge_texts(Post, POST, None, POST.replace("principal", "member"))
    assert found.status is Status.CONFLICT
    assert found.text == POST.replace("principal", "member")


def test_a_side_that_only_wrote_comments_changes_no_data() -> None:
    ours, theirs = POST.replace("# 书记岗", "# 甲"), POST.replace("# 书记岗", "# 乙")
    found = merged(ours, theirs)
    assert found.status is Status.MERGED
    assert comments(found.text) >= {"# 甲", "# 乙"}
    assert parse((found.text or "").encode()).data == parse(POST.encode()).data


@st.composite
def commented(draw: st.DrawFn, record: dict[str, Any], mark: str) -> str:
    """A record's text with comments of a side between its lines and behind them."""
    lines = []
    in_array = False
    for number, line in enumerate(render(record).splitlines()):
        # An array over several lines is one value; a comment above a header would belong to the table before.
        if line and not in_array and not line.startswith("[") and draw(st.booleans()):
            lines.append(f"# {mark}{number}")
        in_array = line.endswith("= [") or (in_array and line != "]")
        lines.append(line)
    return "\n".join(lines) + "\n"


@st.composite
def meetings(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any], str, str, str]:
    records = tuple(draw(posts_to_merge) for _ in range(3))
    plain = tuple({**record, "note": record.get("note", "").replace("\n", " ")} for record in records)
    texts = tuple(draw(commented(record, mark)) for record, mark in zip(plain, "bot", strict=True))
    return (*plain, *texts)  # type: ignore[return-value]  # three records and their texts


@given(meetings())
def test_the_text_holds_what_the_merge_by_field_gives_and_every_new_comment_or_says_which_went(
    met: tuple[dict[str, Any], dict[str, Any], dict[str, Any], str, str, str],
) -> None:
    base, ours, theirs, *texts = met
    outcome, found = merge(Post, base, ours, theirs), merge_texts(Post, *texts)
    assert parse((found.text or "").encode()).data == outcome.data
    assert found.conflicts == outcome.conflicts
    for side in texts[1:]:
        assert comments(side) - comments(texts[0]) <= comments(found.text) | set(found.lost_comments)


def test_both_added_one_id() -> None:
    ours = 'title = "档案室"\ntype = "section"\n'
    theirs = 'title = "档案科"\ntype = "section"\n'
    found = merge_texts(Unit, None, ours, theirs)
    assert found.status is Status.CONFLICT
    assert [(one.key, one.clash) for one in found.conflicts] == [(("title",), Clash.BOTH_ADDED)]


@given(meetings(), st.data())
def test_a_decision_for_each_conflict_leaves_none_and_puts_the_chosen_values_there(
    met: tuple[dict[str, Any], dict[str, Any], dict[str, Any], str, str, str], data: st.DataObject
) -> None:
    *_, base, ours, theirs = met
    found = merge_texts(Post, base, ours, theirs)
    chosen = [Decision(one.key, data.draw(st.sampled_from([one.ours, one.theirs]))) for one in found.conflicts]
    decided = decide(Post, found, chosen)
    assert decided.conflicts == ()
    held = parse((decided.text or "").encode()).data
    for one in chosen:
        place = place_in(Post, held, one.key)
        value: Any = GONE if place is None else held
        for step in place or ():
            value = value.get(step, GONE) if isinstance(value, dict) else value[step]
        assert is_same(value, one.value)
    if len(chosen) > 1:
        assert [one.key for one in decide(Post, found, chosen[:1]).conflicts] == [one.key for one in chosen[1:]]
