"""The demo villages: all facts of the first centre, plausible days, nobody real."""

from __future__ import annotations

import re
from datetime import time

import pytest
from flask import Flask
from sqlalchemy import func, select

from hub.accounts.models import Membership, User
from hub.accounts.passwords import fits
from hub.audit.models import AuditEntry
from hub.centre.models import DoorCount, Equipment, Opening, Room
from hub.centre.situation import in_village
from hub.demo.accounts import ACCOUNTS, PASSWORD
from hub.kernel.database import db
from hub.kernel.here import here
from hub.people.models import Resident
from hub.people.search import find_residents
from hub.villages.hours import Timetable
from hub.villages.models import Season
from hub.visits.models import Visit, VisitDay

pytestmark = pytest.mark.state("demo")
SHANGHU, NEIGHBOUR = 1, 2


def test_the_first_village_has_all_rooms_and_facts_of_the_centre(app: Flask):
    with in_village(app, SHANGHU):
        assert (here.village.name, here.village.floor_area) == ("上户村", 1500)
        assert "三组900号" in here.village.address
        assert len(here.enabled_rooms) == len(app.extensions["hub"].rooms.loaded)
        wash = here.room("wash_station")
        assert wash.hours == "always"
        hall = here.room("service_hall")
        assert (hall.warn_above, hall.refuse_above) == (20, 30)
        assert "免费复印机" in set(
            db.session.scalars(select(Equipment.name).where(Equipment.room_id == hall.id))
        )


def test_the_second_village_is_different_in_everything(app: Flask):
    with in_village(app, NEIGHBOUR):
        assert here.village.floor_area == 400
        assert len(here.enabled_rooms) == 5
        assert (here.room("service_hall").warn_above, here.room("service_hall").refuse_above) == (5, 8)
        hours = {(season.opens, season.closes) for season in db.session.scalars(select(Season))}
        assert hours == {(time(10), time(22)), (time(10), time(21))}


def test_the_first_village_has_the_hours_of_both_seasons(app: Flask):
    with in_village(app, SHANGHU):
        hours = {(season.opens, season.closes) for season in db.session.scalars(select(Season))}
        assert hours == {(time(8), time(23)), (time(9), time(22, 30))}


@pytest.mark.parametrize("village", [SHANGHU, NEIGHBOUR])
def test_people_come_while_the_rooms_are_open_and_fit_in(app: Flask, village: int):
    with in_village(app, village):
        visits = db.session.scalars(select(Visit).where(Visit.source_id.is_(None))).all()
        assert visits
        first, last = min(visit.day for visit in visits), max(visit.day for visit in visits)
        table = Timetable.of_days(first, last)
        rooms = {room.id: room for room in here.rooms.values()}
        for visit in visits:
            room = rooms[visit.room_id]
            assert room.enabled
            assert any(opens <= visit.started_at < closes for opens, closes in table.hours(room, visit.day))
            assert visit.heads <= (room.refuse_above or 10_000)
            assert visit.started_at <= here.now


@pytest.mark.parametrize("village", [SHANGHU, NEIGHBOUR])
def test_the_totals_of_the_days_are_right(app: Flask, village: int):
    with in_village(app, village):
        day = func.count(Visit.id), func.sum(Visit.heads)
        added = db.session.execute(select(Visit.room_id, Visit.day, *day).group_by(Visit.room_id, Visit.day))
        kept = db.session.execute(select(VisitDay.room_id, VisitDay.day, VisitDay.visits, VisitDay.heads))
        assert sorted(map(tuple, added)) == sorted(map(tuple, kept))


def test_every_phone_is_an_invented_one_and_people_can_be_found(app: Flask):
    with in_village(app, SHANGHU):
        residents = db.session.scalars(select(Resident)).all()
        assert all(re.fullmatch(r"(1990000\d{4})?", resident.phone) for resident in residents)
        assert len({resident.name for resident in residents}) == len(residents)
        assert any("·" in resident.name for resident in residents)
        someone = next(resident for resident in residents if resident.phone)
        assert someone.id in {found.id for found in find_residents(someone.phone[-4:])}


def test_the_doors_were_opened_closed_and_counted(app: Flask):
    with in_village(app, SHANGHU):
        centre = db.session.scalars(select(Opening).where(Opening.room_id.is_(None))).all()
        assert len(centre) > 35
        assert all(log.closed_at is None or log.closed_at > log.opened_at for log in centre)
        counted = db.session.scalars(select(DoorCount.day)).all()
        assert 30 < len(counted) <= 43
        hours = Timetable.of_days(here.today, here.today).hours(None, here.today)
        assert here.today not in counted or any(opens <= here.now for opens, _closes in hours)


def test_every_visit_says_who_recorded_it(app: Flask):
    with in_village(app, SHANGHU):
        nobody = select(func.count(Visit.id)).where(Visit.recorded_by_id.is_(None))
        assert db.session.scalar(nobody) == 0


def test_the_accounts_open_with_the_password_that_is_printed(app: Flask):
    with app.app_context():
        users = {user.username: user for user in db.session.scalars(select(User))}
        assert set(users) == {plan.username for plan in ACCOUNTS}
        assert all(
            fits(user.password_hash, PASSWORD) and not user.must_change_password for user in users.values()
        )
        both = db.session.scalars(select(Membership).where(Membership.user_id == users["liangcun"].id)).all()
        assert {member.village_id for member in both} == {SHANGHU, NEIGHBOUR}


def test_the_audit_holds_the_few_real_changes_and_not_what_is_invented(app: Flask):
    with app.app_context():
        entries = db.session.scalars(select(AuditEntry)).all()
        assert 0 < len(entries) < 30
        assert {entry.action for entry in entries} == {"update", "import"}


def test_rooms_of_the_village_only_were_used(app: Flask):
    with in_village(app, NEIGHBOUR):
        used = set(db.session.scalars(select(Room.key).join(Visit, Visit.room_id == Room.id).distinct()))
        assert used <= set(here.enabled_rooms)
