"""What the room keeps of people, how it forgets them, and that the demo keeps to it."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import select

from hub.audit.models import AuditEntry
from hub.demo.demo import Demo
from hub.kernel.database import db
from hub.kernel.here import here
from hub.people.models import Resident
from hub.visits.models import Visit
from plugins.tool_station import lending, privacy, reserving
from plugins.tool_station.demo import fill
from plugins.tool_station.models import Briefing, Loan, Reservation, Tool
from plugins.tool_station.tests.place import AILI, TODAY, WANG, count, gloves, lend, person, tool

pytestmark = [pytest.mark.state("tool_place"), pytest.mark.usefixtures("here_now")]


class TestForgetting:
    def test_sixty_days_after_the_return_loan_and_visit_know_nobody(self, here_now):
        loan = lend("T-02")
        lending.give_back(loan.id)
        here_now.shift(timedelta(days=60))
        assert privacy.unlink_old_loans() == 0
        here_now.shift(timedelta(hours=1))
        assert privacy.unlink_old_loans() == 1
        assert (count(Loan), count(Loan, Loan.borrower_id.is_not(None))) == (1, 0)
        assert (count(Visit), count(Visit, Visit.resident_id.is_not(None))) == (1, 0)

    def test_what_is_still_out_is_known(self, here_now):
        lend("T-02")
        here_now.shift(timedelta(days=400))
        assert privacy.unlink_old_loans() == 0

    def test_reservations_go_the_same_way(self, here_now):
        reserving.reserve(tool("T-02").id, person(WANG), TODAY)
        here_now.shift(timedelta(days=70))
        assert privacy.unlink_old_reservations() == 1

    def test_a_briefing_is_kept_while_it_holds_and_for_a_year_more(self, here_now):
        here_now.move_to(here.now.replace(year=2027, month=5, day=20))
        assert privacy.drop_old_briefings() == 0
        here_now.shift(timedelta(days=20))
        assert privacy.drop_old_briefings() == 1

    def test_the_audit_never_says_who_borrowed(self):
        lend("T-02")
        db.session.flush()
        entry = db.session.scalars(
            select(AuditEntry).where(AuditEntry.table == "tool_station__loan"),
            execution_options={"hub_trusted": True},
        ).first()
        assert entry is not None
        assert entry.changes["borrower_id"] == [None, "***"]


class TestErasing:
    def test_every_place_says_what_it_holds_and_lets_go_of_it(self):
        aili = person(AILI).id
        lend("T-02", AILI)
        reserving.reserve(tool("T-01").id, person(AILI), TODAY)
        db.session.flush()
        held = [list(place.find(aili)) for place in privacy.PERSONAL_DATA]
        assert [len(pairs) for pairs in held] == [1, 1, 1]
        assert [place.erase(aili) for place in privacy.PERSONAL_DATA] == [1, 1, 1]
        assert [list(place.find(aili)) for place in privacy.PERSONAL_DATA] == [[], [], []]
        assert (count(Loan), count(Reservation), count(Briefing)) == (1, 1, 0)

    def test_a_tool_still_out_with_somebody_erased_comes_back_as_ever(self):
        loan = lend("T-02", AILI)
        privacy.erase_loans(person(AILI).id)
        lending.give_back(loan.id)
        assert tool("T-02").state == "in"


class TestTheDemo:
    @pytest.fixture(autouse=True)
    def told(self, here_now):
        """Beside what is there already, which is renamed to make room."""
        residents = list(db.session.scalars(select(Resident.id)))
        for row in db.session.scalars(select(Tool)):
            row.number = "X" + row.number
        gloves().name = "旧手套"
        db.session.flush()
        fill(Demo(Random(7), date(2025, 5, 20), TODAY, residents))

    def test_it_has_forty_six_tools_and_all_that_the_first_centre_names(self):
        kinds = set(db.session.scalars(select(Tool.kind)))
        assert {"电焊机", "切割机", "电钻", "扳手", "打气筒", "千斤顶"} <= kinds
        assert count(Tool) == 46 + 4

    def test_no_tool_was_ever_with_two(self):
        rows = db.session.execute(
            select(Loan.tool_id, Loan.out_at, Loan.ended_at).order_by(Loan.tool_id, Loan.out_at)
        )
        before = None
        for row in rows:
            if before is not None and before.tool_id == row.tool_id:
                assert before.ended_at is not None
                assert before.ended_at <= row.out_at
            before = row

    def test_nine_are_out_and_two_of_them_late(self):
        assert count(Loan, Loan.ended_at.is_(None)) == 9
        assert count(Loan, Loan.ended_at.is_(None), Loan.due_on < TODAY) == 2
        assert count(Tool, Tool.state == "out") == 9

    def test_there_is_nothing_left_to_forget(self):
        assert privacy.unlink_old_loans() == 0
        assert privacy.drop_old_briefings() == 0

    def test_dangerous_tools_went_to_the_briefed_only(self):
        loans = db.session.execute(
            select(Loan.borrower_id, Loan.out_at)
            .join(Loan.tool)
            .where(Tool.grade == "C", Loan.borrower_id.is_not(None))
        )
        for borrower_id, out_at in loans:
            day = out_at.astimezone(here.tz).date()
            assert count(
                Briefing,
                Briefing.resident_id == borrower_id,
                Briefing.given_on <= day,
                Briefing.valid_until >= day,
            )
