"""The command's own words."""

from hub.speech import _, speak

__all__ = ["_", "speak"]
