"""Telling rooms what happened. A room that fails is logged, counted and undone alone; nobody else notices."""

from __future__ import annotations

from collections import Counter
from typing import Any

import structlog

from hub.kernel.database import db, transaction_is_lost
from hub.kernel.here import here
from hub.kernel.loader import Rooms

log = structlog.get_logger()


class Events:
    """The one caller of events."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self.failures: Counter[tuple[str, str]] = Counter()

    def tell(self, event: str, **facts: Any) -> None:
        """Tell every listener that is enabled here, each inside a savepoint of its own."""
        for impl in getattr(self._rooms.plugins.hook, event).get_hookimpls():
            room = impl.plugin_name
            if not room.startswith("core.") and room not in here.enabled_rooms:
                continue
            try:
                with db.session.begin_nested():
                    impl.function(*(facts[name] for name in impl.argnames))
            except Exception:
                if transaction_is_lost():
                    raise  # a full disk, a server that went away: not only the room's part is gone
                self.failures[room, event] += 1
                log.exception("event_failed", room=room, hook=event)

    def is_heard(self, event: str) -> bool:
        """Whether anybody listens to an event, enabled here or not."""
        return bool(getattr(self._rooms.plugins.hook, event).get_hookimpls())
