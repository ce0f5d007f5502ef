"""Measurements: `python -m bench` prints them as ratios to floors and peers in one run."""
