"""Lending things that come back."""
