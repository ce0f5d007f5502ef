"""Documentation: hand-written pages, and the program that makes the others from the code."""
