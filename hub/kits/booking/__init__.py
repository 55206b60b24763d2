"""Booking things for a span of time: what every room with a calendar needs, and none of its own words.

The kit has no tables. A room mixes `BookingColumns` into a model of its own, puts `booking_keys` into its
`__table_args__`, and does what is done through a `Calendar` over the thing and the booking::

    bays = Calendar(Bay, Slot, link="bay_id", keeping=("booked", "running", "done"))
    bay = bays.hold_one(bay_id)                      # nobody else books it until this transaction ends
    wish = Wish(Span(start, end), after=CLEANING)
    bays.check_free(bay.id, wish, blocks=frost)      # raises Refused in words
    slot = bays.book(wish, bay_id=bay.id, state="booked", lapses_at=start + TEN_MINUTES)
    bays.begin(slot); bays.finish(slot)

Where several find room together a `Wish` has `heads` and a `Capacity`: heads are added up over the bookings that share
time, and bookings are never counted. What repeats has a `Repeat`: every occurrence is looked at, those that cannot be
had are listed, and left out by whoever asked::

    wishes = [Wish(span, before=SET_UP, after=CLEANING) for span in Repeat("weekly", until=june).spans(first)]
    standing = those_that_stand(look_at_each(halls, hall.id, wishes, leave_out=form.leave_out.data))  # or DatesTaken

`free_offers` finds other times at once, `calendar_file` writes what is booked as an iCalendar file.

Spans are half-open and made of instants; `days_span` makes one of whole days. What nobody came for is free again once
`lapses_at` has passed, without any job that says so: whoever asks the calendar is answered without it.
"""

from hub.kits.booking.calendar import Calendar, Wish, free_by_thing
from hub.kits.booking.columns import BookingColumns, booking_keys
from hub.kits.booking.forms import LeaveOutField, RepeatForm, day_name
from hub.kits.booking.glimpses import Glimpse, glimpses
from hub.kits.booking.ical import Entry, calendar_file
from hub.kits.booking.offers import free_offers
from hub.kits.booking.repeats import (
    EVERY,
    WEEKDAYS,
    Repeat,
    RepeatColumns,
    clock_span,
    day_list,
    repeat_checks,
)
from hub.kits.booking.series import DatesTaken, Occurrence, look_at_each, those_that_stand
from hub.kits.booking.spans import Span, day_words, days_span, gaps, midnight, runs_of_days, slots, span_words
from hub.kits.booking.taken import Block, Capacity, Clash, check_heads, has_lapsed, most_heads, time_of

__all__ = [
    "EVERY",
    "WEEKDAYS",
    "Block",
    "BookingColumns",
    "Calendar",
    "Capacity",
    "Clash",
    "DatesTaken",
    "Entry",
    "Glimpse",
    "LeaveOutField",
    "Occurrence",
    "Repeat",
    "RepeatColumns",
    "RepeatForm",
    "Span",
    "Wish",
    "booking_keys",
    "calendar_file",
    "check_heads",
    "clock_span",
    "day_list",
    "day_name",
    "day_words",
    "days_span",
    "free_by_thing",
    "free_offers",
    "gaps",
    "glimpses",
    "has_lapsed",
    "look_at_each",
    "midnight",
    "most_heads",
    "repeat_checks",
    "runs_of_days",
    "slots",
    "span_words",
    "those_that_stand",
    "time_of",
]
