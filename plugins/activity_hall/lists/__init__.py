"""The room's records as lists, in the order of its tabs."""

from .bookings import Bookings, Events, events_of
from .things import Faults, Halls, Services, Things

TABS = [Bookings, Events, Halls, Things, Faults, Services]

__all__ = ["TABS", "Bookings", "Events", "Faults", "Halls", "Services", "Things", "events_of"]
