"""Visits: recorded in two taps, counted by day and room."""
