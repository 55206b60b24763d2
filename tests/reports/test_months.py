"""Months, whatever the day, the year and the time zone: their days add up, and so do the figures built on them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from hub.centre import door
from hub.centre.models import DoorCount
from hub.kernel.clock import local_day
from hub.kernel.database import db
from hub.kernel.declarations import EventFact
from hub.kernel.here import here
from hub.reports.figures import visits_of
from hub.reports.months import Month
from hub.reports.report import Report, measure
from hub.reports.span import Span
from hub.visits import services
from hub.visits.models import Visit, VisitDay
from tests.reports.place import line
from tests.visits.place import NOW, acting, room

pytestmark = pytest.mark.state("visit_place")
SOME = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ZONES = st.sampled_from(["Asia/Shanghai", "Asia/Urumqi"])
MONTHS = st.builds(Month, st.integers(2001, 2098), st.integers(1, 12))


@pytest.fixture(autouse=True)
def village(app):
    with time_machine.travel(NOW, tick=False), acting(app):
        yield


def move_to(zone: str) -> None:
    here.village.time_zone = zone
    here.enter(here.village, here.user, here.grants, here.rooms.values())


@SOME
@given(MONTHS, ZONES)
def test_a_month_is_its_days_and_no_other(month, zone):
    move_to(zone)
    with time_machine.travel(datetime(2099, 1, 1, tzinfo=UTC), tick=False):
        over = month.finished()
    assert over.ends - over.starts == timedelta(days=len(list(month.days)))
    last = over.ends - timedelta(microseconds=1)
    assert (local_day(over.starts, here.tz), local_day(last, here.tz)) == (month.first, month.last)
    assert month.before.last + timedelta(days=1) == month.first


@SOME
@given(st.integers(0, 97 * 365 * 24 * 60), ZONES)
def test_every_instant_lies_in_one_month(minutes, zone):
    move_to(zone)
    instant = datetime(2001, 1, 2, tzinfo=UTC) + timedelta(minutes=minutes)
    local = instant.astimezone(ZoneInfo(zone))
    with time_machine.travel(datetime(2099, 1, 1, tzinfo=UTC), tick=False):
        month = Month(local.year, local.month)
        inside = [
            m
            for m in (month.before, month, month.after)
            if m.finished().starts <= instant < m.finished().ends
        ]
    assert inside == [month]


@SOME
@given(st.lists(MONTHS, min_size=1, max_size=1))
def test_weeks_end_in_one_month_each(months):
    """Over a year each week is counted once, whatever month it ends in."""
    year = months[0].year
    with time_machine.travel(datetime(2099, 1, 1, tzinfo=UTC), tick=False):
        mondays = [monday for number in range(1, 13) for monday in Span(Month(year, number)).mondays]
    assert len(set(mondays)) == len(mondays)
    assert all(second - first == timedelta(days=7) for first, second in pairwise(mondays))
    sundays = [monday + timedelta(days=6) for monday in mondays]
    assert {sunday.year for sunday in sundays} == {year}
    assert len(mondays) in (52, 53)


@SOME
@given(
    st.lists(
        st.tuples(
            st.integers(0, 70 * 24), st.integers(1, 50), st.sampled_from(["yard", "workshop", "quiet_room"])
        ),
        max_size=12,
    ),
    ZONES,
)
def test_days_and_rooms_add_up_to_the_month(visits, zone):
    """Around a year's end: what the rooms and days of the months tell is what was recorded, none twice, none lost."""
    move_to(zone)
    begin = datetime(2024, 11, 25, 12, 30, tzinfo=UTC)
    for hours, heads, key in visits:
        services.record(room(key), heads, started_at=begin + timedelta(hours=hours), override_reason="活动多")
    months = [Month(2024, 11), Month(2024, 12), Month(2025, 1), Month(2025, 2)]
    reports = [measure(Span(month, with_rows=False)) for month in months]
    assert sum(report.heads for report in reports) == sum(heads for _hours, heads, _key in visits)
    assert sum(report.visits for report in reports) == len(visits)
    for report in reports:
        for one in report.rooms:
            own = visits_of(Span(report.month), here.room(one.key))
            assert sum(own.by_day.values()) == own.heads == one.heads
            assert all(report.month.first <= day <= report.month.last for day in own.by_day)
            assert one.confidential or (one.used or 0) <= (one.open or 0)
        assert Report.from_json(report.as_json()).as_json() == report.as_json()
    db.session.execute(delete(Visit).execution_options(hub_audit="test", synchronize_session=False))
    db.session.execute(delete(VisitDay).execution_options(hub_audit="test", synchronize_session=False))


@SOME
@given(st.dictionaries(st.dates(date(2024, 12, 20), date(2025, 1, 12)), st.integers(0, 500), max_size=10))
def test_the_door_adds_up_over_a_years_end(counts):
    for day, heads in counts.items():
        door.set_count(day, heads)
    lines = [line("people_come", Month(*one)) for one in ((2024, 12), (2025, 1))]
    assert sum(one.part or 0 for one in lines) == sum(counts.values())
    assert sum(31 - one.missing for one in lines) == len(counts)
    db.session.execute(delete(DoorCount).execution_options(hub_audit="test", synchronize_session=False))


@SOME
@given(st.lists(st.dates(date(2024, 12, 2), date(2025, 2, 2)), max_size=8))
def test_a_week_with_an_event_is_counted_in_one_month(tell, days):
    """From a Monday to a Sunday nine weeks later: December, January and the week that ends on the 2nd of February."""
    tell(
        "yard",
        events=lambda period: [
            EventFact(one, "held", 9) for one in days if period.first <= one <= period.last
        ],
    )
    tell("workshop")
    lines = [line("events_weeks", Month(*one)) for one in ((2024, 12), (2025, 1), (2025, 2))]
    assert sum(one.part for one in lines) == len({(one - date(2024, 12, 2)).days // 7 for one in days})
    assert sum(one.beside["held"] for one in lines) == len(days)
