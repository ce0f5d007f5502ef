"""How far dutybook reaches by itself: which modules may start a program or open a connection, and that what it is built from is pinned."""

import ast
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("cli", "dutybook", "exchange", "schema", "store", "tui")
STARTS = {"subprocess", "pty", "multiprocessing", "webbrowser", "asyncio.subprocess", "ctypes", "runpy"}
NETWORK = {
    "http",
    "urllib.request",
    "ftplib",
    "smtplib",
    "poplib",
    "imaplib",
    "telnetlib",
    "xmlrpc",
    "requests",
    "httpx",
    "aiohttp",
}
CALLS = {
    "system",
    "popen",
    "startfile",
    "posix_spawn",
    "posix_spawnp",
    "execv",
    "execve",
    "execvp",
    "execvpe",
    "spawnv",
    "open_url",
}
CONNECTS = {"create_connection", "open_connection", "open_unix_connection", "getaddrinfo"}


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    """Every module of the product by its path."""
    paths = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return tuple((path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))) for path in paths)


def imports(tree: ast.Module) -> set[str]:
    """What a module imports, with every package above it."""
    found: set[str] = set()
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            parts = name.split(".")
            found |= {".".join(parts[:depth]) for depth in range(1, len(parts) + 1)}
    return found


def called(tree: ast.Module) -> set[str]:
    """The last names of what a module calls."""
    return {
        node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name)
    }


def test_four_modules_start_programs() -> None:
    """Git, and ssh-keygen for it, are started in one place, a user's own editor and clipboard in two others, our own app behind a browser in a fourth.

    No attachment is ever handed to a program.
    """
    starting = {path for path, tree in modules() if imports(tree) & STARTS}
    assert starting == {"store/git.py", "store/pipes.py", "cli/browser/viewer.py"}, "store.pipes takes the types alone"
    assert {path for path, tree in modules() if called(tree) & CALLS} == {"tui/clipboard_program.py", "tui/editor.py"}


def test_no_module_opens_a_connection() -> None:
    """Whatever goes over a network goes through git; the browser's server listens on this machine and connects to nothing."""
    assert {path for path, tree in modules() if imports(tree) & NETWORK} == {"cli/browser/server.py"}
    assert {path for path, tree in modules() if called(tree) & CONNECTS} == set()
    sockets = {path for path, tree in modules() if "socket" in imports(tree)}
    assert sockets == {"store/lock.py", "cli/browser/server.py", "cli/browser/address.py"}, "the lock names the machine"


def test_everything_that_is_installed_is_pinned_by_a_hash() -> None:
    locked = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    for package in locked["package"]:
        if "registry" not in package["source"]:
            assert package["source"] in ({"editable": "."}, {"virtual": "."}), package["name"]
            continue
        files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        assert files, package["name"]
        assert all(file["hash"].startswith("sha256:") for file in files), package["name"]
