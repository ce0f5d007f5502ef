"""Every command once, in both languages, as a person uses it."""

import re
from pathlib import Path

import pytest

from cli.help import COMMANDS
from tests.cli.conftest import ON
from tests.cli.conftest import Cli
from tests.cli.conftest import git
from tests.cli.conftest import make_repository
from tests.cli.conftest import write

LANGUAGES = ("zh", "en")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(cli: Cli, command: str, lang: str) -> None:
    answer = cli(command, "--help", lang=lang)
    assert answer.code == 0
    assert f"dutybook {command}" in answer.out
    assert ("例：" if lang == "zh" else "For example:") in answer.out
    assert re.search(r"\b(any|" + command + r")\.[a-z_]+", answer.out) is None, "a name of a text was printed"


@pytest.mark.parametrize(("lang", "words"), [("zh", "纯文本的责任台账"), ("en", "A duty register in plain text")])
def test_help_lists_every_command(cli: Cli, lang: str, words: str) -> None:
    answer = cli("--help", lang=lang)
    assert answer.code == 0
    assert words in answer.out
    assert [command for command in COMMANDS if f" {command} " not in answer.out] == []


@pytest.mark.parametrize(
    ("lang", "expected"),
    [("zh", ["事项", "季度研究", "主体责任", "书记"]), ("en", ["Tier", "Quarterly review", "Main-body", "Secretary"])],
)
def test_list_shows_labels_and_titles(cli: Cli, lang: str, expected: list[str]) -> None:
    answer = cli("list", "duty", lang=lang)
    assert answer.code == 0
    assert [word for word in expected if word not in answer.out] == []


def test_list_takes_the_folder_and_the_label_for_the_kind(cli: Cli) -> None:
    assert cli("list", "duties").out == cli("list", "duty").out == cli("list", "职责事项").out


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        (["code=D01"], ["quarterly-review"]),
        (["code!=D01"], ["yearly-plan"]),
        (["title~=要点"], ["yearly-plan"]),
        (["cadence.per=quarter"], ["quarterly-review"]),
        (["lead=general", "bearer=secretary"], ["quarterly-review"]),
        (["title_en="], ["yearly-plan"]),
        (["dual_duty=false"], ["quarterly-review", "yearly-plan"]),
        (["from=2026-01-01", "id=yearly-plan"], ["yearly-plan"]),
        (["code=D01", "code=D02"], []),
    ],
)
def test_list_keeps_what_meets_every_condition(cli: Cli, where: list[str], ids: list[str]) -> None:
    one_flag = cli("list", "duty", "--where", *where, "--json")
    many_flags = cli("list", "duty", *(word for one in where for word in ("--where", one)), "--json")
    assert [entry["id"] for entry in one_flag.json] == ids
    assert one_flag == many_flags


@pytest.mark.parametrize(("lang", "kind"), [("zh", "职责事项"), ("en", "Duty")])
def test_find_takes_terms_in_any_order(cli: Cli, lang: str, kind: str) -> None:
    answer = cli("find", "REVIEW", "d01", lang=lang)
    assert answer.code == 0
    assert answer.out.splitlines()[1].startswith(kind)
    assert [entry["id"] for entry in cli("find", "d01 review", "--json").json] == ["quarterly-review"]
    assert cli("find", "review", "no-such-word", "--json").json == []


@pytest.mark.parametrize(
    ("lang", "expected"),
    [("zh", ["承担者", "书记 (secretary)", "党政办 (general)"]), ("en", ["Bearer", "Secretary (secretary)"])],
)
def test_show_resolves_references(cli: Cli, lang: str, expected: list[str]) -> None:
    answer = cli("show", "quarterly-review", lang=lang)
    assert answer.code == 0
    assert [word for word in expected if word not in answer.out] == []


def test_show_takes_id_kind_and_path(cli: Cli) -> None:
    shown = cli("show", "quarterly-review").out
    assert cli("show", "duty/quarterly-review").out == shown
    assert cli("show", "duties/quarterly-review").out == shown
    assert cli("show", "duties/quarterly-review.toml").out == shown
    assert cli("show", "activities/2026/02/2026-02-11-aaaaaa.toml").code == 0
    assert "台账" in cli("show", "register").out
    assert "2026" in cli("show", "calendar/2026").out


