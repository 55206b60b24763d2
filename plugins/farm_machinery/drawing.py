"""The cells of the calendar as HTML: hundreds of them, each with a link or a word for those who hear the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from .board import Cell, Row


@dataclass(frozen=True, slots=True)
class Pen:
    """What all cells of a page have in common: today, where links lead, and whether they may be followed."""

    today: date
    to_rental: str
    to_request: str
    may: bool

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
        sign, who = escape(mark.sign), escape(mark.who)
        if self.may and mark.rental_id:
            name = f"<span>{who}</span>" if who else ""
            return self._link(f"{self.to_rental}{mark.rental_id}", cell, f"<b>{sign}</b>{name}")
        if may_ask and mark.look == "free":
            asked = f"machine={machine_id}&amp;first_day={cell.first}&amp;last_day={cell.last}"
            return self._link(f"{self.to_request}?{asked}", cell, f"<b>{sign}</b>")
        name = f'<span aria-hidden="true">{who}</span>' if who else ""
        told = f'<span class="hear">{escape(mark.told)}</span>'
        return f'<span class="still"><b aria-hidden="true">{sign}</b>{name}{told}</span>'

    @staticmethod
    def _link(address: str, cell: Cell, content: str) -> str:
        return f'<a href="{address}" aria-label="{escape(cell.when)} {escape(cell.mark.told)}">{content}</a>'
