"""A village is founded with all it needs to open its door, wholly or not at all."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from hub.accounts.models import User
from hub.audit.models import AuditEntry
from hub.centre.models import Equipment
from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.models import Village
from hub.kernel.refusals import Refused
from hub.villages.calendar import is_working_day
from hub.villages.hours import hours_of
from hub.villages.services import create_village

pytestmark = pytest.mark.state("centre")


def test_a_new_village_has_hours_holidays_and_rooms(app):
    with app.app_context():
        number = create_village("新村", town="上户镇", population=800)
    with in_village(app, number):
        assert (here.village.name, here.village.population) == ("新村", 800)
        assert hours_of(None, date(2025, 7, 15))
        assert set(here.enabled_rooms) == {"hall", "pool", "kitchen", "listener"}
        assert db.session.scalars(select(Equipment)).all()


def test_this_years_holidays_are_there(app):
    with app.app_context():
        number = create_village("新村")
    with in_village(app, number):
        new_year = date(here.today.year, 1, 1)
        assert not is_working_day(new_year)


def test_rooms_may_stand_ready_but_off(app):
    with app.app_context():
        number = create_village("新村", rooms=False)
    with in_village(app, number):
        assert not here.enabled_rooms
        assert set(here.rooms) == {"hall", "pool", "kitchen", "listener"}


def test_only_the_rooms_named_are_on(app):
    with app.app_context():
        number = create_village("新村", rooms=["hall"])
    with in_village(app, number):
        assert set(here.enabled_rooms) == {"hall"}


def test_an_unknown_room_founds_nothing(app):
    with app.app_context():
        with pytest.raises(LookupError):
            create_village("新村", rooms=["cinema"])
        assert "新村" not in db.session.scalars(select(Village.name)).all()


def test_what_comes_after_decides_too(app):
    def refuse(_village: Village) -> None:
        raise Refused("不行")

    with app.app_context():
        with pytest.raises(Refused):
            create_village("新村", and_then=refuse)
        assert "新村" not in db.session.scalars(select(Village.name)).all()


def test_the_audit_says_who_founded_it(app):
    with app.app_context():
        town = db.session.scalars(select(User).where(User.username == "town")).one()
        town_id = town.id
        number = create_village("新村", user=town)
        founded = select(AuditEntry).where(AuditEntry.table == "room", AuditEntry.village_id == number)
        assert {entry.user_id for entry in db.session.scalars(founded)} == {town_id}
