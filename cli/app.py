"""The command line's entry: words in, exit code out. The one place where failures become text on the screen.

cyclopts is loaded only where a command is to be parsed: bare `dutybook` goes to the app at once, and a mistyped command
is answered without it.
"""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from cli.exits import Exit
from cli.failure import OutputLost
from cli.failure import UnknownCommand
from cli.help import COMMANDS
from cli.language import choose
from cli.language import peek
from cli.language import use
from cli.opening import here
from cli.output import complain
from cli.streams import forget_stdout
from cli.streams import is_lost
from cli.streams import prepare
from schema.failure import Failure

_OWN_FLAGS = frozenset({"--help", "-h", "--version", "-V"})


def run(words: Sequence[str]) -> int:
    """Run one command line.

    Args:
        words: the arguments after the program's name. None, or options alone, open the app here.

    Returns:
        The exit code: see cli.exits.
    """
    try:
        prepare()
        use(choose(_peek_here()))
        code = _dispatch(list(words))
        sys.stdout.flush()
    except Failure as failure:
        return _tell(failure)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        forget_stdout()
        return Exit.FINE
    except SystemExit:
        forget_stdout()  # rich, which prints the help, says so that the reader has gone
        return Exit.FINE
    except Exception as error:  # noqa: BLE001  # the last line of defence: no traceback on the screen
        if isinstance(error, OSError) and is_lost(error):
            forget_stdout()
            return _tell(OutputLost(os.strerror(error.errno or 0)))
        from cli.crash import report

        with suppress(OSError):
            report(error)
        return Exit.GIT_FAILED
    return code


def _dispatch(words: list[str]) -> int:
    if not words or (words[0].startswith("-") and words[0] not in _OWN_FLAGS):
        words = ["open", *words]
    if words == ["open"]:
        from cli.screen import open_app

        return open_app()
    if words[0] not in COMMANDS and words[0] not in _OWN_FLAGS:
        raise UnknownCommand(words[0], COMMANDS)
    if words[0] == "hook" and words[1:] and words[1] not in _OWN_FLAGS:
        from cli.commands.hook import run as run_hook  # git calls it for file after file: no parser is loaded

        return run_hook(*words[1:])
    from cli.parsing import run_command

    return run_command(words)


def _peek_here() -> str:
    with suppress(Failure):
        return peek(here())
    return ""


def _tell(failure: Failure) -> int:
    with suppress(BrokenPipeError):
        complain(failure)
    return failure.exit_code