def test_show_toml_prints_the_file(cli: Cli, top: Path) -> None:
    assert cli("show", "quarterly-review", "--toml").out == (top / "duties/quarterly-review.toml").read_text()


@pytest.mark.parametrize(
    ("lang", "states", "summary"),
    [("zh", "按期完成", "未了结"), ("en", "Done", "with something left to do")],
)
def test_due_shows_states_and_lights(cli: Cli, lang: str, states: str, summary: str) -> None:
    answer = cli("due", "--on", ON, lang=lang)
    assert answer.code == 0
    assert states in answer.out
    assert summary in answer.err
    assert answer.out.count("quarterly-review") == 4


@pytest.mark.parametrize(
    ("options", "periods"),
    [
        (["--open"], ["2026-Q3", "2026-Q4", "2026"]),
        (["--open", "--within", "92"], ["2026-Q3"]),
        (["--within", "0"], ["2026-Q2"]),
        (["--unit", "general"], ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]),
        (["--unit", "unit/office"], ["2026"]),
        (["--year", "2027"], ["2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4", "2027"]),
    ],
)
def test_due_narrows_down(cli: Cli, options: list[str], periods: list[str]) -> None:
    answer = cli("due", "--on", ON, *options, "--json")
    assert [one["period"] for one in answer.json] == periods


@pytest.mark.parametrize(("lang", "words"), [("zh", ["承担", "林涛", "正式"]), ("en", ["Lin Tao", "Formal"])])
@pytest.mark.parametrize("subject", ["quarterly-review", "secretary", "safety-group", "unit/office"])
def test_who_answers(cli: Cli, lang: str, words: list[str], subject: str) -> None:
    answer = cli("who", subject, "--on", ON, lang=lang)
    assert answer.code == 0
    wanted = words if subject == "quarterly-review" else words[-2:]
    assert [word for word in wanted if word not in answer.out] == []


@pytest.mark.parametrize(("lang", "words"), [("zh", "已保存"), ("en", "Saved")])
def test_add_makes_a_record_and_one_commit(cli: Cli, top: Path, lang: str, words: str) -> None:
    answer = cli("add", "unit", "title=码头科", "type=section", "aliases=码头", "--why", "new", lang=lang)
    assert answer.code == 0
    assert words in answer.out
    assert '+title = "码头科"' in answer.err
    assert (top / "units/ma-tou-ke.toml").read_text() == 'title = "码头科"\naliases = ["码头"]\ntype = "section"\n'
    assert git(top, "status", "--porcelain") == ""
    assert git(top, "log", "--format=%s", "-1") == "unit(ma-tou-ke): add 码头科"


def test_add_gives_dated_records_an_id_of_their_day(cli: Cli, top: Path) -> None:
    answer = cli("add", "activity", "title=要点", "type=plan", "date=2026-03-05", "unit=general", "--json")
    assert answer.code == 0
    (record,) = answer.json["records"]
    assert record["kind"] == "activity"
    assert re.fullmatch(r"2026-03-05-[a-z0-9]{6}", record["id"])
    assert (top / f"activities/2026/03/{record['id']}.toml").is_file()


def test_add_takes_rows_in_toml_and_an_id(cli: Cli, top: Path) -> None:
    cadence = 'cadence=[{type = "months", months = [6, 12]}]'
    answer = cli("add", "duty", "title=报告", "tier=direct", "bearer=secretary", cadence, "--id", "report")
    assert answer.code == 0
    assert "months = [\n  6,\n  12,\n]" in (top / "duties/report.toml").read_text()


@pytest.mark.parametrize(("lang", "words"), [("zh", "已保存"), ("en", "Saved")])
def test_set_changes_fields_and_shows_the_difference(cli: Cli, top: Path, lang: str, words: str) -> None:
    answer = cli(
        "set", "quarterly-review", "tier=direct", "lead+=cranes", "cadence[0].per=month", "code=", "--why", "分工", lang=lang
    )  # fmt: skip
    assert answer.code == 0
    assert words in answer.out
    assert '-tier = "main-body"' in answer.err
    assert '+tier = "direct"' in answer.err
    text = (top / "duties/quarterly-review.toml").read_text()
    assert 'lead = [\n  "general",\n  "cranes",\n]' in text
    assert 'per = "month"' in text
    assert "code" not in text
    assert "分工" in git(top, "log", "--format=%B", "-1")


