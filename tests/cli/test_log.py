"""`dutybook log`: sentences, filters, renames, what merges brought in, and records that are gone."""

from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.cli.conftest import git
from tests.cli.conftest import write

BO = {"GIT_AUTHOR_NAME": "Bo Tern", "GIT_AUTHOR_EMAIL": "bo@quay.example", "GIT_AUTHOR_DATE": "1769904000 +0800"}
FEBRUARY = "2026-02-01"


def lines(cli: Cli, *words: str, lang: str = "en") -> list[str]:
    """Each line without its commit and time."""
    answer = cli("log", *words, lang=lang)
    assert answer.code == 0, answer.err
    return [line.lstrip().split("  ", 2)[2] for line in answer.out.splitlines()]


def commit(top: Path, path: str, text: str | None, message: str, **environment: str) -> None:
    if text is None:
        (top / path).unlink()
    else:
        write(top, path, text)
    git(top, "add", "--all")
    git(top, "commit", "--quiet", f"--message={message}", environment=environment)


def test_a_change_is_a_sentence_in_either_language(cli: Cli) -> None:
    cli("set", "quarterly-review", "note=见纪要", "tier=direct", "lead+=cranes", "--why", "notice No. 7")
    assert lines(cli, "--limit", "1") == [
        "Lin Tao changed duty “Quarterly review” (quarterly-review): Tier Main-body responsibility → Direct responsible person; Lead units General office (general) → General office (general), Cranes (cranes); Note – → 见纪要. Reason: notice No. 7"
    ]
    assert lines(cli, "--limit", "1", lang="zh") == [
        "林涛 修改职责事项“季度研究”（quarterly-review）：责任层级 主体责任 → 直接责任人；牵头单位 党政办 (general) → 党政办 (general)、起重科 (cranes)；备注 – → 见纪要。理由：notice No. 7"
    ]
    assert lines(cli, "quarterly-review", "--limit", "1")[0].startswith(
        "Lin Tao changed: Tier Main-body responsibility → "
    )


def test_additions_and_removals_and_what_is_no_record(cli: Cli, top: Path) -> None:
    cli("add", "unit", "title=码头科", "type=section", "--id", "wharf", "--why", "new")
    commit(top, "units/wharf.toml", None, "unit(wharf): gone\n\nclosed", **BO)
    commit(top, "notes.txt", "x", "notes: begin\n\nfor later")
    assert lines(cli, "--limit", "3") == [
        "Lin Tao changed 1 other file(s). Reason: notes: begin for later",
        "Bo Tern? removed unit wharf. Reason: unit(wharf): gone closed",
        "Lin Tao added unit wharf. Reason: new",
    ]
    assert lines(cli, "wharf") == ["Bo Tern? removed. Reason: unit(wharf): gone closed", "Lin Tao added. Reason: new"]
    assert lines(cli, "unit/wharf", lang="zh")[0] == "Bo Tern? 删除。理由：unit(wharf): gone closed"
    assert lines(cli, "units/wharf.toml") == lines(cli, "wharf")


def test_many_records_and_many_fields_are_counted(cli: Cli, top: Path) -> None:
    (said,) = lines(cli)
    files = git(top, "ls-files").count("\n") + 1
    assert said.endswith(f". {files - 5} more record(s). Reason: begin")
    assert said.count("added") == 5
    extra = "".join(f'odd{number} = "{number}"\n' for number in range(12))
    commit(top, "units/cranes.toml", f'title = "起重科"\n{extra}', "odd")
    (said, _) = lines(cli, "cranes")
    assert said.endswith("; odd3 – → 3; 8 more field(s). Reason: odd")
    git(top, "commit", "--quiet", "--allow-empty", "--message=nothing")
    assert lines(cli, "--limit", "1") == ["Lin Tao changed no file. Reason: nothing"]
    git(top, "commit", "--quiet", "--allow-empty", "--message=proposal: comment\n\nwhy so\n\nRegister-Action: comment")
    assert lines(cli, "--limit", "1") == ["Lin Tao proposal: comment. Reason: why so"]


