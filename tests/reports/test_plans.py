"""What the month asks of every room is read along an index within the month: it does not grow with the years."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

import plugins
from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.reports.report import measure
from hub.reports.span import Span
from tests.harness.people import a_village
from tests.reports.place import OCTOBER

ROOMS = sorted(manifest.parent.name for manifest in Path(plugins.__path__[0]).glob("*/room.toml"))
# Read whole, or from the beginning: what a village owns or has, and what breaks down a few times a year.
FEW = {
    "calendar_day", "season", "room", "farm_machinery__machine", "points_shop__goods", "point_account",
    "party_history_hall__outage", "wash_station__outage",
}  # fmt: skip
SIDES = {"village_id", "state", "kind"}  # they tell rows apart, but of each there are more every year


@pytest.fixture
def app(stand) -> Flask:
    return stand.make_app()


def statements_of_the_month(app: Flask) -> Iterable[tuple[str, list[str]]]:
    """Each statement that a report asks, with the steps in which the database answers it."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, values))

    with in_village(app, a_village(app, rooms=ROOMS)):
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            report = measure(Span(OCTOBER))
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        assert not [row.code for room in report.rooms for row in room.rows if row.failed]
        connection = db.session.connection()
        words = "EXPLAIN QUERY PLAN"
        if connection.dialect.name == "postgresql":
            words = "EXPLAIN"
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # on few rows it is the cheapest
            connection.exec_driver_sql("SET LOCAL enable_bitmapscan = off")
        for statement, values in asked:
            plan = connection.exec_driver_sql(f"{words} {statement}", values)
            yield statement, [" ".join(map(str, row)) for row in plan]


def grows(step: str) -> bool:
    """Whether a step of SQLite's reads rows of all years."""
    found = re.search(r"(SCAN|SEARCH) (\w+)(?:.*\((.*)\))?", step)
    if found is None or found[2] in FEW or "CONSTANT ROW" in step:
        return False
    conditions = re.findall(r"(\w+)(=|>|<)\?", found[3] or "")
    return not {name for name, sign in conditions if sign != "<"} - SIDES


@pytest.mark.parametrize(
    ("step", "bad"),
    [
        ("2 0 0 SCAN visit", True),
        ("2 0 0 SEARCH visit USING INDEX ix (village_id=?)", True),
        ("2 0 0 SEARCH visit USING INDEX ix (village_id=? AND state=?)", True),
        ("2 0 0 SEARCH visit USING INDEX ix (village_id=? AND day<?)", True),
        ("2 0 0 SEARCH visit USING INDEX ix (village_id=? AND day>? AND day<?)", False),
        ("2 0 0 SEARCH visit USING INTEGER PRIMARY KEY (rowid=?)", False),
        ("2 0 0 SEARCH season USING INDEX ix (village_id=?)", False),
        ("2 0 0 SCAN CONSTANT ROW", False),
        ("2 0 0 SCALAR SUBQUERY 8", False),
    ],
)
def test_what_grows_is_told_from_what_does_not(step, bad):
    assert grows(step) is bad


@pytest.mark.backends("sqlite")
def test_no_room_is_asked_for_what_grows_with_the_years(app):
    steps = [step for _statement, steps in statements_of_the_month(app) for step in steps]
    asked = {room for room in ROOMS for step in steps if f" {room}__" in step}
    assert asked == set(ROOMS)
    assert [step for step in steps if grows(step)] == []


def test_opinions_due_and_claims_published_are_found_by_their_day(app):
    steps = [step for _statement, steps in statements_of_the_month(app) for step in steps]
    for index in (
        "ix_service_hall__opinion_village_id_due_on_answered_at",
        "ix_points_shop__claim_village_id_published_on",
    ):
        assert any(index in step for step in steps), index
