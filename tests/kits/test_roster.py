"""The roster kit: nobody in two places, signing on and off, what counts, and forgetting; on the service hall's duty."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import pairwise

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.kits.roster import Person, covered, duty_minutes, local_span, person_of, state_of, workers
from hub.kits.roster.forget import shift_data, shift_retention
from hub.room import Period
from plugins.service_hall.duty import roster
from plugins.service_hall.models import Duty
from plugins.service_hall.tests.place import NOW, ROOM_URL, TODAY, WANG, count, person, the_village, there
from tests.harness.people import signed_in

pytestmark = [pytest.mark.state("hall_place"), pytest.mark.usefixtures("clock")]
LI = Person("李帮手")


@pytest.fixture
def clock():
    """Ten o'clock of a Thursday."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def here_now(app, clock):
    with there(app):
        yield clock


def wang() -> Person:
    return Person(WANG, resident_id=person(WANG).id)


def shift(who: Person = LI, day: date = TODAY, begins: int = 11, ends: int = 13) -> Duty:
    return roster.plan(who, *local_span(day, time(begins), time(ends)))


def month() -> Period:
    starts, ends = local_span(TODAY.replace(day=1), time(0), time(0))[0], here.now + timedelta(days=20)
    return Period(TODAY.replace(day=1), TODAY.replace(day=30), starts, ends)


@pytest.mark.usefixtures("here_now")
class TestNobodyIsInTwoPlaces:
    @pytest.mark.parametrize(("begins", "ends"), [(10, 12), (12, 14), (11, 13), (10, 15)])
    def test_shifts_of_one_person_that_overlap_are_refused_in_words(self, begins, ends):
        shift()
        with pytest.raises(Refused, match="李帮手 这段时间已经有班：今天 11:00—13:00"):
            shift(begins=begins, ends=ends)

    def test_one_after_the_other_and_two_people_at_once_are_fine(self):
        for who in (LI, wang(), *workers("service_hall")):
            shift(who)
            shift(who, begins=13, ends=15)
        assert count(Duty) == 8

    def test_a_name_is_nobody_else_of_that_name(self):
        shift(wang())
        shift(Person(WANG))
        with pytest.raises(Refused):
            shift(Person(WANG), begins=12)

    def test_handing_on_asks_the_same(self):
        mine = shift()
        shift(wang(), begins=12, ends=14)
        with pytest.raises(Refused, match="王小明"):
            roster.hand_to(mine.id, wang())
        assert person_of(roster.hand_to(mine.id, Person("赵又来"))).name == "赵又来"

    def test_every_week_is_looked_at_and_the_taken_days_are_named_or_skipped(self):
        shift(day=TODAY + timedelta(weeks=1))
        with pytest.raises(Refused, match="11月27日"):
            roster.plan_weekly(LI, TODAY, time(12), time(14), 3)
        rows = roster.plan_weekly(LI, TODAY, time(12), time(14), 3, skip=True)
        assert [row.day for row in rows] == [TODAY, TODAY + timedelta(weeks=2)]


@pytest.mark.backends("sqlite")
@pytest.mark.usefixtures("here_now")
@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["甲", "乙"]), st.integers(0, 2), st.integers(0, 20), st.integers(1, 6)),
        max_size=12,
    )
)
def test_whatever_is_planned_nobody_is_in_two_places(wanted):
    with db.session.begin_nested() as savepoint:
        for name, days, begins, hours in wanted:
            starts_at = local_span(TODAY + timedelta(days=1 + days), time(begins), time(begins))[0]
            try:
                roster.plan(Person(name), starts_at, starts_at + timedelta(hours=hours))
            except Refused:
                continue
        rows = db.session.scalars(select(Duty).order_by(Duty.person, Duty.starts_at)).all()
        for one, other in pairwise(rows):
            assert one.person != other.person or one.ends_at <= other.starts_at
        savepoint.rollback()


