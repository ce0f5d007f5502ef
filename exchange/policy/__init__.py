"""Policy texts in: rules as offices have them, taken apart into clauses, and drafts of duties that a person goes through one by one."""
