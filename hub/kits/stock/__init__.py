"""Stock, for rooms with things that are used up or sold: received, issued, adjusted, counted, and never below zero.

A room's item is made of `StockColumns`, its move of `MoveColumns` with `move_keys`; a `Shelf` over the two does what is
done to them. Whoever also moves points holds the goods first (`Shelf.hold`), then the points. The pages on which a
keeper does it are added with `add_stock_pages`; `ShelfView` and `MovesView` are the lists.
"""

from hub.kits.stock.columns import MoveColumns, StockColumns, move_keys, stock_checks
from hub.kits.stock.figures import Variance, stock_at, used, variance
from hub.kits.stock.forms import HANDED_OUT, SOLD, USED_UP, CountForm, MoveForm
from hub.kits.stock.lists import MovesView, ShelfView, left_words, recent_moves
from hub.kits.stock.pages import add_stock_pages, low_todos
from hub.kits.stock.shelf import Shelf
from hub.kits.stock.words import MOVES, counted_words, move_words

__all__ = [
    "HANDED_OUT",
    "MOVES",
    "SOLD",
    "USED_UP",
    "CountForm",
    "MoveColumns",
    "MoveForm",
    "MovesView",
    "Shelf",
    "ShelfView",
    "StockColumns",
    "Variance",
    "add_stock_pages",
    "counted_words",
    "left_words",
    "low_todos",
    "move_keys",
    "move_words",
    "recent_moves",
    "stock_at",
    "stock_checks",
    "used",
    "variance",
]
