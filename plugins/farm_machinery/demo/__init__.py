"""Two invented years of a machine yard."""

from .fill import fill

__all__ = ["fill"]
