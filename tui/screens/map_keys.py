"""The actions of the map and of the year: views, and the slider of days."""

from tui.actions import Action
from tui.actions import register_actions
from tui.language import msgid

register_actions(
    [
        Action(
            id="map.view",
            keys=("f4", "v"),
            label=msgid("View"),
            help=msgid("Go to the next view: matrix, units, groups, two days."),
            does="view(1)",
            shown=True,
        ),
        Action(
            id="map.view-before",
            keys=("shift+f4", "V"),
            label=msgid("View before"),
            help=msgid("Go to the view before."),
            does="view(-1)",
        ),
        Action(
            id="map.side",
            keys=("f7", "x"),
            label=msgid("Units or posts"),
            help=msgid("Show units or posts at the left of the matrix."),
            shown=True,
        ),
        Action(
            id="map.date",
            keys=("f2", "d"),
            label=msgid("Day"),
            help=msgid("Pick the day of the map from a calendar."),
            shown=True,
        ),
        Action(
            id="map.against",
            keys=("f8", "a"),
            label=msgid("Other day"),
            help=msgid("Pick the day that the map is compared with."),
            shown=True,
        ),
        Action(
            id="map.today", keys=("ctrl+home", "t"), label=msgid("Today"), help=msgid("Show the map of the app's day.")
        ),
        Action(
            id="map.day-before",
            keys=("shift+left", "comma"),
            label=msgid("Day before"),
            help=msgid("Show the map one day earlier."),
            does="days(-1)",
        ),
        Action(
            id="map.day-after",
            keys=("shift+right", "full_stop"),
            label=msgid("Day after"),
            help=msgid("Show the map one day later."),
            does="days(1)",
        ),
        Action(
            id="map.month-before",
            keys=("ctrl+left", "left_square_bracket"),
            label=msgid("Month -"),
            help=msgid("Show the map one month earlier."),
            does="months(-1)",
        ),
        Action(
            id="map.month-after",
            keys=("ctrl+right", "right_square_bracket"),
            label=msgid("Month +"),
            help=msgid("Show the map one month later."),
            does="months(1)",
        ),
        Action(
            id="map.quarter-before",
            keys=("ctrl+up", "left_curly_bracket"),
            label=msgid("Quarter -"),
            help=msgid("Show the map one quarter earlier."),
            does="months(-3)",
        ),
        Action(
            id="map.quarter-after",
            keys=("ctrl+down", "right_curly_bracket"),
            label=msgid("Quarter +"),
            help=msgid("Show the map one quarter later."),
            does="months(3)",
        ),
        Action(
            id="year.view",
            keys=("f4", "v"),
            label=msgid("View"),
            help=msgid("Go to the other view: the calendar, or how much each unit has done."),
            does="view(1)",
            shown=True,
        ),
        Action(
            id="year.unit",
            keys=("f7", "x"),
            label=msgid("Whose"),
            help=msgid("Pick the unit whose year is shown, or all units."),
            shown=True,
        ),
        Action(
            id="year.date",
            keys=("f2", "d"),
            label=msgid("Day"),
            help=msgid("Pick a day from a calendar."),
            shown=True,
        ),
        Action(id="year.today", keys=("ctrl+home", "t"), label=msgid("Today"), help=msgid("Go to the app's day.")),
        Action(
            id="year.before",
            keys=("ctrl+left", "left_square_bracket"),
            label=msgid("Year -"),
            help=msgid("Show the year before."),
            does="years(-1)",
        ),
        Action(
            id="year.after",
            keys=("ctrl+right", "right_square_bracket"),
            label=msgid("Year +"),
            help=msgid("Show the next year."),
            does="years(1)",
        ),
    ],
    scopes={"map": msgid("Map"), "year": msgid("Year")},
)
