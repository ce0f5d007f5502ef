"""`dutybook completion SHELL`: the shell's completion script, printed or installed."""

import sys
from typing import Literal

from cli.exits import Exit
from cli.language import say
from cli.output import print_line


def run(shell: Literal["bash", "zsh", "fish"], /, *, install: bool = False) -> int:
    """Print or install the completion script."""
    from cli.parsing import completion_script
    from cli.parsing import install_script

    if install:
        print_line(say("completion-installed", path=install_script(shell)))
    else:
        sys.stdout.write(completion_script(shell))
    return Exit.FINE
