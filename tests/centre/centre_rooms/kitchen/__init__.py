"""A kitchen that cannot do without the hall."""
