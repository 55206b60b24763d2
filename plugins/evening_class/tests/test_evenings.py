"""An evening: in by a tap, out only as the rules allow, closed when nobody is inside, one visit by heads."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.room import change_rows, here
from hub.visits import services as hub_visits
from hub.visits.models import Visit
from plugins.evening_class import arriving, children, entering, evenings, leaving, rollcall
from plugins.evening_class.entering import Entry
from plugins.evening_class.models import Attendance, Pickup, Session
from plugins.evening_class.tests.place import (
    GRANNY,
    HAN,
    HAO,
    LAST,
    TODAY,
    YI,
    YU,
    child,
    come,
    count,
    fetched,
    pickup,
    tonight,
    visits,
)


def inside() -> int:
    """How many are in the room, as 今天 says it."""
    room = here.room("evening_class")
    return hub_visits.inside([room])[room.id]


pytestmark = [pytest.mark.state("class_place"), pytest.mark.usefixtures("here_now")]


class TestComing:
    def test_the_first_tap_begins_the_evening(self):
        row = come()
        assert (row.session.day, row.session.state, rollcall.count_inside(row.session_id)) == (
            TODAY,
            "open",
            1,
        )
        assert [line.state for line in rollcall.roll(row.session)].count("waiting") == 3

    def test_a_child_signs_in_once(self):
        come()
        with pytest.raises(Refused, match="已经签到"):
            come()

    def test_a_slip_is_undone_within_ten_minutes(self, here_now):
        row = come()
        arriving.undo_sign_in(row.id)
        assert count(Attendance) == 0
        row = come()
        here_now.shift(timedelta(minutes=11))
        with pytest.raises(Refused, match="十分钟"):
            arriving.undo_sign_in(row.id)

    def test_who_is_excused_may_come_after_all(self):
        arriving.excuse(child().id)
        assert come().in_at == here.now
        assert count(Attendance) == 1

    def test_outside_a_term_nobody_signs_in(self, here_now):
        here_now.move_to(date(2026, 1, 12).isoformat() + "T10:30:00+00:00")
        with pytest.raises(Refused, match="不在任何学期"):
            come()

    def test_when_it_is_full_a_reason_is_asked_and_kept(self):
        here.room("evening_class").warn_above = here.room("evening_class").refuse_above = 1
        db.session.flush()
        come()
        with pytest.raises(Refused, match="满了"):
            come(YU)
        arriving.sign_in(child(YU).id, "家长都在外地")
        come(YI)
        assert tonight().crowd_reason == "家长都在外地"


class TestGoing:
    def test_with_somebody_on_the_list(self):
        row = fetched()
        assert (row.how, row.taken_by, row.out_at) == ("adult", "钱爸爸（监护人）", here.now)
        assert row.released_by_id == here.user.id

    def test_not_with_somebody_whose_time_is_over(self):
        row = come()
        with pytest.raises(Refused, match="有效期到昨天，已经过了"):
            leaving.release_to(row.id, pickup(GRANNY).id)
        children.renew(pickup(GRANNY).id, TODAY)
        assert leaving.release_to(row.id, pickup(GRANNY).id).taken_by == "钱奶奶桂兰（奶奶）"

    def test_not_with_somebody_of_another_child(self):
        row = come()
        with pytest.raises(Refused, match="不在 钱子涵 的接送名单上"):
            leaving.release_to(row.id, pickup("赵妈妈").id)

    def test_alone_only_with_consent(self):
        assert leaving.release_alone(come(YU).id).how == "alone"
        with pytest.raises(Refused, match="没有“可以独自回家”的同意"):
            leaving.release_alone(come().id)

    def test_a_permission_by_phone_is_kept_with_who_when_and_which_number(self):
        row = come(YI)
        with pytest.raises(Refused, match="19900001003、19900001033"):
            leaving.release_by_phone(row.id, "19900009999", "孙外婆", "孙舅舅")
        with pytest.raises(Refused, match="谁来接"):
            leaving.release_by_phone(row.id, "19900001033", "孙外婆", " ")
        leaving.release_by_phone(row.id, "19900001033", "孙外婆", "孙舅舅")
        assert (row.how, row.allowed_by, row.allowed_phone, row.allowed_at, row.taken_by) == (
            "phone", "孙外婆", "19900001033", here.now, "孙舅舅",
        )  # fmt: skip

    def test_not_twice(self):
        row = fetched()
        with pytest.raises(Refused, match="已经放学了"):
            leaving.release_to(row.id, row.pickup_id)

    def test_a_slip_is_undone_within_ten_minutes(self, here_now):
        row = fetched()
        assert leaving.undo_release(row.id).out_at is None
        assert (row.how, row.pickup_id, row.taken_by) == ("", None, "")
        leaving.release_to(row.id, pickup("钱爸爸").id)
        here_now.shift(timedelta(minutes=11))
        with pytest.raises(Refused, match="十分钟"):
            leaving.undo_release(row.id)

    def test_the_database_itself_keeps_no_release_without_its_proof(self):
        row = come(YI)
        for values in ({"how": "adult"}, {"how": "phone"}, {"how": "alone", "out_at": None}):
            given = update(Attendance).where(Attendance.id == row.id).values({"out_at": here.now} | values)
            with pytest.raises(IntegrityError), db.session.begin_nested():
                change_rows(given, "test")


class TestClosing:
    def test_not_with_a_child_inside(self):
        fetched()
        come(YU)
        with pytest.raises(Refused, match="还有 1 个孩子没有交接：赵小雨"):
            evenings.close(tonight().id)

    def test_nor_behind_the_services_back(self):
        come()
        closed = update(Session).values(state="closed", closed_at=here.now, came=1)
        with pytest.raises(IntegrityError), db.session.begin_nested():
            change_rows(closed, "test")

    def test_one_visit_by_heads(self, here_now):
        fetched()
        row = come(YU)
        arriving.excuse(child(HAO).id)
        here_now.shift(timedelta(hours=2))
        leaving.release_alone(row.id)
        session = evenings.close(tonight().id)
        assert (session.came, session.by_adult, session.alone, session.absent) == (2, 1, 1, 1)
        visit = db.session.query(Visit).one()
        assert (visit.heads, visit.kind, visit.resident_id, visit.late) == (2, "class", None, False)
        assert visit.ended_at - visit.started_at == timedelta(hours=2)
        with pytest.raises(Refused, match="已经下课"):
            come(YI)

    def test_undone_within_ten_minutes_it_is_open_and_its_visit_goes_on(self, here_now):
        fetched()
        id = evenings.close(tonight().id).id
        assert evenings.reopen(id).state == "open"
        visit = db.session.query(Visit).one()
        assert (visit.heads, visit.gone, visit.ended_at > here.now) == (1, 1, True)
        come(YI)
        leaving.release_to(rollcall.find_row(count(Attendance)).id, pickup("孙外婆").id)
        evenings.close(id)
        here_now.shift(timedelta(minutes=11))
        with pytest.raises(Refused, match="十分钟"):
            evenings.reopen(id)

    def test_an_evening_nobody_came_to_is_no_visit(self):
        arriving.excuse(child().id)
        assert evenings.close(tonight().id).came == 0
        assert visits() == 0
        assert evenings.reopen(tonight().id).state == "open"

    def test_one_that_was_forgotten_is_closed_the_next_day_with_the_times_of_then(self, here_now):
        row = come()
        here_now.shift(timedelta(hours=20))
        with pytest.raises(Refused, match="孩子离开的时间"):
            leaving.release_to(row.id, pickup("钱爸爸").id)
        with pytest.raises(Refused, match="早于签到"):
            leaving.release_to(row.id, pickup("钱爸爸").id, time(18, 0))
        leaving.release_to(row.id, pickup("钱爸爸").id, time(20, 40))
        session = evenings.close(row.session_id)
        assert session.late
        assert db.session.query(Visit).one().ended_at == row.out_at


class TestTheHubsCount:
    def test_it_follows_the_roll_child_by_child(self):
        assert inside() == 0
        row = come()
        assert inside() == 1
        leaving.release_to(row.id, pickup("钱爸爸").id)
        assert inside() == 0
        leaving.undo_release(row.id)
        second = come(YU)
        assert inside() == 2
        arriving.undo_sign_in(second.id)
        assert (inside(), db.session.query(Visit).one().heads) == (1, 1)

    def test_taken_back_the_only_child_leaves_no_visit(self):
        arriving.undo_sign_in(come().id)
        assert (inside(), visits()) == (0, 0)

    def test_who_else_is_in_the_room_takes_a_place_too(self):
        here.room("evening_class").warn_above = here.room("evening_class").refuse_above = 3
        db.session.flush()
        hub_visits.record(here.room("evening_class"), 2)
        come()
        with pytest.raises(Refused, match="室内已经有 3 人，满了"):
            come(YU)

    def test_a_name_in_the_reason_stays_with_the_evening(self):
        here.room("evening_class").warn_above = here.room("evening_class").refuse_above = 1
        db.session.flush()
        come()
        arriving.sign_in(child(YU).id, "赵小雨的家长在外地")
        assert "赵小雨" not in db.session.query(Visit).one().override_reason

    def test_taken_back_in_the_log_it_is_right_again_with_the_next_child(self):
        row = come()
        hub_visits.undo(db.session.query(Visit).one().id)
        assert inside() == 0
        come(YU)
        assert inside() == 2
        hub_visits.undo(db.session.query(Visit).one().id)
        leaving.release_to(row.id, pickup("钱爸爸").id)
        assert inside() == 1


class TestFromPaper:
    def entries(self) -> list[Entry]:
        return [
            Entry(child(YU).id, "alone"),
            Entry(child(HAN).id, "adult", pickup("钱爸爸").id),
            Entry(child(YI).id, "phone", taken_by="孙舅舅"),
            Entry(child(HAO).id, "excused"),
        ]

    def test_a_whole_evening_in_one_go(self):
        day = TODAY - timedelta(days=1)
        session = entering.enter(day, time(18, 30), time(20, 30), self.entries())
        assert (session.state, session.late, session.came, session.absent) == ("closed", True, 3, 1)
        assert (session.by_adult, session.by_phone, session.alone) == (1, 1, 1)
        visit = db.session.query(Visit).one()
        assert (visit.day, visit.heads) == (day, 3)
        with pytest.raises(Refused, match="已经登记并下课"):
            entering.enter(day, time(18, 30), time(20, 30), self.entries())

    def test_after_three_days_the_visit_is_late(self):
        entering.enter(TODAY - timedelta(days=6), time(18, 30), time(20, 30), self.entries())
        assert db.session.query(Visit).one().late

    def test_the_rules_of_release_are_the_same(self):
        day = TODAY - timedelta(days=1)
        for entry, match in (
            (Entry(child(HAN).id, "alone"), "没有“可以独自回家”"),
            (Entry(child(HAN).id, "adult", pickup("赵妈妈").id), "那天不能接"),
            (Entry(child(HAN).id, "phone"), "谁来接"),
            (Entry(0, "alone"), "不在这个学期"),
        ):
            with pytest.raises(Refused, match=match), db.session.begin_nested():
                entering.enter(day, time(18, 30), time(20, 30), [entry])

    def test_the_power_went_after_some_had_come(self, here_now):
        come(YI)
        here_now.shift(timedelta(hours=3))
        session = entering.enter(
            TODAY, time(18, 30), time(20, 30), [Entry(child(YI).id, "phone", taken_by="孙舅舅")]
        )
        assert (session.came, session.state) == (1, "closed")

    def test_not_what_has_not_been(self):
        with pytest.raises(Refused, match="还没有到"):
            entering.enter(TODAY, time(18, 30), time(20, 30), self.entries())


class TestEnrolling:
    def test_none_without_guardian_and_phone(self):
        from plugins.evening_class.children import Child

        for one, match in (
            (Child("周小小", " ", "19900003000"), "没有监护人"),
            (Child("周小小", "周妈", ""), "电话"),
        ):
            with pytest.raises(Refused, match=match):
                children.enrol(child().term_id, one)

    def test_the_guardian_may_fetch_until_the_end_of_term_and_follows_a_change(self):
        from plugins.evening_class.children import Child

        row = children.enrol(child().term_id, Child("周小小", "周妈", "19900003000", consent_on=TODAY))
        (guardian,) = children.pickups_of([row.id])[row.id]
        assert (guardian.name, guardian.valid_until, guardian.guardian) == ("周妈", LAST, True)
        children.change(row.id, Child("周小小", "周妈妈", "19900003001", consent_on=TODAY))
        assert (guardian.name, guardian.phone) == ("周妈妈", "19900003001")
        with pytest.raises(Refused, match="已经报过名"):
            children.enrol(row.term_id, Child("周小小", "别人", "19900003001"))

    def test_who_fetched_once_stays_on_record_and_may_not_again(self):
        row = fetched()
        children.end_pickup(row.pickup_id)
        assert pickup("钱爸爸").valid_until < TODAY
        leaving.undo_release(row.id)
        with pytest.raises(Refused, match="已经过了"):
            leaving.release_to(row.id, pickup("钱爸爸").id)
        children.end_pickup(pickup("李姑姑").id)
        assert count(Pickup, Pickup.name == "李姑姑") == 0

    def test_nobody_fetches_beyond_the_term(self):
        with pytest.raises(Refused, match="学期结束"):
            children.add_pickup(child().id, "钱叔叔", "叔叔", "", LAST + timedelta(days=1))

    def test_a_child_that_is_inside_neither_leaves_nor_is_erased(self):
        come()
        for deed in (children.leave, children.erase):
            with pytest.raises(Refused, match="还在室内"):
                deed(child().id)
        children.leave(child(YU).id)
        with pytest.raises(Refused, match="不在本学期的名单"):
            come(YU)
