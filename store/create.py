"""New registers: made empty in a folder of their own, or cloned. All or nothing: a failure leaves nothing behind."""

import shutil
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from datetime import datetime
from pathlib import Path

from schema.check import refuse
from schema.diagnostic import Diagnostic
from schema.identity import SETTINGS
from schema.kinds.person import Person
from schema.kinds.settings import Settings
from schema.register import Register
from store.address import check_address
from store.commit import commit_paths
from store.failure import AlreadyThere
from store.failure import FolderMissing
from store.failure import ReadOnly
from store.files import write
from store.founding import clone_repository
from store.founding import init_repository
from store.git import Git
from store.identifier import slug
from store.identity import Identity
from store.identity import identity
from store.location import REGISTER_FILE
from store.location import find
from store.lock import RegisterLock
from store.message import compose
from store.register import RegisterStore
from store.rejection import SaveRefused
from store.toml.normal import render
from store.toml.normal import render_value
from store.trust import grant

BRANCH = "main"
"""The main line of a new register."""
REMOTE = "origin"
"""What the remote of a new register is called."""

_ATTRIBUTES = "*.toml text eol=lf\nattachments/** binary\n"
_SHIPPED = Path(__file__).parent.parent / "sample-repo" / "calendar"
_ZH = """\
# 责任台账的设置。各项含义见 `dutybook show register`；改动后用 `dutybook save --why "……"` 保存。
format = 1
title = {title}
language = "zh"
# 时区，决定“今天”是哪一天；不填则按本机。
# time_zone = "Asia/Shanghai"

[git]
branch = "{branch}"
remote = "{remote}"

[thresholds]
# 到期前几个工作日起为临期；不填则不判临期。
# near_due = 10

# 报送所到的上级机关，每个一节：
# [[superior]]
# id = "county-committee"
# title = "县委"
"""
_EN = """\
# Settings of the register. `dutybook show register` says what each means; save changes by `dutybook save --why "..."`.
format = 1
title = {title}
language = "en"
# The time zone says which day is today; left out, the machine's counts.
# time_zone = "Asia/Shanghai"

[git]
branch = "{branch}"
remote = "{remote}"

[thresholds]
# From how many working days before its due day an obligation is near due; left out, none ever is.
# near_due = 10

# The superior bodies that reports go to, one section each:
# [[superior]]
# id = "county-committee"
# title = "County committee"
"""


def init(
    target: Path, *, title: str, language: str, remote: str | None = None, person: Identity | None = None
) -> RegisterStore:
    """Make a register: its settings, the year's calendar where one is shipped, and a first commit.

    Args:
        target: the folder; made if need be, and empty if it is there.
        title: the register's title.
        language: `zh` or `en`, for the register and the comments in its settings.
        remote: address of the remote to sync with; None for none.
        person: who works in it: gets a record, and this repository's commits carry the name. None: as git knows.

    Returns:
        The register, opened.

    Raises:
        AlreadyThere: the folder holds something.
        AddressRefused: the remote's address is of a form that is not handed to git.
        NoIdentity: git does not know who makes it; nothing was written.
        SaveRefused: title, name or e-mail hold what no register may hold (R17); nothing was written.
        ReadOnly, DiskFull, GitFailed: as named; nothing is left behind.
    """
    target = target.absolute()
    if remote is not None:
        check_address(remote)
    if found := find_refusals(title, person):
        raise SaveRefused(tuple(found))
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise AlreadyThere(target, "is there already and not empty", what_zh="已经存在，而且不是空的")
    if person is None:
        known_to_git(target)
    with _all_or_nothing(target):
        git = init_repository(target, branch=BRANCH)
        if remote is not None:
            git.run("remote", "add", "--", REMOTE, remote)
        texts = _texts(title, language)
        if person is not None:
            git.run("config", "user.name", person.name)
            git.run("config", "user.email", person.email)
            texts[f"people/{_id_of(person)}.toml"] = render({"name": person.name, "emails": [person.email]})
        for path, text in texts.items():
            write(git.top, path, text.encode(), expected=None)
        location = find(git.top)
        message = compose(f"register: {'建立台账' if language == 'zh' else 'made'}", "", "init", [("register", "")])
        with RegisterLock(location, purpose="dutybook init"):
            commit_paths(git, location, list(texts), message, expected_head=None)
        grant(location)
        return RegisterStore.open(git.top)


