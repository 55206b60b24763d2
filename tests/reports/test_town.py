"""The villages side by side: totals in alphabetical order, no rank, nobody of a village."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

import pytest
import time_machine
from openpyxl import load_workbook

from hub.accounts.models import User
from hub.kernel.database import db
from hub.reports.locking import lock_month
from hub.visits import services
from tests.reports.place import OCTOBER
from tests.visits.place import NOW, OTHER, PLACE, acting, client_of, room

pytestmark = pytest.mark.state("visit_place")


@pytest.fixture(autouse=True)
def october(app):
    with time_machine.travel(NOW, tick=False):
        with app.app_context():
            born = datetime(2025, 1, 1, tzinfo=UTC)
            db.session.add(
                User(
                    username="town",
                    name="town",
                    password_hash="-",
                    must_change_password=False,
                    town_admin=True,
                    created_at=born,
                )
            )
            db.session.commit()
        for village, heads in ((PLACE, 7), (OTHER, 9)):
            with acting(app, village_id=village):
                services.record(
                    room("yard"), heads, started_at=datetime(2025, 10, 9, 3, tzinfo=UTC), purpose="问低保"
                )
                services.record(room("quiet_room"), 2, started_at=datetime(2025, 10, 9, 3, tzinfo=UTC))
        yield


@pytest.fixture
def town(app):
    return client_of(app, "town", village_id=None)


def test_villages_stand_in_alphabetical_order(town):
    text = town.get("/town/month?month=2025-10").text
    assert text.index("柳沟村") < text.index("石桥村")  # liu, shi
    assert ">11<" in text
    assert ">9<" in text


def test_on_a_phone_the_ways_of_the_town_stand_at_the_foot(town):
    """It has no menu at the side there."""
    foot = town.get("/town/month").text.partition('<nav class="bottom"')[2].partition("</nav>")[0]
    assert re.findall('href="([^"]+)"', foot) == [
        "/town/month",
        "/town",
        "/town/accounts/",
        "/town/confidential",
        "/me",
    ]
    assert '<a href="/town/month" aria-current="page">' in foot


def test_there_is_no_rank_score_or_colour(town):
    text = town.get("/town/month?month=2025-10").text
    assert not any(words in text for words in ("第一名", "总分", "pill ok", "pill warn", "<meter"))
    assert "不排名，不打分" in text


def test_a_locked_month_is_told_as_it_was_locked(app, town):
    with acting(app):
        lock_month(OCTOBER)
        services.record(room("yard"), 30, started_at=datetime(2025, 10, 10, 3, tzinfo=UTC))
    text = town.get("/town/month?month=2025-10").text
    assert ">9<" in text
    assert "已锁定" in text
    assert ">39<" not in text


def test_the_workbook_has_totals_and_few_heads_are_not_told(town):
    book = load_workbook(io.BytesIO(town.get("/town/month/villages.xlsx?month=2025-10", buffered=True).data))
    lines, rooms = (list(sheet.iter_rows(min_row=3, values_only=True)) for sheet in book)
    assert [row[1] for row in lines[::8]] == ["柳沟村", "石桥村"]
    assert {row[2] for row in lines} == {
        "大门常开", "阵地常用", "活动常办", "服务常在", "群众常来", "聚人气", "聚活力", "聚民心",
    }  # fmt: skip
    told = {row[1:3]: row[3] for row in rooms}
    assert told["石桥村", "院子"] == 7
    assert told["石桥村", "静室"] == "<5"


def test_nobody_of_a_village_sees_it_and_a_secretary_neither(app, town):
    assert "问低保" not in town.get("/town/month?month=2025-10").text
    assert client_of(app, "secretary").get("/town/month").status_code == 403


@pytest.mark.parametrize(
    "query", ["?page=0", "?page=-3", "?page=99999999999", "?page=x", "?month=%00", "?month=2025-13"]
)
def test_any_address_is_answered(town, query):
    assert town.get(f"/town/month{query}").status_code == 200


def test_a_town_administrator_cannot_lock(town):
    assert town.post("/month/lock", data={"month": "2025-10", "confirmed": "1"}).status_code in (302, 403)
