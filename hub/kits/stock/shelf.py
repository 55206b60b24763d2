"""What is done with stock. Each deed holds the item first, so that the last one is given once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import select

from hub.room import Refused, _, db, here

Item = TypeVar("Item", bound=Any)
Move = TypeVar("Move", bound=Any)


@dataclass(frozen=True, slots=True)
class Shelf(Generic[Item, Move]):
    """Items and their moves. `link` is the move's column that names the item; `blame` the field that a refusal stands
    beside when there are too few."""

    item: type[Item]
    move: type[Move]
    link: str
    blame: str = "number"

    def receive(self, item_id: int, number: int, note: str = "", **more: Any) -> Move:
        """Goods came in. `more` are the room's own columns of the move."""
        return self._move(self.hold_one(item_id), "receive", number, note, more)

    def issue(self, item_id: int, number: int, note: str = "", **more: Any) -> Move:
        """Given out. Raises Refused when there are fewer."""
        return self._move(self.hold_one(item_id), "issue", -number, note, more)

    def adjust(self, item_id: int, change: int, note: str, **more: Any) -> Move:
        """The books are put right, for a reason that is kept: broken, gone off, brought back. Raises Refused."""
        if not note.strip():
            raise Refused(_("更正数量要写一句原因。"), "note")
        return self._move(self.hold_one(item_id), "adjust", change, note, more)

    def count(self, item_id: int, counted: int, note: str = "", **more: Any) -> Move:
        """What lies there was counted, by somebody who was not told what should; the variance is kept as a move."""
        item = self.hold_one(item_id)
        return self._move(item, "count", counted - item.stock, note, more)

    def item_of(self, move: Move) -> Item:
        """What was moved."""
        item: Item = getattr(move, self.link.removesuffix("_id"))
        return item

    def low(self, *conditions: Any) -> list[Item]:
        """What it is time to buy."""
        item = self.item
        found = select(item).where(item.stock <= item.low_at, *conditions).order_by(item.name)
        return list(db.session.scalars(found))

    def hold(self, item_ids: Iterable[int]) -> dict[int, Item]:
        """The items, held until the transaction ends, always in the same order so that no two wait for each other.
        Raises Refused when one is not there."""
        return {item_id: self.hold_one(item_id) for item_id in sorted(set(item_ids))}

    def hold_one(self, item_id: int) -> Item:
        """One item, held. Raises Refused."""
        found = db.session.scalars(
            select(self.item)
            .where(self.item.id == item_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one_or_none()
        if found is None:
            raise Refused(_("没有找到这一种，请重新选择。"), self.link.removesuffix("_id"))
        return found

    def _move(self, item: Item, kind: str, change: int, note: str, more: dict[str, Any]) -> Move:
        if item.stock + change < 0:
            raise Refused(
                _("%(name)s 只剩 %(n)s %(unit)s，不够发。请改少，或先登记进货。",
                  name=item.name, n=item.stock, unit=item.unit), self.blame,
            )  # fmt: skip
        item.stock += change
        move = self.move(
            **{self.link: item.id, self.link.removesuffix("_id"): item}, kind=kind, change=change,
            stock_after=item.stock, moved_at=here.now, note=note.strip(), **more,
        )  # fmt: skip
        db.session.add(move)
        db.session.flush()  # the held row is written before it can be read again
        return move
