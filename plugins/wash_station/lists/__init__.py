"""The room's records as lists, in the order of its tabs."""

from .things import Bays, Checks, Consumables, Moves
from .upkeep import Faults, Services
from .uses import Closures, Uses

TABS = [Uses, Bays, Faults, Services, Closures, Checks, Consumables, Moves]

__all__ = ["TABS"]
