"""The editors of a form, one module each."""
