"""Opening, closing and counting as it is done on the pages."""

from __future__ import annotations

import html
import re
from contextlib import contextmanager
from datetime import date

import pytest
import time_machine
from sqlalchemy import select

from hub.centre.door import door_counts, door_today, set_count
from hub.centre.doors import gate_action
from hub.centre.models import Opening
from hub.centre.openings import open_centre
from hub.centre.situation import enter_village
from hub.centre.status import CENTRE, statuses
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.models import Village
from tests.centre.place import OTHER, PLACE, acting, at, room, signed_in

pytestmark = pytest.mark.state("centre")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(at("2025-11-20 10:00"), tick=False) as clock:
        yield clock


@contextmanager
def on_a_page(app, *grants):
    """Within a request for /door, with these permissions."""
    with app.test_request_context("/door"):
        enter_village(db.session.get_one(Village, PLACE), None, grants)
        yield


class TestDoors:
    def test_the_centre_is_opened_and_closed(self, app):
        keeper = signed_in(app, "keeper")
        keeper.post("/centre/open")
        with acting(app):
            assert statuses()[CENTRE].open
        keeper.post("/centre/close")
        with acting(app):
            assert not statuses()[CENTRE].open

    def test_a_room_is_opened_and_one_goes_back_to_where_the_button_was(self, app):
        answer = signed_in(app, "keeper").post("/centre/rooms/hall/open?back=/door")
        assert (answer.status_code, answer.location) == (303, "/door")
        with acting(app):
            assert statuses()["hall"].open

    @pytest.mark.parametrize(
        "back", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:x"]
    )
    def test_nobody_is_led_elsewhere(self, app, back):
        answer = signed_in(app, "keeper").post("/centre/rooms/hall/open", query_string={"back": back})
        assert answer.location == "/"

    def test_a_second_tap_is_refused_in_words(self, app):
        keeper = signed_in(app, "keeper")
        keeper.post("/centre/open")
        assert "已经开着门" in keeper.post("/centre/open?back=/door", follow_redirects=True).text

    def test_a_reader_opens_nothing(self, app):
        reader = signed_in(app, "reader")
        assert reader.post("/centre/open").status_code == 403
        assert reader.post("/centre/rooms/hall/open").status_code == 403

    def test_a_room_that_is_off_has_no_door(self, app):
        assert signed_in(app).post("/centre/rooms/listener/open").status_code == 404

    def test_the_button_says_what_it_does(self, app):
        with on_a_page(app, "centre.open"):
            button = gate_action(room("pool"), statuses()["pool"])
            assert button
            assert (str(button.label), button.url) == ("关门", "/centre/rooms/pool/close?back=/door")
            gate = gate_action(None, statuses()[CENTRE])
            assert gate
            assert str(gate.label) == "开门"

    def test_who_may_not_open_has_no_button(self, app):
        with on_a_page(app, "visits.view"):
            assert gate_action(None, statuses()[CENTRE]) is None

    def test_who_records_in_a_room_opens_that_room_only(self, app):
        with on_a_page(app, "hall.record"):
            assert gate_action(room("hall"), statuses()["hall"])
            assert gate_action(room("pool"), statuses()["pool"]) is None


