"""Common tools lent free of charge."""
