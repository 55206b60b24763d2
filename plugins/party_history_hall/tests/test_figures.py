"""The room in numbers, what it tells the month, how it forgets, and that the demo keeps to its rules."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from sqlalchemy import select, text

from hub.demo.demo import Demo
from hub.kernel.database import db
from hub.kernel.here import here
from hub.room import Period
from hub.visits.models import Visit
from plugins.party_history_hall import booking, exhibits, figures, hall, privacy, receiving, todos
from plugins.party_history_hall.demo import fill
from plugins.party_history_hall.models import Check, Exhibit, Fault, Group, Guide
from plugins.party_history_hall.tests.place import book, count, exhibit, guide, wanted

pytestmark = [pytest.mark.state("party_place"), pytest.mark.usefixtures("here_now")]
TODAY = date(2025, 11, 20)


def november() -> Period:
    return Period(
        date(2025, 11, 1), date(2025, 11, 30), here.now - timedelta(days=19), here.now + timedelta(days=10)
    )


def came(row: Group, heads: int, here_now) -> None:
    here_now.move_to(row.starts_at)
    receiving.arrive(row.id, heads)
    here_now.move_to(row.ends_at)
    receiving.leave(row.id)


class TestTheMonth:
    def test_it_counts_groups_parts_and_heads_by_kind(self, here_now):
        parts = booking.book(wanted(60, split=True)).groups
        school = book(20, hours=5, kind="school", by_teacher=True, contact="带队老师")
        booking.cancel(book(5, hours=8).id, "改期")
        for row in (*parts, school):
            came(row, row.asked, here_now)
        month = november()
        told = {row.code: row.count(month) for row in figures.REPORT}
        assert (told["groups"], told["sittings"], told["heads"], told["cancelled"]) == (2, 3, 80, 1)
        assert (told["heads_party_day"], told["heads_school"], told["heads_public"]) == (60, 20, 0)

    def test_a_party_day_is_one_event_however_many_parts(self, here_now):
        for row in booking.book(wanted(60, split=True)).groups:
            came(row, row.asked, here_now)
        book(9, hours=30)
        held, planned = figures.party_days(november())
        assert (held.state, held.heads, held.timed, held.by_residents, held.late) == (
            "held",
            60,
            True,
            False,
            False,
        )
        assert (planned.state, planned.day) == ("planned", date(2025, 11, 21))

    def test_one_whose_end_nobody_noted_is_not_timed(self, here_now):
        row = book(9)
        here_now.move_to(row.starts_at)
        receiving.arrive(row.id, 9)
        assert figures.party_days(november())[0].timed is False

    def test_the_card_says_what_comes_next(self):
        assert figures.card() == "今天没有预约了"
        book(5)
        book(5, hours=2)
        assert figures.card() == "今天还有 2 批，11:00"


class TestWhatIsToBeDone:
    def shown(self, app) -> set[str]:
        with app.test_request_context():
            return {str(todo.pill) for source in todos.TODOS for todo in source.fetch()}

    def test_it_names_what_waits(self, app, here_now):
        book(5)
        exhibits.upkeep.found(exhibit().id, "minor", "一角翘起")
        assert self.shown(app) == {"缺讲解员", "开馆检查", "展品报修"}
        exhibits.daily.note(exhibits.checklist())
        here_now.shift(timedelta(hours=3))
        assert self.shown(app) == {"没登记到场", "展品报修"}


class TestExhibits:
    def test_danger_takes_it_down_and_mending_brings_it_back(self):
        fault = exhibits.upkeep.found(exhibit().id, "danger", "玻璃裂了")
        assert (exhibit().out_since, exhibit().condition) == (here.now, "broken")
        exhibits.upkeep.settle(fault.id, "fixed", "换了玻璃", back=True)
        assert (exhibit().out_since, exhibit().condition) == (None, "good")

    def test_the_check_of_the_day_is_one_and_can_be_put_right(self):
        first, *others = exhibits.checklist()
        assert exhibits.daily.note(others).missing == first
        assert exhibits.daily.note([first, *others]).missing == ""
        assert count(Check) == 1


class TestForgetting:
    def test_contacts_after_thirty_days(self, here_now):
        row = book(5, contact="带队的", phone="19900000001", reason="")
        here_now.shift(timedelta(days=29))
        assert privacy.forget_contacts() == 0
        here_now.shift(timedelta(days=2))
        assert privacy.forget_contacts() == 1
        db.session.refresh(row)
        assert (row.contact, row.phone, row.organisation) == ("", "", "第一党支部")

    def test_guides_after_they_stopped_or_were_idle_for_two_years(self, here_now):
        stopped = guide()
        hall.stop_guide(stopped.id)
        here_now.shift(timedelta(days=31))
        assert privacy.forget_guides() == 1
        db.session.refresh(stopped)
        assert stopped.name == ""
        here_now.shift(timedelta(days=800))
        assert privacy.forget_guides() == 1

    def test_reasons_faults_and_checks(self, here_now):
        booking.cancel(book(5).id, "有人病了")
        fault = exhibits.upkeep.found(exhibit().id, "minor", "谁弄坏的")
        exhibits.upkeep.settle(fault.id, "fixed", "好了")
        exhibits.daily.note([])
        here_now.shift(timedelta(days=367))
        assert (privacy.forget_reasons(), privacy.forget_fault_words(), privacy.drop_checks()) == (1, 1, 0)
        here_now.shift(timedelta(days=367))
        assert privacy.drop_checks() == 1

    def test_what_was_written_of_people_is_in_no_audit_entry(self, app):
        book(5, contact="带队的那位", phone="19900000001")
        db.session.flush()
        entries = " ".join(
            str(row) for row in db.session.connection().execute(text("SELECT * FROM audit_entry"))
        )
        assert "带队的那位" not in entries
        assert "19900000001" not in entries


class TestTheDemo:
    @pytest.fixture(autouse=True)
    def told(self, here_now):
        """Beside what is there already."""
        for row in db.session.scalars(select(Exhibit)):
            row.number, row.offered = "旧" + row.number, False
        db.session.flush()
        fill(Demo(Random(7), date(2025, 2, 20), TODAY, [], 0.6))

    def test_no_guide_is_in_two_places_and_every_group_that_came_is_a_visit(self):
        for row in db.session.scalars(select(Guide)):
            groups = db.session.scalars(
                select(Group).where(Group.guide_id == row.id).order_by(Group.starts_at)
            ).all()
            assert all(one.ends_at <= other.starts_at for one, other in pairwise(groups))
        assert count(Group, Group.state == "came") == count(Visit, Visit.source_type == receiving.SOURCE) > 20

    def test_there_is_something_to_see(self, app):
        with app.test_request_context():
            shown = {str(todo.pill) for source in todos.TODOS for todo in source.fetch()}
        assert {"缺讲解员", "展品报修"} <= shown
        assert count(Group, Group.parts == 3) == 3

    def test_there_is_nothing_left_to_forget(self):
        assert privacy.forget_contacts() == privacy.forget_reasons() == privacy.forget_fault_words() == 0
        assert count(Fault) >= 1
