"""A room's page, the search, the month."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine

from hub.centre.models import Equipment
from hub.kernel.database import db
from hub.kernel.here import here
from hub.visits import services
from tests.visits.place import NOW, acting, client_of, counting, room

pytestmark = pytest.mark.state("visit_place")


@pytest.fixture(autouse=True)
def at_ten():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def keeper(app):
    return client_of(app, "keeper")


@pytest.fixture
def secretary(app):
    return client_of(app, "secretary")


class TestRoom:
    def test_one_tap_records_from_here(self, keeper):
        page = keeper.get("/rooms/front_desk/").text
        assert 'action="/visits/record"' in page
        assert '<input type="hidden" name="room" value="front_desk">' in page

    def test_a_manifest_alone_has_a_log_facts_hours_and_equipment(self, app, keeper):
        with acting(app):
            db.session.add(Equipment(room_id=room().id, name="饮水机", condition="broken"))
            services.record(room(), 2, purpose="问低保")
        log, facts = (keeper.get(f"/rooms/front_desk/{query}").text for query in ("", "?tab=facts"))
        assert all(
            words in log
            for words in ("登记簿", "问低保", "今日 2 人次", "现在 2/5 人", "都走了", "9:00—22:00")
        )
        assert all(words in facts for words in ("饮水机 · 坏了", "3—5 人", "问事办事"))

    def test_its_month_has_figures_of_its_own(self, app, keeper):
        with acting(app):
            services.record(room("workshop"), 4, started_at=NOW - timedelta(days=2))
        page = keeper.get("/rooms/workshop/?tab=month").text
        assert all(words in page for words in ("2025年11月", "车了零件", "12", "—(无数据)", "<svg"))

    @pytest.mark.parametrize("query", ["?tab=%00", "?tab=nothing", "?tab=month&month=9999-99"])
    def test_a_strange_address_is_answered(self, keeper, query):
        assert keeper.get(f"/rooms/front_desk/{query}").status_code == 200

    def test_who_may_not_see_it_is_kept_out(self, app, keeper, secretary):
        assert keeper.get("/rooms/yard/").status_code == 403
        assert client_of(app, "reader").get("/rooms/quiet_room/").status_code == 403
        assert keeper.get("/rooms/nowhere/").status_code == 404

    @pytest.mark.parametrize("tab", ["", "month", "facts"])
    def test_of_a_confidential_room_the_secretary_sees_the_facts_alone(self, app, secretary, tab):
        with acting(app):
            services.record(room("quiet_room"), 2)
        page = secretary.get(f"/rooms/quiet_room/?tab={tab}").text
        assert "基本情况" in page
        assert not any(words in page for words in ("人次", "登记簿", "本月</a>", "都走了"))

    def test_a_room_that_is_off_is_not_there(self, app, keeper):
        with acting(app):
            here.room("front_desk").enabled = False
        assert keeper.get("/rooms/front_desk/").status_code == 404

    def test_a_reader_records_nothing_here(self, app):
        assert 'action="/visits/record"' not in client_of(app, "reader").get("/rooms/front_desk/").text


class TestSearch:
    def test_rooms_and_their_things_are_found(self, secretary):
        text = secretary.get("/search?q=车床").text
        assert "工坊 · 机器" in text
        assert "W-07" in text

    def test_a_source_that_fails_says_so_beside_the_others(self, secretary):
        text = secretary.get("/search?q=车床").text
        assert "院子 · 角落" in text
        assert "暂时读不到" in text

    def test_a_scanned_code_goes_straight_to_its_thing(self, keeper):
        assert keeper.get("/search?q=W-07").location == "/rooms/workshop/?W-07"

    def test_a_word_does_not(self, keeper):
        assert keeper.get("/search?q=车床").status_code == 200

    def test_rooms_are_found_by_name(self, secretary):
        assert 'href="/rooms/workshop/"' in secretary.get("/search?q=工坊").text.split("<main")[1]

    def test_the_empty_box_says_what_can_be_typed(self, app, secretary):
        assert 'placeholder="姓名、拼音首字母、手机后四位、机号"' in secretary.get("/").text
        assert "机号" not in client_of(app, "quiet").get("/").text

    def test_a_room_one_may_not_see_is_not_asked(self, keeper):
        assert "院子" not in keeper.get("/search?q=院").text

    @pytest.mark.parametrize(
        "words",
        [
            "",
            "%00",
            "%",
            "_",
            "'; DROP TABLE visit; --",
            "x" * 5000,
            "a " * 500,
            "\u202e",
            "<script>",
            "%F0%9F",
        ],
    )
    def test_whatever_is_typed_is_answered(self, secretary, words):
        answer = secretary.get("/search", query_string={"q": words})
        assert answer.status_code == 200
        assert "<script>" not in answer.text.replace("<script nonce", "")


class TestMonth:
    @pytest.fixture(autouse=True)
    def visits(self, app):
        with acting(app):
            services.record(room("yard"), 7, started_at=NOW - timedelta(days=3))
            services.record(room("quiet_room"), 2, started_at=NOW - timedelta(days=3))

    def test_it_adds_up_rooms_and_days(self, secretary):
        text = secretary.get("/month").text
        assert all(
            words in text for words in ("2025年11月", "院子", "11月17日", "车了零件", "门口人次 ÷ 本村人口")
        )

    def test_few_heads_of_a_confidential_room_are_not_told(self, app, secretary):
        assert "&lt;5" in secretary.get("/month").text
        assert "&lt;5" not in client_of(app, "quiet").get("/month").text

    def test_a_failing_room_leaves_the_rest(self, secretary):
        assert "暂时读不到" in secretary.get("/month").text

    def test_rooms_and_days_have_a_page_of_their_own(self, app, secretary):
        assert 'href="/month/days?month=2025-11"' in secretary.get("/month").text
        with acting(app):
            services.record(room("yard"), 5, started_at=NOW - timedelta(days=3, hours=1))
            services.record(room("front_desk"), 4)
        text = secretary.get("/month/days").text
        days = re.findall(r'<th scope="row">([^<]+)</th>((?:<td class="num">[^<]*</td>)+)</tr>', text)
        cells = {day: re.findall(r'num">([^<]*)<', row) for day, row in days}
        assert cells == {"11月17日": ["", "", "12", "12"], "今天": ["4", "", "", "4"]}
        assert re.findall(r"<b>(\d+)</b>", text)[-1] == "16"

    def test_the_days_of_a_confidential_room_are_its_keepers_alone(self, app, secretary):
        assert 'title="静室"' not in secretary.get("/month/days").text
        assert '<td class="num">2</td>' in client_of(app, "quiet").get("/month/days").text

    def test_the_page_of_days_costs_the_same_however_many_rooms(self, app, secretary):
        secretary.get("/month/days")
        with counting(app) as statements:
            secretary.get("/month/days")
        assert len([one for one in statements if one.startswith("SELECT") and "set_config" not in one]) == 3

    def test_a_month_without_visits_says_so(self, secretary):
        assert "还没有登记来访" in secretary.get("/month/days?month=2025-03").text

    @pytest.mark.parametrize("month", ["2025-10", "2025-99", "%00", "1' OR 1", "0000-00"])
    def test_any_month_is_answered(self, secretary, month):
        for page in ("/month", "/month/days"):
            assert secretary.get(page, query_string={"month": month}).status_code == 200
