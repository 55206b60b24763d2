"""What a list shows, as it stands in a file: the same words without their look, a number as a number, a day as a day.

Screen and file are said by the same column. A text that `show` puts around a number or a day stands beside it in the
file too (`Noted`), so that it can still be added up and sorted: of "8月13日 逾期 3 天" it holds the day, of "3 人" the
number.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import structlog
from markupsafe import Markup
from sqlalchemy.exc import SQLAlchemyError

from hub.admin.columns import NOTHING, Column, in_words, mask, takes_two
from hub.kernel.here import here
from hub.text import clock_time, short_day, short_moment

log = structlog.get_logger()

Fill = Callable[[Sequence[Any], Sequence[Any]], Iterable[Any]]  # of a column's values and their rows
MOST_KNOWN = 5_000  # values of a column whose words are remembered
# What is drawn and not said, such as a seal.
UNHEARD = re.compile(r'<(i|span)[^>]* aria-hidden="true">[^<]*</\1>')
_TAG = re.compile(r"<[^>]*>")
_AS_THEY_ARE = (str, int, float, Decimal, date, time)
_TYPED = (int, float, Decimal, date, time)


class Noted(NamedTuple):
    """A number or a day, and what is said before and after it."""

    value: Any
    before: str = ""
    after: str = ""


def plain(shown: Any) -> str:
    """What is shown, without its look; nothing for a dash."""
    text = _heard(shown) if isinstance(shown, Markup) else str(shown)
    return "" if text == NOTHING else text


@lru_cache(maxsize=MOST_KNOWN)
def _heard(shown: Markup) -> str:
    return html.unescape(_TAG.sub("", UNHEARD.sub("", shown)))


def filler(column: Column, of: str) -> Fill:
    """How a column's values become cells, in the present situation. `of` names the list where something fails."""
    if not column.is_open:
        return _by_value(lambda value: plain(mask(value)))
    if column.show is None:
        if column.is_moment and not column.choices:
            local = local_moments(here.tz)
            return lambda moments, _rows: map(local, moments)
        return _by_value(_of_type(column))
    tell = _teller(column, of)
    if column.wants_row:
        return lambda values, rows: map(tell, values, rows)
    return _by_value(lambda value: tell(value, None))


class _Known(dict[Any, Any]):
    """What was said of a value, so that it is said once; not of ever more values."""

    def __init__(self, tell: Callable[[Any], Any]) -> None:
        super().__init__()
        self._tell = tell

    def __missing__(self, value: Any) -> Any:
        if len(self) >= MOST_KNOWN:
            self.clear()
        answer = self[value] = self._tell(value)
        return answer


def _by_value(tell: Callable[[Any], Any] | None) -> Fill:
    """Cells that depend on the value alone."""
    if tell is None:
        return lambda values, _rows: values
    known = _Known(tell)

    def fill(values: Sequence[Any], _rows: Sequence[Any]) -> Iterable[Any]:
        try:
            return list(map(known.__getitem__, values))
        except TypeError:  # a value that cannot be remembered, such as a list
            return list(map(tell, values))

    return fill


def _of_type(column: Column) -> Callable[[Any], Any] | None:
    """How values stand in a file when nothing but their type says it; None: as they are."""
    words = {value: str(label) for value, label in (column.choices or {}).items()}
    python_type = _python_type(column)
    if not words and python_type in _AS_THEY_ARE:
        return None
    zone = here.tz

    def say(value: Any) -> Any:
        if words and value in words:
            return words[value]
        if isinstance(value, datetime):
            return _local(value, zone)
        if value is None or (isinstance(value, _TYPED) and not isinstance(value, bool)):
            return value
        return plain(in_words(value))

    return say


def _python_type(column: Column) -> type | None:
    try:
        found: type = column.type.python_type
    except (AttributeError, NotImplementedError):
        return None
    return found


def _teller(column: Column, of: str) -> Callable[[Any, Any], Any]:
    """What `show` says of a value, as a cell. A `show` that fails costs its cell and no more."""
    show, is_number, failed = column.presenter(), column.kind == "num", False
    value_of: Callable[..., Any] | None = column.export if callable(column.export) else None
    of_row = value_of is not None and takes_two(value_of)

    def tell(value: Any, row: Any) -> Any:
        nonlocal failed
        try:
            text = plain(show(value, row))
            if not text or value is None or isinstance(value, (str, bool)):
                return text or None
            if value_of is not None:
                value = value_of(value, row) if of_row else value_of(value)
            return _within(text, value, is_number or value_of is not None)
        except SQLAlchemyError:
            raise  # on PostgreSQL nothing more can be read after it
        except Exception:
            if not failed:
                log.exception("export_failed", list=of, part=column.name)
            failed = True
            return None

    return tell


def _within(text: str, value: Any, is_number: bool) -> Any:
    """The value with what its text says around it; the text, where it does not tell the value."""
    for said, typed in _forms(value):
        at = text.find(said)
        if at < 0 or _goes_on(text, at, at + len(said)):
            continue
        before, after = text[:at], text[at + len(said) :]
        if not (before or after):
            return typed
        if is_number or isinstance(typed, (date, time)):
            return Noted(typed, before, after)
    return text


def _forms(value: Any) -> Iterable[tuple[str, Any]]:
    """How a text may tell a value, and what then stands in the file."""
    if isinstance(value, (int, float, Decimal)):
        yield (f"{value:,f}" if isinstance(value, Decimal) else f"{value:g}"), value
    elif isinstance(value, datetime):
        local = _local(value, here.tz)
        yield short_moment(value), local
        yield short_day(local.date()), local.date()
        yield clock_time(value), local.time()
    elif isinstance(value, date):
        yield short_day(value), value
    elif isinstance(value, time):
        yield clock_time(value), value


def _goes_on(text: str, first: int, end: int) -> bool:
    """Whether what was found is but a part of a longer number."""
    return text[max(first - 1, 0) : first].isdigit() or text[end : end + 1].isdigit()


def _local(value: datetime, zone: ZoneInfo) -> datetime:
    return value.astimezone(zone).replace(tzinfo=None)


def local_moments(zone: ZoneInfo) -> Callable[[datetime | None], datetime | None]:
    """Instants in the village's time, by the million: the zone is asked once a day, not once a row."""
    ahead = _Ahead(zone)

    def local(value: datetime | None) -> datetime | None:
        if value is None:
            return None
        by = ahead[value.toordinal()]
        return _local(value, zone) if by is None else (value + by).replace(tzinfo=None)

    return local


class _Ahead(dict[int, "timedelta | None"]):
    """How far a zone is ahead on a day of UTC; None where that changes meanwhile."""

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self._zone = zone

    def __missing__(self, day: int) -> timedelta | None:
        first = datetime.fromordinal(day).replace(tzinfo=UTC)
        ahead, later = ((first + timedelta(days=n)).astimezone(self._zone).utcoffset() for n in (0, 1))
        answer = self[day] = ahead if ahead == later else None
        return answer
