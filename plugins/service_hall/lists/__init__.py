"""The room's records as lists, in the order of its tabs."""

from .cases import All, InHand
from .things import Items, Journal, Opinions, Questions, Ratings

TABS = [InHand, Items, Opinions, Questions, Ratings, All, Journal]

__all__ = ["TABS", "All", "Opinions", "Ratings"]
