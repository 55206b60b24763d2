"""The secretary's page of rooms, and the facts of one room."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hub.centre.models import Equipment
from hub.centre.rooms import enable_room
from hub.kernel.database import db
from hub.kernel.here import here
from tests.centre.place import OTHER, ROOMS, acting, room, signed_in

pytestmark = pytest.mark.state("centre")
FACTS = {
    "name": "办事大厅",
    "icon": "办",
    "purpose": "",
    "used_for": "",
    "stay_minutes": "45",
    "hours": "centre",
}
BROKEN = 'id = "cellar"\nicon = "窖"\nversion = "1"\nhub = ">=99"\n[name]\nzh = "地窖"\nen = "Cellar"\n'


class TestRooms:
    def test_every_room_is_there_with_its_state(self, app):
        page = signed_in(app).get("/settings/rooms").text
        assert all(name in page for name in ("大厅", "清洗站", "厨房", "听说室"))
        assert page.index("大厅") < page.index("清洗站") < page.index("厨房")
        assert "不限人数" in page

    def test_a_room_is_switched_on_without_a_restart(self, app):
        secretary, other_tab = signed_in(app), signed_in(app)
        answer = secretary.post("/settings/rooms/listener/on", follow_redirects=True)
        assert "听说室已开通" in answer.text
        assert "/rooms/listener/" in other_tab.get("/settings").text

    def test_switching_off_is_asked_for_first(self, app):
        secretary = signed_in(app)
        assert "记录全部保留" in secretary.post("/settings/rooms/hall/off").text
        with acting(app):
            assert "hall" in here.enabled_rooms
        secretary.post("/settings/rooms/hall/off", data={"confirmed": "1"})
        with acting(app):
            assert "hall" not in here.enabled_rooms

    def test_a_refusal_is_said_in_words(self, app):
        with acting(app):
            enable_room("kitchen")
        answer = signed_in(app).post(
            "/settings/rooms/hall/off", data={"confirmed": "1"}, follow_redirects=True
        )
        assert "厨房要用到大厅" in answer.text

    def test_the_order_is_changed(self, app):
        signed_in(app).post("/settings/rooms/pool/up")
        with acting(app):
            assert list(here.enabled_rooms) == ["pool", "hall"]

    def test_a_room_that_could_not_be_loaded_says_why(self, app, make_app, tmp_path):
        (tmp_path / "cellar").mkdir()
        (tmp_path / "cellar" / "room.toml").write_text(BROKEN, "utf-8")
        page = signed_in(make_app(rooms_dirs=[ROOMS, tmp_path], strict=False)).get("/settings/rooms").text
        assert "地窖" in page
        assert "版本不配套" in page

    def test_a_room_whose_package_is_gone_is_still_named(self, app, make_app, tmp_path):
        page = signed_in(make_app(rooms_dirs=[tmp_path])).get("/settings/rooms").text
        assert "大厅" in page
        assert "已移除" in page

    @pytest.mark.parametrize("username", ["keeper", "reader"])
    def test_others_may_not(self, app, username):
        client = signed_in(app, username)
        assert client.get("/settings/rooms").status_code == 403
        assert client.post("/settings/rooms/hall/off", data={"confirmed": "1"}).status_code == 403

    @pytest.mark.parametrize("key", ["cinema", "..", "%00", "x" * 41, "厅"])
    def test_a_key_that_is_none_is_answered_in_words(self, app, key):
        for deed in ("on", "off", "up"):
            assert signed_in(app).post(f"/settings/rooms/{key}/{deed}").status_code in (303, 404)


class TestFacts:
    def test_a_rooms_facts_are_changed(self, app):
        given = FACTS | {
            "warn_above": "20",
            "refuse_above": "30",
            "hours": "own",
            "opens": "18:30",
            "closes": "20:00",
        }
        signed_in(app).post("/settings/rooms/hall", data=given)
        with acting(app):
            changed = room()
            assert (changed.name, changed.icon, changed.stay_minutes) == ("办事大厅", "办", 45)
            assert (changed.warn_above, changed.refuse_above, changed.hours) == (20, 30, "own")
            assert f"{changed.opens:%H:%M}—{changed.closes:%H:%M}" == "18:30—20:00"

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"warn_above": "30", "refuse_above": "20"}, "不能小于提醒的人数 30"),
            ({"hours": "own"}, "请填上时间"),
            ({"icon": "两字"}, "最多 1 个字"),
            ({"stay_minutes": "99999999999999999999"}, "不能大于"),
            ({"hours": "sometimes"}, "请从列出的里面选一个"),
            ({"name": ""}, "还没有填"),
        ],
    )
    def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(self, app, wrong, sentence):
        answer = signed_in(app).post("/settings/rooms/hall", data=FACTS | {"used_for": "独一无二"} | wrong)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert "独一无二" in answer.text

    def test_the_rooms_things_stand_below(self, app):
        assert "饮水机" in signed_in(app).get("/settings/rooms/hall").text

    def test_a_keeper_may_not(self, app):
        assert signed_in(app, "keeper").get("/settings/rooms/hall").status_code == 403

    def test_a_room_the_village_never_had_is_not_there(self, app):
        assert signed_in(app).get("/settings/rooms/listener").status_code == 404


class TestEquipment:
    def test_it_is_listed_with_its_room_and_condition(self, app):
        with acting(app):
            db.session.scalars(select(Equipment).where(Equipment.name == "座椅")).one().condition = "broken"
        page = signed_in(app, "reader").get("/equipment/").text
        assert "座椅" in page
        assert "坏了" in page

    def test_a_keeper_adds_a_thing(self, app):
        with acting(app):
            where = room().id
        given = {"room_id": where, "name": "电扇", "quantity": "2", "condition": "good", "note": ""}
        assert signed_in(app, "keeper").post("/equipment/new/", data=given).status_code == 303
        with acting(app):
            assert db.session.scalars(select(Equipment).where(Equipment.name == "电扇")).one().quantity == 2

    def test_a_room_of_another_village_is_no_choice(self, app):
        with acting(app, "neighbour", OTHER):
            where = room().id
        given = {"room_id": where, "name": "电扇", "quantity": "2", "condition": "good"}
        answer = signed_in(app, "keeper").post("/equipment/new/", data=given)
        assert answer.status_code == 422
        assert "请从列出的里面选一个" in answer.text

    def test_a_thing_of_another_village_is_not_there(self, app):
        with acting(app, "neighbour", OTHER):
            thing = db.session.scalars(select(Equipment.id)).all()[0]
        for page in ("details", "edit"):
            assert signed_in(app).get(f"/equipment/{page}/?id={thing}").status_code == 404

    def test_a_reader_only_looks(self, app):
        assert signed_in(app, "reader").get("/equipment/new/").status_code == 403
