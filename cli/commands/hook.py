"""`dutybook hook NAME ...`: what git itself calls. Each part is a module of its own, loaded only when it is called for."""

from importlib import import_module
from typing import ClassVar
from typing import Final

from cli.failure import Misuse

HOOKS: Final[dict[str, str]] = {
    "merge-driver": "cli.mergedriver",
    "pre-receive": "cli.prereceive",
    "textconv": "cli.textconv",
}
"""Every part by name: the module whose `run` takes git's arguments as texts and gives the exit code."""


class UnknownHook(Misuse):
    """There is no part of that name."""

    code: ClassVar[str] = "F426"

    def __init__(self, name: str) -> None:
        super().__init__("unknown-hook", "hooks-are", name=name, hooks=", ".join(HOOKS))


def run(name: str, /, *arguments: str) -> int:
    """Do what git asks for."""
    if name not in HOOKS:
        raise UnknownHook(name)
    code: int = import_module(HOOKS[name]).run(*arguments)
    return code
