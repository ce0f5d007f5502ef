"""`dutybook score`: the table, one object's lines, the JSON that programs rely on, and freezing."""

from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.cli.conftest import commit_all
from tests.cli.conftest import git
from tests.cli.conftest import write

ON = "2026-12-31"
SCHEME = """\
title = "年度考核"
title_en = "Yearly assessment"
objects = [
  "@sections",
  "secretary",
]
base = 100.0
lowest = 0.0
highest = 100.0
bonus_cap = 5.0
digits = 1
rounding = "half-up"

[veto]
trigger = ["瞒报事故"]
effect = "良好"
period = "当年度"
decider = "office"
basis = "第九条"

[[item]]
rule = "missed"
points = -3.0
weight = 100.0

[[grade]]
title = "优秀"
from_score = 95.0

[[grade]]
title = "良好"
from_score = 85.0
"""
ASSESSMENT = """\
year = 2026
scheme = "yearly"
date = 2026-11-20

[[bonus]]
object = "cranes"
points = 1.0
basis = "一号"

[[veto]]
object = "cranes"
date = 2026-11-18
trigger = "瞒报事故"
confirmed_by = "office"
confirmed_on = 2026-11-30
document = "二号"
revoked_on = 2027-02-01
"""
RECORD = "assessments/2026/11/2026-11-20-aaaaaa.toml"


@pytest.fixture
def scored(top: Path) -> Path:
    """The register with a scheme and a year's assessment, committed."""
    write(top, "schemes/yearly.toml", SCHEME)
    write(top, RECORD, ASSESSMENT)
    commit_all(top)
    return top


def change(top: Path, path: str, old: str, new: str) -> None:
    """Change one place in a file and commit it."""
    text = (top / path).read_text("utf-8")
    assert old in text
    write(top, path, text.replace(old, new))
    commit_all(top)


def test_the_table_shows_score_grade_rank_and_veto(cli: Cli, scored: Path) -> None:
    answer = cli("score", "--on", ON)
    assert answer.out.splitlines() == [
        "rank  assessed        code  score  grade        late  missed  findings late  recurred  on time  veto",
        "1     Cranes          U02   100.0  良好 (veto)                                         0/0      Veto",
        "2     General office  U01   97.0   优秀               1                                2/3",
        "1     Secretary       Z01   97.0   优秀               1                                2/3",
    ]
    assert answer.err == "2026, Yearly assessment, as of 2026-12-31\n"
    assert "良好（否决）" in cli("score", "--on", ON, lang="zh").out


def test_one_object_shows_its_lines(cli: Cli, scored: Path) -> None:
    assert cli("score", "--on", ON, "--unit", "general").out.splitlines() == [
        "General office  2026, Yearly assessment, as of 2026-12-31",
        "base  score  grade  rank",
        "100   97.0   优秀   2",
        "",
        "points  item    source       comes from",
        "-3      Missed  D01 2026-Q3  Quarterly review 2026-Q3; First lead, × 1",
    ]
    answer = cli("score", "--object", "unit/cranes", "--on", "2027-02-01", "--year", "2026")
    assert answer.out.splitlines() == [
        "Cranes  2026, Yearly assessment, as of 2027-02-01",
        "base  total  score  grade  rank",
        "100   101    100.0  优秀   1",
        "",
        "points  item   source             comes from",
        "+1      Bonus  2026-11-20-aaaaaa  一号",
        "Revoked  2026-11-18  瞒报事故  confirmed by office on 2026-11-30  二号  revoked on 2027-02-01",
    ]


def test_json_holds_what_programs_rely_on(cli: Cli, scored: Path) -> None:
    cranes, general, secretary = cli("score", "--on", ON, "--json").json
    assert (general["object"], general["code"], general["score"], general["grade"], general["rank"]) == (
        "general",
        "U01",
        97.0,
        "优秀",
        2,
    )
    (line,) = general["lines"]
    assert {key: line[key] for key in ("rule", "points", "obligation", "why")} == {
        "rule": "missed",
        "points": -3.0,
        "obligation": {"duty": "quarterly-review", "row": 0, "period": "2026-Q3", "element": None},
        "why": "Quarterly review 2026-Q3; First lead, × 1",
    }
    assert (general["veto"], general["frozen"], general["vetoed"]) == ([], None, False)
    assert (secretary["kind"], secretary["lines"][0]["role"]) == ("post", "bearer")
    assert (cranes["score"], cranes["total"], cranes["grade"], cranes["grade_by_score"]) == (
        100.0,
        101.0,
        "良好",
        "优秀",
    )
    assert cranes["lines"] == [
        {
            "rule": "bonus",
            "points": 1.0,
            "bonus": "一号",
            "assessment": "2026-11-20-aaaaaa",
            "why": "一号",
            "mark": None,
            "full": 1.0,
        }
    ]
    assert cranes["veto"] == [
        {
            "state": "in-force",
            "date": "2026-11-18",
            "trigger": "瞒报事故",
            "confirmed_by": "office",
            "confirmed_on": "2026-11-30",
            "document": "二号",
            "revoked_on": None,
            "missing": [],
            "assessment": "2026-11-20-aaaaaa",
        }
    ]
    assert [one["object"] for one in cli("score", "--on", ON, "--json", "--object", "cranes").json] == ["cranes"]


