"""兑换: goods and points in one transaction. The goods are held first, then the account; both or neither."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from hub.room import Refused, Resident, Visit, _, db, here, points, visits

from .models import Line, Redemption, ShopVisit
from .stock import shelf

SOURCE = "points_shop.redemption"
VISIT_KIND = "redeem"


def redeem(
    resident: Resident, basket: Mapping[int, int], *, token: str = "", crowd_reason: str = ""
) -> Redemption:
    """Give goods for points, and count the visit. `basket`: numbers by goods. With a `token` that was used already,
    the redemption of that time is answered and nothing moves. Raises Refused."""
    held = shelf.hold(basket)
    if (earlier := _of_token(token)) is not None:
        return earlier
    for goods in held.values():
        if not goods.on_sale:
            raise Refused(_("%(goods)s 已经下架，不能兑换。", goods=goods.name), "goods1")
    cost = sum(held[id].price * number for id, number in basket.items())
    what = "、".join(f"{held[id].name}×{number}" for id, number in basket.items())[:200]
    row = Redemption(
        resident_id=resident.id, resident=resident, points=cost, what=what, state="done", made_at=here.now,
        token=token or None,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    for id in sorted(basket):
        db.session.add(Line(redemption_id=row.id, goods_id=id, number=basket[id], price=held[id].price))
        shelf.issue(id, basket[id], redemption_id=row.id)
    _check_enough(resident.id, cost)
    points.spend(resident.id, cost, text=what, source=(SOURCE, row.id))
    visit = visits.record(
        here.room("points_shop"), 1, kind=VISIT_KIND, source=(SOURCE, row.id), override_reason=crowd_reason
    )
    db.session.add(ShopVisit(visit_id=visit.id, what=what))
    return row


def give_back(redemption_id: int) -> Redemption:
    """The goods came back: they are on the shelf again and the points on the account. Raises Refused."""
    row = db.session.scalars(
        select(Redemption)
        .where(Redemption.id == redemption_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise Refused(_("没有找到这次兑换。"))
    if row.state != "done":
        raise Refused(_("这次兑换已经退回了。"))
    row.state, row.reversed_at = "reversed", here.now
    for line in lines_of(row.id):
        shelf.adjust(
            line.goods_id, line.number, _("退回 %(number)s", number=row.number), redemption_id=row.id
        )
    points.reverse(points.key_of((SOURCE, row.id), "spend"), _("退回：%(what)s", what=row.what))
    return row


def undo(redemption_id: int) -> Redemption:
    """Take back a redemption that was just recorded, with its visit. Raises Refused."""
    row = give_back(redemption_id)
    visit = db.session.scalars(
        select(Visit).where(Visit.source_type == SOURCE, Visit.source_id == row.id)
    ).one_or_none()
    if visit is not None:
        visits.undo(visit.id)
    return row


def lines_of(redemption_id: int) -> list[Line]:
    """What went out with a redemption, in the order in which goods are held."""
    return list(
        db.session.scalars(select(Line).where(Line.redemption_id == redemption_id).order_by(Line.goods_id))
    )


def _of_token(token: str) -> Redemption | None:
    if not token:
        return None
    return db.session.scalars(select(Redemption).where(Redemption.token == token)).one_or_none()


def _check_enough(resident_id: int, cost: int) -> None:
    """The ledger has the last word; this only says by how much, to those who may know."""
    left = points.balance(resident_id)
    if left < cost and here.can("points_shop.balance"):
        raise Refused(
            _("这些要 %(cost)s 分，余额 %(left)s 分，还差 %(short)s 分。", cost=cost, left=left, short=cost - left),
            "resident",
        )  # fmt: skip
