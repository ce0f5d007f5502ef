"""The actions of the tutorial; they work on every screen of the app, in forms and dialogs too."""

from tui.actions import Action
from tui.actions import register_actions
from tui.language import msgid

register_actions(
    [
        Action(
            id="tutorial.turn",
            keys=("shift+f1", "f13"),
            label=msgid("Tutorial"),
            help=msgid("Be led through the app step by step, on a copy of the sample register; leave it, and come back."),
            does="tutorial",
            priority=True,
        ),
        Action(
            id="tutorial.skip",
            keys=("shift+f2", "f14"),
            label=msgid("Skip"),
            help=msgid("Go to the next step of the tutorial."),
            does="tutorial_step(1)",
            priority=True,
        ),
        Action(
            id="tutorial.before",
            keys=("shift+f3", "f15"),
            label=msgid("Step before"),
            help=msgid("Go back to the step before of the tutorial."),
            does="tutorial_step(-1)",
            priority=True,
        ),
    ],
    scopes={"tutorial": msgid("Tutorial")},
)  # fmt: skip
