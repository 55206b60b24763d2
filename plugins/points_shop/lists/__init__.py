"""The room's records as lists, in the order of its tabs."""

from .claims import AllClaims, OpenClaims, Rules
from .goods import GoodsOnShelf, Moves, Redemptions

TABS = [OpenClaims, GoodsOnShelf, Redemptions, Rules, AllClaims, Moves]

__all__ = ["TABS"]
