"""Records of other revisions, read from git's objects by one process for many and parsed once each."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from typing import Any

from store.git import Git
from store.toml.encoding import Unparseable
from store.toml.text import parse


class Blobs:
    """Records of other revisions as plain data, read together by one process and parsed once."""

    def __init__(self, git: Git, wanted: Iterable[str] = ()) -> None:
        """Read some at once.

        Args:
            git: git of the repository.
            wanted: blob ids; the empty one stands for a file that is not there.
        """
        self._git = git
        self._contents: dict[str, bytes] = {}
        self._parsed: dict[str, dict[str, Any] | None] = {"": {}}
        self.fetch(wanted)

    def fetch(self, wanted: Iterable[str]) -> None:
        """Read more, those that are not known yet."""
        new = [id_ for id_ in dict.fromkeys(wanted) if id_ not in self._parsed and id_ not in self._contents]
        if new:
            asked = "".join(f"{id_}\n" for id_ in new).encode()
            out = self._git.run("cat-file", "--batch", "--buffer", stdin=asked, deadline=600.0).out
            self._contents.update(split_objects(out))

    def take(self, name: str, content: bytes) -> None:
        """Hold what is no blob, such as a file of the work tree, under a name that stands for an id."""
        self._contents[name] = content

    def data(self, blob: str) -> dict[str, Any] | None:
        """What a blob holds: empty for no file; None where it is no TOML, or not there."""
        if blob not in self._parsed:
            self.fetch([blob])
            content = self._contents.pop(blob, None)
            try:
                self._parsed[blob] = parse(content).data if content is not None else None
            except Unparseable:
                self._parsed[blob] = None
        return self._parsed[blob]


def split_objects(out: bytes) -> Iterator[tuple[str, bytes]]:
    """Take apart what `cat-file --batch` wrote: each object's id and content; those that are missing are left out."""
    at = 0
    while at < len(out):
        end = out.index(b"\n", at)
        head = out[at:end].split(b" ")
        at = end + 1
        if len(head) == 3:
            size = int(head[2])
            yield head[0].decode(), out[at : at + size]
            at += size + 1


def find_objects(git: Git, specs: Sequence[str]) -> list[str]:
    """The ids of some objects, in order; empty for those that are not there.

    Args:
        git: git of the repository.
        specs: such as `COMMIT:path`, without line ends.
    """
    if not specs:
        return []
    asked = "".join(f"{spec}\n" for spec in specs).encode("utf-8", "surrogateescape")
    form = "--batch-check=%(objecttype) %(objectname)"
    out = git.run("cat-file", form, "--buffer", stdin=asked, deadline=600.0).out
    lines = out.decode("utf-8", "surrogateescape").split("\n")
    return [line[5:] if line.startswith("blob ") else "" for line in lines[: len(specs)]]
