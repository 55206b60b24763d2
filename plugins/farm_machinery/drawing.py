"""The cells of the calendar as HTML: hundreds of them, each with a link or a word for those who hear the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from markupsafe import Markup, escape

from .board import Cell, Mark, Row


@dataclass(frozen=True, slots=True)
class Pen:
    """What all cells of a page have in common: today, where links lead, and whether they may be followed."""

    today: date
    to_rental: str
    to_request: str
    may: bool
    _said: dict[str, Markup] = field(init=False, default_factory=dict)
    _still: dict[Mark, str] = field(init=False, default_factory=dict)

    def row(self, row: Row) -> Markup:
        """The cells of one machine."""
        return Markup("".join(self._cells(row)))  # noqa: S704 - what people typed is escaped below

    def _cells(self, row: Row) -> Iterable[str]:
        may_ask = self.may and not row.why
        for cell in row.cells:
            yield f"<td{self._attributes(cell)}>{self._content(cell, row.machine.id, may_ask)}</td>"

    def _attributes(self, cell: Cell) -> str:
        today = " today" if cell.first <= self.today <= cell.last else ""
        ends = (" begins" if cell.begins else "") + (" ends" if cell.ends else "")
        wide = f' colspan="{cell.days}"' if cell.days > 1 else ""
        day = f"{cell.first.day}–{cell.last.day}" if cell.days > 1 else cell.first.day
        return f' role="cell" class="{cell.mark.look} of{cell.days}{today}{ends}"{wide} data-day="{day}"'

    def _content(self, cell: Cell, machine_id: int, may_ask: bool) -> str:
        mark = cell.mark
        if self.may and mark.rental_id:
            name = f"<span>{self._safe(mark.who)}</span>" if mark.who else ""
            return self._link(
                f"{self.to_rental}{mark.rental_id}", cell, f"<b>{self._safe(mark.sign)}</b>{name}"
            )
        if may_ask and mark.look == "free":
            asked = f"machine={machine_id}&amp;first_day={cell.first}&amp;last_day={cell.last}"
            return self._link(f"{self.to_request}?{asked}", cell, f"<b>{self._safe(mark.sign)}</b>")
        if mark not in self._still:
            self._still[mark] = self._words(mark)
        return self._still[mark]

    def _words(self, mark: Mark) -> str:
        name = f'<span aria-hidden="true">{escape(mark.who)}</span>' if mark.who else ""
        told = f'<span class="hear">{escape(mark.told)}</span>'
        return f'<span class="still"><b aria-hidden="true">{escape(mark.sign)}</b>{name}{told}</span>'

    def _link(self, address: str, cell: Cell, content: str) -> str:
        told = f"{self._safe(cell.when)} {self._safe(cell.mark.told)}"
        return f'<a href="{address}" aria-label="{told}">{content}</a>'

    def _safe(self, text: str) -> Markup:
        """A text as HTML; the signs, days and words of a page are few."""
        if text not in self._said:
            self._said[text] = escape(text)
        return self._said[text]
