"""Registers that went apart brought together: fetch, merge by record, decide, push."""
