"""The village's exhibition on Party history."""
