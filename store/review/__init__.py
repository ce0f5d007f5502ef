"""Changes that another person must approve: proposals on branches of their own."""
