"""What is kept of renters and of those who wait, and how they are forgotten. Of a licence only a day is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hub.audit.models import AuditEntry
from hub.kernel.database import db
from hub.visits.models import Visit
from plugins.farm_machinery import privacy, upkeep
from plugins.farm_machinery.models import Rental
from plugins.farm_machinery.tests.place import (
    AILI,
    PLOUGH,
    SPRAYER,
    ask,
    back,
    machine,
    out,
    person,
    settle,
    wait,
)

pytestmark = [pytest.mark.state("farm_machinery_place"), pytest.mark.usefixtures("here_now")]


def test_a_person_is_told_what_is_kept():
    out(ask(PLOUGH))
    wait(name="王小明")
    rentals = list(privacy.rentals_of(person().id))
    assert rentals[0][0] == "租用 深耕机 N-05"
    assert "看过驾驶证" in rentals[0][1]
    assert next(iter(privacy.waits_of(person().id)))[0] == "排队 深耕机"


def test_a_machine_that_is_out_or_not_settled_for_comes_first():
    rental, coming = out(ask(PLOUGH)), ask(SPRAYER, first=3)
    wait("打药机", "王小明")
    first, ahead = privacy.rentals_going_on(person().id)
    assert "N-05" in first.text
    assert (first.ends, str(ahead.ends)) == ("", "取消租用")
    assert [str(one.ends) for one in privacy.turns_waited_for(person().id)] == ["不再排队"]
    settle(back(rental), damage=None)
    assert [one.ends for one in privacy.rentals_going_on(person().id)] == ["取消租用"]
    assert coming.state in privacy.NOT_BEGUN


def test_erasing_leaves_the_rental_and_no_name():
    done = settle(back(out(ask(PLOUGH))), damage=None, remark="老王说的")
    coming = ask(SPRAYER, first=3)
    place = wait("打药机", "王小明")
    assert privacy.erase_rentals(person().id) == 2
    assert privacy.erase_waits(person().id) == 1
    for row in (done, coming, place):
        db.session.refresh(row)
    assert (done.renter_id, done.licence_seen_on, done.remark, done.state) == (None, None, "", "settled")
    assert (coming.state, place.state, place.resident_id) == ("cancelled", "dropped", None)


def test_two_years_after_it_was_settled_nobody_knows_whose_it_was(here_now):
    row = settle(back(out(ask(PLOUGH))))
    here_now.shift(timedelta(days=729))
    assert privacy.unlink_old_rentals() == 0
    here_now.shift(timedelta(days=2))
    assert privacy.unlink_old_rentals() == 1
    db.session.refresh(row)
    assert row.renter_id is None
    assert db.session.scalars(select(Visit.resident_id)).one() is None


def test_what_was_cancelled_is_forgotten_too(here_now):
    row = ask(SPRAYER, first=1)
    row.state = "cancelled"
    db.session.flush()
    here_now.shift(timedelta(days=733))
    assert privacy.unlink_old_rentals() == 1


def test_who_waited_is_forgotten_sixty_days_after_the_season(here_now):
    wait(name=AILI, last=3)
    here_now.shift(timedelta(days=63))
    assert privacy.unlink_old_waits() == 0
    here_now.shift(timedelta(days=1))
    assert privacy.unlink_old_waits() == 1


def test_the_audit_never_says_who_rented_nor_when_a_licence_was_seen():
    row = out(ask(PLOUGH))
    row.remark = "老王说的"
    db.session.flush()
    for entry in db.session.scalars(select(AuditEntry)):
        told = str({column.name: getattr(entry, column.name) for column in AuditEntry.__table__.columns})
        if "farm_machinery__rental" in told:
            assert "老王说的" not in told


def test_there_is_no_column_for_a_licence_number():
    names = set(Rental.__table__.columns.keys())
    assert {name for name in names if "licence" in name} == {"licence_seen_on"}


def test_words_about_faults_go_after_a_year(here_now):
    fault = upkeep.report(machine().id, "王小明碰坏的")
    upkeep.settle(fault.id, "fixed", "好了")
    here_now.shift(timedelta(days=364))
    assert privacy.forget_fault_words() == 0
    here_now.shift(timedelta(days=2))
    assert privacy.forget_fault_words() == 1
    db.session.refresh(fault)
    assert (fault.what, fault.outcome, fault.state) == ("", "", "fixed")
