"""The parts of casework: terms and the clock that stops, numbers, states, codes."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.kernel.codes import MOST_VILLAGES
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kits.casework import (
    CALENDAR_DAYS,
    Flow,
    KnownDays,
    after_stop,
    due_day,
    extend,
    next_working_day,
    read_code,
    read_number,
    receipts,
    village_of,
)
from hub.kits.casework.deadlines import start_clock, stop_clock
from hub.room import Refused, is_working_day, working_days_between
from hub.villages.calendar import load_year
from hub.villages.models import CalendarDay
from tests.centre.place import acting

pytestmark = pytest.mark.state("centre")
DAYS = st.dates(date(2025, 1, 1), date(2026, 11, 30))  # over new year, 春节 and 国庆 of both years
TERMS = st.integers(0, 40)
SPANS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 25)), max_size=4)
DAY = timedelta(days=1)
KNOWN: dict[date, bool] = {}  # asked once a test
FLOW = Flow(
    moves={
        "draft": ("accepted",),
        "accepted": ("waiting", "done"),
        "waiting": ("accepted",),
        "done": ("closed", "accepted"),
        "closed": ("accepted",),
    },
    words={"draft": "草稿", "accepted": "在办", "waiting": "等", "done": "办好", "closed": "办结"},
    resolved=("done",),
)


@pytest.fixture
def village(app):
    """A village with the holidays of two years."""
    KNOWN.clear()
    with acting(app):
        load_year(2025)
        load_year(2026)
        yield here.village
        db.session.rollback()


def counted(start: date, end: date) -> int:
    """Working days after a day up to another, one by one."""
    days = [start + DAY * n for n in range(1, (end - start).days + 1)]
    for day in days:
        if day not in KNOWN:
            KNOWN[day] = is_working_day(day)
    return sum(KNOWN[day] for day in days)


def hypothesis(test: Any) -> Any:
    return settings(max_examples=40, deadline=None)(test)


class TestTerms:
    def test_a_term_has_so_many_working_days_and_ends_on_one(self, village):
        @hypothesis
        @given(DAYS, TERMS)
        def check(start, days):
            due = due_day(start, days)
            assert is_working_day(due)
            assert counted(start, due) == days or (days == 0 and due == next_working_day(start))

        check()

    def test_working_days_between_are_those_that_can_be_counted(self, village):
        @hypothesis
        @given(DAYS, st.integers(-5, 60))
        def check(start, length):
            assert working_days_between(start, start + DAY * length) == counted(start, start + DAY * length)

        check()

    def test_the_national_day_of_2025(self, village):
        assert due_day(date(2025, 9, 30), 1) == date(2025, 10, 9)
        assert due_day(date(2025, 9, 26), 1) == date(2025, 9, 28)  # a Sunday that is worked

    def test_a_holiday_of_the_village_itself_counts(self, village):
        db.session.add(CalendarDay(day=date(2025, 11, 21), kind="holiday", name="停电检修"))
        db.session.flush()
        assert due_day(date(2025, 11, 20), 1) == date(2025, 11, 24)


class TestTheClock:
    def test_while_it_runs_the_whole_term_is_given_and_no_day_more(self, village):
        """However often it is stopped: the working days on which it ran are those of the term."""

        @hypothesis
        @given(DAYS, st.integers(1, 40), SPANS)
        def check(start, days, spans):
            due, ran, given, since = due_day(start, days), 0, 0, start
            for run, stop in spans:
                stopped = since + DAY * run
                if stopped > due:
                    break
                ran += counted(since, stopped)
                since, left = stopped + DAY * stop, counted(stopped, due)
                due = after_stop(due, stopped, since)
                assert due >= since
                # Nothing left means that it ends on the day it goes on, or the next on which offices work.
                more = counted(since, due) - left
                assert more == 0 or (left == 0 and due == next_working_day(since))
                given += more
            assert ran + counted(since, due) == days + given

        check()

    def test_stopping_and_going_on_on_one_day_changes_nothing(self, village):
        @hypothesis
        @given(DAYS, st.integers(1, 40), st.integers(0, 60))
        def check(start, days, after):
            due = due_day(start, days)
            assert after_stop(due, start + DAY * after, start + DAY * after) == due

        check()

    def test_it_never_makes_a_term_shorter_and_cures_no_lateness(self, village):
        @hypothesis
        @given(DAYS, st.integers(1, 40), st.integers(0, 90), st.integers(0, 90))
        def check(start, days, after, stop):
            due, stopped = due_day(start, days), start + DAY * after
            new = after_stop(due, stopped, stopped + DAY * stop)
            assert new >= due
            assert new == due or stopped <= due

        check()

    def test_over_the_spring_festival(self, village):
        # Five days from 11 February 2026, stopped on the 13th: three are left, the last a Saturday that is worked.
        due = due_day(date(2026, 2, 11), 5)
        assert due == date(2026, 2, 25)
        assert after_stop(due, date(2026, 2, 13), date(2026, 2, 25)) == date(2026, 2, 28)

    def test_both_terms_move_and_keep_their_distance(self, village):
        case = SimpleNamespace(
            due_on=here.today + DAY * 40, first_due_on=here.today - DAY * 3, stopped_on=None, resolved_at=None
        )
        stop_clock(case)
        start_clock(case)
        assert case.stopped_on is None
        assert case.first_due_on == here.today - DAY * 3


class TestExtensions:
    """As mediation needs them: a month by the calendar, longer only when both parties agree."""

    FLOW = Flow(
        moves={"accepted": ("waiting", "done"), "waiting": ("accepted",), "done": ("closed",), "closed": ()},
        words=FLOW.words,
        resolved=("done",),
        count=CALENDAR_DAYS,
        agreeing={"one": "申请人", "other": "被申请人"},
    )

    def a_case(self, **more: Any) -> Any:
        due = self.FLOW.count.due(here.today, 30)
        given = {"state": "accepted", "due_on": due, "first_due_on": due, "stopped_on": None, "extensions": 0}
        return SimpleNamespace(**given | {"resolved_at": None, "closed_at": None} | more)

    def test_thirty_days_are_days_of_the_calendar(self, village):
        assert self.a_case().due_on == here.today + DAY * 30
        assert after_stop(date(2026, 2, 20), date(2026, 2, 10), date(2026, 2, 17), CALENDAR_DAYS) == date(
            2026, 2, 27
        )

    @pytest.mark.parametrize(
        ("agreed", "missing"), [((), "申请人、被申请人"), (("one",), "：被申请人"), (("x",), "申请人")]
    )
    def test_both_have_to_agree(self, village, agreed, missing):
        case = self.a_case()
        with pytest.raises(Refused, match=missing):
            extend(case, 10, self.FLOW, agreed)
        assert case.extensions == 0

    def test_when_both_agree_the_first_term_stays_beside_it(self, village):
        case = self.a_case()
        extend(case, 10, self.FLOW, ("one", "other"))
        assert (case.due_on, case.first_due_on) == (here.today + DAY * 40, here.today + DAY * 30)
        assert case.extensions == 1

    @pytest.mark.parametrize(
        ("more", "why"),
        [
            ({"resolved_at": 1}, "没有在办"),
            ({"stopped_on": date(2026, 1, 1)}, "停表"),
            ({"due_on": date(2020, 1, 1)}, "超期"),
        ],
    )
    def test_what_is_settled_waits_or_is_late_is_not_extended(self, village, more, why):
        with pytest.raises(Refused, match=why):
            extend(self.a_case(**more), 10, self.FLOW, ("one", "other"))

    @pytest.mark.parametrize("days", [0, -1, 61])
    def test_an_extension_has_its_bounds(self, village, days):
        with pytest.raises(Refused, match="1 到 60 天"):
            extend(self.a_case(), days, self.FLOW, ("one", "other"))

    def test_what_follows_a_settling_is_no_later_settling(self, village):
        flow = Flow(moves={"done": ("rated",), "rated": ()}, words={}, resolved=("done", "rated"))
        settled_at = here.now - DAY
        case = self.a_case(state="done", resolved_at=settled_at)
        flow.move(case, "rated")
        assert case.resolved_at == settled_at


def test_known_days_are_those_of_the_calendar(village):
    known = KnownDays(date(2025, 1, 10), date(2025, 10, 20))

    @hypothesis
    @given(st.dates(date(2025, 1, 10), date(2025, 10, 20)), st.integers(0, 30))
    def check(day, n):
        assert known.due(day, n) == due_day(day, n)
        assert known.works(day) == is_working_day(day)
        assert known.between(day, day + DAY * n) == working_days_between(day, day + DAY * n)
        assert due_day(known.before(day, n), n) in (day, next_working_day(day), known.before(day, 0))

    check()


class TestStates:
    def test_what_may_not_follow_is_refused_in_words(self, village):
        case = SimpleNamespace(state="done")
        with pytest.raises(Refused, match="现在是“办好”，不能改成“等”"):
            FLOW.move(case, "waiting")

    def test_what_is_worked_on_is_neither_draft_nor_settled(self):
        assert FLOW.worked_on == ("accepted", "waiting")
        assert FLOW.ended == ("done", "closed")

    def test_what_is_worked_on_is_not_reopened(self, village):
        with pytest.raises(Refused, match="还在办"):
            FLOW.reopen(SimpleNamespace(state="accepted"), 5)


class TestNumbers:
    @pytest.mark.parametrize("text", ["1123-04", "第1123-04号", "第 1123-04 号", "1123－04"])
    def test_they_are_read_as_people_write_them(self, text):
        assert read_number(text) == "1123-04"

    @pytest.mark.parametrize(
        "text", ["", "1123", "1332-01", "0230-01", "1123-0", "11-2304", "1123-00001", "a123-04"]
    )
    def test_what_is_none_is_none(self, text):
        assert read_number(text) is None

    def test_the_29th_of_february_is_a_day(self):
        assert read_number("0229-01") == "0229-01"


class TestCodes:
    def test_a_code_names_its_village_and_nothing_else_does(self, village):
        codes = {receipts.give_code(case_of()) for _one in range(50)}
        assert len(codes) == 50
        assert {village_of(code) for code in codes} == {here.village_id}
        assert len({code[:4] for code in codes}) > 40  # the village cannot be read off it

    def test_it_can_be_printed_again_but_only_with_this_hubs_key(self, app, village):
        case = case_of()
        code = receipts.give_code(case)
        assert receipts.code_of(case) == code
        assert code.replace("-", "") not in case.code_salt + case.code_hash
        app.config["SECRET_KEY"], key = "another", app.config["SECRET_KEY"]
        try:
            assert receipts.code_of(case) is None
        finally:
            app.config["SECRET_KEY"] = key

    @given(st.text(max_size=30))
    def test_whatever_is_typed_is_a_code_or_none(self, text):
        code = read_code(text)
        assert code is None or (len(code) == 19 and read_code(code) == code)
        assert code is None or village_of(code) is None or village_of(code) < MOST_VILLAGES

    def test_letters_that_look_alike_are_one(self):
        assert read_code("ol1o ol1o ol1o ol1o") == "0110-0110-0110-0110"


class _Case:
    __tablename__ = "cases"
    code_salt: str | None = None
    code_hash: str | None = None


def case_of() -> Any:
    return _Case()
