"""The room in numbers, what is to be done, and what the search finds."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import event

from hub.kernel.database import db
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


def test_what_began_before_the_month_reaches_into_it(here_now):
    """Out on the 20th, and from the 22nd of November until the 2nd of December; broken from the 28th until the 3rd."""
    settle(back(out(ask(PLOUGH))))
    here_now.shift(timedelta(days=2))
    row = out(ask(PLOUGH, days=10))
    here_now.shift(timedelta(days=6))
    fault = upkeep.report(machine(SPRAYER).id, "喷头堵了")
    here_now.shift(timedelta(days=4))
    settle(back(row))
    here_now.shift(timedelta(days=1))
    upkeep.settle(fault.id, "fixed", "换了")
    december = month(date(2025, 12, 1), date(2025, 12, 31))
    assert (usage.machine_days(month()), usage.machine_days(december)) == (1 + 9, 2)
    assert usage.days_used(december) == {date(2025, 12, 1), date(2025, 12, 2)}
    # Three machines on three days, less the two days out and the three on which one was broken.
    assert usage.idle_days(december) == 9 - 2 - 3
    assert usage.machine_days(month(date(2026, 1, 1), date(2026, 1, 31))) == 0


def test_what_is_still_out_is_out_until_today(here_now):
    out(ask(PLOUGH, days=10))
    upkeep.report(machine(SPRAYER).id, "喷头堵了")
    here_now.shift(timedelta(days=12))
    december = month(date(2025, 12, 1), date(2025, 12, 31))
    assert (usage.machine_days(december), usage.idle_days(december)) == (2, 2)


def test_the_month_reads_no_more_of_machines_that_were_rented_for_years(here_now):
    """Each machine's last rental and outage before the period is looked up in an index, whatever lies before it."""
    connection, asked = db.session.connection(), []

    def note(_connection, _cursor, statement, values, *_):
        asked.append((statement, values))

    event.listen(connection, "before_cursor_execute", note)
    usage.idle_days(month())
    event.remove(connection, "before_cursor_execute", note)
    words = "EXPLAIN QUERY PLAN"
    if connection.dialect.name == "postgresql":
        words = "EXPLAIN"
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # on few rows it is the cheapest
    plan = [
        " ".join(map(str, row))
        for statement, values in asked
        if statement.startswith("SELECT") and "farm_machinery__" in statement
        for row in connection.exec_driver_sql(f"{words} {statement}", values)
    ]
    for index in ("rental_village_id_machine_id_begun_at", "outage_village_id_machine_id_began_at"):
        assert any(f"ix_farm_machinery__{index}" in line for line in plan)
    assert not any("SCAN" in line and ("rental" in line or "outage" in line) for line in plan)
    for began in ("begun_at", "began_at"):
        ranges = (f"{began}>? AND {began}<?", f"({began} >= ")
        assert any(one in line for line in plan for one in ranges)


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
