"""Stock, for rooms with things that are used up or sold: received, issued, adjusted, counted, and never below zero.

A room's item is made of `StockColumns`, its move of `MoveColumns` with `move_keys`; a `Shelf` over the two does what is
done to them. Whoever also moves points holds the goods first (`Shelf.hold`), then the points.
"""

from hub.kits.stock.columns import MoveColumns, StockColumns, move_keys, stock_checks
from hub.kits.stock.figures import Variance, stock_at, variance
from hub.kits.stock.shelf import Shelf
from hub.kits.stock.words import MOVES, counted_words, move_words

__all__ = [
    "MOVES",
    "MoveColumns",
    "Shelf",
    "StockColumns",
    "Variance",
    "counted_words",
    "move_keys",
    "move_words",
    "stock_at",
    "stock_checks",
    "variance",
]
