"""A hall."""
