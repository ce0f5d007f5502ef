"""Every colour that a stylesheet of ours puts on a ground of ours can be read, in each theme, wherever it is drawn."""

import re
from pathlib import Path

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from tests.tui.test_settings import contrast
from tui.themes import CHOICES
from tui.themes import THEMES

TUI = Path(__file__).parents[2] / "tui"
_FRONT = re.compile(r"(?<![-\w])color: (\$[\w-]+)")
_BACK = re.compile(r"background: (\$[\w-]+)")
GROUNDS = ("$background", "$surface", "$panel", "$boost", "$surface-lighten-1")
"""On which text of any colour may come to lie; all other grounds stand in a rule together with their text's colour."""
FRONTS = (
    "$foreground",
    "$text-muted",
    "$text-primary",
    "$text-accent",
    "$text-error",
    "$text-warning",
    "$text-success",
)

BESIDE = {
    ("$footer-key-foreground", "$panel"),
    ("$foreground", "$surface-lighten-2"),
    ("$text-muted", "$surface-lighten-2"),
}
"""Text and ground of one place that two rules give: the keys line, and what is typed or waits to be typed in a field."""


def rules() -> list[str]:
    """What stands between braces in every stylesheet, the innermost first."""
    files = [*TUI.glob("**/*.py"), *TUI.glob("**/*.tcss")]
    return [block for path in files for block in re.findall(r"\{([^{}]*)\}", path.read_text(encoding="utf-8"))]


def pairs() -> set[tuple[str, str]]:
    """Colours of texts with what they stand on: those of one rule, and each on each common ground."""
    found = {(front, ground) for front in FRONTS for ground in GROUNDS} | BESIDE
    for rule in rules():
        fronts, backs = _FRONT.findall(rule), _BACK.findall(rule)
        if fronts and backs:
            found.add((fronts[-1], backs[-1]))
    return found


def colours(theme: str) -> dict[str, str]:
    known = {**BUILTIN_THEMES, **{one.name: one for one in THEMES}}[CHOICES[theme][0]]
    made = {**known.to_color_system().generate(), **known.variables}
    return {f"${name}": value for name, value in made.items()}


def seen(value: str, ground: Color) -> Color:
    """What a value of a theme looks like on a ground: `auto 60%` is black or white, let through."""
    if value.startswith("auto"):
        return ground + ground.get_contrast_text(int(value.removeprefix("auto").strip(" %") or 100) / 100)
    return ground + Color.parse(value)


def test_every_colour_of_the_stylesheets_is_measured() -> None:
    every = {name for rule in rules() for name in _FRONT.findall(rule)}
    assert every <= {front for front, _ground in pairs()} | {"$text"}
    grounds = {name for rule in rules() for name in _BACK.findall(rule)}
    assert grounds <= {ground for _front, ground in pairs()}, (
        "add it to GROUNDS, or say its text's colour in the same rule"
    )


@pytest.mark.parametrize("theme", ["dark", "light", "contrast", "contrast-light"])
def test_text_can_be_told_from_what_lies_behind_it(theme: str) -> None:
    """WCAG 2.2: 4.5 to 1 (1.4.3), and 7 to 1 in high contrast (1.4.6)."""
    known = colours(theme)
    least = 7 if "contrast" in theme else 4.5
    below = seen(known["$background"], Color(0, 0, 0))
    found = {}
    for front, back in sorted(pairs()):
        ground = seen(known[back], below)
        ratio = contrast(seen(known[front], ground), ground)
        if ratio < least:
            found[front, back] = round(ratio, 2)
    assert found == {}
