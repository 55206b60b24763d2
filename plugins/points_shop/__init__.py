"""Points earned by good deeds buy household goods."""
