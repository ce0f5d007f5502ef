"""TOML text to records and back, and the git repository around them."""
