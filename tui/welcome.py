"""The app where there is no register yet: what lies in the folder is said, and nothing is written before it is confirmed.

`dutybook` comes here from an empty folder, or from one without a register; what is made there is then opened.
"""

from contextlib import suppress
from pathlib import Path

from textual.screen import Screen

from schema.failure import Failure
from store.create import known_to_git
from store.identity import Identity
from tui.app import run as run_app
from tui.keymap import Keymap
from tui.keymap import load_keymap
from tui.language import choose_language
from tui.language import use
from tui.preferences import Preferences
from tui.preferences import config_folder
from tui.preferences import keymap_path
from tui.preferences import read_preferences
from tui.screens.welcome import Begun
from tui.screens.welcome import WelcomeScreen
from tui.shell import ShellApp


class WelcomeApp(ShellApp):
    """Asks what to begin with."""

    TITLE = "dutybook"

    def __init__(
        self,
        folder: Path,
        person: Identity | None,
        *,
        language: str = "en",
        keymap: Keymap | None = None,
        preferences: Preferences | None = None,
    ) -> None:
        """Make the app.

        Args:
            folder: where the person stands.
            person: who git says it is; None where it does not know.
            language: one of tui.language.LANGUAGES.
            keymap: keys of the user's own.
            preferences: what the person set.
        """
        super().__init__(language=language, keymap=keymap.keys if keymap else None, preferences=preferences)
        self._folder = folder
        self._person = person
        self.begun: Begun | None = None
        """What was made, or None where nothing was."""

    def get_default_screen(self) -> Screen[None]:
        """What can be begun with."""
        return WelcomeScreen(self._folder, self._person)

    def on_begun(self, event: Begun) -> None:
        """Leave for what was made."""
        self.begun = event
        self.exit(0)


def run(folder: Path) -> int:
    """Ask what to begin with, then open the app on that.

    Args:
        folder: a folder without a register.

    Returns:
        The process's exit code.

    Raises:
        Failure: what was made can't be opened.
    """
    settings = config_folder()
    use(choose_language())
    chosen = read_preferences(settings).preferences
    person: Identity | None = None
    with suppress(Failure):
        person = known_to_git(folder)
    language = choose_language(chosen.language)
    app = WelcomeApp(
        folder.absolute(),
        person,
        language=language,
        keymap=load_keymap(keymap_path(chosen, settings)),
        preferences=chosen,
    )
    app.run(mouse=chosen.mouse)
    if app.begun is None:
        return app.return_code or 0
    return run_app(app.begun.top, with_policy=app.begun.with_policy, with_tutorial=app.begun.with_tutorial)
