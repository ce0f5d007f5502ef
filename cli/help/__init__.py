"""Help texts, in Chinese and in English: each command's under its name, each parameter's under `COMMAND.PARAMETER`.

What many commands share stands under `any.PARAMETER`. docs/reference/commands.md is made from here and from the
commands' own signatures.
"""

from typing import Final

from cli.help import begin
from cli.help import documents
from cli.help import office
from cli.help import reading
from cli.help import together
from cli.help import writing

COMMANDS: Final[tuple[str, ...]] = (
    "open", "demo", "init", "clone", "trust", "sign",
    "list", "find", "show", "due", "findings", "who", "map", "attribute", "coverage", "log", "blame", "diff",
    "score",
    "add", "set", "appoint", "end", "cover", "handover", "reaffirm", "verify", "extend", "waive", "urge", "attach", "report", "export", "query", "import", "rename", "remove", "undo", "redo",
    "save", "sync", "propose", "review", "doctor",
    "check", "rule", "schema", "serve", "completion", "hook",
)  # fmt: skip
"""Every command, in the order in which help lists them."""

HELP: Final[dict[str, tuple[str, str]]] = {
    **begin.HELP,
    **reading.HELP,
    **writing.HELP,
    **office.HELP,
    **together.HELP,
    **documents.HELP,
}
"""Every help text by name: (Chinese, English)."""
