"""`dutybook export page`: the page for leaders, one .html file."""

from cli.exports.wish import Made
from cli.exports.wish import Wish
from cli.exports.wish import provenance
from exchange.page.page import write_page
from schema.obligation import obligations


def make(wish: Wish) -> Made:
    """Make the page."""
    content = write_page(wish.store.register, provenance(wish), language=wish.language)
    return Made(f"dutybook-{wish.on.isoformat()}.html", content, len(obligations(wish.store.register, wish.on)))
