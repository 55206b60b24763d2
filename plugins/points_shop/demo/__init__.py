"""Two invented years of a points shop."""

from .fill import fill

__all__ = ["fill"]
