"""Sewing corner."""
