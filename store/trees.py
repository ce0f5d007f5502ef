"""A commit without the index: blobs, the trees above them, the commit, the reference.

At 100,000 files reading and writing the index is what makes `git commit` slow; here only the folders on the way to a
changed file are rewritten. The index is brought up to date for just these paths *before* the branch moves: killed in
between, it holds a staged change and never the reverse of a commit. Used by `store.commit` where no hook stands.
"""

import hashlib
import stat
import tempfile
from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path

from store.failure import GitFailed
from store.failure import GitTimedOut
from store.failure import HeadMoved
from store.failure import NothingToCommit
from store.failure import SigningFailed
from store.git import NOTHING
from store.git import Git
from store.location import Location
from store.lock import wait_for_git
from store.refusal import PathsCollide

Entries = dict[str, tuple[str, str]]
"""A folder as git keeps it: name to (mode, object id)."""

PATIENCE = 60.0
"""Seconds that a key may take to sign: time to touch it."""
_FOLDER = "40000"


def fits_trees(git: Git, paths: Sequence[str]) -> bool:
    """Whether these paths can be committed this way: ordinary files, or gone ones, with ordinary names."""
    for path in paths:
        try:
            ordinary = stat.S_ISREG((git.top / path).lstat().st_mode)
        except (FileNotFoundError, NotADirectoryError):
            ordinary = True
        if not ordinary or "\n" in path or path.startswith("/") or ".." in path.split("/"):
            return False
    return True


def commit_by_trees(
    git: Git,
    location: Location,
    paths: Sequence[str],
    message: str,
    *,
    head: str | None,
    environment: Mapping[str, str],
) -> str:
    """Commit exactly these paths as they are in the work tree.

    Args:
        git: git of the repository.
        location: the register.
        paths: files added, changed or deleted, from the top with `/`.
        message: the whole message.
        head: the commit to build on; None for the first.
        environment: author and dates.

    Returns:
        The commit id. The reference folder is not synced to disk yet.

    Raises:
        NothingToCommit: the files are as committed.
        HeadMoved: another commit came first; the paths are left staged.
        GitFailed: as git says.
    """
    blobs = _write_blobs(git, paths)
    trees = _read_trees(git, head, _folders_above(paths))
    before = _hash_tree(trees[""])
    root = _write_trees(git, location, _change(trees, paths, blobs))
    if head is not None and root == before:
        raise NothingToCommit(paths)
    commit = write_commit(git, root, [] if head is None else [head], message, environment)
    listed = "\0".join(paths).encode("utf-8", "surrogateescape")
    wait_for_git(location, lambda: git.run("update-index", "--add", "--remove", "-z", "--stdin", stdin=listed))
    subject = message.split("\n", 1)[0]
    wait_for_git(location, lambda: move_head(git, commit, head, subject))
    return commit


