"""The room's records as lists, in the order of its tabs. The evenings come first: they hold numbers and no names."""

from .children import Children, Pickups, Releases
from .evenings import Sessions, Terms
from .helpers import HoursGiven, Shifts, Volunteers

TABS = [Sessions, Children, Pickups, Releases, Volunteers, Shifts, HoursGiven, Terms]

__all__ = ["TABS", "Children", "HoursGiven", "Pickups"]
