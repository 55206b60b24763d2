"""A small youth room to test in: two zones, three game sets, ink, a keeper on duty, nobody inside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from hub.accounts.models import User
from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.models import Village
from hub.villages.models import Season
from hub.visits.models import Visit
from plugins.youth_room import sessions, tally
from plugins.youth_room.models import Consumable, GameSet, Session, Tally, Tap, Zone
from plugins.youth_room.sessions import SOURCE
from tests.harness.people import a_user, a_village
from tests.harness.states import state

NOW = datetime(2025, 11, 20, 8, 0, tzinfo=UTC)  # a Thursday, four in the afternoon in the village
ROOM = "/rooms/youth_room"
CHESS, INK = "棋乐无穷", "翰墨润心"


@state("youth_place")
def youth_place(app: Flask) -> None:
    """The village and its youth room. Ten are many, twenty are too many."""
    village = a_village(app, "石桥村", rooms=["youth_room"])
    a_user(app, village, "keeper", rooms=["youth_room"])
    with in_village(app, village):
        db.session.add(Season(name="冬季", starts_month=10, starts_day=1, opens=time(9), closes=time(22, 30)))
        chess, ink = Zone(name=CHESS, used_for="棋类", seats=8), Zone(name=INK, used_for="书法")
        db.session.add_all([chess, ink])
        db.session.flush()
        for number, name, parts in (
            ("Q-01", "象棋", "红子16、黑子16、棋盘"), ("Q-02", "五子棋", "黑子、白子、棋盘"), ("Q-03", "桌面足球", ""),
        ):  # fmt: skip
            db.session.add(GameSet(number=number, name=name, zone_id=chess.id, parts=parts))
        db.session.add(Consumable(name="墨汁", unit="瓶", stock=5, low_at=2))


def the_village(app: Flask) -> int:
    """The id of the village."""
    with app.app_context():
        return db.session.scalars(select(Village.id).order_by(Village.id)).first() or 0


@contextmanager
def there(app: Flask) -> Iterator[None]:
    """In the village as its keeper, with all permissions. Committed at the end."""
    village = the_village(app)
    with app.app_context():
        user = db.session.scalars(select(User).order_by(User.id)).first()
    with in_village(app, village, user):
        yield


def zone(name: str = CHESS) -> Zone:
    return db.session.scalars(select(Zone).where(Zone.name == name)).one()


def adult() -> int:
    return db.session.scalars(select(User.id).order_by(User.id)).first() or 0


def game(number: str = "Q-01") -> GameSet:
    return db.session.scalars(select(GameSet).where(GameSet.number == number)).one()


def opened(name: str = CHESS, hours: float = 2) -> Session:
    """A session that is open."""
    return sessions.open_session(zone(name).id, adult(), here.now + timedelta(hours=hours))


def come(session: Session, number: int = 1, band: str = "primary", **more: Any) -> Tap:
    return tally.tap(session.id, band, "in", number, **more)


def go(session: Session, number: int = 1, band: str = "primary", **more: Any) -> Tap:
    return tally.tap(session.id, band, "out", number, **more)


def the_visit(session: Session) -> Visit | None:
    """The visit of a session, read anew."""
    return db.session.scalars(
        select(Visit)
        .where(Visit.source_type == SOURCE, Visit.source_id == session.id)
        .execution_options(populate_existing=True)
    ).one_or_none()


def heads(session: Session) -> dict[str, tuple[int, int]]:
    """Came and gone by band."""
    rows = db.session.scalars(select(Tally).where(Tally.session_id == session.id))
    return {row.band: (row.came, row.gone) for row in rows}


def count(model: type[Any], *conditions: Any) -> int:
    return db.session.scalar(select(func.count(model.id)).where(*conditions)) or 0
