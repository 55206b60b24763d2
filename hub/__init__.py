"""Village Hub: the back office of a village's service centre, where every room is a plugin."""

__version__ = "0.1.0"
