"""Finding rooms: folders with a `room.toml`, in the rooms' folders and in packages. No code of a room runs."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from hub.kernel.manifest import FILE, Manifest, ManifestError, read_manifest

GROUP = "hub.rooms"


@dataclass(frozen=True, slots=True)
class Found:
    """A room that was found: its folder, the package its code would be imported as, and its manifest or what is
    wrong with it."""

    id: str
    folder: Path
    package: str
    manifest: Manifest | None
    problem: str = ""


def find_rooms(folders: Iterable[Path]) -> list[Found]:
    """All rooms, sorted by id. Two with one id are both kept out: nobody could say which is meant."""
    found: dict[str, Found] = {}
    for room in [*_in_folders(folders), *_in_packages()]:
        if room.id in found:
            both = f"{found[room.id].folder} and {room.folder}"
            found[room.id] = Found(room.id, room.folder, room.package, None, f"found twice: {both}")
        else:
            found[room.id] = room
    return [found[id] for id in sorted(found)]


def found_in(folder: Path) -> Found:
    """The room in one folder: as the installed package it belongs to, or as one of a folder of rooms."""
    folder = folder.resolve()
    packaged = next((room for room in _in_packages() if room.folder.resolve() == folder), None)
    return packaged or _in_folder(folder)


def with_required(room: Found, others: Iterable[Found]) -> list[Found]:
    """A room with those it requires, and those they require."""
    known = {other.id: other for other in others} | {room.id: room}
    wanted, ahead = {room.id: room}, [room]
    while ahead:
        manifest = ahead.pop().manifest
        for id in manifest.requires if manifest else ():
            if id in known and id not in wanted:
                wanted[id] = known[id]
                ahead.append(known[id])
    return [wanted[id] for id in sorted(wanted)]


def in_order(manifests: Iterable[Manifest]) -> list[str]:
    """Room ids so that each comes after what it requires or follows, then by id. Raises CycleError."""
    known = {manifest.id: manifest for manifest in manifests}
    graph = {
        id: [other for other in (*manifest.requires, *manifest.after) if other in known]
        for id, manifest in sorted(known.items())
    }
    sorter = TopologicalSorter(graph)
    sorter.prepare()
    order: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        order += ready
        sorter.done(*ready)
    return order


def in_cycle(manifests: Iterable[Manifest]) -> set[str]:
    """The ids that wait for one another in a circle."""
    stuck: set[str] = set()
    rest = list(manifests)
    while True:
        try:
            in_order(rest)
        except CycleError as error:
            stuck |= set(error.args[1])
            rest = [manifest for manifest in rest if manifest.id not in stuck]
        else:
            return stuck


def _in_folders(folders: Iterable[Path]) -> Iterator[Found]:
    for parent in folders:
        for file in sorted(parent.glob(f"*/{FILE}")):
            yield _in_folder(file.parent)


def _in_folder(folder: Path) -> Found:
    parent = folder.parent
    if str(parent.parent) not in sys.path:
        sys.path.append(str(parent.parent))
    room = _read(folder, f"{parent.name}.{folder.name}")
    if room.manifest and room.id != folder.name:
        problem = f"{FILE}: id {room.id} differs from its folder {folder.name}"
        room = Found(folder.name, room.folder, room.package, None, problem)
    return room


def _in_packages() -> Iterator[Found]:
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        folder = _folder_of(point)
        if folder is None:
            yield Found(point.name, Path(), point.value, None, f"package {point.value} cannot be found")
        else:
            yield _read(folder, point.value, point.name)


def _folder_of(point: EntryPoint) -> Path | None:
    """Where a package lies, without importing it: only its top-level name is looked up."""
    top, *rest = point.value.split(".")
    spec = find_spec(top)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations))).joinpath(*rest)


def _read(folder: Path, package: str, name: str | None = None) -> Found:
    try:
        manifest = read_manifest(folder)
    except ManifestError as error:
        return Found(name or folder.name, folder, package, None, str(error))
    return Found(manifest.id, folder, package, manifest)
