"""`check` with severities of one's own, `check --fix`, and refusals that a person overrides."""

from pathlib import Path

import pytest

from tests.cli.conftest import ON
from tests.cli.conftest import Cli
from tests.cli.conftest import commit_all
from tests.cli.conftest import git
from tests.cli.conftest import write

UNIT = "units/cranes.toml"
MOBILE = "13800000000"
SPACED = "138 0000 0000"


def codes(cli: Cli) -> dict[str, str]:
    return {one["code"]: one["severity"] for one in cli("check", "--on", ON, "--json").json}


def set_severity(top: Path, code: str, word: str, why: str = "党政办定") -> None:
    file = top / "register.toml"
    row = f'\n[[severity]]\ncode = "{code}"\nseverity = "{word}"\nreason = "{why}"\n'
    file.write_text(file.read_text("utf-8") + row, encoding="utf-8")


def test_a_severity_of_register_toml_is_what_check_shows_and_ends_by(cli: Cli, top: Path) -> None:
    assert codes(cli)["DB203"] == "error"
    assert cli("check", "--on", ON).code == 1
    for code in [code for code, word in codes(cli).items() if word == "error"]:
        set_severity(top, code, "note")
    assert codes(cli)["DB203"] == "note"
    assert cli("check", "--on", ON).code == 0


def test_faults_of_files_are_shown_as_set_too_but_never_left_out(cli: Cli, top: Path) -> None:
    write(top, "people/torn.toml", 'name = "x')
    set_severity(top, "DB001", "note")
    assert codes(cli)["DB001"] == "note"
    write(top, "register.toml", (top / "register.toml").read_text("utf-8").replace('"note"', '"off"'))
    assert codes(cli)["DB001"] == "error"
    assert codes(cli)["DB903"] == "error"


def test_a_plain_check_writes_nothing(cli: Cli, top: Path) -> None:
    write(top, UNIT, 'title = "起重\\u200b科"\ntype = "section"\nparent = "office"\n')
    before = (top / UNIT).read_bytes()
    assert "DB016" in codes(cli)
    assert (top / UNIT).read_bytes() == before
    assert git(top, "status", "--porcelain") == f" M {UNIT}"


def broken(top: Path) -> str:
    """A unit with an unseen character and a post with a date in quotes, committed; the commit."""
    write(top, UNIT, 'title = "起重\\u200b科"\ntype = "section"\nparent = "office"\n')
    post = top / "posts/general-head.toml"
    post.write_text(post.read_text("utf-8").replace("from = 2020-01-01", 'from = "2020-01-01"'), encoding="utf-8")
    commit_all(top, "broken")
    return git(top, "rev-parse", "HEAD")


def test_check_fix_mends_what_needs_no_decision_as_one_commit(cli: Cli, top: Path) -> None:
    before = broken(top)
    assert {"DB013", "DB016"} <= codes(cli).keys()
    answer = cli("check", "--fix", "--yes", "--on", ON, "--json")
    assert not {"DB013", "DB016"} & {one["code"] for one in answer.json}
    assert '-title = "起重\\u200b科"' in answer.err
    assert '+title = "起重科"' in answer.err
    assert "+from = 2020-01-01" in answer.err
    assert git(top, "rev-list", "--count", f"{before}..HEAD") == "1"
    message = git(top, "log", "-1", "--format=%B")
    assert "检查所见，自动改正：DB013, DB016" in message
    assert "Register-Action: fix" in message
    assert "Register-Record: unit/cranes" in message
    assert git(top, "status", "--porcelain") == ""


def test_check_fix_takes_a_reason(cli: Cli, top: Path) -> None:
    broken(top)
    assert (
        cli("check", "--fix", "--yes", "--why", "tidying up", "--on", ON).code == 1
    )  # the vacant post is no matter of form
    assert "tidying up" in git(top, "log", "-1", "--format=%B")


def test_check_fix_with_nothing_to_mend_says_so_and_commits_nothing(cli: Cli, top: Path) -> None:
    before = git(top, "rev-parse", "HEAD")
    answer = cli("check", "--fix", "--on", ON)
    assert "Nothing here may be mended without a decision." in answer.err
    assert git(top, "rev-parse", "HEAD") == before


def test_check_fix_leaves_a_record_of_a_newer_version_and_a_second_file_alone(cli: Cli, top: Path) -> None:
    write(top, UNIT, 'format = 99\ntitle = "起重\\u200b科"\ntype = "section"\n')
    commit_all(top)
    before = git(top, "rev-parse", "HEAD")
    assert "Nothing here may be mended" in cli("check", "--fix", "--yes", "--on", ON).err
    assert git(top, "rev-parse", "HEAD") == before


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_rule_says_whether_it_is_fixable_and_what_may_be_set(cli: Cli, lang: str) -> None:
    fixable, severity = {
        "en": ("check --fix may mend it", "Its severity may be set in register.toml"),
        "zh": ("可用 dutybook check --fix 改正", "程度可在 register.toml"),
    }[lang]
    assert fixable in cli("rule", "DB016", lang=lang).out
    assert fixable not in cli("rule", "DB101", lang=lang).out
    assert severity in cli("rule", "DB101", lang=lang).out
    assert {"en": "cannot be turned off", "zh": "不能设为不报"}[lang] in cli("rule", "DB001", lang=lang).out
    assert {"en": "refused all the same", "zh": "照样拒绝"}[lang] in cli("rule", "DB705", lang=lang).out


