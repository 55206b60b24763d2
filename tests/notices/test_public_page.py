"""The centre's public page: closed until it is opened, nobody on it, each village under its own address."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from flask import Flask

from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.kernel.here import here
from hub.notices import opening, views
from hub.people.services import create_resident
from hub.villages.models import CalendarDay, Season
from tests.harness.people import a_village, signed_in
from tests.harness.states import state

pytestmark = pytest.mark.state("notice_place")
NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)  # a Wednesday, ten in the morning in the village
NAME = "王小明"


@state("notice_place")
def notice_place(app: Flask) -> None:
    """Two villages, the first with its page open, its hours set and a book talk planned."""
    from plugins.reading_room import eventing
    from plugins.wash_station.models import Bay

    with time_machine.travel(NOW, tick=False):
        village = a_village(app, "石桥村", rooms=["reading_room", "wash_station", "counselling_room"])
        a_village(app, "柳沟村", rooms=["reading_room"])
        with in_village(app, village):
            here.village.address, here.village.route = "石桥村三组", "村口往北两百米"
            for season in db.session.query(Season):
                db.session.delete(season)
            db.session.flush()
            db.session.add(
                Season(name="冬季", starts_month=1, starts_day=1, opens=time(9), closes=time(22, 30))
            )
            db.session.add(CalendarDay(day=date(2026, 12, 1), kind="holiday", name="停电检修", closed=True))
            starts = NOW + timedelta(days=2)
            eventing.events.plan("读书会", starts, starts + timedelta(hours=1), "residents", kind="talk")
            eventing.events.plan(
                "半年以后",
                starts + timedelta(days=99),
                starts + timedelta(days=99, hours=1),
                "committee",
                kind="talk",
            )
            db.session.add(Bay(number=1, kind="car", minutes=40))
            create_resident(NAME, "19900001111")
            opening.open_page()


@pytest.fixture(autouse=True)
def clock():
    views._remembered.clear()
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock
    views._remembered.clear()


@pytest.fixture
def address(app) -> str:
    with in_village(app, 1), app.test_request_context():
        return opening.address_of(opening.page()) or ""


def test_it_says_what_there_is_and_needs_no_login(app, client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    for said in (
        "石桥村",
        "9:00—22:30",
        "冬季",
        "图书阅览室",
        "读书会",
        "洗车空闲 1 个",
        "村口往北两百米",
        "12月1日 停电检修",
    ):
        assert said in answer.text, said
    assert "半年以后" not in answer.text
    assert NAME not in answer.text
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "private, max-age=60"


def test_the_other_language_is_an_address_and_no_cookie(client, address):
    chinese = client.get(address).text
    assert '<a href="?lang=en" lang="en">English</a>' in chinese
    answer = client.get(f"{address}?lang=en")
    assert "How to get there" in answer.text
    assert '<html lang="en"' in answer.text
    assert "Set-Cookie" not in answer.headers
    assert "怎么来" in client.get(address).text
    assert "怎么来" in client.get(f"{address}?lang=xx%00").text


def test_before_its_hours_a_door_is_not_open_yet(client, address, clock):
    clock.move_to(datetime(2026, 11, 24, 23, 0, tzinfo=UTC))  # seven in the morning
    text = client.get(address).text
    assert "还没开门" in text
    assert "9:00 起" not in text


def test_a_village_without_rooms_has_no_empty_list_of_them(app, client, address):
    with in_village(app, 1):
        for one in here.rooms.values():
            one.enabled = False
    text = client.get(address).text
    assert "功能室" not in text.split("<main", 1)[1]
    assert "石桥村三组" in text


def test_the_poster_has_the_hours_of_every_season(app):
    with in_village(app, 1):
        db.session.add(Season(name="夏季", starts_month=5, starts_day=1, opens=time(8), closes=time(23)))
        here.room("wash_station").hours = "always"
    text = signed_in(app, 1).get("/settings/notice/poster").text
    for said in ("冬季（1月1日起）：9:00—22:30", "夏季（5月1日起）：8:00—23:00", "清洗站：全天"):
        assert said in text, said


def test_a_confidential_room_stands_there_with_its_hours_only(client, address):
    assert "心理咨询室" in client.get(address).text


def test_what_it_says_is_remembered_for_a_minute(app, client, address, monkeypatch):
    before = client.get(address).text
    with in_village(app, 1):
        here.village.route = "改了路"
    assert client.get(address).text.count("村口往北两百米") == before.count("村口往北两百米") == 1
    monkeypatch.setattr(views, "KEPT_FOR", -1)
    assert "改了路" in client.get(address).text


def test_a_village_opens_and_closes_its_own_page(app, client, address):
    secretary = signed_in(app, 1)
    assert address in secretary.get("/settings/notice").text
    secretary.post("/settings/notice/close")
    closed = client.get(address)
    assert (closed.status_code, "石桥村" in closed.text) == (404, False)
    secretary.post("/settings/notice/open")
    assert client.get(address).status_code == 200  # the poster is right again


def test_a_new_address_ends_the_old_one(app, client, address):
    secretary = signed_in(app, 1)
    assert "海报" in secretary.post("/settings/notice/renew").text  # it asks first
    assert client.get(address).status_code == 200
    secretary.post("/settings/notice/renew", data={"confirmed": "1"})
    assert client.get(address).status_code == 404
    new = re.search(r"/centre/[0-9A-Z]+", secretary.get("/settings/notice").text)
    assert new
    assert client.get(new[0]).status_code == 200


def test_a_page_is_closed_until_it_is_opened_and_has_an_address_of_its_own(app, client, address):
    other = signed_in(app, 2)
    page = other.get("/settings/notice").text
    assert "会这样显示" in page
    assert "/centre/" not in page
    assert other.get("/settings/notice/poster").status_code == 302
    other.post("/settings/notice/open")
    theirs = re.search(r"/centre/[0-9A-Z]+", other.get("/settings/notice").text)
    assert theirs
    assert theirs[0] != address
    shown = client.get(theirs[0]).text
    assert "柳沟村" in shown
    assert "石桥村" not in shown


@pytest.mark.parametrize(
    "code", ["x", "0" * 20, "0000-0000-0000-0000-0000", "%00", "ZZZZ" * 5, "A" * 60, "石桥村"]
)
def test_what_opens_nothing_gets_one_answer(client, address, code):
    answers = {client.get(f"/centre/{wrong}").text for wrong in (code, address[-20:][::-1])}
    assert client.get(f"/centre/{code}").status_code == 404
    assert len({re.sub(r'nonce="[^"]+"|csrf[^>]+', "", text) for text in answers}) == 1


def test_a_village_that_is_no_longer_there(app, client, address):
    with in_village(app, 1):
        here.village.active = False
    assert client.get(address).status_code == 404


def test_the_poster_leads_there(app, address):
    page = signed_in(app, 1).get("/settings/notice/poster").text
    assert address in page
    assert "<svg" in page
    assert "石桥村三组" in page


@pytest.mark.parametrize("role", ["keeper", "reader"])
def test_opening_it_is_the_secretarys_alone(app, role):
    someone = signed_in(app, 1, role, rooms=["reading_room"])
    assert someone.get("/settings/notice").status_code == 403
    assert someone.post("/settings/notice/open").status_code == 403


def test_a_room_that_fails_hides_nothing_of_the_others(app, client, address, monkeypatch):
    from plugins.wash_station import bays

    monkeypatch.setattr(bays, "glances", lambda: 1 / 0)
    text = client.get(address).text
    assert "读书会" in text
    assert "空闲" not in text


def test_no_more_often_than_sixty_times_a_minute(make_app, address):
    client = make_app(testing=False).test_client()
    answers = [client.get("/centre/0000").status_code for _time in range(62)]
    assert (answers[0], answers[-1]) == (404, 429)


def test_the_audit_knows_who_opened_it_and_not_the_address(app, address):
    from sqlalchemy import select

    from hub.audit.models import AuditEntry

    signed_in(app, 1).post("/settings/notice/close")
    with in_village(app, 1):
        entries = db.session.scalars(select(AuditEntry), execution_options={"hub_trusted": True}).all()
        assert "close_page" in [entry.action for entry in entries]
        assert address.rpartition("/")[2] not in str([entry.changes for entry in entries])
