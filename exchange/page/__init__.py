"""The page for leaders (.html): one file that stands alone, with lights, what is overdue, the map and charts."""
