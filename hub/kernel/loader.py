"""Loading rooms, each in isolation: a room that fails in any way is quarantined with its reason, the others work."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import pluggy
import structlog

import hub
from hub.kernel import hookspecs
from hub.kernel.checks import check_declared
from hub.kernel.declarations import Declared
from hub.kernel.discovery import Found, find_rooms, in_cycle, in_order
from hub.kernel.manifest import Manifest
from hub.kernel.models import ROOM_BASES
from hub.settings import Settings

log = structlog.get_logger()
State = Literal["loaded", "quarantined", "asleep"]
ASKED_LATER = ("demo_data",)


class RoomFailed(Exception):
    """A room could not be loaded, and HUB_STRICT says that this stops the start."""


@dataclass(slots=True)
class LoadedRoom:
    """A room as this process has it."""

    found: Found
    state: State = "asleep"
    reason: str = ""
    rule: str = ""  # the rule of conformance that it does not keep, where it is known
    declared: Declared = field(default_factory=Declared)

    @property
    def id(self) -> str:
        return self.found.id

    @property
    def manifest(self) -> Manifest | None:
        return self.found.manifest


class Rooms:
    """The rooms of this process, and the plugin manager they are registered with."""

    def __init__(self, strict: bool = False) -> None:
        self.strict = strict
        self.plugins = pluggy.PluginManager(hookspecs.PROJECT)
        self.plugins.add_hookspecs(hookspecs.Declarations)
        self.plugins.add_hookspecs(hookspecs.Events)
        self.core: dict[str, Declared] = {}
        self._rooms: dict[str, LoadedRoom] = {}

    def __iter__(self) -> Iterator[LoadedRoom]:
        """All rooms, in the order they were loaded, the failed ones last."""
        return iter(sorted(self._rooms.values(), key=lambda room: room.state != "loaded"))

    def get(self, id: str) -> LoadedRoom | None:
        return self._rooms.get(id)

    @property
    def loaded(self) -> list[LoadedRoom]:
        return [room for room in self._rooms.values() if room.state == "loaded"]

    def load_core(self, features: tuple[str, ...]) -> None:
        """Register the core's own features, which answer the same hooks. A failure here is the hub's own."""
        for feature in features:
            module = importlib.import_module(f"hub.{feature}.hooks")
            name = f"core.{feature}"
            self.plugins.register(module, name)
            self.core[feature] = self._ask(name)

    def load(self, settings: Settings, given: Iterable[Found] | None = None) -> None:
        """Find and load all rooms, or those that are given. Raises RoomFailed in strict mode when one fails."""
        everyone = find_rooms(settings.rooms_dirs) if given is None else list(given)
        self._rooms = {found.id: LoadedRoom(found) for found in everyone}
        if settings.safe_mode:
            return
        sound = self._sound([found.manifest for found in everyone if found.manifest])
        for found in everyone:
            if not found.manifest:
                self.quarantine(found.id, found.problem)
        order = in_order(sound)
        self._rooms = {id: self._rooms[id] for id in order} | self._rooms
        for id in order:
            self._load_one(self._rooms[id])

    def quarantine(self, id: str, reason: str, error: BaseException | None = None) -> None:
        """Take a room out, with its reason. Its hooks and models are gone; nothing of it is called again."""
        room = self._rooms[id]
        if room.declared.base in ROOM_BASES:  # never what a room merely claims to be its own
            ROOM_BASES.remove(room.declared.base)
            room.declared.base.registry.dispose()
            _forget_modules(room.found.package)  # another app of this process reads them anew
        room.state, room.reason, room.declared = "quarantined", reason, Declared()
        room.rule = getattr(error, "rule", "")
        if self.plugins.has_plugin(id):
            self.plugins.unregister(name=id)
        log.error("room_quarantined", room=id, reason=reason, exc_info=error)
        if self.strict:
            raise RoomFailed(f"{id}: {reason}") from error

    def _sound(self, manifests: list[Manifest]) -> list[Manifest]:
        """The manifests whose room can be tried: right hub, no circle, all requirements found."""
        circle = in_cycle(manifests)
        known = {manifest.id for manifest in manifests}
        sound = []
        for manifest in manifests:
            missing = [other for other in manifest.requires if other not in known]
            if manifest.id in circle:
                self.quarantine(
                    manifest.id, f"requires or follows itself, through {', '.join(sorted(circle))}"
                )
            elif not manifest.works_with(hub.__version__):
                self.quarantine(manifest.id, f"needs a hub {manifest.hub}; this is {hub.__version__}")
            elif missing:
                self.quarantine(manifest.id, f"requires rooms that are not here: {', '.join(missing)}")
            else:
                sound.append(manifest)
        return sound

    def _load_one(self, room: LoadedRoom) -> None:
        assert room.manifest
        failed = [other for other in room.manifest.requires if self._rooms[other].state != "loaded"]
        if failed:
            self.quarantine(room.id, f"requires rooms that could not be loaded: {', '.join(failed)}")
            return
        modules, bases = set(sys.modules), len(ROOM_BASES)
        try:
            if (room.found.folder / "hooks.py").exists():
                module = importlib.import_module(f"{room.found.package}.hooks")
                self.plugins.register(module, room.id)
                self.plugins.check_pending()
                room.declared = self._ask(room.id)
                check_declared(room.manifest, room.declared)
            room.state = "loaded"
        except (Exception, SystemExit) as error:
            package = room.found.package + "."
            _forget({name for name in sys.modules if name.startswith(package)} - modules, bases)
            self.quarantine(room.id, f"{type(error).__name__}: {error}", error)

    def _ask(self, name: str) -> Declared:
        """Ask one plugin all declaring hooks."""
        answers: dict[str, Any] = {}
        for hook in vars(hookspecs.Declarations):
            if hook.startswith("_"):
                continue
            for impl in getattr(self.plugins.hook, hook).get_hookimpls():
                if impl.plugin_name == name:
                    answers[hook] = _later(impl.function) if hook in ASKED_LATER else impl.function()
        if "models" in answers:
            answers["base"] = answers.pop("models")
        frozen: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in answers.items()
        }
        return Declared(**frozen)


def _later(hook: Callable[[], Callable[..., None]]) -> Callable[..., None]:
    """What a hook answers a function for, asked when that is called: a room reads in then what is needed only then."""

    def call(*given: Any) -> None:
        hook()(*given)

    return call


def _forget_modules(package: str) -> None:
    for name in [name for name in sys.modules if name.startswith(package + ".")]:
        del sys.modules[name]


def _forget(modules: set[str], bases: int) -> None:
    """Take out what a failed room imported; half-mapped classes left behind would break the mappers of all."""
    for name in modules:
        del sys.modules[name]
    for base in ROOM_BASES[bases:]:
        vars(base)["registry"].dispose()
    del ROOM_BASES[bases:]
