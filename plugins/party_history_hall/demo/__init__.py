"""Two invented years of a Party history hall."""

from .fill import fill

__all__ = ["fill"]
