"""A file that a person names to be taken in: read once, whole, and never more than it may hold."""

from collections.abc import Callable
from pathlib import Path

from schema.failure import Failure
from store.attachment import NoSuchFile
from store.disk import Missing
from store.disk import TooLarge
from store.files import read


def read_whole(file: Path, most: int, too_large: Callable[[str, int], Failure]) -> bytes:
    """Read a file.

    Args:
        file: where it lies.
        most: most bytes that are read.
        too_large: makes the failure for more, from its name and megabytes.

    Raises:
        NoSuchFile: there is none.
        Failure: as `too_large` says.
    """
    try:
        return read(file.parent.absolute(), file.name, limit=most)
    except Missing as failure:
        raise NoSuchFile(str(file)) from failure
    except TooLarge as failure:
        raise too_large(file.name, most >> 20) from failure
