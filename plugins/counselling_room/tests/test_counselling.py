"""From a slot to its end: what may follow what, and what is counted."""

from __future__ import annotations

import itertools
from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.kernel.clock import local_day
from hub.kernel.database import db
from hub.kernel.declarations import Period
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.privacy.retention import run_retention
from hub.visits import services as visits
from hub.visits.models import Visit
from plugins.counselling_room import booking, figures, sessions, slots
from plugins.counselling_room.models import Appointment, Referral, SessionCount, Slot
from plugins.counselling_room.tests.place import CONTACT, NOW, book, count, slot, there

pytestmark = pytest.mark.state("counselling_place")
WEEK = date(2025, 11, 24)  # the Monday after


class TestOffering:
    def test_some_days_of_a_week(self, here_now):
        spans = list(slots.of_a_week(WEEK + timedelta(days=3), [1, 3], time(14), time(17), 50, 10))
        assert slots.offer(spans) == (6, 0)
        days = [line.slot.starts_at.astimezone(here.tz) for line in slots.of_days(WEEK, 7)]
        assert [(at.weekday(), at.hour) for at in days] == [
            (1, 14),
            (1, 15),
            (1, 16),
            (3, 14),
            (3, 15),
            (3, 16),
        ]

    def test_what_is_offered_already_or_over_is_left_out(self, here_now):
        again = list(slots.of_a_week(here.today, [0, 4], time(14), time(17), 50, 10))
        assert slots.offer(again) == (0, 6)

    def test_the_same_week_again(self, here_now):
        assert slots.again(here.today) == (3, 0)
        assert slots.again(here.today) == (0, 3)
        later = [line.slot.starts_at for line in slots.of_days(here.today + timedelta(days=7), 7)]
        assert later == [slot(n).starts_at + timedelta(days=7) for n in range(3)]

    @pytest.mark.parametrize(
        ("start", "until", "minutes", "said"),
        [(time(14), time(14, 20), 50, "一个号也放不出来"), (time(0), time(23), 15, "一次最多放 60 个号")],
    )
    def test_what_cannot_be_is_refused_in_words(self, here_now, start, until, minutes, said):
        with pytest.raises(Refused, match=said):
            slots.offer(slots.of_a_week(WEEK, range(7), start, until, minutes, 0))

    def test_a_free_one_is_taken_back_and_one_that_is_somebodys_is_not(self, here_now):
        book(0)
        with pytest.raises(Refused, match="有人约了"):
            slots.withdraw(slot(0).id)
        slots.withdraw(slot(1).id)
        with pytest.raises(Refused, match="已经收回"):
            book(1)
        assert [one.id for one in slots.free(14)] == [slot(2).id]

    @settings(max_examples=25)
    @given(data=st.data())
    def test_no_two_offered_slots_ever_meet(self, clock, app, data):
        with there(app):
            for _offer in range(data.draw(st.integers(1, 3))):
                start = data.draw(st.integers(8, 18))
                spans = slots.of_a_week(
                    here.today + timedelta(days=7 * data.draw(st.integers(0, 2))),
                    data.draw(st.sets(st.integers(0, 6), min_size=1, max_size=2)),
                    time(start), time(start + data.draw(st.integers(1, 4)), 30),
                    data.draw(st.integers(40, 90)), data.draw(st.integers(0, 20)),
                )  # fmt: skip
                slots.offer(spans)
            times = [(line.slot.starts_at, line.slot.ends_at) for line in slots.of_days(here.today, 40)]
            assert all(end <= start for (_s, end), (start, _e) in itertools.pairwise(times))
            db.session.rollback()


class TestBooking:
    def test_a_slot_is_one_persons(self, here_now):
        row = book(0)
        assert row.contact == CONTACT
        with pytest.raises(Refused, match="刚被约走"):
            book(0)

    def test_given_back_it_can_be_booked_again_and_they_cannot_be_reached_any_more(self, here_now):
        row = booking.cancel(book(0).id, by_asker=True)
        assert (row.state, row.contact) == ("cancelled", "")
        assert book(0).state == "booked"

    def test_who_is_cancelled_can_still_be_told(self, here_now):
        assert booking.cancel(book(0).id, by_asker=False).contact == CONTACT

    def test_what_is_over_is_not_booked(self, here_now, clock):
        clock.shift(timedelta(days=2))
        with pytest.raises(Refused, match="已经过了"):
            book(0)


