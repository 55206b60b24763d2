"""The short way of the visit of two taps: the same as the ordinary one, or not taken at all."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from hub.accounts.models import Membership, SignIn, User
from hub.audit.models import AuditEntry
from hub.kernel.clock import now
from hub.kernel.database import db
from hub.kernel.events import Events
from hub.kernel.models import Village
from hub.visits import crowd, quick
from hub.visits.models import Visit, VisitDay
from tests.visits.place import NOW, PLACE, acting, client_of, counting, room

pytestmark = pytest.mark.state("visit_place")
URL = "/visits/record"
TAPS = {
    "room": "front_desk",
    "heads": "2",
    "token": "tapped",
    "purpose": "",
    "started_at": "",
    "resident_text": "",
}


@pytest.fixture(autouse=True)
def at_ten():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def taken(monkeypatch) -> list[bool]:
    """Whether each request went the short way. Two rooms here listen to visits, with whom nobody would."""
    ways: list[bool] = []
    record = quick._record

    def note(taps):
        done = record(taps)
        ways.append(done is not None)
        return done

    monkeypatch.setattr(quick, "_record", note)
    monkeypatch.setattr(Events, "is_heard", lambda _events, _event: False)
    return ways


@pytest.fixture
def keeper(app):
    return client_of(app, "keeper")


def told(app) -> list[tuple[dict, dict, tuple]]:
    """All that is stored of each visit: its row, its line in the audit, its day's total."""
    with acting(app):
        found = []
        for visit in db.session.scalars(select(Visit).order_by(Visit.id)):
            row = {column.key: getattr(visit, column.key) for column in Visit.__table__.c}
            line = db.session.scalars(
                select(AuditEntry).where(AuditEntry.table == "visit", AuditEntry.row_id == visit.id)
            ).one()
            entry = {column.key: getattr(line, column.key) for column in AuditEntry.__table__.c}
            day = db.session.scalars(select(VisitDay).where(VisitDay.room_id == visit.room_id)).one()
            found.append((row, entry, (day.day, day.visits, day.heads, day.late)))
        return found


def forgetting(facts: dict, *names: str) -> dict:
    return {name: fact for name, fact in facts.items() if name not in names}


class TestTheShortWay:
    def test_it_is_taken(self, app, keeper, taken):
        answer = keeper.post(URL, data=TAPS)
        assert (answer.status_code, answer.location) == (303, "/visits/record?room=front_desk")
        assert taken == [True]
        assert "已登记：前台 2 人" in keeper.get(answer.location).text

    def test_it_leaves_what_the_ordinary_way_leaves(self, app, keeper, taken, monkeypatch):
        keeper.post(URL, data=TAPS | {"heads": "1"})
        monkeypatch.setattr(quick, "_taps", lambda: None)
        keeper.post(URL, data=TAPS | {"heads": "1", "token": "other"})
        assert taken == [True]
        (short, line, _), (ordinary, other_line, day) = told(app)
        assert forgetting(short, "id", "token") == forgetting(ordinary, "id", "token")
        assert forgetting(line, "id", "row_id") == forgetting(other_line, "id", "row_id")
        assert line["changes"].keys() == other_line["changes"].keys()
        assert day[1:] == (2, 2, 0)

    def test_its_message_takes_it_back(self, app, keeper, taken):
        keeper.post(URL, data=TAPS)
        visit = told(app)[0][0]["id"]
        answer = keeper.post(f"/visits/{visit}/undo", follow_redirects=True)
        assert "已撤销：前台 2 人" in answer.text
        assert told(app) == []

    def test_it_speaks_the_users_language(self, app, keeper):
        with app.app_context():
            db.session.execute(
                update(User).where(User.username == "keeper").values(lang="en"),
                execution_options={"hub_audit": "试"},
            )
            db.session.commit()
        answer = keeper.post(URL, data=TAPS)
        assert "Recorded" in keeper.get(answer.location).text

    def test_one_goes_back_to_a_page_of_the_hub_only(self, keeper, taken):
        for back, to in (
            ("/rooms/front_desk/", "/rooms/front_desk/"),
            ("//evil", "/visits/record?room=front_desk"),
        ):
            assert keeper.post(URL, data=TAPS | {"heads": "1", "token": back, "back": back}).location == to
        assert taken == [True, True]

    def test_it_asks_the_database_little(self, app, keeper):
        keeper.post(URL, data=TAPS | {"heads": "1", "token": "warm"})
        with counting(app) as statements:
            keeper.post(URL, data=TAPS | {"heads": "1"})
        assert (
            len([one for one in statements if not one.startswith("BEGIN") and "set_config" not in one]) <= 6
        )


