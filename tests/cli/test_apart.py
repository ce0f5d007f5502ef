"""`dutybook sync`, `propose`, `review` and `--as-of`: two clones that worked apart, as people see them."""

import json
from pathlib import Path

import pytest

from store.location import find
from store.together import pending
from tests.cli.conftest import Answer
from tests.cli.conftest import Cli
from tests.cli.conftest import commit_all
from tests.cli.conftest import git
from tests.cli.conftest import write

REVIEW = '\n[review]\nkinds = [\n  "group",\n]\napprovers = ["general-head"]\n'


@pytest.fixture
def shared(top: Path, tmp_path: Path) -> Path:
    """The register with a remote that holds the same; gives a second clone, whose person is another."""
    settings = (top / "register.toml").read_text(encoding="utf-8")
    write(top, "register.toml", settings.rstrip("\n") + "\n" + REVIEW)
    mei = (top / "people/mei-ling.toml").read_text(encoding="utf-8")
    write(top, "people/mei-ling.toml", mei.rstrip("\n") + '\nemails = ["mei@quay.example"]\n')
    commit_all(top, "review")
    remote = tmp_path / "remote.git"
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", "--template=", str(remote))
    git(top, "remote", "add", "origin", str(remote))
    git(top, "push", "--quiet", "--set-upstream", "origin", "main")
    other = tmp_path / "other"
    git(tmp_path, "clone", "--quiet", "--template=", str(remote), str(other))
    git(other, "config", "user.name", "Mei Ling")
    git(other, "config", "user.email", "mei@quay.example")
    return other


def both_retitle(cli: Cli, other: Path) -> Answer:
    """Both sides give one duty a title; ours comes second."""
    there = ("--register", str(other))
    assert cli("set", "yearly-plan", "title=Theirs", "--why", "x", "-y", *there).code == 0
    assert cli("sync", *there).code == 0
    assert cli("set", "yearly-plan", "title=Ours", "--why", "y", "-y").code == 0
    return cli("sync", "--json")


def test_two_fields_are_merged_and_sent(cli: Cli, shared: Path) -> None:
    there = ("--register", str(shared))
    cli("set", "yearly-plan", "title=Theirs", "--why", "x", "-y", *there)
    cli("sync", *there)
    cli("set", "yearly-plan", "tier=direct", "--why", "y", "-y")
    assert cli("sync", "--json").json == {
        "fetched": 1, "merged": 1, "pushed": 2, "conflicts": [], "broken": [], "proposals": [],
    }  # fmt: skip
    cli("sync", *there)
    found = cli("show", "yearly-plan", "--json", *there).json
    assert (found["title"], found["tier"]) == ("Theirs", "direct")


def test_a_conflict_is_data_and_ends_with_1(cli: Cli, shared: Path) -> None:
    told = both_retitle(cli, shared)
    assert told.code == 1
    assert told.json["conflicts"] == [
        {
            "kind": "duty", "id": "yearly-plan", "path": "duties/yearly-plan.toml", "key": "title",
            "why": "both-changed", "base": "年度要点", "ours": "Ours", "theirs": "Theirs",
        }
    ]  # fmt: skip
    assert (told.json["merged"], told.json["pushed"]) == (0, 0)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_conflict_is_told_to_people_with_what_to_do(cli: Cli, shared: Path, top: Path, lang: str) -> None:
    both_retitle(cli, shared)
    told = cli("sync", lang=lang)
    assert "Ours" in told.out
    assert "Theirs" in told.out
    assert str(pending.path_of_file(find(top))) in told.err
    assert "dutybook sync --continue" in told.err


