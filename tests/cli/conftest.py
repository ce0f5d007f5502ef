"""A small register as a real git repository, and the command line run in this process with its output caught."""

import json
import os
import shutil
import subprocess  # tests start git and the command as a user would
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from typing import NamedTuple

import pytest

from cli.app import run
from cli.language import use
from schema.identity import path_of
from schema.visible import visible
from store.git import clean_environment
from store.toml.text import render
from tests.builders import RegisterBuilder
from tests.builders import at_least

ON = "2026-06-30"
"""The day that most tests are about."""
COMMITTER = {
    "GIT_AUTHOR_NAME": "Lin Tao",
    "GIT_AUTHOR_EMAIL": "lin@quay.example",
    "GIT_COMMITTER_NAME": "Lin Tao",
    "GIT_COMMITTER_EMAIL": "lin@quay.example",
    "GIT_AUTHOR_DATE": "1767225600 +0800",
    "GIT_COMMITTER_DATE": "1767225600 +0800",
}


class Answer(NamedTuple):
    """What one command line did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The JSON document on stdout."""
        return json.loads(self.out)


Cli = Callable[..., Answer]


def git(folder: Path, *args: str, environment: Mapping[str, str] = {}) -> str:
    """Run git as a person would by hand."""
    done = subprocess.run(
        ["git", *args], cwd=folder, check=True, capture_output=True, env={**os.environ, **COMMITTER, **environment}
    )
    return done.stdout.decode().rstrip("\n")


def write(top: Path, path: str, text: str) -> None:
    """Write one file of a register as an editor would."""
    file = top / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def write_register(top: Path, builder: RegisterBuilder) -> None:
    """Write all files of a builder."""
    write(top, "register.toml", render(builder.settings))
    for year, data in builder.calendars.items():
        write(top, f"calendar/{year}.toml", render(data))
    for (kind, id_), data in builder.records.items():
        write(top, path_of(kind, id_), render(_without_empty(data)))


def commit_all(top: Path, message: str = "begin", **environment: str) -> None:
    """Commit everything by hand."""
    git(top, "add", "--all")
    git(top, "commit", "--quiet", f"--message={message}", environment=environment)


def make_repository(top: Path) -> None:
    """Make an empty repository with a committer of its own."""
    top.mkdir(parents=True, exist_ok=True)
    git(top, "init", "--quiet", "--initial-branch=main", "--template=")
    git(top, "config", "user.name", "Lin Tao")
    git(top, "config", "user.email", "lin@quay.example")


def quay() -> RegisterBuilder:
    """A harbour office with three units, three posts, a group, two duties and some work."""
    builder = RegisterBuilder(language="zh").calendar()
    builder.unit("general", title="党政办", title_en="General office", code="U01")
    builder.unit("cranes", title="起重科", title_en="Cranes", code="U02", parent="office")
    builder.post("secretary", "lin-tao", rank="principal", title="书记", title_en="Secretary", code="Z01")
    builder.post("general-head", "mei-ling", unit="general", rank="section-head", title="党政办主任")
    builder.post("cranes-head", None, unit="cranes", rank="section-head", title="起重科科长")
    builder.record("person", "lin-tao", name="林涛", name_en="Lin Tao", emails=["lin@quay.example"])
    builder.group("safety-group", "secretary", title="安全领导小组", members=["general-head", "cranes-head"])
    builder.duty(
        "quarterly-review", at_least(1, "quarter"), title="季度研究", title_en="Quarterly review", code="D01",
        bearer="secretary", lead=["general"], accepts=["deliberation"],
    )  # fmt: skip
    builder.duty("yearly-plan", at_least(1, "year"), title="年度要点", code="D02", accepts=["plan"])
    builder.activity("2026-02-11", "quarterly-review", id="2026-02-11-aaaaaa", title="第一季度研究")
    builder.activity("2026-05-12", "quarterly-review", id="2026-05-12-bbbbbb", title="第二季度研究")
    return builder


@pytest.fixture(autouse=True)
def isolated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep the machine's git settings, language and folders out of the test; speak English."""
    for name in [name for name in os.environ if name.startswith(("GIT_", "SSH_", "LC_", "DUTYBOOK_", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("NO_COLOR", raising=False)
    values = {
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_PYTHON_REFRESH": "quiet",
        "DUTYBOOK_CONFIG_DIR": str(tmp_path / "settings"),
        "DUTYBOOK_STATE_DIR": str(tmp_path / "state"),
        "DUTYBOOK_LANG": "en",
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "COLUMNS": "200",
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    clean_environment()
    yield
    use("en")


@pytest.fixture(scope="session")
def _model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The register that each test gets a copy of."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        top = tmp_path_factory.mktemp("model") / "register"
        make_repository(top)
        write_register(top, quay())
        commit_all(top)
        return top


@pytest.fixture
def top(_model: Path, tmp_path: Path) -> Path:
    """A register with one commit on `main`."""
    return Path(shutil.copytree(_model, tmp_path / "register", symlinks=True))


@pytest.fixture
def cli(top: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Runs command lines inside the register; whatever comes out must hold nothing that a terminal obeys."""
    monkeypatch.chdir(top)

    def call(*words: str, lang: str = "en") -> Answer:
        monkeypatch.setenv("DUTYBOOK_LANG", lang)
        capsys.readouterr()
        code = run(words)
        answer = Answer(code, *capsys.readouterr())
        for text in (answer.out, answer.err):
            assert visible(text, multiline=True) == text
        return answer

    return call


def _without_empty(value: Any) -> Any:
    """Data without rows that hold nothing, which TOML can't write."""
    if isinstance(value, dict):
        return {key: _without_empty(inner) for key, inner in value.items() if inner != []}
    return [_without_empty(inner) for inner in value] if isinstance(value, list) else value
