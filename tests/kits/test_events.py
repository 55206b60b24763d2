"""The events kit: planned, begun, held or cancelled, once each; one visit an event; what is told of them. On the tables
of the reading room."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.kits.events import can_begin, cancelled, heads, held, told
from hub.room import Period, Visit, visits
from plugins.reading_room.eventing import events
from plugins.reading_room.models import Event
from plugins.reading_room.tests.place import NOW, count, there

pytestmark = [pytest.mark.state("reading_room_place"), pytest.mark.usefixtures("here_now")]
HOUR = timedelta(hours=1)


@pytest.fixture
def here_now(app):
    """In the village, at ten o'clock of a Thursday."""
    with time_machine.travel(NOW, tick=False) as clock, there(app):
        yield clock


def planned(starts: timedelta = -2 * HOUR, length: timedelta = HOUR, proposer: str = "residents") -> Event:
    start = here.now + starts
    return events.plan("读书会", start, start + length, proposer, kind="talk")


def day(after: int = 0) -> Period:
    first = here.today + timedelta(days=after)
    starts = datetime(first.year, first.month, first.day, tzinfo=here.tz)
    return Period(first, first, starts, starts + timedelta(days=1))


class TestHeld:
    def test_start_end_and_heads_are_recorded_and_those_who_came_are_one_visit(self):
        row = planned()
        began, finished = here.now - 90 * timedelta(minutes=1), here.now - HOUR / 2
        row, visit = events.held(row.id, 12, began_at=began, finished_at=finished, note="很热闹")
        assert (row.state, row.began_at, row.finished_at, row.entered_at) == (
            "held",
            began,
            finished,
            here.now,
        )
        assert (visit.heads, visit.started_at, visit.ended_at) == (12, began, finished)
        assert (visit.source_type, visit.source_id) == ("reading_room.event", row.id)

    def test_one_that_was_begun_ends_now(self, here_now):
        row = planned(starts=HOUR / 2)
        assert can_begin(row)
        events.begin(row.id)
        assert not can_begin(row)
        here_now.shift(HOUR)
        row, _visit = events.held(row.id, 8)
        assert row.finished_at - row.began_at == HOUR

    def test_without_times_of_its_own_what_was_planned_is_taken(self):
        row, _visit = events.held(planned().id, 8)
        assert (row.began_at, row.finished_at) == (row.starts_at, row.ends_at)

    def test_it_is_held_once(self):
        row = planned()
        events.held(row.id, 8)
        with pytest.raises(Refused, match="已经办完或取消"):
            events.held(row.id, 8)
        assert count(Visit) == 1

    @pytest.mark.parametrize(
        ("began", "finished", "says"),
        [
            (1, 2, "还没有开始"),
            (-1, 1, "不能晚于现在"),
            (-1, -2, "结束要晚于开始"),
            (-20, -1, "最长 12 小时"),
        ],
    )
    def test_what_cannot_have_been_is_refused(self, began, finished, says):
        with pytest.raises(Refused, match=says):
            events.held(
                planned().id, 8, began_at=here.now + began * HOUR, finished_at=here.now + finished * HOUR
            )

    def test_one_far_ahead_is_not_begun_and_no_event_begins_twice(self):
        with pytest.raises(Refused, match="还没有到"):
            events.begin(planned(starts=3 * HOUR).id)
        row = planned(starts=HOUR)
        events.begin(row.id)
        with pytest.raises(Refused, match="已经开始"):
            events.begin(row.id)


class TestTakenBack:
    def test_by_undoing_it(self):
        row, _visit = events.held(planned().id, 8, note="好")
        events.undo_held(row.id)
        assert (row.state, row.heads, row.began_at, row.note, count(Visit)) == ("planned", 0, None, "", 0)
        with pytest.raises(Refused, match="没有登记为已办"):
            events.undo_held(row.id)

    def test_by_taking_back_its_visit(self):
        row, visit = events.held(planned().id, 8)
        visits.undo(visit.id)
        assert row.state == "planned"
        assert [each.id for each in events.to_write_down()] == [row.id]


class TestCancelled:
    def test_with_a_reason_that_is_kept(self):
        row = planned()
        with pytest.raises(Refused, match="写一句原因"):
            events.cancel(row.id, " ")
        assert events.cancel(row.id, "下雪").note == "下雪"
        with pytest.raises(Refused, match="已经办完或取消"):
            events.held(row.id, 8)


class TestFigures:
    def test_a_day(self):
        events.held(planned().id, 8)
        events.held(planned(proposer="committee").id, 4)
        events.cancel(planned().id, "下雪")
        planned()
        assert (held(Event)(day()), cancelled(Event)(day()), heads(Event)(day())) == (2, 1, 12)
        assert held(Event)(day(1)) == 0

    def test_what_the_indicators_are_told(self, here_now):
        events.held(planned().id, 8)
        events.held(planned(proposer="committee").id, 4)
        events.cancel(planned().id, "下雪")
        forgotten = planned(starts=-5 * HOUR)
        asked = day()
        here_now.shift(timedelta(days=4))
        events.held(forgotten.id, 9)
        facts = told(Event, asked)
        assert {fact.day for fact in facts} == {asked.first}
        by_heads = sorted(facts, key=lambda fact: fact.heads)
        assert [(fact.state, fact.heads, fact.by_residents, fact.late, fact.counts) for fact in by_heads] == [
            ("cancelled", 0, True, False, False), ("held", 4, False, False, False),
            ("held", 8, True, False, True), ("held", 9, True, True, True),
        ]  # fmt: skip

    def test_the_database_itself_refuses_one_held_without_its_times(self):
        from sqlalchemy.exc import IntegrityError

        row = planned()
        row.state, row.heads = "held", 9
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()
        assert db.session.scalars(select(Event)).all() == []
