"""A small evening class to test in: a term, four children, nobody there yet. All names are invented."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from hub.accounts.models import User
from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.kernel.models import Village
from hub.people.models import Resident
from hub.people.services import create_resident
from hub.villages.calendar import load_year
from hub.visits.models import Visit
from plugins.evening_class import arriving, evenings, leaving
from plugins.evening_class.children import Child
from plugins.evening_class.models import Attendance, Enrolment, Pickup, Session, Term, Volunteer
from tests.harness.people import a_user, a_village
from tests.harness.states import state

NOW = datetime(2025, 11, 20, 10, 30, tzinfo=UTC)  # a Thursday, half past six in the evening in the village
TODAY = date(2025, 11, 20)
LAST = date(2026, 1, 10)
ROOM = "/rooms/evening_class"
YU, HAN, YI, HAO = "赵小雨", "钱子涵", "孙欣怡", "李浩宇"
CHILDREN = (
    Child(YU, "赵妈妈", "19900001001", "一年级", "一组", consent_on=TODAY, walks_on=TODAY),
    Child(HAN, "钱爸爸", "19900001002", "二年级", "一组", consent_on=TODAY),
    Child(YI, "孙外婆", "19900001003", "三年级", "二组", "19900001033", consent_on=TODAY),
    Child(HAO, "李姑姑", "19900001004", "二年级"),
)
GRANNY = "钱奶奶桂兰"


@state("class_place")
def class_place(app: Flask) -> None:
    """The village and its class; 钱奶奶 could fetch until yesterday."""
    village = a_village(app, "石桥村", rooms=["evening_class"])
    for _who in range(2):
        a_user(app, village, "keeper", rooms=["evening_class"])
    with in_village(app, village):
        load_year(2025)
        load_year(2026)
        term = Term(name="秋季", first_on=date(2025, 9, 1), last_on=LAST, enrolled=0)
        db.session.add(term)
        db.session.flush()
        helper = create_resident("周帮忙", "19900002001")
        db.session.add(
            Volunteer(
                name=helper.name,
                resident_id=helper.id,
                subject="数学",
                added_on=date(2025, 9, 1),
                checked_on=date(2025, 9, 2),
            )
        )  # fmt: skip
        db.session.add(Volunteer(name="吴没查", subject="书法", added_on=date(2025, 9, 1)))
        for child in CHILDREN:
            row = _enrol(term, child)
            if row.name == HAN:
                db.session.add(
                    Pickup(enrolment_id=row.id, name=GRANNY, relation="奶奶", phone="19900001022",
                           valid_until=date(2025, 11, 19), guardian=False)
                )  # fmt: skip


def _enrol(term: Term, child: Child) -> Enrolment:
    row = Enrolment(
        term_id=term.id, name=child.name, guardian=child.guardian, phone=child.phone, grade=child.grade,
        group=child.group, phone2=child.phone2, consent_on=child.consent_on, walks_on=child.walks_on,
        enrolled_on=date(2025, 9, 1),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    db.session.add(Pickup(enrolment_id=row.id, name=row.guardian, relation="", phone=row.phone, valid_until=LAST,
                          guardian=True))  # fmt: skip
    return row


def the_village(app: Flask) -> int:
    """The id of the village."""
    with app.app_context():
        return db.session.scalars(select(Village.id).where(Village.name == "石桥村")).one()


@contextmanager
def there(app: Flask, keeper: int = 0) -> Iterator[None]:
    """In the village, as one of the two who work there, with all permissions; committed at the end."""
    with app.app_context():
        user = db.session.scalars(select(User).order_by(User.id)).all()[keeper]
    with in_village(app, the_village(app), user):
        yield


def term() -> Term:
    return db.session.scalars(select(Term).where(Term.name == "秋季")).one()


def child(name: str = HAN) -> Enrolment:
    return db.session.scalars(select(Enrolment).where(Enrolment.name == name)).one()


def person(name: str = "周帮忙") -> Resident:
    return db.session.scalars(select(Resident).where(Resident.name == name)).one()


def pickup(name: str) -> Pickup:
    return db.session.scalars(select(Pickup).where(Pickup.name == name)).one()


def come(name: str = HAN) -> Attendance:
    """A child signs in."""
    return arriving.sign_in(child(name).id)


def tonight() -> Session:
    session = evenings.session_on(TODAY)
    assert session
    return session


def fetched(name: str = HAN) -> Attendance:
    """A child comes and goes with its guardian."""
    row = come(name)
    return leaving.release_to(row.id, pickup(row.enrolment.guardian).id)


def count(model: type[Any], *conditions: Any) -> int:
    return db.session.scalar(select(func.count(model.id)).where(*conditions)) or 0


def visits() -> int:
    return count(Visit)
