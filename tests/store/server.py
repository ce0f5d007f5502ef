"""A bare remote with the server check as its hook, and desks that push to it with plain git or with dutybook."""

import os
import subprocess  # tests start git and ssh-keygen as a user would
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tests.store import porch
from tests.store.repositories import add_hook
from tests.store.repositories import make_clone
from tests.store.repositories import make_register
from tests.store.repositories import run_git
from tests.store.repositories import write

GROUP = b'title = "Steering"\nhead = "chair"\nmembers = ["clerk"]\n'
REVIEW = '\n[review]\nkinds = ["group"]\napprovers = ["chair"]\n'
SIGNING = "\n[signing]\nrequired = true\n"
NOW = "2026-11-20 09:00:00 +0000"
ADA = ("Ada Quill", "ada@harbour.example")
BO = ("Bo Tern", "bo@harbour.example")
EVE = ("Eve Reed", "eve@harbour.example")


class Pushed(NamedTuple):
    """What a push ended with."""

    taken: bool
    said: str


def settings(more: str = "") -> bytes:
    """The register.toml of the harbour."""
    return f'format = 1\ntitle = "Harbour Office"\nlanguage = "en"\n{more}'.encode()


def person(name: str, email: str, *keys: str) -> bytes:
    """A person's record; each key a line, or the whole text of a row."""
    rows = [key if "\n" in key else f'public = "{key}"\n' for key in keys]
    return (f'name = "{name}"\nemails = ["{email}"]\n' + "".join(f"\n[[key]]\n{row}" for row in rows)).encode()


def records(more: str = "", **keys: str) -> dict[str, bytes]:
    """A small register: Ada is a clerk, Bo holds the approving post, Eve works there too."""
    people = {"ada": ADA, "bo": BO, "eve": EVE}
    found = {f"people/{id_}.toml": person(*who, *([keys[id_]] if keys.get(id_) else [])) for id_, who in people.items()}
    return {
        "register.toml": settings(more),
        "units/pier.toml": b'title = "Pier office"\ntype = "section"\n',
        "posts/chair.toml": b'title = "Chair"\nunit = "pier"\nrank = "principal"\n\n[[holding]]\nperson = "bo"\nfrom = 2026-01-01\n',
        "posts/clerk.toml": b'title = "Clerk"\nunit = "pier"\nrank = "staff"\n\n[[holding]]\nperson = "ada"\nfrom = 2026-01-01\n',
        "groups/steering.toml": GROUP,
        **found,
    }


def make_key(folder: Path, name: str) -> str:
    """Make a key pair without a passphrase, and give its public line."""
    folder.mkdir(exist_ok=True)
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(folder / name)], check=True, timeout=30
    )
    return (folder / f"{name}.pub").read_text().strip()


def make_server(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Make a bare repository that holds a register and has the server check as its hook, through the porch."""
    desk = make_register(folder.with_suffix(".first"), records=files).top
    run_git(folder.parent, "clone", "--quiet", "--bare", "--template=", str(desk), str(folder))
    add_hook(folder, "pre-receive", f"exec '{sys.executable}' -I -S '{porch.__file__}' '{porch.open_porch()}'")
    return folder


def install(server: Path, before: str = "") -> None:
    """Put the server check in place as docs/how-to/server.md says."""
    add_hook(server, "pre-receive", f"{before}\nexec '{sys.executable}' -P -m dutybook hook pre-receive")


def make_desk(server: Path, folder: Path, who: tuple[str, str], key: Path | None = None) -> Path:
    """Clone for a person, who signs where a key is given."""
    top = make_clone(server, folder, *who).top
    if key is not None:
        sign_with(top, key)
    return top


def sign_with(top: Path, key: Path) -> None:
    """Sign every commit of a desk with a key."""
    run_git(top, "config", "gpg.format", "ssh")
    run_git(top, "config", "user.signingKey", str(key))
    run_git(top, "config", "commit.gpgSign", "true")


def who_is(who: tuple[str, str], at: str = "") -> dict[str, str]:
    """The environment in which git writes a name, and a time where one is given."""
    found = {
        f"GIT_{role}_{part}": value
        for role in ("AUTHOR", "COMMITTER")
        for part, value in zip(("NAME", "EMAIL"), who, strict=True)
    }
    return found | ({"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at} if at else _now())


def _now() -> dict[str, str]:
    return {"GIT_AUTHOR_DATE": "", "GIT_COMMITTER_DATE": ""}


def commit(
    top: Path, who: tuple[str, str], files: Mapping[str, bytes | None], message: str = "change", at: str = ""
) -> str:
    """Commit files by plain git in a person's name."""
    write(top, files)
    environment = who_is(who, at)
    run_git(top, "add", "--all", environment=environment)
    run_git(top, "commit", "--quiet", "--allow-empty", f"--message={message}", environment=environment)
    return run_git(top, "rev-parse", "HEAD")


def make_tree(top: Path, entries: str, *options: str) -> str:
    """Make a folder of `MODE TYPE ID<TAB>NAME` lines."""
    return run_git(top, "mktree", *options, stdin=entries.encode())


def commit_tree(top: Path, tree: str, who: tuple[str, str] = ADA, message: str = "change", *parents: str) -> str:
    """Commit a folder as it is."""
    wanted = [word for parent in parents or ("HEAD",) for word in ("-p", run_git(top, "rev-parse", parent))]
    return run_git(top, "commit-tree", tree, *wanted, "-m", message, environment=who_is(who))


def push(top: Path, *refs: str, options: tuple[str, ...] = ()) -> Pushed:
    """Push as a user would by hand, and say how it ended."""
    done = subprocess.run(
        ["git", "push", "--porcelain", *options, "origin", *(refs or ("HEAD:refs/heads/main",))],
        cwd=top, capture_output=True, check=False, timeout=120, env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    return Pushed(done.returncode == 0, done.stderr.decode(errors="replace") + done.stdout.decode(errors="replace"))
