"""Demo data: a year of dancing, meetings and lessons; and a week that lies ahead."""

from .fill import fill

__all__ = ["fill"]
