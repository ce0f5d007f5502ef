"""What happens when dutybook itself is at fault: a short word to the person, and the traceback in a file."""

import os
import sys
import tempfile
import traceback
from datetime import UTC
from datetime import datetime
from pathlib import Path

from cli.language import say
from cli.output import note
from schema.personal import mask
from schema.visible import visible


def report(error: BaseException) -> None:
    """Write the traceback to a file and say on stderr where it lies; with `DUTYBOOK_DEBUG=1` show it as well."""
    text = visible(mask("".join(traceback.format_exception(error))), multiline=True)
    if os.environ.get("DUTYBOOK_DEBUG") == "1":
        note(text)
    path = _write(text)
    brief = mask(f"{type(error).__name__}: {error}").splitlines()[0][:200]
    note(say("crashed", brief=brief))
    note(say("crash-file", path=path) if path else say("crash-no-file"))


def _write(text: str) -> Path | None:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    for folder in _folders():
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(prefix=f"crash-{stamp}-", suffix=".txt", dir=folder, text=True)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(f"{' '.join(sys.argv[:1])}\n{sys.version}\n\n{text}")
        except OSError:
            continue
        return Path(name)
    return None


def _folders() -> list[Path]:
    from platformdirs import user_state_path

    chosen = os.environ.get("DUTYBOOK_STATE_DIR")
    return [Path(chosen) if chosen else user_state_path("dutybook"), Path(tempfile.gettempdir())]
