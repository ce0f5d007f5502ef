"""`dutybook hook textconv`: records as lines for plain git, and nothing but text for anything else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.textconv import convert
from store.location import find
from tests.cli.conftest import Cli
from tests.cli.conftest import git

ROOT = Path(__file__).parents[2]
DUTY = """\
note = \"\"\"
one
two\"\"\"
title = "Review"
tier = "main-body"
lead = ["general", "cranes"]
odd = { a = 1, b = [true, false] }

[[cadence]]
type = "at-least"
per = "quarter"

[[cadence]]
type = "by-date"
due = "12-31"

[[strange]]
"""
LINES = """\
Title: Review
Tier: Main-body responsibility
Lead units: general, cranes
Note:
  one
  two
Cadences 1
  Type: At least n a period
  Per: Quarter
Cadences 2
  Type: Once a year by a date
  Due: 12-31
odd
  a: 1
  b: yes, no
strange 1
"""


def test_a_record_reads_as_labelled_lines(cli: Cli, top: Path) -> None:
    (top / "duties/review.toml").write_text(DUTY)
    answer = cli("hook", "textconv", "duties/review.toml")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == LINES
    chinese = cli("hook", "textconv", "duties/review.toml", lang="zh").out
    assert chinese.splitlines()[:3] == ["事项：Review", "责任层级：主体责任", "牵头单位：general、cranes"]


@pytest.mark.parametrize("path", ["/var/git-blob-x1/review.toml", "x9_review.toml", "elsewhere/review.toml"])
def test_the_kind_is_told_by_the_keys_where_the_path_is_gits_own(path: str) -> None:
    text = 'title = "Review"\ntier = "main-body"\nbearer = "secretary"\nlead = ["general"]\n'
    assert convert(path, text.encode()).splitlines()[1:4:2] == ["Tier: Main-body responsibility", "Lead units: general"]
    settings = 'format = 1\ntitle = "x"\nlanguage = "zh"\n\n[thresholds]\nnear_due = 10\n'
    assert "Thresholds\n  Near due: 10\n" in convert(path, settings.encode()) or "Thresholds" in convert(
        path, settings.encode()
    )
    person = 'name = "Ada"\nemails = ["ada@harbour.example"]\n'
    assert convert(path, person.encode()).splitlines()[0] == "Name: Ada"
    assert convert(path, b"nothing_known = 1\n") == "nothing_known: 1\n"


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (b"title = ", "title = \n"),
        (b"<<<<<<< HEAD\nx\n", "<<<<<<< HEAD\nx\n"),
        (b"\xff\xfe\x00bin", "\ufffd\ufffd<U+0000>bin\n"),
        (b"\x1b[31mred\n\xe2\x80\xae", "<U+001B>[31mred\n<U+202E>\n"),
        (b"", "\n"),
        (b"a = [" * 500, "a = [" * 500 + "\n"),
        (b'title = "\\u001b]52;c;x\\u0007\\u202e"\n', "title: <U+001B>]52;c;x<U+0007><U+202E>\n"),
    ],
)
def test_whatever_a_file_holds_comes_out_as_text(cli: Cli, tmp_path: Path, content: bytes, shown: str) -> None:
    file = tmp_path / "x.toml"
    file.write_bytes(content)
    answer = cli("hook", "textconv", str(file))
    assert answer.code == 0
    assert answer.out.replace("Title:", "title:") == shown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("hook",), "NAME is missing"),
        (("hook", "nothing"), "`dutybook hook` knows no `nothing`"),
        (("hook", "textconv"), "FILE is missing"),
        (("hook", "textconv", "a", "b"), "Too many words: a b"),
        (("hook", "merge-driver", "a", "b", "c"), "PATH is missing"),
        (("hook", "merge-driver", "a", "b", "c", "d", "e"), "Too many words: e"),
        (("hook", "merge-driver", "a", "b", "c", "units/cranes.toml"), "units/cranes.toml can't be read"),
        (("hook", "textconv", "missing.toml"), "missing.toml can't be read"),
        (("hook", "textconv", "units"), "units can't be read"),
    ],
)
def test_wrong_use_is_told(cli: Cli, words: tuple[str, ...], said: str) -> None:
    answer = cli(*words)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


def test_its_help_says_where_to_read_on(cli: Cli) -> None:
    answer = cli("hook", "--help")
    assert answer.code == 0
    assert "docs/how-to/plain-git.md" in answer.out
    assert (ROOT / "docs/how-to/plain-git.md").is_file()


def test_it_starts_without_what_is_heavy(top: Path) -> None:
    script = (
        "import sys; from cli.app import run; code = run(['hook', 'textconv', 'units/cranes.toml']);"
        "heavy = {'cyclopts', 'git', 'textual', 'rich', 'tomlkit', 'sqlite3', 'store.register'} & set(sys.modules);"
        "assert not heavy, heavy; sys.exit(code)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", script], cwd=top, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Cranes" in done.stdout.decode()


def test_plain_git_reads_well_with_it_and_the_register_stays_trusted(cli: Cli, top: Path, tmp_path: Path) -> None:
    cli("set", "quarterly-review", "cadence[0].per=month", "--why", "x")
    assert "diff.dutybook" not in (top / ".git/config").read_text()
    assert not (top / ".git/info/attributes").exists()
    (top / ".git/info").mkdir(exist_ok=True)
    (top / ".git/info/attributes").write_text("*.toml diff=dutybook\n")
    settings = tmp_path / "gitconfig"
    settings.write_text(f'[diff "dutybook"]\n\ttextconv = "{sys.executable} -m dutybook hook textconv"\n')
    environment = {"GIT_CONFIG_GLOBAL": str(settings), "PYTHONPATH": str(ROOT), "DUTYBOOK_LANG": "en"}
    shown = git(top, "log", "-p", "-1", "--format=", environment=environment)
    assert "\n-  Per: Quarter\n+  Per: Month" in shown
    assert find(top).trusted
    git(top, "config", "diff.dutybook.textconv", "dutybook hook textconv")
    assert not find(top).trusted, "set in the repository itself it is a program that the repository would run"


def test_git_merge_goes_by_fields_with_it(top: Path, tmp_path: Path) -> None:
    """Two lines side by side, changed on two branches: a merge by lines would stop."""
    record = top / "units/cranes.toml"
    text = record.read_text()
    title = next(line for line in text.splitlines() if line.startswith("title"))
    sort = next(line for line in text.splitlines() if line.startswith("type"))
    (top / ".git/info").mkdir(exist_ok=True)
    (top / ".git/info/attributes").write_text("*.toml merge=dutybook\n")
    settings = tmp_path / "gitconfig"
    settings.write_text(
        f'[merge "dutybook"]\n\tdriver = "{sys.executable} -m dutybook hook merge-driver %O %A %B %P"\n'
    )
    environment = {"GIT_CONFIG_GLOBAL": str(settings), "PYTHONPATH": str(ROOT)}
    for branch, old, new in (("one", title, 'title = "Crane yard"'), ("two", sort, 'type = "division"')):
        git(top, "switch", "--quiet", "-c", branch, "main")
        record.write_text(text.replace(old, new))
        git(top, "commit", "--quiet", "-am", branch)
    git(top, "merge", "--quiet", "--no-edit", "one", environment=environment)
    assert record.read_text() == text.replace(title, 'title = "Crane yard"').replace(sort, 'type = "division"')
    record.write_text(record.read_text().replace("Crane yard", "Yard"))
    git(top, "commit", "--quiet", "-am", "three")
    git(top, "switch", "--quiet", "one")
    record.write_text(record.read_text().replace("Crane yard", "Cranes, all"))
    git(top, "commit", "--quiet", "-am", "four")
    with pytest.raises(subprocess.CalledProcessError):
        git(top, "merge", "--quiet", "--no-edit", "two", environment=environment)
    assert "<<<<<<< ours" in record.read_text()
