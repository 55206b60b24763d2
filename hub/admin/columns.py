"""Columns of a list: where a value comes from, how it is shown, who may see it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any, Literal

from markupsafe import Markup, escape
from sqlalchemy import Date, DateTime

from hub.i18n import _
from hub.kernel.here import here
from hub.kernel.types import UTCDateTime
from hub.text import clock_time, mask_name, moments, short_day, short_moment

Kind = Literal["", "main", "num", "secondary", "hide_phone", "hidden"]
NAMES = "residents.names"  # the permission to see people by their full names
NOTHING = "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Options:
    kind: Kind = ""
    sort: bool = False
    show: Callable[..., Any] | None = None
    draw: Callable[[Any, Any], Any] | None = None
    choices: Mapping[Any, Any] | None = None
    pill: Mapping[Any, str] | None = None
    personal: bool = False
    export: bool | Callable[..., Any] = True


@dataclass(frozen=True, slots=True)
class Column(_Options):
    """One column of a list, of its details and of its export.

    `value` is a column or any expression over the list's model and its `joins`.
    `kind`: "main" is the link to the record and the title of its card on a phone, "num" stands right, "secondary" is
    pale, "hide_phone" is left out on a phone, "hidden" is fetched for `show` and `RowAction.show` only.
    `show` is given the value, or the value and the row, and answers a text or Markup; without it the type decides.
    `draw` is given what is shown, and the row, and answers how the screen draws it (a seal before a room); it adds
    nothing to be read, so that no file waits for it.
    `choices` says what a value is called, `pill` in which tone (ok, off, warn, gold) it is drawn as a pill.
    `personal`: who may not see names gets it masked (`residents.names`); it is then neither sorted nor searched.
    A file holds what is shown, as plain text; a number or a day that the text tells is a number or a day in it.
    `export`: a function, of the value or of the value and the row, gives the number or day that the text tells where
    it is another than the value (hours of minutes); False keeps something `personal` on the screen alone.
    """

    name: str
    label: Any
    value: Any
    wants_row: bool = field(init=False, default=False)  # whether what it shows depends on more than its value
    _type: Any = field(init=False, default=None)

    def __post_init__(self) -> None:
        if self.show is not None:
            object.__setattr__(self, "wants_row", takes_two(self.show))

    @property
    def is_shown(self) -> bool:
        return self.kind != "hidden"

    @property
    def look(self) -> str:
        """The classes of its cells: the kind, and that a day or a moment stands in one line."""
        one_line = isinstance(self.type, (Date, *_MOMENTS))
        return f"{self.kind} nowrap".strip() if one_line else self.kind

    @property
    def is_labelled(self) -> bool:
        """Whether a card on a phone may name what stands in it; the rest speaks for itself (a number that is shown with
        its unit, the moment of a record), or is not there."""
        is_day = isinstance(self.type, Date)
        is_bare = (self.kind == "num" and self.show is None) or (self.kind == "secondary" and is_day)
        return (not self.kind or is_bare) and bool(self.label)

    @property
    def is_open(self) -> bool:
        """Whether the one who looks may see its values as they are."""
        return not self.personal or here.can(NAMES)

    def drawer(self) -> Callable[[Any, Any], str]:
        """How the screen draws this column in the present situation: a function of a value and its row."""
        say = self.presenter()
        if self.draw is None:
            return say
        draw: Callable[[Any, Any], Any] = self.draw
        return lambda value, row: draw(say(value, row), row)

    def presenter(self) -> Callable[[Any, Any], str]:
        """What this column shows in the present situation: a function of a value and its row."""
        if not self.is_open:
            return lambda value, row: mask(value)
        if self.show is not None:
            show: Callable[..., Any] = self.show
            return show if self.wants_row else lambda value, row: show(value)
        words = {value: str(label) for value, label in (self.choices or {}).items()}
        if self.pill is not None:
            pills = {
                value: pill(words.get(value, in_words(value)), tone) for value, tone in self.pill.items()
            }
            return lambda value, row: pills.get(value) or words.get(value) or in_words(value)
        if words:
            return lambda value, row: words.get(value) or in_words(value)
        say = moments() if self.is_moment else in_words
        return lambda value, row: in_words(value) if value is None else say(value)

    @property
    def is_moment(self) -> bool:
        """Whether its values are instants."""
        return isinstance(self.type, _MOMENTS)

    @property
    def type(self) -> Any:
        """The type its value has in the database; a model knows it only when all models are there, so it is asked
        for late, and once."""
        if self._type is None:
            object.__setattr__(self, "_type", getattr(self.value, "type", _NO_TYPE))
        return self._type


_MOMENTS = (DateTime, UTCDateTime)
_NO_TYPE = object()


def in_words(value: Any) -> str:
    """A value as people read it, by its type."""
    if value is None or value == "":
        return NOTHING
    for kind, say in _WORDS:
        if isinstance(value, kind):
            return say(value)
    return str(value)


# In this order: a bool is an int, an instant is a date, and an enumeration may be a text.
_WORDS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (Enum, lambda value: str(value.value)),
    (str, str),
    (bool, lambda value: _("是") if value else _("否")),
    (datetime, short_moment),
    (date, short_day),
    (time, clock_time),
    (Decimal, lambda value: f"{value:,f}"),
)


def mask(value: Any) -> str:
    """What is left of something personal for those who may not see it."""
    return mask_name(value) if isinstance(value, str) else NOTHING


def pill(text: Any, tone: str) -> Markup:
    """A text drawn as a pill; the same as the macro of that name."""
    return Markup(f'<span class="pill {escape(tone)}">{escape(text)}</span>')  # noqa: S704 - escaped here


def with_seal(seal: str, text: Any) -> Markup:
    """A room's seal and its name, as lists show it."""
    return Markup(  # noqa: S704 - escaped here, which takes a third of the time of Markup.format
        f'<span class="named"><i class="seal" aria-hidden="true">{escape(seal)}</i>{escape(text)}</span>'
    )


def takes_two(function: Callable[..., Any]) -> bool:
    """Whether a function is to be given the row besides the value."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return False
    needed = [one for one in parameters if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)]
    return len([one for one in needed if one.default is one.empty]) == 2


__all__ = ["NAMES", "Column", "in_words", "mask", "pill", "with_seal"]
