"""The room in numbers: its card, its month, and what is to be done today."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from hub.kits.stock import low_todos, variance
from hub.room import (
    Period,
    ReportRow,
    Todo,
    TodoSource,
    _,
    _l,
    asked,
    db,
    here,
    how_many,
    mask_name,
    points,
    shared,
    short_day,
)

from . import claiming
from .desk import desk
from .models import Claim, Goods, Redemption, StockMove
from .office import office
from .stock import shelf
from .worth import shelf_value

MOST = 20  # things of one sort on the first screen


def card() -> str:
    """待核实 2 件，公示中 3 件"""
    waiting, hanging = _count(Claim, Claim.state == "claimed"), _count(Claim, Claim.state == "published")
    return _("待核实 %(waiting)s 件，公示中 %(hanging)s 件", waiting=waiting, hanging=hanging)


def verify_todos() -> Iterable[Todo]:
    """Claims that wait for a second person; not those that one took oneself."""
    for row in _claims(Claim.state == "claimed"):
        if claiming.may_verify(row):
            url = desk.url("verify", claim=row.id)
            yield Todo(_l("等第二人核实"), row.rule.deed, _who(row), url, _l("核实"), due=row.done_on)


def publish_todos() -> Iterable[Todo]:
    """Verified claims are published, and those that hung out long enough posted, all at once."""
    if waiting := _count(Claim, Claim.state == "verified"):
        title = _("%(n)s 件核实好了", n=waiting)
        yield Todo(_l("待公示"), title, "", office.url("board"), _l("去公示"))
    over = (Claim.state == "published", Claim.published_until < here.today)
    if due := _count(Claim, *over):
        yield Todo(_l("公示期满"), _("%(n)s 件可以入账", n=due), "", office.url("board"), _l("去入账"))


def objection_todos() -> Iterable[Todo]:
    """Objections that nobody has settled."""
    for row in _claims(Claim.state == "objected"):
        url = office.url("settle", claim=row.id)
        yield Todo(_l("有异议"), row.rule.deed, _who(row), url, _l("处理"), tone="warn")


def stock_todos() -> Iterable[Todo]:
    """What is offered and it is time to buy."""
    return low_todos(shelf, office, Goods.on_sale)


def cover(period: Period) -> float | None:
    """Outstanding points against the value of the shelf, in %; over 100 there is more promised than is there."""
    value = worth(period)
    return round(100 * outstanding(period) / value, 1) if value else None


@asked
def redemptions(period: Period) -> Any:
    return how_many(
        Redemption, Redemption.state == "done", Redemption.made_at >= period.starts, Redemption.made_at < period.ends
    )  # fmt: skip


@asked
def objections(period: Period) -> Any:
    """Claims published in the period that somebody objected to."""
    return how_many(
        Claim, Claim.objection != "", Claim.published_on >= period.first, Claim.published_on <= period.last
    )


counted = variance(StockMove)
flow = shared(points.flow)
outstanding = shared(points.outstanding)
worth = shared(shelf_value)


def count_variance(period: Period) -> int | None:
    """How far the books were off when they were counted; nothing when nobody counted."""
    found = counted(period)
    return found.total if found.counts else None


def _claims(*conditions: Any) -> Iterable[Claim]:
    return db.session.scalars(
        select(Claim)
        .where(*conditions)
        .options(joinedload(Claim.rule), joinedload(Claim.resident))
        .order_by(Claim.claimed_at, Claim.id)
        .limit(MOST)
    )


def _who(row: Claim) -> str:
    return f"{mask_name(row.resident.name if row.resident else None)} · {short_day(row.done_on)}"


def _count(model: type[Any], *conditions: Any) -> int:
    return db.session.scalar(select(func.count(model.id)).where(*conditions)) or 0


REPORT = [
    ReportRow("issued", _l("发放积分"), _l("分"), lambda period: flow(period).earned),
    ReportRow("spent", _l("兑换积分"), _l("分"), lambda period: flow(period).spent),
    ReportRow("outstanding", _l("期末未兑换"), _l("分"), outstanding),
    ReportRow("shelf", _l("货架价值"), _l("分"), worth),
    ReportRow("cover", _l("未兑换占货架"), "%", cover),
    ReportRow("redemptions", _l("兑换"), _l("次"), redemptions),
    ReportRow("objections", _l("公示有异议"), _l("件"), objections),
    ReportRow("variance", _l("盘点差异"), _l("件"), count_variance),
]
TODOS = [
    TodoSource("verify", verify_todos),
    TodoSource("publish", publish_todos),
    TodoSource("manage", objection_todos),
    TodoSource("stock", stock_todos),
]