class TestTheOrdinaryWay:
    """What is not quite usual is left to it, and nothing of it is lost or done twice."""

    @pytest.mark.parametrize(
        ("sent", "status", "stored"),
        [
            ({"purpose": "问低保"}, 303, 1),
            ({"started_at": "2025-11-19T16:30"}, 303, 1),
            ({"resident_text": "王小明"}, 303, 1),
            ({"heads": "other", "heads_other": "2"}, 303, 1),
            ({"heads": "4"}, 303, 1),  # more than the room warns above
            ({"heads": "6"}, 422, 0),  # more than it holds
            ({"heads": "6", "override_reason": "搭台演出"}, 303, 1),
            ({"heads": "0"}, 422, 0),
            ({"heads": "99999"}, 422, 0),
            ({"heads": "²"}, 422, 0),
            ({"token": ""}, 303, 1),
            ({"room": ""}, 422, 0),
            ({"room": "no_such"}, 422, 0),
            ({"room": "yard"}, 422, 0),  # another keeper's
            ({"kind": "x"}, 303, 1),
        ],
    )
    def test_it_is_taken(self, app, keeper, taken, sent, status, stored):
        assert keeper.post(URL, data=TAPS | sent).status_code == status
        assert True not in taken
        assert len(told(app)) == stored

    def test_a_form_sent_twice_counts_once(self, app, keeper, taken):
        assert {keeper.post(URL, data=TAPS).status_code for _ in range(2)} == {303}
        assert taken == [True, False]
        assert len(told(app)) == 1

    def test_the_heads_that_are_there_already_count(self, app, keeper, taken):
        keeper.post(URL, data=TAPS | {"heads": "3", "token": "a"})
        assert "接近上限" in keeper.post(URL, data=TAPS | {"heads": "1"}, follow_redirects=True).text
        assert keeper.post(URL, data=TAPS | {"heads": "2", "token": "b"}).status_code == 422
        assert taken == [True, False, False]

    def test_a_room_that_listens_is_told(self, app, keeper, taken, monkeypatch):
        monkeypatch.setattr(Events, "is_heard", lambda _events, _event: True)
        assert keeper.post(URL, data=TAPS).status_code == 303
        assert taken == []

    def test_what_fails_on_the_short_way_is_done_once_on_the_ordinary(self, app, keeper, taken, monkeypatch):
        def fail(*_facts):
            raise OperationalError("INSERT", None, Exception("gone"))

        monkeypatch.setattr(quick, "note_new", fail)
        assert keeper.post(URL, data=TAPS).status_code == 303
        assert [day for _row, _entry, day in told(app)] == [(NOW.date(), 1, 2, 0)]


class TestWhoMay:
    def test_without_the_token_against_forgery_it_is_refused(self, app, keeper, taken):
        assert keeper.post(URL, data=TAPS, csrf=False).status_code == 400
        assert taken == []

    def test_a_reader_records_nothing(self, app, taken):
        assert client_of(app, "reader").post(URL, data=TAPS).status_code == 403
        assert taken == [False]

    @pytest.mark.parametrize(
        ("change", "leads_to"),
        [
            (lambda: update(SignIn).values(ended_at=now()), "/sign-in"),
            (lambda: update(SignIn).values(expires_at=now() - timedelta(seconds=1)), "/sign-in"),
            (lambda: update(User).values(active=False), "/sign-in"),
            (lambda: update(User).values(must_change_password=True), "/me/password"),
            (lambda: update(Membership).values(active=False), "/"),
            (lambda: update(Village).values(active=False), "/"),
        ],
        ids=[
            "signed out",
            "expired",
            "account closed",
            "password to change",
            "no longer there",
            "village closed",
        ],
    )
    def test_who_may_no_longer_is_sent_where_the_gate_sends_them(self, app, keeper, taken, change, leads_to):
        with app.app_context():
            db.session.execute(change(), execution_options={"hub_audit": "试"})
            db.session.commit()
        answer = keeper.post(URL, data=TAPS)
        assert answer.status_code == 302
        assert leads_to in answer.location
        assert True not in taken
        with app.app_context():
            assert (
                db.session.connection().execute(select(func.count()).select_from(Visit.__table__)).scalar()
                == 0
            )

    def test_a_room_that_is_off_records_nothing(self, app, keeper, taken):
        with acting(app):
            room().enabled = False
        assert keeper.post(URL, data=TAPS).status_code == 422
        assert taken == [False]

    def test_a_visit_belongs_to_the_village_of_the_sign_in(self, app, keeper):
        keeper.post(URL, data=TAPS)
        assert [row["village_id"] for row, _entry, _day in told(app)] == [PLACE]
        with acting(app, village_id=2):
            assert db.session.scalars(select(Visit)).all() == []


class TestManyAtOnce:
    THREADS = 8

    def send(self, app, token: str) -> None:
        clients = [client_of(app, "keeper") for _ in range(self.THREADS)]
        for client in clients:
            client.get(URL)  # for the token against forgery
        start = threading.Barrier(self.THREADS)

        def post(number: int) -> int:
            start.wait()
            data = TAPS | {"heads": "1", "token": token.format(number)}
            return clients[number].post(URL, data=data).status_code

        with ThreadPoolExecutor(self.THREADS) as pool:
            list(pool.map(post, range(self.THREADS)))

    @pytest.fixture
    def all_look_first(self, monkeypatch):
        """Whoever has looked waits until all have, or for a while where a lock keeps the others."""
        looked = threading.Barrier(self.THREADS)
        look = crowd.look_in

        def look_and_wait(*facts):
            found = look(*facts)
            try:
                looked.wait(timeout=1)
            except threading.BrokenBarrierError:
                return found
            return found

        monkeypatch.setattr(crowd, "look_in", look_and_wait)

    def test_a_room_for_five_never_holds_six(self, app, all_look_first):
        self.send(app, "tap {}")
        rows = told(app)
        assert len(rows) == 5
        assert rows[0][2][1:3] == (5, 5)

    @pytest.mark.backends("postgresql")
    def test_without_the_lock_it_would(self, app, all_look_first, monkeypatch):
        monkeypatch.setattr(crowd, "_LOCK_KEY", select(1))
        self.send(app, "tap {}")
        assert len(told(app)) > 5

    def test_a_form_sent_many_times_counts_once(self, app):
        self.send(app, "the same")
        assert len(told(app)) == 1
