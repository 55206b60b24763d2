"""Entering a village: loads its rooms, binds the session, and sets who may do what."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator

from flask import Flask
from sqlalchemy import select

from hub.accounts.models import User
from hub.centre.models import Room
from hub.kernel.database import db
from hub.kernel.here import bind_session, here
from hub.kernel.models import Village

EVERYTHING = ("*",)
_ROOMS = select(Room).order_by(Room.place, Room.id)


def enter_village(village: Village, user: User | None, grants: Iterable[str]) -> None:
    """Enter a village in the current request or command."""
    bind_session(village)
    here.enter(village, user, grants, db.session.scalars(_ROOMS))


@contextlib.contextmanager
def in_village(app: Flask, village_id: int, user: User | None = None) -> Iterator[None]:
    """Work in a village outside a request, with a session of one's own, which is committed at the end.

    For commands, jobs and tests. Raises LookupError when there is no such village.
    """
    with app.app_context():
        village = db.session.get(Village, village_id)
        if village is None:
            raise LookupError(f"no village {village_id}")
        actor = db.session.get(User, user.id) if user is not None else None
        enter_village(village, actor, EVERYTHING)
        yield
        db.session.commit()
