"""Opening and closing, and what a room's card says of it."""

from __future__ import annotations

from datetime import date, time

import pytest
import time_machine
from sqlalchemy import select

from hub.centre.models import Opening
from hub.centre.openings import (
    close_centre,
    close_room,
    correct,
    minutes_open,
    open_centre,
    open_room,
)
from hub.centre.rooms import enable_room
from hub.centre.status import CENTRE, statuses
from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.villages.models import CalendarDay, Season
from tests.centre.place import OTHER, acting, at, counted, room

pytestmark = pytest.mark.state("centre")
THURSDAY = date(2025, 11, 20)


@pytest.fixture
def clock():
    with time_machine.travel(at("2025-11-20 10:00"), tick=False) as clock:
        yield clock


def texts() -> dict[str, str]:
    return {key: status.text for key, status in statuses().items()}


class TestStatus:
    def test_before_the_hours_it_says_when_they_begin(self, app, clock):
        clock.move_to(at("2025-11-20 07:30"))
        with acting(app):
            assert texts() == {CENTRE: "9:00 起", "hall": "9:00 起", "pool": "开放"}

    def test_in_the_hours_nobody_has_opened_yet(self, app, clock):
        with acting(app):
            assert texts() == {CENTRE: "未开门", "hall": "未开门", "pool": "开放"}

    def test_the_open_centre_opens_its_rooms(self, app, clock):
        with acting(app):
            open_centre()
            assert texts() == {CENTRE: "开放", "hall": "开放", "pool": "开放"}

    def test_the_closed_centre_closes_its_rooms_but_not_the_one_that_is_always_open(self, app, clock):
        with acting(app):
            open_centre()
            clock.move_to(at("2025-11-20 15:00"))
            close_centre()
            assert texts() == {CENTRE: "已关门", "hall": "已关门", "pool": "开放"}

    def test_after_the_hours_it_is_closed(self, app, clock):
        clock.move_to(at("2025-11-20 22:00"))
        with acting(app):
            assert texts()["hall"] == "已关门"

    def test_on_a_closed_day_it_does_not_open(self, app, clock):
        with acting(app):
            db.session.add(CalendarDay(day=THURSDAY, kind="holiday", closed=True))
            db.session.flush()
            assert texts() == {CENTRE: "今天不开", "hall": "今天不开", "pool": "开放"}

    def test_a_room_has_hours_of_its_own(self, app, clock):
        with acting(app):
            room().hours, room().opens, room().closes = "own", time(19, 30), time(21)
            assert texts()["hall"] == "19:30 起"

    def test_a_room_closed_by_hand_is_closed_while_the_centre_is_open(self, app, clock):
        with acting(app):
            open_centre()
            close_room(room())
            assert texts() == {CENTRE: "开放", "hall": "已关门", "pool": "开放"}

    def test_a_room_may_open_outside_its_hours(self, app, clock):
        clock.move_to(at("2025-11-20 07:30"))
        with acting(app):
            open_room(room())
            assert texts()["hall"] == "开放"

    def test_a_new_day_begins_afresh(self, app, clock):
        with acting(app):
            open_centre()
            close_room(room())
        clock.move_to(at("2025-11-21 10:00"))
        with acting(app):
            open_centre()
            assert texts()["hall"] == "开放"

    def test_a_forgotten_close_does_not_reach_into_the_next_day(self, app, clock):
        with acting(app):
            open_centre()
        clock.move_to(at("2025-11-21 10:00"))
        with acting(app):
            assert texts()[CENTRE] == "未开门"

    def test_a_room_that_is_always_open_stays_closed_until_it_is_opened(self, app, clock):
        with acting(app):
            close_room(room("pool"))
        clock.move_to(at("2025-11-25 10:00"))
        with acting(app):
            assert texts()["pool"] == "已关门"

    def test_business_past_midnight_belongs_to_the_evening(self, app, clock):
        with acting(app):
            db.session.scalars(select(Season)).one().closes = time(2)
        clock.move_to(at("2025-11-20 20:00"))
        with acting(app):
            open_centre()
        clock.move_to(at("2025-11-21 00:30"))
        with acting(app):
            assert texts()["hall"] == "开放"
            close_centre()
            assert texts()["hall"] == "已关门"

    def test_the_neighbours_door_is_their_own(self, app, clock):
        with acting(app, "neighbour", OTHER):
            open_centre()
        with acting(app):
            assert texts()[CENTRE] == "未开门"

    def test_the_number_of_queries_does_not_depend_on_the_rooms(self, app, clock):
        def queries() -> int:
            with acting(app), counted(app) as sent:
                statuses()
                return len([statement for statement in sent if "set_config" not in statement])

        before = queries()
        with acting(app):
            for key in ("listener", "kitchen"):
                enable_room(key)
            open_centre()
            close_room(room("listener"))
        assert queries() == before <= 3


