"""All rooms' questions are one statement; where one room's cannot be answered, the others are answered all the same."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from openpyxl import load_workbook
from sqlalchemy import func, select

from hub.kernel.asking import asked, asked_as, how_many, sum_of
from hub.kernel.declarations import IndicatorFact, Period, ReportRow, Share
from hub.kernel.here import here
from hub.reports.locking import lock_month
from hub.reports.report import Report, measure
from hub.reports.span import Span
from hub.visits import services
from hub.visits.models import Visit
from tests.reports.place import OCTOBER, at
from tests.visits.place import NOW, acting, client_of, counting, room

pytestmark = pytest.mark.state("visit_place")


@asked
def visits(period: Period) -> Any:
    return how_many(Visit, Visit.day.between(period.first, period.last))


@asked
def heads(period: Period) -> Any:
    return sum_of(Visit.heads, Visit.day.between(period.first, period.last))


@asked_as(Share)
def large(period: Period) -> Any:
    of_month = Visit.day.between(period.first, period.last)
    return how_many(Visit, of_month, Visit.heads > 5), how_many(Visit, of_month)


@asked
def refused_by_the_database(_period: Period) -> Any:
    return select(func.there_is_no_such_function(func.count(Visit.id)))


@asked
def looks_at_the_village(_period: Period) -> Any:
    return how_many(Visit, Visit.village_id == here.village_id)


@asked_as(lambda number: 1 / (number - number))
def fails_afterwards(_period: Period) -> Any:
    return (how_many(Visit),)


WRONG = {one.__name__: one for one in (refused_by_the_database, looks_at_the_village, fails_afterwards)}


@pytest.fixture
def telling(app, monkeypatch) -> Callable[..., None]:
    """Let a room tell figures of its own, and facts."""

    def tell(key: str, *facts: IndicatorFact, **rows: Any) -> None:
        told = tuple(ReportRow(code, code, "次", count) for code, count in rows.items())
        loaded = app.extensions["hub"].rooms.get(key)
        monkeypatch.setattr(
            loaded, "declared", replace(loaded.declared, report_rows=told, indicator_facts=facts)
        )

    return tell


@pytest.fixture(autouse=True, params=WRONG.values(), ids=WRONG)
def rooms(app, telling, request) -> None:
    """Two visits, of 3 and 7; between two sound rooms stands one of which one figure fails."""
    with time_machine.travel(NOW, tick=False):
        with acting(app):
            services.record(room("workshop"), 3, started_at=at(8))
            services.record(room("workshop"), 7, started_at=at(9))
        telling("front_desk", IndicatorFact("service_due", large, late=large), visits=visits, heads=heads)
        telling(
            "yard",
            IndicatorFact("service_due", request.param),
            IndicatorFact("volunteer_minutes", heads),
            before=visits, wrong=request.param, after=heads,
        )  # fmt: skip
        telling(
            "workshop",
            IndicatorFact("service_due", large),
            heads=heads,
            share=lambda month: large(month).part,
        )
        yield


def told(report: Report) -> dict[str, dict[str, Any]]:
    return {
        figures.key: {row.code: "failed" if row.failed else row.number for row in figures.rows}
        for figures in report.rooms
        if figures.rows
    }


SOUND = {
    "front_desk": {"visits": 2, "heads": 10},
    "yard": {"before": 2, "wrong": "failed", "after": 10},
    "workshop": {"heads": 10, "share": 1},
}


@pytest.mark.parametrize("username", [None, "secretary"])
def test_the_figures_of_others_are_right_and_one_alone_is_missing(app, username):
    with acting(app, username):
        report = measure(Span(OCTOBER))
        assert told(report) == SOUND
        lines = {line.code: line for line in report.lines}
        assert (lines["service_due"].part, lines["service_due"].whole) == (2, 4)  # 1 of 2, of two rooms
        assert lines["service_due"].late == Share(1, 2)
        assert lines["vitality"].beside == {"volunteer_minutes": 10}
        assert services.record(room("yard"), 1).id  # what is done here afterwards is done


def test_the_page_says_so_at_that_figure_alone(app):
    text = client_of(app, "secretary").get("/month?month=2025-10").text
    assert text.count("暂时读不到") == 1
    assert re.search(r"<dt>wrong</dt><dd class=\"num\"><b>暂时读不到</b>", text)
    assert re.search(r"<dt>after</dt><dd class=\"num\"><b>10</b>", text)


def test_the_rooms_own_page_says_so_too(app):
    text = client_of(app, "secretary").get("/rooms/yard/?tab=month&month=2025-10").text
    assert text.count("暂时读不到") == 1


def test_the_workbook_is_written_and_the_month_is_locked(app):
    file = client_of(app, "secretary").get("/month/report.xlsx?month=2025-10", buffered=True).data
    lines = load_workbook(io.BytesIO(file))["各室"].iter_rows(min_row=3, values_only=True)
    rows = {line[:2]: line[2] for line in lines}
    assert (rows["院子", "wrong"], rows["院子", "after"], rows["工坊", "heads"]) == ("暂时读不到", 10, 10)
    with acting(app, "secretary"):
        lock = lock_month(OCTOBER)
        assert told(Report.from_json(lock.figures)) == SOUND


def test_without_the_room_that_fails_all_are_asked_in_one_statement(app, telling):
    telling("yard", before=visits)
    with acting(app), counting(app) as statements:
        span = Span(OCTOBER)
        span.share("service_due")
        found = {
            owner.key: span.figures_of_room(owner) for owner in span.owners if owner.declared.report_rows
        }
    assert len([one for one in statements if "n0" in one]) == 1
    assert [row.number for row in found["front_desk"]] == [2, 10]


def test_a_month_that_goes_on_is_told_alike(app):
    with acting(app):
        services.record(room("workshop"), 9, started_at=datetime(2025, 11, 19, 3, tzinfo=UTC))
        report = measure(Span(OCTOBER.after))
        assert told(report)["front_desk"] == {"visits": 1, "heads": 9}
        assert told(report)["yard"] == {"before": 1, "wrong": "failed", "after": 9}
