"""Attribution on the command line: the proposal by its rows, beside what was decided."""

from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.cli.conftest import git
from tests.cli.conftest import write

CASE = "2026-05-12-cccccc"
PATH = f"cases/2026/05/{CASE}.toml"
TEXT = """title = "装卸值守失误"
occurred = 2026-05-12
duty = "quarterly-review"
circumstance = "C2"
mode = "collective"
in_charge = "deputy"
meeting = "2026-05-12-dddddd"
item = 2
found_wrong_by = "督查组"
organ = "office"
profile = "company-10"

[[member]]
post = "secretary"
person = "lin-tao"
stance = "agreed"

[[member]]
post = "deputy"
person = "mei-ling"
stance = "objected"
in_minutes = true

[[decision]]
person = "lin-tao"
tier = "main-leadership"
measure = "criticism"
decided_on = 2026-06-20
document = "港〔2026〕4号"
served_on = 2026-06-22
appealed_on = 2026-06-29
appeal_result = "维持"
influence_until = 2026-12-19

[[decision]]
unit = "office"
measure = "circular"
decided_on = 2026-06-25

[[decision]]
person = "lin-tao"
measure = "reminder"
decided_on = 2026-07-01

[[decision]]
person = "outsider"
measure = "reminder"
"""
MEETING = """title = "专题研究"
type = "deliberation"
date = 2026-05-12
unit = "office"
state = "filed"

[meeting]

[[meeting.item]]
no = 2
topic = "装卸值守"
"""
DEPUTY = """title = "副书记"
title_en = "Deputy"
unit = "office"
rank = "member"

[[holding]]
person = "mei-ling"
from = 2020-01-01
"""


@pytest.fixture
def case(top: Path) -> Path:
    """The register with a case; its path."""
    write(top, "posts/deputy.toml", DEPUTY)
    write(top, "activities/2026/05/2026-05-12-dddddd.toml", MEETING)
    write(top, PATH, TEXT)
    return top / PATH


def rows(out: str) -> list[list[str]]:
    """The cells of the table of proposals."""
    lines = out.split("\n\n")[1].splitlines()
    return [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in lines]


def test_programs_get_one_line_a_member_and_one_for_the_team(cli: Cli, case: Path) -> None:
    assert cli("attribute", CASE, "--on", "2026-06-30", "--json").json == {
        "case": CASE,
        "profile": "company-10",
        "lines": [
            {"person": "lin-tao", "post": "secretary", "tier": "main-leadership", "row": 3, "flags": []},
            {"person": "mei-ling", "post": "deputy", "tier": "not-attributed", "row": 2, "flags": []},
            {"person": None, "post": None, "tier": "collective", "row": None, "flags": []},
        ],
    }


def test_people_see_facts_proposal_rule_and_decision(cli: Cli, case: Path) -> None:
    answer = cli("attribute", CASE, "--on", "2026-06-30")
    assert answer.code == 0
    assert answer.out.splitlines()[:10] == [
        f"Case {CASE}  装卸值守失误",
        "decision of     2026-05-12",
        "duty            Quarterly review",
        "circumstance    C2 Weak leadership on a major matter, serious error",
        "mode            Collective",
        "in charge       Deputy",
        "meeting         2026-05-12-dddddd item 2: 装卸值守",
        "found wrong by  督查组",
        "deciding organ  office",
        "profile         Company rules, article 10",
    ]
    assert rows(answer.out) == [
        ["person", "post", "proposal", "by rule", "flags", "decided"],
        [
            "Lin Tao",
            "Secretary",
            "Main leadership responsibility",
            "row 3: collective decision: the principal and the member directly in charge bear main leadership responsibility",
            (
                "Main leadership responsibility, Criticism, 港〔2026〕4号, decided 2026-06-20, served 2026-06-22, "
                "appealed 2026-06-29, result of the appeal: 维持, influence until 2026-12-19"
            ),
        ],
        [
            "mei-ling",
            "Deputy",
            "No leadership responsibility",
            "row 2: collective decision: a clear objection, in the minutes and not adopted, leaves no leadership responsibility",
            "not decided",
        ],
        [
            "(the team)",
            "Collective responsibility",
            "collective decision: the team answers as a body too",
            "Criticism by circular, decided 2026-06-25",
        ],
        ["outsider", "(not in the proposal)", "Reminder"],
    ]
    assert answer.out.endswith(
        "\nThis is a proposal by the rules, for office to consider; what is decided, people write into the record.\n"
    )


def test_people_read_it_in_chinese(cli: Cli, case: Path) -> None:
    out = cli("attribute", CASE, "--on", "2026-06-30", lang="zh").out
    assert out.startswith(f"问责 {CASE}  装卸值守失误\n")
    assert "认定规则        公司细则第十条" in out
    assert rows(out)[2] == [
        "mei-ling",
        "副书记",
        "不承担领导责任",
        "第2行：集体决策，明确反对并记入纪要、未被采纳的，不承担领导责任",
        "未决定",
    ]
    assert out.endswith("\n以上只是按规则提出的建议，供office研究；作出的决定由人写入记录。\n")


