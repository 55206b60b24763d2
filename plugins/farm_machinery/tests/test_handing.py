"""Out, in, looked at, settled or disputed: the inspections, the money and the points."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.points.services import balance
from hub.visits.models import Visit
from plugins.farm_machinery import handing, settling
from plugins.farm_machinery.handing import Look
from plugins.farm_machinery.models import Fault, Inspection
from plugins.farm_machinery.tests.place import (
    AILI,
    PLOUGH,
    SPRAYER,
    ask,
    back,
    count,
    day,
    look,
    machine,
    out,
    person,
    settle,
)

pytestmark = [pytest.mark.state("farm_machinery_place"), pytest.mark.usefixtures("here_now")]


class TestOut:
    def test_the_machine_is_out_and_the_visit_counted_once(self):
        row = out(ask())
        assert (row.state, machine().state, row.deposit_taken) == ("out", "out", Decimal("400.00"))
        visit = db.session.scalars(select(Visit)).one()
        assert (visit.source_id, visit.resident_id, visit.heads) == (row.id, person().id, 1)

    def test_a_licence_has_to_be_seen_where_one_is_needed_and_only_that_is_kept(self):
        row = ask()
        with pytest.raises(Refused, match="驾驶证"):
            handing.hand_out(row.id, look(row))
        assert out(row).licence_seen_on == here.today
        other = ask(SPRAYER, AILI)
        assert out(other).licence_seen_on is None

    def test_all_on_the_list_has_to_be_whole(self):
        row = ask()
        with pytest.raises(Refused, match="还差机油"):
            handing.hand_out(row.id, Look(0, ["犁体"]), licence_seen=True)

    def test_it_is_approved_first(self):
        with pytest.raises(Refused, match="已经有人办过"):
            out(ask(approve=False))

    def test_it_can_be_fetched_the_evening_before(self):
        assert out(ask(first=1)).begun_at == here.now

    def test_but_not_while_somebody_else_has_it(self):
        out(ask(SPRAYER))
        with pytest.raises(Refused, match="没有还回来"):
            out(ask(SPRAYER, AILI, first=1))

    def test_the_hour_meter_does_not_run_backwards(self):
        machine().hours = 50
        row = ask()
        with pytest.raises(Refused, match="不能比上次"):
            handing.hand_out(row.id, Look(49, row.machine.checks), licence_seen=True)

    def test_it_is_undone_with_its_visit(self):
        row = out(ask())
        handing.undo_hand_out(row.id)
        assert (row.state, machine().state, row.begun_at, row.deposit_taken) == ("approved", "in", None, None)
        assert (count(Visit), count(Inspection)) == (0, 0)
        assert out(row).state == "out"


class TestIn:
    def test_what_came_back_is_not_given_out_before_it_was_looked_at(self, here_now):
        row = out(ask(SPRAYER))
        handing.take_back(row.id)
        here_now.shift(timedelta(days=1))
        early = ask(SPRAYER, AILI)
        with pytest.raises(Refused, match="还没有验"):
            out(early)
        handing.inspect(row.id, look(row, hours=6))
        assert (row.state, machine(SPRAYER).hours) == ("inspected", 6)
        assert out(early).state == "out"

    def test_what_is_damaged_goes_to_repair_at_once(self):
        row = back(out(ask(SPRAYER)), damaged=True, damage="80")
        assert (row.damage, machine(SPRAYER).condition) == (Decimal("80.00"), "broken")
        assert db.session.scalars(select(Fault)).one().what == "刮了"

    def test_damage_is_put_into_words(self):
        row = out(ask(SPRAYER))
        handing.take_back(row.id)
        with pytest.raises(Refused, match="写一句哪里坏了"):
            handing.inspect(row.id, look(row), damage=Decimal(5))


class TestSettling:
    def test_cash_against_the_deposit(self):
        row = settle(back(out(ask(PLOUGH, days=2))))
        # It came back on its first day: one of the two days was used.
        assert (row.days_charged, row.hire, row.balance) == (1, Decimal("150.00"), Decimal("-250.00"))
        assert (row.state, row.points_spent) == ("settled", 0)

    def test_points_are_debited_once_with_the_settlement(self, here_now):
        row = out(ask(PLOUGH, days=3, points_days=2))
        here_now.shift(timedelta(days=2))
        settle(back(row))
        assert (row.hire, row.points_spent, balance(person().id)) == (Decimal("150.00"), 100, 100)
        settle(row)
        assert balance(person().id) == 100

    def test_no_more_days_in_points_than_were_used(self):
        row = settle(back(out(ask(PLOUGH, days=3, points_days=3))))
        assert (row.points_days, row.points_spent, row.hire) == (1, 50, Decimal("0.00"))

    def test_too_few_points_leave_everything_as_it_was(self, here_now):
        row = out(ask(PLOUGH, days=5, points_days=5))
        here_now.shift(timedelta(days=4))
        back(row)
        with pytest.raises(Refused, match="积分不够"):
            settle(row)
        assert (row.state, balance(person().id)) == ("inspected", 200)
        assert settle(row, points_days=4).hire == Decimal("150.00")

    @pytest.mark.parametrize(("days", "fee"), [(0, "0"), (1, "75"), (2, "150"), (3, "200"), (30, "200")])
    def test_the_late_fee_is_capped(self, here_now, days, fee):
        row = out(ask(PLOUGH))
        here_now.shift(timedelta(days=days))
        row = settle(back(row))
        assert (row.late_charge, row.hire) == (Decimal(fee), Decimal("150.00"))

    def test_it_can_be_waived_with_a_reason(self, here_now):
        row = out(ask(PLOUGH))
        here_now.shift(timedelta(days=1))
        back(row)
        with pytest.raises(Refused, match="写一句原因"):
            settle(row, waive_late=True)
        assert settle(row, waive_late=True, remark="下雨").late_charge == 0

    def test_a_dispute_waits_for_an_agreement(self):
        row = back(out(ask(SPRAYER)), damage="80")
        settling.dispute(row.id, "说是本来就刮了")
        assert row.state == "disputed"
        with pytest.raises(Refused, match="写一句原因"):
            settle(row, damage=Decimal(40))
        settle(row, damage=Decimal(40), remark="各担一半")
        assert (row.state, row.damage, row.balance) == ("settled", Decimal("40.00"), Decimal("-140.00"))

    def test_what_was_not_looked_at_is_not_settled(self):
        row = out(ask(SPRAYER))
        with pytest.raises(Refused, match="验过机"):
            settle(row)

    def test_without_the_points_shop_all_is_cash(self):
        row = ask(PLOUGH, points_days=1)
        room = here.room("points_shop")
        room.enabled = False
        here.know_rooms(here.rooms.values())
        with pytest.raises(Refused, match="只收现金"):
            ask(SPRAYER, points_days=1)
        settle(back(out(row)))
        assert (row.points_spent, row.hire, balance(person().id)) == (0, Decimal("150.00"), 200)
        room.enabled = True


def test_a_day_out_is_told_by_the_village_calendar():
    row = out(ask(days=1))
    assert row.span.last_day == day(0)
