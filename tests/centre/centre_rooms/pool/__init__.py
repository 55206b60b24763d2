"""A wash that never closes."""
