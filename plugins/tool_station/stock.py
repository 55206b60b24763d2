"""Gloves and the like: received, issued, counted, and never below zero."""

from __future__ import annotations

from sqlalchemy import select

from hub.room import Refused, _, db, here

from .models import Loan, StockMove, Supply


def receive(supply_id: int, count: int, note: str = "") -> StockMove:
    """Goods came in."""
    return _move(_lock(supply_id), "receive", count, note=note)


def issue(supply_id: int, count: int, note: str = "") -> StockMove:
    """Given out by themselves. Raises Refused when there are fewer."""
    return _move(_lock(supply_id), "issue", -count, note=note)


def count(supply_id: int, counted: int, note: str = "") -> StockMove:
    """What lies on the shelf was counted; the difference is kept as a move."""
    supply = _lock(supply_id)
    return _move(supply, "count", counted - supply.stock, note=note)


def issue_with(loan: Loan, number: int) -> None:
    """Given out along with a tool. Raises Refused when there are fewer."""
    if loan.tool.supply_id is None:
        raise Refused(_("%(tool)s 没有配套的耗材。", tool=loan.tool.title), "supplies")
    _move(_lock(loan.tool.supply_id), "issue", -number, loan_id=loan.id)


def take_back(loan_id: int) -> None:
    """The loan was undone: what went out with it is back in the stock."""
    for move in db.session.scalars(select(StockMove).where(StockMove.loan_id == loan_id)):
        _lock(move.supply_id).stock -= move.change
        db.session.delete(move)
    db.session.flush()


def low() -> list[Supply]:
    """What it is time to buy."""
    return list(db.session.scalars(select(Supply).where(Supply.stock <= Supply.low_at).order_by(Supply.name)))


def _lock(supply_id: int) -> Supply:
    supply = db.session.scalars(
        select(Supply)
        .where(Supply.id == supply_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if supply is None:
        raise Refused(_("没有找到这种耗材，请重新选择。"), "supply")
    return supply


def _move(supply: Supply, kind: str, change: int, *, loan_id: int | None = None, note: str = "") -> StockMove:
    if supply.stock + change < 0:
        raise Refused(
            _("%(supply)s 只剩 %(n)s %(unit)s，不够发。请改少，或先登记进货。",
              supply=supply.name, n=supply.stock, unit=supply.unit), "supplies",
        )  # fmt: skip
    supply.stock += change
    move = StockMove(
        supply_id=supply.id, supply=supply, kind=kind, change=change, stock_after=supply.stock,
        moved_at=here.now, loan_id=loan_id, note=note,
    )  # fmt: skip
    db.session.add(move)
    return move
