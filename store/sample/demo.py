"""The demonstration register: sample-repo as a git repository with its history up to a day, and a bare remote beside it.

Nothing in it depends on the machine or the clock: the same day gives the same commit ids everywhere.
"""

import os
import shutil
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from datetime import timezone
from pathlib import Path
from typing import ClassVar
from typing import NamedTuple

from schema.decode import decode
from schema.decode import decode_table
from schema.failure import Failure
from schema.identity import place_of
from schema.kinds import KINDS
from schema.kinds.base import Record
from schema.kinds.calendar import Calendar
from schema.kinds.settings import Settings
from schema.register import Register
from store.failure import ReadOnly
from store.founding import init_repository
from store.git import Git
from store.identity import Identity
from store.sample.chronicle import HistoryCommit
from store.sample.chronicle import import_history
from store.sample.story import Act
from store.sample.story import tell
from store.toml.text import parse

SAMPLE = Path(__file__).resolve().parents[2] / "sample-repo"
"""Where the sample lies: beside the packages, in a checkout and in an installed copy alike."""

_SHANGHAI = timezone(timedelta(hours=8))
_MORNING = time(9, 5)
_APART = timedelta(minutes=35)
_BRANCH = "main"


class TargetNotEmpty(Failure):
    """The demonstration was to be made where something lies already."""

    code: ClassVar[str] = "F701"
    exit_code: ClassVar[int] = 2

    def __init__(self, target: Path) -> None:
        super().__init__(
            f"The folder {target} is there already and not empty; nothing was changed.",
            "Give a folder that does not exist yet: `dutybook demo DIR`.",
            message_zh=f"文件夹 {target} 已经存在，而且不是空的；没有改动任何内容。",
            hint_zh="请给一个还不存在的文件夹：`dutybook demo 文件夹`。",
        )


class SampleMissing(Failure):
    """The sample does not lie beside the program, or can't be read."""

    code: ClassVar[str] = "F702"
    exit_code: ClassVar[int] = 3

    def __init__(self, sample: Path, what: str, *, what_zh: str = "") -> None:
        super().__init__(
            f"The demonstration register can't be read from {sample}: {what}.",
            "Install dutybook again.",
            message_zh=f"无法从 {sample} 读取演示台账：{what_zh or what}。",
            hint_zh="请重新安装 dutybook。",
        )


class NothingByThen(Failure):
    """The day asked for lies before the first commit of the demonstration."""

    code: ClassVar[str] = "F703"
    exit_code: ClassVar[int] = 2

    def __init__(self, until: date, first: date) -> None:
        super().__init__(
            f"The demonstration register begins on {first}; on {until} there was nothing yet.",
            f"Choose a day from {first} on, such as `--until 2026-06-30`.",
            message_zh=f"演示台账始于 {first}；{until} 还什么都没有。",
            hint_zh=f"请选 {first} 或以后的日期，如 `--until 2026-06-30`。",
        )


class DemoBuilt(NamedTuple):
    """What was made."""

    top: Path
    """The register."""
    remote: Path | None
    """The bare repository beside it; None where none was wanted."""
    until: date
    """The last day of its history."""
    commits: int
    head: str
    """Id of the last commit."""


class _Sample(NamedTuple):
    """The sample, read."""

    files: dict[str, str]
    """Text by path from its top, in order of path."""
    register: Register


def build(target: Path, *, until: date | None = None, remote: bool = True) -> DemoBuilt:
    """Make the demonstration register. It appears when all is there, or not at all.

    Args:
        target: where to; must not exist, or be empty. The remote lies beside it under the same name with `.git`.
        until: the last day of the history; the sample's demonstration day if None.
        remote: whether to make the remote and set it as the origin that `main` follows.

    Raises:
        TargetNotEmpty: something lies there.
        NothingByThen: the day lies before the first commit.
        SampleMissing: the program's own sample can't be read.
        ReadOnly, DiskFull, GitFailed, GitMissing, GitTooOld: as named.
    """
    top = target.resolve()
    bare = top.with_name(f"{top.name}.git") if remote else None
    for path in (top, bare):
        if path is not None and _is_taken(path):
            raise TargetNotEmpty(path)
    sample = read_sample()
    demo = sample.register.settings.demo
    last = until or (demo.today if demo is not None else date.max)
    acts = list(tell(sample.files, sample.register))
    commits = tuple(_date(_commit(act, sample.register) for act in acts if act.day <= last))
    if not commits:
        raise NothingByThen(last, acts[0].day)
    return _write(top, bare, commits, sample.register, last)


