"""The first screen 今天, and the search."""
