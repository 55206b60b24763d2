"""Farm machines shared for points or by the day."""
