"""The lists of visits: who sees which, and that nobody is followed in them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from hub.kernel.database import db
from hub.kernel.here import here
from hub.people.models import Resident
from hub.visits import services
from tests.visits.place import NOW, acting, client_of, counting, room

pytestmark = pytest.mark.state("visit_place")
ALL = "/visit-log/"


@pytest.fixture(autouse=True)
def at_ten():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def filled(app):
    """Some visits in each room."""
    with acting(app, "keeper"):
        resident = db.session.scalars(select(Resident).where(Resident.name == "艾力·买买提")).one()
        services.record(room(), 2, purpose="问低保")
        services.record(room(), 1, purpose="复印", started_at=NOW - timedelta(hours=2))
        services.record(room("workshop"), 1, kind="course", resident_id=resident.id)
        services.record(room("yard"), 7)
        services.record(room("quiet_room"), 1)
        services.record(room(), 3, purpose="上个月的事", started_at=NOW - timedelta(days=40))
    return app


def page(app, who: str, address: str = ALL) -> str:
    answer = client_of(app, who).get(address)
    assert answer.status_code == 200
    return answer.text


class TestAllVisits:
    def test_the_secretary_sees_every_room_but_the_confidential(self, filled):
        text = page(filled, "secretary")
        assert all(words in text for words in ("问低保", "2 人", "7 人", "今天 10:00"))
        assert "静室" not in text.split("<main")[1]

    def test_a_keeper_sees_the_own_rooms(self, filled):
        text = page(filled, "keeper")
        assert "问低保" in text
        assert "院子" not in text

    def test_a_keeper_of_one_room_sees_that_room(self, filled):
        rows = page(filled, "quiet").split("<tbody")[1]
        assert "静室" in rows
        assert "前台" not in rows

    def test_people_are_masked_for_all(self, filled):
        text = page(filled, "secretary")
        assert "艾力*" in text
        assert "买买提" not in text

    def test_a_whole_day_is_as_long_as_it_was(self, app):
        with acting(app, "keeper"):
            visit = services.record(room(), 1)
            visit.ended_at = visit.started_at + timedelta(hours=24)
            db.session.flush()
            number = visit.id
        assert "1440 分钟" in page(app, "secretary", f"{ALL}details/?id={number}")

    def test_late_entries_are_marked_and_can_be_had_alone(self, filled):
        rows = page(filled, "secretary", ALL + "?late=1").split("<tbody")[1]
        assert "补录" in rows
        assert "复印" in rows
        assert "问低保" not in rows

    @pytest.mark.parametrize(
        ("query", "inside", "outside"),
        [
            ("month=1", "问低保", "上个月的事"),
            ("purpose=%E5%A4%8D", "复印", "问低保"),
            ("started_at_to=2025-10-31", "上个月的事", "问低保"),
        ],
    )
    def test_filters_narrow_it(self, filled, query, inside, outside):
        rows = page(filled, "secretary", f"{ALL}?{query}").split("<tbody")[1]
        assert inside in rows
        assert outside not in rows

    def test_a_percent_sign_is_a_percent_sign(self, filled):
        assert "没有符合条件" in page(filled, "secretary", ALL + "?purpose=%25")

    def test_the_address_without_words_leads_here(self, filled):
        assert client_of(filled, "keeper").get("/visits/").location == ALL

    def test_what_was_just_recorded_can_be_taken_back_from_the_row(self, filled):
        assert len(re.findall(r'formaction="/visits/\d+/undo"', page(filled, "keeper"))) > 0
        assert "/undo" not in page(filled, "secretary").split("<tbody")[1]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_holds_neither_name_nor_purpose(filled, kind):
    answer = client_of(filled, "secretary").get(f"{ALL}export/{kind}/")
    content = answer.data
    answer.close()
    assert answer.status_code == 200
    assert content
    if kind == "csv":
        assert "前台" in content.decode()
        assert "艾力" not in content.decode()
        assert "低保" not in content.decode()


class TestTheLogOfARoom:
    def test_it_holds_the_rooms_visits_with_its_kinds(self, filled):
        rows = page(filled, "keeper", "/rooms/workshop/visits/").split("<tbody")[1]
        assert "上课" in rows
        assert "艾力*" in rows
        assert "低保" not in rows

    def test_others_may_not_open_it(self, filled):
        assert client_of(filled, "keeper").get("/rooms/yard/visits/").status_code == 403
        assert client_of(filled, "secretary").get("/rooms/quiet_room/visits/").status_code == 403

    def test_a_room_that_is_off_has_none(self, filled):
        with acting(filled):
            here.room("yard").enabled = False
        assert client_of(filled, "secretary").get("/rooms/yard/visits/").status_code == 404


def test_the_page_asks_the_database_no_more_for_more_visits(app):
    def statements() -> int:
        client = client_of(app, "secretary")
        with counting(app) as sent:
            client.get(ALL)
        return len(sent)

    with acting(app):
        services.record(room("yard"), 1)
    few = statements()
    with acting(app):
        for hours in range(40):
            services.record(room("yard"), 1, started_at=NOW - timedelta(hours=hours))
    assert statements() == few


def test_fifty_visits_are_a_small_page(app):
    with acting(app):
        for hours in range(60):
            services.record(room("yard"), 1, purpose="来借书", started_at=NOW - timedelta(hours=hours))
    page = client_of(app, "secretary").get(ALL)
    assert page.text.count("<tr>") == 51
    assert len(page.data) < 40_000
