"""The page of all failures, made from their classes: what each code means and what the command line exits with."""

import importlib
import pkgutil
from collections.abc import Iterator

from schema.failure import Failure

ROOMS = ("schema", "store", "exchange", "cli", "tui")


def render_failures() -> str:
    """The page docs/reference/failures.md: code, class, meaning, exit code, in the order of the codes."""
    rows = "".join(
        f"| {failure.code} | `{failure.__module__}.{failure.__name__}` | {_meaning(failure)} | {int(failure.exit_code)} |\n"
        for failure in list_failures()
    )
    return (
        "# Why something could not be done\n\n"
        "Each reason has a code that stays, a sentence and mostly a hint, both in English and Chinese. The codes of "
        "`dutybook check`, which are about records, stand under rules/.\n\n"
        f"| code | class | what happened | exit code |\n|---|---|---|---|\n{rows}"
    )


def list_failures() -> list[type[Failure]]:
    """Every class of failure in the program, by code."""
    for room in ROOMS:
        package = importlib.import_module(room)
        for module in pkgutil.walk_packages(package.__path__, f"{room}."):
            importlib.import_module(module.name)
    ours = (failure for failure in _below(Failure) if failure.__module__.split(".")[0] in ROOMS)
    return sorted(dict.fromkeys(ours), key=lambda failure: (failure.code, failure.__name__))


def _below(failure: type[Failure]) -> Iterator[type[Failure]]:
    for inner in failure.__subclasses__():
        yield inner
        yield from _below(inner)


def _meaning(failure: type[Failure]) -> str:
    return (failure.__doc__ or "").strip().split("\n", 1)[0].replace("|", "\\|")
