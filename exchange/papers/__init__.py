"""Word documents in the format of GB/T 9704-2012: what each says, and how it is laid out."""
