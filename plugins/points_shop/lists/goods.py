"""What is on the shelf, what went out, and every move."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from hub.kits.stock import MOVES, move_words
from hub.room import (
    ChoiceFilter,
    Column,
    DateFilter,
    FlagFilter,
    RecordsView,
    Refused,
    Resident,
    RowAction,
    _,
    _l,
    _lp,
    db,
    pill,
    short_moment,
)

from ..models import Goods, Redemption, StockMove
from ..words import REDEMPTION_STATES, REDEMPTION_TONES


def _left(stock: int, row: Any) -> Any:
    """How many there are, and that it is time to buy."""
    return pill(_("%(n)s，该进货了", n=stock), "warn") if stock <= row.low_at else str(stock)


class GoodsOnShelf(RecordsView):
    """商品"""

    model = Goods
    slug = "goods"
    title = _l("商品")
    singular = _lp("singular", "商品")
    permission = "view"
    edit_permission = "stock"
    columns = (
        Column("name", _l("名称"), Goods.name, kind="main", sort=True),
        Column("price", _l("积分"), Goods.price, kind="num", sort=True),
        Column("stock", _l("现有"), Goods.stock, kind="num", show=_left),
        Column("unit", _l("单位"), Goods.unit, kind="secondary"),
        Column("shelf", _l("架位"), Goods.shelf, kind="secondary"),
        Column("on_sale", _l("可兑换"), Goods.on_sale, kind="hide_phone"),
        Column("low_at", _l("低于多少提醒"), Goods.low_at, kind="hidden"),
    )  # fmt: skip
    order = "name"
    filters = (
        FlagFilter("low", _l("只看该进货"), Goods.stock <= Goods.low_at),
        FlagFilter("on_sale", _l("只看可兑换"), Goods.on_sale),
    )
    search = (Goods.name,)
    import_sheet = "goods"
    can_create = can_edit = True
    form_columns = ("name", "unit", "price", "low_at", "shelf", "on_sale")
    form_labels = {
        "name": _l("名称"), "unit": _l("单位"), "price": _l("一件几分"), "low_at": _l("低于多少提醒"),
        "shelf": _l("架位"), "on_sale": _l("可兑换"),
    }  # fmt: skip
    form_help = {
        "price": _l("改价以后的兑换照新价"),
        "low_at": _l("现有数到了这个数，待办里会提醒进货"),
        "on_sale": _l("下架的不能兑换，记录还在"),
    }
    conflict = _l("这种商品已经有了。")
    empty_text = _l("货架上还没有商品，请先添加一种，再登记进货。")
    links = (
        RowAction(_l("进货、报损"), page="stock", permission="stock"),
        RowAction(_l("盘点"), page="count", permission="stock"),
    )
    row_actions = (
        RowAction(
            _l("兑换"), page="redeem", arg="goods1", permission="redeem", main=True,
            show=lambda row: row.on_sale and row.stock > 0,
        ),
        RowAction(_l("进货、报损"), page="stock", arg="goods", permission="stock"),
        RowAction(_l("盘点"), page="count", arg="goods", permission="stock"),
    )  # fmt: skip

    def before_save(self, row: Goods, is_created: bool) -> None:
        """What costs nothing or a fortune is refused in words, not by the database."""
        if not 1 <= row.price <= 10_000:
            raise Refused(_("一件的积分要在 1 到 10000 之间。"), "price")

    def sections(self, row: Any) -> Iterable[tuple[Any, Any]]:
        moves = db.session.scalars(
            select(StockMove)
            .where(StockMove.goods_id == row.id)
            .order_by(StockMove.moved_at.desc(), StockMove.id.desc())
            .limit(12)
        )
        return [(_("最近的进出"), [(short_moment(move.moved_at), move_words(move)) for move in moves])]


class Redemptions(RecordsView):
    """兑换记录; after three years without the one who redeemed"""

    model = Redemption
    slug = "redemptions"
    title = _l("兑换")
    singular = _lp("singular", "兑换记录")
    permission = "view"
    joins = (Redemption.resident,)
    columns = (
        Column("what", _l("换了什么"), Redemption.what, kind="main"),
        Column("resident", _l("兑换人"), Resident.name, personal=True),
        Column("points", _l("积分"), Redemption.points, kind="num"),
        Column("made_at", _l("时间"), Redemption.made_at, sort=True),
        Column("state", _l("状态"), Redemption.state, choices=REDEMPTION_STATES, pill=REDEMPTION_TONES),
    )  # fmt: skip
    order = "-made_at"
    filters = (ChoiceFilter("state", _l("状态")), DateFilter("made_at", _l("时间")))
    search_resident = Redemption.resident
    links = (RowAction(_l("兑换"), page="redeem", permission="redeem"),)
    row_actions = (
        RowAction(_l("小票"), page="slip", arg="redemption", permission="redeem"),
        RowAction(
            _l("退回"), page="give_back", arg="redemption", permission="manage", post=True,
            confirm=_l("商品退回货架、积分退回账户，确定吗？"), show=lambda row: row.state == "done",
        ),
    )  # fmt: skip


class Moves(RecordsView):
    """进出: every move of stock; of a count the variance"""

    model = StockMove
    slug = "moves"
    title = _l("进出")
    singular = _lp("singular", "商品进出")
    permission = "view"
    joins = (StockMove.goods,)
    columns = (
        Column("goods", _l("商品"), Goods.name, kind="main"),
        Column("kind", _l("做什么"), StockMove.kind, choices=MOVES),
        Column("change", _l("增减"), StockMove.change, kind="num", show=lambda change: f"{change:+d}"),
        Column("stock_after", _l("之后"), StockMove.stock_after, kind="num"),
        Column("moved_at", _l("时间"), StockMove.moved_at, sort=True),
        Column("note", _l("备注"), StockMove.note, kind="secondary"),
    )  # fmt: skip
    order = "-moved_at"
    filters = (ChoiceFilter("kind", _l("做什么")), DateFilter("moved_at", _l("时间")))
    search = (Goods.name,)
