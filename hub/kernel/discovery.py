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
        if str(parent.parent) not in sys.path:
            sys.path.append(str(parent.parent))
        for file in sorted(parent.glob(f"*/{FILE}")):
            room = _read(file.parent, f"{parent.name}.{file.parent.name}")
            if room.manifest and room.id != file.parent.name:
                problem = f"{FILE}: id {room.id} differs from its folder {file.parent.name}"
                room = Found(file.parent.name, room.folder, room.package, None, problem)
            yield room


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
