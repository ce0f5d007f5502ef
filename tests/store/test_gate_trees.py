"""The server check of folders and files, end to end: crafted trees, hostile names, huge blobs, and that nothing of a push is run."""

import subprocess  # tests start git as a user would
from pathlib import Path

import pytest

from schema.gatekeeping import Entry
from schema.gatekeeping import collisions
from schema.gatekeeping import fault_of_name
from schema.gatekeeping import is_sorted
from schema.gatekeeping import named_drivers
from tests.store.repositories import check_whole
from tests.store.repositories import isolated  # noqa: F401  # autouse in this module
from tests.store.repositories import run_git
from tests.store.server import ADA
from tests.store.server import commit
from tests.store.server import commit_tree
from tests.store.server import install
from tests.store.server import make_desk
from tests.store.server import make_server
from tests.store.server import make_tree
from tests.store.server import push
from tests.store.server import records

EMPTY_BLOB = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
UNIT = b'title = "Pier office"\ntype = "section"\n'


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One server for all that is refused: nothing of it comes in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        return make_server(tmp_path_factory.mktemp("model") / "server.git", records())


@pytest.fixture
def ada(model: Path, tmp_path: Path) -> Path:
    top = make_desk(model, tmp_path / "ada", ADA)
    run_git(top, "hash-object", "-w", "--stdin")
    return top


def listed(top: Path) -> str:
    return run_git(top, "ls-tree", "HEAD") + "\n"


def with_entry(top: Path, entry: str) -> str:
    """The register's top folder with one more entry."""
    return make_tree(top, f"{listed(top)}{entry}\n", "--missing")


def raw_tree(top: Path, *entries: tuple[str, bytes, str]) -> str:
    """A folder of just these entries, written as they are."""
    body = b"".join(mode.encode() + b" " + name + b"\0" + bytes.fromhex(id_) for mode, name, id_ in entries)
    return run_git(top, "hash-object", "-t", "tree", "-w", "--stdin", "--literally", stdin=body)


def inside(top: Path, *entries: tuple[str, bytes, str]) -> str:
    """The register's top folder with a folder `papers` of just these entries."""
    return with_entry(top, f"040000 tree {raw_tree(top, *entries)}\tpapers")


def refused(top: Path, tree: str, *words: str, ref: str = "refs/heads/main") -> None:
    """Push a commit of a folder: it is refused with these words, and the commit is named."""
    new = commit_tree(top, tree)
    said = push(top, f"{new}:{ref}")
    assert not said.taken, "it came in"
    assert f"commit {new[:12]}:" in said.said
    for each in words:
        assert each in said.said, said.said
    assert run_git(top, "ls-remote", "origin", ref).split("\t")[0] != new


@pytest.mark.parametrize("ref", ["refs/heads/main", "refs/heads/proposal/ada/x"])
def test_links_and_submodules_do_not_come_in(ada: Path, ref: str) -> None:
    link = run_git(ada, "hash-object", "-w", "--stdin", stdin=b"/etc/passwd")
    refused(
        ada, with_entry(ada, f"120000 blob {link}\tx"), "DB946 `x` is a symbolic link; only ordinary files", ref=ref
    )
    refused(ada, inside(ada, ("120000", b"duties", link)), "DB946 `papers/duties` is a symbolic link", ref=ref)
    head = run_git(ada, "rev-parse", "HEAD")
    refused(
        ada, with_entry(ada, f"160000 commit {head}\tsub"), "DB946 `sub` is another repository (a submodule)", ref=ref
    )


@pytest.mark.parametrize("mode", ["100664", "0100644", "40755"])
def test_odd_modes_do_not_come_in(ada: Path, mode: str) -> None:
    id_ = run_git(ada, "rev-parse", "HEAD:units") if mode.startswith("4") else EMPTY_BLOB
    refused(ada, inside(ada, (mode, b"x", id_)), "DB946 `papers/x` is of a sort that git does not write")


def test_executable_files_do_come_in(tmp_path: Path) -> None:
    server = make_server(tmp_path / "server.git", records())
    top = make_desk(server, tmp_path / "ada", ADA)
    run_git(top, "hash-object", "-w", "--stdin")
    new = commit_tree(top, inside(top, ("100755", b"x.sh", EMPTY_BLOB), ("100644", "通知.txt".encode(), EMPTY_BLOB)))
    assert push(top, f"{new}:refs/heads/main").taken


