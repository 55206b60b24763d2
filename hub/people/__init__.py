"""Residents: the least that must be known of them, found quickly."""
