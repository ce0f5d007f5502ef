"""dutybook: a duty register in plain text.

This package holds the name that gets installed and nothing else; the rooms of the house are schema, store, exchange,
cli and tui (see ARCHITECTURE.md).
"""

__version__ = "0.1.0"
