"""The server check in a process that has loaded it already: each push gets a fork of its own, with the environment, folder and pipes that git gave.

Starting Python anew for each push took longer than what is tested. `tests/store/test_gate.py` pushes through the hook as it is installed.
Run as a program, this module is the porch; with an address it is what git calls, and needs nothing but the standard library.
"""

import json
import os
import sys
from pathlib import Path
from socket import AF_UNIX
from socket import SHUT_WR
from socket import SOCK_STREAM
from socket import recv_fds
from socket import send_fds
from socket import socket

LONGEST = 1 << 20
REFUSED = 1


def call(address: str) -> int:
    """Hand a push over and give the answer; a porch that ends without one refuses."""
    with socket(AF_UNIX, SOCK_STREAM) as door:
        door.connect(address)
        told = json.dumps({"folder": os.getcwd(), "environment": dict(os.environ)}).encode()  # noqa: PTH109  # loads less
        send_fds(door, [b"!"], [0, 1, 2])
        door.sendall(told)
        door.shutdown(SHUT_WR)
        return (door.recv(1) or bytes([REFUSED]))[0]


def _answer(caller: socket) -> None:
    from cli.app import run

    _, pipes, _, _ = recv_fds(caller, 1, 3)
    told = bytearray()
    while piece := caller.recv(LONGEST):
        told += piece
    asked = json.loads(told)
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"])
    for number, pipe in enumerate(pipes):
        os.dup2(pipe, number)
        os.close(pipe)
    status = run(["hook", "pre-receive"])
    sys.stdout.flush()
    sys.stderr.flush()
    caller.send(bytes([status]))


def _serve(address: str) -> None:
    """Answer until whoever started this goes."""
    import select
    import signal

    import cli.app
    import cli.prereceive  # noqa: F401  # loaded before the forks
    from store.git import check_version

    check_version()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how the forks ended but their callers
    with socket(AF_UNIX, SOCK_STREAM) as door:
        door.bind(address)
        door.listen(64)
        os.write(1, b"open\n")
        while door.fileno() in select.select([door.fileno(), 0], [], [])[0]:
            caller, _ = door.accept()
            if os.fork() == 0:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                door.close()
                try:
                    _answer(caller)
                finally:
                    os._exit(REFUSED)
            caller.close()


def open_porch() -> str:
    """Open the porch of this process, once; gives its address. It closes with the process."""
    global _address  # noqa: PLW0603  # one for all tests of a process
    if not _address:
        _address = _start()
    return _address


_address = ""


def _start() -> str:
    import atexit
    import shutil
    import subprocess
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="porch-"))  # short: an address has at most 107 bytes
    address = str(folder / "door")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.store.porch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2], env={**os.environ, "PORCH": address},
    )  # fmt: skip

    def close() -> None:
        with process:
            pass
        shutil.rmtree(folder)

    atexit.register(close)
    assert process.stdout is not None
    assert process.stdout.readline() == b"open\n"
    return address


if __name__ == "__main__":
    if len(sys.argv) > 1:
        raise SystemExit(call(sys.argv[1]))
    _serve(os.environ["PORCH"])
