"""What lies on a shelf and what moved, as lists. A room names its shelf, and says only what is different with it::

class Consumables(ShelfView, shelf=shelf):
    singular = _lp("singular", "耗材")

class Moves(MovesView, shelf=shelf):
    singular = _lp("singular", "耗材进出")
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from sqlalchemy import select

from hub.kits.stock.shelf import Shelf
from hub.kits.stock.words import MOVES, move_words
from hub.room import (
    ChoiceFilter,
    Column,
    DateFilter,
    FlagFilter,
    RecordsView,
    RowAction,
    _,
    _l,
    _lp,
    db,
    pill,
    short_moment,
)

RECENT = 12


def left_words(stock: int, row: Any) -> Any:
    """How many there are, and that it is time to buy; the row has a `low_at`."""
    return pill(_("%(n)s，该进货了", n=stock), "warn") if stock <= row.low_at else str(stock)


def recent_moves(shelf: Shelf[Any, Any], item_id: int) -> tuple[Any, Any]:
    """The last moves of one thing, as a section of its page."""
    move = shelf.move
    rows = db.session.scalars(
        select(move)
        .where(getattr(move, shelf.link) == item_id)
        .order_by(move.moved_at.desc(), move.id.desc())
        .limit(RECENT)
    )
    return _("最近的进出"), [(short_moment(row.moved_at), move_words(row)) for row in rows]


class ShelfView(RecordsView):
    """耗材: what is used up, how many there are, and when it is time to buy"""

    _shelf: ClassVar[Shelf[Any, Any]]

    slug = "consumables"
    title = _l("耗材")
    singular = _lp("singular", "耗材")
    permission = "view"
    edit_permission = "stock"
    order = "name"
    can_create = can_edit = True
    form_columns: Sequence[str] = ("name", "unit", "low_at")
    form_labels = {"name": _l("名称"), "unit": _l("单位"), "low_at": _l("低于多少提醒")}
    form_help = {"low_at": _l("现有数到了这个数，待办里会提醒进货")}
    conflict = _l("这一种已经有了。")
    empty_text = _l("还没有登记。请先添加一种，再登记进货。")
    links: Sequence[RowAction] = (
        RowAction(_l("进出登记"), page="stock", permission="stock"),
        RowAction(_l("盘点"), page="count", permission="stock"),
    )
    row_actions: Sequence[RowAction] = (
        RowAction(_l("进出登记"), page="stock", arg="item", permission="stock", main=True),
        RowAction(_l("盘点"), page="count", arg="item", permission="stock"),
    )

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        item = cls._shelf.item
        ours = {
            "model": item,
            "columns": (
                Column("name", _l("名称"), item.name, kind="main", sort=True),
                Column("stock", _l("现有"), item.stock, kind="num", show=left_words),
                Column("unit", _l("单位"), item.unit, kind="secondary"),
                Column("low_at", _l("低于多少提醒"), item.low_at, kind="hidden"),
            ),
            "filters": (FlagFilter("low", _l("只看该进货"), item.stock <= item.low_at),),
            "search": (item.name,),
        }
        _fill(cls, ours)

    def sections(self, row: Any) -> Iterable[tuple[Any, Any]]:
        return [recent_moves(self._shelf, row.id)]


class MovesView(RecordsView):
    """进出: every move; of a count the variance"""

    _shelf: ClassVar[Shelf[Any, Any]]
    _called: ClassVar[Any] = _l("耗材")

    slug = "moves"
    title = _l("进出")
    singular = _lp("singular", "进出")
    permission = "view"
    order = "-moved_at"

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        shelf = cls._shelf
        item, move, name = shelf.item, shelf.move, shelf.link.removesuffix("_id")
        ours = {
            "model": move,
            "joins": (getattr(move, name),),
            "columns": (
                Column(name, cls._called, item.name, kind="main"),
                Column("kind", _l("做什么"), move.kind, choices=MOVES),
                Column("change", _l("增减"), move.change, kind="num", show=lambda change: f"{change:+d}"),
                Column("stock_after", _l("之后"), move.stock_after, kind="num"),
                Column("moved_at", _l("时间"), move.moved_at, sort=True),
                Column("note", _l("备注"), move.note, kind="secondary"),
            ),
            "filters": (ChoiceFilter("kind", _l("做什么")), DateFilter("moved_at", _l("时间"))),
            "search": (item.name,),
        }
        _fill(cls, ours)


def _fill(view: type[RecordsView], ours: dict[str, Any]) -> None:
    """Set what the class does not say itself."""
    for name, value in ours.items():
        if name not in vars(view):
            setattr(view, name, value)