def test_r0_1_what_was_decided_later_is_not_shown(cli: Cli, case: Path) -> None:
    early = rows(cli("attribute", CASE, "--on", "2026-06-21").out)
    assert early[1][4] == (
        "Main leadership responsibility, Criticism, 港〔2026〕4号, decided 2026-06-20, influence until 2026-12-19"
    )
    assert early[3][-1] == "not decided"
    later = rows(cli("attribute", CASE, "--on", "2026-07-01").out)
    assert later[2] == ["Reminder, decided 2026-07-01"]


def test_an_individual_decision_falls_on_the_decider(cli: Cli, case: Path) -> None:
    text = TEXT.replace('mode = "collective"', 'mode = "individual"\ndecided_by = "deputy"')
    case.write_text(text, encoding="utf-8")
    found = cli("attribute", CASE, "--on", "2026-06-30", "--json").json
    assert [(line["person"], line["tier"], line["row"]) for line in found["lines"]] == [
        ("lin-tao", "not-applicable", 1),
        ("mei-ling", "personal", 1),
    ]
    assert "decided by      Deputy" in cli("attribute", CASE, "--on", "2026-06-30").out


def test_a_decider_whom_nobody_was_is_said(cli: Cli, case: Path) -> None:
    text = TEXT.replace('mode = "collective"', 'mode = "individual"\ndecided_by = "cranes-head"')
    case.write_text(text, encoding="utf-8")
    assert rows(cli("attribute", CASE, "--on", "2026-06-30").out)[1][:3] == [
        "(nobody held the post)",
        "起重科科长",
        "Personal responsibility",
    ]


def test_attribution_writes_nothing(cli: Cli, case: Path, top: Path) -> None:
    before = git(top, "status", "--porcelain")
    assert cli("attribute", CASE, "--on", "2026-06-30").code == 0
    assert git(top, "status", "--porcelain") == before
    assert case.read_text(encoding="utf-8") == TEXT


def test_a_case_without_organ_and_meeting_shows_neither(cli: Cli, case: Path) -> None:
    text = (
        TEXT.replace('organ = "office"\n', "").replace('meeting = "2026-05-12-dddddd"\n', "").replace("item = 2\n", "")
    )
    case.write_text(text, encoding="utf-8")
    out = cli("attribute", CASE, "--on", "2026-06-30").out
    assert "meeting  " not in out
    assert "for the deciding organ to consider" in out
    assert "deciding organ  " not in out


@pytest.mark.parametrize(
    ("old", "new", "on", "code", "words"),
    [
        (
            'profile = "company-10"\n',
            "",
            "2026-06-30",
            1,
            (
                f"dutybook: The case {CASE} names no profile, so nothing says by which rules responsibility is attributed.\n"
                "Set its `profile` to one of company-10, national-2019.\n"
            ),
        ),
        (
            "company-10",
            "our-own",
            "2026-06-30",
            1,
            (
                f"dutybook: The case {CASE} names the profile our-own, which nobody knows.\n"
                "Set its `profile` to one of company-10, national-2019.\n"
            ),
        ),
        (
            "company-10",
            "company-10",
            "2026-05-11",
            2,
            f"dutybook: The case {CASE} was opened on 2026-05-12, after 2026-05-11.\nAsk about a later day by --on.\n",
        ),
    ],
)
def test_what_cannot_be_attributed_says_why(
    cli: Cli, case: Path, old: str, new: str, on: str, code: int, words: str
) -> None:
    case.write_text(TEXT.replace(old, new), encoding="utf-8")
    answer = cli("attribute", CASE, "--on", on)
    assert (answer.code, answer.out, answer.err) == (code, "", words)


def test_a_case_exists_from_the_day_it_was_opened(cli: Cli, case: Path) -> None:
    case.write_text(TEXT.replace("duty =", "opened = 2026-06-15\nduty =", 1), encoding="utf-8")
    early = cli("attribute", CASE, "--on", "2026-06-14", lang="zh")
    assert (early.code, early.err) == (
        2,
        f"dutybook：问责 {CASE} 2026-06-15 立案，晚于 2026-06-14。\n用 --on 指定较晚的日期。\n".replace("：", ": ", 1),
    )
    assert "opened          2026-06-15" in cli("attribute", CASE, "--on", "2026-06-15").out


def test_only_a_case_can_be_attributed(cli: Cli) -> None:
    answer = cli("attribute", "quarterly-review")
    assert (answer.code, answer.err) == (
        2,
        "dutybook: `quarterly-review` is a duty; this is about: case.\n",
    )
