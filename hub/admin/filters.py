"""Filters of a list. Each is a chip that can be tapped away; its choices are read at the request, not at the start."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, true
from sqlalchemy.orm import InstrumentedAttribute

from hub.i18n import _
from hub.kernel.clock import day_bounds
from hub.kernel.here import here
from hub.text import short_day
from hub.web.fields import INT32
from hub.web.times import YEARS

Href = Callable[..., str]
Args = Mapping[str, str]


class BadFilter(ValueError):
    """What stands in the address is no value of this filter; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Active:
    """A filter that is on: the condition, what its chip says, the address without it."""

    condition: ColumnElement[bool]
    label: str
    remove_url: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """A filter that may be turned on; see the macro `chips`."""

    label: str
    url: str = ""
    choices: list[tuple[str, str, bool]] = field(default_factory=list)
    inputs: list[tuple[str, str, str, str]] = field(default_factory=list)
    action: str = ""
    hidden: list[tuple[str, str]] = field(default_factory=list)


class Filter:
    """The base. `name` is a column of the list or of its model; `value` an expression, where it is neither.

    `personal`: offered only to those who may see names.
    """

    def __init__(self, name: str, label: Any = None, value: Any = None, *, personal: bool = False) -> None:
        self.name, self.label, self.value, self.personal = name, label, value, personal

    @property
    def arguments(self) -> tuple[str, ...]:
        """The names it uses in the address."""
        return (self.name,)

    def read(self, args: Args, value: Any, label: str) -> Active | None:
        """The filter as the address sets it, or None. Raises BadFilter."""
        raise NotImplementedError

    def offer(self, args: Args, label: str, href: Href, hidden: list[tuple[str, str]]) -> Offered | None:
        """How it is offered on the page."""
        raise NotImplementedError


class ChoiceFilter(Filter):
    """One of a few values. `choices`: a mapping or pairs of value and label, or a function that gives them at the
    request; by default those of the list's column."""

    def __init__(
        self, name: str, label: Any = None, value: Any = None, *, personal: bool = False,
        choices: Mapping[Any, Any] | Iterable[tuple[Any, Any]] | Callable[[], Any] = (),
    ) -> None:  # fmt: skip
        super().__init__(name, label, value, personal=personal)
        self.choices = choices

    def pairs(self) -> list[tuple[Any, str]]:
        given = self.choices() if callable(self.choices) else self.choices
        pairs = given.items() if isinstance(given, Mapping) else given
        return [(value, str(label)) for value, label in pairs]

    def read(self, args: Args, value: Any, label: str) -> Active | None:
        wanted = args.get(self.name)
        if not wanted:
            return None
        for choice, text in self.pairs():
            if str(choice) == wanted:
                return Active(
                    self.condition(value, choice), _("%(label)s：%(value)s", label=label, value=text)
                )
        raise BadFilter(_("“%(label)s”没有这个选项，已经略过。", label=label))

    def condition(self, value: Any, choice: Any) -> ColumnElement[bool]:
        return value == choice

    def offer(self, args: Args, label: str, href: Href, hidden: list[tuple[str, str]]) -> Offered | None:
        choices = [(text, href(**{self.name: str(choice)}), False) for choice, text in self.pairs()]
        return Offered(label, choices=choices) if choices else None


class ReferenceFilter(ChoiceFilter):
    """What a record refers to, by its id: a room, a place. `value` is the column of ids (by default `<name>_id`);
    `choices` is a function that gives the pairs of id and label at the request, a hundred at most."""

    def pairs(self) -> list[tuple[Any, str]]:
        return super().pairs()[:100]


class FlagFilter(Filter):
    """Something that holds or not. `value` is a condition, a function that gives one, or a column of true and false."""

    def read(self, args: Args, value: Any, label: str) -> Active | None:
        wanted = args.get(self.name)
        if not wanted:
            return None
        if wanted != "1":
            raise BadFilter(_("“%(label)s”没有这个选项，已经略过。", label=label))
        condition = value() if callable(value) and not isinstance(value, InstrumentedAttribute) else value
        return Active(
            condition.is_(True) if isinstance(condition, InstrumentedAttribute) else condition, label
        )

    def offer(self, args: Args, label: str, href: Href, hidden: list[tuple[str, str]]) -> Offered | None:
        return Offered(label, url=href(**{self.name: "1"}))


class DateFilter(Filter):
    """From one local day to another, both included; either may be left out. For days and for instants.

    With `until` what lasts: from `value` to `until`, which is empty while it goes on. It is found on each of its days.
    """

    def __init__(
        self, name: str, label: Any = None, value: Any = None, *, personal: bool = False, until: Any = None
    ) -> None:
        super().__init__(name, label, value, personal=personal)
        self.until = until

    @property
    def arguments(self) -> tuple[str, ...]:
        return (f"{self.name}_from", f"{self.name}_to")

    def read(self, args: Args, value: Any, label: str) -> Active | None:
        first, last = (self._day(args.get(name), label) for name in self.arguments)
        if first is None and last is None:
            return None
        if self.until is not None:
            condition = value.is_not(None)
            if first is not None:
                condition &= self.until.is_(None) | (self.until >= _edge(self.until, first, end=False))
        else:
            condition = true() if first is None else value >= _edge(value, first, end=False)
        if last is not None:
            condition &= value <= last if _is_day(value) else value < _edge(value, last, end=True)
        if first == last and first:
            return Active(condition, _("%(label)s：%(value)s", label=label, value=short_day(first)))
        span = f"{short_day(first) if first else ''}—{short_day(last) if last else ''}"
        return Active(condition, _("%(label)s：%(value)s", label=label, value=span))

    def _day(self, text: str | None, label: str) -> date | None:
        if not text:
            return None
        try:
            day = date.fromisoformat(text) if len(text) == 10 else None
        except ValueError:
            day = None
        if day is None or not YEARS[0] <= day.year <= YEARS[1]:
            raise BadFilter(
                _(
                    "“%(label)s”要填一个日期，例如 %(day)s；这一条已经略过。",
                    label=label,
                    day=here.today.isoformat(),
                )
            )
        return day

    def offer(self, args: Args, label: str, href: Href, hidden: list[tuple[str, str]]) -> Offered | None:
        first, last = self.arguments
        return Offered(
            label, action=href(), hidden=hidden,
            inputs=[(first, "date", _("从"), args.get(first, "")), (last, "date", _("到"), args.get(last, ""))],
        )  # fmt: skip


def _is_day(value: Any) -> bool:
    return isinstance(value.type, Date)


def _edge(value: Any, day: date, *, end: bool) -> Any:
    return day if _is_day(value) else day_bounds(day, here.tz)[1 if end else 0]


def whole_number(text: str | None) -> int | None:
    """An id from an address: a number from 1 on that the database can hold, or None."""
    if not text or not text.isascii() or not text.isdecimal() or len(text) > 10:
        return None
    number = int(text)
    return number if 0 < number <= INT32 else None
