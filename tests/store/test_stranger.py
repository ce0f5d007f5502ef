"""A repository that a stranger prepared runs nothing of its own: settings, hooks, attributes, files that Python or git might take up.

Each trap leaves a file of its own name behind when it is run. Every command of dutybook goes over all of them at once, and the list
of commands is held against the one that help shows, so that a new command is covered from its first day.
"""

import os
import subprocess  # tests start git and the command as a user would
import sys
from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from cli.app import run
from cli.exits import Exit
from cli.help import COMMANDS
from store.location import find
from store.register import RegisterStore
from store.sample.demo import build
from store.together.sync import sync
from tests.store.repositories import add_hook
from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.store.repositories import make_clone
from tests.store.repositories import make_register
from tests.store.repositories import make_remote
from tests.store.repositories import run_git
from tests.store.repositories import set_identity
from tests.store.repositories import write

ROOT = Path(__file__).parents[2]
DUTY = "quarterly-review"
UNIT = b'title = "Pier office"\ntype = "section"\n'
SETTINGS = (
    "core.fsmonitor", "core.sshCommand", "core.gitProxy", "core.askPass", "core.alternateRefsCommand", "core.editor",
    "core.pager", "core.hooksPath", "filter.own.clean", "filter.own.smudge", "filter.long.process", "diff.own.textconv",
    "diff.other.command", "diff.external", "merge.own.driver", "remote.origin.uploadpack", "remote.origin.receivepack",
    "gpg.program", "gpg.ssh.program", "gpg.ssh.defaultKeyCommand", "credential.helper", "sequence.editor",
    "uploadpack.packObjectsHook", "trailer.own.command", "interactive.diffFilter", "pager.log", "alias.log",
)  # fmt: skip
HOOKS = (
    "pre-commit", "prepare-commit-msg", "commit-msg", "post-commit", "post-checkout", "post-merge", "post-index-change",
    "reference-transaction", "pre-push", "pre-auto-gc", "post-rewrite", "fsmonitor-watchman",
)  # fmt: skip
COMMAND_LINES: dict[str, tuple[str, ...]] = {
    "open": (),
    "demo": ("demonstration", "--no-app"),
    "init": ("fresh",),
    "clone": ("{top}", "copied"),
    "trust": (),
    "sign": (),
    "list": ("duty",),
    "find": ("x",),
    "show": (DUTY,),
    "due": (),
    "findings": (),
    "who": (DUTY,),
    "map": ("--as-of", "HEAD"),
    "attribute": ("{case}",),
    "coverage": ("--as-of", "2026-06-30"),
    "log": (DUTY,),
    "blame": (DUTY,),
    "diff": ("HEAD~3", "HEAD"),
    "score": (),
    "add": ("unit", "title=x", "type=centre"),
    "set": (f"duty/{DUTY}", "title=x", "--why", "y", "--yes"),
    "appoint": ("secretary", "{person}", "--from", "2026-11-20", "--end-previous", "--yes"),
    "end": ("secretary", "--on", "2026-11-20", "--yes"),
    "cover": ("secretary", "deputy-secretary", "--from", "2026-11-20", "--yes"),
    "handover": ("secretary", "--save", "--yes"),
    "reaffirm": (),
    "verify": ("{finding}", "--by", "secretary", "--yes"),
    "extend": ("{finding}", "2026-12-31", "--reason", "x", "--yes"),
    "waive": (DUTY, "2026-Q4", "--reason", "x", "--by", "secretary", "--yes"),
    "urge": ("--all", "--yes"),
    "attach": ("{finding}", "{file}", "--type", "minutes", "--yes"),
    "export": ("page", "--output", "{file}", "--force"),
    "query": ("SELECT count(*) FROM history",),
    "import": ("table", "{file}", "--dry-run"),
    "report": ("prepare", "half-year-report", "--yes"),
    "rename": (DUTY, "another-review", "--why", "x", "--yes"),
    "remove": (f"duty/{DUTY}", "--why", "x", "--yes"),
    "undo": ("--yes",),
    "redo": ("--yes",),
    "save": ("--why", "x"),
    "sync": (),
    "propose": ("x",),
    "review": (),
    "doctor": ("--thorough",),
    "check": (),
    "rule": ("DB101",),
    "schema": (),
    "serve": ("--host", "192.0.2.1"),
    "completion": ("bash",),
    "hook": ("textconv", "{file}"),
}
"""What is asked of each command; a word in braces is filled in from the demonstration."""


