"""The history as the record: what was, who changed it, what it said on a day."""
