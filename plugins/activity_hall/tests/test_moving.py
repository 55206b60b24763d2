"""Moving a group out: for a reason, with three free times kept for it in the same step."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import combinations

import pytest

from hub.kernel.refusals import Refused
from plugins.activity_hall import answering, moving
from plugins.activity_hall.models import Booking, Event
from plugins.activity_hall.tests.place import CHOIR, EVENING, FRIDAY, ask, at, count, event, weekly

pytestmark = [pytest.mark.state("activity_place"), pytest.mark.usefixtures("here_now")]
REASON = "镇里要用场地"


def when(rows: list[Booking]) -> list[tuple[int, int]]:
    """Day and hour of each by the village's clock."""
    return [
        ((row.starts_at + timedelta(hours=8)).day, (row.starts_at + timedelta(hours=8)).hour) for row in rows
    ]


class TestMovingOut:
    def test_three_free_times_are_kept_in_one_step(self):
        row = ask()
        row, offers = moving.move_out(row.id, REASON)
        assert (row.state, row.words, event(row).state, event(row).note) == (
            "moved",
            REASON,
            "cancelled",
            REASON,
        )
        assert [offer.state for offer in offers] == ["offered"] * 3
        assert {offer.moved_from_id for offer in offers} == {row.id}
        assert all(offer.span.length == row.span.length and offer.lapses_at for offer in offers)
        assert not any(one.span.meets(other.span) for one, other in combinations([row, *offers], 2))

    def test_they_are_the_nearest_and_do_not_meet_what_is_booked(self):
        row = ask()
        ask(times=(time(17), time(19, 30)), group=CHOIR)
        ask(date(2025, 11, 20), group=CHOIR)
        _row, offers = moving.move_out(row.id, REASON)
        assert when(offers) == [(21, 15), (21, 13), (21, 11)]

    def test_nobody_else_gets_them_until_they_lapse(self, here_now):
        row = ask()
        _row, offers = moving.move_out(row.id, REASON)
        local = [offer.starts_at + timedelta(hours=8) for offer in offers]
        with pytest.raises(Refused, match="有人约了"):
            ask(local[0].date(), (local[0].time(), (local[0] + timedelta(minutes=90)).time()), group=CHOIR)
        lasting = max(offers, key=lambda offer: offer.starts_at)
        here_now.move_to(lasting.lapses_at)
        later = next(offer for offer in offers if offer.id == lasting.id)
        with pytest.raises(Refused, match="放开了"):
            moving.take(later.id)

    def test_the_time_they_left_is_free_at_once(self):
        row = ask()
        moving.move_out(row.id, REASON)
        ask(group="村委会")

    def test_it_needs_a_reason(self):
        with pytest.raises(Refused, match="写一句原因"):
            moving.move_out(ask().id, " ")

    def test_what_has_begun_or_was_moved_already_stays(self, here_now):
        row = ask()
        moved = ask(date(2025, 11, 22))
        moving.move_out(moved.id, REASON)
        with pytest.raises(Refused, match="已经有人处理"):
            moving.move_out(moved.id, REASON)
        here_now.move_to(at(FRIDAY, 20, 30))
        with pytest.raises(Refused, match="已经开始"):
            moving.move_out(row.id, REASON)


class TestChoosing:
    def test_the_one_that_is_taken_takes_the_event_along(self):
        row = ask()
        before = event(row).id
        _row, offers = moving.move_out(row.id, REASON)
        taken = moving.take(offers[1].id)
        assert (taken.state, taken.group, taken.lapses_at) == ("approved", row.group, None)
        moved = event(taken)
        assert (moved.id, moved.state, moved.starts_at, moved.note) == (
            before,
            "planned",
            taken.starts_at,
            "",
        )
        assert [offer.state for offer in (offers[0], offers[2])] == ["dropped", "dropped"]
        assert count(Event) == 1

    def test_at_once_in_the_same_step(self):
        row = ask()
        wish = moving.offers_for(row, row.hall)[2]
        _row, offers = moving.move_out(row.id, REASON, wish.span.start)
        assert sorted(offer.state for offer in offers) == ["approved", "dropped", "dropped"]
        assert (
            event(next(offer for offer in offers if offer.state == "approved")).starts_at == wish.span.start
        )

    def test_one_that_was_booked_meanwhile_is_refused_and_nothing_is_moved(self):
        row = ask()
        start = at(FRIDAY, 18)
        ask(times=(time(18), time(19, 30)), group=CHOIR)
        with pytest.raises(Refused, match="刚才有人约了"):
            moving.move_out(row.id, REASON, start)

    def test_a_request_that_had_no_answer_yet_is_agreed_to_with_the_time_it_takes(self):
        row = ask(approve=False)
        _row, offers = moving.move_out(row.id, REASON)
        assert event(moving.take(offers[0].id)).state == "planned"

    def test_none_of_them(self):
        row = ask()
        moving.move_out(row.id, REASON)
        moving.give_up(row.id)
        assert moving.open_offers(row.id) == []
        with pytest.raises(Refused, match="没有还留着的"):
            moving.give_up(row.id)
        assert event(row).state == "cancelled"

    def test_it_is_taken_once(self):
        row = ask()
        _row, offers = moving.move_out(row.id, REASON)
        moving.take(offers[0].id)
        with pytest.raises(Refused, match="已经有人处理"):
            moving.take(offers[1].id)

    def test_one_of_a_rule_alone(self):
        rows = weekly(3)
        answering.approve([row.id for row in rows])
        _row, offers = moving.move_out(rows[1].id, REASON)
        taken = moving.take(offers[0].id)
        assert taken.series_id == rows[0].series_id
        assert [row.state for row in rows] == ["approved", "moved", "approved"]

    def test_where_nothing_is_free_that_is_said_by_no_offers(self):
        row = ask()
        day = date(2025, 11, 20)
        while day <= date(2025, 12, 13):
            for times in ((time(10, 30), time(19, 30)), EVENING):
                if (day, times) != (FRIDAY, EVENING):
                    ask(day, times, group=CHOIR)
            day += timedelta(days=1)
        assert moving.move_out(row.id, REASON)[1] == []