@pytest.mark.parametrize(
    ("name", "why"),
    [
        (b"-rf", "begins with `-`"),
        (b"--upload-pack=touch x", "begins with `-`"),
        (b"a\\b.toml", "holds a backslash"),
        (b"a\x1b[2J", "holds characters that cannot be seen"),
        (b"a\nb", "holds characters that cannot be seen"),
        ("a\u202etxt.exe".encode(), "holds characters that cannot be seen"),
        ("a\u200b".encode(), "holds characters that cannot be seen"),
        (b"\xb1\xed", "is not UTF-8"),
        (b"con", "is the name of a device"),
        (b"NUL.toml", "is the name of a device"),
        (b"Com1.tar.gz", "is the name of a device"),
        ("lpt\u00b9".encode(), "is the name of a device"),
        (b"x.", "ends with a dot or a space"),
        (b"x ", "ends with a dot or a space"),
        (b".git", "is git's own"),
        (b".GIT", "is git's own"),
        (b"git~1", "is git's own"),
        (b".git::$INDEX_ALLOCATION", "is git's own"),
        (b"..", "is no name of a file"),
        (b".", "is no name of a file"),
        (b"a/b", "is no name of a file"),
        (b"x" * 256, "has more than 255 bytes"),
    ],
)  # fmt: skip
def test_names_that_are_not_the_same_everywhere_do_not_come_in(ada: Path, name: bytes, why: str) -> None:
    assert fault_of_name(name) is not None
    refused(ada, inside(ada, ("100644", name, EMPTY_BLOB)), "DB948", why)


@pytest.mark.parametrize(
    "name",
    ["通知.pdf", "a b.txt", "console.toml", "communities", ".gitignore", "x.git", "a'b", "*.toml", ":(top)", "é.txt"],
)
def test_ordinary_names_are_taken(name: str) -> None:
    assert fault_of_name(name.encode()) is None


def test_names_that_collide_do_not_come_in(ada: Path) -> None:
    pair = ((b"Plan", b"plan"), ("é".encode(), "e\u0301".encode()), ("straße".encode(), b"STRASSE"))
    for first, second in pair:
        entries = sorted((("100644", first, EMPTY_BLOB), ("100644", second, EMPTY_BLOB)), key=lambda one: one[1])
        refused(ada, inside(ada, *entries), "DB949", "are one name on some machines")
    units = run_git(ada, "rev-parse", "HEAD:units")
    refused(ada, with_entry(ada, f"040000 tree {units}\tUnits"), "DB949 `units` and `Units` are one name")
    assert list(collisions(["a", "b", "A"])) == [("A", "a")]


def test_one_name_twice_does_not_come_in(ada: Path) -> None:
    """What is looked at must be what is checked out."""
    other = run_git(ada, "hash-object", "-w", "--stdin", stdin=b"other")
    twice = (("100644", b"x", EMPTY_BLOB), ("100644", b"x", other))
    refused(ada, inside(ada, *twice), "DB948 the name `papers` holds a folder that git would not write")
    backwards = (("100644", b"y", EMPTY_BLOB), ("100644", b"x", other))
    refused(ada, inside(ada, *backwards), "holds a folder that git would not write")
    units = run_git(ada, "rev-parse", "HEAD:units")
    refused(ada, inside(ada, ("100644", b"x", EMPTY_BLOB), ("40000", b"x", units)), "DB949")
    file, folder = Entry(b"100644", b"x.y", EMPTY_BLOB), Entry(b"40000", b"x", units)
    assert is_sorted([file, folder]) and not is_sorted([folder, file])


def test_files_for_git_do_not_come_in(ada: Path) -> None:
    refused(
        ada,
        with_entry(ada, f"100644 blob {EMPTY_BLOB}\t.gitmodules"),
        "DB950 the file `.gitmodules` names other repositories",
    )
    refused(ada, inside(ada, ("100644", b".GitModules", EMPTY_BLOB)), "DB950 the file `papers/.GitModules`")
    for text, named in (
        (b"*.toml filter=own\n", "filter=own"),
        (b"# filter=x\n*.toml text -diff merge=own\n", "merge=own"),
        (b"[attr]mine diff=own\n*.toml mine\n", "diff=own"),
    ):
        blob = run_git(ada, "hash-object", "-w", "--stdin", stdin=text)
        refused(
            ada,
            inside(ada, ("100644", b".gitattributes", blob)),
            f"DB950 the file `papers/.gitattributes` names what git is to run: {named}",
        )
        refused(ada, inside(ada, ("100644", b".GITATTRIBUTES", blob)), "DB950 the file `papers/.GITATTRIBUTES`")
    assert named_drivers("*.toml text eol=lf -filter -diff !merge\nattachments/** binary\n# filter=x\n") == []


