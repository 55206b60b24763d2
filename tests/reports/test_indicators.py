"""五常: honest figures."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from hub.centre import door
from hub.centre.models import Opening
from hub.kernel.database import db
from hub.kernel.here import here
from hub.reports.indicators import five
from hub.reports.months import Month
from hub.reports.words import Told
from hub.villages.models import CalendarDay
from hub.visits import services
from tests.visits.place import NOW, acting, room

pytestmark = pytest.mark.state("visit_place")
OCTOBER = Month(2025, 10)


@pytest.fixture(autouse=True)
def village(app):
    with time_machine.travel(NOW, tick=False), acting(app):
        yield


def line(code: str, month: Month = OCTOBER) -> Told:
    return next(line for line in five(month) if line.code == code)


def beside(told: Told, key: str) -> str:
    return next(item.text for item in told.items if item.key == key)


def at(day: int, hour: int) -> datetime:
    """An instant of October by the village's clock, eight hours ahead."""
    return datetime(2025, 10, day, hour - 8, tzinfo=UTC)


class TestTheDoor:
    def test_open_minutes_are_held_against_the_hours(self):
        db.session.add(Opening(opened_at=at(1, 9), closed_at=at(1, 22)))
        found = line("door_open")
        assert (found.value, found.max) == (13 * 60, 31 * 13 * 60)
        assert found.figure == "3%"

    def test_a_forgotten_close_ends_with_the_last_visit_of_the_day(self):
        db.session.add(Opening(opened_at=at(2, 9)))
        services.record(room("yard"), 1, started_at=at(2, 15))
        assert line("door_open").value == 6 * 60

    def test_without_records_it_was_not_open(self):
        assert line("door_open").figure == "0%"

    def test_without_hours_there_is_no_data(self):
        for day in Month(2025, 10).days:
            db.session.add(CalendarDay(day=day, kind="holiday", closed=True))
        db.session.flush()
        assert (line("door_open").figure, line("rooms_used").figure) == ("—", "—")


class TestTheRooms:
    def test_the_figure_is_the_median_of_the_rooms(self):
        for day in range(1, 32):
            services.record(room("yard"), 1, started_at=at(day, 10))
        services.record(room(), 1, started_at=at(1, 10))
        found = line("rooms_used")
        assert found.figure == "3%"  # 31, 1 and 0 of 31 days
        assert "工坊" in beside(found, "unused")

    def test_a_confidential_room_is_left_out(self):
        services.record(room("quiet_room"), 1, started_at=at(1, 10))
        assert "静室" not in beside(line("rooms_used"), "unused")
        assert line("rooms_used").figure == "0%"


class TestWhatRoomsTell:
    def test_shares_are_summed_and_a_failing_room_is_left_out(self):
        assert (line("service_due").figure, line("service_due").unit) == ("66%", "2/3 件")

    def test_a_week_counts_with_an_event_of_any_room(self):
        assert line("events_weeks").figure == "1/4"  # ending on the 5th, 12th, 19th and 26th


class TestThePeople:
    def test_heads_at_the_door_are_held_against_the_population(self):
        door.set_count(date(2025, 10, 1), 400)
        door.set_count(date(2025, 10, 2), 220)
        found = line("people_come")
        assert (found.figure, found.part, found.whole) == ("62", "620 人次", "1000 人")
        assert beside(found, "missing") == "29 天"

    def test_uncounted_is_not_zero(self):
        services.record(room("yard"), 9, started_at=at(1, 10))
        assert (line("people_come").figure, line("people_come").unit) == ("—", "未统计")

    def test_without_a_population_there_is_no_figure(self):
        door.set_count(date(2025, 10, 1), 400)
        here.village.population = None
        assert line("people_come").figure == "—"


class TestMonths:
    @pytest.mark.parametrize(
        "text", [None, "", "2025-13", "1999-01", "2026-01", "2025-10-01", "२०२५-१०", "x" * 900]
    )
    def test_what_is_no_month_is_the_present_one(self, text):
        assert Month.named(text) == Month(2025, 11)

    def test_a_month_knows_its_neighbours(self):
        month = Month.named("2025-01")
        assert (month.before, month.after) == (Month(2024, 12), Month(2025, 2))
        assert Month.present().after is None

    def test_its_days_that_are_over_end_yesterday(self):
        over = Month.present().finished()
        assert over
        assert over.last == NOW.date() - timedelta(days=1)
