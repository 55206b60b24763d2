"""What is booked as an iCalendar file (RFC 5545), for the calendar of a phone. Who makes the entries sees to it that
nothing personal is in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from hub.kits.booking.spans import Span
from hub.room import here

if TYPE_CHECKING:
    import icalendar

FRESH = timedelta(hours=6)  # how long a calendar that has subscribed to it need not ask again


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the calendar. `source` (type, id) makes it the same entry in every file it is in."""

    source: tuple[str, int]
    title: str
    span: Span
    place: str = ""
    about: str = ""
    cancelled: bool = False


def calendar_file(name: str, entries: Iterable[Entry]) -> bytes:
    """The file, in UTF-8. Times are instants, so that they are right in every time zone."""
    import icalendar  # a hundred modules, for who asks for such a file

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Village Hub//zh-CN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", here.village.time_zone)
    calendar.add("refresh-interval", FRESH, parameters={"value": "DURATION"})
    for entry in entries:
        calendar.add_component(_component(entry))
    return bytes(calendar.to_ical())


def _component(entry: Entry) -> icalendar.Event:
    import icalendar

    event = icalendar.Event()
    kind, number = entry.source
    event.add("uid", f"{kind}-{number}.village-{here.village_id}@village-hub.invalid")
    event.add("dtstamp", here.now)
    event.add("dtstart", entry.span.start)
    event.add("dtend", entry.span.end)
    event.add("summary", entry.title)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    for key, text in (("location", entry.place), ("description", entry.about)):
        if text:
            event.add(key, text)
    return event
