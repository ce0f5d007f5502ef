"""What a record is and what the rules say. Pure: no file, clock, random, git, TOML or screen."""
