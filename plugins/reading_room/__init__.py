"""Reading, borrowing books, book talks and study groups."""