class TestDeeds:
    def test_an_open_centre_is_not_opened_again(self, app, clock):
        with acting(app):
            open_centre()
            with pytest.raises(Refused):
                open_centre()

    def test_a_closed_centre_is_not_closed_again(self, app, clock):
        with acting(app), pytest.raises(Refused):
            close_centre()

    def test_closing_the_centre_closes_the_rooms_that_were_opened_by_hand(self, app, clock):
        with acting(app):
            open_room(room())
            open_centre()
            clock.move_to(at("2025-11-20 12:00"))
            close_centre()
            rows = db.session.scalars(select(Opening).where(Opening.room_id == room().id)).all()
            assert [row.closed_at for row in rows] == [at("2025-11-20 12:00")]

    def test_closing_a_room_writes_down_since_when_it_was_open(self, app, clock):
        with acting(app):
            open_centre()
            clock.move_to(at("2025-11-20 12:00"))
            row = close_room(room())
            assert (row.opened_at, row.closed_at) == (at("2025-11-20 10:00"), at("2025-11-20 12:00"))

    def test_a_room_is_opened_again_after_it_was_closed(self, app, clock):
        with acting(app):
            open_centre()
            close_room(room())
            clock.move_to(at("2025-11-20 12:00"))
            open_room(room())
            assert texts()["hall"] == "开放"

    def test_who_opened_is_written_down(self, app, clock):
        with acting(app, "keeper"):
            opened_by = open_centre().opened_by
            assert opened_by
            assert opened_by.username == "keeper"


class TestCorrection:
    def test_a_missed_day_is_written_down_afterwards(self, app, clock):
        with acting(app):
            row = correct(None, None, at("2025-11-19 09:00"), at("2025-11-19 21:00"))
            assert row.late
            assert minutes_open(date(2025, 11, 19), date(2025, 11, 19)) == 12 * 60

    @pytest.mark.parametrize(
        ("opened", "closed", "field"),
        [
            ("2025-11-21 09:00", None, "opened_at"),
            ("2025-11-20 09:00", "2025-11-20 11:00", "closed_at"),
            ("2025-11-19 09:00", "2025-11-19 09:00", "closed_at"),
            ("2025-11-17 09:00", "2025-11-19 21:00", "closed_at"),
            ("2025-11-19 09:00", None, "closed_at"),
        ],
        ids=["still to come", "not closed yet", "no time at all", "days on end", "yesterday without an end"],
    )
    def test_times_that_cannot_be_are_refused(self, app, clock, opened, closed, field):
        with acting(app), pytest.raises(Refused) as refusal:
            correct(None, None, at(opened), at(closed) if closed else None)
        assert refusal.value.field == field

    def test_two_records_do_not_overlap(self, app, clock):
        with acting(app):
            correct(None, None, at("2025-11-19 09:00"), at("2025-11-19 12:00"))
            with pytest.raises(Refused):
                correct(None, None, at("2025-11-19 11:00"), at("2025-11-19 13:00"))
            correct(None, None, at("2025-11-19 12:00"), at("2025-11-19 13:00"))

    def test_a_record_is_put_right(self, app, clock):
        with acting(app):
            row = correct(None, None, at("2025-11-19 09:00"), at("2025-11-19 12:00"))
            assert correct(row, None, at("2025-11-19 10:00"), at("2025-11-19 12:00")) is row

    def test_a_forgotten_close_is_filled_in(self, app, clock):
        with acting(app):
            number = open_centre().id
        clock.move_to(at("2025-11-21 10:00"))
        with acting(app):
            row = db.session.get_one(Opening, number)
            correct(row, None, row.opened_at, at("2025-11-20 21:00"))
            assert minutes_open(THURSDAY, THURSDAY) == 11 * 60


class TestMinutesOpen:
    def test_no_record_is_no_minute(self, app, clock):
        with acting(app):
            assert minutes_open(THURSDAY, THURSDAY) == 0

    def test_only_minutes_within_the_hours_count(self, app, clock):
        with acting(app):
            correct(None, None, at("2025-11-19 08:00"), at("2025-11-19 23:00"))
            assert minutes_open(date(2025, 11, 1), THURSDAY) == 13 * 60

    def test_a_forgotten_close_ends_at_the_days_last_timed_record(self, app, clock):
        with acting(app):
            open_centre()
        clock.move_to(at("2025-11-25 10:00"))
        with acting(app):
            assert minutes_open(THURSDAY, THURSDAY) == 0
            assert minutes_open(THURSDAY, THURSDAY, None, {THURSDAY: at("2025-11-20 18:30")}) == 510

    def test_today_counts_up_to_now(self, app, clock):
        with acting(app):
            open_centre()
            clock.move_to(at("2025-11-20 10:45"))
            assert minutes_open(THURSDAY, THURSDAY) == 45
