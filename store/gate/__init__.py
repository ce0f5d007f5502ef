"""The server check: whether a push may come into the register."""
