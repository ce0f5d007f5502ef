"""Records what the check says about a folder of the gallery: `python -m tests.diagnostics.record DB101 [DB102 ...]`.

A folder holds the files that differ from `base/`; they are laid over a copy of it. Four endings stand for what a plain file
cannot be here: `x.toml.deleted` takes the file of the base away, `x.toml.hex` holds bytes in hexadecimal, `x.toml.link` what
a symbolic link points at, `x.toml.bytes` the length of a file of blanks. `on.txt` holds another day than 2026-11-23.
`expected.txt` holds what was said; look at it before you believe it.
"""

import shutil
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from schema.diagnostic import Diagnostic
from store.loading import load
from store.location import Location
from store.register import RegisterStore

HERE = Path(__file__).parent
BASE = HERE / "base"
GALLERY = HERE / "gallery"
DAY = date(2026, 11, 23)
EXPECTED = "expected.txt"
ON = "on.txt"
_OWN = frozenset({EXPECTED, ON})


def lay_out(folder: Path | None, top: Path) -> None:
    """Copy the base to an empty folder, and a folder of the gallery over it.

    Args:
        folder: the folder of the gallery; None: the base alone.
        top: where the register is to lie.
    """
    shutil.copytree(BASE, top, dirs_exist_ok=True)
    for file in sorted(folder.rglob("*")) if folder is not None else ():
        relative = file.relative_to(folder or file)
        if file.is_file() and relative.as_posix() not in _OWN:
            target = top / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            _lay(file, target)


def _lay(file: Path, target: Path) -> None:
    plain = target.with_suffix("")
    match file.suffix:
        case ".deleted":
            plain.unlink()
        case ".hex":
            plain.write_bytes(bytes.fromhex(file.read_text("utf-8")))
        case ".link":
            plain.unlink(missing_ok=True)
            plain.symlink_to(file.read_text("utf-8").strip())
        case ".bytes":
            plain.write_bytes(b" " * int(file.read_text("utf-8")))
        case _:
            shutil.copyfile(file, target)


def look(folder: Path | None) -> list[Diagnostic]:
    """What the check says about a folder of the gallery, as `dutybook check` has it; None: about the base alone."""
    on = DAY if folder is None or not (folder / ON).exists() else date.fromisoformat((folder / ON).read_text().strip())
    with TemporaryDirectory() as name:
        top = Path(name)
        lay_out(folder, top)
        git = top / ".git"
        # No repository is needed to read and check.
        store = RegisterStore(Location(top, top, git, git, branch=None, head=None), load(top))
        return store.check(on)


def render(found: Iterable[Diagnostic]) -> str:
    """Diagnostics as `expected.txt` holds them."""
    return "".join(_entry(one) for one in found)


def _entry(one: Diagnostic) -> str:
    place = f"{one.path}:{one.line}" if one.line else one.path
    head = " ".join(part for part in (one.code, one.severity.value, place, one.dotted) if part)
    return f"{head}\n  {one.message}\n  -> {one.hint}\n  中文 {one.message_zh}\n  -> {one.hint_zh}\n"


def record(code: str) -> str:
    """Write the `expected.txt` of one code and give it back."""
    said = render(look(GALLERY / code))
    (GALLERY / code / EXPECTED).write_text(said, "utf-8")
    return said


if __name__ == "__main__":
    for word in sys.argv[1:]:
        sys.stdout.write(f"== {word}\n{record(word)}")
