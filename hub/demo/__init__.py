"""The demo villages: real facts of a centre, invented people, two years of plausible days."""
