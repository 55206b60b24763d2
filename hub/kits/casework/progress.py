"""What a public page shows of a case: how far it is, and nothing of anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Progress:
    """`state` and `next` are fixed sentences of the room, `steps` instants with fixed words; no name, no note."""

    number: str
    state: Any
    tone: str
    next: Any
    pairs: Sequence[tuple[Any, Any]]
    steps: Sequence[tuple[datetime, Any]]
