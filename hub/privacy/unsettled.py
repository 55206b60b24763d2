"""What of a person is not over yet, and what erasing them means for it: the rooms say so (`PersonalData.unsettled`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby

import structlog
from flask import url_for

from hub.i18n import _
from hub.kernel.database import db, transaction_is_lost
from hub.kernel.declarations import Unsettled
from hub.kernel.refusals import Refused
from hub.people.models import Resident
from hub.privacy.places import Place, places
from hub.text import join_notes, join_words

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Standing:
    """What one room, or the core, says is not over: what has to be settled first, and what erasing ends."""

    name: str
    first: list[Unsettled] = field(default_factory=list)
    ended: list[Unsettled] = field(default_factory=list)


class StillOpen(Refused):
    """Somebody cannot be erased yet. `standings` are the rooms in which something has to be settled first."""

    def __init__(self, resident: Resident, standings: list[Standing]) -> None:
        self.standings = standings
        super().__init__(
            _("%(name)s 还不能删除，先办完这些：%(open)s。", name=resident.name, open=in_words(standings))
        )


def standings_of(resident: Resident) -> list[Standing]:
    """What is not over of a resident, by room."""
    told = []
    for name, some in groupby(places(), key=lambda place: place.name):
        standing = Standing(name)
        for place in some:
            for one in _asked(place, resident.id):
                (standing.ended if one.ends else standing.first).append(one)
        if standing.first or standing.ended:
            told.append(standing)
    return told


def to_settle_first(resident: Resident) -> list[Standing]:
    """The rooms that still need to know who it is."""
    return [standing for standing in standings_of(resident) if standing.first]


def refuse_what_is_open(resident: Resident) -> None:
    """Raise StillOpen as long as a room needs to know who it is."""
    if standings := to_settle_first(resident):
        raise StillOpen(resident, standings)


def in_words(standings: list[Standing]) -> str:
    """What has to be settled first, room by room."""
    return join_notes(
        _("%(room)s：%(open)s", room=one.name, open=join_words(thing.text for thing in one.first))
        for one in standings
    )


def _asked(place: Place, resident_id: int) -> Iterator[Unsettled]:
    """One place's answer. One that fails may hide something that is lent, so nobody is erased meanwhile."""
    if place.data.unsettled is None:
        return
    try:
        with db.session.begin_nested():
            found = [
                Unsettled(str(one.text), one.at, str(one.ends)) for one in place.data.unsettled(resident_id)
            ]
    except Exception:
        if transaction_is_lost():
            raise
        log.exception("unsettled_failed", room=place.room.id if place.room else "core")
        found = [Unsettled(_("有的内容暂时读不到，请稍后再试"))]
    if not place.readable:
        found = list(_closed(found))
    elif not place.is_on:
        found = [replace(one, at=partial(url_for, "centre.rooms")) for one in found]
    yield from found


def _closed(found: list[Unsettled]) -> Iterator[Unsettled]:
    """A confidential room says that there is something, never what."""
    if any(not one.ends for one in found):
        yield Unsettled(_("有事情没有办完，请该室工作人员办理"))
    if any(one.ends for one in found):
        yield Unsettled(_("有约好的事情"), ends=_("由该室了结"))