def find_refusals(title: str, person: Identity | None) -> list[Diagnostic]:
    """Say what of a new register's title and of whoever makes it may not be saved: as any save is asked (R17).

    Args:
        title: the register's title.
        person: who works in it; None where git's own word holds and no record is made.
    """
    settings = Settings(format=1, title=title)
    register = Register(settings=settings)
    found = refuse(register, SETTINGS, settings)
    if person is not None:
        record = Person(id=_id_of(person), name=person.name, emails=(person.email,))
        found += refuse(register, ("person", record.id), record)
    return found


def known_to_git(target: Path) -> Identity:
    """Who git says works in a folder that is no register yet.

    Raises:
        NoIdentity: git does not know.
        FolderMissing: there is no such disk.
    """
    return identity(Git(_outside(target), None, trusted=True))


def _id_of(person: Identity) -> str:
    return slug(person.name, set(), fallback="person")


def clone(url: str, target: Path, progress: Callable[[str], None] | None = None) -> RegisterStore:
    """Clone a register.

    Args:
        url: https, ssh, user@host:path or an absolute path.
        target: the folder; must not be there, or be empty.
        progress: given git's words about how far it is, one line at a time.

    Returns:
        The register, opened.

    Raises:
        NotARegister: the repository holds no register; nothing is left behind.
        Failure: see store.founding.clone_repository.
    """
    git = clone_repository(url, target, progress=progress)
    with _all_or_nothing(git.top):
        _go_to_main_line(git)
        location = find(git.top)
        grant(location)
        return RegisterStore.open(git.top)


def _go_to_main_line(git: Git) -> None:
    """Check out the main line where the remote's HEAD names a branch that is not there, as new bare ones often do."""
    if git.run("rev-parse", "--verify", "--quiet", "HEAD", ok=(0, 1)).status == 0:
        return
    theirs = f"refs/remotes/{REMOTE}/{BRANCH}"
    if git.run("rev-parse", "--verify", "--quiet", theirs, ok=(0, 1)).status == 0:
        git.run("checkout", "--quiet", "-B", BRANCH, "--track", theirs)


def _texts(title: str, language: str) -> dict[str, str]:
    """The files of a new register, by path."""
    template = _ZH if language == "zh" else _EN
    settings = template.format(title=render_value(title), branch=BRANCH, remote=REMOTE)
    texts = {REGISTER_FILE: settings, ".gitattributes": _ATTRIBUTES}
    year = datetime.now(UTC).astimezone().year
    shipped = _SHIPPED / f"{year}.toml"
    if shipped.is_file():
        texts[f"calendar/{year}.toml"] = shipped.read_text(encoding="utf-8")
    return texts


def _outside(target: Path) -> Path:
    """A folder in no repository, so that whoever works there is known by the user's own settings alone."""
    root = Path(target.absolute().anchor)
    if not root.is_dir():
        raise FolderMissing(target)
    return root


@contextmanager
def _all_or_nothing(target: Path) -> Iterator[None]:
    """Take away again what was made in a folder, if anything goes wrong; a folder that was there stays, empty."""
    was_there = target.is_dir() and not any(target.iterdir())
    try:
        yield
    except OSError as error:
        _take_away(target, keep=was_there)
        raise ReadOnly(target, error.strerror or str(error)) from error
    except BaseException:
        _take_away(target, keep=was_there)
        raise


def _take_away(target: Path, *, keep: bool) -> None:
    if not keep:
        shutil.rmtree(target, ignore_errors=True)
        return
    for entry in target.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)
