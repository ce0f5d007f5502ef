"""Asking for what a new register needs: where, its name, its language, and who works in it."""

from pathlib import Path
from typing import Any
from typing import ClassVar
from typing import NamedTuple

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from store.create import find_refusals
from store.identity import Identity
from tui.actions import bindings
from tui.dialogs.frame import Dialog
from tui.language import _
from tui.language import language
from tui.text import literal
from tui.typed_ahead import once_refreshed
from tui.widgets.fields.spec import Choice
from tui.widgets.fields.spec import FieldSpec
from tui.widgets.fields.spec import FormRules
from tui.widgets.fields.spec import Key
from tui.widgets.form import Form

FOLDER = ("folder",)
TITLE = ("title",)
LANGUAGE = ("language",)
NAME = ("name",)
EMAIL = ("email",)
_LANGUAGES = {"zh": "中文", "en": "English"}


class Wish(NamedTuple):
    """What is to be made."""

    folder: Path
    title: str
    language: str
    """`zh` or `en`."""
    person: Identity


class BeginDialog(Dialog[Wish]):
    """The form of a new register; nothing is made here."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("dialog.accept")]
    DEFAULT_CSS = """
    BeginDialog Form { height: auto; max-height: 18; }
    BeginDialog .begin-told { height: auto; color: $text-muted; margin: 0 0 1 0; }
    BeginDialog.-narrow .begin-told { margin: 0; }
    """

    def __init__(self, folder: Path, person: Identity | None) -> None:
        """Make the dialog.

        Args:
            folder: what is proposed.
            person: who git says it is; None where it does not know.
        """
        super().__init__(_("Make a register"))
        self.form = Form(_fields(folder, person), FormRules(validate=_faults))
        """The fields."""

    def compose_body(self) -> ComposeResult:
        """What is to be known, and the fields."""
        yield Static(literal(_("Nothing is made before you have seen what it will be.")), classes="begin-told")
        yield self.form

    def on_mount(self) -> None:
        """Start at the first field."""
        once_refreshed(self, self.form.focus_first)

    def action_accept(self) -> None:
        """Answer; a fault that stands keeps it open at the field."""
        if self.form.go_to_fault():
            return
        given = {key: str(value or "").strip() for key, value in self.form.values().items()}
        person = Identity(given[NAME], given[EMAIL])
        self.dismiss(Wish(Path(given[FOLDER]).expanduser(), given[TITLE], given[LANGUAGE] or "zh", person))


def _faults(key: Key, value: Any) -> list[str]:
    """What git could not take into a commit, and what no register may hold (R17)."""
    text = str(value or "").strip()
    if key == EMAIL and text and (text.count("@") != 1 or any(sign in text for sign in " <>\n") or text[0] == "@"):
        return [_("This is no e-mail address.")]
    if key == NAME and any(sign in text for sign in "<>\n"):
        return [_("A name holds no < and >.")]
    if key in {TITLE, NAME, EMAIL} and text:
        person = Identity(text if key == NAME else "", text if key == EMAIL else "")
        found = {one.code: one for one in reversed(find_refusals(text if key == TITLE else "", person))}
        return [": ".join(part for part in one.say(language()) if part) for one in found.values()]
    return []


def _fields(folder: Path, person: Identity | None) -> list[FieldSpec]:
    return [
        FieldSpec(
            key=FOLDER, label=_("Folder"), required=True, value=str(folder), help=_("A new folder, or an empty one.")
        ),
        FieldSpec(key=TITLE, label=_("Name of the register"), required=True, value=_("Duty register")),
        FieldSpec(
            key=LANGUAGE,
            label=_("Language"),
            editor="choice",
            choices=lambda: [Choice(value=value, label=label) for value, label in _LANGUAGES.items()],
            required=True,
            value="zh" if language().startswith("zh") else "en",
        ),
        FieldSpec(
            key=NAME,
            label=_("Your name"),
            required=True,
            value=person.name if person else None,
            help=_("Every commit of this register carries it; it gets a record under people."),
        ),
        FieldSpec(key=EMAIL, label=_("Your e-mail"), required=True, value=person.email if person else None),
    ]