def test_a_repository_inside_does_not_come_in(ada: Path) -> None:
    units = run_git(ada, "rev-parse", "HEAD:units")
    bare = (
        ("100644", b"HEAD", EMPTY_BLOB),
        ("100644", b"config", EMPTY_BLOB),
        ("40000", b"objects", units),
        ("40000", b"refs", units),
    )
    refused(ada, inside(ada, *bare), "DB951 the folder `papers` is a git repository of its own")
    lower = (
        ("100644", b"config", EMPTY_BLOB),
        ("100644", b"head", EMPTY_BLOB),
        ("40000", b"objects", units),
        ("40000", b"refs", units),
    )
    refused(ada, inside(ada, *lower), "DB951")


def test_large_files_do_not_come_in(ada: Path, tmp_path: Path) -> None:
    for place, size, taken in (
        ("units/x.toml", 1024 * 1024 + 1, False),
        ("attachments/2026/x.bin", 50 * 1024 * 1024 + 1, False),
    ):
        path = ada / place
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.truncate(size)
        new = commit(ada, ADA, {})
        said = push(ada)
        assert said.taken is taken
        assert f"DB947 `{place}` has {size} bytes; at most" in said.said, said.said
        assert f"commit {new[:12]}:" in said.said
        run_git(ada, "reset", "--quiet", "--hard", "origin/main")
    blob = run_git(ada, "hash-object", "-w", "--stdin", stdin=b"\0" * (2 * 1024 * 1024))
    tree = inside(ada, ("100644", b"x.bin", blob))
    both = make_tree(
        ada, run_git(ada, "ls-tree", tree) + f"\n040000 tree {raw_tree(ada, ('100644', b'x.bin', blob))}\tattachments\n"
    )
    refused(ada, both, "DB947 `papers/x.bin` has 2097152 bytes; at most 1048576")


def test_folders_without_end_do_not_come_in(ada: Path) -> None:
    inner = raw_tree(ada, ("100644", b"x", EMPTY_BLOB))
    for _ in range(10):
        inner = raw_tree(ada, *(("40000", b"%d" % number, inner) for number in range(10)))
    refused(
        ada, with_entry(ada, f"040000 tree {inner}\tpapers"), "DB945 the push brings 10000000008 files; at most 500000"
    )
    deep = raw_tree(ada, ("100644", b"x", EMPTY_BLOB))
    for _ in range(400):
        deep = raw_tree(ada, ("40000", b"x", deep))
    refused(ada, with_entry(ada, f"040000 tree {deep}\tpapers"), "DB948", "has more than 16 folders inside each other")


