"""The read-only app in a browser: what answers on this machine's own address, for `dutybook serve`."""
