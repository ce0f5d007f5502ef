"""`dutybook export page`: the page for leaders, one .html file."""

from cli.exports.wish import Made
from cli.exports.wish import Wish
from cli.exports.wish import provenance
from exchange.page.page import write_page
from schema.obligation import obligations


def make(wish: Wish) -> Made:
    """Make the page."""
    register = wish.store.register
    found = obligations(register, wish.on)
    content = write_page(register, found, provenance(wish), language=wish.language)
    return Made(f"dutybook-{wish.on.isoformat()}.html", content, len(found))
