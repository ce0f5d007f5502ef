"""Documents in and out of the register; returns change sets and bytes, touches no git."""
