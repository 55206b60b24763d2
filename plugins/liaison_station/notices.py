"""What the station says on the centre's public page: reception days, and the answers on its public board."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from hub.room import NoticeLine, _, db, here

from .models import Reception
from .posting import on_board, the_board

AHEAD = 12  # reception days


def coming_up() -> Iterable[NoticeLine]:
    """Reception days that are published and not over. Who receives hangs on the wall and is not said here."""
    planned = Reception.state == "planned", Reception.day >= here.today
    rows = select(Reception).where(*planned).order_by(Reception.day, Reception.opens).limit(AHEAD)
    for row in db.session.scalars(rows):
        if datetime.combine(row.day, row.closes, here.tz) > here.now:
            yield NoticeLine(_("代表接待日"), row.about, datetime.combine(row.day, row.opens, here.tz))


def answered() -> Iterable[NoticeLine]:
    """Opinions and replies whose submitters agreed, while the station's own board is open to the public."""
    if the_board() is None:
        return
    for row in on_board():
        if row.answer:
            yield NoticeLine(row.question, row.answer, row.posted_at)
