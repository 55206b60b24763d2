"""States of a database that tests begin from.

A state is built once a run and then copied, so that a test may begin from a village with two years of visits at the
cost of copying a file. `migrated`, all tables and no row, is what a test gets when it asks for nothing else:

    @state("demo")
    def demo(app: Flask) -> None:
        with app.app_context():
            ...

    @pytest.mark.state("demo")
    def test_the_home_screen_names_the_rooms(client): ...
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

Builder = Callable[[Flask], None]

EMPTY = "empty"
MIGRATED = "migrated"


@dataclass(frozen=True)
class State:
    """How a state is made: by `build`, beginning from the state `after`."""

    build: Builder
    after: str


STATES: dict[str, State] = {}


def state(name: str, *, after: str = MIGRATED) -> Callable[[Builder], Builder]:
    """Declare a state under a name of letters, digits and underscores."""

    def declare(build: Builder) -> Builder:
        if name in STATES and STATES[name].build.__module__ != build.__module__:
            raise ValueError(f"two states are called {name}")
        STATES[name] = State(build, after)
        return build

    return declare


@state(MIGRATED, after=EMPTY)
def migrated(app: Flask) -> None:
    """The tables of the core and of every room, and a key for what is sealed."""
    from hub.audit.writer import quiet
    from hub.confidential.keys import ensure_key
    from hub.kernel import migrate

    migrate.upgrade(app)
    with quiet():
        ensure_key(app)


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Among the workers of a run, only one is inside at a time."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
