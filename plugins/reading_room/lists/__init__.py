"""The room's records as lists, in the order of its tabs."""

from .books import Batches, Copies, Titles
from .events import Events, Stocktakes
from .loans import AllLoans, LoansOut, Waits

TABS = [LoansOut, Titles, Copies, Waits, Events, Stocktakes, Batches, AllLoans]

__all__ = ["TABS", "AllLoans", "Batches", "Copies", "Events", "LoansOut", "Stocktakes", "Titles", "Waits"]