def test_continue_takes_a_side_and_abort_gives_up(cli: Cli, shared: Path) -> None:
    both_retitle(cli, shared)
    assert cli("sync", "--abort").code == 0
    assert cli("sync", "--abort").code == 2
    assert cli("sync").code == 1
    assert cli("sync", "--continue").code == 1
    done = cli("sync", "--continue", "--take", "theirs", "--json")
    assert (done.code, done.json["pushed"]) == (0, 2)
    assert cli("show", "yearly-plan", "--json").json["title"] == "Theirs"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("sync", "--continue"), "No sync is waiting for decisions here."),
        (("sync", "--take", "mine"), "--take can't be `mine`."),
        (("sync", "--take", "ours"), "--take goes with --continue."),
        (("review", "show"), "NAME is missing."),
        (("review", "show", "lin-tao/nothing"), "There is no proposal `lin-tao/nothing`."),
        (("review", "approve", "--output=x"), "There is no option --output=x."),
        (("propose",), "There is no proposal of yours under way."),
        (("due", "--as-of", "--output=x"), "--as-of"),
        (("due", "--as-of", "nothing"), "There is no commit or day `nothing` in this repository."),
        (("due", "--as-of", "1999-01-01"), "The register had no commit yet on 1999-01-01."),
    ],
)
def test_wrong_use_is_told(cli: Cli, shared: Path, words: tuple[str, ...], told: str) -> None:
    answer = cli(*words)
    assert answer.code == 2
    assert told in answer.err


def test_a_protected_kind_goes_to_a_proposal_and_comes_back_approved(cli: Cli, shared: Path, top: Path) -> None:
    there = ("--register", str(shared))
    saved = cli("set", "safety-group", "note=more", "--why", "clearer", "-y", "--json").json
    assert saved["proposal"].startswith("proposal/lin-tao/")
    assert cli("show", "safety-group", "--json").json.get("note") is None
    assert git(top, "status", "--porcelain") == ""
    name = cli("propose", "--title", "A clearer group", "--json").json["proposal"]
    assert cli("review", "approve", name, "-y").code == 1
    cli("sync")
    cli("sync", *there)
    (waiting,) = cli("review", "--json", *there).json
    assert (waiting["state"], waiting["title"], waiting["records"]) == (
        "submitted",
        "A clearer group",
        [{"kind": "group", "id": "safety-group"}],
    )
    shown = cli("review", "show", name, "--json", *there).json
    assert shown["changes"][0]["fields"] == [{"key": "note", "old": None, "new": "more"}]
    assert "more" in cli("review", "show", name, *there).out
    assert cli("review", "comment", name, "--why", "seen", *there).code == 0
    assert cli("review", "approve", name, "--why", "agreed", "-y", *there).code == 0
    cli("sync", *there)
    cli("sync")
    assert cli("show", "safety-group", "--json").json["note"] == "more"
    assert [one["state"] for one in cli("review", "--json").json] == ["approved"]


def test_files_of_protected_kinds_are_not_saved_on_the_main_line(cli: Cli, shared: Path, top: Path) -> None:
    path = top / "groups/safety-group.toml"
    before = path.read_text(encoding="utf-8")
    path.write_text(before + 'note = "by hand"\n', encoding="utf-8")
    refused = cli("save", "--why", "by hand")
    assert refused.code == 1
    assert "groups/safety-group.toml" in refused.err
    done = cli("propose", "--files", "--why", "by hand", "--json").json
    assert path.read_text(encoding="utf-8") == before
    assert 'note = "by hand"' in git(top, "show", f"{done['proposal']}:groups/safety-group.toml")
    assert cli("propose", "--files", "--why", "again").code == 2


def test_as_of_answers_by_what_was_known(cli: Cli, top: Path) -> None:
    begun = git(top, "rev-parse", "HEAD")
    cli("set", "yearly-plan", "title=New", "--why", "x", "-y")
    assert cli("show", "yearly-plan", "--json", "--as-of", begun).json["title"] == "年度要点"
    assert cli("show", "yearly-plan", "--json", "--as-of", "HEAD").json["title"] == "New"
    for words in (
        ("list", "duty"),
        ("find", "年度"),
        ("due",),
        ("who", "yearly-plan"),
        ("map",),
        ("coverage",),
        ("check",),
    ):
        told = (
            cli(*words, "--json", "--as-of", begun, "--on", "2026-06-30")
            if words[0] not in {"list", "find"}
            else cli(*words, "--json", "--as-of", begun)
        )
        assert told.code in {0, 1}
        assert json.loads(told.out) is not None
        assert f"(commit {begun[:12]})" in told.err


def test_the_past_is_not_changed(cli: Cli, top: Path) -> None:
    refused = cli("check", "--fix", "--yes", "--as-of", "HEAD")
    assert refused.code == 2
    assert "the past is not changed" in refused.err
