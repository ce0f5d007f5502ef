"""The help of a command in the person's language throughout, also where the parser's library speaks English by itself."""

from typing import TYPE_CHECKING

from cyclopts.help import DefaultFormatter

from cli.language import say

if TYPE_CHECKING:
    from cyclopts.help import ColumnSpec
    from cyclopts.help import HelpEntry
    from cyclopts.help import HelpPanel
    from rich.console import Console
    from rich.console import ConsoleOptions
    from rich.console import RenderableType
    from rich.text import Text


class HelpPage(DefaultFormatter):
    """The library's page with its own few words in ours: usage, choices, required."""

    def __call__(self, console: "Console", options: "ConsoleOptions", panel: "HelpPanel") -> None:
        """Print one panel."""
        if panel.format == "command":
            super().__call__(console, options, panel)
        else:
            DefaultFormatter(column_specs=_columns)(console, options, panel)

    def render_usage(
        self,
        console: "Console",
        options: "ConsoleOptions",  # noqa: ARG002 - as the library calls it
        usage: "Text | str | None",
    ) -> None:
        """Print the line of usage."""
        from cyclopts.help.specs import DefaultStyled
        from rich.text import Text

        if usage:
            line = usage if isinstance(usage, Text) else Text(usage)
            console.print(DefaultStyled(Text(f"{say('help-usage')} ", style="cyclopts.usage") + line))


def _columns(console: "Console", options: "ConsoleOptions", entries: "list[HelpEntry]") -> "tuple[ColumnSpec, ...]":
    """The library's columns, the last of which describes in our words."""
    from cyclopts.help.specs import get_default_parameter_columns

    *columns, description = get_default_parameter_columns(console, options, entries)
    return (*columns, description.copy(renderer=_describe))


def _describe(entry: "HelpEntry") -> "RenderableType":
    """What a parameter is for, which words it takes, and whether it must be given."""
    from cyclopts.help.inline_text import InlineText
    from cyclopts.help.specs import DescriptionRenderer
    from rich.text import Text

    described = DescriptionRenderer()(entry.copy(choices=(), required=False))
    if isinstance(described, InlineText):
        if entry.choices:
            described.append(Text(say("help-choices", choices=", ".join(entry.choices)), "cyclopts.choices"))
        if entry.required:
            described.append(Text(say("help-required"), "cyclopts.required"))
    return described
