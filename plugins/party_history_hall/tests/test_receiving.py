"""A group comes, is counted once, and goes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.visits import services as core_visits
from plugins.party_history_hall import receiving
from plugins.party_history_hall.tests.place import book, visits

pytestmark = [pytest.mark.state("party_place"), pytest.mark.usefixtures("here_now")]


class TestComing:
    def test_heads_that_came_are_one_visit(self, here_now):
        row = book(20)
        here_now.shift(timedelta(minutes=62))
        receiving.arrive(row.id, 18)
        assert (row.state, row.heads, row.asked) == ("came", 18, 20)
        [visit] = visits()
        assert (visit.heads, visit.kind, visit.resident_id, visit.source_id) == (
            18,
            "party_day",
            None,
            row.id,
        )
        with pytest.raises(Refused, match="已经到场"):
            receiving.arrive(row.id, 18)

    def test_leaving_makes_room_and_ends_the_visit(self, here_now):
        row = book(40)
        here_now.shift(timedelta(hours=1))
        receiving.arrive(row.id, 40)
        with pytest.raises(Refused, match="已约 40 人"):
            book(1, hours=0.2)
        here_now.shift(timedelta(minutes=20))
        receiving.leave(row.id)
        assert visits()[0].ended_at == here.now
        assert book(30, hours=0.2).heads == 30
        with pytest.raises(Refused, match="没有在馆里"):
            receiving.leave(row.id)

    def test_entered_afterwards_it_is_taken_to_have_been_on_time(self, here_now):
        row = book(20)
        here_now.shift(timedelta(days=5))
        assert receiving.phase(row, here.now) == "uncounted"
        receiving.arrive(row.id, 19)
        assert (row.begun_at, row.ended_at, visits()[0].late) == (row.starts_at, row.ends_at, True)

    def test_a_time_that_does_not_fit_is_refused(self, here_now):
        row = book(20, hours=3)
        with pytest.raises(Refused, match="对不上"):
            receiving.arrive(row.id, 20)
        with pytest.raises(Refused, match="还没有到"):
            receiving.arrive(row.id, 20, came_at=row.starts_at)

    def test_more_than_find_room_need_a_reason(self, here_now):
        row = book(40)
        here_now.shift(timedelta(hours=1))
        with pytest.raises(Refused, match="原因"):
            receiving.arrive(row.id, 44)

    def test_a_visit_taken_back_takes_the_arrival_back(self, here_now):
        row = book(20)
        here_now.shift(timedelta(hours=1))
        receiving.arrive(row.id, 18)
        core_visits.undo(visits()[0].id)
        assert (row.state, row.heads, row.begun_at) == ("booked", 20, None)
        receiving.arrive(row.id, 17)
        receiving.undo_arrival(row.id)
        assert (row.state, visits()) == ("booked", [])

    def test_staying_away_is_said_after_the_time_only(self, here_now):
        row = book(20)
        with pytest.raises(Refused, match="还没到时间"):
            receiving.stay_away(row.id)
        here_now.shift(timedelta(hours=3))
        assert receiving.stay_away(row.id).state == "missed"
        assert visits() == []
