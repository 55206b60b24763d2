"""What repeats: every week, every other week, every month on the same weekday; by the village's clock, so that what
begins at eight goes on beginning at eight, whatever the clock is put to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import SchemaItem

from hub.kits.booking.spans import Span
from hub.room import HOLIDAY, WORKDAY, Refused, _, _l, _n, here, join_words, short_day, special_days

MOST = 60  # occurrences of one rule: a year of weeks, and some
LONGEST = timedelta(days=732)
EVERY = {"weekly": _l("每周"), "fortnightly": _l("每两周"), "monthly": _l("每月")}
WEEKDAYS = (_l("周一"), _l("周二"), _l("周三"), _l("周四"), _l("周五"), _l("周六"), _l("周日"))
PLACES = {1: _l("第一个"), 2: _l("第二个"), 3: _l("第三个"), 4: _l("第四个"), -1: _l("最后一个")}


@dataclass(frozen=True, slots=True)
class Repeat:
    """A rule. It ends with the day `until`, or after so many `times`; the first of the two that comes. A day that is
    skipped because it is a holiday, or a working day moved to it (调休), is not one of the times.

    Monthly is on the same weekday of the month as the first day: the second Saturday; what falls on a fifth one is on
    the last.
    """

    every: str
    until: date | None = None
    times: int | None = None
    skip_holidays: bool = False
    skip_workdays: bool = False

    def check(self, first: date) -> None:
        """It is a rule that ends, and within what can be foreseen. Raises Refused."""
        if self.until is None and self.times is None:
            raise Refused(_("请写重复到哪一天，或者一共几次。"), "until")
        if self.until is not None and self.until < first:
            raise Refused(_("重复的最后一天不能早于第一次。"), "until")
        if self.until is not None and self.until - first > LONGEST:
            raise Refused(_("最多排到两年以后，请把最后一天改早。"), "until")
        if self.times is not None and not 1 <= self.times <= MOST:
            raise Refused(_("一次最多排 %(most)s 场。", most=MOST), "times")

    def days(self, first: date) -> list[date]:
        """The days of a rule that begins with `first`. Raises Refused."""
        self.check(first)
        special = special_days(first, first + LONGEST) if self.skip_holidays or self.skip_workdays else {}
        kept = [day for day in islice(self._kept(first, special), MOST + 1) if self._is_meant(day)]
        if self.times is not None:
            kept = kept[: self.times]
        if len(kept) > MOST:
            raise Refused(_("一次最多排 %(most)s 场，请把最后一天改早。", most=MOST), "until")
        if not kept:
            raise Refused(_("按这个规则一场也没有，请改重复的规则。"), "until")
        return kept

    def spans(self, first: Span) -> list[Span]:
        """The occurrences of a rule whose first is given: the same clock time on each of its days. Raises Refused."""
        day = first.first_day
        starts, ends = first.start.astimezone(here.tz), first.end.astimezone(here.tz)
        overnight = ends.date() - starts.date()
        return [
            clock_span(on, starts.time(), on + overnight, ends.time()) or Span(at, at + first.length)
            for on in self.days(day)
            for at in [_instant(on, starts.time())]
        ]

    def words(self, first: date) -> str:
        """每两周周六，到 12月20日，放假的日子不办"""
        parts = [self._rhythm(first)]
        if self.until is not None:
            parts.append(_("到 %(day)s", day=short_day(self.until)))
        if self.times is not None:
            parts.append(_n("共 %(n)s 次", self.times))
        if self.skip_holidays:
            parts.append(_("放假的日子不办"))
        if self.skip_workdays:
            parts.append(_("调休上班的日子不办"))
        return _("，").join(parts)

    def _rhythm(self, first: date) -> str:
        on = str(WEEKDAYS[first.weekday()])
        if self.every != "monthly":
            return _("%(every)s的%(weekday)s", every=EVERY[self.every], weekday=on)
        return _("每月%(place)s%(weekday)s", place=PLACES[_place(first)], weekday=on)

    def _kept(self, first: date, special: Mapping[date, str]) -> Iterator[date]:
        unwanted = {HOLIDAY} if self.skip_holidays else set()
        unwanted |= {WORKDAY} if self.skip_workdays else set()
        rule = rrule(dtstart=datetime.combine(first, time(0)), **self._rule(first))
        for moment in rule.xafter(datetime.combine(first, time(0)), inc=True):
            if moment.date() - first > LONGEST:
                return
            if special.get(moment.date()) not in unwanted:
                yield moment.date()

    def _rule(self, first: date) -> dict[str, Any]:
        if self.every == "monthly":
            return {"freq": MONTHLY, "byweekday": weekday(first.weekday(), _place(first))}
        return {"freq": WEEKLY, "interval": 2 if self.every == "fortnightly" else 1}

    def _is_meant(self, day: date) -> bool:
        return self.until is None or day <= self.until


class RepeatColumns:
    """The rule by which something of a room repeats, as it was asked for."""

    every: Mapped[str] = mapped_column(String(12), doc="weekly | fortnightly | monthly")
    first_on: Mapped[date] = mapped_column()
    until: Mapped[date | None] = mapped_column()
    times: Mapped[int | None] = mapped_column()
    skip_holidays: Mapped[bool] = mapped_column(default=False)
    skip_workdays: Mapped[bool] = mapped_column(default=False)

    @property
    def repeat(self) -> Repeat:
        return Repeat(self.every, self.until, self.times, self.skip_holidays, self.skip_workdays)

    @property
    def repeat_words(self) -> str:
        return self.repeat.words(self.first_on)


def repeat_checks() -> tuple[SchemaItem, ...]:
    """A rule is one that is known, and ends."""
    return (
        CheckConstraint("every IN ('weekly', 'fortnightly', 'monthly')", name="every"),
        CheckConstraint("until IS NOT NULL OR times IS NOT NULL", name="ends"),
    )


def clock_span(first: date, starts: time, last: date, ends: time) -> Span | None:
    """From one time of the village's clock to another. None where a clock that is put forward or back leaves nothing
    between the two."""
    start, end = _instant(first, starts), _instant(last, ends)
    return Span(start, end) if start < end else None


def day_list(days: Iterable[date]) -> str:
    """11月22日、12月6日"""
    return join_words(short_day(day) for day in days)


def _instant(day: date, at: time) -> datetime:
    return datetime.combine(day, at.replace(tzinfo=None), here.tz).astimezone(UTC)


def _place(day: date) -> int:
    """Which of its weekday in the month a day is; the fifth is the last."""
    place = (day.day - 1) // 7 + 1
    return place if place < 5 else -1
