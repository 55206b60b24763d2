"""What is on the shelf, what went out, and every move."""

from __future__ import annotations

from hub.kits.stock import MovesView, ShelfView, left_words
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
)

from ..models import Goods, Redemption
from ..stock import shelf
from ..words import REDEMPTION_STATES, REDEMPTION_TONES


class GoodsOnShelf(ShelfView):
    """商品"""

    _shelf = shelf
    slug = "goods"
    title = _l("商品")
    singular = _lp("singular", "商品")
    permission = "view"
    edit_permission = "stock"
    columns = (
        Column("name", _l("名称"), Goods.name, kind="main", sort=True),
        Column("price", _l("积分"), Goods.price, kind="num", sort=True),
        Column("stock", _l("现有"), Goods.stock, kind="num", show=left_words),
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
    import_sheet = "goods"
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
        RowAction(_l("进货、报损"), page="stock", arg="item", permission="stock"),
        RowAction(_l("盘点"), page="count", arg="item", permission="stock"),
    )  # fmt: skip

    def before_save(self, row: Goods, is_created: bool) -> None:
        """What costs nothing or a fortune is refused in words, not by the database."""
        if not 1 <= row.price <= 10_000:
            raise Refused(_("一件的积分要在 1 到 10000 之间。"), "price")


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


class Moves(MovesView):
    """进出: every move of stock; of a count the variance"""

    _shelf = shelf
    _called = _l("商品")
    singular = _lp("singular", "商品进出")
