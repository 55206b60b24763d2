"""Events, for rooms in which something takes place: planned, then held with its heads, or cancelled with its reason.

The kit has no tables. A room's event is made of `EventColumns` (`QuietEventColumns` where nobody should find a line to
write in) with `event_keys`; an `Events` over it does what is done
to events::

    events = Events(Event, "reading_room")
    row = events.plan("读书会", starts_at, ends_at, "residents", kind="talk")
    events.begin(row.id)                                  # its start is noted, now
    row, visit = events.held(row.id, 12)                  # its end is noted, and those who came are one visit
    events.cancel(row.id, "下雪")

Held means that start and end are recorded; who came are heads, never names. The visit has the event as its source: the
room answers `visit_undone` with `events.visit_undone`. `told` is the room's answer to `indicator_facts`::

    IndicatorFact("events", partial(told, Event))
"""

from hub.kits.events.columns import EventColumns, PlainEventColumns, QuietEventColumns, event_keys
from hub.kits.events.deeds import Events, can_begin, check_times, plan_again
from hub.kits.events.figures import cancelled, heads, held, told
from hub.kits.events.forms import CancelForm, HeldForm, PlanForm
from hub.kits.events.words import EVENT_STATES, EVENT_TONES, PROPOSERS

__all__ = [
    "EVENT_STATES",
    "EVENT_TONES",
    "PROPOSERS",
    "CancelForm",
    "EventColumns",
    "Events",
    "HeldForm",
    "PlainEventColumns",
    "PlanForm",
    "QuietEventColumns",
    "can_begin",
    "cancelled",
    "check_times",
    "event_keys",
    "heads",
    "held",
    "plan_again",
    "told",
]
