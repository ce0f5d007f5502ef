"""Reference pages made from the command line itself: docs/reference/commands.md and docs/reference/exit-codes.md."""

from collections.abc import Iterator

from cyclopts import App
from cyclopts import Argument

from cli.exits import Exit
from cli.help import COMMANDS
from cli.help import HELP
from cli.parsing import build

MADE = "<!-- Made by `make docs` from cli/; do not edit. -->"


def render_commands() -> str:
    """The page of all commands with their arguments, options and examples, in both languages."""
    app = build()
    lines = [MADE, "# Commands 命令", "", *_paragraphs(HELP["dutybook"]), ""]
    lines += [f"- [`dutybook {command}`](#dutybook-{command})" for command in COMMANDS]
    for command in COMMANDS:
        lines += ["", f"## dutybook {command}", "", *_paragraphs(HELP[command]), ""]
        lines += _examples(HELP[command][1])
        lines += _parameters(app, command)
    return "\n".join(lines).rstrip() + "\n"


def render_exit_codes() -> str:
    """The page of exit codes, in both languages."""
    lines = [MADE, "# Exit codes 退出码", "", "| code | meaning | 含义 |", "|---|---|---|"]
    lines += [f"| {code.value} | {code.en} | {code.zh} |" for code in Exit]
    return "\n".join(lines) + "\n"


def _paragraphs(texts: tuple[str, str]) -> Iterator[str]:
    """A help text without its examples, English first."""
    zh, en = (_without_examples(text) for text in texts)
    yield en
    yield ""
    yield zh


def _without_examples(text: str) -> str:
    return text.partition("\n\n例：")[0].partition("\n\nFor example:")[0]


def _examples(text: str) -> Iterator[str]:
    _, found, examples = text.partition("\n\nFor example:\n")
    if found:
        yield "```console"
        yield from (f"$ {line.strip()}" for line in examples.splitlines())
        yield "```"


def _parameters(app: App, command: str) -> Iterator[str]:
    with app.app_stack([command]):
        shown = [argument for argument in app[command].assemble_argument_collection() if argument.show]
    if not shown:
        return
    yield ""
    yield "| | English | 中文 |"
    yield "|---|---|---|"
    for argument in shown:
        zh, en = HELP[_help_name(command, argument)]
        yield f"| {_written(argument)} | {_in_table(en)} | {_in_table(zh)} |"


def _help_name(command: str, argument: Argument) -> str:
    own = f"{command}.{argument.field_info.name}"
    return own if own in HELP else f"any.{argument.field_info.name}"


def _written(argument: Argument) -> str:
    """How a parameter is typed: `ID`, `--on DATE`, `--yes`, `-y`."""
    info = argument.field_info
    if not info.is_keyword_only:
        name = argument.name.lstrip("-").upper()
        many = "..." if info.kind is info.kind.VAR_POSITIONAL else ""
        return f"`{name}{many}`" if argument.required else f"`[{name}{many}]`"
    value = "" if argument.hint is bool else f" {_VALUES.get(info.name, 'TEXT')}"
    names = ", ".join(f"`{name}{value}`" for name in argument.names)
    return f"{names} (required)" if argument.required else names


_VALUES = {
    "on": "DATE", "until": "DATE", "register": "DIR", "within": "DAYS", "year": "YEAR", "limit": "N", "unit": "ID",
    "id": "ID", "where": "F=V", "remote": "URL", "language": "zh\\|en",
    "by": "ID", "approve": "ID", "to": "ID", "element": "ID", "replied": "ID", "expires": "DATE", "level": "LEVEL",
    "start": "DATE", "end": "DATE", "field": "KEY", "person": "PERSON",
}  # fmt: skip
"""What stands for the value of an option."""


def _in_table(text: str) -> str:
    return text.replace("|", "\\|")
