"""TOML text of one record: read, changed in place, written in normal form."""
