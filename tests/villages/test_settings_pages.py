"""The village's settings as the secretary changes them."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from hub.kernel.database import db
from hub.kernel.here import here
from hub.villages.calendar import load_year
from hub.villages.models import CalendarDay, Season
from tests.centre.place import OTHER, acting, signed_in

pytestmark = pytest.mark.state("centre")
VILLAGE = {"name": "石桥村", "centre_name": "党群服务中心", "time_zone": "Asia/Shanghai", "town": "石桥镇"}
SEASON = {"name": "夏季", "starts_month": "5", "starts_day": "1", "opens": "08:00", "closes": "23:00"}
DAY = {"day": "2026-03-21", "kind": "holiday", "name": "诺鲁孜节"}


class TestFacts:
    def test_they_are_saved(self, app):
        given = VILLAGE | {"population": "2300", "floor_area": "1500", "phone": "199 0000 0900"}
        signed_in(app).post("/settings", data=given)
        with acting(app):
            village = here.village
            assert (village.town, village.population, village.floor_area) == ("石桥镇", 2300, 1500)
            assert village.phone == "19900000900"

    @pytest.mark.parametrize(
        ("choice", "other", "zone"),
        [("Asia/Urumqi", "", "Asia/Urumqi"), ("other", "Asia/Almaty", "Asia/Almaty")],
    )
    def test_the_village_chooses_its_time(self, app, choice, other, zone):
        signed_in(app).post("/settings", data=VILLAGE | {"time_zone": choice, "other_zone": other})
        with acting(app):
            assert here.village.time_zone == zone
            assert str(here.tz) == zone

    def test_a_zone_of_its_own_is_shown_again(self, app):
        client = signed_in(app)
        client.post("/settings", data=VILLAGE | {"time_zone": "other", "other_zone": "Asia/Almaty"})
        assert 'value="Asia/Almaty"' in client.get("/settings").text

    @pytest.mark.parametrize("zone", ["", "Mars", "../etc/passwd", "x" * 400])
    def test_a_zone_that_is_none_is_refused(self, app, zone):
        answer = signed_in(app).post("/settings", data=VILLAGE | {"time_zone": "other", "other_zone": zone})
        assert answer.status_code == 422
        with acting(app):
            assert here.village.time_zone == "Asia/Shanghai"

    @pytest.mark.parametrize(
        "wrong", [{"name": ""}, {"population": "-5"}, {"population": "很多"}, {"route": "路" * 501}]
    )
    def test_nothing_typed_is_lost(self, app, wrong):
        answer = signed_in(app).post("/settings", data=VILLAGE | {"aims": "独一无二"} | wrong)
        assert answer.status_code == 422
        assert "独一无二" in answer.text

    def test_a_keeper_may_not(self, app):
        for page in ("/settings", "/settings/seasons", "/settings/calendar"):
            assert signed_in(app, "keeper").get(page).status_code == 403


class TestSeasons:
    def test_one_is_added(self, app):
        signed_in(app).post("/settings/seasons/new", data=SEASON)
        assert "8:00—23:00" in signed_in(app).get("/settings/seasons").text

    def test_one_is_changed(self, app):
        with acting(app):
            number = db.session.scalars(select(Season.id)).one()
        signed_in(app).post(f"/settings/seasons/{number}", data=SEASON | {"starts_month": "1"})
        with acting(app):
            assert db.session.scalars(select(Season)).one().name == "夏季"

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"starts_month": "2", "starts_day": "30"}, "没有 2 月 30 日"),
            ({"starts_month": "2", "starts_day": "29"}, "没有 2 月 29 日"),
            ({"starts_month": "1", "starts_day": "1"}, "已有一个季节"),
            ({"starts_month": "13"}, "不能大于 12"),
            ({"opens": "25:00"}, "请填一个时间"),
        ],
    )
    def test_what_cannot_be_is_refused(self, app, wrong, sentence):
        answer = signed_in(app).post("/settings/seasons/new", data=SEASON | wrong)
        assert answer.status_code == 422
        assert sentence in answer.text

    def test_one_is_deleted_once_it_was_agreed_to(self, app):
        with acting(app):
            number = db.session.scalars(select(Season.id)).one()
        client = signed_in(app)
        client.post(f"/settings/seasons/{number}/delete")
        with acting(app):
            assert db.session.scalars(select(Season)).all()
        client.post(f"/settings/seasons/{number}/delete", data={"confirmed": "1"})
        with acting(app):
            assert not db.session.scalars(select(Season)).all()

    def test_another_villages_is_not_there(self, app):
        with acting(app, "neighbour", OTHER):
            number = db.session.scalars(select(Season.id)).one()
        client = signed_in(app)
        assert client.get(f"/settings/seasons/{number}").status_code == 404
        assert client.post(f"/settings/seasons/{number}/delete", data={"confirmed": "1"}).status_code == 404
        with acting(app, "neighbour", OTHER):
            assert db.session.scalars(select(Season)).all()


class TestCalendar:
    def test_a_years_holidays_are_loaded_with_one_tap(self, app):
        client = signed_in(app)
        answer = client.post("/settings/calendar/load/2026", follow_redirects=True)
        assert "载入 39 天" in answer.text
        assert "春节调休上班" in answer.text

    def test_loading_again_changes_nothing(self, app):
        client = signed_in(app)
        client.post("/settings/calendar/load/2026")
        assert "没有改动" in client.post("/settings/calendar/load/2026", follow_redirects=True).text

    def test_a_year_that_is_not_known_yet_is_said_to_be_so(self, app):
        answer = signed_in(app).post("/settings/calendar/load/2042", follow_redirects=True)
        assert "还没有公布" in answer.text

    def test_a_day_of_the_villages_own_is_added(self, app):
        answer = signed_in(app).post("/settings/calendar/new", data=DAY, follow_redirects=True)
        assert "诺鲁孜节" in answer.text

    def test_a_day_stands_there_once(self, app):
        client = signed_in(app)
        client.post("/settings/calendar/new", data=DAY)
        assert client.post("/settings/calendar/new", data=DAY).status_code == 422

    def test_a_day_is_closed_and_deleted(self, app):
        with acting(app):
            load_year(2026)
            number = db.session.scalars(
                select(CalendarDay.id).where(CalendarDay.day == date(2026, 10, 1))
            ).one()
        client = signed_in(app)
        given = {"day": "2026-10-01", "kind": "holiday", "name": "国庆节", "closed": "y"}
        assert "不开门" in client.post(f"/settings/calendar/{number}", data=given, follow_redirects=True).text
        client.post(f"/settings/calendar/{number}/delete", data={"confirmed": "1"})
        assert client.get(f"/settings/calendar/{number}").status_code == 404

    @pytest.mark.parametrize("year", ["0", "-1", "99999", "x", "", "1e9"])
    def test_a_year_that_makes_no_sense_shows_this_one(self, app, year):
        assert signed_in(app).get("/settings/calendar", query_string={"year": year}).status_code == 200

    def test_another_villages_day_is_not_there(self, app):
        with acting(app, "neighbour", OTHER):
            load_year(2026)
            number = db.session.scalars(select(CalendarDay.id)).first()
        assert signed_in(app).get(f"/settings/calendar/{number}").status_code == 404
