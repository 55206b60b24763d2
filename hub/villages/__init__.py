"""A village's settings: seasons, holidays."""