def test_a_field_has_its_own_history(cli: Cli) -> None:
    cli("set", "quarterly-review", "cadence[0].per=month", "--why", "one")
    cli("set", "quarterly-review", "note=x", "--why", "two")
    cli("set", "quarterly-review", "cadence[0].per=year", "cadence[0].n=2", "--why", "three")
    assert lines(cli, "quarterly-review", "--field", "cadence[0].per") == [
        "Lin Tao changed: Cadences 1 > Per Month → Year. Reason: three",
        "Lin Tao changed: Cadences 1 > Per Quarter → Month. Reason: one",
        "Lin Tao changed: Cadences 1 > Per – → Quarter. Reason: begin",
    ]
    found = cli("log", "quarterly-review", "--field", "cadence", "--limit", "1", "--json").json
    assert found[0]["records"] == [
        {
            "kind": "duty",
            "id": "quarterly-review",
            "fields": [
                {"key": "cadence[0].n", "old": 1, "new": 2},
                {"key": "cadence[0].per", "old": "month", "new": "year"},
            ],
        }
    ]
    assert len(lines(cli, "--field", "note")) == 1
    assert lines(cli, "quarterly-review", "--field", "to") == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("quarterly-review", "--field", "cadance"), "A duty has no field `cadance`"),
        (("--field", "a..b"), "`a..b` is no key of a field"),
        (("--from", "2026-02-02", "--to", "2026-02-01"), "begins on 2026-02-02, after its end on 2026-02-01"),
        (("--from", "yesterday"), "--from"),
        (("nowhere",), "There is no `nowhere`"),
        (("duty/nowhere",), "There is no `duty/nowhere`"),
        (("unknown/nowhere",), "unknown"),
        (("--", "--all"), "There is no `--all`"),
    ],
)
def test_wrong_use_is_told(cli: Cli, words: tuple[str, ...], said: str) -> None:
    answer = cli("log", *words)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


def test_a_person_is_known_by_e_mail_or_by_a_part_of_the_name(cli: Cli, top: Path) -> None:
    write(top, "people/bo.toml", 'name = "博"\nname_en = "Bo Tern"\nemails = ["BO@quay.example"]\n')
    commit(top, "units/cranes.toml", 'title = "起重科"\ntype = "section"\n', "one", **BO)
    commit(top, "units/cranes.toml", 'title = "起重二科"\ntype = "section"\n', "two", **{**BO, "GIT_AUTHOR_NAME": "B."})
    commit(
        top,
        "units/cranes.toml",
        'title = "起重三科"\ntype = "section"\n',
        "three",
        GIT_AUTHOR_EMAIL="x@y",
        GIT_AUTHOR_NAME="Bob",
    )

    def reasons(person: str) -> list[str]:
        return [line.rpartition("Reason: ")[2] for line in lines(cli, "cranes", "--person", person)]

    assert reasons("bo") == reasons("person/bo") == ["two", "one"]
    assert reasons("BO@quay.example") == ["two", "one"]
    assert reasons("Tern") == reasons("博") == ["two", "one"]
    assert reasons("bob") == ["three"]
    assert reasons("lin-tao") == ["begin"]
    assert reasons("nobody") == []
    assert lines(cli, "cranes", "--person", "bo", lang="zh")[0].startswith("博 修改：")


def test_a_span_of_days_is_in_the_registers_time_zone(cli: Cli, top: Path) -> None:
    settings = (top / "register.toml").read_text()
    commit(
        top,
        "register.toml",
        f"{settings.replace('[', chr(10) + '[', 1)}".replace(
            'language = "zh"', 'language = "zh"\ntime_zone = "Asia/Shanghai"', 1
        ),
        "zone",
    )
    # 23:30 on the last day of January in London, half past seven of the first day of February in Shanghai
    commit(top, "units/cranes.toml", 'title = "x"\ntype = "section"\n', "late", GIT_AUTHOR_DATE="1769902200 +0000")

    def count(*words: str) -> int:
        return len(lines(cli, *words))

    assert count() == 3
    assert count("--from", "2026-02-01") == count("--from", FEBRUARY, "--to", FEBRUARY) == 1
    assert count("--to", "2026-01-31") == 2
    assert count("--from", "2026-01-01", "--to", "2026-01-01") == 2
    assert count("--to", "2025-12-31") == 0


