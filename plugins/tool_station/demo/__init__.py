"""Two invented years of a tool station."""

from .fill import fill

__all__ = ["fill"]
