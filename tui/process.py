"""Ending well: a signal or a lost terminal closes the app as its own key would.

Without this, SIGTERM, SIGHUP and a closed terminal end the process at once and leave the alternate screen and raw mode
behind, and nothing is written that waits to be. The handlers run in the event loop, so `exit` is safe there.
"""

import asyncio
import contextlib
import signal
import termios
from collections.abc import Callable

from textual.drivers import linux_driver
from textual.drivers._writer_thread import WriterThread

_ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


def catch_signals(end: Callable[[int], None]) -> Callable[[], None]:
    """Call `end` when the process is asked to stop.

    Args:
        end: gets the exit code, 128 and the signal's number; called in the event loop, once.

    Returns:
        A function that takes the handlers away again.

    A signal that the caller had ignored stays ignored (`nohup`). Call it inside the running loop.
    """
    loop = asyncio.get_running_loop()
    caught: list[signal.Signals] = []

    def stop(number: signal.Signals) -> None:
        release()
        end(128 + number)

    def release() -> None:
        while caught:
            loop.remove_signal_handler(caught.pop())

    for number in _ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            with contextlib.suppress(RuntimeError, ValueError):  # not the main thread: the host looks after signals
                loop.add_signal_handler(number, stop, number)
                caught.append(number)
    return release


def terminal_is_there(descriptor: int = 0) -> bool:
    """Tell whether the terminal still answers. One that went away without a signal would be read in vain for ever."""
    try:
        termios.tcgetattr(descriptor)
    except termios.error:
        return False
    return True


class LastingWriter(WriterThread):
    """Writes to the terminal, and takes what is written after that went away.

    Textual's own ends at the first write that fails. After thirty more the app waits for room in its queue for ever, and neither
    a signal nor a look at the terminal ends it.
    """

    def run(self) -> None:
        """Write until told to stop."""
        try:
            super().run()
        except OSError:
            while self._queue.get() is not None:
                pass


def use_lasting_writer() -> None:
    """Let Textual's driver write so; it names the class itself."""
    linux_driver.WriterThread = LastingWriter  # type: ignore[attr-defined]
