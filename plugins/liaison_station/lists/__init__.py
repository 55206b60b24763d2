"""The room's records as lists, in the order of its tabs."""

from .cases import All, InHand
from .people import Deputies, Receptions, Traders
from .things import Journal, Postings, Ratings

TABS = [InHand, Receptions, Traders, Deputies, Postings, Ratings, All, Journal]

__all__ = ["TABS"]