class TestWhatBecameOfIt:
    def test_held_closed_and_one_visit_of_so_many_heads(self, here_now, clock):
        row = book(0)
        clock.shift(timedelta(days=1, hours=4, minutes=5))
        sessions.attended(row.id, 2)
        assert (row.state, count(SessionCount), count(Visit, Visit.heads == 2)) == ("attended", 1, 1)
        with pytest.raises(Refused, match="已经登记过"):
            sessions.attended(row.id, 2)
        assert sessions.close(row.id).state == "closed"
        with pytest.raises(Refused, match="先登记来过"):
            sessions.close(row.id)

    def test_not_before_its_time(self, here_now):
        row = book(0)
        for deed in (lambda: sessions.attended(row.id, 1), lambda: sessions.no_show(row.id)):
            with pytest.raises(Refused, match="还没有到约定的时间"):
                deed()

    def test_nobody_came(self, here_now, clock):
        row = book(0)
        clock.shift(timedelta(days=1, hours=5))
        assert sessions.no_show(row.id).state == "no_show"
        assert count(Visit) == 0

    def test_referred_only_with_their_consent(self, here_now, clock):
        row = book(0)
        clock.shift(timedelta(days=1, hours=5))
        sessions.attended(row.id, 1)
        with pytest.raises(Refused, match="本人同意才能转介"):
            sessions.refer(row.id, "hospital", consented=False)
        sessions.refer(row.id, "hospital", consented=True)
        assert (row.state, count(Referral)) == ("referred", 1)

    def test_the_visit_taken_back_takes_the_session_back(self, here_now, clock):
        row = book(0)
        clock.shift(timedelta(days=1, hours=4))
        sessions.attended(row.id, 1)
        db.session.flush()
        visits.undo_source((sessions.SOURCE, db.session.query(SessionCount).one().id))
        assert (row.state, count(SessionCount), count(Visit)) == ("booked", 0, 0)

    def test_who_comes_without_an_appointment_is_counted_too(self, here_now):
        sessions.walk_in(1)
        sessions.walk_in(3, here.now - timedelta(days=1))
        with pytest.raises(Refused, match="七天以内"):
            sessions.walk_in(1, here.now - timedelta(days=8))
        assert (count(SessionCount), count(Visit)) == (2, 2)


class TestKeeping:
    def test_contact_and_code_are_gone_after_thirty_days_and_the_rest_stays(self, app, clock, database):
        with there(app):
            row = book(0)
            id, forget = row.id, row.forget_at
            assert local_day(forget, here.tz) == here.today + timedelta(days=31)
            sealed = bytes(row.contact_sealed)
        clock.shift(timedelta(days=31))
        run_retention(app)
        with there(app):
            assert db.session.get_one(Appointment, id).contact == CONTACT
        clock.shift(timedelta(days=1))
        run_retention(app)
        with there(app):
            row = db.session.get_one(Appointment, id)
            assert (row.contact, row.contact_sealed, row.code_hash, row.code_salt) == ("", None, None, None)
            assert row.state == "booked"
        for file in database.home.glob("hub.sqlite3*"):
            assert sealed not in file.read_bytes()


def test_the_month_tells_totals(here_now, clock):
    rows = [book(0), book(1, source="public")]
    booking.cancel(book(2).id, by_asker=False)
    clock.shift(timedelta(days=1, hours=7))
    sessions.attended(rows[0].id, 2)
    sessions.no_show(rows[1].id)
    sessions.walk_in(1)
    db.session.flush()
    month = Period(date(2025, 11, 1), date(2025, 11, 30), NOW - timedelta(days=19), NOW + timedelta(days=10))
    told = {row.code: row.count(month) for row in figures.REPORT}
    assert told == {
        "slots": 3, "booked": 2, "no_show": 1, "cancelled": 1, "sessions": 2, "walk_in": 1, "heads": 3,
        "referred": 0, "talks": 0, "talk_heads": 0,
    }  # fmt: skip
    assert count(Slot) == 3