def trap(folder: Path, name: str, sprung: Path) -> str:
    """A program that says that it was run, and then fails."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n: > '{sprung}/{name}'\nexit 1\n")
    path.chmod(0o755)
    return str(path)


def sprung_in(tmp_path: Path) -> list[str]:
    """The traps that were run."""
    return sorted(path.name for path in (tmp_path / "sprung").iterdir())


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    """The demonstration, with everything set that git would run, as if it had come in an archive."""
    top = tmp_path / "prepared"
    build(top, remote=False)
    sprung = tmp_path / "sprung"
    sprung.mkdir()
    for name in HOOKS:
        trap(top / ".git/hooks", name, sprung)
        trap(top / ".git/others", name, sprung)
    values = {key: trap(tmp_path / "traps", key, sprung) for key in SETTINGS}
    values |= {
        "core.hooksPath": str(top / ".git/others"),
        "alias.log": f"!{values['alias.log']}",
        "commit.gpgSign": "true",
        "gpg.format": "ssh",
        "remote.origin.url": f"ext::{trap(tmp_path / 'traps', 'address', sprung)} x",
        "remote.origin.vcs": "own",
        "protocol.ext.allow": "always",
        f"url.ext::{trap(tmp_path / 'traps', 'insteadOf', sprung)} .insteadOf": "https://host.example/",
        "include.path": str(tmp_path / "included"),
        "extensions.worktreeConfig": "true",
        "branch.main.remote": "origin",
    }
    (tmp_path / "included").write_text(f'[filter "third"]\n\tclean = {trap(tmp_path / "traps", "included", sprung)}\n')
    for key, value in values.items():
        run_git(top, "config", key, value)
    run_git(top, "config", "--worktree", "filter.fourth.clean", trap(tmp_path / "traps", "worktree", sprung))
    (top / ".git/info").mkdir(exist_ok=True)
    (top / ".git/info/attributes").write_text(
        "* filter=own diff=own merge=own\nunits/* filter=long diff=other\nposts/* filter=third\ngroups/* filter=fourth\n"
    )
    for path in (f"duties/{DUTY}.toml", "units/party-office.toml", "posts/secretary.toml"):
        with (top / path).open("a") as file:
            file.write("# by hand\n")
    (tmp_path / "paper.txt").write_text("minutes")
    for name in sprung_in(tmp_path):
        (sprung / name).unlink()  # setting the traps up sprang some
    return top


def filled_in(words: Sequence[str], top: Path, tmp_path: Path) -> list[str]:
    """The words of a command, with records of the demonstration in their places."""
    first = {kind: min((top / kind).rglob("*.toml")).stem for kind in ("cases", "findings", "people")}
    return [
        word.format(
            top=top, case=first["cases"], finding=first["findings"], person=first["people"], file=tmp_path / "paper.txt"
        )
        for word in words
    ]


@contextmanager
def standing_in(folder: Path) -> Iterator[None]:
    """Work in a folder, as somebody does who types commands there."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def test_every_command_is_gone_over() -> None:
    assert set(COMMAND_LINES) == set(COMMANDS)


