"""Somebody known in the rooms that keep the least of people, erased: no room, no file, no audit tells of them.

Some rooms know a resident (the volunteers of the evening class), some a telephone number (the liaison station), some
keep what they were told sealed (counselling, mediation), and one knows nobody (the youth room). A child of the
evening class is no resident; it is erased in its room, with its guardian.
"""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from hub.accounts.models import User
from hub.audit.models import AuditEntry
from hub.centre.situation import in_village
from hub.kernel.clock import now
from hub.kernel.database import db
from hub.kernel.here import here
from hub.people.models import Resident
from hub.people.services import create_resident
from hub.villages.calendar import load_year
from hub.villages.models import Season
from hub.visits.models import Visit
from plugins.counselling_room import booking
from plugins.counselling_room.models import Appointment, Slot
from plugins.evening_class import children
from plugins.evening_class.models import Enrolment, Pickup, Term, Volunteer
from plugins.liaison_station import handling, intake
from plugins.liaison_station.models import Matter, Step, Trader
from plugins.mediation_room import registering
from plugins.mediation_room.models import Case, Party
from plugins.youth_room import sessions, tally
from plugins.youth_room.models import Tally, Zone
from tests.harness.people import a_user, a_village, signed_in
from tests.harness.states import state

NAME, PHONE, SOUND = "帕提古丽·吐逊江", "19900007788", "patiguli"
OPINION, FORWARDED, NOTED = "渠边第三盏灯不亮", "她家门口那盏灯", "电话里说都好"
DISPUTE = "水沟走向说不到一起"
CHILD, GUARDIAN, GUARDIAN_PHONE, FETCHER, FETCHER_PHONE = (
    "钱子涵", "钱爸爸建国", "19900001002", "钱奶奶桂兰", "19900001022",
)  # fmt: skip
HERS = (NAME, PHONE, SOUND, OPINION, FORWARDED, NOTED)
THE_CHILDS = (CHILD, GUARDIAN, GUARDIAN_PHONE, FETCHER, FETCHER_PHONE)
ROOMS = ("liaison_station", "counselling_room", "mediation_room", "evening_class", "youth_room")
pytestmark = pytest.mark.state("privacy_known_in_rooms")


@state("privacy_known_in_rooms")
def somebody(app: Flask) -> None:
    """A woman who was in all five rooms, and a child of the class."""
    village = a_village(app, "石桥村", rooms=list(ROOMS))
    a_user(app, village, "keeper", rooms=list(ROOMS))
    with app.app_context():
        keeper = db.session.scalars(select(User)).first()
    with in_village(app, village, keeper):
        load_year(here.today.year)
        db.session.add(Season(name="全年", starts_month=1, starts_day=1, opens=time(0), closes=time(23, 59)))
        someone = create_resident(NAME, PHONE, "三组")
        at_the_station()
        in_two_rooms_that_seal()
        at_the_class(someone)
        in_the_youth_room()


def at_the_station() -> None:
    db.session.add(Trader(shop="河畔拌面馆", trade="food", contact=NAME, phone=PHONE))
    said = intake.Intake(topic="road", text=OPINION, contact=NAME, phone=PHONE, named_ok=True)
    matter = intake.take_in(said)
    handling.forward(matter.id, "镇供电所", FORWARDED)
    handling.reply(matter.id, "已换灯三盏")
    handling.feed_back(matter.id, "phone", NOTED)


def in_two_rooms_that_seal() -> None:
    begins = now() + timedelta(days=1)
    slot = Slot(starts_at=begins, ends_at=begins + timedelta(minutes=50))
    db.session.add(slot)
    db.session.flush()
    booking.book(slot.id, PHONE, "keeper")
    registering.register(
        registering.Registration(
            kind="water", source="asked", matter=DISPUTE, first=NAME, second="李四海", first_phone=PHONE,
            both=True,
        )
    )  # fmt: skip