def test_what_was_taken_out_again_is_refused_all_the_same(ada: Path) -> None:
    link = run_git(ada, "hash-object", "-w", "--stdin", stdin=b"/etc/passwd")
    first = commit_tree(ada, with_entry(ada, f"120000 blob {link}\tx"))
    second = commit_tree(ada, run_git(ada, "rev-parse", "HEAD^{tree}"), ADA, "gone", first)
    said = push(ada, f"{second}:refs/heads/main")
    assert not said.taken
    assert f"commit {first[:12]}:" in said.said


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("author A <a@x> 1795600000 +0000\nauthor B <b@x> 1795600000 +0000\ncommitter A <a@x> 1795600000 +0000", "it does not say once who wrote it"),
        ("author A <a@x> <b@x> 1795600000 +0000\ncommitter A <a@x> 1795600000 +0000", "it does not say once who wrote it"),
        ("author A <a@x> 1795600000 +0000\ncommitter A <a@x> 1795600000 +0000\nencoding GB18030", "it is not in UTF-8"),
        ("author A <a@x> 1795600000 +0000\ncommitter A <a@x> 1795600000 +0000\nodd thing", "its head holds a line that git does not know"),
    ],
)  # fmt: skip
def test_commits_that_could_be_read_in_two_ways_do_not_come_in(ada: Path, text: str, what: str) -> None:
    tree, parent = run_git(ada, "rev-parse", "HEAD^{tree}", "HEAD").split()
    body = f"tree {tree}\nparent {parent}\n{text}\n\nchange\n".encode()
    new = run_git(ada, "hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=body)
    said = push(ada, f"{new}:refs/heads/main")
    assert not said.taken
    assert f"DB952 the commit {new[:12]} is not as git writes commits: {what}" in said.said, said.said


def test_nothing_of_a_push_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drivers, filters and monitors that somebody set up on the server, named by what is pushed, leave no trace."""
    canary = tmp_path / "canary"
    run = tmp_path / "run.sh"
    run.write_text(f"#!/bin/sh\ntouch '{canary}'\ncat\n")
    run.chmod(0o755)
    server = make_server(tmp_path / "server.git", records())
    install(server)
    top = make_desk(server, tmp_path / "ada", ADA)
    for key in ("filter.own.smudge", "filter.own.clean", "filter.own.process", "diff.own.textconv", "diff.own.command", "merge.own.driver", "diff.external", "core.fsmonitor", "gpg.program", "gpg.ssh.program", "gpg.ssh.defaultKeyCommand"):  # fmt: skip
        run_git(server, "config", key, str(run))
    run_git(server, "config", "core.attributesFile", str(tmp_path / "attributes"))
    (tmp_path / "attributes").write_text("* filter=own diff=own merge=own\n")
    files = {
        "papers/.gitattributes": b"* filter=own diff=own merge=own\n",
        "papers/x.toml": UNIT,
        "papers/tomlkit.py": b"open('%s', 'w')\n" % str(canary).encode(),
        "sitecustomize.py": b"open('%s', 'w')\n" % str(canary).encode(),
        "dutybook.py": b"open('%s', 'w')\n" % str(canary).encode(),
        "cli.py": b"open('%s', 'w')\n" % str(canary).encode(),
        ".githooks/pre-receive": b"#!/bin/sh\ntouch '%s'\n" % str(canary).encode(),
    }
    commit(top, ADA, files)
    run_git(top, "config", "gpg.format", "ssh")
    assert "DB950" in push(top).said
    commit(top, ADA, {"papers/.gitattributes": None})
    run_git(top, "reset", "--quiet", "--soft", "origin/main")
    commit(top, ADA, {"register.toml": records("\n[signing]\nrequired = true\n")["register.toml"]})
    assert push(top).taken
    commit(top, ADA, {"units/pier.toml": UNIT.replace(b"Pier", b"The pier")})
    said = push(top)
    assert not said.taken and "DB931" in said.said
    assert not canary.exists()
    check_whole(server)


def test_hostile_settings_of_the_machine_change_nothing(
    ada: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "gitconfig"
    config.write_text(
        "[log]\nshowSignature = true\n[color]\nui = always\n[diff]\nrenames = copies\nnoprefix = true\n[core]\nquotePath = true\npager = false\n"
        "[format]\npretty = oneline\n[submodule]\nrecurse = true\n[alias]\nrev-list = !false\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    link = run_git(ada, "hash-object", "-w", "--stdin", stdin=b"/etc/passwd")
    refused(ada, with_entry(ada, f"120000 blob {link}\t通知"), "DB946 `通知` is a symbolic link")


def test_hostile_variables_change_nothing(model: Path, ada: Path) -> None:
    link = run_git(ada, "hash-object", "-w", "--stdin", stdin=b"/etc/passwd")
    new = commit_tree(ada, with_entry(ada, f"120000 blob {link}\tx"))
    hook = model / "hooks/pre-receive"
    before = hook.read_text()
    install(model)
    hook.write_text(
        hook.read_text().replace(
            "exec",
            "export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=core.bare GIT_CONFIG_VALUE_0=x GIT_EXTERNAL_DIFF=false GIT_GRAFT_FILE=/etc/passwd PYTHONPATH=/nowhere GIT_TRACE=1\nexec",
        )
    )
    try:
        said = push(ada, f"{new}:refs/heads/main")
    finally:
        hook.write_text(before)
    assert not said.taken
    assert "DB946 `x` is a symbolic link" in said.said


def test_a_tree_that_git_itself_cannot_read_is_refused(ada: Path) -> None:
    tree = run_git(ada, "hash-object", "-t", "tree", "-w", "--stdin", "--literally", stdin=b"100644 x\0short")
    new = commit_tree(ada, run_git(ada, "rev-parse", "HEAD^{tree}"))
    body = run_git(ada, "cat-file", "commit", new).replace(run_git(ada, "rev-parse", "HEAD^{tree}"), tree) + "\n"
    torn = run_git(ada, "hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=body.encode())
    pack = subprocess.run(
        ["git", "pack-objects", "--stdout", "-q"],
        cwd=ada,
        input=f"{tree}\n{torn}\n".encode(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert pack.returncode == 0
    assert not push(ada, f"{torn}:refs/heads/main").taken
