"""A small demo: both villages, six weeks instead of two years, one person in ten."""

from __future__ import annotations

from flask import Flask

from hub.demo.fill import fill
from tests.harness.states import state


@state("demo")
def demo(app: Flask) -> None:
    fill(app, span=42, scale=0.1)
