"""The present situation: which village, who, what they may do, what time it is there.

It is entered once a request (or once by a command) and does not change until it ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flask import Flask, g

from hub.kernel.clock import local_day, now
from hub.kernel.database import db

if TYPE_CHECKING:
    from hub.accounts.models import User
    from hub.accounts.standing import KnownUser, KnownVillage
    from hub.centre.models import Room
    from hub.kernel.models import Village


# Asked hundreds of times a page, where the proxy costs more than the answer.
_present: Callable[[], Any] = g._get_current_object
_PARTS = tuple(
    f"hub_{name}"
    for name in ("village", "user", "grants", "lang", "rooms", "enabled", "zone", "public", "speech")
)


class NotHere(RuntimeError):
    """There is no village in the present situation."""


class InQuestion(NotHere):
    """A question of a report is put together once, for all villages and months: nothing present may be in it."""


class Nowhere(Flask.app_ctx_globals_class):  # type: ignore[valid-type, misc]
    """Flask's `g` while a question is put together: who looks at the present situation is refused."""

    def get(self, name: str, default: Any = None) -> Any:
        """Raises InQuestion."""
        if name.startswith("hub_"):
            raise InQuestion(
                f"a question is put together once, for all villages and months; it looks at {name[4:]}"
            )
        return super().get(name, default)


class Here:
    """The situation of the current request or command; all state is in Flask's `g`."""

    def enter(
        self,
        village: Village | KnownVillage | None,
        user: User | KnownUser | None,
        grants: Iterable[str],
        rooms: Iterable[Room] = (),
    ) -> None:
        """Enter a village (or none). `grants` are permissions; `rooms` are all rooms of the village. For a deed that
        needs no more, village and user may be what is known of them in plain values."""
        g.hub_village, g.hub_user, g.hub_grants = village, user, frozenset(grants)
        g.hub_lang = user.lang if user else ""
        self.know_rooms(rooms)
        g.hub_zone = ZoneInfo(village.time_zone) if village else ZoneInfo("Asia/Shanghai")
        g.hub_public = False

    def leave(self) -> None:
        """Know nothing of a situation any more."""
        for name in _PARTS:
            g.pop(name, None)

    def kept(self) -> dict[str, Any]:
        """The situation, to be taken up again by what goes on when the request is over."""
        return {name: g.get(name) for name in _PARTS if name in g}

    def resume(self, kept: Mapping[str, Any]) -> None:
        """Take up a situation that was kept, in an app's context that knows of none."""
        for name, value in kept.items():
            setattr(g, name, value)

    def open_to_public(self) -> None:
        """Note that it is somebody without an account who acts; they may do what the page itself does, and nothing
        else."""
        g.hub_public = True

    def know_rooms(self, rooms: Iterable[Room]) -> None:
        """Take note of the village's rooms: on entering, and again when one was added, switched or moved."""
        g.hub_rooms = MappingProxyType({room.key: room for room in rooms})
        g.pop("hub_enabled", None)

    @property
    def in_village(self) -> bool:
        return _present().get("hub_village") is not None

    @property
    def village(self) -> Village:
        village = _present().get("hub_village")
        if village is None:
            raise NotHere("no village has been entered")
        return village

    @property
    def village_id(self) -> int:
        return self.village.id

    @property
    def user(self) -> User | None:
        """Who acts; None for a command or job."""
        return _present().get("hub_user")

    @property
    def grants(self) -> frozenset[str]:
        """Every permission that the one who acts has here."""
        grants: frozenset[str] = _present().get("hub_grants", frozenset())
        return grants

    @property
    def public(self) -> bool:
        """Whether somebody without an account acts, on a page that is open to all."""
        return bool(_present().get("hub_public", False))

    @property
    def tz(self) -> ZoneInfo:
        zone: ZoneInfo = _present().get("hub_zone") or ZoneInfo("Asia/Shanghai")
        return zone

    @property
    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        _in_time()
        return now()

    @property
    def today(self) -> date:
        """The village's local date."""
        _in_time()
        return local_day(now(), self.tz)

    def can(self, permission: str) -> bool:
        """Whether the one who acts may do this here."""
        grants: frozenset[str] = _present().get("hub_grants", frozenset())
        return permission in grants or "*" in grants

    def sees(self, room: str) -> bool:
        """Whether a room is on this one's screens at all: its hours and totals, if perhaps not its records."""
        return any(self.can(f"{room}.{what}") for what in ("view", "record", "manage"))

    @property
    def rooms(self) -> Mapping[str, Room]:
        """All rooms of the village by key, the disabled ones too."""
        rooms: Mapping[str, Any] = _present().get("hub_rooms", {})
        return rooms

    @property
    def enabled_rooms(self) -> Mapping[str, Room]:
        """The rooms that are enabled here and whose plugin is loaded, in their order on the screen."""
        enabled: Mapping[str, Room] | None = _present().get("hub_enabled")
        if enabled is None:
            from hub.kernel.state import the_hub

            loaded = {room.id for room in the_hub().rooms.loaded}
            inside = [room for key, room in self.rooms.items() if room.enabled and key in loaded]
            enabled = g.hub_enabled = {
                room.key: room for room in sorted(inside, key=lambda room: (room.place, room.id))
            }
        return enabled

    def room(self, key: str) -> Room:
        """The village's row of a room. Raises KeyError when the village has none."""
        return self.rooms[key]


here = Here()


def _in_time() -> None:
    if type(_present()) is Nowhere:
        raise InQuestion(
            "a question is put together once, for all villages and months; it looks at the clock"
        )


def bind_session(village: Village) -> None:
    """Tie the current database session to a village."""
    db.session().bind_village(village.id)  # type: ignore[attr-defined]