def test_a_finding_is_named_in_the_lines(cli: Cli, scored: Path) -> None:
    finding = (
        'inspection = "2026-05-12-bbbbbb"\nunit = "cranes"\ntext = "缺签到"\nissued = 2026-05-12\ndue = 2026-05-20\n'
    )
    write(scored, "findings/2026/05/2026-05-12-cccccc.toml", f'code = "X1"\n{finding}')
    change(scored, "schemes/yearly.toml", "[[grade]]", '[[item]]\nrule = "finding-late"\npoints = -2.0\n\n[[grade]]')
    assert "-2      Finding closed late  X1 " in cli("score", "--on", ON, "--object", "cranes").out
    (one,) = cli("score", "--on", ON, "--object", "cranes", "--json").json
    assert (one["score"], one["lines"][0]["finding"]) == (99.0, "2026-05-12-cccccc")


def test_what_the_scheme_leaves_open_is_said(cli: Cli, scored: Path) -> None:
    change(scored, "schemes/yearly.toml", "base = 100.0\n", "")
    change(scored, "schemes/yearly.toml", "bonus_cap = 5.0\n", "")
    change(scored, "schemes/yearly.toml", 'basis = "第九条"\n', "")
    answer = cli("score", "--on", ON)
    assert answer.err.splitlines()[1:] == [
        "The scheme sets no base score: deductions are listed, no score is given.",
        "The scheme sets no bonus cap: bonuses are listed, none is added.",
        "Veto parameters not set (basis): the events have no effect.",
    ]
    assert "base not set" in answer.out
    assert "Veto parameters not set" in answer.out
    found = {one["object"]: one for one in cli("score", "--on", ON, "--json").json}
    assert (found["general"]["score"], found["general"]["rank"], len(found["general"]["lines"])) == (None, None, 1)
    shown = cli("score", "--on", ON, "--object", "general")
    assert shown.out.splitlines()[1:3] == ["score         grade  rank", "base not set"]


def test_which_scheme_is_meant(cli: Cli, scored: Path) -> None:
    write(scored, "schemes/other.toml", 'title = "o"\nobjects = ["cranes"]\nbase = 50.0\n')
    commit_all(scored)
    assert [one["scheme"] for one in cli("score", "--on", ON, "--json").json] == ["yearly"] * 3
    (one,) = cli("score", "--on", ON, "--json", "--scheme", "other").json
    assert (one["object"], one["score"]) == ("cranes", 50.0)
    answer = cli("score", "--year", "2025", "--on", ON)
    assert (answer.code, answer.err.splitlines()[0]) == (
        2,
        "dutybook: There are several schemes to score 2025 by: other, yearly.",
    )
    assert cli("score", "--scheme", "general").err.startswith("dutybook: `general` is a unit; this is about: scheme.")


@pytest.mark.parametrize("year", ["0", "-1", "9999", "99999999999"])
def test_a_year_that_no_calendar_has_is_wrong_use(cli: Cli, year: str) -> None:
    answer = cli("score", "--year", year)
    assert (answer.code, answer.err.splitlines()[0]) == (2, f"dutybook: --year can't be `{year}`.")


def test_who_is_not_assessed(cli: Cli, scored: Path) -> None:
    answer = cli("score", "--object", "office", "--on", ON)
    assert (answer.code, answer.err.splitlines()[0]) == (
        2,
        'dutybook: "office" is not among the objects of the scheme "yearly" on 2026-12-31.',
    )
    assert "`yearly` is a scheme; this is about: unit, post." in cli("score", "--object", "yearly").err


def test_without_a_scheme_there_is_no_score(cli: Cli) -> None:
    answer = cli("score", "--on", ON)
    assert (answer.code, answer.out) == (2, "")
    assert "none is in force on 2026-12-31" in answer.err


