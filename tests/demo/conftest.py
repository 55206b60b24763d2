"""A small demo."""

from tests.harness.demo import demo

__all__ = ["demo"]
