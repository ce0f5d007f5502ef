"""The app's themes: two of high contrast, Textual's usual two without the colours that are too faint, the terminal's own.

A test draws the app in each and measures every text against what lies behind it: at least 7 to 1 in those of high
contrast (WCAG 2.2, criterion 1.4.6), 4.5 to 1 in the usual ones (1.4.3).
"""

from collections.abc import Mapping
from dataclasses import replace

from textual.theme import BUILTIN_THEMES
from textual.theme import Theme

from tui.language import msgid

CONTRAST = "dutybook-contrast"
CONTRAST_LIGHT = "dutybook-contrast-light"

_BLACK = {
    "text-muted": "#e0e0e0",
    "text-disabled": "#d0d0d0",
    "text-primary": "#ffff66",
    "text-secondary": "#9fe8ff",
    "text-accent": "#9fe8ff",
    "text-warning": "#ffdf5f",
    "text-error": "#ffa8a8",
    "text-success": "#8fff8f",
    "primary-muted": "#2a2a00",
    "warning-muted": "#2a2000",
    "error-muted": "#2a0000",
    "success-muted": "#002a00",
    "block-cursor-background": "#ffff00",
    "block-cursor-foreground": "#000000",
    "block-hover-background": "#1c1c1c",
    "footer-key-foreground": "#ffff00",
    "input-selection-background": "#004a7f",
    "surface-lighten-1": "#141414",
    "surface-lighten-2": "#1f1f1f",
}
_WHITE = {
    "text-muted": "#303030",
    "text-disabled": "#404040",
    "text-primary": "#00206f",
    "text-secondary": "#003a5f",
    "text-accent": "#003a5f",
    "text-warning": "#4f3400",
    "text-error": "#7f0010",
    "text-success": "#004010",
    "primary-muted": "#d8e4ff",
    "warning-muted": "#fff0c0",
    "error-muted": "#ffe0e0",
    "success-muted": "#dcffdc",
    "block-cursor-background": "#00206f",
    "block-cursor-foreground": "#ffffff",
    "block-hover-background": "#e8e8e8",
    "footer-key-foreground": "#00206f",
    "input-selection-background": "#a8d0ff",
    "surface-lighten-1": "#f4f4f4",
    "surface-lighten-2": "#e8e8e8",
}

THEMES: tuple[Theme, ...] = (
    Theme(
        name=CONTRAST, dark=True, primary="#ffff00", secondary="#9fe8ff", warning="#ffdf5f", error="#ffa8a8",
        success="#8fff8f", accent="#9fe8ff", foreground="#ffffff", background="#000000", surface="#000000",
        panel="#101010", boost="#141414", variables=_BLACK,
    ),
    Theme(
        name=CONTRAST_LIGHT, dark=False, primary="#00206f", secondary="#003a5f", warning="#4f3400", error="#7f0010",
        success="#004010", accent="#003a5f", foreground="#000000", background="#ffffff", surface="#ffffff",
        panel="#f0f0f0", boost="#f4f4f4", variables=_WHITE,
    ),
    replace(
        BUILTIN_THEMES["textual-light"],
        variables={
            **BUILTIN_THEMES["textual-light"].variables,
            "text-muted": "#4c4c4c",
            "text-disabled": "#595959",
            "text-accent": "#6b4200",
            "text-warning": "#6b4200",
            "text-success": "#145c2a",
            "footer-key-foreground": "#003f6e",
        },
    ),
    replace(
        BUILTIN_THEMES["textual-dark"],
        variables={
            **BUILTIN_THEMES["textual-dark"].variables,
            "text-disabled": "#b4b4b4",
            "text-error": "#e39aab",
            "block-cursor-background": "#01599f",
        },
    ),
)  # fmt: skip
"""Registered when the app starts; one that is called as a theme of Textual's takes its place."""

CHOICES: Mapping[str, tuple[str, str]] = {
    "dark": ("textual-dark", msgid("dark")),
    "light": ("textual-light", msgid("light")),
    "contrast": (CONTRAST, msgid("high contrast, dark")),
    "contrast-light": (CONTRAST_LIGHT, msgid("high contrast, light")),
    "ansi": ("ansi-dark", msgid("the terminal's own 16 colours, dark")),
    "ansi-light": ("ansi-light", msgid("the terminal's own 16 colours, light")),
}
"""What a person may choose from: Textual's name of it, and what it is called."""


def names_of_themes() -> list[str]:
    """What the settings file may name: our choices first, then all other themes of Textual's."""
    taken = {name for name, _label in CHOICES.values()}
    return [*CHOICES, *(name for name in BUILTIN_THEMES if name not in taken)]


def textual_name(theme: str) -> str:
    """The name that Textual has for a theme of the settings."""
    return CHOICES[theme][0] if theme in CHOICES else theme