def test_freezing_writes_one_commit_and_keeps_what_stands_there(cli: Cli, scored: Path) -> None:
    head = git(scored, "rev-parse", "HEAD")
    answer = cli("score", "--on", ON, "--freeze", "--why", "会议审定", "--json")
    assert answer.code == 0
    assert answer.json["records"] == [{"kind": "assessment", "id": "2026-11-20-aaaaaa"}]
    assert git(scored, "rev-parse", "HEAD~1") == head
    assert "会议审定\n\nRegister-Action: freeze" in git(scored, "log", "-1", "--format=%B")
    text = (scored / RECORD).read_text("utf-8")
    assert text.startswith(ASSESSMENT.split("\n\n", maxsplit=1)[0])
    assert f'frozen_commit = "{head}"\nfrozen_on = 2026-12-31\n' in text
    assert text.endswith(
        '[[result]]\nobject = "cranes"\nscore = 100.0\ngrade = "良好"\nrank = 1\n\n'
        '[[result]]\nobject = "general"\nscore = 97.0\ngrade = "优秀"\nrank = 2\n\n'
        '[[result]]\nobject = "secretary"\nscore = 97.0\ngrade = "优秀"\nrank = 1\n'
    )
    assert [one["code"] for one in cli("check", "--json").json if one["code"].startswith("DB6")] == []
    one = cli("score", "--on", ON, "--json", "--object", "general").json[0]["frozen"]
    assert one == {"score": 97.0, "grade": "优秀", "rank": 2, "on": ON, "commit": head, "differs": False}


def test_a_frozen_result_stays_and_what_differs_is_shown(cli: Cli, scored: Path) -> None:
    cli("score", "--on", ON, "--freeze")
    change(scored, "schemes/yearly.toml", "points = -3.0", "points = -4.0")
    answer = cli("score", "--on", ON)
    assert "97 优秀 #2 (differs now)" in answer.out
    assert "2 object(s) are reckoned otherwise now than when frozen; the frozen result stays." in answer.err
    assert "97 优秀 #2 (differs now)" in cli("score", "--on", ON, "--object", "general").out
    change(scored, "schemes/yearly.toml", '  "secretary",\n', "")
    assert "not assessed any more: secretary." in cli("score", "--on", ON).err
    change(scored, "schemes/yearly.toml", "objects = [\n", 'objects = [\n  "office",\n')
    assert "not frozen" in cli("score", "--on", ON).out
    assert "frozen" not in cli("score", "--on", "2026-12-30").out


def test_freezing_again_needs_to_be_said_and_a_reason(cli: Cli, scored: Path) -> None:
    cli("score", "--on", ON, "--freeze")
    refused = cli("score", "--on", ON, "--freeze", "--why", "x")
    assert (refused.code, refused.err.splitlines()[0]) == (
        1,
        'dutybook: The result of 2026 is frozen already, in the assessment "2026-11-20-aaaaaa".',
    )
    assert cli("score", "--on", ON, "--freeze", "--again").code == 2
    change(scored, "schemes/yearly.toml", "points = -3.0", "points = -4.0")
    assert cli("score", "--on", ON, "--freeze", "--again", "--why", "方案更正").code == 0
    text = (scored / RECORD).read_text("utf-8")
    assert (text.count("[[result]]"), text.count("score = 96.0")) == (3, 2)


def test_freezing_makes_the_assessment_where_there_is_none(cli: Cli, scored: Path) -> None:
    (scored / RECORD).unlink()
    commit_all(scored)
    answer = cli("score", "--on", "2026-11-25", "--freeze", "--json")
    assert "The year 2026 is not over on 2026-11-25; it is frozen as of that day all the same." in answer.err
    (path,) = answer.json["paths"]
    assert path.startswith("assessments/2026/11/2026-11-25-")
    text = (scored / path).read_text("utf-8")
    assert text.startswith('year = 2026\nscheme = "yearly"\ndate = 2026-11-25\nfrozen_commit = "')
    assert "2026 年度考核结果按 2026-11-25 定稿。" in git(scored, "log", "-1", "--format=%B")


def test_nothing_is_frozen_over_unsaved_changes(cli: Cli, scored: Path) -> None:
    head = git(scored, "rev-parse", "HEAD")
    write(scored, "schemes/yearly.toml", SCHEME.replace("-3.0", "-4.0"))
    answer = cli("score", "--on", ON, "--freeze")
    assert (answer.code, answer.err.splitlines()[0]) == (
        1,
        "dutybook: The result can't be frozen: schemes/yearly.toml changed outside and not saved.",
    )
    assert git(scored, "rev-parse", "HEAD") == head
