"""What can be looked up by typing: goods; and what the search at the top finds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from hub.room import Choice, Hit, Lookup, _, db

from .desk import desk
from .models import Goods


def find_goods(words: str, most: int) -> Sequence[Goods]:
    """Goods on offer whose name holds what was typed."""
    return db.session.scalars(
        select(Goods)
        .where(Goods.on_sale, Goods.name.contains(words.strip(), autoescape=True))
        .order_by(Goods.stock == 0, Goods.name)
        .limit(most)
    ).all()


def search_goods(words: str, most: int) -> Iterable[Hit]:
    """Hits of the search at the top: each opens redeeming it."""
    if not words.strip():
        return
    for goods in find_goods(words, most):
        yield Hit(goods.name, _sub(goods), desk.url("redeem", goods1=goods.id))


def _choices(words: str, most: int) -> Iterable[Choice]:
    for goods in find_goods(words, most):
        yield Choice(goods.id, goods.name, _sub(goods))


def _sub(goods: Goods) -> str:
    return _("%(price)s 分，现有 %(n)s %(unit)s", price=goods.price, n=goods.stock, unit=goods.unit)


LOOKUPS = (
    Lookup("goods", find=_choices, get=lambda id: db.session.get(Goods, id), text=lambda goods: goods.name,
           permission="redeem", model=Goods),
)  # fmt: skip
