"""The exhibition on the history of the Party: groups, guides, exhibits."""
