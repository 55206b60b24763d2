"""The room's records as lists, in the order of its tabs."""

from .rentals import AllRentals, GoingOn, Waits
from .yard import Done, Faults, Machines, Services

TABS = [GoingOn, Machines, Waits, Faults, Services, Done, AllRentals]

__all__ = ["TABS", "AllRentals", "Faults", "GoingOn", "Machines", "Services", "Waits"]