def _write_blobs(git: Git, paths: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Write the files' contents, through the user's filters, and give path to (mode, id); a gone file is left out."""
    modes = {}
    for path in paths:
        try:
            executable = (git.top / path).lstat().st_mode & 0o100
        except (FileNotFoundError, NotADirectoryError):
            continue
        modes[path] = "100755" if executable else "100644"
    if not modes:
        return {}
    listed = "".join(f"{path}\n" for path in modes).encode("utf-8", "surrogateescape")
    ids = git.run("hash-object", "-w", "--stdin-paths", stdin=listed).text.split("\n")
    return {path: (mode, blob) for (path, mode), blob in zip(modes.items(), ids, strict=True)}


def _folders_above(paths: Sequence[str]) -> list[str]:
    """List every folder on the way to these paths, the top as "", parents before children."""
    folders = {""}
    for path in paths:
        parts = path.split("/")[:-1]
        folders.update("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))
    return sorted(folders)


def _read_trees(git: Git, head: str | None, folders: Sequence[str]) -> dict[str, Entries]:
    if head is None:
        return {folder: {} for folder in folders}
    asked = "".join(f"{head}:{folder}\n" for folder in folders).encode("utf-8", "surrogateescape")
    answer = git.run("cat-file", "--batch", stdin=asked).out
    trees: dict[str, Entries] = {}
    place = 0
    for folder in folders:
        end = answer.index(b"\n", place)
        line = answer[place:end]
        place = end + 1
        trees[folder] = {}
        if not line.endswith(b" missing"):
            _, kind, size = line.split(b" ")
            if kind == b"tree":
                trees[folder] = _parse_tree(answer[place : place + int(size)])
            place += int(size) + 1
    return trees


def _parse_tree(body: bytes) -> Entries:
    entries: Entries = {}
    place = 0
    while place < len(body):
        end = body.index(b"\0", place)
        mode, name = body[place:end].split(b" ", 1)
        entries[name.decode("utf-8", "surrogateescape")] = (mode.decode(), body[end + 1 : end + 21].hex())
        place = end + 21
    return entries


def _change(trees: dict[str, Entries], paths: Sequence[str], blobs: Mapping[str, tuple[str, str]]) -> list[Entries]:
    """Put the blobs in, carry new ids upwards, and give the changed trees, children first; the top is the last."""
    for path in paths:
        folder, _, name = path.rpartition("/")
        if path in blobs:
            trees[folder][name] = blobs[path]
        else:
            trees[folder].pop(name, None)
    changed = []
    for folder in sorted(trees, key=lambda each: each.count("/") + bool(each), reverse=True):
        if folder:
            above, _, name = folder.rpartition("/")
            if not trees[folder]:
                if trees[above].get(name, ("", ""))[0] == _FOLDER:
                    del trees[above][name]
                continue
            trees[above][name] = (_FOLDER, _hash_tree(trees[folder]))
        changed.append(trees[folder])
    return changed


def _sorted(entries: Entries) -> list[tuple[bytes, str, str]]:
    # Git sorts a folder as if its name ended with a slash.
    listed = [(name.encode("utf-8", "surrogateescape"), mode, blob) for name, (mode, blob) in entries.items()]
    return sorted(listed, key=lambda entry: entry[0] + b"/" if entry[1] == _FOLDER else entry[0])


def _pack_tree(entries: Entries) -> bytes:
    return b"".join(mode.encode() + b" " + name + b"\0" + bytes.fromhex(blob) for name, mode, blob in _sorted(entries))


def _hash_tree(entries: Entries) -> str:
    body = _pack_tree(entries)
    return hashlib.sha1(b"tree %d\0" % len(body) + body, usedforsecurity=False).hexdigest()


def _write_trees(git: Git, location: Location, trees: Sequence[Entries]) -> str:
    # Not by mktree: git 2.39's doesn't obey core.fsync, and the commit would come to disk before its trees (strace).
    return write_objects(git, location, [_pack_tree(entries) for entries in trees], sort="tree")[-1]


def write_objects(git: Git, location: Location, contents: Sequence[bytes], *, sort: str = "blob") -> list[str]:
    """Write objects as they are, through no filter, with one process for all; gives their ids.

    Args:
        git: git of the repository.
        location: the register.
        contents: the content of each.
        sort: `blob` or `tree`.
    """
    if not contents:
        return []
    with tempfile.TemporaryDirectory(dir=location.make_state_dir(), prefix="objects-") as folder:
        paths = [Path(folder) / str(number) for number in range(len(contents))]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        listed = "".join(f"{path}\n" for path in paths).encode("utf-8", "surrogateescape")
        written = git.run("hash-object", "-t", sort, "-w", "--no-filters", "--stdin-paths", stdin=listed).text
    return written.split("\n")


def write_tree(git: Git, location: Location, commit: str, files: Mapping[str, tuple[str, str] | None]) -> str:
    """Write the tree of a commit with some files put in or taken out; gives its id.

    Args:
        git: git of the repository.
        location: the register.
        commit: the commit that it begins with.
        files: mode and blob of each path from the top; None for one that goes.

    Raises:
        PathsCollide: a file would stand where a folder stands, or the other way round.
    """
    paths = list(files)
    trees = _read_trees(git, commit, _folders_above(paths))
    blobs = {path: version for path, version in files.items() if version is not None}
    for path in sorted(set(files) - set(blobs)):
        folder, _, name = path.rpartition("/")
        trees[folder].pop(name, None)
    for path in blobs:
        _check_room(trees, path)
    return _write_trees(git, location, _change(trees, paths, blobs))


def _check_room(trees: Mapping[str, Entries], path: str) -> None:
    folder, _, name = path.rpartition("/")
    if trees[folder].get(name, ("", ""))[0] == _FOLDER:
        raise PathsCollide(path)
    while folder:
        above, _, name = folder.rpartition("/")
        if trees[above].get(name, (_FOLDER, ""))[0] != _FOLDER:
            raise PathsCollide(folder)
        folder = above


def write_commit(git: Git, tree: str, parents: Sequence[str], message: str, environment: Mapping[str, str] = {}) -> str:
    """Write a commit, signed where the user signs; no branch moves. Gives its id.

    Args:
        git: git of the repository.
        tree: id of its tree.
        parents: the commits that it follows, the main line's first.
        message: the whole message.
        environment: author and dates.

    Raises:
        SigningFailed: the key waited in vain.
        GitFailed: as git says.
    """
    signing = git.run("config", "--type=bool", "--get", "commit.gpgSign", ok=(0, 1)).text == "true"
    options = ["-S"] if signing else []
    for parent in parents:
        options += ["-p", parent]
    text = message.encode("utf-8", "surrogateescape")
    try:
        return git.run(
            "commit-tree", tree, *options, "-F", "-", stdin=text, deadline=PATIENCE, environment=environment
        ).text
    except GitTimedOut as failure:
        if not signing:
            raise
        raise unanswered() from failure


def unanswered() -> SigningFailed:
    """The failure that says that a key waited in vain, to be touched or unlocked."""
    words, words_zh = f"the key did not answer within {PATIENCE:.0f} s", f"密钥在 {PATIENCE:.0f} 秒内没有应答"
    return SigningFailed(words, words_zh=words_zh)


def move_head(git: Git, commit: str, head: str | None, subject: str) -> None:
    """Point the branch at a commit, if it still points where it did.

    Raises:
        HeadMoved: another commit came first.
    """
    note = f"commit: {subject}" if head else f"commit (initial): {subject}"
    try:
        git.run("update-ref", "-m", note, "HEAD", commit, head or NOTHING)
    except GitFailed as failure:
        if "but expected" in failure.err or "reference already exists" in failure.err:
            found = git.run("rev-parse", "--verify", "--quiet", "HEAD", ok=(0, 1)).text
            raise HeadMoved(head, found or None) from failure
        raise
