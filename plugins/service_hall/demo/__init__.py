"""Two invented years of a service hall."""

from .fill import fill

__all__ = ["fill"]
