"""Booking things for a span of time: what every room with a calendar needs, and none of its own words.

The kit has no tables. A room mixes `BookingColumns` into a model of its own, puts `booking_keys` into its
`__table_args__`, and does what is done through a `Calendar` over the thing and the booking::

    bays = Calendar(Bay, Slot, link="bay_id", keeping=("booked", "running", "done"))
    bay = bays.hold_one(bay_id)                      # nobody else books it until this transaction ends
    wish = Wish(Span(start, end), after=CLEANING)    # or capacity=30, heads=12 where several find room together
    bays.check_free(bay.id, wish, blocks=frost)      # raises Refused in words
    slot = bays.book(wish, bay_id=bay.id, state="booked", lapses_at=start + TEN_MINUTES)
    bays.begin(slot); bays.finish(slot)

Spans are half-open and made of instants; `days_span` makes one of whole days. What nobody came for is free again once
`lapses_at` has passed, without any job that says so: whoever asks the calendar is answered without it.
"""

from hub.kits.booking.calendar import Calendar, Wish, free_by_thing
from hub.kits.booking.columns import BookingColumns, booking_keys
from hub.kits.booking.glimpses import Glimpse, glimpses
from hub.kits.booking.spans import Span, day_words, days_span, gaps, midnight, runs_of_days, slots, span_words
from hub.kits.booking.taken import Block, Clash, check_heads, has_lapsed, most_heads, time_of

__all__ = [
    "Block",
    "BookingColumns",
    "Calendar",
    "Clash",
    "Glimpse",
    "Span",
    "Wish",
    "booking_keys",
    "check_heads",
    "day_words",
    "days_span",
    "free_by_thing",
    "gaps",
    "glimpses",
    "has_lapsed",
    "midnight",
    "most_heads",
    "runs_of_days",
    "slots",
    "span_words",
    "time_of",
]
