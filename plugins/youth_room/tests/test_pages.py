"""The room's pages as a keeper, a secretary and a reader use them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from hub.kernel.database import db
from hub.visits.models import Visit
from plugins.youth_room import games
from plugins.youth_room.models import GameSet, Lending, Session, Tap, Zone
from plugins.youth_room.tests.place import (
    INK,
    ROOM,
    adult,
    come,
    count,
    game,
    opened,
    the_village,
    there,
    zone,
)
from tests.harness.people import a_village, signed_in

pytestmark = [pytest.mark.state("youth_place"), pytest.mark.usefixtures("clock")]
PAGES = [
    "board", "open", "late", "day", "by_zone", "lend", "sets_out", "stock", "count", "running/", "sessions/", "sets/",
    "lendings/", "consumables/", "moves/", "zones/", "sets/new/", "zones/new/", "",
]  # fmt: skip


@pytest.fixture
def keeper(app):
    return signed_in(app, the_village(app), "keeper", rooms=["youth_room"])


@pytest.fixture
def secretary(app):
    return signed_in(app, the_village(app))


@pytest.fixture
def session_id(app) -> int:
    with there(app):
        return opened().id


def tap(client, session_id: int, way: str = "in", **more: str):
    given = {"band": "primary", "way": way, "number": "1"} | more
    return client.post(f"{ROOM}/session/{session_id}/tap", data=given, follow_redirects=True)


class TestASession:
    def test_open_count_and_close(self, app, keeper):
        page = keeper.get(f"{ROOM}/open").text
        assert 'value="18:00"' in page  # two hours from now
        with there(app):
            given = {"zone": str(zone().id), "adult": str(adult()), "until": "17:30"}
        page = keeper.post(f"{ROOM}/open", data=given, follow_redirects=True).text
        assert "棋乐无穷开场了，预定 17:30 结束" in page
        with there(app):
            session_id = db.session.query(Session).one().id
        assert "小学生进来 3 人" in tap(keeper, session_id, number="3").text
        page = keeper.post(f"{ROOM}/session/{session_id}/close", follow_redirects=True).text
        assert "里面还有 3 人（小学生 3），都点了离开才能结束" in page
        assert "还在里面 3 人：棋乐无穷 3" in keeper.get("/").text
        assert "现在 3/20 人" in keeper.get(f"{ROOM}/").text
        asked = keeper.post(f"{ROOM}/session/{session_id}/all_out").text
        assert "每个角落都看过了" in asked
        done = {"confirmed": "1"}
        assert (
            "都走了：3 人离开"
            in keeper.post(f"{ROOM}/session/{session_id}/all_out", data=done, follow_redirects=True).text
        )
        page = keeper.post(f"{ROOM}/session/{session_id}/close", follow_redirects=True).text
        assert "棋乐无穷结束了，来过 3 人" in page
        with there(app):
            assert db.session.query(Visit).one().heads == 3

    def test_not_without_an_adult(self, app, keeper):
        with there(app):
            given = {"zone": str(zone().id), "until": "17:30"}
        answer = keeper.post(f"{ROOM}/open", data=given)
        assert answer.status_code == 422
        assert "请选一个" in answer.text
        assert 'value="17:30"' in answer.text

    def test_a_zone_that_was_just_opened_is_refused_in_words(self, app, keeper, session_id):
        with there(app):
            given = {"zone": str(zone().id), "adult": str(adult()), "until": "17:30"}
        assert "已经开着" in keeper.post(f"{ROOM}/open", data=given).text

    def test_an_end_past_midnight_is_meant_for_tomorrow(self, app, keeper, clock):
        clock.shift(timedelta(hours=7))  # eleven at night
        with there(app):
            given = {"zone": str(zone().id), "adult": str(adult()), "until": "00:30"}
        keeper.post(f"{ROOM}/open", data=given)
        with there(app):
            session = db.session.query(Session).one()
            assert session.until - session.opened_at == timedelta(minutes=90)

    def test_a_full_room_asks_for_a_reason_and_keeps_what_was_tapped(self, app, keeper, session_id):
        tap(keeper, session_id, number="19")
        answer = tap(keeper, session_id, number="2", token="once")
        assert answer.status_code == 422
        assert "超过上限 20 人" in answer.text
        assert re.search(r'name="override_reason"', answer.text)
        page = tap(keeper, session_id, number="2", token="once", override_reason="外面下大雨")
        assert "超过上限" in page.text  # a warning now
        with there(app):
            assert db.session.query(Visit).one().heads == 21

    def test_a_double_tap_counts_once(self, app, keeper, session_id):
        for _ in range(3):
            tap(keeper, session_id, token="abc")
        with there(app):
            assert count(Tap) == 1

    def test_a_slip_is_taken_back(self, app, keeper, session_id):
        tap(keeper, session_id)
        with there(app):
            made = db.session.query(Tap).one().id
        undo = f"{ROOM}/tap/{made}/undo"
        assert undo in keeper.get(f"{ROOM}/board").text
        assert "已撤销：小学生进来 1 人" in keeper.post(undo, follow_redirects=True).text
        assert "已经撤销了" in keeper.post(undo, follow_redirects=True).text

    def test_another_takes_over_until_later(self, app, keeper, session_id):
        with there(app):
            given = {"adult": str(adult()), "until": "2025-11-20T20:00"}
        page = keeper.post(f"{ROOM}/session/{session_id}/change", data=given, follow_redirects=True).text
        assert "值守，预定 20:00 结束" in page

    def test_a_forgotten_one_is_to_be_done(self, app, keeper, session_id, clock):
        tap(keeper, session_id)
        clock.shift(timedelta(hours=3))
        page = keeper.get("/todo").text
        assert "棋乐无穷还没有结束" in page
        assert "里面还有 1 人" in page

    def test_one_on_paper_is_entered_afterwards(self, app, keeper):
        with there(app):
            given = {
                "zone": str(zone(INK).id), "adult": str(adult()), "opened_at": "2025-11-20T10:00",
                "closed_at": "2025-11-20T11:30", "primary": "6",
            }  # fmt: skip
        assert "已补录：翰墨润心，6 人" in keeper.post(f"{ROOM}/late", data=given, follow_redirects=True).text
        page = keeper.get(f"{ROOM}/day").text
        assert "翰墨润心（补录）" in page
        assert "这一天 6 人次" in page


class TestSetsAndInk:
    def test_lend_and_take_back_part_by_part(self, app, keeper, session_id):
        with there(app):
            set_id = game().id
        page = keeper.get(f"{ROOM}/lend?game={set_id}").text
        assert f'value="{session_id}"' in page
        given = {"game_text": "q-01", "session": str(session_id)}
        assert (
            "已借出：象棋 Q-01，棋乐无穷用"
            in keeper.post(f"{ROOM}/lend", data=given, follow_redirects=True).text
        )
        assert "象棋 Q-01" in keeper.get(f"{ROOM}/sets_out").text
        with there(app):
            lending = db.session.query(Lending).one().id
        back = f"{ROOM}/lending/{lending}/back"
        assert keeper.get(back).text.count("checked") == 4  # three parts, and whole
        given = {"present": ["红子16", "棋盘"], "condition": "ok"}
        page = keeper.post(back, data=given, follow_redirects=True).text
        assert "已归还：象棋 Q-01，缺 黑子16" in page
        assert "缺 黑子16" in keeper.get("/todo").text
        assert "补齐了" in keeper.post(f"{ROOM}/set/{set_id}/complete", follow_redirects=True).text
        assert "红子16" in keeper.get("/search?q=q-01", follow_redirects=True).text  # its own page

    def test_nothing_is_lent_while_nobody_is_on_duty(self, app, keeper):
        assert "开了场才能借棋具" in keeper.get(f"{ROOM}/lend").text
        assert keeper.post(f"{ROOM}/lend", data={"game_text": "Q-01"}).status_code == 422

    def test_broken_mended_lost_found(self, app, keeper, session_id):
        with there(app):
            set_id = game().id
            lending = games.lend(session_id, game("Q-02").id).id
        page = keeper.post(
            f"{ROOM}/set/{set_id}/report", data={"fault": "棋盘裂了"}, follow_redirects=True
        ).text
        assert "修好以前不再借出" in page
        assert "修好了：象棋 Q-01" in keeper.post(f"{ROOM}/set/{set_id}/mended", follow_redirects=True).text
        done = {"confirmed": "1"}
        page = keeper.post(f"{ROOM}/lending/{lending}/lose", data=done, follow_redirects=True).text
        assert "已登记丢失：五子棋 Q-02" in page
        with there(app):
            lost = game("Q-02").id
        assert "找到了：五子棋 Q-02" in keeper.post(f"{ROOM}/set/{lost}/found", follow_redirects=True).text

    def test_a_set_keeps_its_parts_tidy(self, app, secretary):
        with there(app):
            home = str(zone().id)
        given = {"number": "q-09", "name": "跳棋", "zone_id": home, "parts": "棋盘，弹珠60;弹珠60"}
        secretary.post(f"{ROOM}/sets/new/", data=given)
        with there(app):
            row = db.session.query(GameSet).filter_by(number="Q-09").one()
            assert (row.parts, row.zone_id) == ("棋盘、弹珠60", int(home))

    def test_ink_is_used_bought_and_counted_blindly(self, app, keeper):
        given = {"item": "1", "kind": "issue", "number": "4"}
        assert "墨汁 现有 1 瓶" in keeper.post(f"{ROOM}/stock", data=given, follow_redirects=True).text
        assert "只剩 1 瓶" in keeper.get("/todo").text
        assert "不够发" in keeper.post(f"{ROOM}/stock", data=given).text
        given = {"item": "1", "kind": "adjust", "number": "1"}
        assert "写一句原因" in keeper.post(f"{ROOM}/stock", data=given).text
        assert "1 瓶" not in keeper.get(f"{ROOM}/count").text
        page = keeper.post(f"{ROOM}/count", data={"item": "1", "counted": "3"}, follow_redirects=True).text
        assert "实有 3 瓶，账上 1，差 +2" in page

    def test_a_village_names_its_own_zones(self, app, secretary, keeper):
        secretary.post(f"{ROOM}/zones/new/", data={"name": "乐器角", "seats": "4", "offered": "y"})
        assert "乐器角" in keeper.get(f"{ROOM}/open").text
        assert keeper.post(f"{ROOM}/zones/new/", data={"name": "再一个"}).status_code == 403
        page = secretary.post(f"{ROOM}/zones/new/", data={"name": "小角", "seats": "0", "offered": "y"})
        assert page.status_code == 422
        with there(app):
            assert count(Zone) == 3


class TestWhoMayWhat:
    @pytest.mark.parametrize("page", PAGES)
    def test_every_page_opens(self, app, secretary, session_id, page):
        with there(app):
            session = db.session.get(Session, session_id)
            come(session, 2)
            games.lend(session.id, game().id)
        assert secretary.get(f"{ROOM}/{page}").status_code == 200

    def test_a_reader_sees_the_board_and_counts_nobody(self, app, session_id):
        reader = signed_in(app, the_village(app), "reader")
        page = reader.get(f"{ROOM}/board").text
        assert "棋乐无穷" in page
        assert "data-tap" not in page
        assert reader.post(f"{ROOM}/session/{session_id}/tap", data={}).status_code == 403

    def test_another_village_finds_nothing(self, app, session_id):
        with there(app):
            made_of = [opened(INK).id, session_id]
        elsewhere = signed_in(app, a_village(app, "别村", rooms=["youth_room"]))
        for id in made_of:
            assert "没有找到这一场" in elsewhere.get(f"{ROOM}/session/{id}/tap", follow_redirects=True).text
            assert (
                "没有找到这一场"
                in elsewhere.post(f"{ROOM}/session/{id}/close", data={}, follow_redirects=True).text
            )
        assert "棋乐无穷" not in elsewhere.get(f"{ROOM}/board").text

    @pytest.mark.parametrize("value", ["x", "-1", "9" * 30, "\0", "1 OR 1=1", "٣"])
    def test_nonsense_in_the_address(self, app, keeper, session_id, value):
        asked = {
            "lend": "game",
            "day": "day",
            "stock": "item",
            "open": "zone",
            "late": "adult",
            "count": "item",
        }
        for page, name in asked.items():
            assert keeper.get(f"{ROOM}/{page}", query_string={name: value}).status_code == 200
        assert tap(keeper, session_id, number=value).status_code in (200, 422)
