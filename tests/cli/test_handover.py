"""`handover` as a person uses it: the list, the record, the three signatures (R18)."""

from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.cli.conftest import commit_all
from tests.cli.conftest import git
from tests.cli.conftest import write

POST = """title = "起重科科长"
title_en = "Head of cranes"
unit = "cranes"
rank = "section-head"

[[holding]]
person = "lin-tao"
from = 2020-01-01
to = 2026-05-31

[[holding]]
person = "mei-ling"
from = 2026-06-01
"""
DUTY = """title = "吊机检查"
tier = "handling"
bearer = "cranes-head"
lead = ["cranes"]
self_set = true
note = "班子会议定"
from = 2026-01-01

[[cadence]]
type = "at-least"
n = 1
per = "half-year"
"""


@pytest.fixture
def changed(top: Path) -> Path:
    """The register in which the head of cranes changed, with an open duty of the post."""
    write(top, "posts/cranes-head.toml", POST)
    write(top, "duties/crane-check.toml", DUTY)
    write(top, "people/wu.toml", 'name = "吴十"\n')
    commit_all(top, "change")
    return top


def test_without_a_post_every_change_is_listed(cli: Cli, changed: Path) -> None:
    answer = cli("handover", "--on", "2026-06-02")
    assert answer.code == 0
    assert answer.out.splitlines() == [
        "post            outgoing  incoming  effective   due         record  not signed yet",
        "Head of cranes  Lin Tao   mei-ling  2026-06-01  2026-06-08  none",
    ]
    (entry,) = cli("handover", "--on", "2026-06-02", "--json").json
    assert entry == {
        "post": "cranes-head", "title": "起重科科长", "on": "2026-06-02", "outgoing": "lin-tao", "incoming": "mei-ling",
        "witness": None, "ended": "2026-05-31", "effective": "2026-06-01", "due": "2026-06-08", "record": None,
        "unsigned": [],
    }  # fmt: skip
    assert cli("handover", "--on", "2026-05-30", "--json").json == []


def test_the_list_of_a_post(cli: Cli, changed: Path) -> None:
    answer = cli("handover", "cranes-head", "--on", "2026-06-02", lang="zh")
    assert answer.code == 0
    assert answer.out.splitlines() == [
        "起重科科长 (cranes-head)  2026-06-02",
        "移交人: 林涛",
        "接收人: mei-ling",
        "监交人: 无",
        "生效：2026-06-01，期限：2026-06-08",
        "记录: 无",
        "",
        "种类      事项                                              对应                 到期",
        "未了事项  吊机检查 2026-H1：0/1，2026-06-30 到期（进行中）  crane-check 2026-H1  2026-06-30",
    ]
    assert answer.err == "交接事项 1 项。\n"
    assert cli("handover", "cranes-head", "--on", "2026-06-02", "--json").json["matters"] == [
        {
            "sort": "obligation",
            "text": "吊机检查 2026-H1：0/1，2026-06-30 到期（进行中）",
            "reference": "crane-check 2026-H1",
            "due": "2026-06-30",
        }
    ]


def test_a_handover_is_recorded_and_signed_by_three(cli: Cli, changed: Path) -> None:
    answer = cli("handover", "cranes-head", "--save", "--witness", "wu", "--on", "2026-06-02", "--json")
    assert answer.code == 0
    (saved,) = answer.json["records"]
    assert saved["kind"] == "handover"
    assert saved["id"].startswith("2026-06-01-")
    shown = cli("handover", "cranes-head", "--on", "2026-06-03")
    assert f"record: {saved['id']}" in shown.out
    assert "not signed yet: Handing over, Taking over, Witness" in shown.out
    for role, person in (("outgoing", "lin-tao"), ("incoming", "mei-ling"), ("witness", "wu")):
        signed = cli("handover", "cranes-head", "--sign", role, person, "--on", "2026-06-05", "-y")
        assert signed.code == 0, signed.err
    entry = cli("handover", saved["id"], "--on", "2026-06-05", "--json").json
    assert (entry["record"], entry["unsigned"], entry["witness"]) == (saved["id"], [], "wu")
    assert cli("handover", "cranes-head", "--on", "2026-06-05").out.count("not signed yet") == 0
    assert [row["code"] for row in cli("check", "--on", "2026-06-30", "--json").json if row["code"][:4] == "DB84"] == []
    assert git(changed, "rev-list", "--count", "HEAD") == "6"
    assert git(changed, "log", "-1", "--format=%b").splitlines()[0] == "吴十以监交人身份签字：起重科科长交接"


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["general-head"], 1, 'Nobody has left the post "党政办主任" by 2026-06-02, so nothing is to be handed over.'),
        (["cranes-head", "--sign", "outgoing", "lin-tao"], 1, 'The handover of "起重科科长" has no record yet that could be signed.'),
        (["cranes-head", "--save", "--witness", "lin-tao"], 1, '"林涛" is a party to the handover and can\'t witness it.'),
        (["cranes-head", "--sign", "friend", "lin-tao"], 2, "--sign can't be `friend`."),
        (["cranes"], 2, "`cranes` is a unit; this is about: post, handover."),
    ],
)  # fmt: skip
def test_refusals(cli: Cli, changed: Path, words: list[str], code: int, message: str) -> None:
    answer = cli("handover", *words, "--on", "2026-06-02")
    assert (answer.code, answer.err.splitlines()[0]) == (code, f"dutybook: {message}")
    assert git(changed, "rev-list", "--count", "HEAD") == "2"


def test_refusals_of_a_recorded_handover(cli: Cli, changed: Path) -> None:
    saved = cli("handover", "cranes-head", "--save", "--on", "2026-06-02", "--json").json["records"][0]["id"]
    for words, message in (
        (["--save"], f'The handover of "起重科科长" is recorded already, in {saved}.'),
        (["--sign", "witness", "wu"], '"吴十" can\'t sign as witness: the record names nobody as that.'),
        (["--sign", "outgoing", "wu"], '"吴十" can\'t sign as handing over: that is "林涛".'),
    ):
        answer = cli("handover", saved, *words, "--on", "2026-06-02")
        assert (answer.code, answer.err.splitlines()[0]) == (1, f"dutybook: {message}")
    write(changed, f"handovers/2026/06/{saved}.toml", 'post = "nowhere"\noutgoing = "lin-tao"\ndate = 2026-06-01\n')
    answer = cli("handover", saved, "--on", "2026-06-02")
    assert (answer.code, answer.err.splitlines()[0]) == (2, "dutybook: There is no `post/nowhere` in this register.")


def test_while_somebody_stands_in_no_day_is_set(cli: Cli, changed: Path) -> None:
    write(changed, "posts/cranes-head.toml", POST.replace('"mei-ling"', '"mei-ling"\nmanner = "acting"'))
    commit_all(changed, "acting")
    answer = cli("handover", "cranes-head", "--on", "2026-06-30")
    assert "effective: 2026-06-01, due: not before somebody is appointed" in answer.out
    assert cli("handover", "--on", "2026-06-30", "--json").json[0]["due"] is None
