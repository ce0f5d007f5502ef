"""The documents of `dutybook export`: one module each, with `make(wish)`, loaded when that document is asked for."""
