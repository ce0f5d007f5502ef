"""The documents that `dutybook import` takes in: one module each, with `run(...)`, loaded when that document is given."""
