"""Widgets with behaviour, one per file."""
