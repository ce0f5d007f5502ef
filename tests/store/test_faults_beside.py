"""Other programs at the same repository: a person's git, its cleaning up, an editor, odd settings and clocks. Nothing is lost and nothing is theirs by mistake."""

import os
import subprocess  # tests start git as a user would
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.app import run
from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.failure import Failure
from store import git as git_module
from store.draft import Drafts
from store.files import SymlinkRefused
from store.location import find
from store.past.blame import blame
from store.past.chronology import Chronology
from store.register import RegisterStore
from store.rejection import RecordChanged
from store.together.sync import sync
from tests.store.repositories import AUTHOR
from tests.store.repositories import check_whole
from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.store.repositories import make_clone
from tests.store.repositories import make_register
from tests.store.repositories import make_remote
from tests.store.repositories import run_git
from tests.store.repositories import write

PATH = "units/office.toml"
UNIT = b'# who keeps the list\ntitle = "Harbour Office"\ntype = "section"\n'


@pytest.fixture
def top(tmp_path: Path) -> Path:
    make_register(tmp_path / "register", records={PATH: UNIT, "units/pier.toml": UNIT})
    return tmp_path / "register"


def setting(value: str, *, digest: str | None = None, key: str = "short") -> ChangeSet:
    change = RecordChange(
        kind="unit", id="office", verb=Verb.EDIT, fields=(FieldChange(key=(key,), value=value),), read_digest=digest
    )
    return ChangeSet(action="set", records=(change,), reason="the sign at the door says so")


def beside(work: Callable[[], object], top: Path, times: int) -> list[str]:
    """Save several times while something else goes on, each until it is done; gives the commits."""
    stop = threading.Event()

    def go_on() -> None:
        while not stop.is_set():
            work()

    other = threading.Thread(target=go_on)
    other.start()
    made = []
    store = RegisterStore.open(top)
    try:
        for number in range(times):
            end = time.monotonic() + 20
            while True:
                try:
                    made.append(store.save(setting(f"n{number}")).commit)
                    break
                except Failure:
                    assert time.monotonic() < end
                    store = RegisterStore.open(top)
    finally:
        stop.set()
        other.join()
    return made


def test_commits_by_hand_beside_saves_are_both_kept(top: Path) -> None:
    done: list[int] = []

    def commit() -> None:
        arguments = ["git", "commit", "--quiet", "--allow-empty", "--message=by hand"]
        done.append(
            subprocess.run(
                arguments, cwd=top, capture_output=True, check=False, env={**os.environ, **AUTHOR}
            ).returncode
        )

    made = beside(commit, top, 12)
    # Two gits at once may mix up their messages (one COMMIT_EDITMSG): theirs are known by their time.
    time_by_hand = AUTHOR["GIT_AUTHOR_DATE"].split()[0]
    dates = run_git(top, "log", "--format=%at").split()
    assert len(set(made)) == 12
    assert set(made) <= set(run_git(top, "rev-list", "HEAD").split())
    assert 0 < done.count(0) == dates.count(time_by_hand) - 1
    assert (top / PATH).read_text().count('short = "n11"') == 1
    assert run_git(top, "status", "--porcelain") == ""
    check_whole(top)


def test_a_commit_under_another_gits_words_gets_its_own_back(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_as_it_is = git_module.Git.run

    def run_mixed(self: git_module.Git, *args: str, **options: Any) -> git_module.Result:
        if args[0] == "commit":
            options["stdin"] = b"by hand (office): short\n"
        return run_as_it_is(self, *args, **options)

    monkeypatch.setattr(git_module.Git, "run", run_mixed)
    saved = RegisterStore.open(top).save(setting("n1"))
    assert run_git(top, "rev-parse", "HEAD") == saved.commit
    message = run_git(top, "log", "-1", "--format=%B")
    assert message.startswith("unit(office): short = n1\n\nthe sign at the door says so")
    assert run_git(top, "rev-list", "--count", "HEAD") == "2"
    assert run_git(top, "status", "--porcelain") == ""


def test_cleaning_up_beside_saves_takes_nothing_away(top: Path) -> None:
    drafts = Drafts(RegisterStore.open(top).location.make_state_dir() / "drafts")
    drafts.keep("unit/office", {"short": "typed and not saved"})

    def clean() -> None:
        for words in (("gc", "--quiet"), ("pack-refs", "--all"), ("reflog", "expire", "--expire=now", "--all")):
            subprocess.run(["git", *words], cwd=top, capture_output=True, check=False)

    made = beside(clean, top, 12)
    run_git(top, "gc", "--quiet", "--prune=now")
    assert set(made) <= set(run_git(top, "rev-list", "HEAD").split())
    assert run_git(top, "status", "--porcelain") == ""
    check_whole(top)
    assert list((top / ".git/dutybook/drafts").iterdir()), "a draft is a file of its own, which git does not know"
    assert RegisterStore.open(top).register.units["office"].short == "n11"


def replaced_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "inside").write_text("theirs")


