"""From the words typed to a command: the cyclopts application, and its complaints in the person's language.

Only the command that was named is imported; of the others nothing but name and help is known. Help texts lie in
cli.help under `COMMAND.PARAMETER`, or `any.PARAMETER` for what many commands share, and are put in here.
"""

import types
import typing
from collections.abc import Callable
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Annotated
from typing import Any

from cyclopts import App
from cyclopts import CoercionError
from cyclopts import CycloptsError
from cyclopts import Group
from cyclopts import MissingArgumentError
from cyclopts import Parameter
from cyclopts import RepeatArgumentError
from cyclopts import UnknownOptionError
from cyclopts import UnusedCliTokensError

from cli.failure import BadOptions
from cli.failure import nearest
from cli.help import COMMANDS
from cli.help import HELP
from cli.helppage import HelpPage
from cli.language import describe
from cli.language import say
from dutybook import __version__


def build(named: str | None = None) -> App:
    """Build the application in the language in use.

    Args:
        named: the command that will be run; None builds all of them in full, for documentation and completion.
    """
    app = App(
        name="dutybook",
        help=describe("dutybook"),
        version=f"dutybook {__version__}",
        version_flags=("--version", "-V"),
        help_format="plaintext",
        help_formatter=HelpPage(),
        default_parameter=Parameter(negative=(), show_default=False),
        group_commands=Group(say("group-commands")),
        group_arguments=Group(say("group-arguments")),
        group_parameters=Group(say("group-options")),
        print_error=False,
        exit_on_error=False,
        suppress_keyboard_interrupt=False,
        result_action="return_value",
    )
    for place, command in enumerate(COMMANDS):
        if named in {None, command}:
            app.command(_load(command), name=command, help=describe(command), sort_key=place)
        else:
            app.command(f"cli.commands.{command}:run", name=command, help=_brief(command), sort_key=place)
    app["--help"].help = say("help-flag")
    app["--version"].help = say("version-flag")
    return app


def run_command(words: Sequence[str]) -> int:
    """Run one command line.

    Args:
        words: the command and its arguments.

    Returns:
        The exit code.

    Raises:
        BadOptions: the words don't fit the command.
        Failure: as the command raises.
    """
    command = words[0] if words and words[0] in COMMANDS else ""
    app = build(command)
    try:
        result = app(list(words))
    except CycloptsError as error:
        raise explain(error, command) from error
    return int(result) if isinstance(result, int) else 0


def explain(error: CycloptsError, command: str) -> BadOptions:
    """Say in our own words what the parser found wrong."""
    name = _name_of(error)
    match error:
        case UnknownOptionError():
            typed = error.token.keyword or error.token.value
            near = nearest(typed, [one for argument in error.argument_collection for one in argument.names])
            return BadOptions("unknown-option-near" if near else "unknown-option", command, name=typed, near=near)
        case CoercionError():
            wanted = error.target_type
            value = error.token.value if error.token is not None else ""
            name_of = "no-day" if wanted is date else "bad-option-value"
            return BadOptions(name_of, command, name=name, value=value, choices=_choices(error))
        case MissingArgumentError():
            return BadOptions("missing-argument", command, name=name, choices=_choices(error))
        case UnusedCliTokensError():
            return BadOptions("too-many-words", command, name=" ".join(error.unused_tokens or ()))
        case RepeatArgumentError():
            return BadOptions("option-twice", command, name=error.token.keyword or name)
        case _:
            error.verbose = False
            return BadOptions("options-wrong", command, name=str(error))


def _name_of(error: CycloptsError) -> str:
    argument = error.argument
    if argument is None:
        return ""
    if argument.field_info.is_keyword_only:
        return argument.name
    return argument.name.lstrip("-").upper()


def _choices(error: CycloptsError) -> str:
    """The words that an option or argument takes, where they are few; empty where it takes anything."""
    if error.argument is None:
        return ""
    return ", ".join(str(one) for one in _literals(error.argument.hint))


def _literals(hint: Any) -> tuple[Any, ...]:
    """The values of a Literal, also inside a union or `Annotated`."""
    if typing.get_origin(hint) is typing.Literal:
        return typing.get_args(hint)
    return tuple(value for inner in typing.get_args(hint) for value in _literals(inner))


def _brief(command: str) -> str:
    return describe(command).partition("\n")[0]


def _load(command: str) -> Callable[..., int]:
    """The function of a command, with its parameters described in the language in use."""
    module = import_module(f"cli.commands.{command}")
    original: types.FunctionType = module.run
    hints = typing.get_type_hints(original, include_extras=True)
    described = types.FunctionType(
        original.__code__, original.__globals__, original.__name__, original.__defaults__, original.__closure__
    )
    described.__kwdefaults__ = original.__kwdefaults__
    described.__module__ = original.__module__
    described.__annotations__ = {name: _described(command, name, hint) for name, hint in hints.items()}
    return described


def _described(command: str, name: str, hint: Any) -> Any:
    if name == "return":
        return hint
    own = f"{command}.{name}"
    return Annotated[hint, Parameter(help=describe(own if own in HELP else f"any.{name}"))]


def completion_script(shell: typing.Literal["bash", "zsh", "fish"]) -> str:
    """The completion script of a shell."""
    return build().generate_completion(shell=shell)


def install_script(shell: typing.Literal["bash", "zsh", "fish"]) -> Path:
    """Write the completion script where its shell looks for it, without touching the shell's own settings."""
    return build().install_completion(shell=shell, add_to_startup=False)
