"""Two invented years of a liaison station."""

from .fill import fill

__all__ = ["fill"]