def made_a_link(path: Path) -> None:
    path.rename(path.with_suffix(".old"))
    path.symlink_to(path.with_suffix(".old"))


def renamed(path: Path) -> None:
    path.rename(path.with_name("quay.toml"))


def made_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize("act", [Path.unlink, renamed, replaced_by_folder, made_a_link, made_a_pipe])
def test_a_file_that_became_something_else_behind_the_back_is_told_and_left(
    top: Path, act: Callable[[Path], None]
) -> None:
    store = RegisterStore.open(top)
    opened = store.read("unit", "office")
    act(top / PATH)
    before = {path: path.lstat().st_mode for path in top.rglob("*") if ".git" not in path.parts}
    with pytest.raises(Failure) as told:
        store.save(setting("HO", digest=opened.digest))
    assert isinstance(told.value, RecordChanged | SymlinkRefused) or "ordinary file" in told.value.message
    assert {path: path.lstat().st_mode for path in top.rglob("*") if ".git" not in path.parts} == before
    assert run_git(top, "rev-list", "--count", "HEAD") == "1"
    store.reload()
    assert "office" not in store.register.units
    assert "pier" in store.register.units


def test_a_record_with_a_second_name_elsewhere_is_changed_here_alone(top: Path, tmp_path: Path) -> None:
    """A hard link out of the register: the file is replaced, never written through."""
    outside = tmp_path / "outside.toml"
    outside.hardlink_to(top / PATH)
    RegisterStore.open(top).save(setting("HO"))
    assert outside.read_bytes() == UNIT
    assert b'short = "HO"' in (top / PATH).read_bytes()


@pytest.mark.parametrize("form", ["--index-version=4", "--split-index", "--untracked-cache", "--force-untracked-cache"])
def test_other_forms_of_the_index_are_saved_into(top: Path, form: str) -> None:
    run_git(top, "update-index", *form.split("=") if "version" in form else [form])
    store = RegisterStore.open(top)
    made = store.save(setting("HO")).commit
    store.save(setting("HB"))
    assert made in run_git(top, "rev-list", "HEAD")
    assert run_git(top, "status", "--porcelain") == ""
    check_whole(top)


HOSTILE = """
[core]
\tfsync = none
\tquotePath = true
\tpager = false
\tsafecrlf = false
\tcommentChar = u
\tlogAllRefUpdates = false
\tabbrev = 4
\tsplitIndex = true
[color]
\tui = always
[column]
\tui = always
[commit]
\ttemplate = /nowhere
\tcleanup = scissors
\tverbose = 2
\tstatus = true
[format]
\tpretty = oneline
[log]
\tdate = relative
\tshowSignature = true
\tfollow = true
\tdecorate = full
\tshowRoot = false
\tdiffMerges = off
\texcludeDecoration = *
[diff]
\tnoprefix = true
\tmnemonicPrefix = true
\trenames = copies
\trelative = true
\tcolorMoved = plain
\tignoreSubmodules = none
[status]
\tshort = true
\tbranch = true
\tshowUntrackedFiles = no
\tshowStash = true
\trelativePaths = true
[pull]
\trebase = true
\tff = only
[merge]
\tff = only
\tconflictStyle = zdiff3
\trenames = false
\tverifySignatures = true
[push]
\tdefault = nothing
\tfollowTags = true
\trecurseSubmodules = on-demand
[fetch]
\tprune = true
\tparallel = 0
\toutput = compact
[rebase]
\tautoStash = true
[tag]
\tsort = -version:refname
[blame]
\tdate = relative
[i18n]
\tcommitEncoding = GB18030
\tlogOutputEncoding = GB18030
[grep]
\tpatternType = perl
[index]
\tversion = 4
[advice]
\tdetachedHead = true
[rerere]
\tenabled = true
\tautoupdate = true
[versionsort]
\tsuffix = -
"""