def read_sample() -> _Sample:
    """Read the sample and decode it.

    Raises:
        SampleMissing: it is not there, or a file of it can't be read.
    """
    try:
        paths = sorted(path for path in SAMPLE.rglob("*") if path.is_file())
        # Editors and file managers leave things of their own; the register is these.
        texts = {path.relative_to(SAMPLE).as_posix(): path for path in paths if _is_of_sample(path)}
        files = {name: path.read_text(encoding="utf-8") for name, path in texts.items()}
    except (OSError, UnicodeDecodeError) as error:
        raise SampleMissing(SAMPLE, str(error)) from error
    if "register.toml" not in files:
        raise SampleMissing(SAMPLE, "there is no register.toml", what_zh="没有 register.toml")
    return _Sample(files, decode_sample(files))


def _is_of_sample(path: Path) -> bool:
    return path.suffix == ".toml" or path.name in {"README.md", ".gitattributes"} or path.parts[-3] == "attachments"


def decode_sample(files: Mapping[str, str]) -> Register:
    """Decode the files of a sample, by path from its top.

    Raises:
        SampleMissing: a file of it is unreadable.
    """
    settings: Settings | None = None
    calendars: dict[int, Calendar] = {}
    records: dict[str, dict[str, Record]] = {}
    for path, text in files.items():
        place = place_of(path)
        if place is None:
            continue
        data = parse(text.encode()).data
        if place[0] == "register":
            settings, _ = decode_table(Settings, *place, data)
        elif place[0] == "calendar":
            calendar, _ = decode_table(Calendar, *place, data)
            calendars |= {calendar.year: calendar} if calendar is not None else {}
        else:
            record = decode(KINDS[place[0]], place[1], data).record
            if record is None:
                raise SampleMissing(SAMPLE, f"{path} is unreadable", what_zh=f"{path} 无法读取")
            records.setdefault(place[0], {})[place[1]] = record
    if settings is None:
        raise SampleMissing(SAMPLE, "register.toml is unreadable", what_zh="register.toml 无法读取")
    return Register(settings=settings, calendars=calendars, records=records)


def _identity(register: Register, person: str) -> Identity:
    known = register.people[person]
    return Identity(known.name, known.emails[0])


def _commit(act: Act, register: Register) -> HistoryCommit:
    midnight = datetime.combine(act.day, time(), _SHANGHAI)
    return HistoryCommit(_identity(register, act.person), midnight, act.message, act.changes)


def _date(commits: Iterable[HistoryCommit]) -> Iterator[HistoryCommit]:
    """Give each commit a time of the working day: in its order, and not the same minute every day."""
    day, count = date.min, 0
    for commit in commits:
        count = count + 1 if commit.date.date() == day else 0
        day = commit.date.date()
        start = datetime.combine(day, _MORNING, _SHANGHAI) + timedelta(minutes=day.toordinal() * 17 % 40)
        yield HistoryCommit(commit.author, start + count * _APART, commit.message, commit.changes)


def _is_taken(path: Path) -> bool:
    return os.path.lexists(path) and (not path.is_dir() or any(path.iterdir()))


def _write(
    top: Path, bare: Path | None, commits: tuple[HistoryCommit, ...], register: Register, until: date
) -> DemoBuilt:
    half = {path: path.with_name(f".{path.name}.demo-{os.getpid()}") for path in (top, bare) if path is not None}
    try:
        git = init_repository(half[top], branch=_BRANCH)
        import_history(git, commits, branch=_BRANCH)
        head = git.run("rev-parse", "--verify", f"refs/heads/{_BRANCH}").text
        _configure(git, register)
        if bare is not None:
            # The same history gives the same commits, so nothing needs to be pushed.
            import_history(init_repository(half[bare], branch=_BRANCH, bare=True), commits, branch=_BRANCH)
            _follow(git, bare, head)
        for path, made in half.items():
            made.replace(path)
    except OSError as error:
        raise ReadOnly(top, error.strerror or str(error)) from error
    finally:
        for made in half.values():
            shutil.rmtree(made, ignore_errors=True)
    return DemoBuilt(top, bare, until, len(commits), head)


def _configure(git: Git, register: Register) -> None:
    """Let the person at the keyboard be the one whom the sample names."""
    demo = register.settings.demo
    if demo is not None and demo.person is not None:
        who = _identity(register, demo.person)
        git.run("config", "user.name", who.name)
        git.run("config", "user.email", who.email)


def _follow(git: Git, bare: Path, head: str) -> None:
    git.run("config", "remote.origin.url", str(bare))
    git.run("config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*")
    git.run("config", f"branch.{_BRANCH}.remote", "origin")
    git.run("config", f"branch.{_BRANCH}.merge", f"refs/heads/{_BRANCH}")
    git.run("update-ref", f"refs/remotes/origin/{_BRANCH}", head)
