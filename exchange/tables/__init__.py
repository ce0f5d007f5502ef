"""Tables of the office, .xlsx and .csv: ledgers out, and what people filled in back as one change set."""
