"""Goods on the shelf: what the stock kit does."""

from __future__ import annotations

from hub.kits.stock import Shelf

from .models import Goods, StockMove

shelf = Shelf(Goods, StockMove, link="goods_id", blame="number1")
