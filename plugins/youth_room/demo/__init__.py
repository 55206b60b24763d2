"""Two invented years of a youth room."""

from .fill import fill

__all__ = ["fill"]
