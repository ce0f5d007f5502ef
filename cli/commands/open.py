"""`dutybook open [DIR]`: the terminal app."""

from pathlib import Path

from cli.options import AsOfOption
from cli.screen import open_app


def run(
    directory: Path | None = None,
    /,
    *,
    read_only: bool = False,
    as_of: AsOfOption = "",
    register: Path | None = None,
) -> int:
    """Open the app."""
    return open_app(directory or register, read_only=read_only, as_of=as_of)
