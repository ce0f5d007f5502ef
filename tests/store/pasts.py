"""Histories for tests, written at once by `git fast-import`: any shape of branches and merges, any message, any clock."""

from collections.abc import Mapping
from pathlib import Path

from store.location import find
from store.past.chronology import Chronology
from tests.store.repositories import REGISTER
from tests.store.repositories import run_git
from tests.store.repositories import set_identity

ADA, BO = "Ada Quill <ada@harbour.example>", "Bo Tern <bo@harbour.example>"
NOON = 1767240000
"""2026-01-01 12:00 in +0800, the time of the first commit; each later one is an hour on."""
DUTY = "duties/round.toml"


class Past:
    """A history under way. Commits are named by numbers from 1; `finish` makes the repository."""

    def __init__(self, top: Path) -> None:
        """Begin with an empty register at a folder."""
        self.top = top
        self._stream: list[bytes] = []
        self._count = 0
        self.ids: list[str] = []
        """Full ids by number, once finished; the first stands for nothing."""

    def commit(
        self,
        files: Mapping[str, str | None] = {},
        *parents: int,
        message: str = "",
        author: str = ADA,
        when: str = "",
        encoding: str = "",
    ) -> int:
        """Add a commit.

        Args:
            files: new contents by path; None deletes one.
            parents: numbers of its parents; the commit before where none is named.
            message: the whole message.
            author: author and committer.
            when: seconds and zone; an hour after the one before where left out.
            encoding: of the message.
        """
        self._count += 1
        parents = parents or ((self._count - 1,) if self._count > 1 else ())
        time = when or f"{NOON + 3600 * self._count} +0800"
        data = (message or f"commit {self._count}").encode(encoding or "utf-8", "surrogateescape")
        head = [
            "commit refs/heads/main",
            f"mark :{self._count}",
            f"author {author} {time}",
            f"committer {author} {time}",
            *([f"encoding {encoding}"] if encoding else []),
            f"data {len(data)}",
        ]
        self._stream.append("\n".join(head).encode() + b"\n" + data + b"\n")
        for keyword, parent in zip(["from", *["merge"] * len(parents)], parents, strict=False):
            self._stream.append(f"{keyword} :{parent}\n".encode())
        for path, text in files.items():
            content = (text or "").encode("utf-8", "surrogateescape")
            if text is None:
                self._stream.append(f"D {path}\n".encode())
            else:
                self._stream.append(f"M 100644 inline {path}\ndata {len(content)}\n".encode() + content + b"\n")
        self._stream.append(b"\n")
        return self._count

    def finish(self, head: int = 0) -> Chronology:
        """Write it all, with a commit checked out as `main` (the last one if none is named), and give its history."""
        self.top.mkdir(parents=True, exist_ok=True)
        run_git(self.top, "init", "--quiet", "--initial-branch=main", "--template=")
        set_identity(self.top)
        marks = self.top / ".git/marks"
        begin = b"" if self._count else b"reset refs/heads/main\n"
        run_git(
            self.top,
            "fast-import",
            "--quiet",
            "--force",
            f"--export-marks={marks}",
            stdin=begin + b"".join(self._stream),
        )
        told = dict(line.split(" ") for line in marks.read_text().splitlines())
        self.ids = ["", *(told[f":{number}"] for number in range(1, self._count + 1))]
        run_git(self.top, "reset", "--quiet", "--hard", self.ids[head or -1])
        return chronology(self.top)


def chronology(top: Path, patience: float = 60.0) -> Chronology:
    """The history of a register as it is now."""
    place = find(top)
    return Chronology(place.git(), place, patience=patience)


def begin(top: Path, records: Mapping[str, str] | None = None) -> Past:
    """A history whose first commit holds register.toml and the duty `round`, or other records."""
    past = Past(top)
    past.commit({"register.toml": REGISTER.decode(), **({DUTY: duty()} if records is None else records)})
    return past


def duty(title: str = "Round", rows: tuple[str, ...] = ("quarter",), **fields: str) -> str:
    """A duty's text: a title, more fields, and a cadence for each period."""
    lines = [f'title = "{title}"', *(f'{key} = "{value}"' for key, value in fields.items())]
    for per in rows:
        lines += ["", "[[cadence]]", 'type = "at-least"', "n = 1", f'per = "{per}"', f'wording = "each {per}"']
    return "\n".join(lines) + "\n"
