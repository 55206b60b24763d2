"""The room's records as lists, in the order of its tabs."""

from .books import Copies, Titles
from .events import Events, Stocktakes
from .loans import AllLoans, LoansOut, Waits

TABS = [LoansOut, Titles, Copies, Waits, Events, Stocktakes, AllLoans]

__all__ = ["TABS", "AllLoans", "Copies", "Events", "LoansOut", "Stocktakes", "Titles", "Waits"]
