"""Where a command is run: no repository, no register, no commit, no branch, no identity, damaged files; odd ids."""

import os
import subprocess  # tests start git and the command as a user would
import sys
from pathlib import Path

import pytest

from cli.exits import Exit
from tests.cli.conftest import ON
from tests.cli.conftest import Cli
from tests.cli.conftest import git
from tests.cli.conftest import make_repository
from tests.cli.conftest import write

READING = [("list", "duty"), ("find", "x"), ("due",), ("check",), ("log",), ("show", "register"), ("who", "x")]
WRITING = [
    ("add", "unit", "title=x", "type=centre"),
    ("set", "register", "title=y", "--why", "z"),
    ("save", "--why", "x"),
    ("sync",),
]
SETTINGS = 'format = 1\ntitle = "x"\nlanguage = "en"\n'


@pytest.mark.parametrize("words", [*READING, *WRITING, ("open",), ("trust",), ("schema",)], ids=" ".join)
@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("empty", "is empty"),
        ("other", "No register.toml"),
        ("missing", "There is no folder"),
        ("file", "There is no folder"),
        ("bare", "bare"),
    ],
)
def test_no_register_is_said_with_what_to_do(
    cli: Cli, tmp_path: Path, words: tuple[str, ...], place: str, said: str
) -> None:
    folder = tmp_path / "place"
    if place in {"empty", "other"}:
        folder.mkdir()
    if place == "other":
        write(folder, "notes.txt", "x")
    if place == "file":
        folder.write_text("x")
    if place == "bare":
        git(tmp_path, "init", "--quiet", "--bare", str(folder))
    answer = cli(*words, "--register", str(folder))
    assert answer.code == Exit.NOT_OPENED
    assert said in answer.err
    assert len(answer.err.splitlines()) == 2, "a sentence and a hint"


def test_a_register_outside_git_is_read_and_not_written(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, "plain/register.toml", SETTINGS)
    write(tmp_path, "plain/people/a.toml", 'name = "A"\n')
    plain = str(tmp_path / "plain")
    assert cli("list", "person", "--register", plain).code == 0
    assert cli("check", "--register", plain).code == 0
    for words in [*WRITING, ("log",)]:
        answer = cli(*words, "--register", plain)
        assert answer.code == Exit.NOT_OPENED, words
        assert "no git repository" in answer.err


def test_a_register_below_the_top_of_its_repository_is_read_only(cli: Cli, top: Path) -> None:
    write(top, "inner/register.toml", SETTINGS)
    assert cli("list", "unit", "--register", str(top / "inner")).code == 0
    answer = cli("add", "unit", "title=x", "type=centre", "--register", str(top / "inner"))
    assert answer.code == Exit.NOT_OPENED
    assert "not at the top of its repository" in answer.err


def test_a_repository_without_commits(cli: Cli, tmp_path: Path) -> None:
    make_repository(tmp_path / "new")
    write(tmp_path, "new/register.toml", SETTINGS)
    new = str(tmp_path / "new")
    assert cli("log", "--register", new).code == 0
    assert cli("log", "--json", "--register", new).json == []
    assert cli("list", "unit", "--register", new).code == 0
    assert cli("add", "unit", "title=First", "type=centre", "--register", new).code == 0
    assert git(tmp_path / "new", "log", "--format=%s") == "unit(first): add First"


def test_a_detached_head_is_read_and_not_written(cli: Cli, top: Path) -> None:
    git(top, "checkout", "--quiet", "--detach")
    assert cli("list", "duty").code == 0
    assert len(cli("log", "--json").json) == 1
    for words in WRITING:
        answer = cli(*words)
        assert answer.code == Exit.NOT_OPENED, words
        assert "detached HEAD" in answer.err
    assert git(top, "status", "--porcelain") == ""


def test_no_git_identity_is_said_and_nothing_is_half_done(cli: Cli, top: Path, tmp_path: Path) -> None:
    git(top, "config", "--unset", "user.name")
    git(top, "config", "--unset", "user.email")
    before = git(top, "rev-parse", "HEAD")
    answer = cli("add", "unit", "title=x", "type=centre")
    assert answer.code == Exit.GIT_FAILED
    assert "git config --global user.name" in answer.err
    assert git(top, "rev-parse", "HEAD") == before
    assert cli("init", str(tmp_path / "new")).code == Exit.GIT_FAILED
    assert not (tmp_path / "new").exists()


def test_a_damaged_file_never_stops_the_rest(cli: Cli, top: Path) -> None:
    write(top, "duties/broken.toml", 'title = "half\n')
    (top / "duties/binary.toml").write_bytes(b"\xff\xfe\x00x")
    write(top, "duties/wrong.toml", 'title = 7\ntier = "none"\n')
    write(top, "duty/lost.toml", 'title = "x"\n')
    assert [one["id"] for one in cli("list", "duty", "--json").json] == ["quarterly-review", "yearly-plan"]
    assert "3 record(s) can't be read" in cli("list", "duty").err
    assert cli("due", "--on", ON).code == 0
    assert cli("who", "quarterly-review").code == 0
    assert cli("set", "quarterly-review", "note=x", "--why", "y").code == 0
    codes = {one["path"]: one["code"] for one in cli("check", "--json").json}
    assert codes["duties/broken.toml"] == codes["duties/binary.toml"] == "DB001"
    assert codes["duty/lost.toml"] == "DB004"
    assert cli("check").code == Exit.FOUND


