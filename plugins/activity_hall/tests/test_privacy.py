"""Whom to call for a booking is known for thirty days after it, and then nowhere any more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hub.kernel.database import db
from hub.kernel.erasing import empty_log
from hub.people.services import create_resident
from hub.privacy.retention import run_retention
from plugins.activity_hall import holding, privacy
from plugins.activity_hall.models import Fault
from plugins.activity_hall.tests.place import PHONE, ask, there, thing

pytestmark = [pytest.mark.state("activity_place")]


def test_contacts_are_gone_thirty_days_after_the_booking_and_the_counts_stay(here_now):
    row = ask(contact="王小明", phone=PHONE, override_reason="王小明说要")
    here_now.move_to(row.ends_at + timedelta(days=29))
    assert privacy.forget_contacts() == 0
    here_now.move_to(row.ends_at + timedelta(days=30, minutes=1))
    assert privacy.forget_contacts() == 1
    assert privacy.forget_contacts() == 0
    db.session.refresh(row)
    assert (row.contact, row.phone, row.words, row.override_reason, row.group) == (
        "",
        "",
        "",
        "",
        "广场舞一队",
    )


def test_what_is_kept_of_a_resident_is_found_by_their_telephone_number_and_erased(here_now):
    resident = create_resident("王小明", PHONE)
    ask(contact="王小明", phone=PHONE)
    ((label, told),) = privacy.bookings_of(resident.id)
    assert label == "活动室预约的联系人"
    assert PHONE in told
    assert privacy.erase_bookings(resident.id) == 1
    assert list(privacy.bookings_of(resident.id)) == []


def test_one_without_a_telephone_number_is_not_mixed_up_with_bookings_without_one(here_now):
    resident = create_resident("李芳", "")
    ask(contact="别人")
    assert list(privacy.bookings_of(resident.id)) == []
    assert privacy.erase_bookings(resident.id) == 0


def test_words_about_damage_go_after_a_year(here_now):
    fault = holding.upkeep.found(thing().id, "minor", "王小明踩坏的")
    holding.upkeep.settle(fault.id, "fixed", "好了")
    here_now.shift(timedelta(days=366))
    assert privacy.forget_damage_words() == 1
    db.session.refresh(fault)
    assert (fault.what, fault.outcome) == ("", "")
    assert db.session.query(Fault).count() == 1


@pytest.mark.backends("sqlite")
def test_nothing_of_it_is_left_in_the_bytes_of_the_database(app, clock, database):
    def found(secret: str) -> bool:
        return any(secret.encode() in file.read_bytes() for file in database.home.glob("hub.sqlite3*"))

    secrets = ("阿依努尔之名", "19900007711", "秘密的原因")
    with there(app):
        ends = ask(contact=secrets[0], phone=secrets[1], override_reason=secrets[2]).ends_at
    with app.app_context():
        assert empty_log()
    assert all(map(found, secrets))
    clock.move_to(ends + timedelta(days=31))
    assert [outcome.problem for outcome in run_retention(app) if outcome.problem] == []
    assert not any(map(found, secrets))
