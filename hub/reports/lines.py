"""One indicator of a month in numbers, without a word; so it can be frozen, compared and put into either language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from hub.kernel.declarations import Share

State = Literal["known", "no_data", "uncounted", "hidden"]


@dataclass(frozen=True, slots=True)
class Line:
    """`part` ÷ `whole` is the formula; `value` what comes of it, in % or the indicator's unit; None without data.

    `missing`: days without the record that the figure is built on; None where there is no such record a day.
    `late`: how many of the records behind were entered more than three days afterwards; None when nobody knows.
    `beside`: what stands beside the figure, by name: numbers, shares as [part, whole], lists of such for rooms.
    """

    code: str
    state: State
    value: float | None = None
    part: int | None = None
    whole: int | None = None
    missing: int | None = None
    late: Share | None = None
    beside: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Plain data, to be kept."""
        return {
            "code": self.code, "state": self.state, "value": self.value, "part": self.part, "whole": self.whole,
            "missing": self.missing, "late": pair(self.late), "beside": dict(self.beside),
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Line:
        late = data["late"]
        return cls(**{**data, "late": Share(*late) if late else None})


def percent(part: int, whole: int) -> float:
    """In %, to one place, rounded down: 99.96 % is not all of it."""
    return part * 1000 // whole / 10


def pair(share: Share | None) -> list[int] | None:
    """A share as it stands beside a figure."""
    return [share.part, share.whole] if share else None
