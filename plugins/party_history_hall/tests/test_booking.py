"""Groups are booked against heads, split where they are too large, and led by a guide who is in one place."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from plugins.party_history_hall import booking, hall
from plugins.party_history_hall.tests.place import book, guide, wanted

pytestmark = [pytest.mark.state("party_place"), pytest.mark.usefixtures("here_now")]


class TestRoomForHeads:
    def test_it_works(self):
        made = booking.book(wanted(20, organisation=" 第一党支部 "))
        row = made.groups[0]
        assert (row.organisation, row.heads, row.asked, row.parts, made.warnings) == (
            "第一党支部",
            20,
            20,
            1,
            [],
        )

    def test_heads_at_one_time_are_added_up_and_not_bookings(self):
        for _number in range(4):
            book(10)
        with pytest.raises(Refused, match="已约 40 人，上限 40 人"):
            book(1)
        book(40, hours=2)  # the others have just left

    def test_it_says_when_it_gets_full(self):
        assert "人比较多" in booking.book(wanted(35)).warnings[0]

    def test_a_reason_lets_more_in_and_is_kept(self):
        row = book(45, reason="镇里的统一安排")
        assert (row.heads, row.why) == (45, "镇里的统一安排")

    def test_outside_the_opening_hours_a_reason_is_asked_for(self):
        with pytest.raises(Refused, match="不开放"):
            book(10, hours=15)
        assert book(10, hours=15, reason="夜间主题党日").heads == 10

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"hours": -1}, "starts_at"), ({"hours": 24 * 200}, "starts_at"), ({"minutes": 10}, "minutes"),
            ({"minutes": 300}, "minutes"),
        ],
    )  # fmt: skip
    def test_times_that_make_no_sense_are_refused_beside_their_field(self, changed, field):
        with pytest.raises(Refused) as refusal:
            book(10, **changed)
        assert refusal.value.field == field

    def test_a_school_needs_a_teacher_as_contact(self):
        with pytest.raises(Refused, match="带队老师"):
            book(10, kind="school", contact="王老师")
        with pytest.raises(Refused, match="怎么称呼"):
            book(10, kind="school", by_teacher=True)
        assert book(10, kind="school", by_teacher=True, contact="四年级班主任").by_teacher


class TestSplitting:
    def test_a_large_group_is_refused_with_what_can_be_done(self):
        with pytest.raises(Refused, match="一次排成 3 批") as refusal:
            book(96)
        assert refusal.value.field == "split"

    def test_in_one_step_it_becomes_even_parts_one_after_the_other(self):
        rows = booking.book(wanted(97, split=True)).groups
        assert [row.heads for row in rows] == [33, 33, 31]
        assert [(row.part, row.parts) for row in rows] == [(1, 3), (2, 3), (3, 3)]
        assert {row.first_id for row in rows} == {rows[0].id}
        assert all(one.ends_at == other.starts_at for one, other in pairwise(rows))
        assert booking.parts_of(rows[1]) == rows
        assert rows[0].title == "第一党支部（1/3）"

    def test_parts_go_around_what_is_booked_already(self):
        book(30, hours=2)
        rows = booking.book(wanted(80, split=True)).groups
        assert [row.heads for row in rows] == [40, 10, 30]

    def test_a_guide_leads_all_parts_and_slots_of_another_group_are_left_out(self):
        book(5, hours=2, guide_id=guide().id)
        rows = booking.book(wanted(80, split=True, guide_id=guide().id)).groups
        assert [row.starts_at - rows[0].starts_at for row in rows] == [timedelta(0), timedelta(hours=2)]
        assert all(row.guide_id == guide().id for row in rows)

    def test_a_day_that_has_no_room_for_all_of_them_says_how_many_are_left(self):
        with pytest.raises(Refused, match=r"只排得下 \d+ 人，还差 \d+ 人"):
            book(470, hours=9, split=True)

    def test_parts_are_cancelled_together(self):
        rows = booking.book(wanted(80, split=True)).groups
        assert len(booking.cancel(rows[0].id, "下雪", all_parts=True)) == 2
        assert {row.state for row in rows} == {"cancelled"}


class TestGuides:
    def test_a_guide_is_never_in_two_places(self):
        book(5, guide_id=guide().id)
        with pytest.raises(Refused, match="已经有人约了") as refusal:
            book(5, hours=1.5, guide_id=guide().id)
        assert refusal.value.field == "guide"
        other = book(5, hours=1.5)
        with pytest.raises(Refused, match="已经有人约了"):
            booking.assign(other.id, guide().id)
        assert booking.assign(other.id, guide("讲解员乙").id).guide_id == guide("讲解员乙").id
        assert booking.assign(other.id, None).guide_id is None

    def test_moving_takes_the_guide_along_or_is_refused(self):
        book(5, guide_id=guide().id)
        row = book(5, hours=3, guide_id=guide().id)
        with pytest.raises(Refused, match="已经有人约了"):
            booking.move(row.id, here.now + timedelta(hours=1), 60)
        moved, _warning = booking.move(row.id, here.now + timedelta(hours=2), 30)
        assert moved.span.length == timedelta(minutes=30)

    def test_one_who_stops_leaves_groups_without_a_guide(self):
        row = book(5, guide_id=guide().id)
        hall.stop_guide(guide().id)
        db.session.refresh(row)
        assert row.guide_id is None
        with pytest.raises(Refused, match="不讲了"):
            book(5, hours=4, guide_id=guide().id)


def test_cancelling_needs_a_reason_and_happens_once():
    row = book()
    with pytest.raises(Refused, match="写一句原因"):
        booking.cancel(row.id, " ")
    booking.cancel(row.id, "改到下月")
    with pytest.raises(Refused, match="已经到场或取消"):
        booking.cancel(row.id, "再取消")