def test_set_takes_values_and_rows_out(cli: Cli, top: Path) -> None:
    assert cli("set", "safety-group", "members-=cranes-head", "--why", "x").code == 0
    assert cli("set", "quarterly-review", 'cadence+={type = "unset"}', "--why", "x").code == 0
    assert cli("set", "quarterly-review", "cadence[0]=", "--why", "x").code == 0
    assert 'members = ["general-head"]' in (top / "groups/safety-group.toml").read_text()
    assert (top / "duties/quarterly-review.toml").read_text().count("[[cadence]]") == 1


def test_set_works_on_the_settings(cli: Cli, top: Path) -> None:
    assert cli("set", "register", "thresholds.near_due=5", "--why", "x").code == 0
    assert "near_due = 5" in (top / "register.toml").read_text()


@pytest.mark.parametrize(("lang", "words"), [("zh", "改动"), ("en", "changed")])
def test_save_commits_what_an_editor_changed(cli: Cli, top: Path, lang: str, words: str) -> None:
    path = "duties/yearly-plan.toml"
    write(top, path, (top / path).read_text() + "# 注\n")
    write(top, "units/new.toml", 'title = "新"\ntype = "section"\n')
    answer = cli("save", "yearly-plan", "--why", "typing error", lang=lang)
    assert answer.code == 0
    assert f"{words}  {path}" in answer.err
    assert git(top, "status", "--porcelain") == "?? units/new.toml"
    assert cli("save", "--why", "the rest").code == 0
    assert git(top, "status", "--porcelain") == ""


@pytest.mark.parametrize(("lang", "words"), [("zh", "错误"), ("en", "error(s)")])
def test_check_counts_and_places_what_it_finds(cli: Cli, top: Path, lang: str, words: str) -> None:
    write(top, "duties/yearly-plan.toml", 'title = "年度要点"\ntier = "direct"\nbearer = "nobody"\n')
    answer = cli("check", "--on", ON, lang=lang)
    assert answer.code == 1
    assert words in answer.err
    assert "duties/yearly-plan.toml:3" in answer.out


def test_check_of_warnings_alone_is_fine_unless_strict(cli: Cli, top: Path) -> None:
    cli("set", "cranes-head", "until=", "--why", "x")
    severities = {one["severity"] for one in cli("check", "--on", ON, "--json").json}
    if "error" in severities:  # the vacant post has nobody to cover it
        cli("set", "cranes-head", 'cover=[{by = "secretary", from = 2020-01-01}]', "--why", "covered")
        severities = {one["severity"] for one in cli("check", "--on", ON, "--json").json}
    assert "error" not in severities
    assert "warning" in severities
    assert cli("check", "--on", ON).code == 0
    assert cli("check", "--on", ON, "--strict").code == 1


@pytest.mark.parametrize(("lang", "words"), [("zh", "为什么"), ("en", "Why")])
def test_rule_explains_and_lists(cli: Cli, lang: str, words: str) -> None:
    answer = cli("rule", "db013", lang=lang)
    assert answer.code == 0
    assert words in answer.out
    assert "{" not in answer.out.splitlines()[1]
    assert "DB101" in cli("rule", lang=lang).out


@pytest.mark.parametrize(("lang", "words"), [("zh", "已写入"), ("en", "Wrote")])
def test_schema_writes_what_editors_need(cli: Cli, top: Path, lang: str, words: str) -> None:
    answer = cli("schema", lang=lang)
    assert answer.code == 0
    assert words in answer.out
    assert 'include = ["duties/**/*.toml"]' in (top / ".taplo.toml").read_text()
    assert (top / ".schemas/duty.json").is_file()
    assert cli("schema", str(top / "elsewhere")).code == 0
    assert (top / "elsewhere/.schemas/register.json").is_file()


