"""The two pages of every shelf: what came in or went out, and the blind count; and what it is time to buy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from hub.kits.stock.forms import USED_UP, CountForm, MoveForm
from hub.kits.stock.shelf import Shelf
from hub.kits.stock.words import counted_words
from hub.room import Done, Pages, Todo, _, _l, db, in_brackets

MOST = 20  # things to buy on the first screen


def add_stock_pages(
    pages: Pages,
    shelf: Shelf[Any, Any],
    *,
    title: Any,
    count_title: Any,
    moves: Mapping[str, Any] = USED_UP,
    permission: str = "stock",
) -> None:
    """Add the pages `stock` and `count` of a shelf to a room's pages. `moves` are the deeds offered, out of issue,
    receive and adjust; the first is chosen until another one is."""
    shelf = replace(shelf, blame="number")

    def choose(form: MoveForm | CountForm) -> None:
        """Names alone: how many there should be is not for the eyes of whoever counts."""
        item = shelf.item
        rows = db.session.execute(select(item.id, item.name, item.unit).order_by(item.name)).all()
        form.item.choices = [(row.id, in_brackets(row.name, row.unit)) for row in rows]
        if len(rows) == 1 and form.item.data is None and form.item.typed is None:
            form.item.data = rows[0].id

    def choose_move(form: MoveForm) -> None:
        choose(form)
        form.kind.choices = list(moves.items())
        if form.kind.data is None and form.kind.typed is None:
            form.kind.data = next(iter(moves))

    @pages.action(
        "stock", form=MoveForm, permission=permission, title=title, submit=_l("登记"), prepare=choose_move
    )
    def move_stock(form: MoveForm) -> Done:
        item, number, note = form.item.data, form.number.data, form.note.data
        if form.kind.data == "adjust":
            move = shelf.adjust(item, -number, note)
        else:
            move = {"receive": shelf.receive, "issue": shelf.issue}[form.kind.data](item, number, note)
        moved = shelf.item_of(move)
        return Done(
            _("已登记：%(name)s 现有 %(n)s %(unit)s", name=moved.name, n=move.stock_after, unit=moved.unit)
        )

    @pages.action(
        "count", form=CountForm, permission=permission, title=count_title, submit=_l("登记"), prepare=choose
    )
    def count_stock(form: CountForm) -> Done:
        move = shelf.count(form.item.data, form.counted.data, form.note.data)
        return Done(counted_words(move, shelf.item_of(move)))


def low_todos(shelf: Shelf[Any, Any], pages: Pages, *conditions: Any) -> Iterable[Todo]:
    """What it is time to buy, as things to do; `pages` are those that `add_stock_pages` was given."""
    for item in shelf.low(*conditions)[:MOST]:
        left = _("只剩 %(n)s %(unit)s", n=item.stock, unit=item.unit)
        url = pages.url("stock", item=item.id, kind="receive")
        yield Todo(_l("该进货"), item.name, left, url, _l("登记进货"))
