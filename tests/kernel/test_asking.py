"""Figures that are asked for together."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from sqlalchemy import event, select

from hub.kernel.asking import (
    ask_together,
    asked,
    asked_as,
    eve,
    how_many,
    remembering,
    rows_of,
    shared,
    sum_of,
)
from hub.kernel.database import db
from hub.kernel.declarations import Period, Share
from hub.kernel.here import InQuestion, here
from hub.visits import services
from hub.visits.models import Visit
from tests.visits.place import NOW, OTHER, PLACE, acting, room

pytestmark = pytest.mark.state("visit_place")
OCTOBER = Period(
    date(2025, 10, 1), date(2025, 10, 31), datetime(2025, 9, 30, 16, tzinfo=UTC), datetime(2025, 10, 31, 16, tzinfo=UTC)
)  # fmt: skip
BEFORE = Period(
    date(2025, 9, 1), date(2025, 9, 30), datetime(2025, 8, 31, 16, tzinfo=UTC), datetime(2025, 9, 30, 16, tzinfo=UTC)
)  # fmt: skip


@asked
def visits(period: Period) -> Any:
    """How many came."""
    return how_many(Visit, Visit.started_at >= period.starts, Visit.started_at < period.ends)


@asked
def heads(period: Period) -> Any:
    return sum_of(Visit.heads, Visit.day.between(period.first, period.last))


@asked_as(Share)
def large(period: Period) -> Any:
    of_month = Visit.day.between(period.first, period.last)
    return how_many(Visit, of_month, Visit.heads > 5), how_many(Visit, of_month)


@rows_of
def days(period: Period) -> Any:
    return select(Visit.day, Visit.heads).where(Visit.day >= eve(period), Visit.day < period.last)


@pytest.fixture(autouse=True)
def october(app):
    with time_machine.travel(NOW, tick=False):
        for village, number in ((PLACE, 7), (OTHER, 2)):
            with acting(app, village_id=village):
                for day in (3, 9):
                    services.record(room("yard"), number, started_at=datetime(2025, 10, day, 3, tzinfo=UTC))
        yield


@pytest.fixture
def statements(app):
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("SELECT") and "set_config" not in statement:
            found.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


def test_a_question_is_a_figure_like_any_other(app):
    with acting(app, village_id=PLACE):
        assert (visits(OCTOBER), heads(OCTOBER), large(OCTOBER)) == (2, 14, Share(2, 2))
        assert (visits(BEFORE), heads(BEFORE), large(BEFORE)) == (0, 0, Share(0, 0))
        assert [row.heads for row in days(OCTOBER)] == [7, 7]
    assert visits.__doc__ == "How many came."


def test_all_of_a_report_are_one_statement_and_are_remembered(app, statements):
    with acting(app, village_id=PLACE):
        visits(OCTOBER)
        statements.clear()
        with remembering({}):
            ask_together([visits, heads, large], OCTOBER)
            assert (visits(OCTOBER), heads(OCTOBER), large(OCTOBER)) == (2, 14, Share(2, 2))
            assert len(statements) == 1
            assert visits(BEFORE) == 0
            assert [len(days(OCTOBER)), len(days(OCTOBER))] == [2, 2]
        assert len(statements) == 3


def test_each_village_is_answered_its_own_however_often_it_is_asked(app):
    for _round in range(3):
        for village, number in ((PLACE, 14), (OTHER, 4)):
            with acting(app, village_id=village), remembering({}):
                ask_together([visits, heads, large], OCTOBER)
                assert (visits(OCTOBER), heads(OCTOBER)) == (2, number)
                assert sum(row.heads for row in days(OCTOBER)) == number


def test_outside_a_report_nothing_is_remembered(app):
    calls = []
    counted = shared(lambda period: calls.append(period) or len(calls))
    with acting(app, village_id=PLACE):
        assert (counted(OCTOBER), counted(OCTOBER)) == (1, 2)
        with remembering({}):
            assert (counted(OCTOBER), counted(OCTOBER), counted(BEFORE)) == (3, 3, 4)
        assert visits(OCTOBER) == 2
        services.record(room("yard"), 3, started_at=datetime(2025, 10, 10, 3, tzinfo=UTC))
        assert visits(OCTOBER) == 3


LOOKS = {
    "now": lambda: here.now, "today": lambda: here.today, "village": lambda: here.village_id, "zone": lambda: here.tz,
    "user": lambda: here.user, "grants": lambda: here.can("yard.view"), "rooms": lambda: here.rooms,
    "enabled": lambda: here.enabled_rooms, "in village": lambda: here.in_village,
}  # fmt: skip


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_question_that_depends_on_where_or_when_it_is_put_together_is_refused(app, look):
    def of_rows(_period: Period) -> Any:
        return look() and select(Visit.day)

    for wrong in (asked(lambda _period: look() and how_many(Visit)), rows_of(of_rows)):
        with acting(app, village_id=PLACE):
            with pytest.raises(InQuestion, match="all villages and months"):
                wrong(OCTOBER)
            assert here.village_id == PLACE  # and one is where one was
