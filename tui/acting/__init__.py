"""The acts of the office in the app: which there are for a record or an obligation, what each asks, and why one is not allowed now."""
