"""The demonstration register and how it came about."""
