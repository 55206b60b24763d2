"""The lists behind the month's figures show exactly the rows that were counted."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from hub.kernel.clock import day_bounds
from hub.kernel.declarations import Period, Share
from hub.kernel.here import here
from plugins.liaison_station import figures, handling
from plugins.liaison_station.tests.place import ask_help, named, opinion, the_village, there
from tests.harness.people import signed_in

pytestmark = [pytest.mark.state("liaison_place")]


def month(number: int) -> Period:
    first = date(2025, number, 1)
    last = date(2025, number, {11: 30, 12: 31}[number])
    return Period(first, last, day_bounds(first, here.tz)[0], day_bounds(last, here.tz)[1])


def told_and_shown(app, name: str, number: int) -> tuple[Share, list[int]]:
    """What is told of a month, and the records that a secretary finds behind it, by their numbers."""
    fact = next(fact for fact in figures.FACTS if fact.name == name)
    assert fact.rows
    with there(app), app.test_request_context():
        share, url = fact.measure(month(number)), fact.rows(month(number))
    page = signed_in(app, the_village(app)).get(url)
    assert page.status_code == 200
    body = page.text.partition("<tbody")[2].partition("</tbody>")[0]
    return share, sorted({int(id) for id in re.findall(r"(?:/case/|details/\?id=)(\d+)", body)})


def told(matter_id: int) -> None:
    handling.reply(matter_id, "已办")
    handling.feed_back(matter_id, "face")


def test_opinions_and_help_that_fell_due_without_those_whose_clock_stands(app, clock):
    with there(app):
        in_time, late, waits, soon = opinion(), opinion(), named(), opinion(days=5)
        shop, shop_open = ask_help(), ask_help()
        told(in_time.id), told(shop.id)
        handling.wait(waits.id, "哪里")
        assert (soon.first_due_on.month, late.first_due_on.month) == (11, 12)
        late_id, soon_id = late.id, soon.id
        opinions, shops = sorted([in_time.id, late_id]), sorted([shop.id, shop_open.id])
    clock.shift(timedelta(days=18))
    with there(app):
        told(late_id)
    assert told_and_shown(app, "opinions_due", 12) == (Share(1, 2), opinions)
    assert told_and_shown(app, "service_due", 12) == (Share(1, 2), shops)
    assert told_and_shown(app, "opinions_due", 11) == (Share(0, 1), [soon_id])
    assert told_and_shown(app, "service_due", 11) == (Share(0, 0), [])


def test_ratings_that_a_keeper_entered_are_not_among_them(app, clock):
    with there(app):
        for level, source in ((5, "self"), (2, "self"), (5, "keeper")):
            matter = opinion()
            told(matter.id)
            handling.rate(matter.id, level, source)
            handling.close(matter.id)
    share, rows = told_and_shown(app, "ratings", 11)
    assert share == Share(1, 2)
    assert len(rows) == share.whole
