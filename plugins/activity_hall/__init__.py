"""Festivals, meetings, rehearsals and dance classes."""
