"""Which fields stand as columns in the list of each kind. The id and the office's code stand before them."""

from collections.abc import Mapping

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "unit": ("title", "type", "parent", "from", "to"),
    "post": ("title", "unit", "rank", "in_charge_of"),
    "person": ("name", "emails", "from", "to"),
    "group": ("title", "head", "office_unit", "office_head"),
    "source": ("title", "issuer", "number", "issued"),
    "duty": ("title", "tier", "bearer", "lead"),
    "platform": ("title", "type", "unit", "administrator"),
    "scheme": ("title", "base", "from", "to"),
    "activity": ("date", "type", "unit", "state", "title"),
    "finding": ("issued", "due", "unit", "text", "done", "verified_on"),
    "urge": ("issued", "level", "to", "reply_due", "replied"),
    "waiver": ("type", "obligation", "reason", "approved_on", "new_due"),
    "assessment": ("year", "scheme", "date"),
    "case": ("occurred", "title", "circumstance", "mode"),
    "handover": ("date", "post", "outgoing", "incoming"),
}
"""Top-level TOML keys by kind."""
