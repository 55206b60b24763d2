"""Where the sheets stand that rooms and the core's own features have declared."""

from __future__ import annotations

from collections.abc import Iterator

from hub.kernel.declarations import ImportSheet
from hub.kernel.here import here
from hub.kernel.state import the_hub


def sheet_name(room: str, key: str) -> str:
    """How a sheet is called throughout the hub: `reading_room.books`, of the core's `residents`."""
    return f"{room}.{key}" if room else key


def sheet_of(room: str, key: str) -> ImportSheet | None:
    """A sheet of a room, or of the core (""), whether or not the room is on."""
    if room:
        loaded = the_hub().rooms.get(room)
        declared = loaded.declared.import_sheets if loaded else ()
    else:
        declared = tuple(sheet for one in the_hub().rooms.core.values() for sheet in one.import_sheets)
    return next((sheet for sheet in declared if sheet.key == key), None)


def find_sheet(name: str) -> tuple[str, ImportSheet] | None:
    """The room ("" for the core) and the sheet of a name, as long as its room is on in this village."""
    room, _dot, key = name.rpartition(".")
    if room and room not in here.enabled_rooms:
        return None
    sheet = sheet_of(room, key)
    return (room, sheet) if sheet else None


def permission_of(room: str, sheet: ImportSheet) -> str:
    """The whole name of the permission to take a sheet in."""
    return f"{room}.{sheet.permission}" if room and "." not in sheet.permission else sheet.permission


def all_sheets() -> Iterator[tuple[str, ImportSheet]]:
    """Every sheet of the core (room "") and of the rooms, on or off."""
    hub = the_hub()
    yield from (("", sheet) for declared in hub.rooms.core.values() for sheet in declared.import_sheets)
    yield from ((room.id, sheet) for room in hub.rooms.loaded for sheet in room.declared.import_sheets)


def sheets_here() -> Iterator[tuple[str, ImportSheet]]:
    """All sheets that the one who looks may take in, the core's first."""
    hub = the_hub()
    every = [("", sheet) for declared in hub.rooms.core.values() for sheet in declared.import_sheets]
    for key in here.enabled_rooms:
        loaded = hub.rooms.get(key)
        every += [(key, sheet) for sheet in (loaded.declared.import_sheets if loaded else ())]
    return ((room, sheet) for room, sheet in every if here.can(permission_of(room, sheet)))
