"""A session from its opening to its end, and what it counts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.kernel.rows import change_rows
from hub.visits import services as visits
from hub.visits.models import Visit, VisitDay
from plugins.youth_room import games, sessions, tally
from plugins.youth_room.models import Session, Tap
from plugins.youth_room.tests.place import (
    CHESS,
    INK,
    adult,
    come,
    count,
    game,
    go,
    heads,
    opened,
    the_visit,
    zone,
)

pytestmark = [pytest.mark.state("youth_place"), pytest.mark.usefixtures("here_now")]


class TestOpening:
    def test_it_works(self):
        session = opened()
        assert (session.zone.name, session.adult_id, session.inside) == (CHESS, adult(), 0)
        assert count(Visit) == 0  # nobody has come yet

    @pytest.mark.parametrize("who", [None, 999])
    def test_not_without_an_adult_who_works_here(self, who):
        with pytest.raises(Refused, match="没有大人值守不能开场"):
            sessions.open_session(zone().id, who, here.now + timedelta(hours=1))

    def test_nor_past_the_rule_by_way_of_the_table(self):
        session = opened()
        with pytest.raises(IntegrityError), db.session.begin_nested():
            change_rows(update(Session).where(Session.id == session.id).values(adult_id=None), "test")

    def test_a_zone_is_open_once(self):
        opened()
        with pytest.raises(Refused, match="已经开着，16:00 开的场"):
            opened()
        opened(INK)

    def test_a_zone_that_is_not_offered_stays_shut(self):
        zone().offered = False
        with pytest.raises(Refused, match="不开放"):
            opened()

    @pytest.mark.parametrize(("hours", "word"), [(-1, "晚于现在"), (17, "最长 16 小时")])
    def test_it_ends_today(self, hours, word):
        with pytest.raises(Refused, match=word):
            opened(hours=hours)

    def test_the_usual_end_is_closing_time_at_the_latest(self, here_now):
        assert sessions.usual_end() == here.now + timedelta(hours=2)
        here_now.shift(timedelta(hours=5))  # nine in the evening; winter hours end at half past ten
        assert sessions.usual_end() == here.now + timedelta(hours=1, minutes=30)

    def test_another_adult_takes_over(self):
        session = opened()
        sessions.change(session.id, adult(), session.until + timedelta(hours=1))
        assert session.until == here.now + timedelta(hours=3)
        with pytest.raises(Refused, match="没有大人"):
            sessions.change(session.id, None, session.until)


class TestCounting:
    def test_in_and_out_by_band_make_one_visit(self):
        session = opened()
        come(session, 3)
        come(session, 2, "teen")
        go(session)
        assert heads(session) == {"primary": (3, 1), "teen": (2, 0)}
        assert (session.came, session.inside, session.most) == (5, 4, 5)
        visit = the_visit(session)
        assert (visit.heads, visit.gone, visit.kind, visit.late) == (5, 1, "session", False)
        assert visits.inside([visit.room])[visit.room_id] == 4
        assert db.session.query(VisitDay).one().heads == 5
        assert count(Visit) == 1

    def test_nobody_goes_who_is_not_there(self):
        session = opened()
        come(session, 2)
        with pytest.raises(Refused, match="里面的小学生只有 2 人"):
            go(session, 3)
        with pytest.raises(Refused, match="里面的中学生只有 0 人"):
            go(session, 1, "teen")

    def test_a_full_room_says_so_and_then_refuses(self):
        session, other = opened(), opened(INK)
        come(session, 8)
        assert "已有 11 人，接近上限" in come(other, 3).warning
        come(session, 9)
        with pytest.raises(Refused, match="超过上限 20 人") as refusal:
            come(other)
        assert refusal.value.field == "override_reason"
        come(other, reason="下大雨，孩子在外面等")
        assert the_visit(other).override_reason == "下大雨，孩子在外面等"

    def test_those_who_have_gone_leave_room_for_others(self):
        session = opened()
        come(session, 20)
        go(session, 15)
        come(session, 15)
        assert (session.came, session.inside, session.most) == (35, 20, 20)
        assert the_visit(session).override_reason == ""

    def test_whoever_is_recorded_at_the_door_counts_too(self):
        visits.record(here.room("youth_room"), 18)
        session = opened()
        come(session, 2)
        with pytest.raises(Refused, match="超过上限"):
            come(session)
        with pytest.raises(Refused, match="超过上限"):
            visits.record(here.room("youth_room"), 1)

    def test_a_zone_says_when_its_seats_are_taken(self):
        session = opened()
        assert come(session, 8).warning == ""
        assert "坐得下 8 人，现在有 9 人" in come(session).warning

    def test_one_token_counts_once(self):
        session = opened()
        come(session, token="a" * 24)
        come(session, token="a" * 24)
        come(session, token="b" * 24)
        assert session.came == 2

    @pytest.mark.parametrize(
        ("band", "way", "number"),
        [("old", "in", 1), ("teen", "up", 1), ("teen", "in", 0), ("teen", "in", 51)],
    )
    def test_nonsense_is_refused(self, band, way, number):
        session = opened()
        with pytest.raises(Refused, match="一次 1 到 50 人"):
            tally.tap(session.id, band, way, number)

    def test_everybody_has_left_by_the_hubs_own_button_only_where_nobody_counts(self):
        session = opened()
        come(session, 2)
        room = here.room("youth_room")
        visits.record(room, 3)
        assert visits.emptied(room) == 3
        assert visits.inside([room])[room.id] == 2


class TestTakingBack:
    def test_the_first_who_did_not_come(self):
        session = opened()
        come(session, 2)
        tally.undo(db.session.query(Tap).one().id)
        assert (session.came, session.inside, the_visit(session)) == (0, 0, None)
        assert count(VisitDay) == 0
        come(session)
        assert the_visit(session).heads == 1

    def test_one_of_many_and_one_who_had_not_gone(self):
        session = opened()
        come(session, 4)
        come(session, 2, "teen")
        go(session)
        first, second, third = db.session.query(Tap).order_by(Tap.id)
        tally.undo(third.id)
        tally.undo(second.id)
        visit = the_visit(session)
        assert (visit.heads, visit.gone, session.inside) == (4, 0, 4)
        with pytest.raises(Refused, match="已经撤销"):
            tally.undo(third.id)
        assert first.number == 4

    def test_not_when_they_have_gone_since(self):
        session = opened()
        come(session, 2)
        go(session, 1)
        with pytest.raises(Refused, match="先撤销后来点的离开"):
            tally.undo(db.session.query(Tap).order_by(Tap.id).first().id)

    def test_a_visit_taken_back_in_the_log_takes_the_heads_with_it(self):
        session = opened()
        come(session, 2)
        visits.undo(the_visit(session).id)
        db.session.refresh(session)
        assert (session.came, session.inside, heads(session), count(Tap)) == (0, 0, {}, 0)
        come(session)
        assert the_visit(session).heads == 1


class TestClosing:
    def test_not_upon_somebody_and_the_sentence_says_how_many(self):
        session = opened()
        come(session, 2)
        come(session, 1, "small")
        with pytest.raises(Refused, match=r"里面还有 3 人（学龄前 1、小学生 2）"):
            sessions.close(session.id)
        with pytest.raises(IntegrityError), db.session.begin_nested():
            change_rows(update(Session).where(Session.id == session.id).values(closed_at=here.now), "test")

    def test_when_all_have_left_the_visit_ends_with_it(self, here_now):
        session = opened()
        come(session, 2)
        come(session, 1, "adult")
        here_now.shift(timedelta(minutes=50))
        assert tally.all_out(session.id) == 3
        sessions.close(session.id)
        visit = the_visit(session)
        assert (visit.heads, visit.gone, visit.ended_at) == (3, 3, here.now)
        assert session.closed_at == here.now
        with pytest.raises(Refused, match="已经结束"):
            come(session)
        with pytest.raises(Refused, match="已经结束"):
            sessions.close(session.id)

    def test_a_session_nobody_came_to_has_no_visit(self):
        session = opened()
        with pytest.raises(Refused, match="没有人，可以直接结束"):
            tally.all_out(session.id)
        sessions.close(session.id)
        assert count(Visit) == 0

    def test_not_before_the_sets_are_back(self):
        session = opened()
        lending = games.lend(session.id, game().id)
        with pytest.raises(Refused, match="还有 1 副没有收：象棋 Q-01"):
            sessions.close(session.id)
        games.give_back(lending.id)
        sessions.close(session.id)

    def test_inside_is_still_known_long_after_the_usual_stay(self, here_now):
        session = opened()
        come(session, 2)
        here_now.shift(timedelta(hours=9))
        room = here.room("youth_room")
        assert visits.inside([room])[room.id] == 2

    def test_it_is_forgotten_past_its_end_or_past_closing_time(self, here_now):
        session, night = opened(), opened(INK, hours=10)
        here_now.shift(timedelta(hours=1))
        assert not sessions.is_forgotten(session)
        here_now.shift(timedelta(hours=1))
        assert (sessions.is_forgotten(session), sessions.is_forgotten(night)) == (True, False)
        here_now.shift(timedelta(hours=4, minutes=30))  # half past ten
        assert sessions.is_forgotten(night)
        sessions.close(night.id)
        assert not sessions.is_forgotten(night)


class TestAfterwards:
    def late(self, hours=3, took=2, name=CHESS, **given):
        start = here.now - timedelta(hours=hours)
        return sessions.enter_late(
            zone(name).id, adult(), start, start + timedelta(hours=took), given or {"primary": 5, "adult": 1}
        )

    def test_it_works(self):
        session = self.late()
        visit = the_visit(session)
        assert (session.came, session.inside, session.late) == (6, 0, True)
        assert (visit.heads, visit.late, visit.ended_at) == (6, True, session.closed_at)
        assert heads(session) == {"primary": (5, 5), "adult": (1, 1)}

    def test_not_upon_another_of_the_same_zone(self):
        self.late()
        with pytest.raises(Refused, match="那段时间已经有一场"):
            self.late(2, 1)
        self.late(name=INK)
        self.late(1, 1)  # it begins when the other ended

    @pytest.mark.parametrize(
        ("given", "word"),
        [
            ({"hours": 1, "took": 2}, "还没到"),
            ({"took": 0}, "晚于开始"),
            ({"hours": 40, "took": 17}, "最长 16"),
        ],
    )
    def test_times_that_cannot_be(self, given, word):
        with pytest.raises(Refused, match=word):
            self.late(**given)

    def test_somebody_came(self):
        with pytest.raises(Refused, match="至少填一种人数"):
            sessions.enter_late(zone().id, adult(), here.now - timedelta(hours=2), here.now, {})
