"""The room's records as lists, in the order of its tabs."""

from .briefings import Briefings
from .loans import AllLoans, LoansOut, Reservations
from .things import Supplies, Tickets, Tools

TABS = [LoansOut, Tools, Reservations, Tickets, Briefings, Supplies, AllLoans]

__all__ = ["TABS"]
