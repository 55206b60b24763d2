"""The audit as the secretary reads it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from hub.audit.models import AuditEntry
from hub.audit.writer import note
from hub.centre.models import Equipment
from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.kernel.here import here
from tests.harness.people import a_village, signed_in


@pytest.fixture
def village(app: Flask) -> int:
    id = a_village(app, "石桥村", rooms=["tool_station"])
    change(app, id, "石桥村的梯子")
    return id


@pytest.fixture
def other(app: Flask) -> int:
    id = a_village(app, "柳沟村", rooms=["tool_station"])
    change(app, id, "柳沟村的梯子")
    return id


def change(app: Flask, village: int, name: str) -> None:
    with in_village(app, village):
        thing = Equipment(room_id=here.room("tool_station").id, name=name)
        db.session.add(thing)
        db.session.flush()
        thing.condition = "broken"


def last_entry(app: Flask, village: int) -> int:
    with app.app_context():
        mine = AuditEntry.village_id == village, AuditEntry.table == "equipment"
        return db.session.scalars(
            select(AuditEntry.id).where(*mine).order_by(AuditEntry.id.desc()).limit(1)
        ).one()


def test_it_says_who_what_when_and_from_what_to_what(app: Flask, village: int):
    text = signed_in(app, village).get("/audit/").text

    assert "状况：完好 →" in text
    assert "设备" in text
    assert "今天" in text


def test_an_entry_has_a_page_of_its_own_with_every_change(app: Flask, village: int):
    text = signed_in(app, village).get(f"/audit/details/?id={last_entry(app, village)}").text

    assert "完好 →" in text


def test_another_villages_entries_are_on_no_page(app: Flask, village: int, other: int):
    client = signed_in(app, village)

    for address in (
        "/audit/",
        "/audit/?table=equipment",
        "/audit/export/csv/",
        "/audit/?after=1",
        "/audit/?user=1",
    ):
        answer = client.get(address)
        assert "柳沟村" not in answer.text, address
    assert client.get(f"/audit/details/?id={last_entry(app, other)}").status_code == 404


def test_it_is_filtered_by_deed_thing_and_day(app: Flask, village: int):
    with in_village(app, village):
        note("export", "visit", rows=12)
    client = signed_in(app, village)

    assert "梯子" not in client.get("/audit/?deed=export").text
    assert "梯子" in client.get("/audit/?table=equipment").text
    assert "梯子" not in client.get("/audit/?at_to=2001-01-01").text


@pytest.mark.parametrize(
    "query", ["deed=x", "table='", "user=99999999999", "user=-1", "at_from=never", "after=%00"]
)
def test_a_strange_address_is_no_fault(app: Flask, village: int, query: str):
    assert signed_in(app, village).get(f"/audit/?{query}").status_code in (200, 302, 404)


@pytest.mark.parametrize("role", ["keeper", "reader"])
def test_it_is_the_secretarys_alone(app: Flask, village: int, role: str):
    assert signed_in(app, village, role, rooms=["tool_station"]).get("/audit/").status_code == 403


def test_nobody_can_change_it(app: Flask, village: int):
    client = signed_in(app, village)
    id = last_entry(app, village)

    for address in ("/audit/new/", f"/audit/edit/?id={id}", f"/audit/delete/?id={id}"):
        assert client.get(address).status_code in (403, 404, 405)
        assert client.post(address, data={}).status_code in (403, 404, 405)
