"""The `dutybook` command: answers `--version` at once, else hands over to the command line."""

import sys
from pathlib import Path

from dutybook import __version__


def main() -> int:
    """Run dutybook with the process's arguments.

    In an installed wheel the packages lie privately under `_app`, which goes first on the path; in a checkout they
    are found as they stand.

    Returns:
        The exit code (docs/reference/exit-codes.md).
    """
    if sys.argv[1:] in (["--version"], ["-V"]):
        try:
            print(f"dutybook {__version__}", flush=True)  # noqa: T201 - a closed stdout is no fault
        except OSError:
            return 4
        return 0
    private = Path(__file__).parent / "_app"
    if private.is_dir():
        sys.path.insert(0, str(private))
    from cli.app import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    raise SystemExit(main())