@pytest.mark.parametrize(("lang", "words"), [("zh", "送出 1 个"), ("en", "1 sent")])
def test_sync_and_clone_share_a_register(cli: Cli, top: Path, tmp_path: Path, lang: str, words: str) -> None:
    remote, other = tmp_path / "remote.git", tmp_path / "other"
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", str(remote))
    git(top, "remote", "add", "origin", str(remote))
    answer = cli("sync", lang=lang)
    assert answer.code == 0
    assert words in answer.out
    assert cli("clone", str(remote), str(other), lang=lang).code == 0
    assert cli("list", "duty", "--register", str(other)).out == cli("list", "duty").out
    assert cli("sync", lang=lang).out.strip() in {"两边一致，无须同步。", "Both sides hold the same."}


@pytest.mark.parametrize(
    ("lang", "hook", "words"), [("zh", "钩子 pre-commit", "收回"), ("en", "the hook pre-commit", "taken back")]
)
def test_trust_lists_what_runs_and_wants_consent(cli: Cli, top: Path, lang: str, hook: str, words: str) -> None:
    write(top, ".git/hooks/pre-commit", "#!/bin/sh\nexit 0\n")
    (top / ".git/hooks/pre-commit").chmod(0o755)
    assert cli("set", "quarterly-review", "note=x", "--why", "x").code == 3
    assert cli("trust", lang=lang).code == 2
    answer = cli("trust", "--yes", lang=lang)
    assert answer.code == 0
    assert hook in answer.out
    assert cli("set", "quarterly-review", "note=x", "--why", "x").code == 0
    assert words in cli("trust", "--revoke", lang=lang).out
    assert cli("set", "quarterly-review", "note=y", "--why", "x").code == 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_init_makes_a_register_in_the_language(
    cli: Cli, tmp_path: Path, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "gitconfig", "[user]\nname = Lin Tao\nemail = lin@quay.example\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    new = tmp_path / "new"
    assert cli("init", str(new), "--title", 'A "quoted" title', lang=lang).code == 0
    settings = (new / "register.toml").read_text()
    assert f'language = "{lang}"' in settings
    assert cli("show", "register", "--register", str(new), "--json").json["title"] == 'A "quoted" title'
    assert cli("check", "--register", str(new)).code == 0


@pytest.mark.parametrize(("lang", "words"), [("zh", "已写入"), ("en", "was written")])
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_printed_and_installed(cli: Cli, tmp_path: Path, shell: str, lang: str, words: str) -> None:
    answer = cli("completion", shell, lang=lang)
    assert answer.code == 0
    assert "quarterly" not in answer.out
    assert [command for command in COMMANDS if command not in answer.out] == []
    installed = cli("completion", shell, "--install", lang=lang)
    assert installed.code == 0
    assert words in installed.out
    assert [path for path in tmp_path.rglob("*dutybook*") if path.is_file() and "register" not in path.parts]
    assert not (tmp_path / ".bashrc").exists(), "the shell's own settings are left alone"


@pytest.mark.parametrize(("lang", "words"), [("zh", "终端"), ("en", "needs a terminal")])
def test_the_app_wants_a_terminal(cli: Cli, top: Path, lang: str, words: str) -> None:
    for line in ([], ["open"], ["open", str(top)], ["--read-only"]):
        answer = cli(*line, lang=lang)
        assert answer.code == 2
        assert words in answer.err


def test_a_demonstration_says_which_day_is_today(cli: Cli, top: Path) -> None:
    settings = (top / "register.toml").read_text()
    write(top, "register.toml", settings + "\n[demo]\ntoday = 2026-05-20\n")
    assert "2026-05-20" in cli("due").err
    assert "2026-05-20 stands for today" in cli("who", "secretary").err
    assert "stands for today" not in cli("due", "--on", ON).err
    assert cli("who", "secretary", "--json").json["on"] == "2026-05-20"


def test_a_repository_made_by_hand_is_saved_into(cli: Cli, tmp_path: Path) -> None:
    bare = tmp_path / "fresh"
    make_repository(bare)
    write(bare, "register.toml", 'format = 1\ntitle = "x"\nlanguage = "en"\n')
    assert cli("log", "--register", str(bare)).code == 0
    assert cli("save", "--why", "first", "--register", str(bare)).code == 0
    assert git(bare, "log", "--format=%s").startswith("save: register")
