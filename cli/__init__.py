"""The command line: a table for people, JSON for programs."""
