"""The room in numbers, what is to be done, and what the search finds."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from hub.kernel.declarations import Period
from hub.kernel.here import here
from plugins.farm_machinery import figures, finding, handing, queue, upkeep, usage
from plugins.farm_machinery.tests.place import (
    AILI,
    LI,
    PLOUGH,
    SPRAYER,
    TODAY,
    ask,
    back,
    day,
    machine,
    out,
    settle,
    wait,
)

pytestmark = [pytest.mark.state("farm_machinery_place"), pytest.mark.usefixtures("here_now")]


def month(first: date = date(2025, 11, 1), last: date = date(2025, 11, 30)) -> Period:
    return Period(
        first, last, datetime.combine(first, datetime.min.time(), here.tz),
        datetime.combine(last + timedelta(days=1), datetime.min.time(), here.tz),
    )  # fmt: skip


def pills(source) -> list[tuple[str, str]]:
    with here_request():
        return [(str(todo.pill), todo.title) for todo in source()]


def here_request():
    from flask import current_app

    return current_app.test_request_context()


def test_the_month_adds_up(here_now):
    first = out(ask(PLOUGH, days=3, points_days=1))
    here_now.shift(timedelta(days=2))
    settle(back(first))
    broken = back(out(ask(SPRAYER, AILI)), damaged=True, damage="30")
    settle(broken)
    period = month()
    assert usage.machine_days(period) == 3 + 1
    assert (figures.income(period), figures.points_paid(period)) == (300 + 120 + 30, 50)
    assert figures.repairs(period) == 1
    # Three machines on 22 days, less the days out; the day of the repair was a day out.
    assert usage.idle_days(period) == 3 * 22 - 4
    assert usage.share_out(period) == round(100 * 4 / 66, 1)


def test_a_month_that_has_not_come_says_nothing():
    period = month(date(2026, 1, 1), date(2026, 1, 31))
    assert (usage.idle_days(period), usage.share_out(period)) == (None, None)


def test_the_card_counts_what_is_out_and_overdue(here_now):
    out(ask(SPRAYER))
    assert figures.card() == "在租 1 台"
    here_now.shift(timedelta(days=1))
    assert figures.card() == "在租 1 台，逾期 1 台"


class TestToDo:
    def test_due_today_and_overdue(self, here_now):
        out(ask(SPRAYER))
        assert pills(figures.out_todos) == [("今天还机", "自走式打药机 N-01")]
        here_now.shift(timedelta(days=2))
        assert pills(figures.out_todos) == [("逾期 2 天", "自走式打药机 N-01")]

    def test_to_fetch_and_not_fetched(self, here_now):
        ask(SPRAYER, days=3)
        assert pills(figures.fetch_todos)[0][0] == "今天来取"
        here_now.shift(timedelta(hours=13))
        assert pills(figures.fetch_todos)[0][0] == "没来取"

    def test_to_approve_to_inspect_and_to_settle(self):
        row = out(ask(SPRAYER))
        ask(PLOUGH, LI, first=3, approve=False)
        assert pills(figures.approve_todos) == [("待批准", "深耕机 N-05")]
        handing.take_back(row.id)
        assert pills(figures.inspect_todos) == [("待验机", "自走式打药机 N-01")]

    def test_settlement_and_dispute(self):
        back(out(ask(SPRAYER)))
        assert pills(figures.settle_todos) == [("待结算", "自走式打药机 N-01")]

    def test_whose_turn_it_is_and_who_has_not_answered(self, here_now):
        wait(name=AILI)
        assert pills(figures.queue_todos) == [("轮到排队的", "深耕机 N-05")]
        queue.offer(queue.waiting()[0].id)
        assert pills(figures.queue_todos) == [("等回话", "深耕机 N-05")]
        here_now.shift(timedelta(hours=25))
        assert pills(figures.queue_todos) == [("没有回音", "深耕机 N-05")]

    def test_service_and_repair(self):
        upkeep.report(machine(SPRAYER).id, "喷头堵了")
        upkeep.plan(machine().id, "换油", TODAY)
        machine("N-02").service_every, machine("N-02").hours = 10, 12
        found = pills(figures.upkeep_todos)
        assert found == [
            ("待修", "自走式打药机 N-01：喷头堵了"),
            ("该保养", "深耕机 N-05：换油"),
            ("该保养", "背负式打药机 N-02"),
        ]


@pytest.mark.parametrize(("typed", "found"), [("N-0", 3), ("打药", 2), ("n-05", 1), ("%", 0), ("", 0)])
def test_machines_are_found(typed, found):
    with here_request():
        assert len(list(finding.search_machines(typed, 10))) == found


def test_a_slip_is_found_by_its_number():
    row = ask(SPRAYER, first=1)
    with here_request():
        hit = next(iter(finding.search_slips(row.number.lower(), 5)))
        assert hit.title == row.number
        assert "王* · 8842" in hit.sub
        assert list(finding.search_slips("Z999999", 5)) == []
    assert row.span.first_day == day(1)
