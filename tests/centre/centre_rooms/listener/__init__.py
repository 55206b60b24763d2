"""A room that notes which events it was told."""