def tell(tmp_path: Path, settings: str, capsys: pytest.CaptureFixture[str]) -> tuple[list[Any], str]:
    """Two people work on a register and share it, under settings of a user; everything that the commands say, and the tree at the end."""
    make_register(
        tmp_path / "ada",
        records={
            PATH: UNIT,
            ".gitattributes": b"*.toml text eol=lf\n",
            "people/ada.toml": b'name = "Ada Quill"\nemails = ["ada@harbour.example"]\n',
        },
    )
    make_remote(tmp_path / "remote.git", tmp_path / "ada")
    make_clone(tmp_path / "remote.git", tmp_path / "bo")
    (tmp_path / "gitconfig").write_text(settings)
    os.environ["GIT_CONFIG_GLOBAL"] = str(tmp_path / "gitconfig")
    said: list[Any] = []
    for who, *words in (
        ("ada", "set", "unit/office", "short=港口", "--why", "理由 u # ; <x>", "--yes"),
        ("bo", "set", "unit/office", "title_en=Office", "--why", "x", "--yes"),
        ("ada", "add", "unit", "--id", "quay", "title=码头", "type=section", "--why", "x", "--yes"),
        ("ada", "sync"),
        ("bo", "sync"),
        ("ada", "sync"),
        ("ada", "undo", "--yes"),
        ("ada", "log", "unit/office"),
        ("ada", "blame", "unit/office"),
        ("ada", "diff", "HEAD~1", "HEAD"),
        ("ada", "check"),
        ("ada", "doctor"),
    ):
        capsys.readouterr()
        os.chdir(tmp_path / who)
        code = run([words[0], *words[1:]])
        said.append((who, words[0], code, capsys.readouterr()))
    os.environ["GIT_CONFIG_GLOBAL"] = "/dev/null"
    check_whole(tmp_path / "ada")
    return said, run_git(tmp_path / "ada", "rev-parse", "HEAD^{tree}")


def test_whatever_a_user_set_for_git_changes_no_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same work under a user's own odd settings and without any: every word and the tree are the same."""
    monkeypatch.setenv("DUTYBOOK_LANG", "en")
    for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
        monkeypatch.setitem(git_module._ENVIRONMENT, name, AUTHOR[name])  # so that ids are the same too
    before = Path.cwd()
    try:
        plain = tell(tmp_path / "plain", "", capsys)
        odd = tell(tmp_path / "other", HOSTILE, capsys)
    finally:
        os.chdir(before)
    assert {step[2] for step in plain[0] if step[1] != "check"} == {0}
    for one, other in zip(plain[0], odd[0], strict=True):
        assert one[:3] == other[:3], other[3]
        assert str(one[3]).replace("/plain/", "/other/") == str(other[3])
    assert plain[1] == odd[1]


def test_clocks_that_went_wrong_change_no_order(top: Path, tmp_path: Path) -> None:
    """A parent from 2096, a child from 1976: what follows what is told by the parents alone."""
    made = []
    for value, moment in (("first", "3976300800 +0800"), ("second", "200000000 -1200"), ("third", "1767225600 +1400")):
        write(top, {PATH: UNIT + f'short = "{value}"\n'.encode()})
        run_git(
            top, "commit", "--quiet", "--all", f"--message={value}",
            environment={"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment},
        )  # fmt: skip
        made.append(run_git(top, "rev-parse", "HEAD"))
    store = RegisterStore.open(top)
    history = Chronology(store.git, store.location)
    assert [commit.commit for commit in history.log(limit=3)] == made[::-1]
    found = {field.key: field.commit for field in blame(store.git, history, ("unit", "office"), made[-1], [PATH])}
    assert found[("short",)] == made[-1]
    remote = make_remote(tmp_path / "remote.git", top)
    other = make_clone(remote, tmp_path / "bo")
    RegisterStore.open(other.top).save(setting("fourth"))
    sync(find(other.top).git(), find(other.top), remote="origin", branch="main")
    assert sync(find(top).git(), find(top), remote="origin", branch="main").merged == 1
    assert RegisterStore.open(top).register.units["office"].short == "fourth"
    assert RegisterStore.open(top).save(setting("fifth")).commit == run_git(top, "rev-parse", "HEAD")
