"""What came of checking a room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from hub.conformance.rules import LEVELS, RULES

State = Literal["done", "exempt", "broken", "unproven"]


@dataclass(frozen=True, slots=True)
class Result:
    """How a room stands to one rule. `reason` is the room's own, for an exemption."""

    rule: str
    state: State
    problems: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """How a room stands to all rules. `claim_problems` are faults of its conformance.toml."""

    room: str
    claimed: str
    results: tuple[Result, ...]
    claim_problems: tuple[str, ...] = ()

    @property
    def level(self) -> str:
        """The highest level that is reached, or nothing. What could not be proved stands in the way of gold alone."""
        reached = ""
        for level in LEVELS:
            against = {"broken", "unproven"} if level == LEVELS[-1] else {"broken"}
            if any(
                result.state in against
                for result in self.results
                if LEVELS.index(RULES[result.rule].level) <= LEVELS.index(level)
            ):
                break
            reached = level
        return reached

    @property
    def ok(self) -> bool:
        """Whether the room is what it claims to be."""
        order = ("", *LEVELS)
        return not self.claim_problems and order.index(self.level) >= order.index(self.claimed)

    def get(self, rule: str) -> Result:
        """The result of one rule."""
        return next(result for result in self.results if result.rule == rule)

    @property
    def broken(self) -> dict[str, tuple[str, ...]]:
        """The rules that are broken, with what is wrong."""
        return {result.rule: result.problems for result in self.results if result.state == "broken"}

    def as_dict(self) -> dict[str, Any]:
        """For a program."""
        return {
            "room": self.room,
            "level": self.level,
            "claimed": self.claimed,
            "ok": self.ok,
            "claim_problems": list(self.claim_problems),
            "results": [
                {
                    "rule": result.rule,
                    "level": RULES[result.rule].level,
                    "state": result.state,
                    "problems": list(result.problems),
                    "reason": result.reason,
                }
                for result in self.results
            ],
        }