def test_a_rename_is_one_line_of_one_history(cli: Cli, top: Path) -> None:
    cli("set", "yearly-plan", "note=x", "--why", "before")
    git(top, "mv", "duties/yearly-plan.toml", "duties/plan.toml")
    message = "duty(yearly-plan): renamed to plan\n\nwhy not\n\nRegister-Action: rename\nRegister-Renamed: duty/yearly-plan -> duty/plan"
    git(top, "commit", "--quiet", f"--message={message}")
    cli("set", "plan", "note=y", "--why", "after")
    assert lines(cli, "plan") == [
        "Lin Tao changed: Note x → y. Reason: after",
        "Lin Tao renamed yearly-plan to plan. Reason: why not",
        "Lin Tao changed duty yearly-plan: Note – → x. Reason: before",
        "Lin Tao added duty yearly-plan. Reason: begin",
    ]
    assert (
        lines(cli, "yearly-plan", "--limit", "1") == ["Lin Tao renamed yearly-plan to plan. Reason: why not"]
        or lines(cli, "yearly-plan")[-1] == "Lin Tao added. Reason: begin"
    )
    told = cli("log", "plan", "--json").json
    assert [one["records"] for one in told][1] == [{"kind": "duty", "id": "plan", "was": "yearly-plan", "fields": []}]


def merge(top: Path) -> None:
    """Bo's branch changes the cranes' title and is merged by Lin Tao."""
    git(top, "switch", "--quiet", "--create", "side")
    commit(top, "units/cranes.toml", 'title = "起重二科"\ntype = "section"\n', "by Bo", **BO)
    git(top, "switch", "--quiet", "main")
    commit(top, "units/general.toml", 'title = "办公室"\ntype = "section"\n', "on main")
    git(top, "merge", "--quiet", "--no-ff", "--message=join", "side")


def test_behind_a_merge_stands_what_it_brought_in(cli: Cli, top: Path) -> None:
    merge(top)
    assert [line[:2] == "  " for line in cli("log").out.splitlines()] == [False, True, False, False]
    told = cli("log", "cranes", "--json").json
    joined, side, begin = told
    assert [one["reason"] for one in told] == ["", "", ""]
    assert "merge" not in joined | begin
    assert (side["author"], side["merge"]) == ("Bo Tern", joined["commit"])
    assert joined["records"][0]["fields"][1:] == side["records"][0]["fields"][1:]
    said = lines(cli, "cranes")
    assert said[0].startswith("Lin Tao merged in: changed: ")
    assert said[1].startswith("Bo Tern? changed: ")
    assert len(lines(cli, "--person", "Bo Tern")) == 1


def test_what_other_tools_wrote_does_nothing(cli: Cli, top: Path) -> None:
    hostile = "\x1b]52;c;x\x07\u202e[b]x[/b] " + "很长" * 300_000
    write(top, "units/cranes.toml", "title = ")
    git(top, "add", "--all")
    (top / "message").write_text(f"{hostile}\n\n{hostile}\n\nRegister-Action: {hostile[:99]}")
    git(top, "commit", "--quiet", "--file=message", environment={"GIT_AUTHOR_NAME": hostile[:500]})
    (said,) = lines(cli, "--limit", "1")
    assert len(said) < 3_000
    assert "one side can't be read as TOML" in said
    assert "[b]x[/b]" in said
    (told,) = cli("log", "--limit", "1", "--json").json
    assert told["reason"].endswith("很长")
    assert len(told["reason"]) > 600_000
    assert told["records"] == [{"kind": "unit", "id": "cranes", "fields": []}]


def test_a_record_removed_and_added_again_is_one_history(cli: Cli, top: Path) -> None:
    text = (top / "units/cranes.toml").read_text()
    commit(top, "units/cranes.toml", None, "away")
    commit(top, "units/cranes.toml", text, "back")
    assert lines(cli, "cranes") == [
        "Lin Tao added. Reason: back",
        "Lin Tao removed. Reason: away",
        "Lin Tao added. Reason: begin",
    ]


def test_a_register_without_commits_has_no_history(cli: Cli, top: Path) -> None:
    git(top, "checkout", "--quiet", "--orphan", "empty")
    assert cli("log").out == ""
    assert cli("log", "cranes").out == ""
    assert cli("log", "--json").json == []


def test_limits(cli: Cli) -> None:
    cli("set", "cranes", "code=1", "--why", "x")
    for limit, count in (("0", 0), ("-3", 0), ("1", 1), ("2", 2), ("99", 2)):
        assert len(lines(cli, "--limit", limit)) == count
        assert len(cli("log", "--json", "--limit", limit).json) == count