def test_no_command_runs_what_a_prepared_repository_names(
    prepared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUTYBOOK_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("EDITOR", "false")
    head = run_git(prepared, "--no-pager", "rev-parse", "HEAD")
    codes = {}
    with standing_in(prepared):
        for command, words in COMMAND_LINES.items():
            codes[command] = run([command, *filled_in(words, prepared, tmp_path)])
            assert sprung_in(tmp_path) == [], command
            assert "Traceback" not in capsys.readouterr().err, command
    assert not (tmp_path / "state").exists(), "no command failed by a fault of its own"
    reading = ("list", "find", "show", "due", "findings", "who", "map", "attribute", "coverage", "log", "blame", "diff")
    assert {command: codes[command] for command in reading} == dict.fromkeys(reading, Exit.FINE)
    writing = ("add", "set", "rename", "remove", "save", "undo", "sync", "propose", "attach", "appoint")
    assert {command: codes[command] for command in writing} == dict.fromkeys(writing, Exit.NOT_OPENED)
    assert run_git(prepared, "--no-pager", "rev-parse", "HEAD") == head


def test_the_traps_are_live(prepared: Path, tmp_path: Path) -> None:
    """The control: plain git does run them."""
    for words in (("status",), ("diff",), ("push", "https://host.example/x", "main")):
        run_git(prepared, "--no-pager", *words, ok=False)
    (prepared / ".git/info/attributes").unlink()
    run_git(prepared, "--no-pager", "diff", ok=False)
    run_git(prepared, "-c", "core.hooksPath=/dev/null", "commit", "--allow-empty", "--message=x", ok=False)
    run_git(prepared, "commit", "--allow-empty", "--message=x", ok=False)
    found = sprung_in(tmp_path)
    wanted = {"core.fsmonitor", "filter.own.clean", "filter.long.process", "included", "worktree", "diff.external"}
    assert wanted | {"pre-commit", "post-index-change", "gpg.ssh.defaultKeyCommand", "insteadOf"} <= set(found), found


def canary_files(canary: Path) -> dict[str, bytes]:
    """What a stranger can put into the tree itself: modules and start-up files of Python, hooks, attributes, settings of tools."""
    python = f"open({str(canary)!r}, 'w').close()\n".encode()
    shell = f"#!/bin/sh\n: > '{canary}'\n".encode()
    modules = (
        "tomlkit", "rtoml", "git", "msgspec", "cyclopts", "rich", "cli", "store", "schema", "tui", "sitecustomize",
        "usercustomize", "platformdirs", "json", "zoneinfo", "sqlite3", "readline",
    )  # fmt: skip
    return {
        **{f"{name}.py": python for name in modules},
        "pypinyin/__init__.py": python,
        "evil.pth": b"import os; " + python,
        "pyvenv.cfg": b"home = /nowhere\n",
        ".env": f"EDITOR='touch {canary}'\nGIT_SSH_COMMAND='touch {canary}'\n".encode(),
        ".githooks/pre-commit": shell,
        "hooks/pre-commit": shell,
        ".gitattributes": b"* filter=own diff=own merge=own\n",
        ".gitmodules": f'[submodule "inner"]\n\tpath = inner\n\turl = ext::touch {canary}\n\tupdate = !touch {canary}\n'.encode(),
        "dutybook.toml": f'editor = "touch {canary}"\n'.encode(),
        ".dutybook/config.toml": f'editor = "touch {canary}"\n'.encode(),
    }


def settings_of_a_stranger(canary: Path) -> bytes:
    return (
        f'format = 1\ntitle = "x"\nlanguage = "en"\neditor = "touch {canary}"\nplugins = ["evil"]\n\n'
        f'[git]\nbranch = "main"\nremote = "origin"\nssh_command = "touch {canary}"\nhooks_path = ".githooks"\n'
    ).encode()


def dutybook(folder: Path, tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command as its installed script does: the script's folder, not the one we stand in, goes first on Python's path."""
    script = tmp_path / "bin/dutybook"
    script.parent.mkdir(exist_ok=True)
    script.write_text("import sys\nfrom dutybook.__main__ import main\nsys.exit(main())\n")
    return subprocess.run(
        [sys.executable, str(script), *words],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "DUTYBOOK_STATE_DIR": str(tmp_path / "state"),
            "DUTYBOOK_LANG": "en",
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def strange_clone(tmp_path: Path) -> Path:
    """A clone, as anybody makes one, of a register whose tree is full of traps: also a gitlink, and a repository inside it."""
    canary = tmp_path / "canary"
    place = make_register(
        tmp_path / "stranger",
        records={"units/pier.toml": UNIT, **canary_files(canary), "register.toml": settings_of_a_stranger(canary)},
    )
    inner = tmp_path / "inner"
    inner.mkdir()
    run_git(inner, "init", "--quiet", "--bare", "--initial-branch=main", "--template=")
    run_git(inner, "config", "core.fsmonitor", f"touch {canary}")
    run_git(inner, "config", "core.bare", "false")
    run_git(inner, "config", "core.worktree", ".")
    (inner / "refs/keep").touch()
    (inner / "objects/keep").touch()
    files = {str(path.relative_to(inner)): path.read_bytes() for path in inner.rglob("*") if path.is_file()}
    write(place.top, {f"attachments/inner/{name}": content for name, content in files.items()})
    run_git(place.top, "update-index", "--add", "--cacheinfo", f"160000,{place.head},inner")
    run_git(place.top, "add", "--all", "attachments")
    run_git(place.top, "commit", "--quiet", "--message=traps")
    run_git(place.top, "push", "--quiet", str(make_remote(tmp_path / "remote.git")), "main")
    top = make_clone(tmp_path / "remote.git", tmp_path / "clone").top
    assert not canary.exists()
    return top


def test_nothing_in_a_tree_is_run_by_reading_or_by_saving(strange_clone: Path, tmp_path: Path) -> None:
    """Nothing of a fresh clone counts as prepared, so it may be written: and still none of its files is taken for a program."""
    assert find(strange_clone).trusted
    for words, code in (
        (("list", "unit"), 0),
        (("check", "--json"), 1),
        (("log", "--json"), 0),
        (("set", "unit/pier", "title=Pier", "--why", "the sign says so", "--yes"), 0),
        (("undo", "--yes"), 0),
        (("sync",), 0),
        (("doctor",), 0),
    ):
        done = dutybook(strange_clone, tmp_path, *words)
        assert done.returncode == code, (words, done.stderr)
        assert not (tmp_path / "canary").exists(), words
    assert run_git(strange_clone, "rev-parse", "main") == run_git(tmp_path / "remote.git", "rev-parse", "main")


def test_settings_of_a_tree_name_no_program_and_are_told(strange_clone: Path, tmp_path: Path) -> None:
    done = dutybook(strange_clone, tmp_path, "check", "--json")
    for key in ("editor", "plugins", "git.ssh_command", "git.hooks_path"):
        assert f'"{key}"' in done.stdout, key


def test_a_repository_inside_the_tree_is_not_entered(
    strange_clone: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Standing in a folder that git takes for a repository, dutybook works on the register around it."""
    inner = strange_clone / "attachments/inner"
    run_git(inner, "status", ok=False)
    assert (tmp_path / "canary").exists(), "the control: git itself, started there, runs what it names"
    (tmp_path / "canary").unlink()
    for folder in (inner, inner / "refs", inner / "objects"):
        with standing_in(folder):
            for command in ("list", "check", "doctor", "log"):
                capsys.readouterr()
                assert run([command, *(["unit"] if command == "list" else [])]) in (Exit.FINE, Exit.FOUND)
                assert not (tmp_path / "canary").exists(), command
        assert "Pier office" in capsys.readouterr().out


def test_a_repository_inside_is_not_looked_into(tmp_path: Path) -> None:
    """A submodule that came over in an archive has settings and hooks of its own, by which git would look at its files."""
    canary = tmp_path / "canary"
    place = make_register(tmp_path / "register", records={"units/pier.toml": UNIT})
    inner = make_register(tmp_path / "register/inner").top
    run_git(place.top, "add", "inner")
    run_git(place.top, "commit", "--quiet", "--message=inner")
    make_remote(tmp_path / "remote.git", place.top)
    run_git(place.top, "config", "push.recurseSubmodules", "on-demand")
    run_git(inner, "config", "filter.own.clean", f": > '{canary}'; cat")
    (inner / ".git/info").mkdir(exist_ok=True)
    (inner / ".git/info/attributes").write_text("* filter=own\n")
    for hook in HOOKS:
        add_hook(inner / ".git", hook, f": > '{canary}'")
    assert find(place.top).trusted
    for number, words in enumerate((
        ("check",), ("diff",), ("set", "unit/pier", "title=Pier", "--why", "x", "--yes"), ("save", "--why", "x"), ("doctor",), ("sync",),
    )):  # fmt: skip
        os.utime(inner / "register.toml", (number, number))  # git can't tell by size and time that it is as committed
        with (place.top / "units/pier.toml").open("a") as file:
            file.write("# by hand\n" if words[0] == "save" else "")
        done = dutybook(place.top, tmp_path, *words)
        assert done.returncode == (1 if words[0] == "check" else 0), (words, done.stderr)
        assert not canary.exists(), words
    os.utime(inner / "register.toml", (99, 99))
    run_git(place.top, "status")
    assert canary.exists(), "the control: git looks into it"


def test_a_submodule_is_never_fetched_nor_followed(strange_clone: Path, tmp_path: Path) -> None:
    place = find(strange_clone)
    assert list((strange_clone / "inner").iterdir()) == []
    sync(place.git(), place, remote="origin", branch="main")
    assert list((strange_clone / "inner").iterdir()) == []
    assert not (place.git_dir / "modules").exists()
    assert not (tmp_path / "canary").exists()
    assert set(RegisterStore.open(strange_clone).register.units) == {"pier"}


def test_a_hooks_folder_in_the_tree_is_nothing_until_the_user_names_it(strange_clone: Path, tmp_path: Path) -> None:
    """Where somebody once set git to run hooks out of the tree, whoever pushes could run code: so it counts as running something."""
    for folder in (".githooks", "hooks"):
        (strange_clone / folder / "pre-commit").chmod(0o755)
        run_git(strange_clone, "config", "core.hooksPath", folder)
        place = find(strange_clone)
        assert not place.trusted
        done = dutybook(strange_clone, tmp_path, "set", "unit/pier", "title=Pier", "--why", "x", "--yes")
        assert done.returncode == Exit.NOT_OPENED
        assert not (tmp_path / "canary").exists()


def test_hooks_of_a_repository_that_was_copied_are_not_run(tmp_path: Path) -> None:
    """A folder that came over in an archive has hooks that its new owner never saw."""
    place = make_register(tmp_path / "register", records={"units/pier.toml": UNIT})
    set_identity(place.top)
    add_hook(place.git_dir, "pre-commit", f": > {tmp_path}/canary")
    done = dutybook(place.top, tmp_path, "set", "unit/pier", "title=Pier", "--why", "x", "--yes")
    assert done.returncode == Exit.NOT_OPENED
    assert "the hook pre-commit" in done.stderr
    assert not (tmp_path / "canary").exists()