class TestLog:
    def test_it_names_the_room_and_who_opened(self, app):
        signed_in(app, "keeper").post("/centre/rooms/hall/open")
        page = signed_in(app).get("/openings/").text
        assert "大厅" in page
        assert "keeper" in page

    def test_the_secretary_writes_a_missed_day_down(self, app):
        given = {"room": "0", "opened_at": "2025-11-19T09:00", "closed_at": "2025-11-19T22:00"}
        answer = signed_in(app).post("/settings/openings/new", data=given, follow_redirects=True)
        assert "补记" in answer.text
        with acting(app):
            row = db.session.scalars(select(Opening)).one()
            assert (row.opened_at, row.closed_at, row.late) == (
                at("2025-11-19 09:00"),
                at("2025-11-19 22:00"),
                True,
            )

    def test_a_rule_stands_beside_its_field(self, app):
        given = {"room": "0", "opened_at": "2025-11-19T09:00", "closed_at": "2025-11-19T08:00"}
        answer = signed_in(app).post("/settings/openings/new", data=given)
        assert answer.status_code == 422
        assert "关门要晚于开门" in answer.text

    def test_a_keeper_corrects_nothing(self, app):
        assert signed_in(app, "keeper").get("/settings/openings/new").status_code == 403

    def test_a_record_of_another_village_is_not_there(self, app):
        with acting(app, "neighbour", OTHER):
            number = open_centre().id
        assert signed_in(app).get(f"/settings/openings/{number}").status_code == 404

    def test_a_record_is_shown_as_it_is(self, app):
        with acting(app):
            number = open_centre().id
        assert "2025-11-20T10:00" in signed_in(app).get(f"/settings/openings/{number}").text


class TestTally:
    def test_a_day_that_is_to_be_put_right_stands_in_the_form_and_not_today(self, app):
        keeper = signed_in(app, "keeper")
        with acting(app):
            set_count(date(2025, 11, 12), 31)
        page, listed = keeper.get("/door").text, keeper.get("/door-counts/").text
        assert 'value="2025-11-20"' in page
        link = html.unescape(re.search(r'href="(/door\?day=2025-11-12[^"]*)"', page)[1])
        of_row = re.search(r'href="(/door/counts/\d+)"', listed)[1]
        for address in (link, of_row):
            form = keeper.get(address).text
            assert 'value="2025-11-12"' in form
            assert 'value="31"' in form
        answer = keeper.post(of_row, data={"day": "2025-11-12", "heads": "32"})
        assert answer.location == "/door"
        with acting(app):
            assert door_counts(date(2025, 11, 1), date(2025, 11, 20)) == {date(2025, 11, 12): 32}

    def test_the_days_that_were_counted_are_a_list(self, app):
        with acting(app):
            for day in (date(2025, 9, 30), date(2025, 10, 1), date(2025, 10, 31)):
                set_count(day, 40 + day.day)
        with acting(app, "neighbour", OTHER):
            set_count(date(2025, 10, 2), 99)
        rows = signed_in(app, "keeper").get("/door-counts/?day_from=2025-10-01&day_to=2025-10-31").text
        rows = rows.split("<tbody", 1)[1]
        assert rows.count("<tr") == 2
        assert ("71" in rows, ">41<" in rows, "99" in rows) == (True, True, False)

    def test_a_count_of_another_village_is_not_there(self, app):
        with acting(app, "neighbour", OTHER):
            number = set_count(date(2025, 10, 2), 99).id
        assert signed_in(app).get(f"/door/counts/{number}").status_code == 404

    def test_it_says_that_nobody_has_counted(self, app):
        assert "未统计" in signed_in(app, "keeper").get("/door").text

    def test_taps_add_up(self, app):
        keeper = signed_in(app, "keeper")
        for heads in ("1", "5", "10"):
            keeper.post("/door/add", data={"heads": heads})
        with acting(app):
            assert door_today() == 16

    @pytest.mark.parametrize("heads", ["", "2", "-1", "x", "9" * 30])
    def test_another_number_is_no_tap(self, app, heads):
        assert signed_in(app, "keeper").post("/door/add", data={"heads": heads}).status_code == 400

    def test_an_earlier_day_is_entered(self, app):
        signed_in(app, "keeper").post("/door", data={"day": "2025-11-18", "heads": "140"})
        with acting(app):
            assert list(door_counts(here.today.replace(day=1), here.today).values()) == [140]

    def test_a_day_to_come_is_refused_beside_its_field(self, app):
        answer = signed_in(app, "keeper").post("/door", data={"day": "2025-11-28", "heads": "140"})
        assert answer.status_code == 422
        assert "这一天还没到" in answer.text

    def test_a_reader_does_not_count(self, app):
        assert signed_in(app, "reader").get("/door").status_code == 403
