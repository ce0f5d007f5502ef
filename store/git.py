"""The one place that starts a program: every git command of dutybook runs through here.

Each command has a fixed prefix of settings, a cleaned environment, no terminal, a session of its own and a deadline;
when that is over, its whole process group is ended. Two prefixes differ in one thing: in a trusted repository
(`store.trust`) the user's hooks, signing and filters run, in any other nothing that the repository names.
Source: docs/decisions/0003-git.md.
"""

import os
import re
import signal
from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE  # noqa: TID251  # this is the module that the ban names
from subprocess import Popen  # noqa: TID251  # the same
from subprocess import TimeoutExpired  # noqa: TID251  # the same
from threading import Lock
from threading import Thread
from types import TracebackType
from typing import IO
from typing import Self

from store.failure import GitFailed
from store.failure import GitMissing
from store.failure import GitTooOld
from store.pipes import PATIENCE
from store.pipes import Pipes
from store.pipes import attend
from store.pipes import stream_of

OLDEST = (2, 38)
"""The oldest git that works: `merge-tree --write-tree` and `safe.bareRepository` came with it."""
SSH = "ssh -oBatchMode=yes -oConnectTimeout=10 -oServerAliveInterval=5"
"""How ssh is started: it never asks, and gives up on a server that is silent."""

NOTHING = "0" * 40
"""Git's id of a branch or a file that is not there."""
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
"""Git's id of a folder that holds nothing."""
GITLINKS_AS_THEY_ARE = "--ignore-submodules=dirty"
"""For every comparison of trees: else git reads `.gitmodules` from the tree, and gives up where somebody damaged that."""
NO_GITLINKS = "--ignore-submodules=all"
"""For every look at the files: else git starts itself in each repository inside, by the settings of that one."""

_ALWAYS = (
    "core.fsync=all",  # half-durable saves corrupt repositories (M2)
    "core.fsmonitor=false",
    "safe.bareRepository=explicit",
    "diff.external=",
    "diff.ignoreSubmodules=all",  # a repository inside has settings and hooks that nobody looked at
    "protocol.ext.allow=never",
    "protocol.file.allow=user",
    "submodule.recurse=false",
    "fetch.recurseSubmodules=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "core.quotePath=false",
    "core.useReplaceRefs=false",
    "fetch.fsckObjects=true",
    "transfer.credentialsInUrl=die",
    "http.lowSpeedLimit=1000",
    "http.lowSpeedTime=15",
    "i18n.commitEncoding=utf-8",
    "i18n.logOutputEncoding=utf-8",
    "user.useConfigOnly=true",  # never a name guessed from the machine
    "advice.detachedHead=false",
    "color.ui=false",
)
_UNTRUSTED = (
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",
    "core.askPass=",
    "credential.helper=",
    "gpg.program=false",
    "gpg.ssh.program=ssh-keygen",
    f"core.sshCommand={SSH}",
)
_ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "LANGUAGE": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_EDITOR": "false",
    "GIT_SEQUENCE_EDITOR": "false",
    "GIT_ASKPASS": "",
    "GIT_PAGER": "cat",
    "SSH_ASKPASS_REQUIRE": "never",
}
_KEPT = frozenset({
    "GIT_CONFIG_GLOBAL",  # where the user's own settings lie, as HOME is
    "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_CEILING_DIRECTORIES",
    "GIT_SSL_CAINFO",
    "GIT_SSL_CAPATH",
})  # fmt: skip
_QUARANTINE = frozenset({"GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH"})
# Names in the middle of these keys are free, so a fixed -c can't switch them off: they are read first (M5).
_NAMED = re.compile(
    r"(?:filter\..+\.(?:clean|smudge|process|required)|diff\..+\.(?:command|textconv)|merge\..+\.driver"
    r"|gpg\..+program|gpg\.ssh\.defaultkeycommand|credential\..+\.helper|core\.gitproxy|core\.alternaterefscommand)",
    re.DOTALL,
)
_NETWORK = frozenset({"fetch", "push", "pull", "ls-remote"})

_state: dict[str, str | bool] = {}


@dataclass(frozen=True)
class Result:
    """What a command answered."""

    status: int
    """Exit status; negative for the signal that ended it."""
    out: bytes
    """Standard output, byte for byte."""
    err: str
    """Standard error; bytes that are no UTF-8 show as U+FFFD."""

    @property
    def text(self) -> str:
        """Standard output as text without the last line end; foreign bytes as lone surrogates, as in file names."""
        return self.out.decode("utf-8", "surrogateescape").removesuffix("\n")


