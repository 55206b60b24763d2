"""登记来访: the page of two taps."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from hub.kernel.database import db
from hub.people.models import Resident
from hub.visits.models import Visit
from tests.visits.place import NOW, acting, client_of

pytestmark = pytest.mark.state("visit_place")
URL = "/visits/record"


@pytest.fixture(autouse=True)
def at_ten():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def keeper(app):
    return client_of(app, "keeper")


def recorded(app) -> list[Visit]:
    with acting(app):
        found = list(db.session.scalars(select(Visit).order_by(Visit.id)))
        db.session.expunge_all()
        return found


def token_of(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found[1]


class TestTwoTaps:
    def test_a_room_and_a_number_record_a_visit(self, app, keeper):
        page = keeper.get(URL).text
        answer = keeper.post(
            URL, data={"room": "front_desk", "heads": "2", "token": token_of(page)}, follow_redirects=True
        )
        assert "已登记：前台 2 人" in answer.text
        assert [visit.heads for visit in recorded(app)] == [2]

    def test_the_room_stays_chosen_for_the_next(self, keeper):
        answer = keeper.post(URL, data={"room": "front_desk", "heads": "1"})
        assert answer.location == "/visits/record?room=front_desk"
        assert 'value="front_desk" data-name="前台" checked' in keeper.get(answer.location).text

    def test_a_double_tap_counts_once(self, app, keeper):
        data = {"room": "front_desk", "heads": "2", "token": "the-same"}
        assert {keeper.post(URL, data=data).status_code for _ in range(2)} == {303}
        assert len(recorded(app)) == 1

    def test_other_numbers_are_typed(self, app, keeper):
        keeper.post(URL, data={"room": "front_desk", "heads": "other", "heads_other": " 4 "})
        assert [visit.heads for visit in recorded(app)] == [4]

    def test_from_a_rooms_page_one_goes_back_there(self, keeper):
        answer = keeper.post(URL, data={"room": "front_desk", "heads": "1", "back": "/rooms/front_desk/"})
        assert answer.location == "/rooms/front_desk/"

    def test_nobody_is_sent_elsewhere(self, keeper):
        answer = keeper.post(URL, data={"room": "front_desk", "heads": "1", "back": "//evil.example"})
        assert answer.location == "/visits/record?room=front_desk"

    def test_without_its_token_against_forgery_it_is_refused(self, app, keeper):
        assert keeper.post(URL, data={"room": "front_desk", "heads": "1"}, csrf=False).status_code == 400
        assert recorded(app) == []


class TestMore:
    def test_what_is_added_is_kept(self, app, keeper):
        keeper.post(
            URL,
            data={
                "room": "front_desk", "heads": "1", "purpose": "问低保", "resident_text": "王小明",
                "started_at": "2025-11-19T16:30",
            },
        )  # fmt: skip
        visit = recorded(app)[0]
        with acting(app):
            assert db.session.get_one(Resident, visit.resident_id).name == "王小明"
        assert (visit.purpose, visit.late) == ("问低保", True)
        assert visit.started_at == NOW - timedelta(hours=17, minutes=30)

    def test_a_late_entry_is_called_so(self, keeper):
        data = {"room": "front_desk", "heads": "1", "started_at": "2025-11-19T16:30"}
        assert "已补录：前台 1 人，昨天 16:30" in keeper.post(URL, data=data, follow_redirects=True).text

    def test_kinds_are_those_of_the_room(self, keeper):
        assert "上课" in keeper.get(URL + "?room=workshop").text
        assert "上课" not in keeper.get(URL + "?room=front_desk").text

    def test_a_named_kind_asks_for_the_name_and_loses_nothing(self, app, keeper):
        data = {"room": "workshop", "heads": "1", "kind": "course", "purpose": "学车床"}
        answer = keeper.post(URL, data=data)
        assert answer.status_code == 422
        assert "要登记到人" in answer.text
        assert 'value="学车床"' in answer.text
        assert recorded(app) == []

    def test_a_confidential_room_offers_neither_name_nor_purpose(self, app):
        page = client_of(app, "quiet").get(URL + "?room=quiet_room").text
        assert 'name="purpose"' not in page
        assert 'name="resident' not in page


class TestOverFull:
    full = {"room": "front_desk", "heads": "6", "purpose": "看戏", "token": "full"}

    def test_it_asks_why_and_keeps_what_was_typed(self, app, keeper):
        answer = keeper.post(URL, data=self.full)
        assert answer.status_code == 422
        assert "超过上限 5 人" in answer.text
        assert 'name="override_reason"' in answer.text
        assert 'name="purpose" value="看戏"' in answer.text
        assert recorded(app) == []

    def test_a_reason_that_says_nothing_is_not_enough(self, keeper):
        answer = keeper.post(URL, data=self.full | {"override_reason": "x"})
        assert "至少写两个字" in answer.text

    def test_with_a_reason_it_is_recorded_and_said(self, app, keeper):
        answer = keeper.post(URL, data=self.full | {"override_reason": "搭台演出"}, follow_redirects=True)
        assert "超过上限" in answer.text
        assert recorded(app)[0].override_reason == "搭台演出"


class TestWhoMay:
    def test_a_keeper_sees_the_own_rooms(self, keeper):
        page = keeper.get(URL).text
        assert 'value="front_desk"' in page
        assert 'value="yard"' not in page

    def test_a_keeper_records_in_no_other_room(self, app, keeper):
        answer = keeper.post(URL, data={"room": "yard", "heads": "1"})
        assert answer.status_code == 422
        assert recorded(app) == []

    def test_a_reader_records_nothing(self, app):
        assert client_of(app, "reader").get(URL).status_code == 403

    def test_a_stranger_is_asked_to_sign_in(self, client):
        assert client.get(URL).location.startswith("/sign-in")


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"room": "front_desk"},
        {"room": "no_such", "heads": "1"},
        {"room": "front_desk\0", "heads": "1"},
        {"room": "front_desk", "heads": "0"},
        {"room": "front_desk", "heads": "-1"},
        {"room": "front_desk", "heads": "99999999999999999999"},
        {"room": "front_desk", "heads": "²"},
        {"room": "front_desk", "heads": "other", "heads_other": "四个"},
        {"room": "front_desk", "heads": "1", "purpose": "x" * 101},
        {"room": "front_desk", "heads": "1", "purpose": "\0"},
        {"room": "front_desk", "heads": "1", "started_at": "yesterday"},
        {"room": "front_desk", "heads": "1", "started_at": "2025-11-21T10:00"},
        {"room": "front_desk", "heads": "1", "started_at": "1900-01-01T00:00"},
        {"room": "front_desk", "heads": "1", "resident": "2147483648", "resident_text": ""},
        {"room": "front_desk", "heads": "1", "resident_text": "没有这个人"},
        {"room": "workshop", "heads": "1", "kind": "'; --"},
    ],
)
def test_whatever_is_sent_is_answered_in_words(app, keeper, data):
    answer = keeper.post(URL, data=data)
    assert answer.status_code in (303, 422)
    assert answer.status_code == 303 or not recorded(app)


class TestUndo:
    @pytest.fixture
    def visit_id(self, app, keeper):
        keeper.post(URL, data={"room": "front_desk", "heads": "2"})
        return recorded(app)[0].id

    def test_the_message_takes_it_back_and_stays_on_the_page(self, app, keeper, visit_id):
        referer = {"Referer": "http://localhost/visits/record?room=front_desk"}
        answer = keeper.post(f"/visits/{visit_id}/undo", headers=referer)
        assert answer.location == "/visits/record?room=front_desk"
        assert "已撤销：前台 2 人" in keeper.get(answer.location).text
        assert recorded(app) == []

    def test_too_late_is_said(self, app, keeper, visit_id, at_ten):
        at_ten.shift(timedelta(minutes=11))
        assert "十分钟" in keeper.post(f"/visits/{visit_id}/undo", follow_redirects=True).text
        assert len(recorded(app)) == 1

    def test_what_is_not_there_is_said(self, keeper):
        assert "已经撤销" in keeper.post("/visits/4711/undo", follow_redirects=True).text
        assert keeper.post("/visits/99999999999/undo").status_code == 404

    def test_the_secretary_voids_with_a_reason(self, app, visit_id, at_ten):
        at_ten.shift(timedelta(days=2))
        secretary = client_of(app, "secretary")
        address = f"/visits/{visit_id}/void"
        assert "前台" in secretary.get(address).text
        assert secretary.post(address, data={"reason": ""}).status_code == 422
        assert secretary.post(address, data={"reason": "点错了"}).location == "/visit-log/"
        assert recorded(app) == []

    def test_from_a_filtered_list_one_stays_in_it(self, app, keeper, visit_id):
        back = "/visit-log/?month=1&late=1"
        named = f'name="back" value="{html.escape(back)}"'
        assert named in client_of(app, "secretary").get(
            f"/visits/{visit_id}/void", headers={"Referer": f"http://localhost{back}"}
        ).text  # fmt: skip
        voided = client_of(app, "secretary").post(
            f"/visits/{visit_id}/void", data={"reason": "点错了", "back": back}
        )
        assert voided.location == back
        assert keeper.post(f"/visits/{visit_id}/undo", data={"back": back}).location == back
        assert keeper.post(f"/visits/{visit_id}/undo", data={"back": "//evil/"}).location == "/"

    def test_a_keeper_voids_nothing(self, keeper, visit_id):
        assert keeper.get(f"/visits/{visit_id}/void").status_code == 403


class TestEmptied:
    def test_all_have_left(self, app, keeper):
        keeper.post(URL, data={"room": "front_desk", "heads": "2"})
        answer = keeper.post("/visits/emptied/front_desk", follow_redirects=True)
        assert "现在没有人了" in answer.text
        assert recorded(app)[0].ended_at == NOW

    def test_not_in_the_room_of_somebody_else(self, keeper):
        assert keeper.post("/visits/emptied/yard").status_code == 403
        assert keeper.post("/visits/emptied/nowhere").status_code == 404
