"""`dutybook export calendar`: due days as an .ics file, of everything, of a unit or of a post."""

from cli.exports.wish import Made
from cli.exports.wish import Wish
from cli.exports.wish import provenance
from exchange.calendar import write_calendar
from schema.handover import of_post
from schema.marks import State
from schema.obligation import obligations


def make(wish: Wish) -> Made:
    """Make the calendar."""
    register = wish.store.register
    found = obligations(register, wish.on, year=wish.year, older=wish.year is None)
    if wish.unit:
        found = [one for one in found if one.concerns(wish.unit)]
    if wish.post:
        found = of_post(register, register.posts[wish.post], found, wish.on)
    found = [one for one in found if one.state is not State.UNSET and (one.is_open or not wish.open)]
    content = write_calendar(register, found, provenance(wish), language=wish.language, alarms=wish.alarms)
    return Made(f"{wish.unit or wish.post or 'dutybook'}.ics", content, len(found))
