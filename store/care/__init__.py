"""Damage and what was left behind: found, told, mended."""
