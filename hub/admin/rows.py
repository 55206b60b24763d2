"""The rows of a list as HTML. What fifty rows have in common is put together once, and no template runs for a cell.

A `show` that fails costs its cell and no more: the cell holds a dash, and the failure is in the log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import structlog
from markupsafe import Markup, escape
from sqlalchemy.exc import SQLAlchemyError

from hub.admin.actions import Prepared
from hub.admin.columns import NOTHING, Column
from hub.i18n import _
from hub.web.buttons import Button

if TYPE_CHECKING:
    from hub.admin.view import RecordsView

log = structlog.get_logger()
Around = tuple[str, str]  # what stands before and after a row's id


class _Cell(NamedTuple):
    """The cells of one column: `head` and, where they are links, the row's id and `link` stand before the text."""

    place: int
    text: Callable[[Any, Any], str]
    head: str
    link: str | None
    tail: str


class _Button(NamedTuple):
    """The buttons of one action, as HTML around a row's id."""

    applies: Callable[[Any], Any] | None
    head: str
    tail: str


def draw(
    view: RecordsView, rows: Sequence[Any], columns: Iterable[Column], address: Around | None,
    actions: Sequence[Prepared], *, picked: bool = False,
) -> Markup:  # fmt: skip
    """The rows of a table's body. `address` is where a row leads; `picked`: each can be chosen for a bulk action."""
    if not rows:
        return Markup()
    places = {name: place for place, name in enumerate(rows[0]._fields)}
    cells = [_cell(view, column, places[column.name], address) for column in columns]
    beside = [_button(view, one) for one in actions if one.action.main]
    under = [_button(view, one) for one in actions if not one.action.main]
    opened = (
        f'<details class="pop" name="pop"><summary class="round dots" aria-label="{escape(_("更多操作"))}">'
    )
    opened += '</summary><div class="sheet">'
    parts: list[str] = []
    for row in rows:
        id = str(row.id)
        parts.append("<tr>")
        if picked:
            parts += _pick(id, cells[0].text(row[cells[0].place], row))
        for place, text, head, link, tail in cells:
            parts += (head if link is None else f"{head}{id}{link}", text(row[place], row), tail)
        parts.append('<td class="acts">')
        parts += _drawn(beside, row, id)
        if rest := list(_drawn(under, row, id)):
            parts += (opened, *rest, "</div></details>")
        parts.append("</td></tr>\n")
    return Markup("".join(parts))  # noqa: S704 - every text and address in it was escaped on its way in


def links_of(view: RecordsView, row: Any, actions: Iterable[Prepared]) -> list[Button]:
    """The buttons of one row, for its own page."""
    return [one.button(row.id) for one in actions if (applies := _applies(view, one)) is None or applies(row)]


def careful(view: RecordsView, part: str, call: Callable[..., Any], otherwise: Any) -> Callable[..., Any]:
    """The same function of a list, but a failure is answered with something else, and logged once a page."""
    failed = False

    def tried(*given: Any) -> Any:
        nonlocal failed
        try:
            return call(*given)
        except SQLAlchemyError:
            raise  # on PostgreSQL nothing more can be read after it
        except Exception:
            if not failed:
                log.exception("list_failed", list=view.endpoint, part=part)
            failed = True
            return otherwise

    return tried


def texts_of(view: RecordsView, column: Column) -> Callable[[Any, Any], str]:
    """How a column's values are drawn, as HTML; a value that cannot be is a dash. A page repeats its words and its
    numbers: what depends on the value alone is said once."""
    show = column.drawer()
    if column.is_moment and column.show is None and column.draw is None:
        return careful(view, column.name, show, NOTHING)  # digits and the hub's words: safe, and rarely alike
    text = careful(view, column.name, lambda value, row: escape(show(value, row)), escape(NOTHING))
    if column.wants_row or column.draw is not None or column.is_moment:
        return text
    said: dict[Any, Markup] = {}

    def remembered(value: Any, row: Any) -> Markup:
        try:
            answer = said.get((type(value), value))
        except TypeError:  # a value that cannot be remembered, such as a list
            return text(value, row)
        if answer is None:
            answer = said[type(value), value] = text(value, row)
        return answer

    return remembered


def _cell(view: RecordsView, column: Column, place: int, address: Around | None) -> _Cell:
    look = f' class="{column.look}"' if column.look else ""
    if column.is_labelled:
        look += f' data-label="{escape(column.label)}"'
    text = texts_of(view, column)
    if address is None or column.kind != "main":
        return _Cell(place, text, f"<td{look}>", None, "</td>")
    before, after = map(escape, address)
    return _Cell(place, text, f'<td{look}><a href="{before}', f'{after}">', "</a></td>")


def _button(view: RecordsView, one: Prepared) -> _Button:
    action, label, before, after = one.action, escape(one.label), escape(one.head), escape(one.tail)
    tone = "btn" if action.main else escape(action.tone)
    look = f' class="{tone}"' if tone else ""
    applies = _applies(view, one)
    if not action.post:
        return _Button(applies, f'<a{look} href="{before}', f'{after}">{label}</a>')
    asked = f' data-confirm="{escape(one.confirm)}"' if one.confirm else ""
    return _Button(
        applies, f'<button{look} form="row-form" formaction="{before}', f'{after}"{asked}>{label}</button>'
    )


def _applies(view: RecordsView, one: Prepared) -> Callable[[Any], Any] | None:
    show = one.action.show
    return None if show is None else careful(view, one.label, show, otherwise=False)


def _drawn(buttons: Iterable[_Button], row: Any, id: str) -> Iterator[str]:
    return (f"{head}{id}{tail}" for applies, head, tail in buttons if applies is None or applies(row))


def _pick(id: str, name: str) -> Sequence[str]:
    return (
        '<td class="picker"><label class="hit"><input class="pick" type="checkbox" name="rowid" value="', id,
        '" form="bulk-form"><span class="hear">', name, "</span></label></td>",
    )  # fmt: skip
