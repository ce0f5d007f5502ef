"""`coverage` as a person and as a program reads it (R16)."""

from pathlib import Path

from tests.cli.conftest import ON
from tests.cli.conftest import Cli
from tests.cli.conftest import commit_all
from tests.cli.conftest import write

SOURCE = """code = "P1"
title = "办法"
title_en = "Measures"

[[clause]]
path = "1"

[[clause]]
path = "2"

[[clause]]
path = "3"
scope = "background"
"""


def prepare(top: Path) -> None:
    write(top, "sources/rules.toml", SOURCE)
    duty = top / "duties/yearly-plan.toml"
    write(top, "duties/yearly-plan.toml", duty.read_text(encoding="utf-8") + '\n[[basis]]\nclause = "rules#1"\n')
    commit_all(top, "rules")


def test_sources_are_counted_and_gaps_listed(cli: Cli, top: Path) -> None:
    prepare(top)
    answer = cli("coverage", "--on", ON)
    assert answer.code == 0
    assert answer.out.splitlines() == [
        "source  title     clauses in scope  with a duty  without",
        "rules   Measures  2                 1            1",
        "",
        "gap                     place                  title",
        "Clause without a duty   rules#2                Measures",
        "Duty without a clause   duty/quarterly-review  Quarterly review",
        "Unit without a liaison  unit/cranes            Cranes",
        "Unit without a liaison  unit/general           General office",
        "Post without a holder   post/cranes-head       起重科科长",
    ]
    assert answer.err == f"{ON}: 2 clause(s) in scope, 5 gap(s).\n"


def test_json(cli: Cli, top: Path) -> None:
    prepare(top)
    document = cli("coverage", "--on", ON, "--json").json
    assert document["on"] == ON
    assert document["sources"] == [
        {"id": "rules", "code": "P1", "title": "办法", "clauses": 2, "covered": 1, "uncovered": 1}
    ]
    assert document["gaps"][0] == {
        "type": "clause-without-duty", "kind": "source", "id": "rules", "clause": "rules#2", "title": "办法",
    }  # fmt: skip
    assert [(gap["type"], gap["id"], gap["clause"]) for gap in document["gaps"][1:]] == [
        ("duty-without-clause", "quarterly-review", None),
        ("unit-without-liaison", "cranes", None),
        ("unit-without-liaison", "general", None),
        ("post-without-holder", "cranes-head", None),
    ]


def test_on_another_day_other_things_are_lacking(cli: Cli, top: Path) -> None:
    prepare(top)
    gaps = cli("coverage", "--on", "2025-12-31", "--json").json["gaps"]
    assert [(gap["type"], gap["clause"]) for gap in gaps[:2]] == [
        ("clause-without-duty", "rules#1"),
        ("clause-without-duty", "rules#2"),
    ]


def test_in_chinese(cli: Cli, top: Path) -> None:
    prepare(top)
    answer = cli("coverage", "--on", ON, lang="zh")
    assert "条款无职责事项  rules#2" in answer.out
    assert answer.err == f"{ON}：域内条款 2 条，缺口 5 处。\n"
