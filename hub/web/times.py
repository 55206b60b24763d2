"""Fields of days and hours, as the village's calendar and clocks show them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Any

from wtforms import widgets

from hub.i18n import _
from hub.kernel.here import here
from hub.web.fields import HubField

YEARS = (1900, 2200)


class DayField(HubField):
    """A day; a date."""

    widget = widgets.DateInput()

    def parse(self, text: str) -> Any:
        try:
            day = date.fromisoformat(text) if len(text) <= 10 else None
        except ValueError:
            day = None
        if day is None or not YEARS[0] <= day.year <= YEARS[1]:
            raise ValueError(_("请填一个日期，例如 %(day)s。", day=here.today.isoformat()))
        return day


class ClockField(HubField):
    """A time of day, in the village's time."""

    widget = widgets.TimeInput()

    def parse(self, text: str) -> Any:
        if not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d(:00)?", text):
            raise ValueError(_("请填一个时间，例如 14:30。"))
        hours, minutes = text.split(":")[:2]
        return time(int(hours), int(minutes))

    def format(self, value: Any) -> str:
        return f"{value:%H:%M}"


class MomentField(HubField):
    """Day and time as the village's clocks show it; an aware instant in UTC.

    A time that the clocks skip is refused. Of a time that they show twice the first is meant, unless the record
    already held the second: what is not touched does not change, seconds included.
    """

    widget = widgets.DateTimeLocalInput()

    def parse(self, text: str) -> Any:
        if self.object_data is not None and text == self.format(self.object_data):
            return self.object_data
        try:
            local = datetime.fromisoformat(text) if re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", text) else None
        except ValueError:
            local = None
        if local is None or local.tzinfo or not YEARS[0] <= local.year <= YEARS[1]:
            raise ValueError(_("请填日期和时间，例如 %(day)s 14:30。", day=here.today.isoformat()))
        instant = local.replace(tzinfo=here.tz).astimezone(UTC)
        if instant.astimezone(here.tz).replace(tzinfo=None) != local:
            raise ValueError(_("这一天的钟没有走过这个时间（换夏令时），请往后写一小时。"))
        return instant

    def format(self, value: Any) -> str:
        return f"{value.astimezone(here.tz):%Y-%m-%dT%H:%M}"
