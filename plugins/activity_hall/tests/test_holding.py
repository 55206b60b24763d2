"""The day: set up, begin, count, clean, damage; what is to be done, and the month in numbers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

import pytest
from icalendar import Calendar as Read

from hub.kernel.database import db
from hub.kernel.declarations import Period
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.kits.booking import calendar_file
from hub.kits.events import told
from hub.room import Visit, visits
from hub.villages.models import CalendarDay
from plugins.activity_hall import figures, finding, holding, moving, schedule, todos
from plugins.activity_hall.models import Event, Service
from plugins.activity_hall.tests.place import (
    CHOIR,
    DANCERS,
    FRIDAY,
    PHONE,
    TODAY,
    ask,
    at,
    count,
    event,
    thing,
    weekly,
)

pytestmark = [pytest.mark.state("activity_place"), pytest.mark.usefixtures("here_now")]


@pytest.fixture(autouse=True)
def page(app, here_now):
    """Addresses need a request."""
    with app.test_request_context():
        yield


def told_of(source) -> list[tuple[str, str]]:
    return [(str(todo.pill), todo.title) for todo in source()]


def month() -> Period:
    starts = datetime(2025, 11, 1, tzinfo=here.tz)
    return Period(date(2025, 11, 1), date(2025, 11, 30), starts, datetime(2025, 12, 1, tzinfo=here.tz))


class TestTheDay:
    def test_from_setting_up_to_cleaning(self, here_now):
        row = ask()
        assert holding.next_step(row, event(row)) == ""
        here_now.move_to(at(FRIDAY, 19, 40))
        assert holding.next_step(row, event(row)) == "set_up"
        holding.set_up(row.id)
        with pytest.raises(Refused, match="已经布置好"):
            holding.set_up(row.id)
        assert holding.next_step(row, event(row)) == "begin"
        holding.begin(row.id)
        assert holding.next_step(row, event(row)) == "count"
        here_now.move_to(at(FRIDAY, 21, 20))
        _row, visit = holding.count_heads(row.id, 18)
        assert (visit.heads, visit.kind, visit.source_type) == (18, "event", "activity_hall.event")
        assert event(row).finished_at == here.now
        assert holding.next_step(row, event(row)) == "clean"
        holding.cleaned(row.id, [])
        assert len(row.undone.splitlines()) == 4
        assert holding.next_step(row, event(row)) == ""

    def test_counted_afterwards_and_taken_back(self, here_now):
        row = ask()
        here_now.move_to(at(date(2025, 11, 22), 9))
        assert told_of(todos.event_todos) == [("办了没有", "排练")]
        holding.count_heads(row.id, 18)
        with pytest.raises(Refused, match="已经办完"):
            holding.count_heads(row.id, 18)
        assert count(Visit) == 1
        holding.not_counted(row.id)
        assert (event(row).state, count(Visit)) == ("planned", 0)

    def test_taking_back_the_visit_plans_the_event_again(self, here_now):
        row = ask()
        here_now.move_to(at(FRIDAY, 22))
        _row, visit = holding.count_heads(row.id, 18)
        visits.undo(visit.id)
        assert event(row).state == "planned"

    def test_what_was_only_asked_for_is_not_held(self, here_now):
        row = ask(approve=False)
        here_now.move_to(at(FRIDAY, 22))
        with pytest.raises(Refused):
            holding.count_heads(row.id, 18)
        with pytest.raises(Refused):
            holding.set_up(row.id)

    def test_setting_up_days_before_and_cleaning_before_it_is_refused(self):
        row = ask()
        with pytest.raises(Refused, match="当天再布置"):
            holding.set_up(row.id)
        with pytest.raises(Refused, match="用完再打扫"):
            holding.cleaned(row.id, [])


class TestDamage:
    def test_what_is_grave_takes_it_out_of_service_and_is_told_for_who_wants_it(self, here_now):
        ask(wanted=["音响"])
        holding.upkeep.found(thing().id, "major", "没有声音")
        assert told_of(todos.missing_todos) == [("设备", "广场舞一队要用的音响停用着")]
        assert told_of(partial(todos.fault_todos, todos.shop)) == [("损坏", "音响：没有声音")]
        fault = holding.upkeep.open_faults()[0]
        holding.upkeep.settle(fault.id, "fixed", "换了线", back=True)
        assert told_of(todos.missing_todos) == told_of(partial(todos.fault_todos, todos.shop)) == []

    def test_it_needs_words(self):
        with pytest.raises(Refused, match="哪里坏了"):
            holding.upkeep.found(thing().id, "minor", " ")

    def test_planned_service_is_told_when_it_is_due(self, here_now):
        db.session.add(Service(thing_id=thing().id, name="查插座", every_days=90, last_on=TODAY, last_uses=0))
        db.session.flush()
        assert told_of(partial(todos.service_todos, todos.shop)) == []
        here_now.shift(timedelta(days=90))
        assert told_of(partial(todos.service_todos, todos.shop)) == [("该保养", "音响：查插座")]


class TestToDo:
    def test_requests_wait_for_an_answer_a_rule_once(self):
        weekly(4)
        ask(date(2025, 11, 22), approve=False, group=CHOIR)
        assert told_of(todos.request_todos) == [
            ("等答复", "广场舞一队：排练"),
            ("等答复", "石榴花合唱队：排练"),
        ]

    def test_a_group_that_has_to_choose(self):
        row = ask()
        _row, offers = moving.move_out(row.id, "镇里要用")
        assert told_of(todos.offer_todos) == [("问团队选哪个", "广场舞一队：排练")]
        moving.take(offers[0].id)
        assert told_of(todos.offer_todos) == []

    def test_cleaning_after_what_was_held(self, here_now):
        row = ask()
        here_now.move_to(at(FRIDAY, 22))
        assert told_of(todos.cleaning_todos) == []
        holding.count_heads(row.id, 18)
        assert told_of(todos.cleaning_todos) == [("打扫", "活动室")]
        holding.cleaned(row.id, [])
        assert told_of(todos.cleaning_todos) == []


class TestFigures:
    def test_the_card(self, here_now):
        assert figures.card() == "今天没有安排"
        ask(TODAY)
        ask(approve=False, group=CHOIR)
        assert figures.card() == "今天 1 场，下一场 20:00 广场舞一队，等答复 1 场"

    def test_the_month(self, here_now):
        small = ask(date(2025, 11, 24), group=CHOIR, proposer="committee")
        moving.move_out(ask(date(2025, 11, 26)).id, "镇里要用", at(date(2025, 11, 26), 18))
        rows = [ask(), small]
        here_now.move_to(at(date(2025, 11, 27), 9))
        holding.count_heads(rows[0].id, 18)
        holding.count_heads(small.id, 4)
        found = {row.code: row.count(month()) for row in figures.REPORT}
        assert found == {
            "requests": 3, "approved": 3, "declined": 0, "moved": 1, "held": 2, "by_residents": 1, "cancelled": 0,
            "heads": 22, "hours": 3.0, "damages": 0,
        }  # fmt: skip
        facts = sorted(told(Event, month()), key=lambda fact: fact.heads)
        assert [(fact.state, fact.counts, fact.by_residents) for fact in facts] == [
            ("planned", False, True), ("held", False, False), ("held", True, True),
        ]  # fmt: skip


class TestAtAGlance:
    def test_a_week_shows_what_is_booked_and_what_is_free(self):
        row = ask()
        days = schedule.week(date(2025, 11, 17), row.hall)
        friday = days[4]
        assert [len(cell.slots) for cell in friday.cells] == [0, 0, 1]
        assert friday.cells[2].slots[0].from_to == "20:00—21:30"
        assert friday.cells[2].free_words == "18:00—19:45"
        assert friday.cells[2].free_comes_first
        assert days[0].cells[0].free is None  # over
        assert days[3].cells[0].free_words == "10:00—12:00"

    def test_a_month_has_whole_weeks_and_marks_its_special_days(self):
        db.session.add(CalendarDay(day=date(2026, 1, 1), kind="holiday", name="元旦"))
        db.session.flush()
        weeks = schedule.month(date(2026, 1, 1), None)
        assert {len(days) for days in weeks} == {7}
        assert (weeks[0][0].day, weeks[-1][-1].day) == (date(2025, 12, 29), date(2026, 2, 1))
        assert weeks[0][3].mark == "holiday"

    def test_what_lapsed_is_not_shown(self, here_now):
        row = ask()
        moving.move_out(row.id, "镇里要用")
        assert sum(len(day.slots) for day in schedule.week(date(2025, 11, 17), row.hall)) == 3
        here_now.shift(timedelta(days=20))
        assert sum(len(day.slots) for day in schedule.week(date(2025, 11, 17), row.hall)) == 0

    def test_the_public_week_and_its_file_have_nothing_personal(self):
        ask(contact="王小明", phone=PHONE, override_reason="王小明要求")
        ask(date(2025, 11, 22), approve=False, group=CHOIR)
        events = schedule.public_week(date(2025, 11, 17))
        content = calendar_file("活动", schedule.entries(events))
        assert not any(word.encode() in content for word in ("王小明", PHONE))
        (one,) = Read.from_ical(content).walk("VEVENT")
        assert (str(one["summary"]), one["dtstart"].dt) == (f"排练（{DANCERS}）", at(FRIDAY, 20))

    def test_it_is_found_by_the_groups_name(self):
        row = ask()
        moving.move_out(row.id, "镇里要用")
        assert [hit.title for hit in finding.search_bookings("广场", 9)] == ["广场舞一队：排练"]
