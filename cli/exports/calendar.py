"""`dutybook export calendar`: due days as an .ics file, of everything, of a unit or of a post."""

from cli.exports.wish import Made
from cli.exports.wish import Wish
from cli.exports.wish import provenance
from exchange.calendar import select_dated
from exchange.calendar import write_calendar


def make(wish: Wish) -> Made:
    """Make the calendar."""
    register = wish.store.register
    found = select_dated(register, wish.on, unit=wish.unit, post=wish.post, year=wish.year, only_open=wish.open)
    content = write_calendar(register, found, provenance(wish), language=wish.language, alarms=wish.alarms)
    return Made(f"{wish.unit or wish.post or 'dutybook'}.ics", content, len(found))
