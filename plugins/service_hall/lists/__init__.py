"""The room's records as lists, in the order of its tabs."""

from .cases import All, InHand
from .things import Items, Opinions, Ratings

TABS = [InHand, Items, Opinions, Ratings, All]

__all__ = ["TABS"]
