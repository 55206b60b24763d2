"""Two invented years of a wash station."""

from .fill import fill

__all__ = ["fill"]
