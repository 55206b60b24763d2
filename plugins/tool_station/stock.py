"""Gloves and the like: what the stock kit does, and what goes out along with a tool."""

from __future__ import annotations

from sqlalchemy import select

from hub.kits.stock import Shelf
from hub.room import Refused, _, db

from .models import Loan, StockMove, Supply

shelf = Shelf(Supply, StockMove, link="supply_id", blame="supplies")
receive, issue, adjust, count, low = shelf.receive, shelf.issue, shelf.adjust, shelf.count, shelf.low


def issue_with(loan: Loan, number: int) -> None:
    """Given out along with a tool. Raises Refused when there are fewer."""
    if loan.tool.supply_id is None:
        raise Refused(_("%(tool)s 没有配套的耗材。", tool=loan.tool.title), "supplies")
    shelf.issue(loan.tool.supply_id, number, loan_id=loan.id)


def take_back(loan_id: int) -> None:
    """The loan was undone: what went out with it is back in the stock."""
    for move in db.session.scalars(select(StockMove).where(StockMove.loan_id == loan_id)):
        shelf.hold_one(move.supply_id).stock -= move.change
        db.session.delete(move)
    db.session.flush()
