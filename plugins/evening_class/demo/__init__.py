"""An invented term of an evening class; terms before it are numbers alone."""

from .fill import fill

__all__ = ["fill"]
