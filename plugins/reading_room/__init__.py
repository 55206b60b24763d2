"""Reading, book talks and study groups."""
