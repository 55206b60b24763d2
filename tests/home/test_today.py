"""今天: what is now, what is to be done, how the month goes."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from hub.centre import door, openings
from hub.centre.models import Room
from hub.kernel.database import db
from hub.kernel.declarations import Declared
from hub.kernel.here import here
from hub.kernel.sources import Owner, ask
from hub.kernel.transactions import intention
from hub.people.models import Resident
from hub.visits import services
from tests.visits.place import NOW, acting, client_of, counting, room

pytestmark = pytest.mark.state("visit_place")


@pytest.fixture(autouse=True)
def at_ten():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def today(app, who: str = "secretary") -> str:
    answer = client_of(app, who).get("/")
    assert answer.status_code == 200
    return answer.text


class TestCards:
    def test_each_room_says_how_many_are_inside(self, app):
        with acting(app):
            services.record(room(), 2)
        text = today(app)
        assert "2/5 人" in text
        assert "今日 2 人次" in text

    def test_a_room_says_its_own_line(self, app):
        assert "有 2 台车床" in today(app)

    def test_a_room_that_fails_says_so_and_harms_nobody(self, app):
        text = today(app)
        assert "暂时读不到" in text
        assert "有 2 台车床" in text

    def test_only_the_rooms_one_may_see_are_there(self, app):
        text = today(app, "keeper")
        assert "前台" in text
        assert "院子" not in text

    def test_of_a_confidential_room_the_secretary_sees_that_it_is_there_and_no_heads(self, app):
        card = today(app).split("静室</a>")[1].split("</li>")[0]
        assert "开门" in card or "起" in card or "开放" in card or "关门" in card
        assert "人" not in card

    def test_open_and_shut_are_told_apart(self, app):
        with acting(app):
            openings.open_centre()
        assert "开放" in today(app)


class TestHead:
    def test_it_names_the_hours_and_the_tally_at_the_door(self, app):
        assert "今日门口未点数" in today(app)
        with acting(app):
            door.set_count(here.today, 63)
        text = today(app)
        assert "9:00—22:00" in text
        assert "今日门口 63 人次" in text

    def test_the_big_button_is_for_those_who_record(self, app):
        assert 'class="big"' in today(app, "keeper")
        assert 'class="big"' not in today(app, "reader")


class TestTasks:
    def test_the_most_pressing_stands_first(self, app):
        text = today(app, "keeper")
        assert text.index("上油") < text.index("声音不对")
        assert "工坊" in text

    def test_a_source_that_fails_is_one_line_among_them(self, app):
        assert "院子的待办" in today(app)

    def test_they_are_for_those_who_may_do_them(self, app):
        assert "上油" not in today(app, "reader")
        assert "没有要办的事了" in today(app, "quiet")

    def test_all_of_them_stand_on_a_page(self, app):
        assert "上油" in client_of(app, "keeper").get("/todo").text


class TestFive:
    def test_the_lines_have_their_numerators(self, app):
        text = today(app)
        assert all(words in text for words in ("大门常开", "66%", "2/3 件", "1/3", "未统计"))

    def test_they_are_built_on_days_that_are_over(self, app):
        assert "截至 11月19日" in today(app)

    def test_on_the_first_of_a_month_there_is_no_data(self, app, at_ten):
        at_ten.move_to(NOW.replace(day=1))
        assert today(app).count("(无数据)") == 4


def statements(app, address: str = "/") -> int:
    client = client_of(app, "secretary")
    client.get(address)
    with counting(app) as sent:
        assert client.get(address).status_code == 200
    return len(sent)


def test_the_page_asks_the_database_no_more_for_more_visits(app):
    with acting(app):
        services.record(room("yard"), 1)
    few = statements(app)
    with acting(app):
        for hours in range(60):
            services.record(room("yard"), 1, started_at=NOW - timedelta(hours=hours))
    assert statements(app) == few


def test_the_page_asks_the_database_no_more_for_more_rooms(app):
    few = statements(app)
    with acting(app):
        for number in range(5):
            db.session.add(Room(key=f"more{number}", name="库房", icon="库", place=9))
    assert statements(app) == few


def test_the_rooms_stand_on_a_page_for_the_phone(app):
    text = client_of(app, "keeper").get("/rooms").text
    assert "工坊" in text
    assert "院子" not in text


def test_healthz_answers_everybody(client):
    answer = client.get("/healthz")
    assert answer.json["ok"] is True
    assert answer.json["version"]


ADDRESSES = (
    "/rooms/workshop/",
    "/rooms/workshop/?tab=month",
    "/month",
    "/visits/record",
    "/search?q=王",
    "/todo",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_asks_the_database_in_a_loop(app, address):
    with acting(app):
        services.record(room("workshop"), 1)
    few = statements(app, address)
    with acting(app):
        for hours in range(30):
            services.record(room("workshop"), 1, started_at=NOW - timedelta(hours=hours * 24))
        db.session.add_all(Resident(name=f"王{'甲乙丙丁戊'[number]}") for number in range(5))
        for number in range(5):
            db.session.add(Room(key=f"more{number}", name="库房", icon="库", place=9))
    assert statements(app, address) == few


class TestAsking:
    """What rooms declare is asked within one savepoint as long as nothing can be written."""

    @pytest.fixture
    def owner(self):
        return Owner("yard", "院子", "院", Declared())

    def test_one_that_fails_in_the_database_harms_no_other(self, app, owner):
        with acting(app), intention(writes=False):
            assert ask(owner, "x", rooms) == 4
            assert ask(owner, "x", lambda: db.session.scalar(select(func.no_such_function(Room.id)))) is None
            assert ask(owner, "x", rooms) == 4
            assert here.room("workshop").name

    def test_one_that_tries_to_write_is_refused_and_nothing_is_left_of_it(self, app, owner):
        with acting(app), intention(writes=False):
            assert ask(owner, "x", lambda: db.session.add(Room(key="new", name="新", icon="新"))) is None
            assert not db.session.new
            assert ask(owner, "x", rooms) == 4

    def test_where_something_may_be_written_each_has_a_savepoint_of_its_own(self, app, owner):
        def write_and_fail() -> None:
            db.session.add(Room(key="new", name="新", icon="新"))
            db.session.flush()
            raise ValueError

        with acting(app):
            assert ask(owner, "x", rooms) == 4
            assert ask(owner, "x", write_and_fail) is None
            assert ask(owner, "x", rooms) == 4

    def test_all_that_is_asked_shares_one_savepoint(self, app):
        client = client_of(app, "secretary")
        with counting(app) as sent:
            client.get("/")
        assert sum(statement.startswith("SAVEPOINT") for statement in sent) <= 3  # two failed, and began anew


def rooms() -> int:
    return db.session.scalar(select(func.count()).select_from(Room))
