"""A village and those who work in it, for tests: made in a line, and signed in as through the page.

village = a_village(app, rooms=["tool_station"])
keeper = signed_in(app, village, "keeper", rooms=["tool_station"])
keeper.post("/visits/record", data={...})       # carries its CSRF token, as a page's form does
"""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask

from hub.centre.models import Equipment, Room
from hub.centre.situation import in_village
from hub.conformance.visitors import Client, a_user, sign_in, signed_in
from hub.kernel.clock import now
from hub.kernel.database import db
from hub.kernel.models import Village

__all__ = ["Client", "a_user", "a_village", "sign_in", "signed_in"]


def a_village(app: Flask, name: str = "甲村", *, rooms: Iterable[str] = ()) -> int:
    """A village with the rooms named, enabled with the facts of their manifests. Answers its id."""
    with app.app_context():
        village = Village(name=name, created_at=now())
        db.session.add(village)
        db.session.commit()
        id = village.id
    with in_village(app, id):
        for place, key in enumerate(rooms):
            found = app.extensions["hub"].rooms.get(key)
            assert found, f"no room {key}"
            manifest = found.manifest
            facts = manifest.facts
            room = Room(
                key=key, name=manifest.name("zh_Hans_CN"), icon=manifest.icon, purpose=facts.purpose,
                warn_above=facts.warn_above, refuse_above=facts.refuse_above, stay_minutes=facts.stay_minutes,
                hours=facts.hours, place=place, enabled=True,
            )  # fmt: skip
            db.session.add(room)
            db.session.flush()
            db.session.add_all(Equipment(room_id=room.id, name=thing) for thing in facts.equipment)
    return id
