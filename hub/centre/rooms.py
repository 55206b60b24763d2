"""The rooms of a village: from a manifest's facts to the village's own row, switched on and off while the hub runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from hub.centre.models import Equipment, Room
from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.loader import LoadedRoom
from hub.kernel.manifest import Manifest
from hub.kernel.models import Village
from hub.kernel.refusals import Refused
from hub.kernel.state import the_hub
from hub.text import join_words


def lock_village() -> None:
    """Let those who change the same thing of this village go one after another, until the transaction ends."""
    db.session.execute(
        select(Village.id).where(Village.id == here.village_id).with_for_update(key_share=True)
    )


def enable_room(key: str) -> Room:
    """Switch a room on in the current village; its row and equipment are made from the manifest the first time.

    Raises Refused when the room is not here, is quarantined, or requires a room that is off.
    """
    lock_village()
    manifest = _working(key)
    off = [other for other in manifest.requires if other not in here.enabled_rooms]
    if off:
        raise Refused(_("要先开通%(rooms)s，才能开通%(room)s。", rooms=names_of(off), room=name_of(manifest)))
    room = here.rooms.get(key)
    if room is None:
        room = add_room(manifest)
    elif room.enabled:
        raise Refused(_("%(room)s已经开通了。", room=room.name))
    room.enabled = True
    db.session.flush()
    reread_rooms()
    the_hub().events.tell("room_enabled", room=room)
    return room


def disable_room(key: str) -> Room:
    """Switch a room off in the current village. Its data stays. Raises Refused when enabled rooms require it."""
    lock_village()
    room = here.rooms.get(key)
    if room is None or not room.enabled:
        raise Refused(_("这个功能室本来就没有开通。"))
    users = needed_by(key)
    if users:
        raise Refused(_("%(rooms)s要用到%(room)s，请先停用它们。", rooms=names_of(users), room=room.name))
    if key in here.enabled_rooms:
        the_hub().events.tell("room_disabled", room=room)
    room.enabled = False
    db.session.flush()
    reread_rooms()
    return room


def move_room(key: str, *, up: bool) -> Room:
    """Move a room one place up or down in the village's order. At either end it stays where it is."""
    lock_village()
    order = [room for room in ordered_rooms() if room.enabled]
    index = next((n for n, room in enumerate(order) if room.key == key), None)
    if index is None:
        raise Refused(_("这个功能室没有开通，不能排序。"))
    other = index + (-1 if up else 1)
    if 0 <= other < len(order):
        order[index], order[other] = order[other], order[index]
    off = [room for room in ordered_rooms() if not room.enabled]
    for place, room in enumerate((*order, *off), start=1):
        room.place = place
    db.session.flush()
    reread_rooms()
    return here.rooms[key]


def add_room(manifest: Manifest, *, enabled: bool = True) -> Room:
    """Give the current village its row of a room, with the equipment its manifest names."""
    facts = manifest.facts
    room = Room(
        key=manifest.id,
        name=name_of(manifest),
        icon=manifest.icon,
        purpose=facts.purpose,
        used_for=facts.used_for,
        enabled=enabled,
        place=manifest.place,
        warn_above=facts.warn_above,
        refuse_above=facts.refuse_above,
        stay_minutes=facts.stay_minutes,
        hours=facts.hours,
    )
    db.session.add(room)
    db.session.flush()
    db.session.add_all(Equipment(room_id=room.id, name=name) for name in facts.equipment)
    return room


def add_rooms(enabled: bool | Iterable[str]) -> None:
    """Give a new village rows for every room this hub has: all on, all off, or those named on (with what they need).

    Raises LookupError for a name that no working room has.
    """
    loaded = {room.id: room.manifest for room in the_hub().rooms.loaded if room.manifest}
    if isinstance(enabled, bool):
        wanted = set(loaded) if enabled else set()
    else:
        wanted = set(enabled)
    unknown = wanted - loaded.keys()
    if unknown:
        raise LookupError(", ".join(sorted(unknown)))
    for key in reversed(loaded):
        if key in wanted:
            wanted.update(loaded[key].requires)
    for key, manifest in loaded.items():
        add_room(manifest, enabled=key in wanted)
    db.session.flush()
    reread_rooms()
    for room in here.enabled_rooms.values():
        the_hub().events.tell("room_enabled", room=room)


def needed_by(key: str) -> list[str]:
    """The enabled rooms that require a room."""
    return [
        room.id
        for room in the_hub().rooms.loaded
        if room.manifest and key in room.manifest.requires and room.id in here.enabled_rooms
    ]


def ordered_rooms() -> Sequence[Room]:
    """All rows of the village's rooms in their order, the disabled ones too."""
    return sorted(here.rooms.values(), key=lambda room: (room.place, room.id))


def reread_rooms() -> None:
    """Make the present situation know the village's rooms as they are now."""
    here.know_rooms(db.session.scalars(select(Room).order_by(Room.place, Room.id)))


def name_of(manifest: Manifest) -> str:
    """The name a new room gets, in the hub's language."""
    return manifest.name(the_hub().settings.lang)


def names_of(keys: Iterable[str]) -> str:
    """Rooms by the names the village knows them by, for a sentence."""
    return join_words(_called(key) for key in keys)


def _called(key: str) -> str:
    if key in here.rooms:
        return here.rooms[key].name
    found = the_hub().rooms.get(key)
    return name_of(found.manifest) if found and found.manifest else key


def _working(key: str) -> Manifest:
    found: LoadedRoom | None = the_hub().rooms.get(key)
    if found is None:
        raise Refused(_("本系统没有安装这个功能室。"))
    if found.state != "loaded" or found.manifest is None:
        raise Refused(_("这个功能室没有装好，现在不能开通。请联系管理员。"))
    return found.manifest
