"""The actions of Assess: views, years, the scheme, and freezing."""

from tui.actions import Action
from tui.actions import register_actions
from tui.language import msgid

register_actions(
    [
        Action(
            id="assess.view",
            keys=("f4", "v"),
            label=msgid("View"),
            help=msgid("Go to the next view: scores, the points of one object, attribution."),
            does="view(1)",
            shown=True,
        ),
        Action(
            id="assess.view-before",
            keys=("shift+f4", "V"),
            label=msgid("View before"),
            help=msgid("Go to the view before."),
            does="view(-1)",
        ),
        Action(
            id="assess.scores",
            keys=("escape", "backspace"),
            label=msgid("Scores"),
            help=msgid("Go back from the points of one object to all scores."),
            shown=True,
        ),
        Action(
            id="assess.scheme",
            keys=("f7", "x"),
            label=msgid("Scheme"),
            help=msgid("Pick the scheme that the year is scored by."),
            shown=True,
        ),
        Action(
            id="assess.before",
            keys=("ctrl+left", "left_square_bracket"),
            label=msgid("Year -"),
            help=msgid("Score the year before."),
            does="years(-1)",
        ),
        Action(
            id="assess.after",
            keys=("ctrl+right", "right_square_bracket"),
            label=msgid("Year +"),
            help=msgid("Score the next year."),
            does="years(1)",
        ),
        Action(
            id="assess.today",
            keys=("ctrl+home", "t"),
            label=msgid("This year"),
            help=msgid("Score the year of the app's day."),
        ),
        Action(
            id="assess.freeze",
            keys=("shift+f9", "Z"),
            label=msgid("Freeze"),
            help=msgid(
                "Write the results of the year into its assessment, as of the last commit; shows the difference first."
            ),
        ),
    ],
    scopes={"assess": msgid("Assess")},
)
