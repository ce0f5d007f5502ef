"""The responsibility map on the command line: a day, two days, for people and for programs."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from cli.words import TEXTS
from schema.chart import DutyEntry
from schema.chart import GroupEntry
from schema.chart import PostEntry
from schema.chart import Seat
from schema.chart import UnitEntry
from tests.cli.conftest import ON
from tests.cli.conftest import Cli
from tests.cli.conftest import commit_all
from tests.cli.conftest import make_repository
from tests.cli.conftest import write

SAMPLE = Path(__file__).parents[2] / "sample-repo"


@pytest.fixture
def chenhe(tmp_path: Path) -> str:
    """The sample register as a repository."""
    top = tmp_path / "chenhe"
    make_repository(top)
    shutil.copytree(SAMPLE, top, dirs_exist_ok=True)
    commit_all(top)
    return str(top)


def test_the_map_gives_the_five_keys_of_the_contract(cli: Cli) -> None:
    found = cli("map", "--on", ON, "--json").json
    assert list(found) == ["on", "units", "posts", "groups", "duties"]
    assert found["on"] == ON
    assert [unit["id"] for unit in found["units"]] == ["cranes", "general", "office"]
    assert list(found["units"][0]) == list(UnitEntry._fields)
    assert list(found["posts"][0]) == list(PostEntry._fields)
    assert list(found["groups"][0]) == list(GroupEntry._fields)
    assert list(found["groups"][0]["head"]) == list(Seat._fields)
    assert list(found["duties"][0]) == list(DutyEntry._fields)


def test_the_map_shows_gaps_with_flags(cli: Cli) -> None:
    found = cli("map", "--on", ON, "--json").json
    posts = {post["id"]: post for post in found["posts"]}
    assert (posts["cranes-head"]["person"], posts["cranes-head"]["manner"], posts["cranes-head"]["flags"]) == (
        None,
        "vacant",
        ["vacant"],
    )
    (group,) = found["groups"]
    assert (group["posts"], group["filled"], group["vacant"], group["persons"]) == (3, 2, 1, 2)
    assert group["members"][1] == {
        "post": "cranes-head",
        "person": None,
        "manner": "vacant",
        "cover_post": None,
        "flags": ["vacant"],
    }
    assert {unit["id"]: unit["flags"] for unit in found["units"]} == {
        "cranes": ["no-liaison"],
        "general": ["no-liaison"],
        "office": [],
    }


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "en",
            [
                "台账: responsibility map of 2026-06-30",
                "unit and post   person    manner  tier  in charge of, linked  liaison  flags",
                "General office                                                         No liaison",
                "  党政办主任    mei-ling  Formal",
                "office",
                "  Secretary     Lin Tao   Formal",
                "  Cranes                                                               No liaison",
                "    起重科科长            Vacant                                       Vacant",
                "安全领导小组  3 post(s): 2 filled, 1 vacant; 2 person(s)",
                "Head of the group    Secretary   Lin Tao   Formal",
                "Member of the group  起重科科长            Vacant  Vacant",
            ],
        ),
        (
            "zh",
            [
                "台账：2026-06-30 责任地图",
                "单位和岗位      人员      方式  层级  分管、联系  联络员  标记",
                "党政办                                                    无联络员",
                "  党政办主任    mei-ling  正式",
                "office",
                "  书记          林涛      正式",
                "  起重科                                                  无联络员",
                "    起重科科长            空缺                            空缺",
                "安全领导小组  3 个岗位：在任 2，空缺 1；2 人",
                "组长  书记        林涛      正式",
                "成员  起重科科长            空缺  空缺",
            ],
        ),
    ],
)
def test_people_see_a_tree_the_groups_and_the_duties(cli: Cli, lang: str, lines: list[str]) -> None:
    answer = cli("map", "--on", ON, lang=lang)
    assert answer.code == 0
    shown = answer.out.splitlines()
    assert [line for line in lines if line not in shown] == []
    assert [shown.index(line) for line in lines] == sorted(shown.index(line) for line in lines)


def test_duties_stand_with_tier_bearer_holder_and_accountable_lead(cli: Cli) -> None:
    out = cli("map", "--on", ON).out.splitlines()
    title = next(line for line in out if line.startswith("code"))
    assert title.split("  ")[0] == "code"
    assert "accountable lead (A)" in title
    review = next(line for line in out if line.startswith("D01"))
    words = [word.strip() for word in review.split("  ") if word.strip()]
    assert words == ["D01", "Quarterly review", "Main-body responsibility", "Secretary", "Lin Tao", "General office"]
    # A body is answered for by its principal.
    plan = next(line for line in out if line.startswith("D02"))
    assert [word.strip() for word in plan.split("  ") if word.strip()] == [
        "D02",
        "年度要点",
        "Main-body responsibility",
        "office",
        "Lin Tao",
        "office",
    ]


def test_r7_examples_on_the_sample(cli: Cli, chenhe: str) -> None:
    before = cli("map", "--on", "2026-06-30", "--register", chenhe, lang="zh").out
    assert "责任制落实工作领导小组  19 个岗位：在任 19，空缺 0；16 人  办公室设在党政综合办公室" in before
    after = cli("map", "--on", "2026-11-23", "--register", chenhe, lang="zh").out
    assert "责任制落实工作领导小组  19 个岗位：在任 18，空缺 1；15 人  办公室设在党政综合办公室" in after
    assert "  党工委副书记（平安、应急）  王五  空缺·临时分管 (党工委副书记、办事处主任)  领导责任、一岗双责" in after
    assert "直接负责人" in after


def test_the_sample_between_two_days_for_programs(cli: Cli, chenhe: str) -> None:
    found = cli("map", "--on", "2026-08-31", "--against", "2026-09-10", "--register", chenhe, "--json").json
    assert list(found) == ["from", "to", "added", "removed", "changed"]
    assert (found["from"], found["to"], found["added"], found["removed"]) == ("2026-08-31", "2026-09-10", [], [])
    assert [(one["kind"], one["code"]) for one in found["changed"]] == [
        ("post", "Z03"),
        ("post", "Z01"),
        ("post", "Z02"),
        ("group", "G1"),
        ("group", "G2"),
    ]
    assert found["changed"][1] == {
        "kind": "post",
        "id": "secretary",
        "code": "Z01",
        "title": "党工委书记",
        "fields": [
            {"key": "person", "old": "zhang-san", "new": "li-si"},
            {"key": "since", "old": "2022-03-01", "new": "2026-09-10"},
        ],
    }
    assert [field["new"] for field in found["changed"][0]["fields"]] == [
        "cover",
        "2026-09-10",
        "street-director",
        ["vacant"],
    ]


def test_the_difference_is_read_forward_in_time_whichever_day_comes_first(cli: Cli, chenhe: str) -> None:
    there = cli("map", "--on", "2026-08-31", "--against", "2026-09-10", "--register", chenhe, "--json")
    back = cli("map", "--on", "2026-09-10", "--against", "2026-08-31", "--register", chenhe, "--json")
    assert there == back


def test_people_see_what_differs_line_by_line(cli: Cli, chenhe: str) -> None:
    shown = cli(
        "map", "--on", "2026-08-31", "--against", "2026-09-10", "--register", chenhe, lang="zh"
    ).out.splitlines()
    assert shown[0] == "2026-08-31 与 2026-09-10 相比：新增 0，撤销 0，变动 5。"
    cells = [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in shown[2:]]
    assert cells[0] == ["类别", "标题", "内容", "原为", "现为"]
    assert ["岗位", "党工委书记", "任职", "张三", "李四"] in cells
    assert ["岗位", "党工委副书记（平安、应急）", "方式", "正式", "空缺·临时分管"] in cells
    assert ["领导小组", "责任制落实工作领导小组", "副组长", "党工委副书记、办事处主任", "任职", "李四", "王五"] in cells
    assert ["领导小组", "责任制落实工作领导小组", "在任岗位数", "19", "18"] in cells
    english = cli("map", "--on", "2026-08-31", "--against", "2026-09-10", "--register", chenhe).out
    assert english.startswith("From 2026-08-31 to 2026-09-10: 0 added, 0 removed, 5 changed.\n")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "The maps of 2026-06-01 and 2026-06-30 do not differ.\n"),
        ("zh", "2026-06-01 与 2026-06-30 的责任地图没有不同。\n"),
    ],
)
def test_two_days_without_a_difference_say_so(cli: Cli, lang: str, words: str) -> None:
    assert cli("map", "--on", ON, "--against", "2026-06-01", lang=lang).out == words


def test_what_comes_and_goes_is_listed(cli: Cli, top: Path) -> None:
    write(top, "units/annex.toml", 'title = "附属科"\ntype = "section"\nfrom = 2026-06-15\n')
    write(top, "units/barge.toml", 'title = "驳船科"\ntype = "body"\nto = 2026-06-14\n')
    out = cli("map", "--on", ON, "--against", "2026-06-01").out.splitlines()
    cells = [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in out]
    assert cells[0] == ["From 2026-06-01 to 2026-06-30: 1 added, 1 removed, 0 changed."]
    assert cells[3:] == [["Unit", "附属科", "added"], ["Unit", "驳船科", "removed"]]
    found = cli("map", "--on", ON, "--against", "2026-06-01", "--json").json
    assert [(one["kind"], one["id"], one["title"]) for one in found["added"]] == [("unit", "annex", "附属科")]
    assert [(one["kind"], one["id"]) for one in found["removed"]] == [("unit", "barge")]


def test_units_in_a_circle_are_shown_all_the_same(cli: Cli, top: Path) -> None:
    write(top, "units/ring-a.toml", 'title = "甲环"\ntype = "body"\nparent = "ring-b"\n')
    write(top, "units/ring-b.toml", 'title = "乙环"\ntype = "body"\nparent = "ring-a"\n')
    out = cli("map", "--on", ON).out.splitlines()
    assert [line for line in out if "环" in line] == ["甲环", "  乙环"]


def test_a_record_that_cannot_be_read_is_named(cli: Cli, top: Path) -> None:
    write(top, "posts/torn.toml", "title = \n")
    answer = cli("map", "--on", ON)
    assert answer.code == 0
    assert "1 record(s) can't be read and are left out: post/torn" in answer.err
    assert "post/torn" in cli("map", "--on", ON, "--against", "2026-06-01").err
    for reckoned in ("due", "findings", "coverage"):
        assert "1 record(s) can't be read and are left out: post/torn" in cli(reckoned, "--on", ON).err
    assert "left out" not in cli("check", "--on", ON).err


def test_a_day_that_is_none_is_wrong_use(cli: Cli) -> None:
    answer = cli("map", "--against", "yesterday")
    assert answer.code == 2
    assert answer.err.startswith("dutybook: --against must be a day such as 2026-06-30; `yesterday` is none.")


@pytest.mark.parametrize("entry", [UnitEntry, PostEntry, GroupEntry, DutyEntry, Seat])
def test_every_field_of_the_map_has_a_title(entry: type[UnitEntry]) -> None:
    assert [field for field in entry._fields if f"map-{field}" not in TEXTS] == []


def test_who_gives_the_tier_of_a_post_by_the_registers_dialect(cli: Cli, chenhe: str) -> None:
    def tiers(post: str, on: date) -> list[tuple[str | None, str, list[str]]]:
        found = cli("who", post, "--on", on.isoformat(), "--register", chenhe, "--json").json
        return [(one["tier"], one["label"], one["flags"]) for one in found["answers"]]

    day = date(2026, 11, 23)
    assert tiers("secretary", day) == [("first-responsible", "第一责任人", [])]
    assert tiers("publicity-member", day) == [("direct", "直接负责人", [])]
    assert tiers("discipline-secretary", day) == [("supervision", "监督责任", [])]
    assert tiers("organisation-member", day) == [("leadership", "领导责任", ["dual-duty"])]
    assert tiers("party-office-head", day) == [(None, "任职", [])]