def test_an_unreadable_record_says_why_and_shows_its_file(cli: Cli, top: Path) -> None:
    write(top, "duties/broken.toml", 'title = "half\n')
    for lang, said in (("en", "can't be read as a record"), ("zh", "读不成记录")):
        answer = cli("show", "broken", lang=lang)
        assert answer.code == Exit.FOUND
        assert said in answer.err
        assert "duties/broken.toml:1" in answer.err
    assert cli("show", "broken", "--toml").out == 'title = "half\n'
    assert cli("who", "broken").code == Exit.FOUND


def test_damaged_settings_are_said(cli: Cli, top: Path) -> None:
    write(top, "register.toml", "format = 1\ntitle = \n")
    assert cli("check", "--on", ON).code == Exit.FOUND
    assert cli("show", "register").code == Exit.FOUND
    assert cli("list", "duty").code == 0


@pytest.mark.parametrize(
    "name",
    ["../x", "/etc/passwd", "a/b/c", "duty/../../x", "duty/", "/", "", ".", "..", "duty/x/y", "duties/../register.toml", "x" * 5000, "calendar/x", "calendar/2099", "unit/secretary", "register/x"],
)  # fmt: skip
@pytest.mark.parametrize("command", ["show", "who", "log", "set"])
def test_no_odd_id_leads_anywhere(cli: Cli, top: Path, command: str, name: str) -> None:
    rest = ("note=x", "--why", "y") if command == "set" else ()
    answer = cli(command, name, *rest)
    if command == "log" and not name:
        assert answer.code == 0, "no id: the whole register"
        return
    assert answer.code == Exit.MISUSE
    assert git(top, "status", "--porcelain") == ""


@pytest.mark.parametrize("name", ["-x", "--help-me", "-", "--", "-rf"])
def test_an_id_that_begins_with_a_hyphen_is_no_option(cli: Cli, name: str) -> None:
    assert cli("show", "--", name).code == Exit.MISUSE
    assert cli("log", "--", name).code == Exit.MISUSE
    assert cli("show", name).code == Exit.MISUSE


@pytest.mark.parametrize("name", ["../x", "-x", "a/b/c", "A", "a b", "a--b", "x" * 65, "con", "é", ""])
def test_no_record_gets_an_odd_id(cli: Cli, top: Path, name: str) -> None:
    answer = cli("add", "unit", "title=Odd", "type=centre", f"--id={name}")
    if not name:
        assert answer.code == 0, "no id: one is made"
        return
    assert answer.code == Exit.MISUSE
    assert git(top, "status", "--porcelain") == ""


def test_an_id_is_never_used_twice(cli: Cli) -> None:
    answer = cli("add", "unit", "title=x", "type=centre", "--id", "general")
    assert answer.code == Exit.MISUSE
    assert "there already" in answer.err


def test_an_id_of_several_kinds_is_asked_about(cli: Cli) -> None:
    assert cli("add", "group", "title=x", "head=secretary", "--id", "general").code == 0
    answer = cli("show", "general")
    assert answer.code == Exit.MISUSE
    assert "unit/general, group/general" in answer.err
    assert cli("show", "group/general").code == 0
    assert cli("due", "--unit", "general").code == 0, "where only a unit will do, the unit is meant"


def test_a_code_is_no_id_but_says_which_is_meant(cli: Cli) -> None:
    answer = cli("show", "d01")
    assert answer.code == Exit.MISUSE
    assert "Did you mean quarterly-review (code D01)?" in answer.err
    assert "Did you mean quarterly-review?" in cli("show", "quartely-review").err


def test_a_folder_that_vanished_under_us(top: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    code = "import os, sys; os.rmdir(os.getcwd()); from cli.app import run; sys.exit(run(['list', 'duty']))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=gone, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert done.returncode == Exit.NOT_OPENED
    assert "Traceback" not in done.stderr


def test_schema_goes_into_no_file(cli: Cli, top: Path) -> None:
    assert cli("schema", str(top / "register.toml")).code == Exit.MISUSE
    assert cli("schema", "/proc/nowhere").code == Exit.NOT_OPENED


def test_clone_leaves_nothing_behind(cli: Cli, tmp_path: Path) -> None:
    target = tmp_path / "target"
    assert cli("clone", str(tmp_path / "nothing"), str(target)).code == Exit.GIT_FAILED
    assert cli("clone", "ext::sh -c id", str(target)).code == Exit.MISUSE
    make_repository(tmp_path / "code")
    git(tmp_path / "code", "commit", "--quiet", "--allow-empty", "--message=x")
    assert cli("clone", str(tmp_path / "code"), str(target)).code == Exit.NOT_OPENED
    assert not target.exists()
    assert [path.name for path in tmp_path.iterdir() if "clone" in path.name] == []


def test_hostile_variables_change_nothing(top: Path, tmp_path: Path) -> None:
    """Environment variables of git that were left set are not obeyed."""
    environment = {
        **os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "GIT_DIR": str(tmp_path), "GIT_WORK_TREE": "/",
        "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.pager", "GIT_CONFIG_VALUE_0": f"touch {tmp_path}/ran",
        "GIT_SSH_COMMAND": f"touch {tmp_path}/ran", "PAGER": f"touch {tmp_path}/ran", "GIT_EXTERNAL_DIFF": f"touch {tmp_path}/ran",
        "GIT_INDEX_FILE": str(tmp_path / "index"), "EDITOR": f"touch {tmp_path}/ran",
    }  # fmt: skip
    for words in (["log", "--json"], ["add", "unit", "title=x", "type=centre"], ["save", "--why", "x"]):
        done = subprocess.run(
            [sys.executable, "-m", "dutybook", *words],
            cwd=top,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == (2 if words[0] == "save" else 0), done.stderr
    assert not (tmp_path / "ran").exists()
    assert not (tmp_path / "index").exists()
    assert git(top, "log", "--format=%s", "-1") == "unit(x): add x"