def at_the_class(someone: Resident) -> None:
    term = Term(
        name="这学期",
        first_on=here.today - timedelta(days=30),
        last_on=here.today + timedelta(days=60),
        enrolled=0,
    )
    helper = Volunteer(name=NAME, resident_id=someone.id, subject="数学", added_on=here.today)
    db.session.add_all([term, helper])
    db.session.flush()
    row = children.enrol(
        term.id, children.Child(CHILD, GUARDIAN, GUARDIAN_PHONE, "二年级", "一组", consent_on=here.today)
    )
    children.add_pickup(row.id, FETCHER, "奶奶", FETCHER_PHONE, term.last_on)


def in_the_youth_room() -> None:
    zone = Zone(name="棋乐无穷", used_for="棋类", seats=8)
    db.session.add(zone)
    db.session.flush()
    assert here.user
    session = sessions.open_session(zone.id, here.user.id, now() + timedelta(minutes=30))
    tally.tap(session.id, "primary", "in", 2)


def erase_her(app: Flask) -> None:
    with in_village(app, 1):
        resident = db.session.scalars(select(Resident.id).where(Resident.name == NAME)).one()
    answer = signed_in(app, 1).post(f"/privacy/residents/{resident}/erase", data={"confirmed": "1"})
    assert answer.status_code == 303


def counts() -> dict[str, int]:
    """How many there are of what is to stay, and how many people they stand for."""
    models = (Matter, Step, Trader, Appointment, Case, Party, Enrolment, Tally, Visit)
    rows = {model.__tablename__: db.session.query(model).count() for model in models}
    return rows | {"heads": sum(visit.heads for visit in db.session.query(Visit))}


def test_the_page_tells_of_the_rooms_that_know_her(app: Flask):
    with in_village(app, 1):
        resident = db.session.scalars(select(Resident.id).where(Resident.name == NAME)).one()
    text = signed_in(app, 1).get(f"/privacy/residents/{resident}/").text
    for said in (NAME, PHONE, OPINION, NOTED, "河畔拌面馆", "小课堂志愿者"):
        assert said in text, said
    assert not [said for said in (DISPUTE, *THE_CHILDS) if said in text]


def test_what_two_rooms_were_told_is_sealed_from_the_first_day(found):
    assert found(OPINION)  # what is not sealed is found so
    assert not found(DISPUTE)
    assert not found("李四海")


def test_erased_nothing_of_her_is_found_and_everything_counts_on(app: Flask, found):
    assert [said for said in HERS if not found(said)] == []
    with in_village(app, 1):
        before = counts()
    erase_her(app)
    assert [said for said in HERS if found(said)] == []
    with in_village(app, 1):
        assert counts() == before
        assert db.session.query(Volunteer).count() == 0
        assert db.session.query(Matter).one().topic == "road"
    assert [said for said in THE_CHILDS if not found(said)] == []  # nobody else was touched


def test_a_child_erased_is_found_nowhere_and_was_one_of_the_term(app: Flask, found):
    assert [said for said in THE_CHILDS if not found(said)] == []
    with in_village(app, 1):
        child = db.session.scalars(select(Enrolment.id).where(Enrolment.name == CHILD)).one()
    keeper = signed_in(app, 1, "keeper", rooms=["evening_class"])
    answer = keeper.post(f"/rooms/evening_class/child/{child}/erase", data={"confirmed": "1"})
    assert answer.status_code == 303
    assert [said for said in THE_CHILDS if found(said)] == []
    with in_village(app, 1):
        assert (db.session.query(Enrolment).count(), db.session.query(Pickup).count()) == (0, 0)
        assert db.session.query(Term).one().enrolled == 1
    assert found(NAME)


def test_the_audit_never_had_anything_of_what_they_told(app: Flask):
    with in_village(app, 1):
        entries = db.session.scalars(select(AuditEntry)).all()
        told = str([entry.changes for entry in entries])
        tables = {entry.table for entry in entries}
    assert {"liaison_station__matter", "evening_class__enrolment"} <= tables
    assert [said for said in (PHONE, OPINION, FORWARDED, NOTED, DISPUTE, *THE_CHILDS) if said in told] == []
