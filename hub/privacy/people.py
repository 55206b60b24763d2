"""What is kept of one person, in the core and in every room, and how it is made nameless."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

import structlog

from hub.audit.writer import note
from hub.i18n import _
from hub.kernel.database import db, transaction_is_lost
from hub.kernel.refusals import Refused
from hub.kernel.rows import hold
from hub.people.models import Resident
from hub.privacy.places import Place, places
from hub.privacy.unsettled import refuse_what_is_open
from hub.text import in_brackets

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Kept:
    """What one place keeps of a person; `pairs` is None where it may not be read here, or cannot be read now."""

    place: Place
    pairs: list[tuple[Any, Any]] | None
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What one room, or the core, tells of a person: the parts that keep something, and whether some may not be read
    here or cannot be read now."""

    name: str
    parts: list[Kept]
    closed: bool
    failed: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A person's own page: what rooms tell, the rooms that keep nothing, and what some keep in which nobody of the list
    of residents can be found."""

    told: list[Told]
    nothing: list[str]
    unfound: list[tuple[str, list[str]]]


def page_of(resident: Resident) -> Page:
    """Everything that is kept of a resident, by room."""
    told, nothing, unfound = [], [], []
    for name, some in groupby(places(), key=lambda place: place.name):
        here_kept = list(some)
        if nameless := [_why(place) for place in here_kept if place.data.find is None and place.readable]:
            unfound.append((name, nameless))
        kept = [_kept_in(place, resident) for place in here_kept if place.data.find or not place.readable]
        failed = any(one.failed for one in kept)
        closed = any(one.pairs is None and not one.failed for one in kept)
        parts = [one for one in kept if one.pairs]
        if parts or closed or failed:
            told.append(Told(name, parts, closed, failed))
        elif kept:
            nothing.append(name)
    return Page(told, nothing, unfound)


def _why(place: Place) -> str:
    return in_brackets(place.data.purpose, place.data.keep)


def _kept_in(place: Place, resident: Resident) -> Kept:
    """One place's answer; one that fails is said to have failed and hides nothing of the others."""
    if not place.readable or place.data.find is None:
        return Kept(place, None)
    try:
        with db.session.begin_nested():
            found = [(_text(label), _text(value)) for label, value in place.data.find(resident.id)]
            return Kept(place, found)
    except Exception:
        if transaction_is_lost():
            raise
        log.exception("personal_data_failed", room=place.room.id if place.room else "core")
        return Kept(place, None, failed=True)


def _text(said: Any) -> str:
    return said if isinstance(said, str) else str(said)


def erase(resident: Resident) -> int:
    """Make everything of a resident nameless; counts stay. Answers how many rows changed. Raises Refused, and then
    nothing is erased: they still have something, or somebody is at work on something for them (`StillOpen`).

    The resident is held, so that nothing is lent to them meanwhile.
    """
    held = hold(Resident, resident.id)
    if held is None or not held.is_kept:
        raise Refused(_("这个人的资料已经删除了。"))
    refuse_what_is_open(held)
    rows = sum(place.data.erase(resident.id) for place in reversed(list(places())) if place.data.erase)
    note("erase", Resident.__tablename__, resident.id, rows=rows)
    db.session.flush()
    return rows
