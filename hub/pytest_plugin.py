"""Fixtures for the tests of a room, known to pytest wherever the hub is installed. See `hub.testing`.

pytest reads this module in every run, so it imports nothing of the hub before a fixture is asked for.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from flask import Flask
    from time_machine import Traveller as Clock

    from hub.testing import Client, ScratchHub

FILE = "room.toml"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("hub", "rooms of the village hub")
    words = "the room's folder; by default the nearest above the test that holds room.toml"
    group.addoption("--hub-room", metavar="FOLDER", help=words)
    group.addoption(
        "--hub-database", metavar="URL", default="", help="an empty PostgreSQL, instead of SQLite"
    )
    parser.addini("hub_room", words)


def pytest_configure(config: pytest.Config) -> None:
    """Tests import a room as the hub does: `rooms.sewing_corner` from a folder of rooms."""
    for argument in config.args:
        room = _above(Path(argument.partition("::")[0]).resolve())
        if room and not (room.parent / "pyproject.toml").exists():
            sys.path.append(str(room.parent.parent))


def _above(path: Path) -> Path | None:
    return next((folder for folder in (path, *path.parents) if (folder / FILE).is_file()), None)


def pytest_pycollect_makeitem(
    collector: pytest.Module | pytest.Class, name: str, obj: object
) -> pytest.Collector | None:
    """A subclass of `hub.testing.RoomRules` becomes one test a rule."""
    if not isinstance(obj, type) or "hub_room_rules" in vars(obj) or not hasattr(obj, "hub_room_rules"):
        return None
    from hub.testing.rules import RulesOfRoom

    return RulesOfRoom.from_parent(collector, name=name, room=_room_of(collector.config, collector.path))


def _room_of(config: pytest.Config, test: Path) -> Path:
    if named := config.getoption("--hub-room"):
        return (config.invocation_params.dir / named).resolve()
    if named := config.getini("hub_room"):
        return (config.rootpath / named).resolve()
    found = _above(test)
    if found is None:
        raise pytest.UsageError(
            f"which room? Give --hub-room FOLDER, or hub_room in the ini file ({FILE} lies there)"
        )
    return found


@pytest.fixture
def hub_room(request: pytest.FixtureRequest) -> Path:
    """The folder of the room under test."""
    return _room_of(request.config, request.path)


@pytest.fixture(scope="session")
def hub_of(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Path], ScratchHub]]:
    """The hub for the tests of a room, made when it is first asked for."""
    from hub.testing import ScratchHub
    from hub.testing.scratch import NoScratch

    made: dict[Path, ScratchHub] = {}

    def hub_of(room: Path) -> ScratchHub:
        if room not in made:
            home, url = tmp_path_factory.mktemp("hub"), request.config.getoption("--hub-database")
            try:
                made[room] = ScratchHub(room, home, url)
            except NoScratch as error:
                pytest.fail(str(error), pytrace=False)
        return made[room]

    yield hub_of
    for hub in made.values():
        hub.close()


@pytest.fixture
def scratch_hub(hub_room: Path, hub_of: Callable[[Path], ScratchHub]) -> Iterator[ScratchHub]:
    """The hub with the room under test, shared by the tests of a run."""
    hub = hub_of(hub_room)
    yield hub
    hub.leave()


@pytest.fixture
def hub_app(scratch_hub: ScratchHub) -> Flask:
    """Its app."""
    return scratch_hub.app


@pytest.fixture
def hub_clock() -> Iterator[Clock]:
    """Time stands still at ten in the morning of Thursday, 20 November 2025: `hub_clock.shift(timedelta(days=3))`."""
    import time_machine

    from hub.testing.time import THURSDAY

    with time_machine.travel(THURSDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def hub_village(request: pytest.FixtureRequest, scratch_hub: ScratchHub) -> int:
    """The id of a village of this test's own, in which the room is enabled."""
    if "hub_clock" in request.fixturenames:
        request.getfixturevalue("hub_clock")  # whatever is made, is made in its time
    return scratch_hub.village()


@pytest.fixture
def in_village(hub_app: Flask, hub_village: int) -> Callable[[], AbstractContextManager[None]]:
    """`with in_village(): …` works in the village with all permissions, and commits at the end."""
    from hub.testing import in_village

    return lambda: in_village(hub_app, hub_village)


@pytest.fixture
def keeper(scratch_hub: ScratchHub, hub_village: int) -> Client:
    """A browser in which a keeper of the room is signed in; what it posts carries the token of the form."""
    return _signed_in(scratch_hub, hub_village, "keeper", rooms=[scratch_hub.id])


@pytest.fixture
def secretary(scratch_hub: ScratchHub, hub_village: int) -> Client:
    """The same for the village's secretary."""
    return _signed_in(scratch_hub, hub_village, "secretary")


@pytest.fixture
def reader(scratch_hub: ScratchHub, hub_village: int) -> Client:
    """The same for somebody who may only look, and sees names masked."""
    return _signed_in(scratch_hub, hub_village, "reader")


def _signed_in(hub: ScratchHub, village: int, role: str, **more: Any) -> Client:
    from hub.testing import signed_in

    return signed_in(hub.app, village, role, **more)
