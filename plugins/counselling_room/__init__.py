"""Free counselling, kept in confidence."""
