"""Two villages, and residents made in a line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.people.models import Resident
from hub.people.search import find_residents
from hub.people.services import create_resident
from tests.harness.people import Client, signed_in

ROOMS = Path(__file__).parent / "people_rooms"


@dataclass(frozen=True)
class Place:
    """The first village is where things happen."""

    app: Flask
    village: int
    other: int

    @contextmanager
    def inside(self, village: int | None = None) -> Iterator[None]:
        """Work in the first village, or in another."""
        with in_village(self.app, village or self.village):
            yield

    def resident(self, name: str, phone: str = "", group: str = "", *, village: int | None = None) -> int:
        """A resident; answers the id."""
        with self.inside(village):
            return create_resident(name, phone, group, another=True).id

    def read(self, resident_id: int) -> Resident:
        """A resident as it stands now."""
        with self.inside():
            found = db.session.get(Resident, resident_id)
            assert found
            db.session.expunge(found)
            return found

    def found(self, words: str, *, village: int | None = None) -> list[str]:
        """The names that a search finds."""
        with self.inside(village):
            return [resident.name for resident in find_residents(words)]

    def browser(self, role: str = "keeper", *, village: int | None = None) -> Client:
        return signed_in(self.app, village or self.village, role, rooms=["tool_station"])
