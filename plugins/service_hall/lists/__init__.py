"""The room's records as lists, in the order of its tabs."""

from .cases import All, InHand
from .duties import Duties
from .things import Items, Journal, Opinions, Questions, Ratings

TABS = [InHand, Items, Opinions, Questions, Ratings, All, Journal, Duties]

__all__ = ["TABS", "All", "Duties", "Opinions", "Ratings"]