def test_rule_gives_the_same_as_json(cli: Cli) -> None:
    entry = cli("rule", "DB016", "--json").json
    assert (entry["fixable"], entry["can_be_off"]) == (True, True)
    entry = cli("rule", "DB003", "--json").json
    assert (entry["fixable"], entry["can_be_off"], entry["source"]) == (False, False, "")


def history(top: Path) -> str:
    return git(top, "log", "--format=%B")


def test_r17_set_refuses_a_number_and_says_how_to_override(cli: Cli, top: Path) -> None:
    before = git(top, "rev-parse", "HEAD")
    answer = cli("set", "cranes", f"note=值班 {SPACED}", "--why", "公布值班电话", "--yes")
    assert answer.code == 1
    assert "`note` holds what looks like a mobile phone number" in answer.err
    assert "--override DB705" in answer.err
    assert git(top, "rev-parse", "HEAD") == before


def test_r17_set_saves_it_by_an_override_and_the_history_holds_code_and_reason_but_no_number(
    cli: Cli, top: Path
) -> None:
    answer = cli("set", "cranes", f"note=值班 {SPACED}", "--why", f"公布 {MOBILE}", "--override", "db705", "--yes")
    assert answer.code == 0
    message = git(top, "log", "-1", "--format=%B")
    assert message.splitlines()[0] == "unit(cranes): note = 值班 ***"
    assert "公布 ***" in message
    assert "Register-Override: DB705" in message
    assert MOBILE not in message
    assert SPACED not in message
    assert SPACED in (top / UNIT).read_text("utf-8")
    assert SPACED not in answer.out
    second = cli("set", "cranes", "note=改 139 0000 0000", "--why", "x", "--override", "DB705", "--yes")
    assert second.code == 0
    assert git(top, "log", "-1", "--format=%s") == "unit(cranes): note 值班 *** -> 改 ***"


def test_r17_check_goes_on_saying_what_was_overridden(cli: Cli, top: Path) -> None:
    cli("set", "cranes", f"note={MOBILE}", "--why", "x", "--override", "DB705", "--yes")
    assert codes(cli)["DB705"] == "error"
    answer = cli("check", "--on", ON)
    assert f"{UNIT}:" in answer.out
    assert MOBILE not in answer.out + answer.err
    set_severity(top, "DB705", "note")
    assert codes(cli)["DB705"] == "note"


def test_r17_an_override_of_another_code_does_not_help(cli: Cli, top: Path) -> None:
    assert cli("set", "cranes", f"note={MOBILE}", "--why", "x", "--override", "DB704", "--yes").code == 1
    answer = cli("set", "cranes", "note=x", "--why", "x", "--override", "DB999", "--yes")
    assert (answer.code, '"DB999" is no refusal that may be overridden.' in answer.err) == (2, True)
    assert cli("set", "cranes", "note=x", "--why", "x", "--override", "DB705", "--yes").code == 0
    assert "Register-Override" not in history(top)  # nothing was refused, so nothing was overridden


def test_r17_add_asks_for_a_reason_with_an_override(cli: Cli, top: Path) -> None:
    words = ("add", "unit", "title=值班室", "type=section", f"note={MOBILE}", "--id", "watch", "--yes")
    assert cli(*words).code == 1
    answer = cli(*words, "--override", "DB705")
    assert (answer.code, "A refusal is overridden with a reason only." in answer.err) == (2, True)
    assert cli(*words, "--override", "DB705", "--why", "值班电话").code == 0
    assert "Register-Override: DB705" in history(top)
    assert MOBILE not in history(top)


def test_r17_a_title_with_a_number_is_masked_in_the_first_line(cli: Cli, top: Path) -> None:
    words = ("add", "unit", f"title=值班 {MOBILE}", "type=section", "--id", "watch", "--yes")
    answer = cli(*words, "--override", "DB705", "--why", "值班电话")
    assert answer.code == 0
    assert git(top, "log", "-1", "--format=%s") == "unit(watch): add 值班 ***"
    assert MOBILE not in answer.out


def test_r17_save_takes_overrides_too(cli: Cli, top: Path) -> None:
    write(top, UNIT, f'title = "起重科"\ntype = "section"\nparent = "office"\nnote = "{MOBILE}"\n')
    answer = cli("save", "--why", "从编辑器")
    assert answer.code == 1
    assert "--override DB705" in answer.err
    assert MOBILE not in answer.err
    assert cli("save", "--why", f"从编辑器 {MOBILE}", "--override", "DB705").code == 0
    message = git(top, "log", "-1", "--format=%B")
    assert "从编辑器 ***" in message
    assert "Register-Override: DB705" in message
    assert MOBILE not in message


def test_r17_a_value_of_the_wrong_type_is_not_repeated_where_it_is_a_number(cli: Cli, top: Path) -> None:
    write(top, UNIT, f'title = "x"\ntype = "section"\nfrom = "电话 {MOBILE}"\n')
    for words in (("check", "--on", ON), ("save", "--why", "x"), ("check", "--on", ON, "--json")):
        answer = cli(*words)
        assert MOBILE not in answer.out + answer.err
    assert codes(cli)["DB013"] == "error"
