"""What an address asks of a list: words, filters, order, page. All of it comes from outside: what cannot be meant is
left out, and said."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from sqlalchemy import ColumnElement

from hub.admin.columns import Column
from hub.admin.filters import Active, BadFilter, Filter, Offered, whole_number
from hub.admin.paging import Order
from hub.admin.search import Found, search_condition, words_of
from hub.kernel.here import here
from hub.web.lookups import lookup_of

if TYPE_CHECKING:
    from hub.admin.view import RecordsView

# Words of the list's own address; a filter cannot be called so.
RESERVED = frozenset(
    {
        "search",
        "sort",
        "after",
        "before",
        "id",
        "name",
        "action",
        "rowid",
        "back",
        "confirmed",
        "csrf_token",
        "take",
        "again",
    }
)
LONGEST = 200


class Asked:
    """One request's wishes about a list. `kept` holds those that were understood, in the order of the address."""

    def __init__(self, view: RecordsView, base: str, args: Mapping[str, str]) -> None:
        self.view, self.base = view, base
        self.args = {
            name: value
            for name, value in args.items()
            if value and len(value) <= LONGEST and "\0" not in value
        }
        self.after, self.before = whole_number(args.get("after")), whole_number(args.get("before"))
        self.notices: list[str] = []
        self.kept: dict[str, str] = {}
        self._parts: dict[tuple[str, str], str] = {}
        self.search = " ".join(words_of(args.get("search", ""))) if view.is_searchable else ""
        if self.search:
            self.kept["search"] = self.search
        self._sorting = self._read_sort()
        self._filters = view.filters_here()
        self.active = self._read_filters()

    def url(self, **changes: str | None) -> str:
        """The list's address with changes; the page is always the first again unless `after` or `before` is given."""
        wanted = [self._quoted(name, value) for name, value in {**self.kept, **changes}.items() if value]
        return f"{self.base}?{'&'.join(wanted)}" if wanted else self.base

    @property
    def here(self) -> str:
        """The address of this very page of the list."""
        return self.url(after=str(self.after or ""), before=str(self.before or ""))

    def _quoted(self, name: str, value: str) -> str:
        """A part of an address; most come again in every link of the page."""
        known = self._parts.get((name, value))
        if known is None:
            known = self._parts[name, value] = urlencode({name: value})
        return known

    @property
    def is_narrowed(self) -> bool:
        return bool(self.search or self.active)

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """Everything that narrows the list, to be read in its order."""
        return [*(one.condition for one in self.active), *([self._found.shown] if self._found else [])]

    @property
    def counted(self) -> list[ColumnElement[bool]] | None:
        """The same, to be counted; None where that would be dear."""
        conditions = [one.condition for one in self.active]
        if self._found is None:
            return conditions
        return None if self._found.counted is None else [*conditions, self._found.counted]

    @property
    def whose(self) -> tuple[Any, int]:
        """Whose number it is, where the rows are counted: who asks, for what, on which day and in which village."""
        asked = tuple((name, value) for name, value in self.kept.items() if name != "sort")
        return (here.user.id if here.user is not None else None, here.today, asked), here.village_id

    @property
    def number(self) -> int | None:
        """How many rows there are, where the search alone narrows the list and has told it already."""
        return None if self.active or self._found is None else self._found.number

    @cached_property
    def _found(self) -> Found | None:
        if not self.search:
            return None
        column, lookup = self._residents()
        rows = self.view.ids if column is not None and column is self.view.model.id else None
        whole = lookup is not None and lookup.kept is not None and type(self.view).where is lookup.kept
        return search_condition(self.search, self.view.search, column, lookup, rows, whole=whole)

    @cached_property
    def order(self) -> Order:
        name, descending = self._sorting
        column = self.view.expression(name)
        own = getattr(column, "class_", None) is self.view.model
        nullable = not own or bool(column.property.columns[0].nullable)
        return Order(column, self.view.model.id, descending, nullable)

    def sort_link(self, column: Column) -> tuple[str | None, str | None]:
        """Where a column's heading leads, and the direction it is sorted in now."""
        if not (column.sort and column.is_open):
            return None, None
        name, descending = self._sorting
        if name != column.name:
            return self.url(sort=column.name), None
        return self.url(
            sort=column.name if descending else "-" + column.name
        ), "desc" if descending else "asc"

    def offered(self) -> list[Offered]:
        """The filters that are not on yet."""
        on = {argument for argument in self.kept if argument not in ("search", "sort")}
        chips = []
        for one in self._filters:
            if on.isdisjoint(one.arguments):
                chip = one.offer(self.kept, self.view.label_of(one), self.url, list(self.kept.items()))
                if chip is not None:
                    chips.append(chip)
        return chips

    @property
    def kept_beside_search(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in self.kept.items() if name != "search"]

    def _read_sort(self) -> tuple[str, bool]:
        wanted = self.args.get("sort", "")
        name = wanted.removeprefix("-")
        if any(column.name == name and column.sort and column.is_open for column in self.view.columns):
            self.kept["sort"] = wanted
        else:
            wanted = self.view.order
        return wanted.removeprefix("-"), wanted.startswith("-")

    def _read_filters(self) -> list[Active]:
        found: list[tuple[Filter, Active]] = []
        for one in self._filters:
            try:
                active = one.read(self.args, self.view.expression(one), self.view.label_of(one))
            except BadFilter as bad:
                self.notices.append(str(bad))
                continue
            if active is not None:
                found.append((one, active))
                self.kept |= {name: self.args[name] for name in one.arguments if name in self.args}
        return [
            Active(active.condition, active.label, self.url(**dict.fromkeys(one.arguments)))
            for one, active in found
        ]

    def _residents(self) -> tuple[Any, Any]:
        relationship = type(self.view).search_resident
        if relationship is None:
            return None, None
        if relationship is self.view.model.id:
            return relationship, lookup_of(self.view.model)
        target = relationship.property.mapper.class_
        foreign = next(c for c in relationship.property.local_columns if c.name != "village_id")
        return getattr(self.view.model, foreign.key), lookup_of(target)
