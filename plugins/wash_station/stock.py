"""Consumables: what the stock kit does."""

from __future__ import annotations

from hub.kits.stock import Shelf

from .models import Consumable, StockMove

shelf = Shelf(Consumable, StockMove, link="consumable_id")