@pytest.mark.usefixtures("here_now")
class TestComingAndGoing:
    def test_what_counts_is_the_time_within_the_shift(self, here_now):
        row = shift()
        here_now.shift(timedelta(minutes=45))
        roster.sign_on(row.id)
        assert state_of(row) == "on"
        here_now.shift(timedelta(minutes=105))
        roster.sign_off(row.id)
        assert (state_of(row), covered(row)) == ("done", 90)
        here_now.shift(timedelta(hours=1))
        assert (duty_minutes(Duty)(month()).part, duty_minutes(Duty)(month()).whole) == (90, 120)

    def test_not_long_before_and_not_afterwards(self, here_now):
        row = shift(begins=12, ends=13)
        with pytest.raises(Refused, match="11:00 起"):
            roster.sign_on(row.id)
        here_now.shift(timedelta(hours=4))
        assert state_of(row) == "missing"
        with pytest.raises(Refused, match="补录"):
            roster.sign_on(row.id)
        roster.enter(row.id, time(12, 10), time(13, 0))
        assert (covered(row), row.late) == (50, True)

    def test_who_never_signed_off_counts_for_nothing_until_it_is_entered(self, here_now):
        row = shift()
        here_now.shift(timedelta(hours=1))
        roster.sign_on(row.id)
        here_now.shift(timedelta(hours=4))
        assert (state_of(row), covered(row)) == ("open", 0)
        with pytest.raises(Refused, match="对不上"):
            roster.enter(row.id, time(8), time(9))
        roster.enter(row.id, time(11), time(13))
        assert covered(row) == 120

    def test_a_slip_is_undone_within_ten_minutes(self, here_now):
        row = shift(begins=10, ends=12)
        roster.sign_on(row.id)
        roster.undo(row.id)
        assert state_of(row) == "missing"
        roster.sign_on(row.id)
        here_now.shift(timedelta(minutes=11))
        with pytest.raises(Refused):
            roster.undo(row.id)

    def test_a_shift_that_began_is_not_dropped_nor_one_planned_in_the_past(self, here_now):
        with pytest.raises(Refused, match="已经过了"):
            shift(begins=7, ends=9)
        row = shift(begins=10, ends=12)
        roster.sign_on(row.id)
        with pytest.raises(Refused, match="已经签到"):
            roster.drop(row.id)


@pytest.mark.usefixtures("here_now")
class TestForgetting:
    def test_after_a_year_a_shift_is_nobodys_and_still_counts(self, here_now):
        shift(wang())
        data = shift_data(Duty)
        assert [label for label, _text in data.find(person(WANG).id)] == ["今天 11:00—13:00"]
        here_now.shift(timedelta(days=364))
        assert shift_retention(Duty).apply() == 0
        here_now.shift(timedelta(days=2))
        assert shift_retention(Duty).apply() == 1
        assert list(data.find(person(WANG).id)) == []
        assert count(Duty) == 1

    def test_erasing_takes_one_person_out(self):
        shift(wang())
        shift(LI)
        assert shift_data(Duty).erase(person(WANG).id) == 1
        assert count(Duty, Duty.person != "") == 1


class TestThePages:
    @pytest.fixture
    def keeper(self, app):
        return signed_in(app, the_village(app), "keeper", rooms=["service_hall"])

    def test_plan_sign_on_and_off_and_what_a_reader_sees(self, app, keeper, clock):
        given = {
            "volunteer": "李帮手",
            "day": TODAY.isoformat(),
            "begins": "10:30",
            "ends": "12:00",
            "weeks": "2",
        }
        page = keeper.post(f"{ROOM_URL}/rota/plan", data=given, follow_redirects=True).text
        assert "一共 2 次" in page
        assert "李帮手" in page
        with there(app):
            id = db.session.scalars(select(Duty.id).order_by(Duty.id)).first()
        assert "到岗了" in keeper.post(f"{ROOM_URL}/rota/{id}/on", follow_redirects=True).text
        clock.shift(timedelta(hours=1))
        assert "离岗了" in keeper.post(f"{ROOM_URL}/rota/{id}/off", follow_redirects=True).text
        reader = signed_in(app, the_village(app), "reader")
        seen = reader.get(f"{ROOM_URL}/rota").text
        assert "李*" in seen
        assert "李帮手" not in seen
        assert reader.post(f"{ROOM_URL}/rota/{id}/off").status_code == 403

    def test_nobody_or_two_at_once_is_refused_and_what_was_typed_is_kept(self, app, keeper):
        given = {"day": TODAY.isoformat(), "begins": "11:30", "ends": "12:00", "duty": "帮忙填表"}
        answer = keeper.post(f"{ROOM_URL}/rota/plan", data=given)
        assert answer.status_code == 422
        assert "请选一位。" in answer.text
        assert "帮忙填表" in answer.text
        with there(app):
            worker = workers("service_hall")[0].key
        both = keeper.post(f"{ROOM_URL}/rota/plan", data=given | {"who": worker, "volunteer": "李帮手"})
        assert "只能填一位" in both.text

    @pytest.mark.parametrize("week", ["", "0000-00-00", "9999-12-31", "x" * 3000, "2025-11-20"])
    def test_any_week_of_an_address_is_answered(self, keeper, week):
        assert keeper.get(f"{ROOM_URL}/rota", query_string={"week": week}).status_code == 200
