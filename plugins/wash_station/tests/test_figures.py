"""The room in numbers, how it forgets, and that the demo keeps to its rules."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from sqlalchemy import func, select

from hub.demo.demo import Demo
from hub.kernel.database import db
from hub.kernel.here import here
from hub.room import Period
from hub.visits.models import Visit
from plugins.wash_station import bays, by_bay, faults, figures, privacy, todos, washing
from plugins.wash_station.demo import fill
from plugins.wash_station.models import Bay, Check, Consumable, Fault, Outage, Service, StockMove, Use
from plugins.wash_station.tests.place import bay, book, count, start

pytestmark = [pytest.mark.state("wash_place"), pytest.mark.usefixtures("here_now")]
TODAY = date(2025, 11, 20)


@pytest.fixture
def month() -> Period:
    starts = datetime(2025, 11, 1, tzinfo=here.tz)
    return Period(date(2025, 11, 1), date(2025, 11, 30), starts, datetime(2025, 12, 1, tzinfo=here.tz))


def told(period: Period) -> dict[str, object]:
    return {row.code: row.count(period) for row in figures.REPORT}


class TestTheMonth:
    def test_uses_hours_and_who_began_them(self, here_now, month):
        first = start(source="public")
        start("3")
        here_now.shift(timedelta(minutes=30))
        washing.finish(first.id)
        here_now.shift(timedelta(hours=5))
        found = told(month)
        assert (found["uses_car"], found["uses_carpet"], found["by_phone"]) == (1, 1, 1)
        assert found["hours"] == 2.0  # half an hour, and a forgotten one of ninety minutes

    def test_bookings_those_who_did_not_come_and_those_that_were_cancelled(self, here_now, month):
        book()
        washing.cancel(book("2").id, "停水")
        assert told(month)["not_come"] == 0
        here_now.shift(timedelta(hours=3))
        found = told(month)
        assert (found["bookings"], found["not_come"], found["cancelled"]) == (2, 1, 1)

    def test_faults_and_days_out_of_service(self, here_now, month):
        faults.report(bay().id, "minor", "滴水")
        faults.report(bay("2").id, "danger", "漏电")
        here_now.shift(timedelta(hours=36))
        found = told(month)
        assert (found["faults"], found["grave"], found["out"]) == (2, 1, 1.5)

    def test_bays_add_up_to_the_station(self, here_now, month):
        start()
        start("2")
        here_now.shift(timedelta(hours=1))
        rows = by_bay.of_period(month)
        assert sum(row.uses for row in rows) == told(month)["uses_car"]
        assert round(sum(row.minutes for row in rows) / 60, 1) == told(month)["hours"]

    def test_a_month_without_anything_is_all_noughts(self, month):
        assert set(told(month).values()) == {0}


class TestForgetting:
    def test_a_ticket_is_gone_after_a_week(self, here_now):
        use = book()
        here_now.shift(timedelta(days=7))
        assert privacy.forget_tickets() == 0
        here_now.shift(timedelta(hours=4))
        assert privacy.forget_tickets() == 1
        db.session.refresh(use)
        assert use.ticket is None
        assert privacy.forget_tickets() == 0

    def test_what_strangers_wrote_goes_after_thirty_days_what_keepers_wrote_after_a_year(self, here_now):
        own = faults.report(bay().id, "minor", "接头滴水")
        theirs = faults.report_from_outside(bay().id, "minor", "王小明弄坏的")
        here_now.shift(timedelta(days=90))
        assert privacy.forget_public_words() == 0  # nobody has looked at it yet
        for fault in (own, theirs):
            faults.upkeep.settle(fault.id, "fixed", "好了", back=False)
        here_now.shift(timedelta(days=31))
        assert privacy.forget_public_words() == 1
        db.session.refresh(theirs)
        db.session.refresh(own)
        assert (theirs.what, own.what) == ("", "接头滴水")
        here_now.shift(timedelta(days=366))
        assert privacy.forget_fault_words() == 1

    def test_nothing_can_be_found_of_a_person(self):
        assert {(place.find, place.erase) for place in privacy.PERSONAL_DATA} == {(None, None)}


class TestTheDemo:
    @pytest.fixture(autouse=True)
    def told(self, here_now):
        """Beside what is there already, which is moved to make room."""
        for row in db.session.scalars(select(Bay)):
            row.number, row.offered = "旧" + row.number, False
        for item in db.session.scalars(select(Consumable)):
            item.name = "旧" + item.name
        db.session.flush()
        fill(Demo(Random(7), date(2025, 5, 20), TODAY, [], 0.6))

    def test_nobody_was_at_a_bay_with_another(self):
        for row in bays.all_bays():
            rows = db.session.scalars(select(Use).where(Use.bay_id == row.id).order_by(Use.starts_at)).all()
            assert all(one.busy_until <= other.starts_at for one, other in pairwise(rows))

    def test_every_use_is_a_visit(self):
        begun = count(Use, Use.begun_at.is_not(None))
        assert begun == count(Visit, Visit.source_type == washing.SOURCE) > 100
        assert db.session.scalar(select(func.sum(Bay.uses))) == begun

    def test_stock_is_the_sum_of_its_moves(self):
        for row in db.session.scalars(select(Consumable).where(Consumable.name.not_like("旧%"))):
            moved = select(func.sum(StockMove.change)).where(StockMove.consumable_id == row.id)
            assert row.stock == db.session.scalar(moved) >= 0

    def test_there_is_something_to_see_today(self, app):
        assert {one.state for one in bays.glances()} == {"running", "out", "free"}
        with app.test_request_context():
            shown = {str(todo.pill) for source in todos.TODOS for todo in source.fetch()}
        assert {"故障", "每日检查", "该进货"} <= shown
        assert count(Service) == 12
        assert count(Outage, Outage.ended_at.is_(None)) == 1

    def test_there_is_nothing_left_to_forget(self):
        assert privacy.forget_public_words() == privacy.forget_tickets() == privacy.drop_checks() == 0
        assert count(Check) > 100
        assert count(Fault) >= 1
