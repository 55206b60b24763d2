"""What moves are called."""

from __future__ import annotations

from typing import Any

from hub.room import _, _l

MOVES = {"receive": _l("进货"), "issue": _l("发放"), "adjust": _l("更正"), "count": _l("盘点")}


def move_words(move: Any) -> str:
    """发放 -2 → 25 大扫除"""
    return f"{MOVES[move.kind]} {move.change:+d} → {move.stock_after} {move.note}".strip()


def counted_words(move: Any, item: Any) -> str:
    """What a count found, and how far that is from what should have been there."""
    facts = {"name": item.name, "n": move.stock_after, "unit": item.unit}
    if move.change == 0:
        return _("已盘点：%(name)s 实有 %(n)s %(unit)s，账实相符", **facts)
    book = move.stock_after - move.change
    return _(
        "已盘点：%(name)s 实有 %(n)s %(unit)s，账上 %(book)s，差 %(change)s",
        book=book, change=f"{move.change:+d}", **facts,
    )  # fmt: skip
