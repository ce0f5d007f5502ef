"""Remotes that fail: over https with every sort of answer, over ssh with a key or a host that is not known. Nothing asks, nothing hangs, nothing is lost."""

import os
import shutil
import ssl
import subprocess  # tests start openssl as a user would
import threading
import time
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import suppress
from functools import partial
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from schema.failure import Failure
from store.location import Location
from store.location import find
from store.refusal import CredentialsMissing
from store.refusal import RemoteUnreachable
from store.together.sync import sync
from tests.store.repositories import children
from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.store.repositories import make_register
from tests.store.repositories import run_git
from tests.store.repositories import save
from tests.store.repositories import write

DUTY = "duties/harbour-round.toml"
ADVERTISED = b"001e# service=git-upload-pack\n0000"
"""How a server of git begins its answer."""


def refuse(handler: BaseHTTPRequestHandler, code: int) -> None:
    handler.send_response(code)
    if code == 401:
        handler.send_header("WWW-Authenticate", 'Basic realm="register"')
    if code == 302:
        handler.send_header("Location", "file:///etc/passwd")
    words = b"\x1b]0;title\x07 no\n"
    handler.send_header("Content-Length", str(len(words)))
    handler.end_headers()
    handler.wfile.write(words)


def advertise(handler: BaseHTTPRequestHandler, body: bytes, *, pause: float = 0.0, size: int | None = None) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/x-git-upload-pack-advertisement")
    if size is not None:
        handler.send_header("Content-Length", str(size))
    handler.end_headers()
    for at in range(len(body)):
        handler.wfile.write(body[at : at + 1])
        handler.wfile.flush()
        if pause:
            time.sleep(pause)


ANSWERS: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {
    **{str(code): partial(refuse, code=code) for code in (302, 401, 403, 404, 429, 500, 502, 503)},
    "nothing at all": lambda handler: handler.connection.close(),
    "no git": lambda handler: advertise(handler, b"<html>log in first</html>"),
    "cut off": lambda handler: advertise(handler, ADVERTISED, size=5000),
    "rubbish": lambda handler: advertise(handler, ADVERTISED + b"zzzz\x00\xff" * 50),
    "a byte now and then": lambda handler: advertise(handler, ADVERTISED + b"0" * 500, pause=0.2),
}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate and key of this machine, in one file."""
    if shutil.which("openssl") is None:
        pytest.skip("without openssl there is no certificate for a server")
    folder = tmp_path_factory.mktemp("certificate")
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(folder / "key"), "-out", str(folder / "cert"),
        ],
        check=True,
        capture_output=True,
        timeout=60,
    )  # fmt: skip
    both = folder / "both.pem"
    both.write_bytes((folder / "key").read_bytes() + (folder / "cert").read_bytes())
    return both


@contextmanager
def server(certificate: Path, answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    """An https server that answers everything in one way; gives the address of a repository there."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with suppress(OSError, ValueError):
                answer(self)

        def log_message(self, *_: object) -> None:
            return

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: object) -> None:
            return

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with Server(("127.0.0.1", 0), Handler) as running:
        running.socket = context.wrap_socket(running.socket, server_side=True)
        threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield f"https://127.0.0.1:{running.server_address[1]}/register.git"
        finally:
            running.shutdown()


@pytest.fixture
def place(tmp_path: Path) -> Location:
    """A register with a commit that is not sent yet."""
    made = make_register(tmp_path / "register", records={DUTY: b"a = 1\n"})
    run_git(made.top, "remote", "add", "origin", "https://host.invalid/register.git")
    save(made, {DUTY: b"a = 2\n"})
    return find(made.top)


def told(place: Location, address: str, deadline: float = 20.0) -> Failure:
    """Why a sync with an address ended; it ended in time, left no process, and the register as it was."""
    run_git(place.top, "remote", "set-url", "origin", address)
    place = find(place.top)
    others, head, begun = children(os.getpid()), run_git(place.top, "rev-parse", "HEAD"), time.monotonic()
    with pytest.raises(Failure) as ended:
        sync(place.git(), place, remote="origin", branch="main", deadline=deadline)
    assert time.monotonic() - begun < 15
    assert set(children(os.getpid())) <= set(others)
    assert run_git(place.top, "rev-parse", "HEAD") == head
    assert run_git(place.top, "status", "--porcelain") == ""
    save(place, {DUTY: b"a = %d\n" % time.monotonic_ns()})  # offline it goes on
    return ended.value


@pytest.mark.parametrize("answer", [*ANSWERS])
def test_every_answer_of_a_server_ends_in_words(
    place: Location, certificate: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setenv("GIT_SSL_CAINFO", str(certificate))
    with server(certificate, ANSWERS[answer]) as address:
        failure = told(place, address, 2.0 if answer == "a byte now and then" else 20.0)
    assert type(failure) is (CredentialsMissing if answer in ("401", "403") else RemoteUnreachable), failure
    assert "\x1b" not in failure.message
    assert failure.hint


def test_a_certificate_that_nobody_vouches_for_is_not_taken(place: Location, certificate: Path) -> None:
    with server(certificate, ANSWERS["500"]) as address:
        failure = told(place, address)
    assert isinstance(failure, RemoteUnreachable)
    assert "certificate" in failure.message


@pytest.mark.parametrize(
    "said",
    [
        "Host key verification failed.",
        "No ED25519 host key is known for host.example and you have requested strict checking.\nHost key verification failed.",
        "git@host.example: Permission denied (publickey,password).",
        'Load key "id_ed25519": incorrect passphrase supplied to decrypt private key\ngit@host.example: Permission denied (publickey).',
    ],
)  # fmt: skip
def test_ssh_that_would_have_to_ask_is_told_what_is_missing(
    place: Location, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    """Ssh is started so that it can't ask (its options, no terminal, a session of its own); what it says instead is understood."""
    lines = "".join(f"echo '{line}' >&2\n" for line in said.split("\n"))
    asked = tmp_path / "asked"
    script = (
        f'#!/bin/sh\necho "$@" > {asked}\n(: < /dev/tty) 2>/dev/null && echo terminal >> {asked}\n{lines}exit 255\n'
    )
    write(tmp_path, {"bin/ssh": script.encode()})
    (tmp_path / "bin/ssh").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    failure = told(place, "git@host.example:register.git")
    assert isinstance(failure, CredentialsMissing), failure
    assert failure.hint
    assert "-oBatchMode=yes -oConnectTimeout=10" in asked.read_text()
    assert "terminal" not in asked.read_text()