def clean_environment(*, quarantine: bool = False) -> None:
    """Take every inherited `GIT_*` variable out of this process's environment, once, at start.

    Where the settings files and certificates lie is kept; proxies are no `GIT_*` and stay.

    Args:
        quarantine: keep what a server hook needs: git's quarantine and object directories.
    """
    kept = _KEPT | _QUARANTINE if quarantine else _KEPT
    for name in [name for name in os.environ if name.startswith("GIT_") and name not in kept]:
        del os.environ[name]
    os.environ["GIT_PYTHON_REFRESH"] = "quiet"  # importing GitPython must not fail where git is missing
    _state["clean"] = True


class Git:
    """Git for one repository. Holds no process and no state, so threads may share it."""

    def __init__(
        self,
        top: Path,
        git_dir: Path | None,
        *,
        trusted: bool = False,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Bind git to a repository.

        Args:
            top: the work tree; commands run in it. For a bare repository, the repository itself.
            git_dir: its git directory (of the linked worktree, if it is one); equal to `top` for a bare repository,
                None for `init` and `clone`, which have none yet.
            trusted: run the user's hooks, signing and filters (store.trust says whether).
            environment: variables for every command.
        """
        self.top = top
        self.git_dir = git_dir
        self.trusted = trusted
        self._environment = dict(environment or {})
        self._neutral: dict[str, str] | None = None

    def run(
        self,
        *args: str,
        stdin: bytes = b"",
        deadline: float = 60.0,
        ok: Collection[int] = (0,),
        environment: Mapping[str, str] = {},
        cancelled: Callable[[], bool] | None = None,
        listen: Callable[[bytes], None] | None = None,
    ) -> Result:
        """Run one command to its end.

        Args:
            args: the command and its arguments; put `--end-of-options` before a revision and `--` before paths.
            stdin: bytes for its standard input, any size.
            deadline: seconds until its process group is ended.
            ok: exit statuses that are answers and no failures.
            environment: more variables for this command.
            cancelled: asked about ten times a second; True ends the command.
            listen: given each piece of standard error as it comes (progress).

        Raises:
            GitFailed: it ended with another status.
            GitTimedOut: the deadline passed.
            GitCancelled: `cancelled` said so.
            GitMissing: there is no git.
            GitTooOld: it is older than 2.38.
        """
        check_version()
        process = self._start(args, {**self._neutralised(args), **environment})
        try:
            pipes = Pipes(process, stdin, listen)
            try:
                status = attend(process, pipes, args, deadline, cancelled)
            finally:
                pipes.close()
        except BaseException:
            end_group(process)
            raise
        err = bytes(pipes.err).decode("utf-8", "replace")
        if status not in ok:
            raise GitFailed(args, status, err)
        return Result(status, bytes(pipes.out), err)

    def start(self, *args: str) -> "Popen[bytes]":
        """Start a command that stays, such as `cat-file --batch`; the caller ends it with `end_group`."""
        check_version()
        return self._start(args, self._neutralised(args))

    def _start(self, args: Sequence[str], variables: Mapping[str, str]) -> "Popen[bytes]":
        return _spawn([*self._prefix(), *args], self.top, {**self._environment, **variables})

    def _prefix(self) -> list[str]:
        settings = _ALWAYS if self.trusted else _ALWAYS + _UNTRUSTED
        prefix = ["git", "--no-pager", *(part for setting in settings for part in ("-c", setting))]
        if self.git_dir is not None:
            prefix.append(f"--git-dir={self.git_dir}")
            if self.git_dir != self.top:
                prefix.append(f"--work-tree={self.top}")
        return prefix

    def _neutralised(self, args: Sequence[str]) -> dict[str, str]:
        """Give the settings that switch off what an untrusted repository would run under a name of its own."""
        if self.trusted or self.git_dir is None:
            return {}
        if args[0] in _NETWORK:
            raise GitFailed(args, 128, "not in a repository that is not trusted", err_zh="仓库未受信任，不予运行")
        if self._neutral is None:
            process = self._start(("config", "--list", "--name-only", "-z"), {})  # runs nothing itself (M5)
            listed, _ = process.communicate(timeout=60)
            keys = sorted({key for key in listed.decode("utf-8", "surrogateescape").split("\0") if _NAMED.match(key)})
            neutral = {"GIT_CONFIG_COUNT": str(len(keys))}
            for number, key in enumerate(keys):
                neutral[f"GIT_CONFIG_KEY_{number}"] = key
                neutral[f"GIT_CONFIG_VALUE_{number}"] = "false" if key.endswith(".required") else ""
            self._neutral = neutral
        return self._neutral


class BlobReader:
    """Reads objects through one long-lived `cat-file --batch`. Threads may share it; one reads at a time."""

    def __init__(self, git: Git) -> None:
        """Remember the repository; the process starts with the first read."""
        self._git = git
        self._process: Popen[bytes] | None = None
        self._turn = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, spec: str) -> bytes | None:
        """Read the content of an object.

        Args:
            spec: an object id or `REVISION:path`.

        Returns:
            Its bytes (of a commit or tree: git's own form), or None if there is no such object.

        Raises:
            GitFailed: the reading process died; the next read starts another.
        """
        if "\n" in spec or "\0" in spec:
            return None
        with self._turn:
            try:
                return self._ask(spec)
            except OSError as error:
                self._end()
                raise GitFailed(
                    ["cat-file", "--batch"], -1, f"the reading process died: {error}", err_zh="读取进程意外结束"
                ) from error

    def close(self) -> None:
        """End the process. Reading again starts another."""
        with self._turn:
            self._end()

    def _ask(self, spec: str) -> bytes | None:
        if self._process is None:
            self._process = self._git.start("cat-file", "--batch")
            Thread(target=_drain, args=(stream_of(self._process.stderr),), daemon=True).start()
        asked, answer = stream_of(self._process.stdin), stream_of(self._process.stdout)
        asked.write(spec.encode("utf-8", "surrogateescape") + b"\n")
        asked.flush()
        head = answer.readline()
        if head.endswith((b" missing\n", b" ambiguous\n")):
            return None
        size = int(head.split()[2]) if len(head.split()) == 3 else -1
        body = answer.read(size + 1) if size >= 0 else b""
        if len(body) != size + 1:
            raise BrokenPipeError
        return body[:-1]

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            with suppress(OSError):
                stream_of(process.stdin).close()
            with suppress(TimeoutExpired):
                process.wait(PATIENCE)
            end_group(process)
            stream_of(process.stdout).close()


def check_version() -> None:
    """Make sure, once in a process, that git is there and new enough.

    Raises:
        GitMissing: there is no git.
        GitTooOld: it is older than 2.38.
    """
    if _state.get("fine"):
        return
    process = _spawn(["git", "version"], Path("/"), {})
    out, _ = process.communicate(timeout=30)
    found = out.decode("utf-8", "replace").strip().removeprefix("git version ")
    numbers = re.match(r"(\d+)\.(\d+)", found)
    if numbers is None or (int(numbers[1]), int(numbers[2])) < OLDEST:
        raise GitTooOld(found)
    _state["fine"] = True


def make_key_pair(path: Path, comment: str) -> bool:
    """Make an ssh key pair without a passphrase; whether ssh-keygen did so.

    Args:
        path: of the private key, which must not exist; the public one is written beside it.
        comment: what the public key says of itself.
    """
    argv = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", str(path)]
    try:
        process = _spawn(argv, path.parent, {})
    except GitMissing:
        return False
    try:
        process.communicate(timeout=PATIENCE * 15)
    except TimeoutExpired:
        end_group(process)
    return process.returncode == 0


def end_group(process: "Popen[bytes]") -> None:
    """End a process and all it started: SIGTERM, two seconds of patience, SIGKILL. Does nothing to a dead one."""
    if process.poll() is None:
        _signal(process, signal.SIGTERM)
        with suppress(TimeoutExpired):
            process.wait(PATIENCE)
        _signal(process, signal.SIGKILL)
        process.wait()


def _signal(process: "Popen[bytes]", number: signal.Signals) -> None:
    # The session is its own, so the group's number is the process's, also after git itself has gone.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def _spawn(argv: Sequence[str], folder: Path, variables: Mapping[str, str]) -> "Popen[bytes]":
    if not _state.get("clean"):
        clean_environment()
    from git.cmd import Git as Launcher  # noqa: PLC0415  # costs 50 ms: only once git is really needed
    from git.exc import GitCommandNotFound  # noqa: PLC0415  # the same

    try:
        wrapped = Launcher(folder).execute(
            list(argv), as_process=True, istream=PIPE, env={**_ENVIRONMENT, **variables}, start_new_session=True
        )
    except GitCommandNotFound as error:
        raise GitMissing from error
    process: Popen[bytes] = wrapped.proc  # type: ignore[assignment]  # None only once it was detached, as below
    wrapped.proc = None  # GitPython's wrapper would end it by itself, and only it, not its group
    return process


def _drain(stream: IO[bytes]) -> None:
    with suppress(OSError, ValueError), stream:
        while stream.read(65536):
            pass
