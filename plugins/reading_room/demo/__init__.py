"""Two invented years of a reading room."""

from .fill import fill

__all__ = ["fill"]
