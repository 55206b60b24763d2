"""The room's records as lists, in the order of its tabs."""

from .rentals import AllRentals, GoingOn, Waits
from .yard import Machines, Upkeep

TABS = [GoingOn, Machines, Waits, Upkeep, AllRentals]

__all__ = ["TABS", "AllRentals", "GoingOn", "Machines", "Upkeep", "Waits"]
