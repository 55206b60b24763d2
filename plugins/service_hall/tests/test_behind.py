"""The lists behind the month's figures show exactly the rows that were counted."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest

from hub.kernel.clock import day_bounds
from hub.kernel.declarations import Period, Share
from hub.kernel.here import here
from plugins.service_hall import figures, handling, intake
from plugins.service_hall.tests.place import CARD, COPY, LOW, accept, the_village, there
from tests.harness.people import signed_in

pytestmark = [pytest.mark.state("hall_place")]


def november() -> Period:
    first, last = date(2025, 11, 1), date(2025, 11, 30)
    return Period(first, last, day_bounds(first, here.tz)[0], day_bounds(last, here.tz)[1])


def fact(name: str) -> tuple[Share, str]:
    """What is told of November, and the address of the rows behind it."""
    told = next(fact for fact in figures.FACTS if fact.name == name)
    assert told.rows
    return told.measure(november()), told.rows(november())


def shown(app, url: str) -> list[int]:
    """The records that a secretary finds under an address, by their numbers."""
    page = signed_in(app, the_village(app)).get(unescape(url))
    assert page.status_code == 200
    body = page.text.partition("<tbody")[2].partition("</tbody>")[0]
    return sorted({int(id) for id in re.findall(r"(?:/case/|details/\?id=)(\d+)", body)})


def told_and_shown(app, name: str) -> tuple[Share, list[int]]:
    with there(app), app.test_request_context():
        share, url = fact(name)
    return share, shown(app, url)


def test_what_fell_due_without_those_whose_clock_stands(app, clock):
    with there(app):
        in_time, late, open_still, waits, far = (
            accept(CARD),
            accept(COPY),
            accept(CARD),
            accept(CARD),
            accept(LOW),
        )
        handling.settle(in_time.id, "卡已取")
        handling.wait(waits.id, "照片")
        assert far.first_due_on > date(2025, 11, 30)
        late_id = late.id
        counted = sorted([in_time.id, late_id, open_still.id])
    clock.shift(timedelta(days=8))
    with there(app):
        handling.settle(late_id, "印好")
    share, rows = told_and_shown(app, "service_due")
    assert (share, rows) == (Share(1, 3), counted)


def test_the_duties_of_the_month(app, clock):
    with there(app), app.test_request_context():
        _share, url = fact("duty_minutes")
    assert url == "/rooms/service_hall/duties/?day_from=2025-11-01&day_to=2025-11-30"
    assert signed_in(app, the_village(app)).get(url).status_code == 200


def test_ratings_that_a_keeper_entered_are_not_among_them(app, clock):
    with there(app):
        for level, source in ((5, "self"), (2, "self"), (5, "keeper")):
            request = accept(COPY)
            handling.settle(request.id, "印好")
            handling.OFFICE.rate(request.id, level, source)
    share, rows = told_and_shown(app, "ratings")
    assert share == Share(1, 2)
    assert len(rows) == share.whole


def test_opinions_that_were_to_be_answered_by_a_day_of_the_month(app, clock):
    clock.shift(timedelta(days=-12))
    with there(app):
        answered, open_still = (intake.note_opinion("other", text).id for text in ("地滑", "灯暗"))
        intake.answer_opinion(answered, "已铺防滑垫")
    clock.shift(timedelta(days=12))
    with there(app):
        assert intake.note_opinion("other", "十二月才到期").due_on > date(2025, 11, 30)
    share, rows = told_and_shown(app, "opinions_due")
    assert (share, rows) == (Share(1, 2), sorted([answered, open_still]))
