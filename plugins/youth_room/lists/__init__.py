"""The room's records as lists, in the order of its tabs."""

from .sessions import Running, Sessions
from .things import Consumables, GameSets, Lendings, Moves, Zones

TABS = [Running, Sessions, GameSets, Lendings, Consumables, Moves, Zones]

__all__ = ["TABS", "GameSets"]
