"""One line of the doctor's: what was looked at, how it is, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

State = Literal["ok", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class Finding:
    """`name` is for programs, `text` and `next` for people; `value` is what was read."""

    name: str
    state: State
    text: str
    next: str = ""
    value: Any = None


def fine(name: str, text: str, value: Any = None) -> Finding:
    return Finding(name, "ok", text, value=value)


def warn(name: str, text: str, next_step: str, value: Any = None) -> Finding:
    """Works, but somebody should know."""
    return Finding(name, "warn", text, next_step, value)


def bad(name: str, text: str, next_step: str, value: Any = None) -> Finding:
    """Wrong: the doctor ends with 1."""
    return Finding(name, "bad", text, next_step, value)
