"""What a rule is, and the register of all; the themed modules beside this one write themselves in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any, TypeVar

from hub.speech import _

if TYPE_CHECKING:
    from hub.conformance.subject import Subject

Function = TypeVar("Function", bound=Callable[..., Any])
LEVELS = ("bronze", "silver", "gold")


class Needs(IntEnum):
    """What must be there before a rule can be tried; also the order in which rules are tried."""

    FILES = 0  # the room's folder
    ROOM = 1  # the room, taken in by a hub
    HUB = 2  # two villages that have it and use it
    LATE = 3  # the same, and what is in them may be changed for good
    END = 4  # the same, and nobody needs them afterwards


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing asked of a room: what, why it matters to reach a level, and how it is mended."""

    id: str
    level: str
    asks: str  # Chinese; said through `hub.speech`
    mend: str
    needs: Needs
    find: Callable[[Subject], Iterable[str]]

    @property
    def sentence(self) -> str:
        """What is asked, in the reader's language."""
        return _(self.asks)

    @property
    def advice(self) -> str:
        """How it is mended, in the reader's language."""
        return _(self.mend)


class Unproven(Exception):
    """Raised by a rule that finds nothing to be tried on; the message says what is missing."""


RULES: dict[str, Rule] = {}


def rule(
    id: str, level: str, asks: str, mend: str, needs: Needs = Needs.FILES
) -> Callable[[Function], Function]:
    """Register a function that is given the Subject and answers what is wrong, in sentences."""

    def keep(find: Function) -> Function:
        if id in RULES or level not in LEVELS:
            raise ValueError(f"rule {id} is there already, or {level} is no level")
        RULES[id] = Rule(id, level, asks, mend, needs, find)
        return find

    return keep
